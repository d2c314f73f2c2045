"""Tables that people upload, CSV or XLSX, as rows of text. What a file is called means nothing; its bytes count.

Nothing is taken on trust: bytes, unpacked bytes, rows, columns and the length of a cell are counted as they come.
"""

import csv
import io
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from loa.organizations.errors import OrganizationError
from loa.organizations.folding import folded

__all__ = ["LARGEST_FILE", "MOST_ROWS", "Heads", "Sheet", "SheetRow", "Unreadable", "read_sheet"]

LARGEST_FILE = 5 * 1024 * 1024
MOST_ROWS = 5_000
_MOST_COLUMNS = 60
_LONGEST_CELL = 1_000
_MOST_SCANNED = 20_000
_UNPACKED = 30 * 1024 * 1024
_RATIO = 150
"""An honest sheet packs to a tenth or so; a bomb to a thousandth."""
_SMALL = 4 * 1024 * 1024
_OLE = b"\xd0\xcf\x11\xe0"
_DELIMITERS = ",;\t"

Heads = Mapping[str, Sequence[str]]
"""For each column the headings it may go by, besides its own name."""


class Unreadable(OrganizationError):
    """A file that is no table one could import, and what to do about it."""


@dataclass(frozen=True, slots=True)
class SheetRow:
    """The cells of a row by column; `number` counts as a spreadsheet does, the head is row 1."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of a table, the columns it has, and the headings nobody asked for."""

    columns: frozenset[str]
    rows: tuple[SheetRow, ...]
    left_out: tuple[str, ...]


def read_sheet(data: bytes, heads: Heads, required: Iterable[str]) -> Sheet:
    """The table in a file; columns in any order, headings with or without marks and case. Raises Unreadable."""
    if not data.strip():
        raise Unreadable(_("The file is empty. Choose the file with your rows."))
    if len(data) > LARGEST_FILE:
        raise Unreadable(
            _("The file is larger than %(limit)s MB. Split it into several files.")
            % {"limit": LARGEST_FILE // 1024 // 1024}
        )
    lines = _of_xlsx(data) if data.startswith(b"PK") else _of_csv(data)
    head = next((line for line in lines if any(line[1])), None)
    if head is None:
        raise Unreadable(_("The file has no rows. The first row must hold the headings."))
    columns = _columns(head[1], heads)
    _refuse_missing(columns.values(), heads, required)
    rows = tuple(_rows(lines, columns))
    left_out = tuple(cell for place, cell in enumerate(head[1]) if cell and place not in columns)
    return Sheet(frozenset(columns.values()), rows, left_out)


def _columns(head: Sequence[str], heads: Heads) -> Mapping[int, str]:
    known = {_plain(word): column for column, words in heads.items() for word in (column, *words)}
    found: dict[int, str] = {}
    for place, cell in enumerate(head):
        column = known.get(_plain(cell))
        if column in found.values():
            raise Unreadable(_("The column “%(column)s” is there twice. Keep one of them.") % {"column": cell})
        if column:
            found[place] = column
    return found


def _plain(heading: str) -> str:
    return folded(heading.replace("_", " ").rstrip("*: "))


def _refuse_missing(columns: Iterable[str], heads: Heads, required: Iterable[str]) -> None:
    missing = [str(heads[column][0]) for column in required if column not in set(columns)]
    if missing:
        raise Unreadable(
            _("These columns are missing: %(columns)s. The template has all of them.") % {"columns": ", ".join(missing)}
        )


def _rows(lines: Iterator[tuple[int, list[str]]], columns: Mapping[int, str]) -> Iterator[SheetRow]:
    count = 0
    for number, cells in lines:
        if not any(cells):
            continue
        count += 1
        if count > MOST_ROWS:
            raise Unreadable(
                _("The file has more than %(limit)s rows. Split it into several files.") % {"limit": MOST_ROWS}
            )
        if any(len(cell) > _LONGEST_CELL for cell in cells):
            raise Unreadable(_("Row %(row)s has a cell that is too long to be right.") % {"row": number})
        padded = [*cells, *[""] * (max(columns) + 1 - len(cells))]
        yield SheetRow(number, {column: padded[place] for place, column in columns.items()})


# ---------------------------------------------------------------------------------------------------------------- CSV


def _of_csv(data: bytes) -> Iterator[tuple[int, list[str]]]:
    if data.startswith(_OLE):
        raise Unreadable(
            _("This is an old Excel file or one with a password. Save it as XLSX without a password, or as CSV UTF-8.")
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable(_("This is neither XLSX nor text in UTF-8. In Excel choose “CSV UTF-8”.")) from None
    if "\0" in text:
        raise Unreadable(_("This is neither XLSX nor text in UTF-8. In Excel choose “CSV UTF-8”."))
    return _csv_lines(text)


def _csv_lines(text: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    number = 1
    try:
        for cells in reader:
            yield number, [_text(cell) for cell in _few(cells)]
            number = reader.line_num + 1
    except csv.Error:
        raise Unreadable(_("Row %(row)s cannot be read: a quotation mark is out of place.") % {"row": number}) from None


def _delimiter(text: str) -> str:
    head = text.lstrip("\r\n").partition("\n")[0]
    return max(_DELIMITERS, key=head.count)


# --------------------------------------------------------------------------------------------------------------- XLSX


def _of_xlsx(data: bytes) -> Iterator[tuple[int, list[str]]]:
    _refuse_bomb(data)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        rows = list(islice(sheet.iter_rows(max_col=_MOST_COLUMNS + 1, values_only=True), _MOST_SCANNED + 1))
    # openpyxl raises whatever comes up inside it; for the person it is one thing: this sheet cannot be read.
    except Exception:  # noqa: BLE001  # as said above
        raise _damaged() from None
    if len(rows) > _MOST_SCANNED:
        raise Unreadable(
            _("The file has more than %(limit)s rows. Split it into several files.") % {"limit": MOST_ROWS}
        )
    return ((number, [_text(cell) for cell in _few(cells)]) for number, cells in enumerate(rows, start=1))


def _damaged() -> Unreadable:
    return Unreadable(_("This XLSX file is damaged or is no workbook. Open it in Excel and save it again."))


def _refuse_bomb(data: bytes) -> None:
    """A member never unpacks to more than its entry says, so what the entries say is a bound."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            sizes = [info.file_size for info in archive.infolist()]
            is_book = "xl/workbook.xml" in archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise _damaged() from None
    if not is_book:
        raise Unreadable(_("This file is no Excel workbook. Upload a table as XLSX or CSV."))
    if sum(sizes) > _UNPACKED or (sum(sizes) > _SMALL and sum(sizes) > _RATIO * len(data)):
        raise Unreadable(_("This file unpacks to far more than a table holds, so it was not opened."))


# -------------------------------------------------------------------------------------------------------------- cells


def _few(cells: Sequence[Any]) -> Sequence[Any]:
    if len(cells) > _MOST_COLUMNS and any(cells[_MOST_COLUMNS:]):
        raise Unreadable(_("The file has more than %(limit)s columns.") % {"limit": _MOST_COLUMNS})
    return cells[:_MOST_COLUMNS]


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return " ".join(unicodedata.normalize("NFC", str(value)).split())
