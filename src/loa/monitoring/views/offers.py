"""The duties that evidence may be laid against, as pages offer them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from loa.monitoring.models import Evidence
from loa.monitoring.queries.duties import Duty, Filters, continuous, duties
from loa.monitoring.queries.lineage import Lineage
from loa.monitoring.queries.standing import likely_duties
from loa.monitoring.reasons import reason_words
from loa.organizations.models import Agency, Person
from loa.organizations.policy import may

__all__ = ["Offer", "judged_agencies", "likely_offers", "offers_called"]

_FAR = timedelta(days=366)
"""What is searched for by words may lie a year from the day."""
_MOST = 10


@dataclass(frozen=True, slots=True)
class Offer:
    """A duty with the agency that owes it. `why` says what keeps the evidence from counting there by itself."""

    duty: Duty
    agency: Agency
    why: Sequence[str] = ()

    @property
    def value(self) -> str:
        """What a form sends back."""
        return f"{self.duty.occurrence.pk}-{self.duty.agency_id}"


def likely_offers(evidence: Evidence, person: Person | None, *, today: date, most: int = 10) -> list[Offer]:
    """The likely duties it was not laid against before; with a person those only of agencies they may judge."""
    found = likely_duties(evidence, today=today, most=most)
    agencies = Agency.objects.in_bulk({one.duty.agency_id for one in found})
    judged = set(agencies) if person is None else judged_agencies(person, agencies, on=today)
    matched = set(evidence.matches.values_list("occurrence_id", "agency_id"))
    return [
        Offer(one.duty, agencies[one.duty.agency_id], reason_words(one.lacks))
        for one in found
        if one.duty.agency_id in judged and (one.duty.occurrence.pk, one.duty.agency_id) not in matched
    ]


def offers_called(words: str, evidence: Evidence, person: Person, *, today: date) -> list[Offer]:
    """The duties with these words, of the agencies the evidence may count for, a year about the day it happened."""
    day = evidence.happened_on
    holders = {one.agency for one in Lineage().holders(evidence.agency_id, day)}
    judged = judged_agencies(person, holders, on=today)
    only = Filters(text=words)
    first, last = _around(day)
    found = [*duties(judged, first, last, filters=only)[:], *continuous(judged, day, day, filters=only)[:]]
    agencies = Agency.objects.in_bulk({duty.agency_id for duty in found})
    nearest = sorted(found, key=lambda duty: abs((duty.occurrence.owed_on - day).days))
    return [Offer(duty, agencies[duty.agency_id]) for duty in nearest[:_MOST]]


def judged_agencies(person: Person, agencies: Collection[int], *, on: date) -> set[int]:
    """Those of the agencies whose evidence somebody may judge."""
    return {agency for agency in agencies if may(person, "evidence.judge", agency, on=on)}


def _around(day: date) -> tuple[date, date]:
    first = day - _FAR if day - date.min > _FAR else date.min
    last = day + _FAR if date.max - day > _FAR else date.max
    return first, last
