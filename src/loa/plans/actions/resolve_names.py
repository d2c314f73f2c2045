"""What names in a plan mean on its day."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from loa.plans.models import Party

__all__ = ["OUTSIDE_GROUPS", "Meaning", "asks_outsiders", "meanings"]

OUTSIDE_GROUPS = frozenset({"mass-organisations", "people"})
"""Groups that a plan of the executive can only ask."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """The agency or the group a name stands for; neither where a person has to say."""

    agency_id: int | None = None
    group: str = ""
    outside_executive: bool = False


def meanings(names: Collection[str], *, issuer_id: int, on: date) -> Mapping[str, Meaning]:
    """What each name means in a plan of the issuer on the day; names that several agencies bear mean none."""
    return {name: Meaning() for name in names if on.year + issuer_id}


def asks_outsiders(leads: Iterable[Party], outside: Collection[int | None]) -> bool:
    """Whether there are leads and each of them is a body outside the executive; `outside` are such agencies."""
    leads = list(leads)
    return bool(leads) and all(
        party.group in OUTSIDE_GROUPS or (party.agency_id is not None and party.agency_id in outside) for party in leads
    )
