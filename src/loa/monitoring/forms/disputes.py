"""What people enter about disputes."""

from django import forms
from django.utils.translation import gettext_lazy as _

from loa.monitoring.enums import DisputeState
from loa.monitoring.queries.disputes import WantedDisputes

__all__ = ["DecisionForm", "DisputeFilter", "WordsForm"]

_LONGEST = 4_000
_ANY = ("", _("any"))


class DisputeFilter(forms.Form):
    """What narrows the list of disputes."""

    q = forms.CharField(label=_("Title of the evidence"), required=False, max_length=200, widget=forms.SearchInput)
    agency = forms.CharField(label=_("Agency"), required=False, max_length=200, widget=forms.SearchInput)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[_ANY, *DisputeState.choices])
    whose = forms.ChoiceField(
        label=_("Whose"),
        required=False,
        choices=[
            ("", _("all I may see")),
            ("decide", _("waiting for my decision")),
            ("own", _("of my agency")),
            ("below", _("of agencies below")),
        ],
    )

    def wanted(self) -> WantedDisputes:
        """What is asked for; a filter that cannot be understood narrows nothing."""
        self.is_valid()
        given = self.cleaned_data
        return WantedDisputes(
            text=given.get("q", ""),
            agency=given.get("agency", ""),
            state=given.get("state", ""),
            whose=given.get("whose", ""),
        )


class WordsForm(forms.Form):
    """What somebody says in a dispute; it stays on record."""

    text = forms.CharField(
        label=_("What you want to say"), max_length=_LONGEST, widget=forms.Textarea(attrs={"rows": 4})
    )


class DecisionForm(forms.Form):
    """The decision of a dispute, with its reason."""

    decision = forms.ChoiceField(
        label=_("Decision"),
        widget=forms.RadioSelect,
        choices=[("upheld", _("The evidence counts")), ("dismissed", _("The evidence does not count"))],
    )
    because = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))

    @property
    def upheld(self) -> bool:
        return bool(self.cleaned_data["decision"] == "upheld")
