"""Submitting a plan, sending it back, and signing it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from loa.organizations.enums import Role
from loa.organizations.models import Person
from loa.organizations.policy import require
from loa.plans.actions.steps import locked, step
from loa.plans.actions.telling import tell_holders
from loa.plans.enums import State
from loa.plans.errors import Incomplete, PlanError
from loa.plans.models import Plan
from loa.plans.queries.completeness import missing_in

__all__ = ["Signature", "refuse_incomplete", "return_to_draft", "sign", "submit"]


@dataclass(frozen=True, slots=True)
class Signature:
    """How a plan is signed: on whose behalf (TM., KT., TL., TUQ., Q.), in which capacity, by whom."""

    authority: str
    capacity: str
    name: str


def refuse_incomplete(plan: Plan) -> None:
    """Raises Incomplete with everything that is missing."""
    if lacking := missing_in(plan):
        raise Incomplete([one.sentence for one in lacking])


@transaction.atomic
def submit(plan: Plan, *, by: Person, on: date) -> Plan:
    """Lays a plan before the leader (trình ký) and tells them. Raises Forbidden, IllegalStep and Incomplete."""
    require(by, "plans.submit", plan.issuer_id, on=on)
    plan = locked(plan)
    refuse_incomplete(plan)
    plan.return_reason = ""
    step(plan, State.SUBMITTED, by=by)
    tell_holders("submitted", plan, roles=[Role.LEADER], agencies=[plan.issuer_id], on=on)
    return plan


@transaction.atomic
def return_to_draft(plan: Plan, *, reason: str, by: Person, on: date) -> Plan:
    """Sends a plan back for changes and tells the coordinators why. A signature given falls away.

    Raises Forbidden, IllegalStep, and PlanError without a reason.
    """
    require(by, "plans.return", plan.issuer_id, on=on)
    if not reason.strip():
        raise PlanError(_("Say why you return the plan, so that it can be changed."), code="reason")
    plan = locked(plan)
    if plan.state == State.CONSULTING:
        # From here the same step ends the consultation, which is another verb.
        raise PlanError(_("The plan is in consultation and was not submitted."), code="illegal-step")
    plan.return_reason = reason.strip()
    plan.signed_by, plan.signed_at = None, None
    step(plan, State.DRAFT, by=by, told={"return_reason": plan.return_reason})
    tell_holders(
        "returned", plan, roles=[Role.COORDINATOR], agencies=[plan.issuer_id], on=on, reason=plan.return_reason
    )
    return plan


@transaction.atomic
def sign(plan: Plan, signature: Signature, *, at: datetime, by: Person, on: date, revision: int | None = None) -> Plan:
    """Signs a plan and tells the records clerks; `revision` is what the leader looked at.

    Raises Forbidden, IllegalStep, ChangedMeanwhile and PlanError.
    """
    require(by, "plans.sign", plan.issuer_id, on=on)
    if not signature.name.strip() or not signature.capacity.strip():
        raise PlanError(_("Say who signs and in which capacity."), code="signature")
    plan = locked(plan, revision=revision)
    plan.signed_by, plan.signed_at = by, at
    plan.signer_authority = signature.authority.strip()
    plan.signer_capacity = signature.capacity.strip()
    plan.signer_name = signature.name.strip()
    told = {name: getattr(plan, name) for name in ("signer_authority", "signer_capacity", "signer_name")}
    step(plan, State.SIGNED, by=by, told=told)
    roles = [Role.RECORDS_CLERK, Role.COORDINATOR]
    tell_holders("signed", plan, roles=roles, agencies=[plan.issuer_id], on=on)
    return plan
