"""Forms of inspections, findings, commendations and good models."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from loa.monitoring.actions.inspecting import Round
from loa.monitoring.enums import CommendationKind, CommendationState, FindingState, ReformArea
from loa.monitoring.forms.recording import FilesField
from loa.monitoring.forms.urging import ANY, AgencyFilter, words
from loa.monitoring.models import Check, Evidence
from loa.organizations.forms.finding import AgenciesField
from loa.organizations.models import Agency, Person
from loa.ui.forms import DateField

__all__ = [
    "ApproveForm",
    "BackForm",
    "CloseFindingForm",
    "CloseVisitForm",
    "CommendationFilter",
    "DecideForm",
    "FindingFilter",
    "FindingForm",
    "ModelFilter",
    "ModelForm",
    "MoveForm",
    "ProposeForm",
    "RemedyForm",
    "RevisionForm",
    "RoundFilter",
    "RoundForm",
    "VisitsForm",
]  # fmt: skip

_LARGEST_KEY = 2_000_000_000


class RevisionForm(forms.Form):
    """Nothing but which version is meant."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=_LARGEST_KEY)


class RoundFilter(forms.Form):
    """Which rounds are shown."""

    q = forms.CharField(label=_("Name of the round"), required=False, max_length=100, widget=forms.SearchInput)
    since = DateField(label=_("From"), required=False, help_text="")
    until = DateField(label=_("To"), required=False, help_text="")


class RoundForm(forms.Form):
    """What is said of a round of inspection."""

    revision = forms.IntegerField(
        widget=forms.HiddenInput, min_value=0, max_value=_LARGEST_KEY, required=False, initial=0
    )
    title = forms.CharField(label=_("Name of the round"), max_length=300)
    decision = forms.CharField(
        label=_("Decision it rests on"),
        max_length=200,
        required=False,
        help_text=_("For example 12/QĐ-SNV, 05/01/2026"),
    )  # fmt: skip
    first_day = DateField(label=_("From"))
    last_day = DateField(label=_("To"))

    def told(self) -> Round:
        """What was entered."""
        given = self.cleaned_data
        return Round(given["title"], given["decision"], given["first_day"], given["last_day"])


class _Inspectors(forms.ModelChoiceField):  # type: ignore[type-arg]  # takes its type only in stubs
    def __init__(self, **options: Any) -> None:
        super().__init__(
            Person.objects.none(), label=_("Inspector"), required=False, empty_label=_("not named yet"), **options
        )


class VisitsForm(forms.Form):
    """Which agencies are visited; those proposed are ticked, others typed."""

    day = DateField(label=_("Day"))
    inspector = _Inspectors()
    proposed = forms.ModelMultipleChoiceField(
        Agency.objects.none(), label=_("Proposed"), required=False, widget=forms.CheckboxSelectMultiple
    )
    others = AgenciesField(label=_("Other agencies"), required=False, help_text=_("One name on each line."))

    def about(self, proposed: Collection[int], inspectors: Any, on: date) -> "VisitsForm":
        """Offers agencies and inspectors; names are understood as of the day."""
        self.fields["proposed"].queryset = Agency.objects.filter(pk__in=proposed)  # type: ignore[attr-defined]  # a choice field
        self.fields["inspector"].queryset = inspectors  # type: ignore[attr-defined]  # as above
        self.fields["others"].on = on  # type: ignore[attr-defined]  # an AgenciesField
        return self

    def agencies(self) -> list[Agency]:
        """All that were chosen, each once."""
        return list(dict.fromkeys([*self.cleaned_data["proposed"], *self.cleaned_data["others"]]))


class MoveForm(RevisionForm):
    """Another day or inspector for a visit."""

    day = DateField(label=_("Day"))
    inspector = _Inspectors()

    def about(self, inspectors: Any) -> "MoveForm":
        """Offers inspectors."""
        self.fields["inspector"].queryset = inspectors  # type: ignore[attr-defined]  # a choice field
        return self


class FindingForm(forms.Form):
    """What was found, on a phone: words, what has to be done, photos."""

    text = words(_("What was found"), 4000, rows=3)
    remedy = words(_("What has to be done"), 4000, rows=2, required=False)
    due_on = DateField(label=_("To be remedied by"), required=False)
    check_line = forms.ModelChoiceField(
        Check.objects.none(), label=_("Belongs to"), required=False, empty_label=_("none of the duties")
    )
    photos = FilesField(label=_("Photos"), accept="image/*", capture="environment")

    def about(self, lines: Any) -> "FindingForm":
        """Offers the lines of the checklist."""
        field = self.fields["check_line"]
        field.queryset = lines  # type: ignore[attr-defined]  # a choice field
        field.label_from_instance = _line  # type: ignore[attr-defined]  # as above
        return self


