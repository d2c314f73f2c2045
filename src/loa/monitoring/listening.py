"""What other rooms announce, and what monitoring does about it."""

from datetime import date
from typing import Any

from loa.monitoring import announcing, own_evidence, pages_listening
from loa.monitoring.actions.exempted import count_exempted
from loa.monitoring.actions.laying import ask
from loa.monitoring.models import Laying
from loa.monitoring.queries.effects import effects_on_duties
from loa.organizations.effects import register
from loa.organizations.events import organization_changed
from loa.plans.events import ended, exempted, put_in_force
from loa.plans.models import Exemption, Plan
from loa.plans.queries.versions import first_plan
from loa.schedule.window import ONE_DAY

__all__ = ["listen"]


def listen() -> None:
    """Connects the signals, and says what reorganisations do; called once, when the applications are ready."""
    put_in_force.connect(_put_in_force, dispatch_uid="monitoring")
    ended.connect(_ended, dispatch_uid="monitoring")
    exempted.connect(_exempted, dispatch_uid="monitoring")
    register("monitoring", effects_on_duties)
    organization_changed.connect(_organization_changed, dispatch_uid="monitoring")
    announcing.listen()
    own_evidence.listen()
    pages_listening.listen()


def _put_in_force(*, plan: Plan, on: date, **_: Any) -> None:
    ask(plan, plan.effective_from or on)


def _ended(*, plan: Plan, on: date, **_: Any) -> None:
    """Nothing is owed after the day."""
    if Laying.objects.filter(plan=first_plan(plan)).exists():
        ask(plan, on + ONE_DAY)


def _exempted(*, exemption: Exemption, **_: Any) -> None:
    """An exemption is applied when the calendar is read; counters and who keeps a copy of it have to know."""
    count_exempted(exemption)


def _organization_changed(*, since: date, **_: Any) -> None:
    """Plans that still reach beyond the day are laid anew from it on."""
    for laying in Laying.objects.filter(plan__occurrences__owed_on__gte=since).distinct().select_related("plan"):
        ask(laying.plan, since)
