"""What is done in the background."""

from loa.audit.acting import acting
from loa.monitoring.actions.laying import lay
from loa.plans.models import Plan

__all__ = ["lay_plan"]


def lay_plan(plan_id: int) -> None:
    """Lays what was asked for of a plan. Can be run again, and by several workers at once."""
    with acting(request_id=f"lay-plan-{plan_id}"):
        lay(Plan.objects.get(pk=plan_id))
