"""On which days an agency of the sample province does what it owes."""

from datetime import date, timedelta
from random import Random

from loa.monitoring.models import Occurrence
from loa.project.demo.year.habits import Habit

__all__ = ["dated_day", "days_of"]

_LAST_DAYS = 8
_LATEST = 12


def days_of(one: Occurrence, required: int, habit: Habit, chance: Random, today: date) -> list[date]:
    """The days up to today on which something was done for a quota."""
    wanted = required * habit.share_on(one.window_from)
    count = max(0, round(chance.gauss(wanted, max(0.4, required * habit.spread))))
    days = [_day_in(one, habit, chance) for _ in range(count)]
    return sorted(day for day in days if day <= today)


def _day_in(one: Occurrence, habit: Habit, chance: Random) -> date:
    length = (one.window_to - one.window_from).days
    if habit.at_the_end and chance.random() < 0.8:
        return one.window_to - timedelta(days=chance.randint(0, min(_LAST_DAYS, length)))
    return one.window_from + timedelta(days=chance.randint(0, length))


def dated_day(one: Occurrence, habit: Habit, chance: Random, today: date) -> date | None:
    """The day on which something with a due day was done, or None when it was not, or not yet."""
    due = one.due_on or one.window_to
    lot = chance.random()
    if lot < habit.never:
        return None
    if lot < habit.never + habit.late:
        day = due + timedelta(days=chance.randint(1, _LATEST))
    else:
        day = max(one.window_from, due - timedelta(days=chance.randint(0, 9)))
    return day if day <= today else None
