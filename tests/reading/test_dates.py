"""Dates are as exact as they are printed, never more."""

import pytest

from loa.reading.dates import read_date
from loa.reading.passage import match_form


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("ngày 05 tháng 01 năm 2023", "2023-01-05"),
        ("ngày tháng 01 năm 2022", "2022-01"),
        ("ngày … tháng … năm 2022", "2022"),
        ("Ngày 2 8 tháng 1 2 năm 2 020", "2020-12-28"),
        ("ngày tháng 02/2022", "2022-02"),
        ("ngày 29/3/2022", "2022-03-29"),
        ("ngày …/…/2026", "2026"),
        ("05.01.2023", "2023-01-05"),
        ("tháng 12/2020", "2020-12"),
        ("năm 2015", "2015"),
        ("ngày 31/02/2022", "2022-02"),
        ("ngày 5/13/2022", "2022"),
        ("ngày 29/3", None),
        ("tháng 12", None),
        ("năm học 2021-2022", None),
    ],
)
def test_printed_dates(text: str, iso: str | None) -> None:
    found = read_date(match_form(text), 0)
    assert (found.iso if found else None) == iso
