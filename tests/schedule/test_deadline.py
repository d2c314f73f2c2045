from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.schedule.calendars import window

from loa.schedule import UnknownDeadline
from loa.schedule.deadline import DayOfLastMonth, DayOfMonth, DayOfQuarter, DayOfYear, Point, WorkingDaysAfter, parse


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2023", "2023-01-01", "2023-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2023-12", "2023-12-01", "2023-12-31"),
        ("2022-Q2", "2022-04-01", "2022-06-30"),
        ("2022-Q4", "2022-10-01", "2022-12-31"),
        ("2023-03-01", "2023-03-01", "2023-03-01"),
    ],
)
def test_a_named_time_is_a_window(text: str, start: str, end: str) -> None:
    found = parse(text)
    assert isinstance(found, Point)
    assert found.window == window(start, end)


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("day 15 of the last month of the reporting period", DayOfLastMonth(15)),
        ("day 5 of every month", DayOfMonth(5)),
        ("day 31 of every quarter", DayOfQuarter(31)),
        ("11-25 of every year", DayOfYear(11, 25)),
        ("02-29 of every year", DayOfYear(2, 29)),
        ("3 working days after ngày ký", WorkingDaysAfter(3, "ngày ký")),
    ],
)
def test_a_rule_is_a_value(text: str, meaning: object) -> None:
    assert parse(text) == meaning


@pytest.mark.parametrize(
    "text",
    [
        "", "soon", "23", "2023-13", "2023-02-30", "2023-Q5", "0000", "day 0 of every month", "day 32 of every month",
        "day 5 of every week", "02-30 of every year", "13-01 of every year", "working days after X", "3 days after X",
    ],
)  # fmt: skip
def test_what_is_outside_the_grammar_is_refused_in_both_languages(text: str) -> None:
    with pytest.raises(UnknownDeadline) as refused:
        parse(text)
    assert text in refused.value.message.vi
    assert text in refused.value.message.en


_DAYS = st.dates(date(1990, 1, 1), date(2090, 1, 1))
_TEXTS = st.one_of(
    _DAYS.map(lambda one: one.isoformat()),
    _DAYS.map(lambda one: f"{one:%Y-%m}"),
    _DAYS.map(lambda one: f"{one:%Y}-Q{(one.month + 2) // 3}"),
    _DAYS.map(lambda one: f"{one:%Y}"),
    _DAYS.map(lambda one: f"{one:%m-%d} of every year"),
    st.integers(1, 31).map(lambda day: f"day {day} of every month"),
    st.integers(1, 31).map(lambda day: f"day {day} of every quarter"),
    st.integers(1, 31).map(lambda day: f"day {day} of the last month of the reporting period"),
    st.integers(1, 90).map(lambda count: f"{count} working days after ngày nhận được văn bản"),
)


@given(_TEXTS)
def test_a_deadline_is_written_as_it_was_read(text: str) -> None:
    assert str(parse(text)) == text
