"""Lists of HTML: the number or dash that stands before an item, unless its text brings its own."""

import re
from dataclasses import dataclass

from lxml import etree

from loa.reading.extract.numbering import in_format
from loa.reading.extract.package import local_name

__all__ = ["HtmlList", "has_own_label"]

_TYPES = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_STYLES = {
    "decimal": "decimal",
    "decimal-leading-zero": "decimalZero",
    "lower-alpha": "lowerLetter",
    "lower-latin": "lowerLetter",
    "upper-alpha": "upperLetter",
    "upper-latin": "upperLetter",
    "lower-roman": "lowerRoman",
    "upper-roman": "upperRoman",
    "disc": "bullet",
    "circle": "bullet",
    "square": "bullet",
    "none": "none",
}
_BULLETS = ("-", "+", "▪")
_OWN = re.compile(
    r"\s*(?:[-–—+*•▪◦○●■□·➢➤✓❖]|\d{1,3}(?:\.\d{1,3})*[.)/]|[a-zđA-HĐ][.)/](?=\s)|[IVXLC]+[.)/]|\((?:\d{1,2}|[a-zđ])\))"
)


def has_own_label(text: str) -> bool:
    """Whether the text of an item begins with a typed number, letter or dash."""
    return bool(_OWN.match(text))


@dataclass
class HtmlList:
    """One open list; `depth` is how many unordered lists stand around it."""

    kind: str
    count: int
    step: int
    depth: int

    @classmethod
    def of(cls, element: etree._Element, style: dict[str, str], around: list["HtmlList"]) -> "HtmlList":
        """The list an `ol`, `ul` or the like of a style opens within others."""
        ordered = local_name(element) == "ol"
        backwards = ordered and element.get("reversed") is not None
        start = _number(element.get("start"), len(list(element.iterchildren("li"))) if backwards else 1)
        depth = sum(outer.kind == "bullet" for outer in around)
        step = -1 if backwards else 1
        return cls(_kind(element, style, "decimal" if ordered else "bullet"), start - step, step, depth)

    def label(self, item: etree._Element, style: dict[str, str]) -> str:
        """The label of the next item with the blank after it, as official documents print them: `1.` `a)` `-`."""
        self.count = _number(item.get("value"), self.count + self.step)
        kind = _kind(item, style, self.kind)
        if kind == "none":
            return ""
        if kind == "bullet":
            return f"{_BULLETS[min(self.depth, len(_BULLETS) - 1)]} "
        return f"{in_format(self.count, kind)}{')' if kind == 'lowerLetter' else '.'} "


def _kind(element: etree._Element, style: dict[str, str], default: str) -> str:
    for word in (style.get("list-style-type", "") + " " + style.get("list-style", "")).split():
        if word in _STYLES:
            return _STYLES[word]
    named = str(element.get("type") or "")
    return _TYPES.get(named) or _STYLES.get(named.lower(), default)


def _number(text: object, default: int) -> int:
    found = str(text or "").strip()
    return int(found) if re.fullmatch(r"-?\d{1,6}", found) else default
