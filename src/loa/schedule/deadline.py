"""Deadlines as the annotation guide writes them, and what they mean.

2023 | 2023-06 | 2023-06-15 | 2023-Q2
day 15 of the last month of the reporting period
day 5 of every month | day 5 of every quarter | 11-25 of every year
3 working days after the day of issue
"""

import re
from dataclasses import dataclass
from datetime import date

from loa.schedule.errors import UnknownDeadline
from loa.schedule.period import CALENDAR_MONTHS, Period
from loa.schedule.window import Window

__all__ = [
    "DayOfLastMonth",
    "DayOfMonth",
    "DayOfQuarter",
    "DayOfYear",
    "Deadline",
    "Point",
    "WorkingDaysAfter",
    "parse",
]


@dataclass(frozen=True, slots=True)
class Point:
    """A day, a month, a quarter or a year that is named: the thing is due by its last day."""

    window: Window
    grain: Period

    def __str__(self) -> str:
        start = self.window.start
        match self.grain:
            case Period.DAY:
                return start.isoformat()
            case Period.MONTH:
                return f"{start:%Y-%m}"
            case Period.QUARTER:
                return f"{start:%Y}-Q{(start.month + 2) // 3}"
            case _:
                return f"{start:%Y}"


@dataclass(frozen=True, slots=True)
class DayOfLastMonth:
    """A day of the last month of each reporting period (*ngày 15 của tháng cuối kỳ báo cáo*)."""

    day: int

    def __str__(self) -> str:
        return f"day {self.day} of the last month of the reporting period"


@dataclass(frozen=True, slots=True)
class DayOfMonth:
    """A day of every month."""

    day: int

    def __str__(self) -> str:
        return f"day {self.day} of every month"


@dataclass(frozen=True, slots=True)
class DayOfQuarter:
    """A day of every quarter; the words name no month, so it is that of the quarter's last."""

    day: int

    def __str__(self) -> str:
        return f"day {self.day} of every quarter"


@dataclass(frozen=True, slots=True)
class DayOfYear:
    """A day and month of every year (*ngày 20/11 hằng năm*)."""

    month: int
    day: int

    def __str__(self) -> str:
        return f"{self.month:02}-{self.day:02} of every year"


@dataclass(frozen=True, slots=True)
class WorkingDaysAfter:
    """So many working days after something happens; `event` is in the words of the plan."""

    count: int
    event: str

    def __str__(self) -> str:
        return f"{self.count} working days after {self.event}"


Deadline = Point | DayOfLastMonth | DayOfMonth | DayOfQuarter | DayOfYear | WorkingDaysAfter

_POINT = re.compile(r"(?P<year>\d{4})(?:-(?:Q(?P<quarter>[1-4])|(?P<month>\d\d)(?:-(?P<day>\d\d))?))?")
_DAY_OF = re.compile(
    r"day (?P<day>\d{1,2}) of (?P<what>the last month of the reporting period|every month|every quarter)"
)
_DAY_OF_YEAR = re.compile(r"(?P<month>\d\d)-(?P<day>\d\d) of every year")
_AFTER = re.compile(r"(?P<count>\d+) working days? after (?P<event>\S.*)", re.DOTALL)
_KINDS: dict[str, type[DayOfLastMonth] | type[DayOfMonth] | type[DayOfQuarter]] = {
    "the last month of the reporting period": DayOfLastMonth,
    "every month": DayOfMonth,
    "every quarter": DayOfQuarter,
}
_LEAP_YEAR = 2024


def parse(text: str) -> Deadline:
    """The meaning of a deadline. Raises UnknownDeadline."""
    try:
        found = _parse(text.strip())
    except ValueError:  # of `date`: a day or a month that does not exist
        found = None
    if found is None:
        raise UnknownDeadline(f"Không hiểu thời hạn “{text}”.", f"Not a deadline Loa understands: {text!r}.")
    return found


def _parse(text: str) -> Deadline | None:
    if match := _POINT.fullmatch(text):
        return _point(match)
    if (match := _DAY_OF.fullmatch(text)) and 1 <= int(match["day"]) <= 31:
        return _KINDS[match["what"]](int(match["day"]))
    if match := _DAY_OF_YEAR.fullmatch(text):
        day = date(_LEAP_YEAR, int(match["month"]), int(match["day"]))
        return DayOfYear(day.month, day.day)
    if match := _AFTER.fullmatch(text):
        return WorkingDaysAfter(int(match["count"]), match["event"])
    return None


def _point(match: re.Match[str]) -> Point:
    year = int(match["year"])
    if match["day"]:
        day = date(year, int(match["month"]), int(match["day"]))
        return Point(Window(day, day), Period.DAY)
    if match["month"]:
        return _named(Period.MONTH, date(year, int(match["month"]), 1))
    if match["quarter"]:
        return _named(Period.QUARTER, date(year, 3 * int(match["quarter"]) - 2, 1))
    return _named(Period.YEAR, date(year, 1, 1))


def _named(period: Period, first: date) -> Point:
    (slot,) = CALENDAR_MONTHS.slots(period, Window(first, first))
    return Point(slot.window, period)
