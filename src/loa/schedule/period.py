"""The periods in which duties come round, and the windows they cut time into."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from loa.schedule.errors import WrongWindow
from loa.schedule.window import ONE_DAY, Window
from loa.schedule.wording import Wording

__all__ = ["CALENDAR_MONTHS", "MID_MONTH", "Calendar", "Period", "Slot"]

_ROMAN = ("I", "II", "III", "IV")
_ORDINAL = ("first", "second")


class Period(StrEnum):
    """A period; the values are the words of the annotation guide for quotas, and their like."""

    DAY = "day"
    WEEK = "week"
    TWO_WEEKS = "two weeks"
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half-year"
    NINE_MONTHS = "nine months"
    YEAR = "year"

    @property
    def months(self) -> int | None:
        """How many months it has; None where it is counted in days."""
        return _IN_MONTHS.get(self)

    @property
    def length(self) -> int:
        """About how many days it has: enough to say which of two is the longer."""
        return _IN_DAYS[self] if self in _IN_DAYS else 30 * _IN_MONTHS[self]


_IN_DAYS = {Period.DAY: 1, Period.WEEK: 7, Period.TWO_WEEKS: 14}
_IN_MONTHS = {Period.MONTH: 1, Period.QUARTER: 3, Period.HALF_YEAR: 6, Period.NINE_MONTHS: 9, Period.YEAR: 12}


@dataclass(frozen=True, slots=True)
class Slot:
    """One whole window of a period, before anything is cut off; `number` counts within `year`, from 1."""

    period: Period
    year: int
    number: int
    window: Window

    @property
    def key(self) -> str:
        """The name of the window for machines: `2023-W05`, `2023-03`, `2023-Q1`, `2023-H1`, `2023-9M`, `2023`."""
        match self.period:
            case Period.DAY:
                return self.window.start.isoformat()
            case Period.WEEK:
                return f"{self.year}-W{self.number:02}"
            case Period.TWO_WEEKS:
                return f"{self.year}-W{self.number:02}+1"
            case Period.MONTH:
                return f"{self.year}-{self.number:02}"
            case Period.QUARTER:
                return f"{self.year}-Q{self.number}"
            case Period.HALF_YEAR:
                return f"{self.year}-H{self.number}"
            case Period.NINE_MONTHS:
                return f"{self.year}-9M"
            case Period.YEAR:
                return str(self.year)

    @property
    def name(self) -> Wording:
        """The name of the window as offices write it."""
        year, number, start = self.year, self.number, self.window.start
        match self.period:
            case Period.DAY:
                return Wording(f"ngày {start:%d/%m/%Y}", start.isoformat())
            case Period.WEEK:
                return Wording(f"tuần {number}/{year}", f"week {number} of {year}")
            case Period.TWO_WEEKS:
                return Wording(f"hai tuần từ {start:%d/%m/%Y}", f"two weeks from {start}")
            case Period.MONTH:
                return Wording(f"tháng {number}/{year}", f"month {number} of {year}")
            case Period.QUARTER:
                return Wording(f"quý {_ROMAN[number - 1]}/{year}", f"quarter {number} of {year}")
            case Period.HALF_YEAR:
                part = ("đầu", "cuối")[number - 1]
                return Wording(f"6 tháng {part} năm {year}", f"{_ORDINAL[number - 1]} half of {year}")
            case Period.NINE_MONTHS:
                return Wording(f"9 tháng đầu năm {year}", f"first nine months of {year}")
            case Period.YEAR:
                return Wording(f"năm {year}", f"year {year}")


@dataclass(frozen=True, slots=True)
class Calendar:
    """How months, and the quarters, half-years and years made of them, are cut.

    `cut_day` 1 gives the months of the calendar. Any other gives data windows: with 15, the month of March runs
    from 15 February to 14 March, the first quarter from 15 December to 14 March. `first_month` is the month a year
    begins with; a year is named after the calendar year in which it begins.
    """

    cut_day: int = 1
    first_month: int = 1

    def __post_init__(self) -> None:
        if not 1 <= self.cut_day <= 28 or not 1 <= self.first_month <= 12:
            raise WrongWindow(
                "Ngày chốt số liệu phải từ 1 đến 28 và tháng đầu năm phải từ 1 đến 12.",
                "The day of the cut must be from 1 to 28, the first month from 1 to 12.",
            )

    def slots(self, period: Period, span: Window) -> Iterator[Slot]:
        """The whole windows of a period that share a day with the span, in order.

        Weeks begin on Monday. Two weeks are counted from the Monday on or before the first day of the span, so
        the span must be that of the whole plan.
        """
        if period is Period.DAY:
            yield from self._days(span)
        elif period in (Period.WEEK, Period.TWO_WEEKS):
            yield from self._weeks(period, span)
        else:
            yield from self._months(period, span)

    def year_span(self, plan: Window) -> Window:
        """The days whose data belong to a plan: those of its months as this calendar cuts them.

        A plan that begins or ends inside a month begins or ends there; one so short that no month of data is left has
        its own days.
        """
        start, end = plan.start, plan.end
        if start.day == 1:
            start = self._month_start(_index(start))
        if (end + ONE_DAY).day == 1:
            end = self._month_start(_index(end) + 1) - ONE_DAY
        return Window(start, end) if start <= end else plan

    def last_month(self, window: Window) -> tuple[int, int]:
        """Year and month that the last day of a window belongs to, as this calendar counts them."""
        index = self._index_of(window.end)
        return index // 12, index % 12 + 1

    @staticmethod
    def _days(span: Window) -> Iterator[Slot]:
        for offset in range(span.days):
            day = span.start + timedelta(days=offset)
            yield Slot(Period.DAY, day.year, day.timetuple().tm_yday, Window(day, day))

    @staticmethod
    def _weeks(period: Period, span: Window) -> Iterator[Slot]:
        length = _IN_DAYS[period]
        monday = span.start - timedelta(days=span.start.weekday())
        while monday <= span.end:
            year, week, _ = monday.isocalendar()
            yield Slot(period, year, week, Window(monday, monday + timedelta(days=length - 1)))
            monday += timedelta(days=length)

    def _months(self, period: Period, span: Window) -> Iterator[Slot]:
        count = _IN_MONTHS[period]
        # Nine months begin with each year and leave its last quarter out.
        stride = 12 if period is Period.NINE_MONTHS else count
        offset = self.first_month - 1
        index = self._index_of(span.start)
        index -= (index - offset) % stride
        while (start := self._month_start(index)) <= span.end:
            window = Window(start, self._month_start(index + count) - ONE_DAY)
            if window.end >= span.start:
                year, month = divmod(index - offset, 12)
                shown = month + offset if period is Period.MONTH else month // count
                yield Slot(period, year + shown // 12, shown % 12 + 1, window)
            index += stride

    def _index_of(self, day: date) -> int:
        later = self.cut_day > 1 and day.day >= self.cut_day
        return _index(day) + later

    def _month_start(self, index: int) -> date:
        if self.cut_day > 1:
            index -= 1
        return date(index // 12, index % 12 + 1, self.cut_day)


def _index(day: date) -> int:
    """Months since the beginning of the era."""
    return day.year * 12 + day.month - 1


CALENDAR_MONTHS = Calendar()
"""Months, quarters, half-years and years of the calendar."""

MID_MONTH = Calendar(cut_day=15)
"""Data windows from day 15 to day 14, as the Ministry of Home Affairs asks for (581/BNV-CCHC)."""
