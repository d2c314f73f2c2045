"""Tables as files: what a spreadsheet gets, and what it must never run."""

import contextlib
import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.http import StreamingHttpResponse
from openpyxl import load_workbook

from loa.ui.export import Column, table_response

Row = tuple[Any, ...]
COLUMNS: list[Column[Row]] = [
    Column("Nhiệm vụ", lambda row: row[0], width=40),
    Column("Hạn", lambda row: row[1]),
    Column("Số lượng", lambda row: row[2]),
]
ROWS: list[Row] = [
    ("Đăng tin, bài", date(2026, 3, 25), 24),
    ("=HYPERLINK(1)", datetime(2026, 3, 25, 7, 30, tzinfo=UTC), Decimal("1.5")),
    ("dòng\x0b lạ", None, -3),
]


def content(response: StreamingHttpResponse) -> bytes:
    with contextlib.closing(response):
        return b"".join(response.streaming_content)  # type: ignore[arg-type]  # not asynchronous


@pytest.mark.django_db  # a response that ends looks after connections
def test_csv_opens_in_a_spreadsheet_as_it_is_meant() -> None:
    response = table_response(iter(ROWS), COLUMNS, name="nhiệm vụ", format="csv")
    text = content(response).decode("utf-8")
    assert text[0] == "\ufeff"
    assert list(csv.reader(io.StringIO(text[1:]))) == [
        ["Nhiệm vụ", "Hạn", "Số lượng"],
        ["Đăng tin, bài", "25/03/2026", "24"],
        ["'=HYPERLINK(1)", "25/03/2026 14:30", "1.5"],
        ["dòng\x0b lạ", "", "-3"],
    ]
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert "filename*=utf-8''nhi%E1%BB%87m%20v%E1%BB%A5.csv" in response.headers["Content-Disposition"]


@pytest.mark.django_db  # a response that ends looks after connections
def test_xlsx_keeps_dates_and_numbers_and_takes_formulas_for_text() -> None:
    response = table_response(iter(ROWS), COLUMNS, name="nhiệm\x0b vụ: 1/2", format="xlsx")
    sheet = load_workbook(io.BytesIO(content(response))).active
    assert sheet is not None
    assert [tuple(cell.value for cell in row) for row in sheet.iter_rows()] == [
        ("Nhiệm vụ", "Hạn", "Số lượng"),
        ("Đăng tin, bài", datetime(2026, 3, 25), 24),  # noqa: DTZ001 - spreadsheets know no time zones
        ("=HYPERLINK(1)", datetime(2026, 3, 25, 14, 30), 1.5),  # noqa: DTZ001 - spreadsheets know no time zones
        ("dòng lạ", None, -3),
    ]
    assert (sheet["A3"].data_type, sheet["B2"].number_format, sheet.freeze_panes) == ("s", "dd/mm/yyyy", "A2")


def test_an_unknown_format_gives_csv() -> None:
    assert table_response([], COLUMNS, name="x", format="exe").headers["Content-Type"] == "text/csv; charset=utf-8"
