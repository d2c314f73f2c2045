"""Standing: a pure function of what is owed, what was shown for it and the day.

Nothing here knows of a database. Stored counters are a cache of `count` and nothing else; `standing` is asked anew on
every page, because it depends on the day.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum

from loa.monitoring.enums import Done, Standing
from loa.schedule import Kind

__all__ = [
    "DEFAULT",
    "NOTHING",
    "Owed",
    "Risk",
    "Shown",
    "Thing",
    "Thresholds",
    "count",
    "even_pace",
    "risk",
    "standing",
]


@dataclass(frozen=True, slots=True)
class Owed:
    """What one agency owes for one occurrence. `due_on` is None where nothing is ever due; `required` is at least 1."""

    kind: Kind
    window_from: date
    window_to: date
    due_on: date | None
    closes_on: date
    required: int = 1
    waived: bool = False


@dataclass(frozen=True, slots=True, order=True)
class Thing:
    """A counted match: on which day, and as how many."""

    happened_on: date
    amount: int = 1


@dataclass(frozen=True, slots=True)
class Shown:
    """What counted things come to. `done_on` is the day on which the number required was reached."""

    counted: int = 0
    in_time: int = 0
    done: Done = Done.PART
    done_on: date | None = None
    last_on: date | None = None


NOTHING = Shown()


@dataclass(frozen=True, slots=True)
class Thresholds:
    """When something that is not done yet is at risk.

    `soon`: so many days before the due day what has nothing to show yet is at risk. `slack`: so many things may be
    missing from an even pace before it is, but never more than half of what is required.
    """

    soon: int = 7
    slack: float = 1.0


DEFAULT = Thresholds()


def count(owed: Owed, things: Iterable[Thing]) -> Shown:
    """What the counted things of an agency come to for an occurrence, whatever their order."""
    counted = in_time = 0
    done_on = last_on = None
    for thing in sorted(things):
        counted += thing.amount
        if owed.due_on is None or thing.happened_on <= owed.due_on:
            in_time += thing.amount
        if done_on is None and counted >= owed.required:
            done_on = thing.happened_on
        last_on = thing.happened_on
    return Shown(counted, in_time, _done(in_time, counted, owed.required), done_on, last_on)


def _done(in_time: int, counted: int, required: int) -> Done:
    if in_time >= required:
        return Done.MET
    return Done.LATE if counted >= required else Done.PART


def standing(owed: Owed, shown: Shown, *, today: date, thresholds: Thresholds = DEFAULT) -> Standing:
    """The standing of one occurrence at one agency on a day.

    What is asked of bodies outside the executive has a standing too; nobody is reminded of it.
    """
    if owed.waived:
        return Standing.WAIVED
    if owed.kind is Kind.CONTINUOUS or owed.due_on is None:
        return Standing.CONTINUOUS
    if shown.done is not Done.PART:
        return Standing(shown.done.value)
    if today > owed.due_on:
        return Standing.MISSED if today > owed.closes_on else Standing.OVERDUE
    return _on_the_way(owed, owed.due_on, shown, today, thresholds)


def _on_the_way(owed: Owed, due_on: date, shown: Shown, today: date, thresholds: Thresholds) -> Standing:
    if today < owed.window_from:
        return Standing.NOT_YET_DUE
    if risk(owed, due_on, shown, today=today, thresholds=thresholds):
        return Standing.AT_RISK
    return Standing.ON_TRACK if owed.kind is Kind.QUOTA else Standing.NOT_YET_DUE


class Risk(Enum):
    """Why something is at risk: its pace, or that little time is left. How likely it is missed, the forecast says."""

    BEHIND = "behind"
    LAST_DAYS = "last_days"
    SOON = "soon"


def risk(owed: Owed, due_on: date, shown: Shown, *, today: date, thresholds: Thresholds = DEFAULT) -> Risk | None:
    """Why what has begun, is not done and not yet due is at risk; None where it is not.

    A quota is behind when it lacks the slack from an even pace; in the last tenth of its window nothing may miss.
    """
    if owed.kind is not Kind.QUOTA:
        return Risk.SOON if (due_on - today).days <= thresholds.soon else None
    missing = even_pace(owed, due_on, today) - shown.counted
    if missing >= min(thresholds.slack, owed.required / 2):
        return Risk.BEHIND
    days = (due_on - owed.window_from).days + 1
    return Risk.LAST_DAYS if (due_on - today).days * 10 < days else None


def even_pace(owed: Owed, due_on: date, today: date) -> float:
    """How much there would be this morning if every day of the window brought the same."""
    return owed.required * (today - owed.window_from).days / ((due_on - owed.window_from).days + 1)
