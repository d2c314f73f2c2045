"""Styles of DOCX: what a paragraph, a run or a table inherits through its chain of styles."""

from dataclasses import dataclass, field

from lxml import etree

__all__ = ["Look", "Styles", "W", "has_border", "is_on", "paragraph_list", "value"]

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DEEPEST = 20
_SIDES = ("top", "left", "start", "bottom", "right", "end", "insideH", "insideV")


@dataclass(frozen=True, slots=True)
class Look:
    """How characters are set."""

    bold: bool = False
    italic: bool = False
    capitals: bool = False
    hidden: bool = False
    font: str = ""

    def changed_by(self, properties: etree._Element | None) -> "Look":
        """The look after the run properties (`rPr`) of one place are laid over it."""
        if properties is None:
            return self
        fonts = properties.find(f"{W}rFonts")
        font = "" if fonts is None else value(fonts, "hAnsi") or value(fonts, "ascii")
        return Look(
            bold=_switched(properties, "b", self.bold),
            italic=_switched(properties, "i", self.italic),
            capitals=_switched(properties, "caps", self.capitals),
            hidden=_switched(properties, "vanish", self.hidden),
            font=font or self.font,
        )


@dataclass
class Styles:
    """The styles of a document by id."""

    _styles: dict[str, etree._Element] = field(default_factory=dict)
    _defaults: Look = Look()
    _standard: dict[str, str] = field(default_factory=dict)
    _looks: dict[tuple[str, str], Look] = field(default_factory=dict)

    @classmethod
    def of(cls, root: etree._Element | None) -> "Styles":
        """From the styles part, None where there is none."""
        if root is None:
            return cls()
        styles = {value(style, "styleId"): style for style in root.iterfind(f"{W}style")}
        standard = {
            value(style, "type"): key for key, style in styles.items() if value(style, "default") in ("1", "true", "on")
        }
        defaults = Look().changed_by(root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"))
        return cls(styles, defaults, standard)

    @property
    def numbering_lists(self) -> dict[str, str]:
        """The list (`numId`) of each numbering style."""
        found = {}
        for key, style in self._styles.items():
            if value(style, "type") == "numbering":
                found[key] = paragraph_list(style.find(f"{W}pPr"))[0] or ""
        return found

    def chain(self, style: str, kind: str) -> list[etree._Element]:
        """The style and those it is based on, nearest first; the standard style of the kind where none is named."""
        chain: list[etree._Element] = []
        key = style if style in self._styles else self._standard.get(kind, "")
        while key in self._styles and len(chain) < _DEEPEST:
            chain.append(self._styles[key])
            based = self._styles[key].find(f"{W}basedOn")
            key = "" if based is None else value(based, "val")
        return chain

    def look(self, paragraph_style: str, run_style: str) -> Look:
        """How characters of a run style look in a paragraph of a style, before their own properties."""
        known = self._looks.get((paragraph_style, run_style))
        if known is None:
            known = self._defaults
            for style in reversed(self.chain(paragraph_style, "paragraph")):
                known = known.changed_by(style.find(f"{W}rPr"))
            for style in reversed(self.chain(run_style, "") if run_style else []):
                known = known.changed_by(style.find(f"{W}rPr"))
            self._looks[paragraph_style, run_style] = known
        return known

    def alignment(self, properties: etree._Element | None, style: str) -> str:
        """The alignment of a paragraph, empty where nothing names one."""
        places = [properties, *(item.find(f"{W}pPr") for item in self.chain(style, "paragraph"))]
        for place in places:
            found = None if place is None else place.find(f"{W}jc")
            if found is not None:
                return value(found, "val")
        return ""

    def style_list(self, style: str) -> tuple[str | None, int | None, list[str]]:
        """The list and level a paragraph style brings, and the ids of its chain of styles."""
        chain = self.chain(style, "paragraph")
        named = [paragraph_list(item.find(f"{W}pPr")) for item in chain]
        list_id = next((found for found, _ in named if found is not None), None)
        place = next((found for _, found in named if found is not None), None)
        return list_id, place, [value(item, "styleId") for item in chain]

    def table_is_bordered(self, style: str) -> bool:
        """Whether the table style draws lines."""
        for item in self.chain(style, "table"):
            borders = item.find(f"{W}tblPr/{W}tblBorders")
            if borders is not None:
                return has_border(borders)
        return False


def paragraph_list(properties: etree._Element | None) -> tuple[str | None, int | None]:
    """The list (`numId`) and level (`ilvl`) that paragraph properties name, None where they do not."""
    found = None if properties is None else properties.find(f"{W}numPr")
    if found is None:
        return None, None
    list_id, place = found.find(f"{W}numId"), found.find(f"{W}ilvl")
    level = "" if place is None else value(place, "val")
    return (None if list_id is None else value(list_id, "val")), int(level) if level.isdecimal() else None


def has_border(borders: etree._Element) -> bool:
    """Whether any side has a visible line; of a side itself, whether it is one."""
    sides = [borders] if value(borders, "val") else [side for name in _SIDES for side in borders.iterfind(W + name)]
    return any(value(side, "val") not in ("", "none", "nil") for side in sides)


def _switched(properties: etree._Element, name: str, inherited: bool) -> bool:
    found = properties.find(W + name)
    return inherited if found is None else is_on(found)


def is_on(element: etree._Element) -> bool:
    """Whether a switch is on; without a value it is."""
    return value(element, "val") not in ("0", "false", "off")


def value(element: etree._Element, name: str) -> str:
    """An attribute of the word-processing namespace, empty where it is missing."""
    return str(element.get(W + name, ""))
