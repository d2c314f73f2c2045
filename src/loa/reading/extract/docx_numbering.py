"""Automatic numbering of DOCX: which number or bullet Word prints before a paragraph.

The rules are those of ECMA-376 part 1, 17.9: lists (`num`) share the counting of their definition (`abstractNum`)
unless they start it anew, a level starts again after any level above it, and a level's text names the levels it shows.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from loa.reading.extract.fonts import symbols
from loa.reading.extract.numbering import in_format

__all__ = ["Numbering"]

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PLACE = re.compile(r"%([1-9])")


@dataclass(frozen=True, slots=True)
class _Level:
    start: int = 1
    format: str = "decimal"
    text: str = ""
    font: str = ""
    suffix: str = "tab"
    restart: int | None = None
    legal: bool = False
    style: str = ""
    hidden: bool = False


@dataclass(slots=True)
class _List:
    """One `num`: its definition's id, its own levels and the starts it overrides, until they are used."""

    definition: str
    levels: dict[int, _Level]
    starts: dict[int, int]


@dataclass
class Numbering:
    """The lists of a document, counting as its paragraphs are met in order."""

    _lists: dict[str, _List] = field(default_factory=dict)
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)

    @classmethod
    def of(cls, root: etree._Element | None, style_lists: dict[str, str]) -> "Numbering":
        """From the numbering part, None where there is none. `style_lists` gives the list of each numbering style."""
        if root is None:
            return cls()
        definitions = {_value(item, "abstractNumId"): item for item in root.iterfind(f"{_W}abstractNum")}
        numbers = {_value(item, "numId"): item for item in root.iterfind(f"{_W}num")}
        lists = {}
        for key, number in numbers.items():
            definition = _linked(_child_value(number, "abstractNumId"), definitions, numbers, style_lists)
            levels = dict(_levels(definitions.get(definition)))
            starts = {}
            for override in number.iterfind(f"{_W}lvlOverride"):
                place = _number(_value(override, "ilvl"), 0)
                levels.update(_levels(override))
                start = override.find(f"{_W}startOverride")
                if start is not None:
                    starts[place] = _number(_value(start, "val"), 1)
            lists[key] = _List(definition, levels, starts)
        return cls(lists)

    def level_of_styles(self, list_id: str, styles: list[str]) -> int | None:
        """The level of a list that the first of some paragraph styles is tied to."""
        levels = self._lists[list_id].levels if list_id in self._lists else {}
        tied = {level.style: place for place, level in levels.items() if level.style}
        return next((tied[style] for style in styles if style in tied), None)

    def label(self, list_id: str, place: int) -> str:
        """The printed label of the next paragraph at a level of a list, with the blank after it.

        Counts: call once for each paragraph, in order. Empty where nothing is printed.
        """
        found = self._lists.get(list_id)
        if found is None:
            return ""
        level = found.levels.get(place, _Level())
        counts = self._counts.setdefault(found.definition, {})
        self._count(found, counts, place, level)
        if level.hidden:
            return ""
        if level.format == "bullet":
            return f"{_bullet(level)} ".lstrip()
        printed = _PLACE.sub(lambda sign: self._shown(found, counts, int(sign[1]) - 1, level.legal), level.text).strip()
        return printed if not printed or level.suffix == "nothing" else f"{printed} "

    def _count(self, found: _List, counts: dict[int, int], place: int, level: _Level) -> None:
        if place in found.starts:
            counts[place] = found.starts.pop(place)
        else:
            counts[place] = counts[place] + 1 if place in counts else level.start
        for deeper in [other for other in counts if other > place]:
            restart = found.levels.get(deeper, _Level()).restart
            if restart is None or place < restart:
                del counts[deeper]

    def _shown(self, found: _List, counts: dict[int, int], place: int, legal: bool) -> str:
        level = found.levels.get(place, _Level())
        number = counts.get(place, found.starts.get(place, level.start))
        return in_format(number, "decimal" if legal and level.format not in ("none", "bullet") else level.format)


def _linked(
    definition: str,
    definitions: dict[str, etree._Element],
    numbers: dict[str, etree._Element],
    style_lists: dict[str, str],
) -> str:
    """The definition itself, or the one of the numbering style that it only points to."""
    item = definitions.get(definition)
    link = item.find(f"{_W}numStyleLink") if item is not None else None
    if link is None:
        return definition
    number = numbers.get(style_lists.get(_value(link, "val"), ""))
    if number is not None:
        return _child_value(number, "abstractNumId")
    styled = (key for key, other in definitions.items() if _child_value(other, "styleLink") == _value(link, "val"))
    return next(styled, definition)


def _levels(parent: etree._Element | None) -> Iterator[tuple[int, _Level]]:
    for item in parent.iterfind(f"{_W}lvl") if parent is not None else ():
        fonts = item.find(f"{_W}rPr/{_W}rFonts")
        restart = _child_value(item, "lvlRestart")
        yield (
            _number(_value(item, "ilvl"), 0),
            _Level(
                start=_number(_child_value(item, "start"), 0 if item.find(f"{_W}start") is None else 1),
                format=_format(item),
                text=_child_value(item, "lvlText"),
                font="" if fonts is None else _value(fonts, "ascii") or _value(fonts, "hAnsi"),
                suffix=_child_value(item, "suff") or "tab",
                restart=_number(restart, 0) if restart else None,
                legal=item.find(f"{_W}isLgl") is not None and _child_value(item, "isLgl") not in ("0", "false"),
                style=_child_value(item, "pStyle"),
                hidden=item.find(f"{_W}rPr/{_W}vanish") is not None,
            ),
        )


def _format(level: etree._Element) -> str:
    """The number format, also where newer Word wraps it for older ones."""
    found = next(level.iter(f"{_W}numFmt"), None)
    if found is None:
        return "decimal"
    kind = _value(found, "val")
    return "decimalZero" if kind == "custom" and _value(found, "format").startswith("01") else kind


def _bullet(level: _Level) -> str:
    """The sign a bullet level prints; Courier's letter o serves as a ring."""
    sign = symbols(level.text.strip(), level.font)
    return "○" if sign == "o" and level.font.lower().startswith("courier") else sign


def _value(element: etree._Element, name: str) -> str:
    return str(element.get(_W + name, ""))


def _child_value(element: etree._Element, name: str) -> str:
    child = element.find(_W + name)
    return "" if child is None else _value(child, "val")


def _number(text: str, default: int) -> int:
    return int(text) if text.lstrip("-").isdecimal() and len(text) < 7 else default
