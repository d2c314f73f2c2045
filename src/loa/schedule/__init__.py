"""From what a plan says about time and amount to a year of windows and due dates. Pure Python, usable alone.

    terms = parse_terms(cadence="monthly", quotas=plan_quotas, deadline=None, words="ít nhất 05 tin, bài/tháng")
    for occurrence in occurrences(terms, years(2023)):
        print(occurrence.key, occurrence.due_on, occurrence.explanation.vi)

No clock, no locale, no network: the same input gives the same calendar.
"""

from loa.schedule.changes import Version, occurrences_under
from loa.schedule.deadline import Deadline
from loa.schedule.errors import ScheduleError, UnknownCode, UnknownDeadline, WrongTable, WrongWindow
from loa.schedule.occurrence import Explanation, Kind, Occurrence, Requirement
from loa.schedule.occurrences import explain_absence, occurrences
from loa.schedule.period import CALENDAR_MONTHS, MID_MONTH, Calendar, Period
from loa.schedule.settings import (
    CALENDAR_REPORTS,
    MID_MONTH_REPORTS,
    Alternatives,
    ClippedWindow,
    DueOnDayOff,
    ReportingCalendar,
    Settings,
    WindowInCourse,
)
from loa.schedule.terms import Cadence, Quota, Terms, Unit, parse_terms
from loa.schedule.vietnam import read_table, vietnam, working_days
from loa.schedule.window import Window, years
from loa.schedule.wording import Step, Wording
from loa.schedule.working_days import DayOff, WorkingDays

__all__ = [
    "CALENDAR_MONTHS",
    "CALENDAR_REPORTS",
    "MID_MONTH",
    "MID_MONTH_REPORTS",
    "Alternatives",
    "Cadence",
    "Calendar",
    "ClippedWindow",
    "DayOff",
    "Deadline",
    "DueOnDayOff",
    "Explanation",
    "Kind",
    "Occurrence",
    "Period",
    "Quota",
    "ReportingCalendar",
    "Requirement",
    "ScheduleError",
    "Settings",
    "Step",
    "Terms",
    "Unit",
    "UnknownCode",
    "UnknownDeadline",
    "Version",
    "Window",
    "WindowInCourse",
    "Wording",
    "WorkingDays",
    "WrongTable",
    "WrongWindow",
    "explain_absence",
    "occurrences",
    "occurrences_under",
    "parse_terms",
    "read_table",
    "vietnam",
    "working_days",
    "years",
]
