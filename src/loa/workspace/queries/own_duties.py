"""What the agencies of a person owe in the days to come, how it stands, and what to do about it first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from loa.monitoring.enums import Standing
from loa.monitoring.queries.agency_row import Line, asked_once, row_of
from loa.monitoring.queries.remedies import Remedy, remedies_of
from loa.organizations.models import Agency

__all__ = ["OwnDuties", "own_duties"]

_COMING_DAYS = 30
_SHOWN = 15
_STEPS = 5


@dataclass(frozen=True, slots=True)
class OwnDuties:
    """What one agency owes: overdue, this week (from Monday), in the thirty days after, and all the time."""

    agency: Agency
    first: date
    last: date
    overdue: Sequence[Line]
    more_overdue: int
    this_week: Sequence[Line]
    more_this_week: int
    coming: Sequence[Line]
    more_coming: int
    continuous: int
    steps: Sequence[Remedy]
    more_steps: int

    @property
    def nothing(self) -> bool:
        return not (self.overdue or self.this_week or self.coming or self.continuous)


def own_duties(agency: Agency, *, on: date) -> OwnDuties:
    """What falls due for the agency around the day, the first of each list only."""
    monday = on - timedelta(days=on.weekday())
    sunday = monday + timedelta(days=6)
    end = sunday + timedelta(days=_COMING_DAYS)
    row = row_of(agency, monday, end, today=on)
    lines = asked_once(row.lines)
    overdue, week, coming = _parted(lines, sunday, end)
    steps = remedies_of(agency, lines, today=on)
    return OwnDuties(
        agency=agency,
        first=monday,
        last=sunday,
        overdue=overdue[:_SHOWN],
        more_overdue=max(0, len(overdue) - _SHOWN),
        this_week=week[:_SHOWN],
        more_this_week=max(0, len(week) - _SHOWN),
        coming=coming[:_SHOWN],
        more_coming=max(0, len(coming) - _SHOWN),
        continuous=len(row.always),
        steps=steps[:_STEPS],
        more_steps=max(0, len(steps) - _STEPS),
    )


def _parted(lines: Iterable[Line], sunday: date, end: date) -> tuple[list[Line], list[Line], list[Line]]:
    """By due day: what is overdue, what falls due up to Sunday, and what after it."""
    overdue, week, coming = list[Line](), list[Line](), list[Line]()
    for line in sorted(lines, key=lambda line: line.duty.due_on or date.max):
        due = line.duty.due_on or date.max
        if line.standing is Standing.OVERDUE:
            overdue.append(line)
        elif due <= sunday:
            week.append(line)
        elif due <= end:
            coming.append(line)
    return overdue, week, coming
