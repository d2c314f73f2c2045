"""Writing a plan: from nothing, its head, and throwing a draft away."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from loa.audit.actions import record
from loa.organizations.models import Agency, Person
from loa.organizations.policy import require
from loa.plans.actions.steps import locked
from loa.plans.enums import PlanKind
from loa.plans.errors import NotEditable, PlanError
from loa.plans.models import Plan

__all__ = ["Head", "change_head", "discard", "name_superior", "write"]


@dataclass(frozen=True, slots=True)
class Head:
    """What a plan says of itself before its obligations; number, day and signer come when it is issued."""

    title: str
    kind: PlanKind
    period_from: date
    period_to: date
    introduction: str = ""
    superior: Plan | None = None
    replaces: Plan | None = None


def _told(head: Head) -> dict[str, Any]:
    """The head as the trail keeps it."""
    return {name: _plain(value) for name, value in _values(head).items() if value}


def _values(head: Head) -> dict[str, Any]:
    return {name: getattr(head, name) for name in Head.__dataclass_fields__}


@transaction.atomic
def write(head: Head, *, issuer: Agency, by: Person, on: date) -> Plan:
    """Begins a plan of the agency from nothing. Raises Forbidden and PlanError."""
    require(by, "plans.write", issuer, on=on)
    plan = Plan(issuer=issuer, drafted_by=by, **_values(head))
    _check(plan)
    plan.save()
    record("plans.write", plan, by=by, agency_id=issuer.pk, after=_told(head))
    return plan


@transaction.atomic
def change_head(plan: Plan, head: Head, *, revision: int, by: Person, on: date) -> Plan:
    """Saves the head of a draft. Raises Forbidden, NotEditable, ChangedMeanwhile and PlanError."""
    require(by, "plans.write", plan.issuer_id, on=on)
    plan = locked(plan)
    if not plan.is_editable:
        raise NotEditable
    plan = locked(plan, revision=revision)
    wanted = _values(head)
    before = {name: getattr(plan, name) for name, value in wanted.items() if getattr(plan, name) != value}
    if not before:
        return plan
    for name, value in wanted.items():
        setattr(plan, name, value)
    _check(plan)
    plan.revision += 1
    plan.save()
    record(
        "plans.write", plan, by=by, agency_id=plan.issuer_id,
        before={name: _plain(value) for name, value in before.items()},
        after={name: _plain(wanted[name]) for name in before},
    )  # fmt: skip
    return plan


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, Plan) else value


@transaction.atomic
def name_superior(plan: Plan, superior: Plan | None, *, by: Person, on: date) -> Plan:
    """Says under which plan this one stands; possible at any time, since superior plans often come later.

    Raises Forbidden and PlanError.
    """
    require(by, "plans.write", plan.issuer_id, on=on)
    plan = locked(plan)
    before, plan.superior = plan.superior, superior
    _check(plan)
    plan.revision += 1
    plan.save()
    record(
        "plans.name-superior", plan, by=by, agency_id=plan.issuer_id,
        before={"superior": _plain(before)}, after={"superior": _plain(superior)},
    )  # fmt: skip
    return plan


def _check(plan: Plan) -> None:
    """Raises PlanError where the head contradicts itself."""
    if plan.period_to < plan.period_from:
        raise PlanError(_("The plan ends before it begins. Correct the days it covers."), code="period")
    if plan.replaces and plan.replaces.issuer_id != plan.issuer_id:
        raise PlanError(_("A plan can only replace one of the same agency."), code="replaces")
    if plan.pk and plan.replaces_id == plan.pk:
        raise PlanError(_("A plan cannot replace itself."), code="replaces")
    above, seen = plan.superior, {plan.pk}
    while above is not None:
        if above.pk in seen:
            raise PlanError(_("A plan cannot stand under itself. Choose another superior plan."), code="superior")
        seen.add(above.pk)
        above = above.superior


@transaction.atomic
def discard(plan: Plan, *, by: Person, on: date) -> None:
    """Throws a draft away for good, with its document. Raises Forbidden, NotEditable and PlanError."""
    require(by, "plans.discard", plan.issuer_id, on=on)
    plan = locked(plan)
    file = plan.source.file if hasattr(plan, "source") else None
    record("plans.discard", plan, by=by, agency_id=plan.issuer_id, before={"title": plan.title, "state": plan.state})
    try:
        plan.delete()
    except ProtectedError as problem:
        raise PlanError(
            _("Another plan builds on this draft. Discard that plan first, or take out what it took from here."),
            code="built-upon",
        ) from problem
    if file and (name := file.name):
        transaction.on_commit(lambda: file.storage.delete(name))
