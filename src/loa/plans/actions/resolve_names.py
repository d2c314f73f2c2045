"""What names in a plan mean on its day."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from loa.organizations.models import Agency, Designation
from loa.organizations.queries.naming import Resolver
from loa.plans.models import Party

__all__ = ["OUTSIDE_GROUPS", "Meaning", "asks_outsiders", "meanings"]

OUTSIDE_GROUPS = frozenset({"mass-organisations", "people"})
"""Groups that a plan of the executive can only ask."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """The agency a name stands for; none where a person has to say."""

    agency_id: int | None = None
    outside_executive: bool = False


def meanings(names: Collection[str], *, issuer: Agency, on: date) -> Mapping[str, Meaning]:
    """What each name means in a plan of the issuer on the day; names that several agencies bear mean none."""
    resolver = Resolver(issuer, on)
    found = {name: resolver.resolve(name).agency for name in sorted(names)}
    known = [agency.pk for agency in found.values() if agency]
    rows = Designation.objects.on(on).filter(agency__in=known)
    outside = {row.agency_id for row in rows if row.outside_executive}
    return {
        name: Meaning(agency.pk, outside_executive=agency.pk in outside) if agency else Meaning()
        for name, agency in found.items()
    }


def asks_outsiders(leads: Iterable[Party], outside: Collection[int | None]) -> bool:
    """Whether there are leads and each of them is a body outside the executive; `outside` are such agencies."""
    leads = list(leads)
    return bool(leads) and all(
        party.group in OUTSIDE_GROUPS or (party.agency_id is not None and party.agency_id in outside) for party in leads
    )
