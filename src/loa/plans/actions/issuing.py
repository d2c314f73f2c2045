"""Giving a plan its number and day, recording one that came issued, and putting it in force."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from loa.organizations.models import Person
from loa.organizations.policy import require
from loa.plans.actions.ending import end
from loa.plans.actions.signing import Signature, refuse_incomplete
from loa.plans.actions.steps import locked, step
from loa.plans.actions.telling import tell_bound
from loa.plans.enums import BINDING, ENDED, State
from loa.plans.errors import IllegalStep, PlanError
from loa.plans.events import put_in_force as announce_in_force
from loa.plans.models import Plan
from loa.plans.queries.numbers import is_taken
from loa.schedule.window import ONE_DAY

__all__ = ["IssueData", "issue", "put_in_force", "record_issued"]


@dataclass(frozen=True, slots=True)
class IssueData:
    """What the records clerk adds to a signed plan."""

    number: str
    issued_on: date
    issue_place: str = ""


@transaction.atomic
def issue(plan: Plan, given: IssueData, *, by: Person, on: date) -> Plan:
    """Numbers and dates a signed plan (ban hành) and tells the agencies it binds.

    Raises Forbidden, IllegalStep and PlanError.
    """
    require(by, "plans.issue", plan.issuer_id, on=on)
    plan = locked(plan)
    if plan.state == State.DRAFT:
        raise IllegalStep(State.DRAFT, State.ISSUED)
    return _issued(plan, given, by=by, on=on, verb="plans.issue")


@transaction.atomic
def record_issued(plan: Plan, given: IssueData, signature: Signature, *, by: Person, on: date) -> Plan:
    """Records a plan that came signed and numbered as what it is: issued, outside Loa.

    Raises Forbidden, IllegalStep, Incomplete and PlanError.
    """
    require(by, "plans.issue", plan.issuer_id, on=on)
    plan = locked(plan)
    if plan.state != State.DRAFT:
        raise IllegalStep(State(plan.state), State.ISSUED)
    refuse_incomplete(plan)
    if not signature.name.strip():
        raise PlanError(_("Say who signed the document."), code="signature")
    plan.signer_authority = signature.authority.strip()
    plan.signer_capacity = signature.capacity.strip()
    plan.signer_name = signature.name.strip()
    return _issued(plan, given, by=by, on=on, verb="plans.record")


def _issued(plan: Plan, given: IssueData, *, by: Person, on: date, verb: str) -> Plan:
    _check(plan, given, on)
    plan.number, plan.issued_on = " ".join(given.number.split()), given.issued_on
    plan.issue_place = given.issue_place.strip() or plan.issue_place
    told = {"number": plan.number, "issued_on": plan.issued_on, "signer_name": plan.signer_name}
    step(plan, State.ISSUED, by=by, verb=verb, told=told)
    tell_bound("issued", plan, on=on)
    return plan


def _check(plan: Plan, given: IssueData, on: date) -> None:
    number = " ".join(given.number.split())
    running, _slash, symbol = number.partition("/")
    if not running.strip().isdigit() or not symbol.strip():
        raise PlanError(_("A number looks like 12/KH-UBND: digits, a stroke, the symbol."), code="number")
    if given.issued_on > on:
        raise PlanError(_("The day of issue lies in the future."), code="issued_on")
    if plan.signed_at and given.issued_on < localdate(plan.signed_at):
        raise PlanError(_("The day of issue lies before the signature."), code="issued_on")
    if is_taken(plan, number, given.issued_on.year):
        raise PlanError(
            _("Another plan of this agency has the number %(number)s in that year.") % {"number": number}, code="number"
        )


@transaction.atomic
def put_in_force(plan: Plan, *, effective_from: date, by: Person, on: date) -> Plan:
    """Makes an issued plan bind from a day on; what it amends is then amended, what it replaces superseded.

    Raises Forbidden, IllegalStep and PlanError. Announces `put_in_force`, and `ended` for a plan it replaces.
    """
    require(by, "plans.put-in-force", plan.issuer_id, on=on)
    plan = locked(plan)
    if plan.issued_on and effective_from < plan.issued_on:
        raise PlanError(_("A plan cannot bind before the day it was issued."), code="effective_from")
    if effective_from > plan.period_to:
        raise PlanError(
            _("The plan covers the time up to %(day)s; from a later day on it would ask for nothing.")
            % {"day": date_format(plan.period_to, "SHORT_DATE_FORMAT")},
            code="effective_from",
        )
    plan.effective_from = effective_from
    step(plan, State.IN_FORCE, by=by, told={"effective_from": effective_from})
    if plan.amends:
        _amend(plan.amends, plan, by=by)
    if plan.replaces:
        _supersede(plan.replaces, plan, by=by)
    announce_in_force.send(Plan, plan=plan, on=effective_from)
    tell_bound("in-force", plan, on=on, since=f"{effective_from:%d/%m/%Y}")
    return plan


def _amend(base: Plan, amendment: Plan, *, by: Person) -> None:
    base = locked(base)
    if base.state not in BINDING:
        raise PlanError(_("The plan to be amended is no longer in force."), code="base-not-in-force")
    if amendment.effective_from and base.effective_from and amendment.effective_from < base.effective_from:
        raise PlanError(_("An amendment cannot bind before the plan it amends does."), code="effective_from")
    told = {"amended_by": str(amendment), "since": amendment.effective_from}
    step(base, State.AMENDED, by=by, verb="plans.be-amended", told=told)


def _supersede(old: Plan, new: Plan, *, by: Person) -> None:
    old = locked(old)
    if old.state in ENDED or new.effective_from is None:
        return
    if old.state not in BINDING:
        raise PlanError(_("The plan to be replaced is not in force."), code="replaced-not-in-force")
    end(
        old, State.SUPERSEDED, last_day=new.effective_from - ONE_DAY,
        by=by, verb="plans.be-superseded", reason=str(new),
    )  # fmt: skip
