"""Beginning a plan as a copy of another, its dates moved."""

import re
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from loa.audit.actions import record
from loa.organizations.models import Agency, Person
from loa.organizations.policy import require
from loa.plans.actions.duplicating import duplicate
from loa.plans.enums import Origin, Review
from loa.plans.errors import PlanError
from loa.plans.models import Obligation, Plan
from loa.plans.queries.versions import obligations_in_force

__all__ = ["copy", "moved_day", "moved_deadline", "moved_title"]

_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_DATED = re.compile(r"(20\d\d)((?:-\d\d){0,2}|-Q[1-4])")


@transaction.atomic
def copy(plan: Plan, *, years: int, issuer: Agency, replaces: bool = False, by: Person, on: date) -> Plan:
    """A draft with what binds under the plan, or with what it says where it is not in force, moved on by `years`.

    Every obligation has to be reviewed again. Raises Forbidden and PlanError.
    """
    require(by, "plans.write", issuer, on=on)
    made = Plan(
        issuer=issuer,
        drafted_by=by,
        copied_from=plan,
        kind=plan.kind,
        title=moved_title(plan.title, years),
        period_from=moved_day(plan.period_from, years),
        period_to=moved_day(plan.period_to, years),
        introduction=plan.introduction,
        superior=plan.superior if not years else None,
        replaces=_replaced(plan, issuer) if replaces else None,
        issue_place=plan.issue_place,
    )
    made.save()
    rows = obligations_in_force(plan, _last_day(plan)) or list(_written(plan))
    for position, row in enumerate(rows, 1):
        duplicate(row, made, position=position, origin=Origin.COPY, derived_from=row, **_moved(row, years))
    told = {"copied_from": str(plan), "years": years, "obligations": len(rows)}
    record("plans.copy", made, by=by, agency_id=issuer.pk, after=told)
    return made


def _replaced(plan: Plan, issuer: Agency) -> Plan:
    if plan.issuer_id != issuer.pk:
        raise PlanError(_("A plan can only replace one of the same agency."), code="replaces")
    return plan


def _written(plan: Plan) -> "list[Obligation]":
    return list(plan.obligations.standing().prefetch_related("parties"))


def _last_day(plan: Plan) -> date:
    """A day on which every amendment has come to bind and the plan has not ended yet."""
    return plan.ended_on or date.max


def _moved(row: Obligation, years: int) -> dict[str, Any]:
    deadline = moved_deadline(row.deadline, years)
    text = row.text
    if deadline != row.deadline and (found := _DATED.fullmatch(row.deadline)):
        # The words that state the deadline move with it, or they would contradict it.
        text = re.sub(rf"(?<!\d){found[1]}(?!\d)", str(int(found[1]) + years), text)
    return {"deadline": deadline, "text": text, "review": Review.PENDING}


def moved_deadline(deadline: str, years: int) -> str:
    """A deadline of the annotation guide moved on; one that comes round stays as it is."""
    found = _DATED.fullmatch(deadline)
    if not found:
        return deadline
    if len(deadline) == len("2026-02-29"):
        return moved_day(date.fromisoformat(deadline), years).isoformat()
    return f"{int(found[1]) + years}{found[2]}"


def moved_day(day: date, years: int) -> date:
    """The same day years later; 29 February becomes 28 February where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def moved_title(title: str, years: int) -> str:
    """The title with its years moved on."""
    return _YEAR.sub(lambda found: str(int(found[1]) + years), title)
