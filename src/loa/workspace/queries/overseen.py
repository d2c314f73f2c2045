"""What those who coordinate, lead or inspect want to see of the plans of their agencies."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from loa.monitoring.queries.owed import Asked, due_between
from loa.plans.enums import EDITABLE, State
from loa.plans.models import Plan
from loa.workspace.queries.sub_plan_counts import SubPlanCount, sub_plan_count

__all__ = ["Overseen", "overseen"]

_IN_WORK = (*EDITABLE, State.SUBMITTED, State.SIGNED, State.ISSUED)
_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Overseen:
    """The plans of some agencies: those in work, what they let fall due this week, and the sub-plans they ask for."""

    first: date
    last: date
    in_work: Sequence[Plan]
    in_force: Sequence[Plan]
    due: Sequence[Asked]
    more_due: int
    sub_plans: Sequence[SubPlanCount]


def overseen(agencies: Collection[int], *, on: date) -> Overseen:
    """What the plans of the agencies ask of others around the day. Queries grow with plans in force only."""
    monday = on - timedelta(days=on.weekday())
    sunday = monday + timedelta(days=6)
    due = due_between(agencies, monday, sunday)
    plans = Plan.objects.filter(issuer__in=agencies).select_related("issuer")
    in_force = list(plans.binding().filter(amends=None, period_to__gte=on).order_by("-period_from", "pk")[:_SHOWN])
    counts = (sub_plan_count(plan, on=on) for plan in in_force)
    return Overseen(
        first=monday,
        last=sunday,
        in_work=list(plans.filter(state__in=_IN_WORK).order_by("-updated_at", "pk")[:_SHOWN]),
        in_force=in_force,
        due=due[:_SHOWN],
        more_due=max(0, len(due) - _SHOWN),
        sub_plans=[count for count in counts if count.owed],
    )
