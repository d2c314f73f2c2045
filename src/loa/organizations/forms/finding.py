"""Fields in which agencies are named in words: lists of thousands do not fit a menu."""

from collections.abc import Sequence
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from loa.organizations.folding import folded
from loa.organizations.models import Agency, Designation
from loa.organizations.queries.directory import superiors
from loa.organizations.spelling import plain

__all__ = ["AgenciesField", "AgencyField", "find_agency"]

_MOST = 6
"""How many names a hint lists."""
_MARK = " · "
_KEY_LENGTH = 8


def find_agency(text: str, on: date) -> Agency:
    """The agency of the day that goes by this name or code, in any case, with or without marks, UBND or spelt out.

    Raises ValidationError which lists what could be meant. A name that several have is told apart by what the hint
    puts behind it, the first letters of the agency's key.
    """
    name, _mark, key = text.rpartition(_MARK) if _MARK in text else (text, "", "")
    wanted = folded(name)
    rows = _containing(wanted, on)
    same = [row for row in rows if wanted in {*map(folded, _ways_to_call(row))}]
    if not same and (spelt := plain(name)) != wanted:
        rows = _containing(spelt, on) or rows
        same = [row for row in rows if spelt in {plain(row.name), plain(row.short_name)}]
    exact = [row for row in same if row.name.casefold() == name.strip().casefold()] or same
    marked = [row for row in exact if key and row.agency.key.hex.startswith(key.strip().lower())]
    found = marked or exact
    if len(found) == 1:
        return found[0].agency
    if found:
        raise ValidationError(
            _("Several agencies are called “%(name)s”. Write one of: %(hints)s")
            % {"name": name, "hints": "; ".join(_hints(found[:_MOST], on))}
        )
    raise ValidationError(_not_found(name, rows))


def _ways_to_call(row: Designation) -> tuple[str, str, str, str]:
    return (row.name, row.short_name, row.abbreviation, row.code)


def _containing(wanted: str, on: date) -> list[Designation]:
    rows = Designation.objects.on(on).select_related("agency")
    for word in wanted.split():
        rows = rows.filter(searched__contains=word)
    return list(rows.order_by("sort_key")[:500]) if wanted else []


def _hints(rows: Sequence[Designation], on: date) -> list[str]:
    over = superiors([row.agency_id for row in rows], on)
    return [
        f"{row.name}{_MARK}{row.agency.key.hex[:_KEY_LENGTH]}"
        + (f" ({over[row.agency_id].name})" if row.agency_id in over else "")
        for row in rows
    ]


def _not_found(name: str, rows: Sequence[Designation]) -> str:
    if rows:
        return _("No agency is called “%(name)s”. Do you mean: %(hints)s?") % {
            "name": name, "hints": "; ".join(row.name for row in rows[:_MOST]),
        }  # fmt: skip
    return _("No agency is called “%s” on that day. Look it up in the organisation browser.") % name


class AgencyField(forms.CharField):
    """One agency by its name, as it is called on the day `on` that the form sets; suggestions come as one types."""

    widget = forms.TextInput(
        attrs={
            "list": "agency-names", "autocomplete": "off", "hx-get": "/organizations/suggest/",
            "hx-trigger": "input changed delay:250ms", "hx-target": "#agency-names", "hx-swap": "innerHTML",
        }
    )  # fmt: skip
    on: date

    def clean(self, value: str) -> Agency | None:
        text = super().clean(value)
        return find_agency(text, self.on) if text else None


class AgenciesField(forms.CharField):
    """Several agencies, one name on each line, as they are called on the day `on` that the form sets."""

    widget = forms.Textarea(attrs={"rows": 4, "data-agencies": ""})
    on: date

    def clean(self, value: str) -> list[Agency]:
        lines = [line.strip() for line in super().clean(value).splitlines() if line.strip()]
        found, problems = list[Agency](), list[ValidationError]()
        for line in lines:
            try:
                found.append(find_agency(line, self.on))
            except ValidationError as problem:
                problems.append(problem)
        if problems:
            raise ValidationError(problems)
        return list(dict.fromkeys(found))
