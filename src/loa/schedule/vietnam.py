"""The working days of Vietnamese offices: the law's days off, announced arrangements, make-up days."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any

import holidays

from loa.schedule.errors import ScheduleError, WrongTable
from loa.schedule.window import Window
from loa.schedule.wording import Wording
from loa.schedule.working_days import WorkingDays

__all__ = ["Table", "read_table", "vietnam", "working_days"]

_FIRST_YEAR, _LAST_YEAR = 2010, 2060
"""Years for which days off are laid out. Beyond them only weekends are off, and every due date says so."""


@dataclass(frozen=True, slots=True)
class Table:
    """What an office knows beyond the package: days off, days worked, days for which all is known, certain names."""

    known: Window
    certain: frozenset[str]
    off: Mapping[date, Wording]
    work: frozenset[date]


@cache
def vietnam() -> WorkingDays:
    """The working days as this version of Loa knows them."""
    raw = (resources.files("loa.schedule") / "days_off.toml").read_text(encoding="utf-8")
    return working_days(read_table(raw))


def read_table(text: str) -> Table:
    """A table in the form of `days_off.toml`. Raises WrongTable."""
    try:
        data = tomllib.loads(text)
        return _table(data)
    except (tomllib.TOMLDecodeError, KeyError, TypeError, AttributeError, ScheduleError) as problem:
        raise WrongTable(
            f"Bảng ngày nghỉ không dùng được: {problem}", f"The table of days off cannot be used: {problem}"
        ) from problem


def _table(data: dict[str, Any]) -> Table:
    off = {_day(entry["date"]): Wording(str(entry["vi"]), str(entry["en"])) for entry in data.get("off", ())}
    work = frozenset(_day(entry["date"]) for entry in data.get("work", ()))
    if both := off.keys() & work:
        raise TypeError(f"{min(both)} is both off and worked")
    known = Window(_day(data["known"]["from"]), _day(data["known"]["to"]))
    return Table(known, frozenset(data["certain"]["names"]), MappingProxyType(off), work)


def _day(value: object) -> date:
    if type(value) is not date:
        raise TypeError(f"{value!r} is no date")
    return value


def working_days(table: Table) -> WorkingDays:
    """The package's days off with a table laid over them. The table has the last word."""
    calendar = range(_FIRST_YEAR, _LAST_YEAR + 1)
    vietnamese = holidays.country_holidays("VN", years=calendar, language="vi")
    english = holidays.country_holidays("VN", years=calendar, language="en_US")
    days = {
        day: Wording(name, english[day])
        for day, name in vietnamese.items()
        if day in table.known or _is_certain(day, name.split("; "), table.certain)
    }
    swapped = {day for day in vietnamese.weekend_workdays if day in table.known}
    kept = {day: name for day, name in days.items() if day not in table.work}
    return WorkingDays(
        MappingProxyType(kept | dict(table.off)), frozenset((swapped - table.off.keys()) | table.work), table.known
    )


def _is_certain(day: date, names: Iterable[str], certain: frozenset[str]) -> bool:
    """Whether the law itself fixes the day. Of the two days called National Day, it fixes 2 September."""
    return any(name in certain and (name != "Quốc khánh" or day.day == 2) for name in names)
