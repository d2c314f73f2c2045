"""Everything under some agencies in the line of authority."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from loa.organizations.enums import RelationKind
from loa.organizations.models import Relation

__all__ = ["below", "ended_below"]

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


_Stood = tuple[int, date, date]
"""Under which agency, from when to when."""


def ended_below(agency_ids: Collection[int], on: date) -> frozenset[int]:
    """Agencies that ended before the day and stood under these on their last; one query for each level."""
    ended: dict[int, date] = {}
    stood: dict[int, list[_Stood]] = defaultdict(list)
    asked, asking = set[int](), set(agency_ids)
    for _ in range(_DEEPEST):
        if not asking:
            break
        rows = Relation.objects.filter(kind=RelationKind.LINE, to__in=asking).order_by()
        told = rows.values_list("agency_id", "to_id", "valid_from", "valid_to", "agency__ended_on")
        asked |= asking
        asking = set()
        for agency, to, first, last, ended_on in told:
            stood[agency].append((to, first, last or date.max))
            asking.add(agency)
            if ended_on and ended_on < on:
                ended[agency] = ended_on
        asking -= asked
    return frozenset(agency for agency, day in ended.items() if _climbs_to(agency, day, stood, agency_ids))


def _climbs_to(agency: int, day: date, stood: Mapping[int, Sequence[_Stood]], tops: Collection[int]) -> bool:
    """Whether the line of an agency on a day leads to one of the tops."""
    here: int | None = agency
    for _ in range(_DEEPEST):
        if here is None:
            return False
        here = next((to for to, first, last in stood.get(here, ()) if first <= day <= last), None)
        if here in tops:
            return True
    return False
