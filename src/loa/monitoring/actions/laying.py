"""Laying a plan on agencies and days.

What is owed before the day from which something changed is never touched. The work can be done again at any time: it
compares what should be with what is stored and writes the difference, so that a worker that died does no harm. Readers
see a plan whole or not at all: assignments are shown through occurrences only, and those come in one transaction.
Evidence is matched with what was laid afterwards, part by part; `Laying.match_since` remembers that it has to be.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from django.db import transaction
from django.utils import timezone
from django_q.tasks import async_task

from loa.monitoring.actions.dropping import clear_counters
from loa.monitoring.actions.holders import Holders, Wanted
from loa.monitoring.actions.recomputing import match_laid
from loa.monitoring.actions.storing import store_assignments, store_first, store_windows
from loa.monitoring.actions.windows import wanted_windows
from loa.monitoring.enums import LayingState
from loa.monitoring.models import Laying, Occurrence
from loa.monitoring.spans import Span
from loa.plans.models import Obligation, Plan
from loa.plans.queries.versions import Version, first_plan, versions_of
from loa.schedule import ScheduleError

__all__ = ["ask", "lay"]

_TASK = "loa.monitoring.tasks.lay_plan"


@dataclass(slots=True)
class _Calendar:
    """What a plan and its amendments ask for, as of now; `problems` names duties that could not be understood."""

    duties: list[tuple[Obligation, Sequence[Version]]] = field(default_factory=list)
    windows: list[Occurrence] = field(default_factory=list)
    assignments: list[Wanted] = field(default_factory=list)
    problems: list[dict[str, str | int]] = field(default_factory=list)


@transaction.atomic
def ask(plan: Plan, since: date) -> Laying:
    """Notes that the plan has to be laid from the day on, and queues the work for when this is committed.

    Of an amendment the plan it amends is laid.
    """
    Laying.objects.get_or_create(plan=first_plan(plan))
    laying = Laying.objects.select_for_update().get(plan=first_plan(plan))
    laying.since = min(since, laying.since) if laying.since else since
    laying.asked += 1
    laying.asked_at = timezone.now()
    laying.state, laying.progress = LayingState.WAITING, 0
    laying.save()
    transaction.on_commit(partial(async_task, _TASK, laying.plan_id))
    return laying


def lay(plan: Plan, since: date | None = None) -> Laying:
    """Makes the stored calendar of the plan what it should be, for everything owed from the day on.

    Without a day it does what was asked for and not done yet. Several may do it at once: the last one finds it done.
    """
    first = first_plan(plan)
    if since is not None:
        Laying.objects.get_or_create(plan=first)
        Laying.objects.filter(plan=first, since=None).update(since=since)
        Laying.objects.filter(plan=first, since__gt=since).update(since=since)
    while not _laid_once(first):
        pass  # somebody asked again while this was done
    match_laid(first.pk)
    clear_counters(first.pk)
    return Laying.objects.get(plan=first)


def _laid_once(plan: Plan) -> bool:
    """One attempt; False when it was asked for anew meanwhile."""
    laying = Laying.objects.get(plan=plan)
    if laying.since is None:
        return True
    Laying.objects.filter(pk=laying.pk).update(state=LayingState.RUNNING, progress=0)
    calendar = _calendar_of(Plan.objects.select_related("issuer").get(pk=plan.pk))
    if not Occurrence.objects.filter(plan=plan).exists():
        store_first(calendar.assignments, [root.pk for root, _ in calendar.duties], _progress_of(laying))
    return _finish(laying, calendar)


def _progress_of(laying: Laying) -> partial[None]:
    return partial(_tell, laying.pk)


def _tell(laying_id: int, percent: int) -> None:
    Laying.objects.filter(pk=laying_id).update(progress=percent)


@transaction.atomic
def _finish(begun: Laying, calendar: _Calendar) -> bool:
    laying = Laying.objects.select_for_update().get(pk=begun.pk)
    if (laying.asked, laying.since) != (begun.asked, begun.since):
        return laying.since is None
    since = laying.since or date.min
    roots = _roots(laying.plan_id, calendar)
    store_assignments(calendar.assignments, roots, since)
    store_windows(calendar.windows, roots, since)
    laying.match_since = min(since, laying.match_since or since)
    laying.laid, laying.since, laying.progress = laying.asked, None, 100
    laying.state = LayingState.FAILED if calendar.problems else LayingState.DONE
    laying.problems = calendar.problems
    laying.changed_at = timezone.now()
    laying.save()
    return True


def _roots(plan_id: int, calendar: _Calendar) -> list[int]:
    """The duties there are and those that were there; without those not understood, which keep what they have."""
    stored = Occurrence.objects.filter(plan=plan_id).order_by().values_list("obligation_id", flat=True).distinct()
    unclear = {problem["obligation"] for problem in calendar.problems}
    return sorted({root.pk for root, _ in calendar.duties}.union(stored) - unclear)


def _calendar_of(plan: Plan) -> _Calendar:
    calendar = _Calendar()
    for root, versions in versions_of(plan).items():
        try:
            calendar.windows.extend(wanted_windows(root, versions, plan.pk))
            calendar.duties.append((root, versions))
        except ScheduleError as problem:
            wording = problem.message
            calendar.problems.append({"obligation": root.pk, "vi": wording.vi, "en": wording.en})
    if calendar.windows:
        time = Span(
            min(versions[0].since for _, versions in calendar.duties), max(one.owed_on for one in calendar.windows)
        )
        calendar.assignments = Holders(plan, calendar.duties, time).wanted()
    return calendar
