"""Asking the agencies named in a draft for their opinion (lấy ý kiến)."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from loa.audit.actions import record
from loa.organizations.enums import Role
from loa.organizations.models import Agency, Person
from loa.organizations.policy import require
from loa.plans.actions.steps import locked, step
from loa.plans.actions.telling import tell_holders
from loa.plans.enums import State
from loa.plans.errors import PlanError
from loa.plans.models import Consultation, Plan

__all__ = ["answer", "consult", "end_consultation"]


@transaction.atomic
def consult(plan: Plan, agencies: Collection[Agency], *, answer_by: date, by: Person, on: date) -> Plan:
    """Shows the draft to agencies and asks them to answer by a day; can be repeated for more of them.

    Raises Forbidden, IllegalStep and PlanError.
    """
    require(by, "plans.consult", plan.issuer_id, on=on)
    plan = locked(plan)
    asked = [agency for agency in agencies if agency.pk != plan.issuer_id]
    if not asked:
        raise PlanError(_("Choose at least one agency to ask."), code="agencies")
    if answer_by < on:
        raise PlanError(_("The day to answer by lies in the past."), code="answer_by")
    for agency in asked:
        Consultation.objects.update_or_create(
            plan=plan, agency=agency, answered_at=None, defaults={"asked_on": on, "answer_by": answer_by}
        )
    told = {"agencies": [agency.name for agency in asked], "answer_by": answer_by}
    if plan.state == State.CONSULTING:
        record("plans.consult", plan, by=by, agency_id=plan.issuer_id, after=told)
    else:
        step(plan, State.CONSULTING, by=by, told=told)
    tell_holders(
        "consultation", plan, roles=[Role.COORDINATOR, Role.LEADER], agencies=[agency.pk for agency in asked], on=on,
        answer_by=f"{answer_by:%d/%m/%Y}",
    )  # fmt: skip
    return plan


@transaction.atomic
def answer(consultation: Consultation, *, agrees: bool, words: str, at: datetime, by: Person, on: date) -> Consultation:
    """Answers for an agency: it agrees, or says what should be otherwise. An answer can be changed while it is asked.

    Raises Forbidden, and PlanError when the consultation is over or the opinion is missing.
    """
    require(by, "plans.answer-consultation", consultation.agency_id, on=on)
    plan = locked(consultation.plan)
    if plan.state != State.CONSULTING:
        raise PlanError(_("The consultation is over; the answer can no longer be given here."), code="over")
    if not agrees and not words.strip():
        raise PlanError(_("Say what should be otherwise."), code="answer")
    asked = Consultation.objects.select_for_update().get(pk=consultation.pk)
    before = {"agrees": asked.agrees, "answer": asked.answer} if asked.answered_at else None
    asked.agrees, asked.answer = agrees, words.strip()
    asked.answered_by, asked.answered_at = by, at
    asked.save()
    told = {"agency": str(asked.agency), "agrees": agrees, "answer": asked.answer}
    record("plans.answer-consultation", plan, by=by, agency_id=asked.agency_id, before=before, after=told)
    tell_holders("answered", plan, roles=[Role.COORDINATOR], agencies=[plan.issuer_id], on=on, agency=str(asked.agency))
    return asked


@transaction.atomic
def end_consultation(plan: Plan, *, by: Person, on: date) -> Plan:
    """Takes a draft back from consultation to work the answers in. Raises Forbidden and IllegalStep."""
    require(by, "plans.consult", plan.issuer_id, on=on)
    plan = locked(plan)
    if plan.state != State.CONSULTING:
        raise PlanError(_("The plan is not in consultation."), code="illegal-step")
    step(plan, State.DRAFT, by=by, verb="plans.end-consultation")
    return plan
