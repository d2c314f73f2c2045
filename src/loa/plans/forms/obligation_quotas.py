"""Quotas as rows: at least so many of what, in which period."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from loa.plans.queries.wording import language
from loa.writing.wording import codes, label

__all__ = ["QuotasForm"]

_SPARE = 2
"""Empty rows to fill in; whoever needs more saves and opens the form again."""
_MOST = 12


class QuotasForm(forms.Form):
    """The quotas of an obligation; a row without a number is no quota."""

    prefix = "quotas"

    def __init__(self, data: Mapping[str, Any] | None = None, *, quotas: Sequence[Mapping[str, Any]] = ()) -> None:
        super().__init__(data)
        self._rows = min(max(len(quotas), _filled(data)) + _SPARE, _MOST)
        units, periods = _choices("unit"), _choices("period")
        for row in range(self._rows):
            stated = quotas[row] if row < len(quotas) else {}
            self.fields[f"min_{row}"] = forms.IntegerField(
                label=_("At least"), min_value=1, max_value=100_000, required=False, initial=stated.get("min")
            )
            self.fields[f"unit_{row}"] = forms.ChoiceField(
                label=_("of what"), choices=units, required=False, initial=stated.get("unit")
            )
            self.fields[f"per_{row}"] = forms.ChoiceField(
                label=_("in each"), choices=periods, required=False, initial=stated.get("per") or "month"
            )

    def rows(self) -> Iterator[tuple[forms.BoundField, ...]]:
        """The fields of each row."""
        for row in range(self._rows):
            yield self[f"min_{row}"], self[f"unit_{row}"], self[f"per_{row}"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for row in range(self._rows):
            if given.get(f"min_{row}") and not (given.get(f"unit_{row}") and given.get(f"per_{row}")):
                self.add_error(f"unit_{row}", ValidationError(gettext("Choose what is counted and in which period.")))
        return given

    def quotas(self) -> tuple[dict[str, Any], ...]:
        """The quotas in the form of the annotation guide."""
        given = self.cleaned_data
        return tuple(
            {"min": given[f"min_{row}"], "unit": given[f"unit_{row}"], "per": given[f"per_{row}"]}
            for row in range(self._rows)
            if given.get(f"min_{row}")
        )


def _filled(data: Mapping[str, Any] | None) -> int:
    """How many rows were sent."""
    return sum(f"quotas-min_{row}" in data for row in range(_MOST)) - _SPARE if data else 0


def _choices(closed_list: str) -> list[tuple[str, str]]:
    tongue = language()
    # English names of units hold the plural behind a bar.
    return [(code, label(closed_list, code, tongue).rpartition("|")[2]) for code in codes(closed_list)]
