"""The days off of 2020 to 2026, typed in from the yearly announcements, against what Loa works with."""

from datetime import date, timedelta

import pytest
from tests.schedule.calendars import day

from loa.schedule import WorkingDays, WrongTable, read_table, vietnam, working_days
from loa.schedule.window import Window, years

# Days off other than Saturdays and Sundays.
ANNOUNCED = {
    2020: "01-01 01-23 01-24 01-27 01-28 01-29 04-02 04-30 05-01 09-02",
    2021: "01-01 02-10 02-11 02-12 02-15 02-16 04-21 04-30 05-03 09-02 09-03",
    2022: "01-03 01-31 02-01 02-02 02-03 02-04 04-11 05-02 05-03 09-01 09-02",
    2023: "01-02 01-20 01-23 01-24 01-25 01-26 05-01 05-02 05-03 09-01 09-04",
    2024: "01-01 02-08 02-09 02-12 02-13 02-14 04-18 04-29 04-30 05-01 09-02 09-03",
    2025: "01-01 01-27 01-28 01-29 01-30 01-31 04-07 04-30 05-01 05-02 09-01 09-02",
    2026: "01-01 01-02 02-16 02-17 02-18 02-19 02-20 04-27 04-30 05-01 08-31 09-01 09-02",
}
MADE_UP = {2024: "05-04", 2025: "04-26", 2026: "01-10 08-22"}
TABLE = """
[known]
from = 2027-01-01
to = 2027-12-31
[certain]
names = []
[[off]]
date = 2027-04-29
vi = "nghỉ hoán đổi"
en = "swapped"
[[work]]
date = 2027-05-08
"""


def _days(span: Window) -> list[date]:
    return [span.start + timedelta(days=number) for number in range(span.days)]


@pytest.mark.parametrize("year", ANNOUNCED)
def test_days_off_are_those_announced(year: int) -> None:
    known = [one for one in _days(years(year)) if vietnam().is_known(one)]
    off = [f"{one:%m-%d}" for one in known if one.weekday() < 5 and not vietnam().is_working(one)]
    assert " ".join(off) == ANNOUNCED[year]


@pytest.mark.parametrize("year", ANNOUNCED)
def test_make_up_days_are_worked(year: int) -> None:
    worked = [f"{one:%m-%d}" for one in _days(years(year)) if one.weekday() > 4 and vietnam().is_working(one)]
    assert " ".join(worked) == MADE_UP.get(year, "")


def test_in_a_year_not_announced_only_what_the_law_fixes_is_off() -> None:
    off = [f"{one:%m-%d}" for one in _days(years(2027)) if one.weekday() < 5 and not vietnam().is_working(one)]
    # The Tết days in all arrangements, without the compensation for 1 May and the second National Day.
    assert off == ["01-01", "02-05", "02-08", "04-16", "04-30", "09-02", "11-24"]
    assert not vietnam().is_known(day("2027-03-01"))


def test_an_office_lays_its_own_table_over_the_years() -> None:
    days = working_days(read_table(TABLE))
    assert [days.is_working(day(text)) for text in ("2027-04-29", "2027-05-08", "2027-05-03")] == [False, True, False]
    assert days.is_known(day("2027-06-01"))
    assert not days.is_known(day("2026-06-01"))


@pytest.mark.parametrize(
    "table",
    ["", "[known]", "not toml", TABLE.replace("2027-04-29", '"soon"'), TABLE.replace("2027-05-08", "2027-04-29")],
)
def test_a_table_that_cannot_be_used_is_refused(table: str) -> None:
    with pytest.raises(WrongTable):
        read_table(table)


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        ("2023-03-06", 3, "2023-03-09"),
        ("2023-03-09", 3, "2023-03-14"),
        ("2023-03-11", 1, "2023-03-13"),
        ("2024-02-07", 1, "2024-02-15"),
        ("2024-04-26", 1, "2024-05-02"),
        ("2024-05-03", 1, "2024-05-04"),
        ("2026-01-01", 2, "2026-01-06"),
        ("2026-01-09", 1, "2026-01-10"),
        ("2023-03-06", 0, "2023-03-06"),
    ],
)
def test_working_days_are_counted_after_a_day(start: str, count: int, end: str) -> None:
    assert vietnam().after(day(start), count).day == day(end)


def test_counting_names_the_holidays_it_passes() -> None:
    passed = vietnam().after(day("2024-04-26"), 1).holidays
    assert [(one.day, one.name.en) for one in passed] == [
        (day("2024-04-29"), "day off, made up for on 4 May 2024"),
        (day("2024-04-30"), "Liberation Day/Reunification Day"),
        (day("2024-05-01"), "International Labor Day"),
    ]


def test_without_data_weekends_are_off_and_nothing_is_known() -> None:
    bare = WorkingDays()
    assert [bare.is_working(day(text)) for text in ("2024-04-30", "2024-05-04")] == [True, False]
    assert not bare.is_known(day("2024-04-30"))
