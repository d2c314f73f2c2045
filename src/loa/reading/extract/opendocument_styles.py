"""Styles of OpenDocument: what paragraphs, spans, cells and lists inherit from the styles they name."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from loa.reading.extract.fonts import symbols
from loa.reading.extract.numbering import in_format
from loa.reading.extract.package import local_name

__all__ = ["FO", "STYLE", "TABLE", "TEXT", "ListLevel", "OdtLook", "OdtStyles", "label_of"]

_NAMESPACE = "{{urn:oasis:names:tc:opendocument:xmlns:{}:1.0}}"
TEXT, STYLE, TABLE = (_NAMESPACE.format(name) for name in ("text", "style", "table"))
FO = _NAMESPACE.format("xsl-fo-compatible")
_SVG = _NAMESPACE.format("svg-compatible")
_DEEPEST = 20
_KINDS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman", "": "none"}
_PLACE = re.compile(r"%(\d{1,2})%")


@dataclass(frozen=True, slots=True)
class OdtLook:
    """How characters of a style are set."""

    bold: bool = False
    italic: bool = False
    capitals: bool = False
    hidden: bool = False
    font: str = ""


@dataclass(frozen=True, slots=True)
class ListLevel:
    """One level of a list: how its label is made."""

    kind: str
    start: int = 1
    shown: int = 1
    prefix: str = ""
    suffix: str = ""
    pattern: str = ""
    sign: str = ""


@dataclass
class OdtStyles:
    """The styles that one part of a document (its body, or its heads and feet) can name."""

    _styles: dict[tuple[str, str], etree._Element] = field(default_factory=dict)
    _lists: dict[str, dict[int, ListLevel]] = field(default_factory=dict)
    _fonts: dict[str, str] = field(default_factory=dict)
    outline: dict[int, ListLevel] = field(default_factory=dict)
    _looks: dict[tuple[str, str, OdtLook], OdtLook] = field(default_factory=dict)

    @classmethod
    def of(cls, holders: Iterable[etree._Element | None]) -> "OdtStyles":
        """From elements that hold styles (`office:styles`, `office:automatic-styles`, font declarations)."""
        styles = cls()
        for item in (item for holder in holders if holder is not None for item in holder):
            name = local_name(item)
            if name == "style":
                styles._styles[_get(item, STYLE, "family"), _get(item, STYLE, "name")] = item
            elif name == "default-style":
                styles._styles[_get(item, STYLE, "family"), ""] = item
            elif name == "font-face":
                styles._fonts[_get(item, STYLE, "name")] = _get(item, _SVG, "font-family").strip("'\" ")
            elif name == "list-style":
                styles._lists[_get(item, STYLE, "name")] = dict(styles._levels(item))
            elif name == "outline-style":
                styles.outline = dict(styles._levels(item))
        return styles

    def look(self, family: str, name: str, around: OdtLook | None = None) -> OdtLook:
        """The look of a paragraph style, or of a span style within what stands around it."""
        base = around or OdtLook()
        known = self._looks.get((family, name, base))
        if known is None:
            known = base
            for style in reversed(self._chain(family, name, default=around is None)):
                known = self._changed(known, style.find(f"{STYLE}text-properties"))
            self._looks[family, name, base] = known
        return known

    def alignment(self, name: str) -> str:
        """How a paragraph style aligns."""
        return self._first("paragraph", name, "paragraph-properties", FO + "text-align")

    def breaks(self, name: str) -> tuple[bool, bool]:
        """Whether a page ends before and after a paragraph or table of a style of the writer's own making."""
        found = []
        for edge in ("break-before", "break-after"):
            values = (
                properties.get(FO + edge)
                for family in ("paragraph", "table")
                for style in self._chain(family, name, default=False)
                for properties in style.iterfind(f"{STYLE}{family}-properties")
            )
            found.append("page" in values)
        return found[0], found[1]

    def has_lines(self, name: str) -> bool:
        """Whether cells of a style have at least two visible sides."""
        for style in self._chain("table-cell", name, default=True):
            properties = style.find(f"{STYLE}table-cell-properties")
            borders = _borders(properties) if properties is not None else []
            if borders:
                return "all" in borders or len(borders) > 1
        return False

    def levels(self, name: str) -> dict[int, ListLevel]:
        """The levels of a list style by number, from 1."""
        return self._lists.get(name, {})

    def _chain(self, family: str, name: str, *, default: bool) -> list[etree._Element]:
        chain: list[etree._Element] = []
        while (style := self._styles.get((family, name))) is not None and name and len(chain) < _DEEPEST:
            chain.append(style)
            name = _get(style, STYLE, "parent-style-name")
        standard = self._styles.get((family, ""))
        return [*chain, standard] if default and standard is not None else chain

    def _first(self, family: str, name: str, part: str, attribute: str) -> str:
        for style in self._chain(family, name, default=True):
            properties = style.find(STYLE + part)
            if properties is not None and properties.get(attribute) is not None:
                return str(properties.get(attribute))
        return ""

    def _changed(self, look: OdtLook, properties: etree._Element | None) -> OdtLook:
        if properties is None:
            return look
        weight = _get(properties, FO, "font-weight")
        slant = _get(properties, FO, "font-style")
        letters = _get(properties, FO, "text-transform")
        shown = _get(properties, TEXT, "display")
        return OdtLook(
            bold=(weight == "bold" or (weight.isdecimal() and int(weight) >= 600)) if weight else look.bold,
            italic=slant in ("italic", "oblique") if slant else look.italic,
            capitals=letters == "uppercase" if letters else look.capitals,
            hidden=shown == "none" if shown else look.hidden,
            font=self._font(properties) or look.font,
        )

    def _font(self, properties: etree._Element) -> str:
        named = _get(properties, STYLE, "font-name")
        return _get(properties, FO, "font-family").strip("'\" ") or self._fonts.get(named, named)

    def _levels(self, style: etree._Element) -> Iterator[tuple[int, ListLevel]]:
        for item in style:
            place = _number(_get(item, TEXT, "level"), 0)
            if local_name(item) == "list-level-style-bullet":
                properties = item.find(f"{STYLE}text-properties")
                font = "" if properties is None else self._font(properties)
                yield place, ListLevel("bullet", sign=symbols(_get(item, TEXT, "bullet-char"), font))
            elif local_name(item) == "list-level-style-image":
                yield place, ListLevel("bullet", sign="•")
            elif local_name(item) in ("list-level-style-number", "outline-level-style"):
                yield place, _numbered(item)