def _line(check: Check) -> str:
    one = check.obligation
    return f"{check.position}. {one.plan.number or one.plan.title} · {one.ref} {one.text}"[:100]


class CloseVisitForm(RevisionForm):
    """How a visit ends."""

    conclusion = words(_("Conclusion"), 8000, rows=5)


class FindingFilter(AgencyFilter):
    """Which findings are shown."""

    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[ANY, ("overdue", _("not remedied in time")), *FindingState.choices]
    )
    since = DateField(label=_("Visited from"), required=False, help_text="")
    until = DateField(label=_("Visited to"), required=False, help_text="")


class RemedyForm(RevisionForm):
    """What was done about a finding."""

    words = words(_("What was done"), 4000)
    photos = FilesField(label=_("Photos"), accept="image/*", capture="environment")


class BackForm(RevisionForm):
    """What is still missing."""

    remark = words(_("What is still missing"), 2000, rows=3)


class CloseFindingForm(RevisionForm):
    """That a finding is remedied."""

    remark = words(_("Remark"), 2000, rows=2, required=False)


# ------------------------------------------------------------------------------------------------------ commendations


class CommendationFilter(AgencyFilter):
    """Which commendations are shown."""

    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[ANY, *CommendationKind.choices])
    state = forms.ChoiceField(label=_("State"), required=False, choices=[ANY, *CommendationState.choices])
    since = DateField(label=_("From"), required=False, help_text="")
    until = DateField(label=_("To"), required=False, help_text="")


class ProposeForm(forms.Form):
    """For which time proposals are made."""

    first_day = DateField(label=_("From"))
    last_day = DateField(label=_("To"))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        first, last = given.get("first_day"), given.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _now("The time ends before it begins."))
        return given


class DecideForm(RevisionForm):
    """What is decided about a proposal."""

    accepted = forms.TypedChoiceField(
        label=_("Decision"), coerce=lambda given: given == "yes", widget=forms.RadioSelect,
        choices=[("yes", _("as proposed")), ("no", _("declined"))],
    )  # fmt: skip
    words = words(
        _("Words of the decision"), 500, rows=3, help_text=_("The agency reads them when it is praised or criticised.")
    )


# ---------------------------------------------------------------------------------------------------------- good models


class ModelFilter(AgencyFilter):
    """Which good models are shown."""

    title = forms.CharField(label=_("Name of the model"), required=False, max_length=100, widget=forms.SearchInput)
    area = forms.ChoiceField(label=_("Reform area"), required=False, choices=[ANY, *ReformArea.choices])
    approved = forms.ChoiceField(
        label=_("State"), required=False,
        choices=[ANY, ("yes", _("approved")), ("no", _("not approved yet")), ("public", _("may be published"))],
    )  # fmt: skip


class ModelForm(forms.Form):
    """A good model or initiative."""

    revision = forms.IntegerField(
        widget=forms.HiddenInput, min_value=0, max_value=_LARGEST_KEY, required=False, initial=0
    )
    agency = forms.ModelChoiceField(Agency.objects.none(), label=_("Agency"), empty_label=None)
    title = forms.CharField(label=_("Name of the model"), max_length=300)
    summary = words(_("What it is and what it brings"), 8000, rows=6)
    areas = forms.MultipleChoiceField(
        label=_("Reform areas"), choices=ReformArea.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    since = DateField(label=_("Applied since"), required=False)
    link = forms.URLField(label=_("Link"), max_length=1000, required=False, assume_scheme="https")
    evidence = forms.ModelMultipleChoiceField(
        Evidence.objects.none(), label=_("Evidence"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("The latest evidence of the agency, and what is linked already."),
    )  # fmt: skip

    def about(self, agencies: Any, evidence: Any) -> "ModelForm":
        """Offers the agencies it can belong to and their evidence."""
        self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]  # a choice field
        self.fields["evidence"].queryset = evidence  # type: ignore[attr-defined]  # as above
        return self


class ApproveForm(RevisionForm):
    """Whether a model that is approved may be published too."""

    publishable = forms.BooleanField(label=_("The public may see it"), required=False)
