"""How an HTML element is shown, by its tag, its attributes and its style."""

import re
from dataclasses import dataclass, replace

from lxml import etree

from loa.reading.extract.html_sheet import declarations
from loa.reading.extract.package import local_name

__all__ = ["BLOCKS", "HtmlLook", "has_lines", "is_shown", "looks_after"]

BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
_DROPPED = frozenset(
    [
        "head",
        "script",
        "style",
        "noscript",
        "template",
        "title",
        "nav",
        "select",
        "option",
        "datalist",
        "button",
        "input",
        "textarea",
        "object",
        "embed",
        "iframe",
        "svg",
        "canvas",
        "audio",
        "video",
        "map",
        "meta",
        "link",
        "area",
        "frame",
        "frameset",
        "applet",
        "dialog",
    ]
)
_ROLES = frozenset({"navigation", "menu", "menubar", "search", "dialog", "toolbar"})
_BOLD = frozenset(["b", "strong", "th", "h1", "h2", "h3", "h4", "h5", "h6"])
_LINES = re.compile(r"\b(?:solid|double|dotted|dashed|groove|ridge|inset|outset)\b|(?:^|\s)[1-9.]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class HtmlLook:
    """What inline text inherits from the elements around it."""

    bold: bool = False
    italic: bool = False
    centred: bool = False
    capitals: bool = False
    kept: bool = False
    """Blanks and line breaks are shown as they are (`pre`)."""
    font: str = ""


def is_shown(element: etree._Element) -> bool:
    """Whether the element is content a reader of the page sees."""
    if local_name(element) in _DROPPED or element.get("hidden") is not None:
        return False
    if str(element.get("role") or "").lower() in _ROLES:
        return False
    style = declarations(str(element.get("style") or ""))
    return "none" not in (style.get("display"), style.get("mso-hide")) and style.get("visibility") != "hidden"


def looks_after(look: HtmlLook, element: etree._Element, style: dict[str, str]) -> HtmlLook:
    """The look inside an element of a style that stands where `look` holds."""
    name = local_name(element)
    align = style.get("text-align") or str(element.get("align") or "").lower()
    setting = style.get("font", "").lower()
    weight = style.get("font-weight", "").lower() or ("bold" if "bold" in setting else "")
    slant = style.get("font-style", "").lower() or ("italic" if "italic" in setting else "")
    return replace(
        look,
        bold=name in _BOLD or _is_heavy(weight) if weight or name in _BOLD else look.bold,
        italic=slant in ("italic", "oblique") if slant else look.italic or name in ("i", "em", "cite", "address"),
        centred=align == "center" if align and name != "table" else look.centred or name in ("center", "th", "caption"),
        capitals=style["text-transform"] == "uppercase" if "text-transform" in style else look.capitals,
        kept=look.kept or name == "pre" or style.get("white-space", "").startswith("pre"),
        font=_font(element, style) or look.font,
    )


def _is_heavy(weight: str) -> bool:
    return weight in ("bold", "bolder") or (weight.isdecimal() and int(weight) >= 600)


def _font(element: etree._Element, style: dict[str, str]) -> str:
    family = style.get("font-family") or str(element.get("face") or "")
    if not family and "font" in style:
        family = re.sub(r"^.*?\d(?:pt|px|em|%|rem)(?:/\S+)?\s*", "", style["font"])
    return family.split(",")[0].strip("'\" ")


def has_lines(element: etree._Element, style: dict[str, str]) -> bool | None:
    """Whether a table or cell of a style has lines of its own; None where neither attribute nor style says."""
    borders = [value for name, value in style.items() if name.startswith("border") and not name.endswith(_NO_LINE)]
    if any(_LINES.search(value) for value in borders):
        return True
    border = element.get("border")
    if border is not None:
        return str(border).strip() not in ("", "0")
    return False if borders else None


_NO_LINE = ("-collapse", "-spacing", "-color", "-radius")
