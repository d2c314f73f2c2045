"""What an office may choose. Every choice a schedule depends on stands here; nothing is read from elsewhere."""

from dataclasses import dataclass, field
from enum import StrEnum

from loa.schedule.period import CALENDAR_MONTHS, MID_MONTH, Calendar
from loa.schedule.vietnam import vietnam
from loa.schedule.working_days import WorkingDays

__all__ = [
    "CALENDAR_REPORTS",
    "MID_MONTH_REPORTS",
    "Alternatives",
    "ClippedWindow",
    "DueOnDayOff",
    "ReportingCalendar",
    "Settings",
    "WindowInCourse",
]


class DueOnDayOff(StrEnum):
    """What becomes of a stated deadline that falls on a day off."""

    KEEP = "keep"
    NEXT = "next working day"
    PREVIOUS = "previous working day"


class ClippedWindow(StrEnum):
    """What is required in a window that the plan, or a change of it, cuts short. Reports are always required."""

    KEEP = "keep"
    DROP = "drop"
    SCALE = "scale"


class WindowInCourse(StrEnum):
    """Which rule holds for a quota's window that has begun when the rule changes.

    FINISH: the old one to the end of the window, where the new rule has the same period. CUT: each for its days.
    """

    FINISH = "finish"
    CUT = "cut"


class Alternatives(StrEnum):
    """What several cadences of a duty that is no report mean (*hàng tuần hoặc tháng*).

    LONGEST: a choice, so only the longest period surely binds. ALL: each of them.
    """

    LONGEST = "longest"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class ReportingCalendar:
    """Which windows reports cover.

    `merge_same_end`: of the reports that end on one day only the longest is due, so that quarterly, half-yearly and
    yearly give four: first quarter, half-year, third quarter, year. `nine_months`: quarterly reports have one on nine
    months, with which the third quarter's is merged.
    """

    calendar: Calendar = CALENDAR_MONTHS
    merge_same_end: bool = True
    nine_months: bool = False


CALENDAR_REPORTS = ReportingCalendar()
"""Reports on the months of the calendar."""

MID_MONTH_REPORTS = ReportingCalendar(MID_MONTH)
"""Reports on data from day 15 to day 14 (581/BNV-CCHC)."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The choices of one office."""

    calendar: Calendar = CALENDAR_MONTHS
    reporting: ReportingCalendar = CALENDAR_REPORTS
    working_days: WorkingDays = field(default_factory=vietnam)
    due_on_day_off: DueOnDayOff = DueOnDayOff.KEEP
    clipped_window: ClippedWindow = ClippedWindow.KEEP
    window_in_course: WindowInCourse = WindowInCourse.FINISH
    alternatives: Alternatives = Alternatives.LONGEST
