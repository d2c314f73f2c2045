"""Rounds of inspection, their visits and checklists."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from loa.monitoring.enums import Done, FindingState, Standing
from loa.monitoring.models import Check, Inspection, Visit
from loa.monitoring.queries.duties import Duty, Filters, duties
from loa.monitoring.queries.scores import Score, scores
from loa.monitoring.queries.standing import standings_of
from loa.monitoring.taken_over import without_taken_over
from loa.organizations.models import Agency
from loa.organizations.queries.reach import below

__all__ = ["Figures", "checks_of", "counted", "figures_of", "visits_of", "worst"]


@dataclass(frozen=True, slots=True)
class Figures:
    """A line of a checklist: how many windows of a duty fell due by a day, and how many of them are met."""

    obligation_id: int
    owed: int
    met: int


def worst(agency: Agency, first: date, last: date, *, today: date, most: int = 20) -> list[tuple[Agency, Score]]:
    """The agencies under one that did least of what fell due in the time, the worst first."""
    under = below({agency.pk}, last) - {agency.pk}
    ranked = [score for score in scores(under, first, last, today=today) if score.missed][:most]
    names = Agency.objects.in_bulk([score.agency_id for score in ranked])
    return [(names[score.agency_id], score) for score in ranked]


def figures_of(agency: Agency, first: date, last: date, *, today: date) -> list[Figures]:
    """What an agency leads that fell due in the time, duty by duty: of the plans over it, then of its own.

    What an own plan took over unchanged is looked at once, as the plan says that it came from.
    """
    led = duties(agency, first, last, filters=Filters(leads=True))[:]
    found = without_taken_over(sorted(led, key=_place_of), Duty.told)
    owed, met = dict[int, int](), defaultdict[int, int](int)
    for stood in standings_of(found, today=today):
        key = stood.duty.occurrence.obligation_id
        if stood.standing is Standing.WAIVED:
            continue
        owed[key] = owed.get(key, 0) + 1
        met[key] += stood.shown.done is not Done.PART
    return [Figures(key, count, met[key]) for key, count in owed.items()]


def _place_of(duty: Duty) -> tuple[bool, int, int, int]:
    return duty.plan.issuer_id == duty.agency_id, duty.plan.pk, duty.rule.position, duty.occurrence.obligation_id


def counted(rows: QuerySet[Inspection]) -> QuerySet[Inspection]:
    """Rounds with the number of their visits, of those closed, and of findings that are still open."""
    return rows.select_related("agency").annotate(
        count=Count("visits", distinct=True),
        closed=Count("visits", filter=Q(visits__state="closed"), distinct=True),
        open_findings=Count("visits__findings", filter=~Q(visits__findings__state=FindingState.CLOSED), distinct=True),
    )


def visits_of(inspection: Inspection) -> QuerySet[Visit]:
    """The visits of a round by day, each with the number of its findings and of those still open."""
    rows = inspection.visits.select_related("agency", "inspector")
    open_ = Count("findings", filter=~Q(findings__state=FindingState.CLOSED))
    return rows.annotate(count=Count("findings"), open=open_).order_by("on", "pk")


def checks_of(visit: Visit) -> Sequence[Check]:
    """The checklist of a visit. One query."""
    return list(
        visit.checks.select_related("obligation__plan__issuer").defer("obligation__read_as", "obligation__doubts")
    )
