"""A stretch of days."""

from dataclasses import dataclass
from datetime import date, timedelta

from loa.schedule.errors import WrongWindow

__all__ = ["ONE_DAY", "Window", "years"]

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class Window:
    """The days from `start` to `end`, both counted. Raises WrongWindow when the end comes first."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise WrongWindow(
                f"Khoảng thời gian kết thúc ({self.end:%d/%m/%Y}) trước khi bắt đầu ({self.start:%d/%m/%Y}).",
                f"The window ends ({self.end}) before it begins ({self.start}).",
            )

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end

    def within(self, other: "Window") -> "Window | None":
        """The days both have, or None when they have none."""
        start, end = max(self.start, other.start), min(self.end, other.end)
        return Window(start, end) if start <= end else None


def years(first: int, last: int | None = None) -> Window:
    """The time of a plan for a calendar year, or for the years from the first to the last."""
    return Window(date(first, 1, 1), date(first if last is None else last, 12, 31))
