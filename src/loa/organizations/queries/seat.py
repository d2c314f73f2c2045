"""Whose territory a matter belongs to: the committee an agency sits under, and the committees over that one."""

from dataclasses import dataclass
from datetime import date

from loa.organizations.enums import AgencyKind, Tier
from loa.organizations.models import Agency, Designation
from loa.organizations.queries.kinship import line_above

__all__ = ["Seat", "seats_of"]


@dataclass(frozen=True, slots=True)
class Seat:
    """A People's Committee with its tier and territory on a day."""

    agency_id: int
    tier: Tier
    place: str


def seats_of(agency: Agency, on: date) -> tuple[Seat, ...]:
    """The committee the agency is or sits under, then those over it up to the province; none for central bodies.

    A Party body or mass organisation has no committee in its line: it sits with that of its tier and place.
    """
    line = (agency.pk, *line_above(agency.pk, on))
    found = _committees(line, on)
    if found:
        return found
    own = agency.designation(on)
    if own is None or not own.place:
        return ()
    beside = Designation.objects.on(on).filter(tier=own.tier, place=own.place, kind=AgencyKind.PEOPLES_COMMITTEE)
    committees = beside.values_list("agency_id", flat=True)[:2]
    if len(committees) != 1:
        return ()
    return _committees((committees[0], *line_above(committees[0], on)), on)


def _committees(line: tuple[int, ...], on: date) -> tuple[Seat, ...]:
    rows = Designation.objects.on(on).filter(agency_id__in=line, kind=AgencyKind.PEOPLES_COMMITTEE)
    by_id = {row.agency_id: Seat(row.agency_id, Tier(row.tier), row.place) for row in rows}
    return tuple(by_id[agency_id] for agency_id in line if agency_id in by_id)
