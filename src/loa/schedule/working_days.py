"""Working days: Monday to Friday, without the days off, with the days worked to make up for a day off."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import MappingProxyType

from loa.schedule.window import ONE_DAY, Window
from loa.schedule.wording import Wording

__all__ = ["Count", "DayOff", "WorkingDays"]

_WEEKEND = {5: Wording("thứ Bảy", "Saturday"), 6: Wording("Chủ nhật", "Sunday")}


@dataclass(frozen=True, slots=True)
class DayOff:
    """A day on which offices are closed, and why."""

    day: date
    name: Wording


@dataclass(frozen=True, slots=True)
class Count:
    """Where counting working days led, and the holidays passed over on the way (weekends are not named)."""

    day: date
    holidays: tuple[DayOff, ...]


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """Which days offices work.

    `holidays` are the public days off by date. `make_up` are Saturdays or Sundays that are worked. `known` are the
    days for which the official arrangement is in the data; outside it only what is certain is used.
    """

    holidays: Mapping[date, Wording] = field(default_factory=lambda: MappingProxyType({}))
    make_up: frozenset[date] = frozenset()
    known: Window | None = None

    def is_known(self, day: date) -> bool:
        return self.known is not None and day in self.known

    def is_working(self, day: date) -> bool:
        return self.day_off(day) is None

    def day_off(self, day: date) -> DayOff | None:
        """Why a day is off, or None when it is worked."""
        if day in self.make_up:
            return None
        name = self.holidays.get(day) or _WEEKEND.get(day.weekday())
        return DayOff(day, name) if name else None

    def after(self, day: date, count: int) -> Count:
        """The day that is so many working days after a day, which itself is not counted."""
        return self._walk(day, count, ONE_DAY)

    def on_or_after(self, day: date) -> Count:
        """The day itself when it is worked, else the next that is."""
        return self._walk(day - ONE_DAY, 1, ONE_DAY)

    def on_or_before(self, day: date) -> Count:
        """The day itself when it is worked, else the last before it that is."""
        return self._walk(day + ONE_DAY, 1, -ONE_DAY)

    def _walk(self, day: date, count: int, stride: timedelta) -> Count:
        passed: list[DayOff] = []
        while count > 0:
            day += stride
            if (off := self.day_off(day)) is None:
                count -= 1
            elif day in self.holidays:
                passed.append(off)
        return Count(day, tuple(passed))
