"""Telling people what happened to a plan: a notice on their desk, and by mail where they wish it."""

from collections.abc import Collection, Iterable
from datetime import date

from django.urls import reverse

from loa.organizations.actions.notices import notify
from loa.organizations.enums import Role
from loa.organizations.models import Person
from loa.plans.models import Plan
from loa.plans.queries.people import holders

__all__ = ["TOLD", "tell", "tell_holders"]

TOLD = (Role.COORDINATOR, Role.OFFICER)
"""Who at an agency that a plan binds hears of it."""


def tell_holders(
    code: str, plan: Plan, *, roles: Collection[Role], agencies: Iterable[int], on: date, **values: str
) -> None:
    """Tells those who hold one of the roles at one of the agencies on the day."""
    tell(code, plan, holders(roles, list(agencies), on), **values)


def tell(code: str, plan: Plan, people: Iterable[Person], **values: str) -> None:
    """Tells people something of a plan; the sentence of `code` gets its title, number and issuer besides `values`."""
    about = {"title": plan.title, "number": plan.number, "issuer": plan.issuer.name}
    notify(list(people), f"plans.{code}", {**about, **values}, reverse("plans:plan", args=[plan.key]))
