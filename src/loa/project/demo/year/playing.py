"""Living through the year: day by day things happen, are recorded by somebody, and the remiss are reminded."""

from bisect import bisect_left
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from loa.monitoring.actions.reminding import remind
from loa.monitoring.enums import EvidenceKind
from loa.monitoring.happening import Happening
from loa.monitoring.queries.duties import Filters, duties
from loa.organizations.models import Agency, Designation
from loa.plans.models import Plan
from loa.project.demo.year.happenings import Doer, happenings_of
from loa.project.demo.year.people import officers
from loa.project.demo.year.recording import record_all

__all__ = ["doers", "play"]

_HOURS = (time(7, 30), time(17, 0))
_MORNING = time(8, 30)


def play(plan: Plan, today: date, *, since: date, reminded_since: date) -> int:
    """Records what the agencies did for the plan from a day up to today; gives how many pieces of evidence.

    From `reminded_since` on those who have not done what is due are reminded every morning.
    """
    happened = sorted(_happened(plan, today, since), key=lambda one: one.happened_on)
    recorders = officers()
    told = 0
    for day in _days(reminded_since, today):
        until = bisect_left(happened, day, key=lambda one: one.happened_on)
        record_all(happened[told:until], recorders, plan.issuer, on=today)
        told = until
        remind(timezone.make_aware(datetime.combine(day, _MORNING)), hours=_HOURS)
    record_all(happened[told:], recorders, plan.issuer, on=today)
    return len(happened)


def doers() -> dict[int, Doer]:
    """The agencies of the samples by primary key, with the names they go by today."""
    short = dict(Designation.objects.order_by("valid_from").values_list("agency_id", "short_name"))
    agencies = Agency.objects.exclude(external_key="")
    return {row.pk: Doer(row, short.get(row.pk) or row.name, row.external_key) for row in agencies}


def _happened(plan: Plan, today: date, since: date) -> Iterator[Happening]:
    known, proven = doers(), _issued_their_own(plan)
    owed = duties(list(known), since, plan.period_to, filters=Filters(plan=plan.pk, leads=True))
    for duty in owed[:]:
        for happening in happenings_of(duty, known[duty.agency_id], today):
            proves_itself = happening.kind is EvidenceKind.PLAN and duty.agency_id in proven
            if happening.happened_on >= since and not proves_itself:
                yield happening


def _issued_their_own(plan: Plan) -> frozenset[int]:
    """The agencies whose plan under this one binds in Loa, which proves it by itself."""
    return frozenset(
        Plan.objects.filter(superior=plan, effective_from__isnull=False).values_list("issuer_id", flat=True)
    )


def _days(first: date, last: date) -> Iterator[date]:
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)
