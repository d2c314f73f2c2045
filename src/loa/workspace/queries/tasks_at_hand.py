"""What waits for a person: plans to review, sign, number or put in force, opinions to give, readings that failed; and
what waits of proof and urging (`proof_tasks`).

Each kind of task is one query, asked only of who may do it.
"""

from collections.abc import Callable, Collection, Iterator
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from loa.organizations.models import Agency, Person
from loa.organizations.policy import agencies_where
from loa.plans.enums import EDITABLE, ReadingState, Review, State
from loa.plans.models import Consultation, Plan, Source
from loa.plans.queries.cascade import superiors_owing
from loa.ui.parts import Tone
from loa.workspace.queries.proof_tasks import proof_tasks
from loa.workspace.queries.task import Task

__all__ = ["tasks_at_hand"]

_MOST = 50
"""More tasks of one kind than this nobody works off from a list; the plans' own list has them all."""


def tasks_at_hand(person: Person, *, on: date) -> list[Task]:
    """Everything that waits for the person, the most pressing first; what has no day comes last."""
    found = [
        task
        for verb, waiting in _WAITING
        if (agencies := tuple(agencies_where(person, verb, on=on)))
        for task in waiting(agencies, on)
    ]
    return sorted([*found, *proof_tasks(person, on)], key=lambda task: task.by or date.max)


def _to_sign(agencies: Collection[int], _on: date) -> Iterator[Task]:
    for plan in _plans(agencies, State.SUBMITTED):
        yield Task(_("Sign"), plan.title, _page(plan), str(plan.issuer))


def _to_number(agencies: Collection[int], _on: date) -> Iterator[Task]:
    for plan in _plans(agencies, State.SIGNED):
        yield Task(_("Give number and date"), plan.title, _page(plan), str(plan.issuer))


def _to_put_in_force(agencies: Collection[int], on: date) -> Iterator[Task]:
    for plan in _plans(agencies, State.ISSUED).filter(Q(effective_from=None) | Q(effective_from__lte=on)):
        yield Task(_("Put in force"), str(plan), _page(plan), str(plan.issuer), plan.effective_from)


def _to_review(agencies: Collection[int], _on: date) -> Iterator[Task]:
    pending = Count("obligations", filter=Q(obligations__review=Review.PENDING, obligations__merged_into=None))
    plans = Plan.objects.filter(issuer__in=agencies, state__in=EDITABLE).annotate(pending=pending)
    rows = plans.filter(pending__gt=0).order_by("pk").values_list("key", "title", "issuer__name", "pending")
    for key, title, issuer, count in rows[:_MOST]:
        left = ngettext("%(count)d obligation to look at", "%(count)d obligations to look at", count)
        note = f"{issuer} · {left % {'count': count}}"
        yield Task(_("Review the obligations"), title, reverse("plans:review", args=[key]), note)


def _to_finish(agencies: Collection[int], _on: date) -> Iterator[Task]:
    ready = Plan.objects.filter(issuer__in=agencies, state=State.DRAFT).exclude(obligations__review=Review.PENDING)
    being_read = Q(source__state__in=[ReadingState.WAITING, ReadingState.READING, ReadingState.FAILED])
    for plan in ready.exclude(being_read).select_related("issuer").order_by("pk")[:_MOST]:
        yield Task(_("Complete and submit"), plan.title, _page(plan), str(plan.issuer))


def _unread(agencies: Collection[int], _on: date) -> Iterator[Task]:
    failed = Source.objects.filter(plan__issuer__in=agencies, state=ReadingState.FAILED).select_related("plan")
    for source in failed.order_by("pk")[:_MOST]:
        yield Task(_("The document could not be read"), source.name, _page(source.plan), tone="danger")


def _to_answer(agencies: Collection[int], on: date) -> Iterator[Task]:
    asked = Consultation.objects.filter(agency__in=agencies, answered_at=None, plan__state=State.CONSULTING)
    for one in asked.select_related("plan", "agency").order_by("answer_by")[:_MOST]:
        late: Tone = "danger" if one.answer_by < on else "info"
        yield Task(_("Give an opinion"), one.plan.title, _page(one.plan), str(one.agency), one.answer_by, late)


def _to_plan(agencies: Collection[int], on: date) -> Iterator[Task]:
    for agency in Agency.objects.filter(pk__in=agencies).order_by("pk"):
        for superior, owed in superiors_owing(agency, on):
            late: Tone = "danger" if owed.is_overdue(on) else "info"
            page = _page(owed.plan) if owed.plan else reverse("plans:draft-own", args=[superior.key])
            deed = _("Finish the plan of your agency") if owed.plan else _("Make the plan of your agency")
            yield Task(deed, superior.title, page, str(agency), owed.due_on, late)


def _plans(agencies: Collection[int], state: State) -> QuerySet[Plan]:
    return Plan.objects.filter(issuer__in=agencies, state=state).select_related("issuer").order_by("pk")


def _page(plan: Plan) -> str:
    return reverse("plans:plan", args=[plan.key])


_WAITING: tuple[tuple[str, Callable[[Collection[int], date], Iterator[Task]]], ...] = (
    ("plans.sign", _to_sign),
    ("plans.issue", _to_number),
    ("plans.put-in-force", _to_put_in_force),
    ("plans.answer-consultation", _to_answer),
    ("plans.write", _unread),
    ("plans.write", _to_plan),
    ("plans.review", _to_review),
    ("plans.submit", _to_finish),
)
"""Verbs with what waits for those who may do them, the most pressing kind first."""
