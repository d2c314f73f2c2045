"""How standing went over time, by the week or month in which duties fell due."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from loa.monitoring.queries.board.agencies import counts_together
from loa.monitoring.queries.board.branches import branch_counts
from loa.monitoring.queries.board.counts import NONE, Counts, total
from loa.monitoring.queries.board.question import Question, Window
from loa.monitoring.queries.board.sight import Scope
from loa.schedule.window import ONE_DAY

__all__ = ["Point", "Start", "before", "counts_in", "month_start", "trend", "week_start"]

Start = Callable[[date], date]
"""The first day of the stretch a day lies in."""


@dataclass(frozen=True, slots=True)
class Point:
    """A week or a month, cut to the time asked about, and how what fell due in it stands."""

    first: date
    last: date
    counts: Counts


def month_start(day: date) -> date:
    """The first of the month."""
    return day.replace(day=1)


def week_start(day: date) -> date:
    """The Monday."""
    return day - timedelta(days=day.weekday())


def trend(question: Question, scope: Scope, start: Start) -> list[Point]:
    """Every week or month of the time, also those in which nothing fell due."""
    by_day = _by_day(question, scope)
    sums: dict[date, list[Counts]] = defaultdict(list)
    for day, counts in by_day.items():
        sums[start(day)].append(counts)
    points, first = [], question.first
    while first <= question.last:
        begin = start(first)
        after = start(begin + timedelta(days=31 if start is month_start else 7))
        last = min(after - ONE_DAY, question.last)
        points.append(Point(first, last, total(sums.get(begin, ()))))
        first = after
    return points


def _by_day(question: Question, scope: Scope) -> dict[date, Counts]:
    found: dict[date, Counts] = {}
    if scope.branches:
        found = {day: counts for (day,), counts in branch_counts(question, scope.branches, by=("owed_on",)).items()}
    if scope.agencies:
        for day, counts in counts_together(question, scope.agencies, by=_owed_on).items():
            found[day] = found.get(day, NONE) + counts
    return found


def _owed_on(one: Window) -> date:
    return one.owed_on


def counts_in(question: Question, scope: Scope) -> Counts:
    """How everything in the scope stands, together."""
    parts = [*branch_counts(question, scope.branches).values()] if scope.branches else []
    if scope.agencies:
        parts.extend(counts_together(question, scope.agencies).values())
    return total(parts)


_HALF_A_YEAR = 6


def before(question: Question) -> Question:
    """The same about the days before, as many as these: for months, as many months.

    What runs from January on for more than half a year is held against the same months of the year before.
    """
    last = question.first - ONE_DAY
    if question.first.day == 1 and (question.last + ONE_DAY).day == 1:
        months = (question.last.year - question.first.year) * 12 + question.last.month - question.first.month + 1
        if question.first.month == 1 and months > _HALF_A_YEAR:
            end = (question.last + ONE_DAY).replace(year=question.last.year - (question.last.month < 12))
            return replace(question, first=question.first.replace(year=question.first.year - 1), last=end - ONE_DAY)
        index = question.first.year * 12 + question.first.month - 1 - months
        return replace(question, first=date(index // 12, index % 12 + 1, 1), last=last)
    return replace(question, first=last - (question.last - question.first), last=last)
