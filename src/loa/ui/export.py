"""Any table as a file for a spreadsheet: CSV or XLSX, row by row, with nothing in it that a spreadsheet would run."""

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from tempfile import TemporaryFile
from typing import Any, Generic, Literal, TypeVar

from django.http import FileResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from loa.writing.formulas import harmless

Row = TypeVar("Row")
Value = str | int | float | Decimal | bool | date | datetime | None
Format = Literal["csv", "xlsx"]

FORMATS: tuple[Format, ...] = ("csv", "xlsx")
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Column(Generic[Row]):
    """One column of a file: its head, how to find its value in a row, its width in letters (XLSX)."""

    label: str
    value: Callable[[Row], Any]
    width: int = 20


def table_response(
    rows: Iterable[Row], columns: Sequence[Column[Row]], *, name: str, format: str
) -> StreamingHttpResponse:
    """A download named `name.csv` or `name.xlsx`; an unknown format gives CSV.

    Rows are read once and not kept: pass `queryset.iterator()` for long tables.
    """
    if format == "xlsx":
        return _xlsx_response(rows, columns, name=name)
    response = StreamingHttpResponse(_csv_lines(rows, columns), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = content_disposition_header(True, f"{name}.csv") or ""
    return response


class _Echo:
    """A file that hands back what is written, so that rows can be streamed."""

    def write(self, text: str) -> str:
        return text


def _csv_lines(rows: Iterable[Row], columns: Sequence[Column[Row]]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield "\ufeff"  # without it Excel takes UTF-8 for a local encoding
    yield str(writer.writerow([harmless(str(column.label)) for column in columns]))
    for row in rows:
        yield str(writer.writerow([_csv_value(column.value(row)) for column in columns]))


def _csv_value(value: Any) -> str | int | float | Decimal:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{_local(value):%d/%m/%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return value
    return harmless(str(value))


def _local(value: datetime) -> datetime:
    return timezone.make_naive(value) if timezone.is_aware(value) else value


def _xlsx_response(rows: Iterable[Row], columns: Sequence[Column[Row]], *, name: str) -> FileResponse:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_sheet_title(name))
    sheet.freeze_panes = "A2"
    for position, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(position)].width = column.width
    sheet.append([_head(sheet, str(column.label)) for column in columns])
    for row in rows:
        sheet.append([_cell(sheet, column.value(row)) for column in columns])
    file = TemporaryFile()  # noqa: SIM115 - the response closes it once it is sent
    book.save(file)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx", content_type=_XLSX)


def _sheet_title(name: str) -> str:
    return re.sub(r"[\\/*?:\[\]]", " ", ILLEGAL_CHARACTERS_RE.sub("", name))[:31] or "Loa"


def _head(sheet: Any, label: str) -> Any:
    cell = _cell(sheet, label)
    cell.font = Font(bold=True)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _cell(sheet: Any, value: Any) -> Any:
    if value is None or isinstance(value, int | float):
        return WriteOnlyCell(sheet, value)
    if isinstance(value, Decimal):
        return WriteOnlyCell(sheet, float(value))
    if isinstance(value, datetime):
        return _date_cell(sheet, _local(value), "dd/mm/yyyy hh:mm")
    if isinstance(value, date):
        return _date_cell(sheet, value, "dd/mm/yyyy")
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", str(value)))
    cell.data_type = "s"  # a text that begins with "=" stays a text
    return cell


def _date_cell(sheet: Any, value: Any, number_format: str) -> Any:
    cell = WriteOnlyCell(sheet, value)
    cell.number_format = number_format
    return cell
