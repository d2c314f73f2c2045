"""What people set about the evidence that a duty takes."""

from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from loa.monitoring.channels import channel_choices
from loa.monitoring.enums import EvidenceKind, ReformArea
from loa.monitoring.models import EvidenceRule

__all__ = ["EvidenceRuleForm"]

_MOST_WORDS = 100_000


def _channels() -> list[tuple[str, str]]:
    return channel_choices()[1:]


class EvidenceRuleForm(forms.Form):
    """The quality gate of one obligation. Lists left empty take what the plan says."""

    kinds = forms.MultipleChoiceField(
        label=_("Kinds of evidence"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=EvidenceKind.choices,
        help_text=_("Choose none to take what the words of the plan say."),
    )
    channels = forms.MultipleChoiceField(
        label=_("Channels"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=_channels,
        help_text=_("Choose none to take what the words of the plan say."),
    )
    areas = forms.MultipleChoiceField(
        label=_("Reform areas"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=ReformArea.choices,
        help_text=_("Choose none to take every area."),
    )
    minimum_words = forms.IntegerField(
        label=_("Words at least"),
        required=False,
        min_value=1,
        max_value=_MOST_WORDS,
        help_text=_("Leave it empty if the length does not matter."),
    )
    own_work = forms.BooleanField(
        label=_("Own work only"), required=False, help_text=_("Reprints of texts of others are held.")
    )
    with_photo = forms.BooleanField(label=_("Only with a photo"), required=False)
    with_proof = forms.BooleanField(
        label=_("Only with a link or a file"),
        required=False,
        help_text=_("Applies to what can be looked up; broadcasts by loudspeaker, for instance, need none."),
    )
    exclusive = forms.BooleanField(
        label=_("What counts here counts for no other quota of the plan"),
        required=False,
        help_text=_("The most fitting quota takes it."),
    )
    below = forms.BooleanField(
        label=_("What units inside the agency do counts for the agency"),
        required=False,
    )
    revision = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)

    @classmethod
    def of(cls, rule: EvidenceRule | None) -> "EvidenceRuleForm":
        """The form filled in with a rule, or with what holds where nobody has set one."""
        shown = rule or EvidenceRule(revision=0)
        return cls(initial={name: getattr(shown, name) for name in cls.base_fields})

    def rebase(self, revision: int) -> None:
        """Lays what was entered over another revision, to be compared and saved again."""
        data = QueryDict(mutable=True)
        for name, values in cast(QueryDict, self.data).lists():
            data.setlist(name, values)
        data["revision"] = str(revision)
        self.data = data

    def changes(self) -> dict[str, Any]:
        """What was entered, by the names of the fields of the rule."""
        return {name: value for name, value in self.cleaned_data.items() if name != "revision"}
