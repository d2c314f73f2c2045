"""What is entered of an agency."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from loa.organizations.actions.agencies import Superiors
from loa.organizations.changes import Details
from loa.organizations.enums import AgencyKind, RelationKind, Tier
from loa.organizations.forms.finding import AgencyField
from loa.organizations.models import Designation
from loa.ui.forms import DateField

__all__ = ["DesignateForm", "FoundForm", "RelateForm"]


class _DetailsForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=200)
    short_name = forms.CharField(label=_("Short name"), max_length=120, required=False)
    abbreviation = forms.CharField(label=_("Abbreviation"), max_length=40, required=False)
    code = forms.CharField(label=_("Official code"), max_length=40, required=False)
    place = forms.CharField(
        label=_("Territory"), max_length=80, required=False,
        help_text=_("The name alone, for example Lạng Sơn; empty where the agency has no territory of its own."),
    )  # fmt: skip
    tier = forms.ChoiceField(label=_("Tier"), choices=Tier.choices)
    kind = forms.ChoiceField(label=_("Kind"), choices=AgencyKind.choices)
    since = DateField(label=_("From"))

    def details(self) -> Details:
        """What the agency is called."""
        given = self.cleaned_data
        return Details(
            name=given["name"], tier=Tier(given["tier"]), kind=AgencyKind(given["kind"]),
            short_name=given["short_name"], abbreviation=given["abbreviation"], code=given["code"],
            place=given["place"],
        )  # fmt: skip


def _day_of(form: forms.BaseForm, fallback: date) -> date:
    """The day a form speaks of, before it is cleaned: names are looked up as of it."""
    try:
        day = DateField(required=False).clean(form.data.get(form.add_prefix("since"), ""))
    except forms.ValidationError:
        day = None
    return day or fallback


class DesignateForm(_DetailsForm):
    """Another name, code, tier or kind from a day on."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    @staticmethod
    def initial_of(row: Designation, today: date) -> dict[str, Any]:
        """What the form shows first."""
        names = ("name", "short_name", "abbreviation", "code", "place", "tier", "kind")
        return {**{name: getattr(row, name) for name in names}, "seen": row.pk, "since": today}


class FoundForm(_DetailsForm):
    """A new agency."""

    line = AgencyField(label=_("Line superior"), required=False)
    reporting = AgencyField(label=_("Reports to"), required=False)
    guidance = AgencyField(label=_("Guided professionally by"), required=False)

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("line", "reporting", "guidance"):
            self.fields[name].on = _day_of(self, today)  # type: ignore[attr-defined]  # an AgencyField

    def superiors(self) -> Superiors:
        """Under whom it stands."""
        given = self.cleaned_data
        return Superiors(given["line"], given["reporting"], given["guidance"])


class RelateForm(forms.Form):
    """To whom an agency stands how, from a day on."""

    kind = forms.ChoiceField(label=_("Relation"), choices=RelationKind.choices)
    to = AgencyField(label=_("To which agency"), required=False, help_text=_("Empty: to none from that day on."))
    since = DateField(label=_("From"))

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["to"].on = _day_of(self, today)  # type: ignore[attr-defined]  # an AgencyField
