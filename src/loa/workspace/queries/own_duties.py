"""What the agencies of a person owe in the days to come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from loa.monitoring.queries.duties import Duty, continuous, duties
from loa.organizations.models import Agency

__all__ = ["OwnDuties", "own_duties"]

_COMING_DAYS = 30
_SHOWN = 15


@dataclass(frozen=True, slots=True)
class OwnDuties:
    """What one agency owes: this week (from Monday), in the thirty days after, and all the time."""

    agency: Agency
    first: date
    last: date
    this_week: Sequence[Duty]
    more_this_week: int
    coming: Sequence[Duty]
    more_coming: int
    continuous: int

    @property
    def nothing(self) -> bool:
        return not (self.this_week or self.coming or self.continuous)


def own_duties(agency: Agency, *, on: date) -> OwnDuties:
    """What falls due for the agency around the day, the first of each list only."""
    monday = on - timedelta(days=on.weekday())
    sunday = monday + timedelta(days=6)
    week = duties(agency, monday, sunday)
    coming = duties(agency, sunday + timedelta(days=1), sunday + timedelta(days=_COMING_DAYS))
    return OwnDuties(
        agency=agency,
        first=monday,
        last=sunday,
        this_week=_once(week[:_SHOWN]),
        more_this_week=max(0, len(week) - _SHOWN),
        coming=_once(coming[:_SHOWN]),
        more_coming=max(0, len(coming) - _SHOWN),
        continuous=len(continuous(agency, on, on)),
    )


def _once(rows: Sequence[Duty]) -> list[Duty]:
    """The duties without those that the own plan took over unchanged from one that is listed for the same day."""
    listed = {(key, *_asked(one)) for one in rows for key in (one.rule.pk, one.occurrence.obligation_id)}
    return [one for one in rows if (one.rule.derived_from_id, *_asked(one)) not in listed]


def _asked(one: Duty) -> tuple[date | None, int | None, str]:
    return one.due_on, one.amount, one.occurrence.unit
