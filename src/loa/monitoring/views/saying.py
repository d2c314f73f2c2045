"""Saying on a page what an action refused."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import HttpRequest

__all__ = ["show_errors", "tell_errors"]


def show_errors(form: BaseForm, problem: ValidationError) -> None:
    """Puts what an action refused beside the field it is about, or above the form."""
    code = getattr(problem, "code", None)
    form.add_error(code if code in form.fields else None, ValidationError(problem.messages))


def tell_errors(request: HttpRequest, problem: ValidationError) -> None:
    """Tells what an action refused on the next page."""
    for sentence in problem.messages:
        messages.error(request, sentence)
