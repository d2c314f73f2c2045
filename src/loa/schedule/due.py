"""From a deadline and a window to the due date, with every step on the way."""

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta

from loa.schedule.deadline import DayOfLastMonth, DayOfMonth, DayOfQuarter, DayOfYear, Deadline, Point, WorkingDaysAfter
from loa.schedule.period import Calendar
from loa.schedule.settings import DueOnDayOff
from loa.schedule.window import Window
from loa.schedule.wording import Step, step
from loa.schedule.working_days import Count, DayOff, WorkingDays

__all__ = ["Asked", "Due", "find_due"]

_ALMOST_A_YEAR = 360
_EARLY = 4
"""A day in the first quarter of a window is too early for a report on that window."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The window a due date is asked for.

    `whole` is the window of the period, `window` what is left of it. `last`: no other window of the plan follows.
    `recurring`: it is one of many. `event` is the date of what working days are counted from, where it is known.
    """

    whole: Window
    window: Window
    calendar: Calendar
    working_days: WorkingDays
    day_off: DueOnDayOff
    in_months: bool = False
    recurring: bool = False
    report: bool = False
    last: bool = False
    event: date | None = None
    not_before: date = date.min


@dataclass(frozen=True, slots=True)
class Due:
    """A due date, or None where there is none yet; the rule, the steps, the days off that mattered.

    `applies` is False where the deadline is not one of this window, so that the end of the window stands in.
    """

    on: date | None
    rule: Step
    steps: tuple[Step, ...] = ()
    days_off: tuple[DayOff, ...] = ()
    applies: bool = True


def find_due(deadline: Deadline | None, asked: Asked) -> Due:
    """The due date in or after a window. The end of the window is never moved for a day off: nobody stated it."""
    if deadline is None:
        return Due(asked.window.end, step("due-at-end"))
    due = _stated(deadline, asked)
    if due.on is None or not due.applies:
        return due
    if due.on < max(asked.window.start, asked.not_before):
        return _at_end(asked, due.rule, *due.steps, step("before-it-holds", day=due.on))
    return _marked_late(_on_working_day(due, due.on, asked), asked)


def _stated(deadline: Deadline, asked: Asked) -> Due:
    match deadline:
        case Point():
            return _by_point(deadline, asked)
        case DayOfLastMonth(day):
            return _in_last_month(day, step("due-last-month", day=day), asked)
        case DayOfMonth(day):
            return _in_last_month(day, step("due-each-month", day=day), asked)
        case DayOfQuarter(day):
            return _in_last_month(day, step("due-each-quarter", day=day), asked)
        case DayOfYear():
            return _in_year(deadline, asked)
        case WorkingDaysAfter():
            return _after_event(deadline, asked)


def _at_end(asked: Asked, rule: Step, *steps: Step) -> Due:
    """The last day of the window, because the deadline does not apply to it."""
    return Due(asked.window.end, rule, steps, applies=False)


def _by_point(deadline: Point, asked: Asked) -> Due:
    day = deadline.window.end
    rule = step("due-by-point", day=day)
    if not asked.recurring or _is_deadline_of(day, asked):
        return Due(day, rule)
    return _at_end(asked, rule, step("deadline-elsewhere"))


def _is_deadline_of(day: date, asked: Asked) -> bool:
    """Whether one date is the deadline of a window among many: it lies in it, for a report in its second half."""
    if day > asked.whole.end:
        return asked.last
    return day >= asked.whole.start + timedelta(days=asked.whole.days // 2 if asked.report else 0)


def _in_last_month(day: int, rule: Step, asked: Asked) -> Due:
    if not asked.in_months:
        return _at_end(asked, rule, step("too-short"))
    year, month = asked.calendar.last_month(asked.whole)
    found, steps = _day_of(year, month, day)
    # The words "of the reporting period" tie the day to the period it reports on; "of every month" do not.
    if rule.code != "due-last-month" and _is_too_early(found, asked):
        early = found
        found, steps = _day_of(year + month // 12, month % 12 + 1, day)
        steps = (*steps, step("report-too-early", day=early, taken=found))
    return Due(found, rule, steps)


def _in_year(deadline: DayOfYear, asked: Asked) -> Due:
    rule = step("due-each-year", day=deadline.day, month=deadline.month)
    year = asked.whole.start.year
    found, steps = _day_of(year, deadline.month, deadline.day)
    if found < asked.whole.start:
        year += 1
        found, steps = _day_of(year, deadline.month, deadline.day)
    early = _is_too_early(found, asked)
    if early and asked.whole.days > _ALMOST_A_YEAR:
        later, steps = _day_of(year + 1, deadline.month, deadline.day)
        return Due(later, rule, (*steps, step("report-too-early", day=found, taken=later)))
    if early or found > asked.whole.end:
        return _at_end(asked, rule, step("deadline-elsewhere"))
    return Due(found, rule, steps)


def _after_event(deadline: WorkingDaysAfter, asked: Asked) -> Due:
    rule = step("due-after-event", count=deadline.count, event=deadline.event)
    if asked.event is None:
        return Due(None, rule, (step("no-event-date", event=deadline.event),))
    if asked.recurring and asked.event not in asked.whole:
        return Due(None, rule, (step("event-elsewhere", day=asked.event),))
    count = asked.working_days.after(asked.event, deadline.count)
    counted = step("counted", count=deadline.count, event=asked.event, taken=count.day)
    return Due(count.day, rule, (counted,), count.holidays)


def _day_of(year: int, month: int, day: int) -> tuple[date, tuple[Step, ...]]:
    """A day of a month, or the last day of a month that is too short, with the step that says so."""
    last = monthrange(year, month)[1]
    found = date(year, month, min(day, last))
    return found, (step("short-month", year=year, month=month, day=day, taken=found),) if day > last else ()


def _is_too_early(day: date, asked: Asked) -> bool:
    return asked.report and day < asked.whole.start + timedelta(days=asked.whole.days // _EARLY)


def _on_working_day(due: Due, day: date, asked: Asked) -> Due:
    """The due date put on a working day, where the office wants that and the window has one."""
    steps = (*due.steps, *_unknown(day, asked))
    off = asked.working_days.day_off(day)
    if off is None:
        return replace(due, steps=steps)
    code, count = "day-off-kept", Count(day, (off,))
    if asked.day_off is DueOnDayOff.NEXT:
        code, count = "day-off-next", asked.working_days.on_or_after(day)
    elif asked.day_off is DueOnDayOff.PREVIOUS:
        code, count = "day-off-previous", asked.working_days.on_or_before(day)
    if count.day < max(asked.window.start, asked.not_before):
        code, count = "day-off-first", Count(day, (off,))
    moved = step(code, day=day, name=off.name, taken=count.day)
    return Due(count.day, due.rule, (*steps, moved), (*due.days_off, *count.holidays))


def _unknown(day: date, asked: Asked) -> tuple[Step, ...]:
    return () if asked.working_days.is_known(day) else (step("days-off-unknown", day=day),)


def _marked_late(due: Due, asked: Asked) -> Due:
    late = asked.recurring and due.on is not None and due.on > asked.window.end
    return replace(due, steps=(*due.steps, step("after-window", day=due.on))) if late and due.on else due
