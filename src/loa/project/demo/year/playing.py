"""Living through a year: day by day things happen, are recorded by somebody, and the remiss are reminded."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cached_property

from django.utils import timezone

from loa.monitoring.actions.reminding import remind
from loa.monitoring.enums import EvidenceKind, Source
from loa.monitoring.happening import Happening
from loa.monitoring.queries.duties import Duty, Filters, duties
from loa.organizations.models import Agency, Designation, Person
from loa.plans.models import Plan
from loa.project.demo.site import Published
from loa.project.demo.year.answering import Pair, answers
from loa.project.demo.year.happenings import Doer, happenings_of
from loa.project.demo.year.people import officers
from loa.project.demo.year.recording import record_all
from loa.project.demo.year.watched import sites_are_watched, told_by_sites
from loa.schedule.vietnam import vietnam

__all__ = ["Span", "doers", "play", "play_past"]

_HOURS = (time(7, 30), time(17, 0))
_MORNING = time(8, 30)


@dataclass(frozen=True)
class Span:
    """What agencies owe by a plan from a day on, and what they do for it up to another."""

    plan: Plan
    first: date
    last: date

    @cached_property
    def doers(self) -> Mapping[int, Doer]:
        return doers()

    @cached_property
    def owed(self) -> list[Duty]:
        """The whole of the year, also what is due after the last day."""
        until = max(self.plan.period_to, self.last)
        return list(duties(list(self.doers), self.first, until, filters=Filters(plan=self.plan.pk, leads=True))[:])

    def happened(self) -> Iterator[Happening]:
        proven = _issued_their_own(self.plan)
        for duty in self.owed:
            for happening in happenings_of(duty, self.doers[duty.agency_id], self.last):
                proves_itself = happening.kind is EvidenceKind.PLAN and duty.agency_id in proven
                if happening.happened_on >= self.first and not proves_itself and _was_there(happening):
                    yield happening


def play_past(span: Span, by: Person) -> None:
    """Records what was done in a year that is over, all at once: somebody took it over from a table."""
    told = [replace(one, source=Source.SPREADSHEET) for one in span.happened()]
    record_all(told, lambda _: by, span.plan.issuer, on=span.last)


def play(span: Span, *, reminded_since: date, sites: Published | None) -> None:
    """Records what the agencies did up to today; sites tell a part of it where there are any.

    From `reminded_since` on those who have not done what is due are reminded every morning, and some then do it.
    """
    happened = list(span.happened())
    if sites is not None:
        told = told_by_sites(happened, span.doers, span.last)
        sites_are_watched(told, span.doers, sites, span.last)
        on_sites = {one.reference for one in told}
        happened = [one for one in happened if one.reference not in on_sites]
    known = officers()
    by_day: dict[date, list[Happening]] = defaultdict(list)
    for one in happened:
        by_day[max(one.happened_on, reminded_since)].append(one)
    pairs: dict[Pair, Duty] = {(duty.occurrence.pk, duty.agency_id): duty for duty in span.owed}
    for day in _days(reminded_since, span.last):
        waiting = [one for past in sorted(by_day) if past < day for one in by_day.pop(past)]
        record_all(waiting, lambda agency: known.get(agency.pk), span.plan.issuer, on=span.last)
        remind(timezone.make_aware(datetime.combine(day, _MORNING)), hours=_HOURS)
        for answer in answers(day, pairs, span.doers, span.last):
            by_day[answer.happened_on].append(answer)
    rest = [one for day in sorted(by_day) for one in by_day[day]]
    record_all(rest, lambda agency: known.get(agency.pk), span.plan.issuer, on=span.last)


def doers() -> dict[int, Doer]:
    """The agencies of the samples by primary key, with the names they go by today."""
    short = dict(Designation.objects.order_by("valid_from").values_list("agency_id", "short_name"))
    agencies = Agency.objects.exclude(external_key="")
    return {row.pk: Doer(row, short.get(row.pk) or row.name, row.external_key) for row in agencies}


def _was_there(happening: Happening) -> bool:
    """Who is late with something may have been merged into another meanwhile."""
    agency, day = happening.agency, happening.happened_on
    return agency.founded_on <= day and (agency.ended_on is None or day <= agency.ended_on)


def _issued_their_own(plan: Plan) -> frozenset[int]:
    """The agencies whose plan under this one binds in Loa, which proves it by itself."""
    return frozenset(
        Plan.objects.filter(superior=plan, effective_from__isnull=False).values_list("issuer_id", flat=True)
    )


def _days(first: date, last: date) -> Iterator[date]:
    """The working days: on others nobody is reminded."""
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        if vietnam().is_working(day):
            yield day
