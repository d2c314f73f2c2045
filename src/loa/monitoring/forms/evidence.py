"""What people enter when they look for evidence, and when they judge it."""

import re
from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from loa.monitoring.channels import channel_choices
from loa.monitoring.enums import EvidenceKind, EvidenceState, MatchState, ReformArea, Source
from loa.monitoring.queries.evidence_pages import WantedEvidence
from loa.ui.forms import DateField

__all__ = [
    "BecauseForm", "DutyForm", "EvidenceFilter", "SearchForm", "SeveralForm", "UnmatchedFilter", "pair_of",
]  # fmt: skip

Choices = list[tuple[str, Any]]
_ANY = ("", _("any"))
_WHOSE = [("", _("all I may see")), ("own", _("of my agency"))]
_PAIR = re.compile(r"([0-9]{1,18})-([0-9]{1,18})", re.ASCII)
_MOST = 80
_LONGEST = 500


def _channels() -> Choices:
    return [_ANY, *channel_choices()[1:]]


def _worths() -> Choices:
    states = [(state.value, state.label) for state in MatchState]
    withdrawn = (EvidenceState.WITHDRAWN.value, EvidenceState.WITHDRAWN.label)
    return [_ANY, *states, ("unmatched", _("for no duty yet")), withdrawn]


def _search(label: Any) -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=200, widget=forms.SearchInput)


def _because(rows: int = 3) -> forms.CharField:
    return forms.CharField(label=_("Reason"), max_length=_LONGEST, widget=forms.Textarea(attrs={"rows": rows}))


class EvidenceFilter(forms.Form):
    """What narrows the list of evidence."""

    q = _search(_("Title or place"))
    agency = _search(_("Agency"))
    whose = forms.ChoiceField(label=_("Whose"), required=False, choices=_WHOSE)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[_ANY, *EvidenceKind.choices])
    channel = forms.ChoiceField(label=_("Channel"), required=False, choices=_channels)
    area = forms.ChoiceField(label=_("Reform area"), required=False, choices=[_ANY, *ReformArea.choices])
    source = forms.ChoiceField(label=_("Where it came from"), required=False, choices=[_ANY, *Source.choices])
    since = DateField(label=_("Happened from"), required=False, help_text="")
    until = DateField(label=_("Happened to"), required=False, help_text="")
    worth = forms.ChoiceField(label=_("What it counts as"), required=False, choices=_worths)
    problem = forms.ChoiceField(
        label=_("With a problem"),
        required=False,
        choices=[_ANY, ("link", _("the link is broken")), ("copy", _("resembles another text"))],
    )
    plan = forms.ChoiceField(label=_("Plan"), required=False)
    obligation = forms.ChoiceField(label=_("Obligation"), required=False)

    def __init__(self, *args: Any, plans: Choices, obligations: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["plan"].choices = [_ANY, *_short(plans)]  # type: ignore[attr-defined]  # a ChoiceField
        if obligations:
            self.fields["obligation"].choices = [_ANY, *_short(obligations)]  # type: ignore[attr-defined]  # the same
        else:
            del self.fields["obligation"]

    def wanted(self, own: Collection[int]) -> WantedEvidence:
        """What is asked for; a filter that cannot be understood narrows nothing."""
        self.is_valid()
        given = self.cleaned_data
        plain = ("kind", "channel", "area", "source", "worth", "problem")
        return WantedEvidence(
            text=given.get("q", ""),
            agency=given.get("agency", ""),
            own=own if given.get("whose") == "own" else None,
            since=given.get("since"),
            until=given.get("until"),
            plan=int(given["plan"]) if given.get("plan") else None,
            obligation=int(given["obligation"]) if given.get("obligation") else None,
            **{name: given.get(name, "") for name in plain},
        )


def _short(choices: Choices) -> Choices:
    return [(key, words if len(words) <= _MOST else f"{words[:_MOST].rstrip()}…") for key, words in choices]


class BecauseForm(forms.Form):
    """A reason, which stays on record; and the revision of what it is about."""

    because = _because()
    revision = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)

    def renewed(self, revision: int) -> "BecauseForm":
        """The same entries over another revision, to be compared and sent again."""
        made = type(self)({**{name: self.data.get(name, "") for name in self.fields}, "revision": revision})
        made.is_valid()
        return made


class SearchForm(forms.Form):
    """Words of a duty."""

    q = _search(_("Words of the duty"))


class UnmatchedFilter(forms.Form):
    """What narrows the evidence that counts for no duty yet."""

    q = _search(_("Title or place"))
    agency = _search(_("Agency"))
    whose = forms.ChoiceField(label=_("Whose"), required=False, choices=_WHOSE)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[_ANY, *EvidenceKind.choices])
    since = DateField(label=_("Happened from"), required=False, help_text="")
    until = DateField(label=_("Happened to"), required=False, help_text="")

    def wanted(self, own: Collection[int]) -> WantedEvidence:
        """What is asked for; a filter that cannot be understood narrows nothing."""
        self.is_valid()
        given = self.cleaned_data
        return WantedEvidence(
            text=given.get("q", ""),
            agency=given.get("agency", ""),
            own=own if given.get("whose") == "own" else None,
            kind=given.get("kind", ""),
            since=given.get("since"),
            until=given.get("until"),
        )


class DutyForm(forms.Form):
    """The duty that evidence is laid against, as `occurrence-agency`, and why."""

    duty = forms.RegexField(
        label=_("Duty"),
        regex=_PAIR,
        widget=forms.HiddenInput,
        error_messages={"required": _("Choose a duty."), "invalid": _("Choose a duty of the list.")},
    )
    because = _because()

    def pair(self) -> tuple[int, int]:
        """The keys of occurrence and agency."""
        return pair_of(self.cleaned_data["duty"]) or (0, 0)


class SeveralForm(forms.Form):
    """Why several pieces are laid against the duties chosen for them."""

    because = _because(rows=2)


def pair_of(value: str) -> tuple[int, int] | None:
    """The keys of occurrence and agency in `12-7`; None for anything else."""
    found = _PAIR.fullmatch(value)
    return (int(found[1]), int(found[2])) if found else None
