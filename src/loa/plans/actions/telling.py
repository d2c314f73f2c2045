"""Telling people what happened to a plan: a notice on their desk, and by mail where they wish it."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from functools import partial

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django_q.tasks import async_task

from loa.organizations.actions.notices import notify
from loa.organizations.enums import Role
from loa.organizations.models import Person
from loa.plans.models import Plan, Telling
from loa.plans.queries.bound import agencies_bound
from loa.plans.queries.people import holders

__all__ = ["tell_all_bound", "tell_bound", "tell_holders"]

_AT_BOUND = (Role.COORDINATOR, Role.OFFICER)
"""Who at an agency that a plan binds hears of it."""
_TASK = "loa.plans.tasks.tell_bound"


def tell_holders(
    code: str, plan: Plan, *, roles: Collection[Role], agencies: Iterable[int], on: date, **values: str
) -> None:
    """Tells those who hold one of the roles at one of the agencies on the day."""
    _tell(code, plan, holders(roles, list(agencies), on), values)


def tell_bound(code: str, plan: Plan, *, on: date, **values: str) -> None:
    """Tells the agencies that the plan binds on the day, in the background: they may be those of a whole country.

    To be called in the transaction of the deed, with which it is noted.
    """
    telling = Telling.objects.create(plan=plan, code=code, values=values, on=on)
    transaction.on_commit(partial(async_task, _TASK, telling.pk))


@transaction.atomic
def tell_all_bound(telling_id: int) -> None:
    """Tells them now, all or nobody; again, nobody."""
    telling = Telling.objects.select_for_update().filter(pk=telling_id, told_at=None).first()
    if telling is None:
        return
    plan = Plan.objects.select_related("issuer").get(pk=telling.plan_id)
    bound = list(agencies_bound(plan, telling.on))
    _tell(telling.code, plan, holders(_AT_BOUND, bound, telling.on), telling.values)
    telling.told_at = timezone.now()
    telling.save(update_fields=["told_at"])


def _tell(code: str, plan: Plan, people: Iterable[Person], values: Mapping[str, str]) -> None:
    """The sentence of `code` gets title, number and issuer of the plan besides `values`."""
    about = {"title": plan.title, "number": plan.number, "issuer": plan.issuer.name}
    notify(list(people), f"plans.{code}", {**about, **values}, _address(plan))


def _address(plan: Plan) -> str:
    return reverse("plans:plan", args=[plan.key])
