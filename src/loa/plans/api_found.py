"""What a program may lay its hands on: plans and obligations its person may see."""

from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from loa.organizations.api_base import caller_of
from loa.organizations.models import Person
from loa.organizations.scopes import Scope
from loa.plans.models import Obligation, Plan
from loa.plans.policy import may_see

__all__ = ["named_plan", "seen_obligation", "seen_plan"]


def seen_plan(request: HttpRequest, key: UUID, scope: Scope = Scope.READ_PLANS) -> Plan:
    """The plan, if who calls may see it. Raises Http404, and Problem where the token lacks the scope."""
    plan = named_plan(caller_of(request, scope), key)
    if plan is None:
        raise Http404
    return plan


def named_plan(person: Person, key: UUID | None) -> Plan | None:
    """The plan of a key, None without one. Raises Http404 where there is none the person may see."""
    if key is None:
        return None
    kin = ("issuer", "superior", "amends", "replaces", "source")
    rows = Plan.objects.select_related(*kin).defer("source__text", "source__reading")
    plan = get_object_or_404(rows, key=key)
    if not may_see(person, plan, on=timezone.localdate()):
        raise Http404
    return plan


def seen_obligation(request: HttpRequest, key: UUID, scope: Scope) -> Obligation:
    """The obligation, if who calls may see its plan. Raises as `seen_plan` does."""
    person = caller_of(request, scope)
    row = get_object_or_404(Obligation.objects.select_related("plan__issuer", "replaces"), key=key)
    if not may_see(person, row.plan, on=timezone.localdate()):
        raise Http404
    return row
