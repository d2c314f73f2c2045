"""Everything under some agencies in the line of authority."""

from collections.abc import Collection
from datetime import date

from loa.organizations.enums import RelationKind
from loa.organizations.models import Relation

__all__ = ["below"]

_DEEPEST = 12


def below(agency_ids: Collection[int], on: date) -> frozenset[int]:
    """These agencies and all under them on the day; one query for each level."""
    found, asking = set(agency_ids), set(agency_ids)
    for _ in range(_DEEPEST):
        if not asking:
            break
        rows = Relation.objects.on(on).filter(kind=RelationKind.LINE, to__in=asking)
        asking = set(rows.values_list("agency_id", flat=True)) - found
        found |= asking
    return frozenset(found)
