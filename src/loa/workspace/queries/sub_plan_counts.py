"""How far the agencies under a plan are with plans of their own, counted and not fetched."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Min, Q

from loa.monitoring.models import Assignment, Occurrence
from loa.organizations.models import Agency
from loa.plans.enums import NUMBERED, State
from loa.plans.models import Plan
from loa.plans.queries.cascade import MAKE_PLAN
from loa.plans.queries.versions import amendments_of

__all__ = ["SubPlanCount", "sub_plan_count"]


@dataclass(frozen=True, slots=True)
class SubPlanCount:
    """How many agencies owe a plan under this one, and how far they are."""

    plan: Plan
    owed: int
    issued: int
    drafted: int
    overdue: int

    @property
    def missing(self) -> int:
        return self.owed - self.issued - self.drafted


def sub_plan_count(plan: Plan, *, on: date) -> SubPlanCount:
    """The counts of a plan first issued, from its assignments; three queries, and one for each level of amendments."""
    due = _due(plan)
    owing = _owing(plan, due, on)
    family = [plan.pk, *(one.pk for one in amendments_of(plan))]
    made = Plan.objects.filter(superior__in=family, amends=None).exclude(state=State.WITHDRAWN)
    states = list(made.values_list("issuer", "state"))
    issued = owing.keys() & {issuer for issuer, state in states if state in NUMBERED}
    begun = owing.keys() & {issuer for issuer, _state in states}
    late = {agency for agency, day in owing.items() if day and day < on}
    return SubPlanCount(plan, len(owing), len(issued), len(begun - issued), len(late - issued))


def _due(plan: Plan) -> dict[int, date | None]:
    """The obligations to make a plan, each with the first day it is due."""
    windows = Occurrence.objects.filter(plan=plan, rule__kinds__icontains=MAKE_PLAN).order_by()
    return dict(windows.values_list("obligation").annotate(first=Min("due_on")))


def _owing(plan: Plan, due: Mapping[int, date | None], on: date) -> dict[int, date | None]:
    """The agencies that exist on the day and had to make a plan when it was due, or have to now, with the first day."""
    held = Q(pk=None)
    for key, day in due.items():
        held |= Q(obligation=key, held_from__lte=day or on, held_to__gte=day or on)
    existing = Agency.objects.existing(on).exclude(pk=plan.issuer_id)  # the issuer's own plan is this one
    # The duties are named apart from the days as well: by them SQLite finds the rows through an index.
    rows = Assignment.objects.filter(held, leads=True, obligation__in=due.keys(), agency__in=existing).order_by()
    found: dict[int, date | None] = {}
    for agency, obligation in rows.values_list("agency_id", "obligation_id"):
        days = [day for day in (found.get(agency), due[obligation]) if day]
        found[agency] = min(days, default=None)
    return found
