"""The filters of the calendar."""

from datetime import date
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from loa.monitoring.queries.duties import Filters
from loa.monitoring.queries.owed import Part
from loa.monitoring.wording import KINDS
from loa.ui.forms import DateField

__all__ = ["DutyFilter", "HolderFilter", "PlanFilter"]

Choices = list[tuple[str, str]]
_MOST = 80
"""Letters of a duty that a list of choices shows."""


def _kinds() -> list[tuple[str, str | Promise]]:
    return [("", _("all")), *((kind.value, words) for kind, words in KINDS.items())]


class _InTime(forms.Form):
    """Filters keep the view and the month they are used in."""

    view = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    month = forms.CharField(required=False, max_length=7, widget=forms.HiddenInput)
    since = DateField(label=_("Due from"), required=False, help_text="")
    until = DateField(label=_("Due to"), required=False, help_text="")

    def days(self, first: date, last: date) -> tuple[date, date]:
        """The days asked for; where none are, those given."""
        chosen = _cleaned(self)
        return chosen.get("since") or first, chosen.get("until") or last


class DutyFilter(_InTime):
    """What of an agency's duties is shown."""

    q = forms.CharField(
        label=_("Words of the duty"), required=False, max_length=100, widget=forms.TextInput(attrs={"type": "search"})
    )
    plan = forms.ChoiceField(label=_("Plan"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=_kinds)
    role = forms.ChoiceField(
        label=_("Role"),
        required=False,
        choices=[("", _("all")), ("lead", _("leads")), ("coordinate", _("coordinates"))],
    )
    field_order = ("q", "plan", "kind", "role", "since", "until")

    def __init__(self, *args: Any, plans: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["plan"].choices = [("", _("all")), *plans]  # type: ignore[attr-defined]  # a ChoiceField

    def filters(self) -> Filters:
        """What was chosen; what cannot be understood does not narrow."""
        chosen = _cleaned(self)
        roles = {"lead": True, "coordinate": False}
        return Filters(
            plan=int(chosen["plan"]) if chosen.get("plan") else None,
            kind=chosen.get("kind") or "",
            leads=roles.get(chosen.get("role") or ""),
            text=chosen.get("q") or "",
        )


class PlanFilter(_InTime):
    """What of a plan's calendar is shown."""

    agency = forms.CharField(
        label=_("Agency"), required=False, max_length=100, widget=forms.TextInput(attrs={"type": "search"})
    )
    obligation = forms.ChoiceField(label=_("Obligation"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=_kinds)
    field_order = ("agency", "obligation", "kind", "since", "until")

    def __init__(self, *args: Any, obligations: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        shortened = [
            (key, words if len(words) <= _MOST else f"{words[:_MOST].rstrip()}…") for key, words in obligations
        ]
        self.fields["obligation"].choices = [("", _("all")), *shortened]  # type: ignore[attr-defined]  # a ChoiceField

    def part(self) -> Part:
        """What was chosen; what cannot be understood does not narrow."""
        chosen = _cleaned(self)
        return Part(
            obligation=int(chosen["obligation"]) if chosen.get("obligation") else None,
            kind=chosen.get("kind") or "",
            words=chosen.get("agency") or "",
        )


class HolderFilter(forms.Form):
    """Which of the agencies that owe an occurrence are shown."""

    q = forms.CharField(
        label=_("Agency"), required=False, max_length=100, widget=forms.TextInput(attrs={"type": "search"})
    )


def _cleaned(form: forms.Form) -> dict[str, Any]:
    form.is_valid()
    return form.cleaned_data