def label_of(levels: dict[int, ListLevel], counts: dict[int, int], place: int) -> str:
    """What is printed before an item at a level, with the blank after it, given the counts of all levels."""
    level = levels.get(place, ListLevel("none"))
    if level.kind in ("bullet", "none"):
        return f"{level.sign} ".lstrip()
    if level.pattern:
        printed = _PLACE.sub(lambda found: _shown(levels, counts, int(found[1])), level.pattern)
    else:
        first = max(1, place - level.shown + 1)
        numbers = (_shown(levels, counts, upper) for upper in range(first, place + 1))
        printed = level.prefix + ".".join(number for number in numbers if number) + level.suffix
    return f"{printed.strip()} ".lstrip()


def _shown(levels: dict[int, ListLevel], counts: dict[int, int], place: int) -> str:
    level = levels.get(place, ListLevel("decimal"))
    return in_format(counts.get(place, level.start), level.kind)


def _numbered(item: etree._Element) -> ListLevel:
    named = _get(item, STYLE, "num-format")
    return ListLevel(
        kind="decimalZero" if named.startswith("01") else _KINDS.get(named, "decimal"),
        start=_number(_get(item, TEXT, "start-value"), 1),
        shown=_number(_get(item, TEXT, "display-levels"), 1),
        prefix=_get(item, STYLE, "num-prefix"),
        suffix=_get(item, STYLE, "num-suffix"),
        pattern=next((str(found) for key, found in item.attrib.items() if str(key).endswith("}num-list-format")), ""),
    )


def _borders(properties: etree._Element) -> list[str]:
    """The sides with a line; `all` for a border around, `none` where the style says there is none."""
    sides = {
        str(key).rpartition("}")[2]: str(found)
        for key, found in properties.attrib.items()
        if str(key).startswith(FO + "border")
    }
    lined = ["all" if side == "border" else side for side, line in sides.items() if line not in ("none", "hidden", "")]
    return lined or ["none"][: len(sides)]


def _get(element: etree._Element, namespace: str, name: str) -> str:
    return str(element.get(namespace + name) or "")


def _number(text: str, default: int) -> int:
    return int(text) if text.isdecimal() and len(text) < 7 else default
