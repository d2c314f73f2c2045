"""What pages on which something is done have in common."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from loa.monitoring.views.asking import person_of
from loa.organizations.policy import Forbidden, may

__all__ = ["Deed", "Prepared", "attempt", "given", "permitted", "show_errors", "tell_errors"]

Prepared = tuple[Any, Callable[[], object], str]
"""A form, what is done with it when it is valid, and what is said then."""
About = TypeVar("About")


@dataclass(frozen=True, slots=True)
class Deed(Generic[About]):
    """One thing that can be done with something: under which verb, and with which form."""

    verb: str
    prepare: Callable[[HttpRequest, About], Prepared]


def permitted(
    request: HttpRequest, deeds: Mapping[str, Deed[About]], name: str, *, at: Callable[[str], int]
) -> Deed[About]:
    """The deed of an address, for who may do it; `at` says at which agency a verb is asked.

    Raises Http404 and Forbidden.
    """
    if name not in deeds:
        raise Http404
    deed = deeds[name]
    if not may(person_of(request), deed.verb, at(deed.verb), on=timezone.localdate()):
        raise Forbidden(deed.verb)
    return deed


def given(request: HttpRequest, form: Any) -> dict[str, Any]:
    """What an action takes: what was entered, who does it and on which day."""
    return {**form.cleaned_data, "by": person_of(request), "on": timezone.localdate()}


def attempt(
    request: HttpRequest, form: BaseForm, act: Callable[[], object], *, said: str, back: str
) -> HttpResponse | None:
    """Does what a valid form asks for and goes back with a word; None where the form is to be shown (again)."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        act()
    except ValidationError as problem:
        show_errors(form, problem)
        return None
    messages.success(request, said)
    return redirect(back)


def show_errors(form: BaseForm, problem: ValidationError) -> None:
    """Puts what an action refused beside the field it is about, or above the form."""
    code = getattr(problem, "code", None)
    form.add_error(code if code in form.fields else None, ValidationError(problem.messages))


def tell_errors(request: HttpRequest, problem: ValidationError) -> None:
    """Tells what an action refused on the next page."""
    for sentence in problem.messages:
        messages.error(request, sentence)
