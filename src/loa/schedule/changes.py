"""Terms that change on a day: the past stays as it was, the future follows the new rule."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from loa.schedule.occurrence import Kind, Occurrence
from loa.schedule.occurrences import Course, in_order, occurrences_of, whole_windows
from loa.schedule.period import Period
from loa.schedule.series import Series, series_of
from loa.schedule.settings import Settings, WindowInCourse
from loa.schedule.terms import Terms
from loa.schedule.window import ONE_DAY, Window

__all__ = ["Version", "occurrences_under"]


@dataclass(frozen=True, slots=True)
class Version:
    """Terms that hold from a day on, until the next version; None when the duty ends that day."""

    since: date
    terms: Terms | None


def occurrences_under(
    versions: Sequence[Version], plan: Window, *, settings: Settings | None = None, event: date | None = None
) -> Iterator[Occurrence]:
    """The occurrences of a duty whose terms change, by the end of their windows.

    What is counted in a window belongs to the rule that held while it ran: a window that has ended stays, one that has
    begun follows `Settings.window_in_course`. What is due on a day (a report, a thing done once) belongs to the rule
    that held on that day: due before the change, it stays; due later, it follows the new rule, over its whole window.
    """
    chosen = settings or Settings()
    ordered = sorted(versions, key=lambda version: version.since)
    parts = [
        (version.since, _of_version(version, before, after, Course(version.terms, plan, chosen, event)))
        for before, version, after in zip([None, *ordered], ordered, [*ordered[1:], None], strict=False)
        if version.terms is not None
    ]
    return in_order(_each_once(parts))


def _each_once(parts: list[tuple[date, list[Occurrence]]]) -> Iterator[Iterator[Occurrence]]:
    """The versions' occurrences without those an older version has already.

    A thing to be done once that was due before the change, and is due again under the new rule, is another one.
    """
    taken: set[str] = set()
    for since, part in parts:
        fresh = [_anew(one, since) if one.key in taken and one.period is None else one for one in part]
        fresh = [one for one in fresh if one.key not in taken]
        taken.update(one.key for one in fresh)
        yield iter(fresh)


def _anew(one: Occurrence, since: date) -> Occurrence:
    window = Window(max(one.window.start, since), max(one.window.end, since))
    return replace(one, key=f"{one.key}@{since}", window=window)


def _of_version(version: Version, before: Version | None, after: Version | None, course: Course) -> list[Occurrence]:
    from_the_start = before is None and version.since <= course.plan.start
    since = date.min if from_the_start else version.since
    series = series_of(course.terms, course.settings, course.event)
    return list(in_order(_held(one, since, before, after, course) for one in series))


def _held(
    series: Series, since: date, before: Version | None, after: Version | None, course: Course
) -> Iterator[Occurrence]:
    """The occurrences of a series that fall to its version."""
    if series.kind in (Kind.REPORT, Kind.ONCE):
        until = after.since if after else date.max
        # What was due once before there was any rule is asked for all the same: it is late from the first day on.
        begins = date.min if before is None and series.kind is Kind.ONCE else since
        yield from (
            one
            for one in occurrences_of(series, replace(course, not_before=since))
            if begins <= (one.due_on or one.window.end) < until
        )
        return
    start = _change_over(since, series, before, course) if before else since
    end = _change_over(after.since, series, after, course) - ONE_DAY if after else date.max
    if start <= end:
        yield from occurrences_of(series, replace(course, in_force=Window(start, end)))


def _change_over(change: date, series: Series, other: Version, course: Course) -> date:
    """The day from which the newer of two versions has the windows of a series."""
    if course.settings.window_in_course is WindowInCourse.CUT or not _share_period(series, other, course):
        return change
    for slot, _ in whole_windows(series, course):
        if slot.window.start < change <= slot.window.end and change > course.plan.start:
            return slot.window.end + ONE_DAY
    return change


def _share_period(series: Series, other: Version, course: Course) -> bool:
    if other.terms is None:
        return False
    return bool(set(series.periods) & _counted_periods(other.terms, course))


def _counted_periods(terms: Terms, course: Course) -> set[Period]:
    others = series_of(terms, course.settings, course.event)
    return {period for one in others if one.kind is Kind.QUOTA for period in one.periods}
