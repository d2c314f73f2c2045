"""From terms and the time of a plan to its occurrences, one after the other."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from heapq import merge
from itertools import groupby

from loa.schedule.deadline import Point, WorkingDaysAfter
from loa.schedule.due import Asked, Due, find_due
from loa.schedule.occurrence import Explanation, Kind, Occurrence, Requirement
from loa.schedule.period import Calendar, Period, Slot
from loa.schedule.series import Series, series_of
from loa.schedule.settings import ClippedWindow, Settings
from loa.schedule.terms import Cadence, Terms
from loa.schedule.window import Window
from loa.schedule.wording import Step, Wording, step

__all__ = ["Course", "explain_absence", "in_order", "occurrences", "occurrences_of", "whole_windows"]

_NAMES = {
    Kind.ONCE: Wording("một lần", "once"),
    Kind.CONTINUOUS: Wording("thường xuyên", "continuous"),
}


@dataclass(frozen=True, slots=True)
class Course:
    """What all occurrences of a duty share.

    `in_force` are the days on which the terms hold; before `not_before` nothing may fall due.
    """

    terms: Terms
    plan: Window
    settings: Settings
    event: date | None = None
    in_force: Window | None = None
    not_before: date = date.min


def occurrences(
    terms: Terms,
    plan: Window,
    *,
    settings: Settings | None = None,
    event: date | None = None,
    in_force: Window | None = None,
) -> Iterator[Occurrence]:
    """The occurrences of a duty in the time of a plan, by the end of their windows, made one by one as asked for.

    `event` is the date that working days are counted from; `in_force` the days on which the duty holds, when these
    are fewer than the plan's. Terms that leave their windows to another programme give none: see `explain_absence`.
    """
    course = Course(terms, plan, settings or Settings(), event, in_force)
    return in_order(occurrences_of(series, course) for series in series_of(terms, course.settings, event))


def explain_absence(terms: Terms) -> Step | None:
    """Why terms have no occurrences, or None when they have."""
    other = Cadence.BY_PROGRAMME in terms.cadences and not series_of(terms, Settings())
    return step("no-due-by-programme") if other else None


def in_order(parts: Iterable[Iterator[Occurrence]]) -> Iterator[Occurrence]:
    """Streams of occurrences as one, by the end of the window, then its beginning."""
    return merge(*parts, key=lambda one: (one.window.end, one.window.start))


def occurrences_of(series: Series, course: Course) -> Iterator[Occurrence]:
    """The occurrences of one series."""
    return _recurring(series, course) if series.periods else _single(series, course)


# ------------------------------------------------------------------------------------------------- what comes round


def whole_windows(series: Series, course: Course) -> Iterator[tuple[Slot, bool]]:
    """The whole windows of a series over the time of the plan, and whether shorter reports are merged into each."""
    calendar, span = _cut_by(series, course)
    slots = [calendar.slots(period, span) for period in series.periods]
    ordered = merge(*slots, key=lambda slot: (slot.window.end, -slot.window.days))
    if series.kind is not Kind.REPORT or not course.settings.reporting.merge_same_end:
        yield from ((slot, False) for slot in ordered)
        return
    for _, same_end in groupby(ordered, key=lambda slot: slot.window.end):
        longest, *shorter = same_end
        yield longest, bool(shorter)


def _cut_by(series: Series, course: Course) -> tuple[Calendar, Window]:
    """The calendar of a series, and the days of the plan as that calendar cuts them; days and weeks are not cut."""
    settings = course.settings
    calendar = settings.reporting.calendar if series.kind is Kind.REPORT else settings.calendar
    return calendar, calendar.year_span(course.plan) if series.in_months else course.plan


def _recurring(series: Series, course: Course) -> Iterator[Occurrence]:
    calendar, bounds = _cut_by(series, course)
    held = bounds.within(course.in_force) if course.in_force else bounds
    if held is None:
        return
    for slot, merged in whole_windows(series, course):
        left = slot.window.within(held)
        if left is None or (left != slot.window and _is_dropped(series, course.settings)):
            continue
        asked = replace(
            _asked(slot.window, left, calendar, course),
            in_months=series.in_months,
            recurring=True,
            report=series.kind is Kind.REPORT,
            last=slot.window.end >= bounds.end,
        )
        yield _occurrence(slot, series, course, asked, merged=merged)


def _is_dropped(series: Series, settings: Settings) -> bool:
    return series.kind is Kind.QUOTA and settings.clipped_window is ClippedWindow.DROP


def _occurrence(slot: Slot, series: Series, course: Course, asked: Asked, *, merged: bool) -> Occurrence:
    window = asked.window
    due = find_due(series.deadline, asked)
    required, amounts = _required(series, course.settings, asked)
    shown = step("window", name=slot.name, start=window.start, end=window.end)
    joined = (step("merged-reports"),) if merged else ()
    began_later = f"@{window.start}" if window.start > slot.window.start else ""
    return Occurrence(
        key=f"{slot.key}{series.tag}{began_later}",
        name=slot.name,
        kind=_kind(series, course),
        period=slot.period,
        window=window,
        due_on=due.on,
        required=required,
        explanation=_explained(due, (shown, *series.steps, *joined, *amounts), course),
    )


def _required(series: Series, settings: Settings, asked: Asked) -> tuple[Requirement | None, tuple[Step, ...]]:
    required = series.required
    if required is None:
        return None, _clipped(asked)
    if not required.stated:
        return required, (step("amount-unstated"), *_clipped(asked))
    if asked.window != asked.whole and settings.clipped_window is ClippedWindow.SCALE:
        amount = -(-required.amount * asked.window.days // asked.whole.days)
        scaled = step(
            "clipped-scaled", days=asked.window.days, whole=asked.whole.days, amount=amount, stated=required.amount
        )
        return replace(required, amount=amount), (*_said(replace(required, amount=amount)), scaled)
    return required, (*_said(required), *_clipped(asked))


def _said(required: Requirement) -> tuple[Step, ...]:
    return (step("required", amount=required.amount, unit=required.unit.wording),) if required.unit else ()


def _clipped(asked: Asked) -> tuple[Step, ...]:
    if asked.window == asked.whole:
        return ()
    return (step("clipped", days=asked.window.days, whole=asked.whole.days),)


# ------------------------------------------------------------------------------------------- what does not come round


def _single(series: Series, course: Course) -> Iterator[Occurrence]:
    whole, steps = _whole(series, course)
    window = whole.within(course.in_force) if course.in_force else whole
    if window is None and course.in_force and series.kind is Kind.ONCE and whole.end < course.in_force.start:
        # A deadline that had passed when the duty came into force is shown, not lost.
        window, steps = whole, (*steps, step("before-plan", day=whole.end))
    if window is None:
        return
    due = _due_of_single(series, _asked(whole, window, course.settings.calendar, course))
    shown = step("window-of-plan", start=window.start, end=window.end)
    required = _said(series.required) if series.required else ()
    began_later = f"@{window.start}" if window.start > whole.start else ""
    yield Occurrence(
        key=f"{series.kind}{series.tag}{began_later}",
        name=_NAMES[series.kind],
        kind=_kind(series, course),
        period=None,
        window=window,
        due_on=due.on,
        required=series.required,
        explanation=_explained(due, (shown, *steps, *required), course),
    )


def _due_of_single(series: Series, asked: Asked) -> Due:
    if series.kind is Kind.CONTINUOUS:
        return Due(None, series.steps[0] if series.steps else step("no-due-continuous"))
    return find_due(series.deadline, asked)


def _whole(series: Series, course: Course) -> tuple[Window, tuple[Step, ...]]:
    """The window of what is done once or always, and what is odd about it.

    A month, quarter or year that is named is the window. A day ends it: until then there is time from the plan's first
    day on, or from the day of the event.
    """
    plan, deadline = course.plan, series.deadline
    if isinstance(deadline, WorkingDaysAfter) and course.event:
        count = course.settings.working_days.after(course.event, deadline.count)
        return Window(course.event, count.day), ()
    if not isinstance(deadline, Point):
        return plan, ()
    if deadline.grain is not Period.DAY and series.kind is Kind.ONCE:
        return deadline.window, ()
    day = deadline.window.end
    if day < plan.start:
        return deadline.window, (step("before-plan", day=day),)
    return Window(plan.start, min(day, plan.end)), (step("after-window", day=day),) if day > plan.end else ()


# ----------------------------------------------------------------------------------------------------------- for both


def _asked(whole: Window, window: Window, calendar: Calendar, course: Course) -> Asked:
    settings = course.settings
    return Asked(
        whole, window, calendar, settings.working_days, settings.due_on_day_off, event=course.event,
        not_before=course.not_before,
    )  # fmt: skip


def _kind(series: Series, course: Course) -> Kind:
    return Kind.REQUESTED if course.terms.requested else series.kind


def _explained(due: Due, steps: tuple[Step, ...], course: Course) -> Explanation:
    return Explanation(due.rule, course.terms.words, (*steps, *due.steps), due.days_off)
