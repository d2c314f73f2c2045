"""How agencies stand to one another on a day."""

from datetime import date

from loa.organizations.enums import RelationKind
from loa.organizations.models import Relation

__all__ = ["guides_of", "line_above"]

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


def guides_of(agency_id: int, on: date) -> frozenset[int]:
    """The agencies that guide this one professionally or to which it reports."""
    kinds = [RelationKind.GUIDANCE, RelationKind.REPORTING]
    rows = Relation.objects.on(on).filter(agency_id=agency_id, kind__in=kinds).values_list("to_id", flat=True)
    return frozenset(rows)
