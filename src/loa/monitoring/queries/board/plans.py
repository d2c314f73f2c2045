"""The plans and duties a board can be narrowed to."""

from collections.abc import Collection

from django.db.models import Exists, OuterRef, QuerySet

from loa.monitoring.models import Assignment, Occurrence
from loa.monitoring.queries.board.question import Question
from loa.monitoring.queries.board.sight import Seen, Sight
from loa.organizations.queries.kinship import guides_of, lines_above
from loa.plans.models import Obligation, Plan

__all__ = ["duties_to_choose", "plans_to_choose"]

_MOST = 200
"""More plans are no choice any more."""


def plans_to_choose(sight: Sight, seen: Seen, question: Question) -> list[Plan]:
    """The plans with something due in the time: of those in sight first, then of those over them, the latest first.

    Plans of each single agency in sight are left out where whole branches are seen: there may be thousands.
    """
    own = sight.tops | sight.alone | {one.pk for one in seen.branches}
    above = lines_above(own, question.today) if len(own) <= _MOST else {}
    over = {one for line in above.values() for one in line}
    for one in sorted(sight.tops)[:1]:
        over |= guides_of(one, question.today)
    due = Occurrence.objects.filter(
        plan=OuterRef("pk"), due_on__isnull=False, owed_on__range=(question.first, question.last)
    )
    rows = Plan.objects.filter(Exists(due), issuer__in=own | over).select_related("issuer")
    found = rows.only("pk", "key", "number", "title", "period_from", "issuer__name").order_by("-period_from", "pk")
    return sorted(found[:_MOST], key=lambda plan: _nearness(plan, sight))


def _nearness(plan: Plan, sight: Sight) -> int:
    if plan.issuer_id in sight.tops:
        return 0
    return 1 if plan.issuer_id in sight.alone else 2


def duties_to_choose(plan: int, question: Question, agencies: Collection[int] | None = None) -> QuerySet[Obligation]:
    """The duties of a plan with something due in the time, in its order; of some agencies, those they lead."""
    due = Occurrence.objects.filter(
        obligation=OuterRef("pk"), due_on__isnull=False, owed_on__range=(question.first, question.last)
    )
    rows = Obligation.objects.filter(Exists(due.filter(plan=plan)))
    if agencies is not None:
        rows = rows.filter(Exists(Assignment.objects.filter(obligation=OuterRef("pk"), agency__in=list(agencies))))
    return rows.only("pk", "ref", "topic", "text", "position", "plan").order_by("plan", "position", "pk")
