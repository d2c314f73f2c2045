"""What a filter form holds at the moment, as chips that can be taken off one by one."""

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict

from loa.ui.parts import Chip
from loa.ui.query import without_value


def chips(form: forms.BaseForm, query: QueryDict) -> list[Chip]:
    """One chip for each value in use, in the order of the form's fields; free text of the first field included."""
    return [
        Chip(label=str(field.label), value=_shown(field, value), url=without_value(query, field.html_name, value))
        for field in form
        if not field.is_hidden
        for value in query.getlist(field.html_name)
        if value
    ]


def _shown(field: BoundField, value: str) -> str:
    """The words of a choice; other values as they were typed."""
    for option, label in _flat(getattr(field.field, "choices", ())):
        if str(option) == value:
            return label
    return "" if isinstance(field.field, forms.BooleanField) else value


def _flat(choices: object) -> list[tuple[object, str]]:
    found: list[tuple[object, str]] = []
    for value, label in choices if hasattr(choices, "__iter__") else ():
        if isinstance(label, list | tuple):
            found.extend(_flat(label))
        else:
            found.append((value, str(label)))
    return found
