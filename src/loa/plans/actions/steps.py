"""What every verb on a plan has in common: the locked row, the legal step, the row of the trail."""

from collections.abc import Mapping
from typing import Any

from loa.audit.actions import record
from loa.organizations.models import Person
from loa.plans.enums import State
from loa.plans.errors import ChangedMeanwhile
from loa.plans.models import Plan

__all__ = ["locked", "step"]


def locked(plan: Plan, *, revision: int | None = None) -> Plan:
    """The plan as it is stored now, locked until the transaction ends.

    Raises ChangedMeanwhile when `revision` is given and somebody saved since.
    """
    now = Plan.objects.select_for_update().get(pk=plan.pk)
    if revision is not None and now.revision != revision:
        raise ChangedMeanwhile
    return now


def step(plan: Plan, to: State, *, by: Person, verb: str = "", told: Mapping[str, Any] | None = None) -> None:
    """Takes a legal step, saves the plan and adds the row. Raises IllegalStep.

    `verb` names the row where several verbs take the same step; `told` is what the row says besides the state.
    """
    before = {"state": plan.state}
    of_table = plan.step_to(to)
    plan.revision += 1
    plan.save()
    after = {"state": plan.state, **(told or {})}
    record(verb or of_table, plan, by=by, agency_id=plan.issuer_id, before=before, after=after)
