"""A month as a grid of weeks that begin on Monday."""

from calendar import Calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from loa.ui.parts import Day, Entry


@dataclass(frozen=True)
class Month:
    """The weeks of a month with what stands on each day, and the first days of the months beside it."""

    first: date
    weeks: tuple[tuple[Day, ...], ...]

    @property
    def previous(self) -> date:
        return (self.first - timedelta(days=1)).replace(day=1)

    @property
    def next(self) -> date:
        return (self.first + timedelta(days=31)).replace(day=1)

    @property
    def busy(self) -> list[Day]:
        """Days of this month that have entries, for narrow screens and paper."""
        return [day for week in self.weeks for day in week if day.within and day.entries]


def month_of(first: date, entries: Iterable[Entry], *, today: date | None = None) -> Month:
    """The month that `first` lies in."""
    first = first.replace(day=1)
    by_day: dict[date, list[Entry]] = {}
    for entry in entries:
        by_day.setdefault(entry.on, []).append(entry)
    weeks = Calendar().monthdatescalendar(first.year, first.month)
    return Month(first, tuple(tuple(_day(on, first, today, by_day) for on in week) for week in weeks))


def _day(on: date, first: date, today: date | None, entries: dict[date, list[Entry]]) -> Day:
    within = (on.year, on.month) == (first.year, first.month)
    return Day(on=on, within=within, today=on == today, entries=tuple(entries.get(on, ())))
