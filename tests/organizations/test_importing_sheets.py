"""Reading uploaded tables: what is accepted, and what is refused with a sentence that says what to do."""

import io
import zipfile
from datetime import date

import pytest
from django.utils.translation import override
from openpyxl import Workbook

from loa.organizations.actions.importing_sheets import LARGEST_FILE, MOST_ROWS, Sheet, Unreadable, read_sheet

HEADS = {"key": ("Mã cơ quan",), "name": ("Tên cơ quan",), "day": ("Từ ngày",)}


def read(data: bytes) -> Sheet:
    return read_sheet(data, HEADS, ("key", "name"))


def workbook(*rows: tuple[object, ...]) -> bytes:
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        "key,name\nSNV,Sở Nội vụ\n".encode(),
        "key,name\r\nSNV,Sở Nội vụ\r\n".encode("utf-8-sig"),
        "Mã cơ quan;Tên cơ quan\nSNV;Sở Nội vụ".encode(),
        "MA CO QUAN\tTEN CO QUAN *\nSNV\tSở Nội vụ".encode(),
        'name,key\n"Sở\nNội vụ",SNV\n'.encode(),
        workbook(("Mã cơ quan", "Tên cơ quan"), ("SNV", "Sở Nội vụ")),
        workbook((), ("name", "key"), (), (" Sở  Nội vụ ", "SNV")),
    ],
)
def test_tables_in_many_forms_say_the_same(data: bytes) -> None:
    sheet = read(data)
    assert [dict(row.cells) for row in sheet.rows] == [{"key": "SNV", "name": "Sở Nội vụ"}]
    assert sheet.columns == {"key", "name"}


def test_rows_count_as_a_spreadsheet_counts_them() -> None:
    assert [row.number for row in read(b"key,name\n\na,b\n\n,\nc,d\n").rows] == [3, 6]
    assert [row.number for row in read(workbook(("key", "name"), (), ("a", "b"))).rows] == [3]


def test_dates_and_numbers_of_a_workbook_are_read_as_they_look() -> None:
    (row,) = read(workbook(("key", "name", "day"), (178, "A", date(2025, 7, 1)))).rows
    assert dict(row.cells) == {"key": "178", "name": "A", "day": "2025-07-01"}


def test_decomposed_letters_are_composed_and_unknown_columns_told() -> None:
    sheet = read("key,name,ghi chú\nSNV,Sở\n".encode())
    assert sheet.rows[0].cells["name"] == "Sở"
    assert sheet.left_out == ("ghi chú",)


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"<row/>" * 3_000_000)
    return out.getvalue()


def archive_of(name: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, "x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (b",,\n,,\n", "no rows"),
        (b"x" * (LARGEST_FILE + 1), "larger than"),
        (b"key,name\n" + b"a,b\n" * (MOST_ROWS + 1), "more than 5000 rows"),
        (b"key," * 70 + b"name\n", "columns"),
        (b"key,name\na," + b"b" * 2000 + b"\n", "too long"),
        (b"key\na\n", "Tên cơ quan"),
        (b"key,key,name\na,b,c\n", "twice"),
        (b'key,name\na,b\nc,"d\n', "Row 3"),
        ("key,name\nSNV,Sở".encode("utf-16"), "UTF-8"),
        ("key,name\nSNV,Sở".encode("cp1258", errors="replace") + b"\xff", "UTF-8"),
        (b"%PDF-1.7\n\xff\xfe", "UTF-8"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "password"),
        (b"PK\x03\x04 cut off", "damaged"),
        (archive_of("word/document.xml"), "no Excel workbook"),
        (archive_of("xl/workbook.xml"), "damaged"),
        (bomb(), "unpacks"),
    ],
)
def test_what_is_no_table_is_refused_with_what_to_do(data: bytes, said: str) -> None:
    with override("en"), pytest.raises(Unreadable, match=said):
        read(data)
