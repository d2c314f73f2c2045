"""Who asks, for which agency, as of which day."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from loa.organizations.models import Agency, Person
from loa.organizations.policy import Forbidden, may_anywhere
from loa.ui.forms import DateField

__all__ = ["Asked", "agency_of", "asked", "crumbs", "person_of", "show_problem"]


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks as of which day; `today` is the day on which rights are judged."""

    person: Person
    today: date
    on: date

    @property
    def is_today(self) -> bool:
        """Whether the page shows the present."""
        return self.on == self.today


def person_of(request: HttpRequest) -> Person:
    """Who asks; `login_required` has made sure that somebody does."""
    person = request.user
    assert isinstance(person, Person)  # noqa: S101  # for the type: the only model of people
    return person


def asked(request: HttpRequest, verb: str = "agencies.see") -> Asked:
    """What `?on=` says, today where it says nothing or no date. Raises Forbidden when the person may this nowhere."""
    person, today = person_of(request), timezone.localdate()
    if not may_anywhere(person, verb, on=today):
        raise Forbidden(verb)
    try:
        on = DateField().clean(request.GET.get("on", "")) if request.GET.get("on") else today
    except ValidationError:
        on = today
    return Asked(person, today, on)


def agency_of(key: UUID) -> Agency:
    """The agency with the key. Raises Http404."""
    found = Agency.objects.filter(key=key).first()
    if found is None:
        raise Http404(_("There is no such agency."))
    return found


def crumbs(*agencies: Agency) -> list[tuple[str, str]]:
    """The way to a page below the agencies."""
    pages = ((agency.name, reverse("organizations:agency", args=[agency.key])) for agency in agencies)
    return [(_("Organisations"), reverse("organizations:list")), *pages]


def show_problem(form: BaseForm, problem: ValidationError) -> None:
    """Puts what an action refused beside the field it is about, else above the form."""
    code = getattr(problem, "code", None) or ""
    form.add_error(code if code in form.fields else None, problem)
