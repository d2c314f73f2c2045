"""What the heading above an item announces: objectives, topics, forms, organisation, funding …"""

from enum import StrEnum
from functools import cache

from loa.reading.lexicon import load_book, rule
from loa.reading.outline import Item, Piece
from loa.reading.passage import Passage, match_form

__all__ = ["Section", "announced", "section_of"]

_HEADING_LENGTH = 160


class Section(StrEnum):
    """The matter of a section of a plan."""

    OBJECTIVES = "objectives"
    REQUIREMENTS = "requirements"
    AUDIENCES = "audiences"
    TOPICS = "topics"
    FORMS = "forms"
    ORGANISATION = "organisation"
    FUNDING = "funding"
    SCHEDULE = "schedule"
    OTHER = "other"


@cache
def _announced(heading: str) -> tuple[Section, ...]:
    return tuple(Section(matter.gives) for matter in load_book("sections") if matter.pattern.search(heading))


def announced(passage: Passage | str) -> tuple[Section, ...]:
    """What a heading announces, in the order of the book; empty for a text too long to be a heading."""
    heading = match_form(passage) if isinstance(passage, str) else passage.match
    return _announced(heading) if len(heading) <= _HEADING_LENGTH else ()


def section_of(piece: Piece) -> Section:
    """The section a piece belongs to, by the nearest heading above that announces one thing."""
    for item in _headings_above(piece):
        found = announced(item.own.passage)
        if item.parent is not None and Section.ORGANISATION in _root_announces(item):
            found = tuple(section for section in found if section is Section.FUNDING and _opens_with_money(item))
        settled = _settled(found)
        if settled is not None:
            return settled
    return Section.OTHER


def _headings_above(piece: Piece) -> list[Item]:
    above = list(piece.item.ancestors())
    own_is_heading = piece.is_paragraph or _opens_with_money(piece.item) or piece.item.parent is None
    return [piece.item, *above] if own_is_heading else above


def _opens_with_money(item: Item) -> bool:
    return rule("money", "money.heading").pattern.match(item.own.passage.match) is not None


def _root_announces(item: Item) -> tuple[Section, ...]:
    *_, root = (item, *item.ancestors())
    return announced(root.own.passage)


def _settled(found: tuple[Section, ...]) -> Section | None:
    """One section out of what a heading announces; None when only a heading further up can tell."""
    if not found:
        return None
    if Section.ORGANISATION in found:
        return Section.ORGANISATION
    if Section.FORMS in found and Section.FUNDING not in found:
        return Section.FORMS
    return found[0]
