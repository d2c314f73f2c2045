"""What the boards of superiors are narrowed to. Everything stands in the address."""

from calendar import monthrange
from collections.abc import Collection, Sequence
from datetime import date, timedelta
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from loa.monitoring.enums import Standing
from loa.monitoring.queries.board.groups import AgencyGroup
from loa.monitoring.wording import KINDS
from loa.schedule import Kind
from loa.ui.forms import DateField

__all__ = ["ALL_PLANS", "DATES", "MONTH", "QUARTER", "YEAR", "BoardFilter", "Choices", "TimeFilter"]

Choices = Sequence[tuple[str, str | Promise]]
ALL_PLANS = "all"
SO_FAR, MONTH, QUARTER, YEAR, DATES = "", "month", "quarter", "year", "dates"
_LONGEST = timedelta(days=5 * 366)
_SHOWN = tuple(one for one in Standing if one is not Standing.CONTINUOUS)
FAILED, FELL_BEHIND, OPEN = "failed", "behind", "open"
_TOGETHER = {
    FAILED: frozenset({Standing.OVERDUE, Standing.MISSED}),
    FELL_BEHIND: frozenset({Standing.OVERDUE, Standing.MISSED, Standing.LATE}),
    OPEN: frozenset({Standing.ON_TRACK, Standing.AT_RISK, Standing.NOT_YET_DUE}),
}
"""Standings that are asked about together."""


class TimeFilter(forms.Form):
    """Which time is asked about; what cannot be understood is taken for the year so far."""

    time = forms.ChoiceField(
        label=_("Time"),
        required=False,
        choices=[
            (SO_FAR, _("the year so far, this month included")),
            (MONTH, _("one month")),
            (QUARTER, _("one quarter")),
            (YEAR, _("the whole year")),
            (DATES, _("from a day to a day")),
        ],
    )
    month = forms.CharField(required=False, max_length=7, widget=forms.HiddenInput)
    since = DateField(label=_("Due from"), required=False, help_text="")
    until = DateField(label=_("Due to"), required=False, help_text="")

    def days(self, month: date) -> tuple[date, date]:
        """The first and the last day of the time about a month."""
        self.is_valid()
        told = self.cleaned_data
        since, until = told.get("since"), told.get("until")
        days: list[date] = [day for day in (since, until) if day]
        if told.get("time") == DATES and days:
            return min(days), min(max(days), min(days) + _LONGEST)
        return _stretch(told.get("time") or SO_FAR, month)


def _stretch(time: str, month: date) -> tuple[date, date]:
    """The days of the month, of its quarter or year, or from New Year to its end."""
    if time == QUARTER:
        start = month.month - (month.month - 1) % 3
        return month.replace(month=start, day=1), _end(month.replace(month=start + 2, day=1))
    if time == YEAR:
        return date(month.year, 1, 1), date(month.year, 12, 31)
    if time == MONTH:
        return month.replace(day=1), _end(month)
    return date(month.year, 1, 1), _end(month)


def _end(month: date) -> date:
    return month.replace(day=monthrange(month.year, month.month)[1])


class BoardFilter(TimeFilter):
    """What a board is narrowed to. `show` names the fields that mean something on the page; others are left out."""

    plan = forms.ChoiceField(label=_("Plan"), required=False)
    branch = forms.ChoiceField(label=_("Branch"), required=False)
    obligation = forms.ChoiceField(label=_("Obligation"), required=False)
    kind = forms.ChoiceField(
        label=_("Kind"),
        required=False,
        choices=[("", _("all")), *((one.value, KINDS[one]) for one in (Kind.QUOTA, Kind.REPORT, Kind.ONCE))],
    )
    group = forms.ChoiceField(label=_("Group"), required=False, choices=[("", _("all")), *AgencyGroup.choices])
    q = forms.CharField(
        label=_("Agency"), required=False, max_length=100, widget=forms.TextInput(attrs={"type": "search"})
    )
    standing = forms.ChoiceField(
        label=_("Standing"),
        required=False,
        choices=[
            ("", _("all")),
            *((one.value, one.label) for one in _SHOWN),
            (FAILED, _("overdue or missed")),
            (FELL_BEHIND, _("overdue, missed or done late")),
            (OPEN, _("still open")),
        ],
    )
    agency = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    day = DateField(label=_("Day"), required=False, help_text="")
    span = forms.CharField(required=False, max_length=10, widget=forms.HiddenInput)
    by = forms.CharField(required=False, max_length=10, widget=forms.HiddenInput)
    sort = forms.CharField(required=False, max_length=12, widget=forms.HiddenInput)
    field_order = ("plan", "day", "time", "since", "until", "branch", "group", "obligation", "kind", "q", "standing")

    def __init__(self, data: QueryDict, *, show: Collection[str], plans: Choices, usual: str) -> None:
        super().__init__(_with_usual(data, "plan", usual or ALL_PLANS))
        always = {"plan", "time", "month", "since", "until"}
        for name in [name for name in self.fields if name not in always and name not in show]:
            del self.fields[name]
        self._choose("plan", [*plans, (ALL_PLANS, _("all plans"))])
        if self.data.get("time") != DATES:
            del self.fields["since"], self.fields["until"]
        for name in ("time", "since", "until") if "day" in show else ():
            if name in self.fields:  # goes along to other boards
                self.fields[name].widget = forms.HiddenInput()

    def offer(self, *, branches: Choices, obligations: Choices) -> None:
        """Gives the choices that depend on plan and time; a field without a choice is left out."""
        for name, choices, fewest in (("branch", branches, 2), ("obligation", obligations, 1)):
            if name in self.fields and len(choices) < fewest:
                del self.fields[name]
            elif name in self.fields:
                self._choose(name, [("", _("all")), *choices])
        self.full_clean()

    def _choose(self, name: str, choices: Choices) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]  # a ChoiceField

    def chosen(self, name: str) -> str:
        """What was chosen; empty where nothing was, or nothing that is understood."""
        self.is_valid()
        return str(self.cleaned_data.get(name) or "")

    def number(self, name: str) -> int | None:
        """The key that was chosen."""
        found = self.chosen(name)
        return int(found) if found.isascii() and found.isdigit() and len(found) < 19 else None

    def standings(self) -> frozenset[Standing]:
        """How the duties asked about stand; empty for all."""
        asked = self.chosen("standing")
        if asked in _TOGETHER:
            return _TOGETHER[asked]
        return frozenset({Standing(asked)}) if asked else frozenset()

    def day_chosen(self, today: date) -> date:
        """The day asked for, not after today; what is no day is today."""
        self.is_valid()
        return min(self.cleaned_data.get("day") or today, today)

    @property
    def is_week(self) -> bool:
        """Whether the week of the day is meant."""
        return self.chosen("span") == "week"

    def agency_key(self) -> UUID | None:
        """The agency asked about by its key; None also for what is no key."""
        try:
            return UUID(self.chosen("agency"))
        except ValueError:
            return None


def _with_usual(data: QueryDict, name: str, value: str) -> QueryDict:
    """Shows what is taken where nothing was chosen."""
    if data.get(name):
        return data
    filled = data.copy()
    filled[name] = value
    return filled
