"""What is entered when something is done with a plan."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from loa.organizations.forms.finding import find_agency
from loa.organizations.models import Agency
from loa.plans.actions.issuing import IssueData
from loa.plans.actions.signing import Signature
from loa.plans.models import Plan
from loa.plans.queries.relatives import possible_superiors
from loa.ui.forms import DateField

__all__ = [
    "AmendForm", "AnswerForm", "ConsultForm", "Empty", "ExemptForm", "InForceForm", "IssueForm", "LastDayForm",
    "RecordForm", "ReturnForm", "SignForm", "SuperiorForm", "WithdrawForm",
]  # fmt: skip

AUTHORITIES = [
    ("", _("none: the head signs in the own name")),
    ("TM.", _("TM. – on behalf of the collective")),
    ("KT.", _("KT. – deputy for the head")),
    ("TL.", _("TL. – by order")),
    ("TUQ.", _("TUQ. – by authorisation")),
    ("Q.", _("Q. – acting head")),
]
"""Authority before a signature, by Decree 30/2020, annex I."""

_WORDS = forms.Textarea(attrs={"rows": 4})


class Empty(forms.Form):
    """Nothing is asked."""


class ReturnForm(forms.Form):
    """Why a plan goes back."""

    reason = forms.CharField(label=_("What has to be changed, and why"), widget=_WORDS, max_length=2000)


class _Signed(forms.Form):
    authority = forms.CharField(
        label=_("Authority"), required=False, max_length=120,
        help_text=_("As printed before the capacity: TM. …, KT. …, TL. …; empty where nothing is printed."),
    )  # fmt: skip
    capacity = forms.CharField(label=_("Capacity"), max_length=120, required=False)
    name = forms.CharField(label=_("Signer"), max_length=120)

    def signature(self) -> Signature:
        """Who signs, and how."""
        given = self.cleaned_data
        return Signature(given["authority"], given["capacity"], given["name"])


class SignForm(forms.Form):
    """How the leader signs, and what: `revision` tells which state of the plan was looked at."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    authority = forms.ChoiceField(label=_("Authority"), required=False, choices=AUTHORITIES)
    capacity = forms.CharField(label=_("Capacity"), max_length=120)
    on_behalf_of = forms.CharField(
        label=_("On behalf of"), max_length=100, required=False,
        help_text=_("What follows the authority, for example ỦY BAN NHÂN DÂN or CHỦ TỊCH."),
    )  # fmt: skip
    name = forms.CharField(label=_("Signer"), max_length=120)
    field_order = ("authority", "on_behalf_of", "capacity", "name")

    def signature(self) -> Signature:
        """Who signs, and how."""
        given = self.cleaned_data
        behalf = given["on_behalf_of"] if given["authority"] else ""
        return Signature(f"{given['authority']} {behalf}".strip(), given["capacity"], given["name"])


class _Issued(forms.Form):
    number = forms.CharField(label=_("Number and symbol"), max_length=60, help_text=_("For example 12/KH-UBND"))
    issued_on = DateField(label=_("Issued on"))
    issue_place = forms.CharField(label=_("Place of issue"), max_length=80, required=False)

    def data_of_issue(self) -> IssueData:
        """Number, day and place."""
        given = self.cleaned_data
        return IssueData(given["number"], given["issued_on"], given["issue_place"])


class IssueForm(_Issued):
    """What the records clerk adds."""


class RecordForm(_Issued, _Signed):
    """What a document that came issued says of itself, confirmed by a person."""

    confirmed = forms.BooleanField(label=_("Number, day and signer stand like this in the document"))
    field_order = ("number", "issued_on", "issue_place", "authority", "capacity", "name", "confirmed")


class InForceForm(forms.Form):
    """From when a plan binds."""

    effective_from = DateField(label=_("Binds from"))


class LastDayForm(forms.Form):
    """Until when a plan binds."""

    last_day = DateField(label=_("Last day on which it binds"))


class WithdrawForm(LastDayForm):
    """Why a plan is taken back, and until when it binds."""

    reason = forms.CharField(label=_("Reason"), widget=_WORDS, max_length=500)
    field_order = ("reason", "last_day")


class SuperiorForm(forms.Form):
    """Under which plan this one stands."""

    superior = forms.ModelChoiceField(
        Plan.objects.none(), label=_("Superior plan"), required=False, empty_label=_("none")
    )

    def about(self, plan: Plan, on: date) -> None:
        """Offers the plans it can stand under."""
        field = self.fields["superior"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  # for the type
        field.queryset = possible_superiors(plan.issuer, on, but=plan)


class ConsultForm(forms.Form):
    """Whom to ask, and until when they should answer."""

    agencies = forms.ModelMultipleChoiceField(
        Agency.objects.none(), label=_("Agencies named in the draft"), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    others = forms.CharField(
        label=_("Other agencies"), required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One name in each line."),
    )  # fmt: skip
    answer_by = DateField(label=_("Answer by"))

    def about(self, named: Any, on: date) -> None:
        """Offers the agencies the draft names."""
        field = self.fields["agencies"]
        assert isinstance(field, forms.ModelMultipleChoiceField)  # noqa: S101  # for the type
        field.queryset = named
        self._on = on

    def clean_others(self) -> list[Agency]:
        """The agencies that were typed."""
        lines = self.cleaned_data["others"].splitlines()
        return [find_agency(line.strip(), self._on) for line in lines if line.strip()]

    def chosen(self) -> list[Agency]:
        """All of them, each once."""
        return list(dict.fromkeys([*self.cleaned_data["agencies"], *self.cleaned_data["others"]]))


class AnswerForm(forms.Form):
    """The opinion of an agency on a draft."""

    agrees = forms.TypedChoiceField(
        label=_("Opinion"), coerce=lambda given: given == "yes", widget=forms.RadioSelect,
        choices=[("yes", _("agrees with the draft")), ("no", _("asks for changes"))],
    )  # fmt: skip
    answer = forms.CharField(label=_("Opinion in words"), required=False, widget=_WORDS, max_length=5000)


class AmendForm(forms.Form):
    """What the amending plan is called, and from when it is to bind."""

    title = forms.CharField(
        label=_("Title of the amending plan"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    effective_from = DateField(label=_("To bind from"))


class ExemptForm(forms.Form):
    """What one agency is let off, or owes in another number."""

    agency = forms.CharField(
        label=_("Agency"), max_length=200, widget=forms.TextInput(attrs={"list": "bound-agencies"})
    )
    kind = forms.ChoiceField(
        label=_("What is allowed"), widget=forms.RadioSelect, initial="off",
        choices=[("off", _("the agency owes nothing")), ("amount", _("the agency owes another number"))],
    )  # fmt: skip
    amount = forms.IntegerField(
        label=_("Number in place of that of the plan"), required=False, min_value=1, max_value=100_000
    )
    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    authority = forms.CharField(
        label=_("Allowed by"),
        max_length=300,
        help_text=_("The document or person that allows it, for example 123/UBND-NC."),
    )
    valid_from = DateField(label=_("From"))
    valid_to = DateField(label=_("To"), required=False, help_text=_("Empty: until further notice."))

    def about(self, on: date) -> "ExemptForm":
        """Names are understood as of the day."""
        self._on = on
        return self

    def clean_agency(self) -> Agency:
        """The agency that was typed."""
        return find_agency(self.cleaned_data["agency"], self._on)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("kind") == "off":
            given["amount"] = None
        elif given.get("kind") == "amount" and not given.get("amount"):
            self.add_error("amount", _now("Enter the number the agency owes."))
        return given
