"""What a plan says of itself, as people enter it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from loa.organizations.models import Agency
from loa.plans.enums import PlanKind
from loa.plans.models import Plan
from loa.plans.queries.relatives import possible_superiors, replaceable
from loa.ui.forms import DateField

__all__ = ["AgencyForm", "CopyForm", "HeadForm", "NewPlanForm"]


class HeadForm(forms.Form):
    """The head of a draft. `revision` tells what was on the page when it was opened."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(label=_("Title"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    kind = forms.ChoiceField(label=_("Kind of plan"), choices=PlanKind.choices)
    period_from = DateField(label=_("Covers from"))
    period_to = DateField(label=_("Covers to"))
    superior = forms.ModelChoiceField(
        Plan.objects.none(), label=_("Superior plan"), required=False, empty_label=_("none"),
        help_text=_("The plan of a superior agency that this one carries out. It can be named later as well."),
    )  # fmt: skip
    replaces = forms.ModelChoiceField(
        Plan.objects.none(), label=_("Replaces"), required=False, empty_label=_("none"),
        help_text=_("A plan of this agency that ends when this one is put in force."),
    )  # fmt: skip
    introduction = forms.CharField(
        label=_("Introduction"), required=False, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Basis, aims and requirements, before the obligations."),
    )  # fmt: skip

    def about(self, issuer: Agency, on: date, plan: Plan | None = None) -> "HeadForm":
        """Offers the plans that this one can stand under or replace."""
        _choices(self.fields["superior"]).queryset = possible_superiors(issuer, on, but=plan)
        _choices(self.fields["replaces"]).queryset = replaceable(issuer, but=plan)
        return self

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        begin, end = given.get("period_from"), given.get("period_to")
        if begin and end and end < begin:
            self.add_error("period_to", ValidationError(_now("The plan ends before it begins."), code="period"))
        return given

    def head(self) -> Mapping[str, Any]:
        """What was entered, without the revision."""
        return {name: value for name, value in self.cleaned_data.items() if name not in {"revision", "issuer"}}


def _choices(field: forms.Field) -> "forms.ModelChoiceField[Any]":
    assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  # for the type
    return field


class NewPlanForm(HeadForm):
    """A plan from nothing; the agency is asked about where the person writes for more than one."""

    issuer = forms.ModelChoiceField(Agency.objects.none(), label=_("Issuer"), empty_label=None)
    field_order = ("issuer",)

    def offer(self, issuers: Any, on: date) -> "NewPlanForm":
        """Offers the agencies the person writes plans for."""
        _choices(self.fields["issuer"]).queryset = issuers
        first = issuers.first()
        if first is not None:
            sent = str(self.data.get("issuer", ""))
            self.about(next((one for one in issuers if str(one.pk) == sent), first), on)
            self.fields["issuer"].initial = first.pk
        return self


class CopyForm(forms.Form):
    """Which agency copies a plan, and how far its dates move."""

    issuer = forms.ModelChoiceField(Agency.objects.none(), label=_("For the agency"), empty_label=None)
    years = forms.IntegerField(
        label=_("Move the dates by how many years"), min_value=0, max_value=10, initial=1,
        help_text=_("The period, the deadlines and the year in the title move; what comes round stays."),
    )  # fmt: skip
    replaces = forms.BooleanField(
        label=_("The new plan replaces this one as soon as it is put in force"), required=False
    )

    def offer(self, issuers: Any) -> "CopyForm":
        """Offers the agencies the person writes plans for."""
        _choices(self.fields["issuer"]).queryset = issuers
        return self


class AgencyForm(forms.Form):
    """For which of the person's agencies."""

    agency = forms.ModelChoiceField(Agency.objects.none(), label=_("For the agency"), empty_label=None)

    def offer(self, agencies: Any) -> "AgencyForm":
        """Offers the agencies the person writes plans for."""
        _choices(self.fields["agency"]).queryset = agencies
        return self
