"""Forms of reminders, urging letters and explanations."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from loa.monitoring.enums import LetterState, RemindedPerson
from loa.monitoring.queries.reminding import Step
from loa.organizations.forms.finding import AgencyField
from loa.ui.forms import DateField

__all__ = [
    "AgencyFilter",
    "AnswerForm",
    "AskForm",
    "DiscardForm",
    "EffectFilter",
    "ExplanationFilter",
    "JudgeForm",
    "LetterFilter",
    "LetterForm",
    "ReminderFilter",
    "SendForm",
    "SignForm",
    "Steps",
    "cleaned",
    "initial_steps",
    "steps_of",
    "told",
    "untold",
    "words",
]  # fmt: skip

ANY = ("", _("all"))


def words(label: Any, most: int, *, rows: int = 4, required: bool = True, help_text: Any = "") -> forms.CharField:
    """A field for a text of several lines."""
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=most, widget=area, required=required, help_text=help_text)


def cleaned(form: forms.Form) -> dict[str, Any]:
    """What was understood of a filter; what was not narrows nothing."""
    form.is_valid()
    return form.cleaned_data


class AgencyFilter(forms.Form):
    """What every list of this room is narrowed by."""

    q = forms.CharField(label=_("Agency"), required=False, max_length=100, widget=forms.SearchInput)


class ReminderFilter(AgencyFilter):
    """Which reminders are shown."""

    to = forms.ChoiceField(label=_("Who was reminded"), required=False, choices=[ANY, *RemindedPerson.choices])
    answered = forms.ChoiceField(
        label=_("Since then"), required=False, choices=[ANY, ("yes", _("done")), ("no", _("not done"))]
    )
    since = DateField(label=_("Sent from"), required=False, help_text="")
    until = DateField(label=_("Sent to"), required=False, help_text="")


class EffectFilter(forms.Form):
    """For which time it is asked what reminders achieved."""

    since = DateField(label=_("Sent from"), required=False, help_text="")
    until = DateField(label=_("Sent to"), required=False, help_text="")

    def days(self, today: date) -> tuple[date, date]:
        """The days asked for; otherwise the year up to today."""
        given = cleaned(self)
        return given.get("since") or today.replace(month=1, day=1), given.get("until") or today


class StepForm(forms.Form):
    """One step of reminding; a row without a day is none."""

    days = forms.IntegerField(label=_("Days from the due day"), required=False, min_value=-180, max_value=180)
    officer = forms.BooleanField(label=_("officers"), required=False)
    head = forms.BooleanField(label=_("head"), required=False)
    superior = forms.BooleanField(label=_("who urges"), required=False)
    letter = forms.BooleanField(label=_("draft a letter"), required=False)


Steps = formset_factory(StepForm, extra=2, max_num=20, absolute_max=40)


def initial_steps(steps: Sequence[Step]) -> list[dict[str, object]]:
    """The rows of the form for steps."""
    days = sorted({step.days for step in steps})
    return [{"days": day, **{step.to or "letter": True for step in steps if step.days == day}} for day in days]


def steps_of(rows: "BaseFormSet[StepForm]") -> list[Step]:
    """The steps that were entered."""
    found: list[Step] = []
    for row in rows.cleaned_data:
        if row.get("days") is None:
            continue
        found += [Step(row["days"], to) for to in RemindedPerson.values if row.get(to)]
        if row.get("letter"):
            found.append(Step(row["days"]))
    return found


def told(steps: Sequence[Step]) -> str:
    """Steps as a hidden field keeps them."""
    return ",".join(f"{step.days}:{step.to}" for step in steps)


def untold(text: str) -> list[Step]:
    """Steps of a hidden field; what is none is passed over, so that saving finds a difference."""
    found = []
    for one in text[:1000].split(","):
        days, mark, to = one.partition(":")
        if mark and days.lstrip("-").isascii() and days.lstrip("-").isdigit() and len(days) < 6:
            found.append(Step(int(days), to))
    return found


class LetterFilter(AgencyFilter):
    """Which letters are shown."""

    state = forms.ChoiceField(label=_("State"), required=False, choices=[ANY, *LetterState.choices])
    answered = forms.ChoiceField(
        label=_("What it urges"), required=False, choices=[ANY, ("yes", _("done")), ("no", _("not all done"))]
    )
    since = DateField(label=_("Drafted from"), required=False, help_text="")
    until = DateField(label=_("Drafted to"), required=False, help_text="")


class _Revised(forms.Form):
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2_000_000_000)


class LetterForm(_Revised):
    """The words of a letter."""

    words = words(_("Words before the list"), 8000, rows=8, help_text=_("An empty line begins a new paragraph."))
    answer_by = DateField(label=_("To be done by"), required=False)


class SignForm(_Revised):
    """Nothing but which version is signed."""


class SendForm(_Revised):
    """Number and day that the agency's own numbering gives."""

    number = forms.CharField(label=_("Number and symbol"), max_length=60, help_text=_("For example 123/UBND-NC"))
    dated = DateField(label=_("Day"))


class DiscardForm(_Revised):
    """Why a letter is not sent."""

    reason = words(_("Reason"), 500, rows=2)


class ExplanationFilter(AgencyFilter):
    """Which explanations are shown."""

    state = forms.ChoiceField(
        label=_("State"), required=False,
        choices=[
            ANY, ("waiting", _("not answered")), ("late", _("not answered in time")), ("answered", _("answered")),
            ("accepted", _("accepted")), ("refused", _("not accepted")),
        ],
    )  # fmt: skip
    since = DateField(label=_("Asked from"), required=False, help_text="")
    until = DateField(label=_("Asked to"), required=False, help_text="")


class AskForm(forms.Form):
    """An explanation that is asked for."""

    figure = forms.CharField(label=_("Figure"), max_length=300, help_text=_("What has to be explained, with its day."))
    question = words(_("Question"), 2000)
    answer_by = DateField(label=_("Answer by"))


class WhomForm(forms.Form):
    """Which agency is asked."""

    name = AgencyField(label=_("Agency"))

    def about(self, on: date) -> "WhomForm":
        """Names are understood as of the day."""
        self.fields["name"].on = on  # type: ignore[attr-defined]  # an AgencyField
        return self


class AnswerForm(forms.Form):
    """The explanation; it cannot be changed later."""

    answer = words(_("Explanation"), 5000, rows=6, help_text=_("It goes on record and cannot be changed later."))


class JudgeForm(forms.Form):
    """Whether the explanation is accepted."""

    accepted = forms.TypedChoiceField(
        label=_("The explanation is"), coerce=lambda given: given == "yes", widget=forms.RadioSelect,
        choices=[("yes", _("accepted")), ("no", _("not accepted"))],
    )  # fmt: skip
    remark = words(_("Remark"), 2000, required=False, rows=3)
