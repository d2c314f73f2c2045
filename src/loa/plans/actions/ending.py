"""The end of a plan: withdrawn, closed, or superseded by another."""

from datetime import date

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from loa.organizations.models import Person
from loa.organizations.policy import require
from loa.plans.actions.steps import locked, step
from loa.plans.actions.telling import tell_bound
from loa.plans.enums import BINDING, State
from loa.plans.errors import PlanError
from loa.plans.events import ended
from loa.plans.models import Plan
from loa.plans.queries.versions import amendments_of
from loa.schedule.window import ONE_DAY

__all__ = ["close", "end", "withdraw"]


@transaction.atomic
def withdraw(plan: Plan, *, reason: str, last_day: date, by: Person, on: date) -> Plan:
    """Takes an issued plan back (thu hồi): it binds up to and with `last_day`, and amendments of it with it.

    Raises Forbidden, IllegalStep and PlanError. Announces `ended` when the plan was in force.
    """
    require(by, "plans.withdraw", plan.issuer_id, on=on)
    if not reason.strip():
        raise PlanError(_("Say why the plan is withdrawn."), code="reason")
    plan = locked(plan)
    if plan.state in BINDING:
        if plan.effective_from and last_day < plan.effective_from - ONE_DAY:
            raise PlanError(
                _("The plan binds from %(day)s on; it cannot end earlier than the day before that.")
                % {"day": date_format(plan.effective_from, "SHORT_DATE_FORMAT")},
                code="last_day",
            )
        end(plan, State.WITHDRAWN, last_day=last_day, by=by, reason=reason)
    else:
        plan.end_reason = reason.strip()[:500]
        step(plan, State.WITHDRAWN, by=by, told={"end_reason": plan.end_reason})
    tell_bound("withdrawn", plan, on=on, reason=plan.end_reason)
    return plan


@transaction.atomic
def close(plan: Plan, *, last_day: date, by: Person, on: date) -> Plan:
    """Closes a plan whose work is done, and its amendments with it; what was owed up to now stays owed.

    Raises Forbidden, IllegalStep and PlanError. Announces `ended`.
    """
    require(by, "plans.close", plan.issuer_id, on=on)
    plan = locked(plan)
    owed_until = min(plan.period_to, on)
    if last_day < owed_until:
        # Otherwise whoever missed something would be rid of it.
        raise PlanError(
            _("What was owed up to %(day)s stays owed; choose that day or a later one.")
            % {"day": date_format(owed_until, "SHORT_DATE_FORMAT")},
            code="last_day",
        )
    end(plan, State.CLOSED, last_day=last_day, by=by)
    return plan


def end(plan: Plan, state: State, *, last_day: date, by: Person, verb: str = "", reason: str = "") -> None:
    """Ends a locked plan in force, and the amendments that are in force; announces each end. Raises IllegalStep."""
    family = [plan, *(locked(one) for one in amendments_of(plan) if one.is_binding)]
    for one in family:
        _end(one, state, last_day=last_day, by=by, verb=verb, reason=reason.strip())


def _end(plan: Plan, state: State, *, last_day: date, by: Person, verb: str, reason: str) -> None:
    # A last day before the first is possible: the plan then never came to bind.
    plan.ended_on, plan.end_reason = last_day, reason[:500]
    step(plan, state, by=by, verb=verb, told={"ended_on": last_day, **({"end_reason": reason} if reason else {})})
    ended.send(Plan, plan=plan, on=last_day)
