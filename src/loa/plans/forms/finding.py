"""Filters of the list of plans and of the obligations of one plan."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from loa.plans.enums import PlanKind, Review, State
from loa.plans.queries.finding import Wanted
from loa.plans.queries.obligations import WantedObligations
from loa.plans.queries.wording import language
from loa.ui.forms import DateField
from loa.writing.wording import codes, label

__all__ = ["DayForm", "ObligationFilter", "PlanFilter"]

_ANY = ("", _("any"))


class PlanFilter(forms.Form):
    """What narrows the list of plans."""

    q = forms.CharField(label=_("Number or title"), required=False, max_length=200, widget=forms.SearchInput)
    year = forms.TypedChoiceField(label=_("Year"), required=False, coerce=int, empty_value=None)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[_ANY, *State.choices])
    issuer = forms.CharField(label=_("Issuer"), required=False, max_length=200, widget=forms.SearchInput)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[_ANY, *PlanKind.choices])

    def offer(self, years: Sequence[int]) -> None:
        """Fills in the years there are plans for."""
        self.fields["year"].choices = [_ANY, *((year, str(year)) for year in years)]  # type: ignore[attr-defined]  # a choice field

    def wanted(self) -> Wanted:
        """What is asked for; a filter that cannot be understood narrows nothing."""
        self.is_valid()
        given = self.cleaned_data
        return Wanted(
            text=given.get("q", ""), year=given.get("year"), state=given.get("state", ""), kind=given.get("kind", ""),
            issuer=given.get("issuer", ""),
        )  # fmt: skip


def _codes(closed_list: str) -> list[tuple[str, object]]:
    return [_ANY, *((code, label(closed_list, code, language())) for code in codes(closed_list))]


class ObligationFilter(forms.Form):
    """What narrows the obligations of a plan."""

    q = forms.CharField(label=_("Words"), required=False, max_length=200, widget=forms.SearchInput)
    kind = forms.ChoiceField(label=_("Kind of work"), required=False, choices=lambda: _codes("kind"))
    cadence = forms.ChoiceField(label=_("Cadence"), required=False, choices=lambda: _codes("cadence"))
    review = forms.ChoiceField(label=_("Review"), required=False, choices=[_ANY, *Review.choices])

    def wanted(self) -> WantedObligations:
        """What is asked for; a filter that cannot be understood narrows nothing."""
        self.is_valid()
        given = self.cleaned_data
        return WantedObligations(
            text=given.get("q", ""), kind=given.get("kind", ""), cadence=given.get("cadence", ""),
            review=given.get("review", ""),
        )  # fmt: skip


class DayForm(forms.Form):
    """As of which day a plan is shown."""

    day = DateField(label=_("As it binds on"))
