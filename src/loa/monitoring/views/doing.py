"""What pages on which something is done have in common."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

__all__ = ["attempt", "show_errors", "tell_errors"]


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
