"""Changing a plan in force by a new document that amends it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from loa.audit.actions import record
from loa.organizations.models import Person
from loa.organizations.policy import require
from loa.plans.actions.duplicating import duplicate
from loa.plans.actions.steps import locked
from loa.plans.enums import Change, Origin, Review
from loa.plans.errors import NotEditable, PlanError
from loa.plans.models import Obligation, Plan
from loa.plans.queries.versions import obligations_in_force

__all__ = ["Chosen", "change_choice", "start_amendment"]


@dataclass(frozen=True, slots=True)
class Chosen:
    """The obligations in force that an amendment writes anew, and those it ends, by their keys in the database."""

    replaced: Collection[int] = ()
    ended: Collection[int] = ()


@transaction.atomic
def start_amendment(plan: Plan, chosen: Chosen, *, title: str, effective_from: date, by: Person, on: date) -> Plan:
    """A draft that amends a plan in force (sửa đổi, bổ sung), with copies of what it will change, ready to be written.

    Nothing changes until it is put in force. Raises Forbidden and PlanError.
    """
    require(by, "plans.amend", plan.issuer_id, on=on)
    plan = locked(plan)
    if not plan.is_binding:
        raise PlanError(_("Only a plan in force can be amended."), code="not-in-force")
    if not title.strip():
        raise PlanError(_("Give the amending plan a title."), code="title")
    made = Plan.objects.create(
        issuer=plan.issuer, amends=plan, superior=plan.superior, kind=plan.kind, title=title.strip(),
        period_from=plan.period_from, period_to=plan.period_to, effective_from=effective_from,
        issue_place=plan.issue_place, drafted_by=by,
    )  # fmt: skip
    told = _take(made, chosen, on=max(on, effective_from))
    record("plans.amend", made, by=by, agency_id=plan.issuer_id, after={"amends": str(plan), **told})
    return made


@transaction.atomic
def change_choice(amendment: Plan, chosen: Chosen, *, by: Person, on: date) -> Plan:
    """Takes further obligations into a drafted amendment, to be written anew or ended.

    Raises Forbidden, NotEditable and PlanError.
    """
    require(by, "plans.amend", amendment.issuer_id, on=on)
    amendment = locked(amendment)
    if not amendment.is_editable:
        raise NotEditable
    told = _take(amendment, chosen, on=max(on, amendment.effective_from or on))
    amendment.revision += 1
    amendment.save()
    record("plans.amend", amendment, by=by, agency_id=amendment.issuer_id, after=told)
    return amendment


def _take(amendment: Plan, chosen: Chosen, *, on: date) -> dict[str, list[str]]:
    if amendment.amends is None:
        raise PlanError(_("This plan amends no other."), code="not-an-amendment")
    binding = {row.pk: row for row in obligations_in_force(amendment.amends, on)}
    wanted = {**dict.fromkeys(chosen.replaced, Change.REPLACE), **dict.fromkeys(chosen.ended, Change.END)}
    taken = set(amendment.obligations.filter(replaces__in=wanted).values_list("replaces", flat=True))
    if not wanted.keys() <= binding.keys():
        raise PlanError(_("An obligation you chose is no longer in force. Choose again."), code="not-in-force")
    position = (amendment.obligations.aggregate(last=Max("position"))["last"] or 0) + 1
    told: dict[str, list[str]] = {}
    for place, (key, change) in enumerate(pair for pair in wanted.items() if pair[0] not in taken):
        _write(binding[key], amendment, change, position + place)
        told.setdefault(change.value, []).append(str(binding[key]))
    return told


def _write(row: Obligation, amendment: Plan, change: Change, position: int) -> None:
    review = Review.ACCEPTED if change == Change.END else Review.PENDING
    duplicate(
        row, amendment, position=position, origin=Origin.COPY, derived_from=row.derived_from, replaces=row,
        change=change, review=review,
    )  # fmt: skip
