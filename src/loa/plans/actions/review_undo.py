"""Taking back the last step of a review. The trail knows what stood before; the step itself stays in it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F, ProtectedError, Q
from django.utils.translation import gettext as _

from loa.audit.actions import record
from loa.audit.models import Entry
from loa.organizations.models import Person
from loa.plans.actions.review_content import put_parties
from loa.plans.actions.review_step import REVIEW_VERBS, opened
from loa.plans.enums import Review
from loa.plans.errors import PlanError
from loa.plans.models import Obligation, Plan
from loa.plans.queries.review_content import FIELDS, Body, content_of

__all__ = ["ChangedSince", "NothingToUndo", "last_step", "undo"]

_UNDO = "plans.undo-review"
_STATE = ("review", "review_note")


class NothingToUndo(PlanError):
    """The person has taken no step in this review, or has taken back all of them."""

    def __init__(self) -> None:
        super().__init__(_("There is no step of yours left to undo in this review."), code="nothing-to-undo")


class ChangedSince(PlanError):
    """What the step left was changed after it."""

    def __init__(self) -> None:
        super().__init__(
            _("What your last step left was changed since, so it cannot be undone. Change it by hand instead."),
            code="changed-since",
        )


def last_step(plan: Plan, by: Person) -> Entry | None:
    """The last step of the person in this review that was not taken back; two queries."""
    keys = [str(pk) for pk in plan.obligations.values_list("pk", flat=True)]
    of_plan = Q(subject_type="plans.plan", subject_id=str(plan.pk))
    mine = Entry.objects.filter(
        of_plan | Q(subject_type="plans.obligation", subject_id__in=keys),
        actor_id=by.pk,
        verb__in=[*REVIEW_VERBS, _UNDO],
    )
    undone: set[int] = set()
    for entry in mine.order_by("-number").iterator(chunk_size=50):
        if entry.verb == _UNDO:
            undone.add(_left(entry)["undone"])
        elif entry.number not in undone:
            return entry
    return None


@transaction.atomic
def undo(plan: Plan, *, by: Person, on: date) -> Entry:
    """Takes back the last step and gives its row of the trail.

    Raises Forbidden, NotEditable, NothingToUndo, and ChangedSince when somebody changed what the step left.
    """
    plan = opened(plan, by=by, on=on)
    step = last_step(plan, by)
    if step is None:
        raise NothingToUndo
    try:
        _take_back(plan, step)
    except ProtectedError as used:  # another plan was copied from what the step added
        raise ChangedSince from used
    record(_UNDO, plan, by=by, agency_id=plan.issuer_id, after={"undone": step.number, "verb": step.verb})
    return step


def _take_back(plan: Plan, step: Entry) -> None:
    if step.verb == "plans.accept-undoubted":
        _reopen(plan, _left(step)["accepted"])
    else:
        _restore(Obligation.objects.select_for_update().get(pk=step.subject_id, plan=plan), step)


def _left(step: Entry) -> Mapping[str, Any]:
    """What the trail says the step left behind."""
    return step.after or {}


def _reopen(plan: Plan, accepted: Mapping[str, str]) -> None:
    rows = Obligation.objects.select_for_update().filter(plan=plan, pk__in=accepted, merged_into=None)
    unchanged = [row.pk for row in rows if row.review == accepted[str(row.pk)]]
    if len(unchanged) != len(accepted):
        raise ChangedSince
    Obligation.objects.filter(pk__in=unchanged).update(review=Review.PENDING, revision=F("revision") + 1)


def _restore(row: Obligation, step: Entry) -> None:
    left = _left(step)
    if row.merged_into_id or not _stands(row, left):
        raise ChangedSince
    if step.before is None:
        row.delete()
        return
    _remove_parts(row, left.get("parts", {}))
    row.merged.filter(pk__in=left.get("merged", ())).update(merged_into=None, revision=F("revision") + 1)
    for name in (*FIELDS, *_STATE):
        if name in step.before and name != "parties":
            setattr(row, name, step.before[name])
    row.revision += 1
    row.save()
    if "parties" in step.before:
        put_parties(row, [Body(**body) for body in step.before["parties"]])


def _stands(row: Obligation, left: Mapping[str, Any]) -> bool:
    """Whether the row still is as the step left it."""
    now = {**content_of(row).plain(), **{name: getattr(row, name) for name in _STATE}}
    return all(now[name] == value for name, value in left.items() if name in now)


def _remove_parts(row: Obligation, parts: Mapping[str, Mapping[str, Any]]) -> None:
    for key, content in parts.items():
        part = Obligation.objects.select_for_update().filter(pk=key, split_from=row, merged_into=None).first()
        if part is None or not _stands(part, {**content, "review": Review.PENDING}):
            raise ChangedSince
        part.delete()
