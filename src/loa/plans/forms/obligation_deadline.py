"""A deadline chosen by its form; what comes out is the code of the annotation guide."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from loa.schedule import Deadline, Period, UnknownDeadline
from loa.schedule.deadline import DayOfLastMonth, DayOfMonth, DayOfQuarter, DayOfYear, Point, WorkingDaysAfter, parse
from loa.ui.forms import DateField

__all__ = ["DeadlineForm", "deadline_initial"]

FORMS = (
    ("none", _("not stated")),
    ("day", _("on one date")),
    ("month", _("in one month")),
    ("quarter", _("in one quarter")),
    ("year", _("in one year")),
    ("last-month", _("on a day of the last month of the reporting period")),
    ("every-month", _("on a day of every month")),
    ("every-quarter", _("on a day of every quarter")),
    ("every-year", _("on a date of every year")),
    ("after", _("some working days after something")),
)
_NEEDS = {
    "day": ("date",),
    "month": ("month", "year"),
    "quarter": ("quarter", "year"),
    "year": ("year",),
    "last-month": ("day",),
    "every-month": ("day",),
    "every-quarter": ("day",),
    "every-year": ("day", "month"),
    "after": ("count", "event"),
}
"""What each form asks for. The styles of the page show only these."""
_PATTERNS = {
    "day": "{date:%Y-%m-%d}",
    "month": "{year}-{month:02}",
    "quarter": "{year}-Q{quarter}",
    "year": "{year}",
    "last-month": "day {day} of the last month of the reporting period",
    "every-month": "day {day} of every month",
    "every-quarter": "day {day} of every quarter",
    "every-year": "{month:02}-{day:02} of every year",
    "after": "{count} working days after {event}",
}
_LONGEST = 200


class DeadlineForm(forms.Form):
    """The deadline of an obligation. `code()` is that of the annotation guide, empty where none is stated."""

    prefix = "deadline"
    form = forms.ChoiceField(label=_("Kind of deadline"), choices=FORMS, widget=forms.RadioSelect, initial="none")
    date = DateField(label=_("Date"), required=False)
    day = forms.IntegerField(label=_("Day"), min_value=1, max_value=31, required=False)
    month = forms.IntegerField(label=_("Month"), min_value=1, max_value=12, required=False)
    quarter = forms.IntegerField(label=_("Quarter"), min_value=1, max_value=4, required=False)
    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100, required=False)
    count = forms.IntegerField(label=_("Working days"), min_value=1, max_value=365, required=False)
    event = forms.CharField(
        label=_("after"), max_length=150, required=False, help_text=_("In the words of the plan: the day of issue …")
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for name in _NEEDS.get(given.get("form", ""), ()):
            if given.get(name) in (None, "") and name not in self.errors:
                self.add_error(name, ValidationError(gettext("Fill this in, or choose another kind of deadline.")))
        if not self.errors:
            self._refuse_what_no_calendar_has()
        return given

    def _refuse_what_no_calendar_has(self) -> None:
        try:
            if code := self.code():
                parse(code)
        except UnknownDeadline as error:
            message = error.message
            self.add_error(None, ValidationError(message.vi if get_language() == "vi" else message.en))

    def code(self) -> str:
        """The deadline in the grammar of the annotation guide."""
        given = self.cleaned_data
        pattern = _PATTERNS.get(given["form"])
        return pattern.format(**given)[:_LONGEST] if pattern else ""


def deadline_initial(code: str) -> Mapping[str, Any]:
    """The entries of the form that stand for a code; of a code outside the grammar its words, to be chosen anew."""
    if not code:
        return {"form": "none"}
    try:
        return _entries(parse(code))
    except UnknownDeadline:
        return {"form": "after", "event": code}


def _entries(deadline: Deadline) -> Mapping[str, Any]:
    match deadline:
        case Point():
            return _point(deadline)
        case DayOfLastMonth(day):
            return {"form": "last-month", "day": day}
        case DayOfMonth(day):
            return {"form": "every-month", "day": day}
        case DayOfQuarter(day):
            return {"form": "every-quarter", "day": day}
        case DayOfYear(month, day):
            return {"form": "every-year", "month": month, "day": day}
        case WorkingDaysAfter(count, event):
            return {"form": "after", "count": count, "event": event}


def _point(deadline: Point) -> Mapping[str, Any]:
    start = deadline.window.start
    match deadline.grain:
        case Period.DAY:
            return {"form": "day", "date": start}
        case Period.MONTH:
            return {"form": "month", "month": start.month, "year": start.year}
        case Period.QUARTER:
            return {"form": "quarter", "quarter": (start.month + 2) // 3, "year": start.year}
        case _:
            return {"form": "year", "year": start.year}
