"""Who may see a plan, and what they can do with it now. The rules on verbs stand in `permissions.toml`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from django.db.models import QuerySet

from loa.organizations.models import Person
from loa.organizations.policy import agencies_where, may
from loa.plans.enums import BINDING, EDITABLE, NUMBERED, State
from loa.plans.models import Consultation, Plan
from loa.plans.queries.finding import seen_by

__all__ = ["DEEDS", "Deed", "asked_of", "may_do", "may_see", "open_deeds", "visible_to"]


@dataclass(frozen=True, slots=True)
class Deed:
    """Something a person can do with a plan: the verb it needs, and the states in which it makes sense."""

    verb: str
    states: frozenset[State]


def _in(*states: State) -> frozenset[State]:
    return frozenset(states)


DEEDS: Mapping[str, Deed] = MappingProxyType(
    {
        "sign": Deed("plans.sign", _in(State.SUBMITTED)),
        "issue": Deed("plans.issue", _in(State.SIGNED)),
        "put-in-force": Deed("plans.put-in-force", _in(State.ISSUED)),
        "submit": Deed("plans.submit", EDITABLE),
        "record": Deed("plans.issue", _in(State.DRAFT)),
        "consult": Deed("plans.consult", EDITABLE),
        "end-consultation": Deed("plans.consult", _in(State.CONSULTING)),
        "edit": Deed("plans.write", EDITABLE),
        "return": Deed("plans.return", _in(State.SUBMITTED, State.SIGNED)),
        "amend": Deed("plans.amend", BINDING),
        "superior": Deed("plans.write", NUMBERED),
        "close": Deed("plans.close", BINDING),
        "withdraw": Deed("plans.withdraw", _in(State.ISSUED) | BINDING),
        "discard": Deed("plans.discard", EDITABLE),
    }
)
"""What can be done with a plan, the most obvious first."""


def may_see(person: Person, plan: Plan, *, on: date) -> bool:
    """Whether the person may read the plan: it was issued, it is a draft of theirs, or one they are asked about."""
    if plan.state in NUMBERED or may(person, "plans.see-draft", plan.issuer_id, on=on):
        return True
    return asked_of(person, plan, on=on).exists()


def visible_to(person: Person, *, on: date) -> QuerySet[Plan]:
    """The plans the person may read."""
    return seen_by(list(agencies_where(person, "plans.see-draft", on=on)))


def asked_of(person: Person, plan: Plan, *, on: date) -> QuerySet[Consultation]:
    """The opinions on the plan that agencies of the person were asked for."""
    agencies = list(agencies_where(person, "plans.see-draft", on=on))
    return plan.consultations.filter(agency__in=agencies).select_related("agency")


def may_do(person: Person, deed: str, plan: Plan, *, on: date) -> bool:
    """Whether the person has the right to the deed, whatever the state of the plan."""
    return may(person, DEEDS[deed].verb, plan.issuer_id, on=on)


def open_deeds(person: Person, plan: Plan, *, on: date) -> list[str]:
    """What the person can do with the plan as it stands, the most obvious first."""
    return [name for name, deed in DEEDS.items() if plan.state in deed.states and may_do(person, name, plan, on=on)]
