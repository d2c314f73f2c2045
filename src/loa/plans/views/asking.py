"""Who asks for which plan, and what of it they may see."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import Http404, HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from loa.organizations.models import Agency, Person
from loa.organizations.policy import agencies_where
from loa.plans.models import Plan
from loa.plans.policy import may_see

__all__ = [
    "address",
    "crumbs",
    "issuers_for",
    "page_of",
    "person_of",
    "seen_plan",
    "show_errors",
    "tell_errors",
    "words_of",
]


def person_of(request: HttpRequest) -> Person:
    """Who asks; `login_required` has made sure that somebody does."""
    person = request.user
    assert isinstance(person, Person)  # noqa: S101  # for the type: the only model of people
    return person


def seen_plan(request: HttpRequest, key: UUID) -> Plan:
    """The plan, if the person may see it; otherwise there is none for them. Raises Http404."""
    found = Plan.objects.select_related("issuer", "superior__issuer", "amends", "replaces", "copied_from", "drafted_by")
    plan = found.filter(key=key).first()
    if plan is None or not may_see(person_of(request), plan, on=timezone.localdate()):
        raise Http404(_("There is no such plan, or you may not see it."))
    return plan


def issuers_for(person: Person, verb: str) -> QuerySet[Agency]:
    """The agencies that exist today for which the person may do this."""
    today = timezone.localdate()
    return Agency.objects.existing(today).filter(pk__in=list(agencies_where(person, verb, on=today)))


def page_of(plan: Plan) -> str:
    """The address of the page of a plan."""
    return reverse("plans:plan", args=[plan.key])


def crumbs(*plans: Plan) -> list[tuple[str, str]]:
    """The way to a page below the plans."""
    return [(_("Plans"), reverse("plans:list")), *((plan.number or plan.title, page_of(plan)) for plan in plans)]


def address(name: str, *args: object) -> str:
    """An address of another part of Loa, empty where this installation does not have it."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def words_of(request: HttpRequest, name: str) -> str:
    """What a field without a form of its own was sent; NUL, which no database holds, becomes a blank."""
    return request.POST.get(name, "").replace("\0", " ")


def show_errors(form: BaseForm, problem: ValidationError) -> None:
    """Puts what an action refused beside the field it is about, or above the form."""
    code = getattr(problem, "code", None)
    form.add_error(code if code in form.fields else None, ValidationError(problem.messages))


def tell_errors(request: HttpRequest, problem: ValidationError) -> None:
    """Tells what an action refused on the next page."""
    for sentence in problem.messages:
        messages.error(request, sentence)
