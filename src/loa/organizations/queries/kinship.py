"""How agencies stand to one another on a day."""

from collections.abc import Collection, Mapping
from datetime import date

from loa.organizations.enums import RelationKind
from loa.organizations.models import Agency, Relation

__all__ = ["guides_of", "last_line_above", "line_above", "lines_above"]

_DEEPEST = 12
"""No line of authority is longer; it ends the walk should the data hold a circle."""


def line_above(agency_id: int, on: date) -> tuple[int, ...]:
    """The agencies over this one in the line of authority, nearest first."""
    found: list[int] = []
    here = agency_id
    for _ in range(_DEEPEST):
        superior = Relation.objects.on(on).filter(agency_id=here, kind=RelationKind.LINE).first()
        if superior is None or superior.to_id in found:
            break
        here = superior.to_id
        found.append(here)
    return tuple(found)


def last_line_above(agency_id: int, on: date) -> tuple[int, ...]:
    """The agencies over this one on the day; over one that has ended by then, those over it on its last day."""
    found = line_above(agency_id, on)
    if found:
        return found
    ended_on = Agency.objects.filter(pk=agency_id, ended_on__lt=on).values_list("ended_on", flat=True).first()
    return line_above(agency_id, ended_on) if ended_on else ()


def lines_above(agency_ids: Collection[int], on: date) -> Mapping[int, tuple[int, ...]]:
    """The agencies over each of these in the line of authority, nearest first; one query for each level."""
    superior: dict[int, int] = {}
    asked, asking = set[int](), set(agency_ids)
    for _ in range(_DEEPEST):
        if not asking:
            break
        rows = Relation.objects.on(on).filter(kind=RelationKind.LINE, agency_id__in=asking)
        found = dict(rows.values_list("agency_id", "to_id"))
        superior |= found
        asked |= asking
        asking = set(found.values()) - asked
    return {agency_id: _climbed(agency_id, superior) for agency_id in agency_ids}


def _climbed(agency_id: int, superior: Mapping[int, int]) -> tuple[int, ...]:
    line: list[int] = []
    here = superior.get(agency_id)
    while here is not None and here not in line and len(line) < _DEEPEST:
        line.append(here)
        here = superior.get(here)
    return tuple(line)


def guides_of(agency_id: int, on: date) -> frozenset[int]:
    """The agencies that guide this one professionally or to which it reports."""
    kinds = [RelationKind.GUIDANCE, RelationKind.REPORTING]
    rows = Relation.objects.on(on).filter(agency_id=agency_id, kind__in=kinds).values_list("to_id", flat=True)
    return frozenset(rows)
