"""Whose territories a map shows, and over which time."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from loa.ui.forms import DateField

__all__ = ["MapForm"]


class MapForm(forms.Form):
    """Under whom, and from when to when things fell due."""

    top = forms.ChoiceField(label=_("Under"))
    since = DateField(label=_("Due from"), help_text="")
    until = DateField(label=_("Due to"), help_text="")

    def __init__(self, *args: Any, tops: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["top"].choices = tops  # type: ignore[attr-defined]  # a ChoiceField

    def clean(self) -> dict[str, Any]:
        """A time that runs backwards is refused."""
        told: dict[str, Any] = super().clean() or {}
        if told.get("since") and told.get("until") and told["since"] > told["until"]:
            self.add_error("until", _("The last day lies before the first. Choose a later one."))
        return told
