"""An obligation as people enter it: every field typed, every code as a labelled box."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from loa.organizations.models import Agency
from loa.plans.enums import PartyRole
from loa.plans.forms.obligation_deadline import DeadlineForm, deadline_initial
from loa.plans.forms.obligation_parties import PartiesForm
from loa.plans.forms.obligation_quotas import QuotasForm
from loa.plans.queries.review_content import Content
from loa.plans.queries.wording import language
from loa.writing.wording import codes, label

__all__ = ["ObligationForm", "ObligationForms", "SplitForm"]

_LISTS = {"kinds": "kind", "cadences": "cadence", "channels": "channel"}
"""The fields that hold codes, with the closed list of each."""


class ObligationForm(forms.Form):
    """The words of an obligation and all that is told by codes."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    text = forms.CharField(label=_("Words of the plan"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 5}))
    kinds = forms.MultipleChoiceField(label=_("Kinds"), required=False, widget=forms.CheckboxSelectMultiple)
    cadences = forms.MultipleChoiceField(label=_("How often"), required=False, widget=forms.CheckboxSelectMultiple)
    channels = forms.MultipleChoiceField(label=_("Channels"), required=False, widget=forms.CheckboxSelectMultiple)
    window = forms.ChoiceField(label=_("Time slot"), required=False)
    requested = forms.BooleanField(
        label=_("The plan asks a body outside the executive; it is followed, never chased"), required=False
    )
    topic = forms.CharField(label=_("Topic in a few words"), max_length=500, required=False)

    def __init__(self, data: QueryDict | None = None, *, content: Content, revision: int = 0) -> None:
        super().__init__(data, initial={**content.plain(), "revision": revision})
        self.before = content
        for name, closed_list in _LISTS.items():
            _offer(self.fields[name], closed_list, getattr(content, name))
        _offer(self.fields["window"], "window", [content.window] if content.window else [])
        window = self.fields["window"]
        assert isinstance(window, forms.ChoiceField)  # noqa: S101  # for the type
        window.choices = [("", "–"), *_pairs(window.choices)]

    def codes_of(self, name: str) -> tuple[str, ...]:
        """The codes ticked: those that stood before in their old order, since the first kind is the main one."""
        chosen, before = self.cleaned_data[name], getattr(self.before, name)
        return (*(code for code in before if code in chosen), *(code for code in chosen if code not in before))


def _offer(field: forms.Field, closed_list: str, present: Iterable[str]) -> None:
    """Offers the codes of a closed list, and those that stand there although the list does not have them."""
    assert isinstance(field, forms.ChoiceField)  # noqa: S101  # for the type
    known = codes(closed_list)
    offered = [*known, *(code for code in present if code not in known)]
    field.choices = [(code, label(closed_list, code, language())) for code in offered]


def _pairs(choices: Any) -> Sequence[tuple[str, str]]:
    return list(choices)


@dataclass(slots=True)
class ObligationForms:
    """The four forms that make up the page of an obligation."""

    main: ObligationForm
    deadline: DeadlineForm
    quotas: QuotasForm
    parties: PartiesForm
    _told: Content | None = None

    @classmethod
    def of(
        cls, content: Content, *, issuer: Agency, on: date, data: QueryDict | None = None, revision: int = 0
    ) -> "ObligationForms":
        """The forms filled with a content, or with what was sent on top of it. `on` is the day of the names."""
        deadline = dict(deadline_initial(content.deadline))
        return cls(
            main=ObligationForm(data, content=content, revision=revision),
            deadline=DeadlineForm(data, initial=deadline),
            quotas=QuotasForm(data, quotas=content.quotas),
            parties=PartiesForm(data, parties=content.parties, issuer=issuer, on=on),
        )

    def __iter__(self) -> Any:
        return iter((self.main, self.deadline, self.quotas, self.parties))

    def is_valid(self) -> bool:
        """Whether all of them can be used; each says what is wrong with it."""
        wrong = [form for form in self if not form.is_valid()]
        return not wrong

    @property
    def are_wrong(self) -> bool:
        """Whether something that was entered cannot be used."""
        return any(form.is_bound and form.errors for form in self)

    def timed(self) -> Content | None:
        """What tells time and amount, where that can be used; the words and bodies may still be missing."""
        unusable = {"kinds", "cadences"} & set(self.main.errors)
        if unusable or not (self.deadline.is_valid() and self.quotas.is_valid()):
            return None
        return Content(
            text="",
            kinds=self.main.codes_of("kinds"),
            cadences=self.main.codes_of("cadences"),
            quotas=self.quotas.quotas(),
            deadline=self.deadline.code(),
            requested=self.main.cleaned_data["requested"],
        )

    def shown(self) -> Content:
        """What the page shows: what was entered where that can be used, else what it began with."""
        if self._told:
            return self._told
        return self.content() if all(form.is_bound and form.is_valid() for form in self) else self.main.before

    def rebase(self, revision: int) -> None:
        """Puts the entries on top of what is stored now, so that saving again is a choice and no accident."""
        data = QueryDict(mutable=True)
        data.update(self.main.data)
        data["revision"] = str(revision)
        self.main = ObligationForm(data, content=self.main.before)
        self.main.is_valid()

    def content(self) -> Content:
        """What was entered. Only after `is_valid`."""
        given = self.main.cleaned_data
        return Content(
            text=given["text"].replace("\r\n", "\n"),
            topic=given["topic"],
            kinds=self.main.codes_of("kinds"),
            cadences=self.main.codes_of("cadences"),
            quotas=self.quotas.quotas(),
            deadline=self.deadline.code(),
            window=given["window"],
            channels=self.main.codes_of("channels"),
            requested=given["requested"],
            parties=self.parties.bodies(),
        )

    def take_back(self, key: str, as_read: Content, *, issuer: Agency, on: date) -> None:
        """Shows the reader's value of one field, all other entries as they are, usable or not. Nothing is saved."""
        self._told = _with_field(self.shown(), as_read, key)
        if key == "deadline":
            self.deadline = DeadlineForm(initial=dict(deadline_initial(as_read.deadline)))
        elif key == "quotas":
            self.quotas = QuotasForm(quotas=as_read.quotas)
        elif key in PartyRole.values:
            mine = tuple(body for body in as_read.parties if body.role == key)
            others = tuple(body for body in self.parties.bodies() if body.role != key)
            self.parties = PartiesForm(parties=(*others, *mine), issuer=issuer, on=on)
        elif key in self.main.fields:
            data = QueryDict(mutable=True)
            data.update(self.main.data)
            value = getattr(as_read, key)
            data.setlist(key, list(value) if isinstance(value, tuple) else [value] if value else [])
            self.main = ObligationForm(data, content=self.main.before, revision=0)


def _with_field(content: Content, other: Content, key: str) -> Content:
    if key in PartyRole.values:
        mine = (body for body in other.parties if body.role == key)
        kept = [*(body for body in content.parties if body.role != key), *mine]
        return replace(content, parties=tuple(sorted(kept, key=lambda body: PartyRole.values.index(body.role))))
    return replace(content, **{key: getattr(other, key)}) if hasattr(other, key) else content


class SplitForm(forms.Form):
    """Two texts made of one, each to be mended by hand."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    first = forms.CharField(label=_("First part"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 5}))
    second = forms.CharField(
        label=_("Second part"), max_length=20_000, required=False, widget=forms.Textarea(attrs={"rows": 5})
    )
