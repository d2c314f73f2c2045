"""The days on which the story of the demonstration takes place: always the year in which somebody looks at it."""

from dataclasses import dataclass
from datetime import date, timedelta

__all__ = ["EARLIEST", "WRITTEN_FOR", "Timeline", "TooEarly"]

WRITTEN_FOR = 2026
"""The year that the sample plan was written for; of another year its days are moved."""

_SETTLED = timedelta(days=40)
"""So long after New Year the plan of a year is out and the first plans under it are too; before, last year is told."""

EARLIEST = date(WRITTEN_FOR, 1, 1) + _SETTLED
_REORGANISED = 2025


class TooEarly(Exception):
    """The clock says a day before anything in the story has happened."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """`year` is the year told in full, up to `today`; `past` are those told in short, the first on the old map."""

    today: date
    year: int

    @classmethod
    def up_to(cls, today: date) -> "Timeline":
        """Raises TooEarly."""
        if today < EARLIEST:
            raise TooEarly
        return cls(today, (today - _SETTLED).year)

    @property
    def past(self) -> list[int]:
        return sorted({_REORGANISED, self.year - 1})

    def on(self, month: int, day: int) -> date:
        """A day of the year that is told."""
        return date(self.year, month, day)

    def by_today(self, day: date, *, before: int = 0) -> date:
        """The day, or the one some days before today where it has not come yet."""
        return min(day, self.today - timedelta(days=before))
