"""What of an agency's row is shown."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from loa.monitoring.enums import Standing
from loa.monitoring.queries.agency_row import Line
from loa.organizations.folding import folded

__all__ = ["RowFilter"]

_STANDINGS = [one for one in Standing if one is not Standing.CONTINUOUS]


class RowFilter(forms.Form):
    """Duties by words and standing; the period is kept."""

    period = forms.CharField(required=False, max_length=7, widget=forms.HiddenInput)
    q = forms.CharField(label=_("Words of the duty"), required=False, max_length=100, widget=forms.SearchInput)
    standing = forms.ChoiceField(
        label=_("Standing"), required=False, choices=[("", _("all")), *((one.value, one.label) for one in _STANDINGS)]
    )

    def narrowed(self, lines: list[Line]) -> list[Line]:
        """Those asked for; what cannot be understood does not narrow."""
        self.is_valid()
        told: dict[str, Any] = self.cleaned_data
        words = folded(told.get("q") or "").split()
        standing = told.get("standing")
        return [
            line
            for line in lines
            if (not standing or line.standing == standing)
            and all(word in folded(f"{line.duty.rule} {line.duty.rule.text}") for word in words)
        ]
