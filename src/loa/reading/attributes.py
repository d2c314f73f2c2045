"""Attribute lines of a measure: *Cơ quan chủ trì: …*, *Thời gian: …*, on lines of their own or in a bracket."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from loa.reading.lexicon import load_book, rule
from loa.reading.outline import Item
from loa.reading.passage import Passage

__all__ = ["Attribute", "attributes_of"]

_NAME = re.compile(r"^\W{0,3}(?P<name>[^:;.,()]{3,45}(?:,[^:;.()]{3,30})?)\s*:\s*")
_IN_BRACKET = re.compile(r"\((?P<inside>[^()]*(?:\([^()]*\)[^()]*)*)\)\s*[.;]?\s*$")
_MEASURE_ROLES = {"lead", "coordinate", "time", "lead-coordinate"}


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute: its role (`lead`, `coordinate`, `time`, `form`, `product`, `money`, `place`) and its value.

    `item` is the line's own item, None for attributes inside the measure's text.
    """

    role: str
    value: Passage
    rule: str
    item: Item | None = None


@cache
def _role(name: str) -> tuple[str, str] | None:
    for known in load_book("attributes"):
        if known.pattern.match(name):
            return known.gives, known.id
    return None


def attributes_of(item: Item) -> list[Attribute]:
    """The attributes of a measure; empty when the item is no measure (no lead, partner or time is named so)."""
    found = [*_lines_below(item), *_paragraphs_below(item)]
    if not any(attribute.role in _MEASURE_ROLES for attribute in found):
        found = [*_bracketed(item.own.passage), *found]
    return found if any(attribute.role in _MEASURE_ROLES for attribute in found) else []


def _lines_below(item: Item) -> Iterator[Attribute]:
    for child in item.children:
        yield from _line(child.own.passage, child)


def _paragraphs_below(item: Item) -> Iterator[Attribute]:
    for piece in item.paragraphs:
        yield from _line(piece.passage, None)


def _line(passage: Passage, item: Item | None) -> Iterator[Attribute]:
    """The attribute a line states, or several (`Chủ trì: A; phối hợp: B; thời gian: C`)."""
    found = _NAME.match(passage.match)
    role = _role(found.group("name").strip()) if found else None
    if found is None or role is None:
        return
    several = list(_inline(passage))
    if len(several) > 1:
        yield from (Attribute(a.role, a.value, a.rule, item) for a in several)
    else:
        value = passage.cut(found.end()).strip()
        if not value and item is not None:  # the values stand as items below the name
            value = Passage.join([child.own.passage.strip(" .;,") for child in item.children], "; ")
        yield Attribute(role[0], value, role[1], item)


def _bracketed(passage: Passage) -> Iterator[Attribute]:
    """Attributes in the bracket that ends a measure, or after its sentence: `… (chủ trì: …; thời gian: …).`"""
    bracket = _IN_BRACKET.search(passage.match)
    opening = _NAME.match(passage.match)
    if bracket is None and opening and _role(opening["name"].strip()):
        return  # the text is itself such a line, not a measure
    part = passage.cut(bracket.start("inside"), bracket.end("inside")) if bracket else passage
    found = list(_inline(part))
    if bracket and not found:
        found = list(_inline(passage)) or list(_roles_after_bodies(part))
    yield from found


def _roles_after_bodies(part: Passage) -> Iterator[Attribute]:
    """`(Phòng Tư pháp chủ trì; Thanh tra huyện phối hợp; hằng quý)`: the role stands after the body."""
    segments = [
        (segment, rule("brackets", "inline.role-after").pattern.match(segment.match)) for segment in _segments(part)
    ]
    if not any(role for _, role in segments):
        return
    for segment, role in segments:
        if role:
            code = "coordinate" if rule("brackets", "inline.helps").pattern.match(role.group("role")) else "lead"
            yield Attribute(code, segment.cut(*role.span("body")), "attribute.role-after")
        else:
            yield Attribute("time", segment, "attribute.rest-of-bracket")


def _segments(part: Passage) -> Iterator[Passage]:
    splitter = re.compile(r"[^;]+") if ";" in part.text else re.compile(r"[^,]+")
    for found in splitter.finditer(part.text):
        yield part.cut(*found.span()).strip()


def _inline(passage: Passage) -> Iterator[Attribute]:
    places = rule("brackets", "inline.name").pattern.finditer(passage.match)
    names = [(match, known) for match in places if (known := _role(match.group("name").strip()))]
    ends = [*(match.start() for match, _ in names[1:]), len(passage)]
    for (match, (role, why)), end in zip(names, ends, strict=False):
        yield Attribute(role, passage.cut(match.end(), end).strip(" .;,"), why)
