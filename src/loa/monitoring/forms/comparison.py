"""What is compared with what across a reorganisation."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from loa.monitoring.queries.comparison import Periods
from loa.organizations.enums import Tier
from loa.ui.forms import DateField

__all__ = ["ComparisonForm"]


class ComparisonForm(forms.Form):
    """Under whom, agencies of which tier, two times, and the map both are brought to."""

    top = forms.ChoiceField(label=_("Under"))
    tier = forms.ChoiceField(label=_("Agencies of the tier"), choices=Tier.choices)
    map = forms.ChoiceField(label=_("Map"), choices=[("new", _("after the change")), ("old", _("before the change"))])
    before_from = DateField(label=_("First time from"), help_text="")
    before_to = DateField(label=_("First time to"), help_text="")
    after_from = DateField(label=_("Second time from"), help_text="")
    after_to = DateField(label=_("Second time to"), help_text="")

    def __init__(self, *args: Any, tops: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["top"].choices = tops  # type: ignore[attr-defined]  # a ChoiceField

    def clean(self) -> dict[str, Any]:
        """Times that run backwards, or that are not one after the other, are refused."""
        told: dict[str, Any] = super().clean() or {}
        for first, last in (("before_from", "before_to"), ("after_from", "after_to")):
            if told.get(first) and told.get(last) and told[first] > told[last]:
                self.add_error(last, _("The last day lies before the first. Choose a later one."))
        if told.get("before_to") and told.get("after_from") and told["before_to"] >= told["after_from"]:
            self.add_error("after_from", _("The second time must begin after the first has ended."))
        return told

    def periods(self) -> Periods:
        """The two times of a form that is valid."""
        told = self.cleaned_data
        return Periods((told["before_from"], told["before_to"]), (told["after_from"], told["after_to"]))
