"""The plan as an Excel workbook: obligations to work with, and the document, citations and doubts beside them."""

import io
import re
from collections.abc import Iterable, Sequence

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from loa.reading.model import PlanDraft
from loa.writing.tables import citation_rows, document_rows, doubt_rows, obligation_columns, obligation_rows
from loa.writing.wording import Language, field_name

__all__ = ["to_workbook"]

_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_COUNT = re.compile(r"[1-9]\d{0,5}")
"""A page or a year: the only cells that are numbers."""
_CELL_LIMIT = 32_767
"""The longest text Excel keeps in a cell."""

_HEADING = PatternFill("solid", fgColor="1F4E5F")
_DOUBTFUL = PatternFill("solid", fgColor="FFF2CC")
_THIN = Side(style="thin", color="B7C2C8")
_BORDER = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_TITLES = {
    "obligations": {"vi": "Nhiệm vụ", "en": "Obligations"},
    "document": {"vi": "Thông tin văn bản", "en": "Document"},
    "citations": {"vi": "Văn bản viện dẫn", "en": "Citations"},
    "doubts": {"vi": "Cần xem lại", "en": "To check"},
}


def to_workbook(draft: PlanDraft, language: Language = "vi") -> bytes:
    """The bytes of an XLSX file with four sheets. No cell is a formula, whatever was read."""
    book = Workbook()
    first = book.active
    assert isinstance(first, Worksheet)  # noqa: S101 - a new workbook has a sheet
    first.title = _TITLES["obligations"][language]
    _fill_obligations(first, draft, language)
    _fill_document(book.create_sheet(_TITLES["document"][language]), draft, language)
    _fill_list(
        book.create_sheet(_TITLES["citations"][language]), citation_rows(draft, language), (16, 22, 14, 40, 20, 8)
    )
    _fill_list(book.create_sheet(_TITLES["doubts"][language]), doubt_rows(draft, language), (10, 14, 22, 70, 8))
    book.properties.title = draft.document.title and _text(draft.document.title)[:250]
    book.properties.creator = "Loa"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _fill_obligations(sheet: Worksheet, draft: PlanDraft, language: Language) -> None:
    columns = obligation_columns(language)
    rows = [[column.heading for column in columns], *obligation_rows(draft, language)]
    _fill_list(sheet, rows, [column.width for column in columns])
    for number, duty in enumerate(draft.obligations, start=2):
        if duty.doubts:
            for cell in sheet[number]:
                cell.fill = _DOUBTFUL
    sheet.freeze_panes = "C2"


def _fill_document(sheet: Worksheet, draft: PlanDraft, language: Language) -> None:
    heading = [field_name("field", language), field_name("value", language)]
    _fill_list(sheet, [heading, *document_rows(draft, language)], (24, 90))


def _fill_list(sheet: Worksheet, rows: Iterable[Sequence[str]], widths: Sequence[int]) -> None:
    """Writes a heading row and the rows below it, filtered, framed and ready to print."""
    for number, row in enumerate(rows, start=1):
        for column, text in enumerate(row, start=1):
            _write(sheet, number, column, text)
    for column, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    for cell in sheet[1]:
        cell.font = Font(bold=True, color="FFFFFF")
        cell.fill = _HEADING
        cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    _set_up_printing(sheet)


def _write(sheet: Worksheet, row: int, column: int, text: str) -> None:
    cell = sheet.cell(row=row, column=column)
    if _COUNT.fullmatch(text):
        cell.value = int(text)
    else:
        cell.value = _text(text)
        cell.data_type = "s"  # openpyxl takes a text that starts with = for a formula
        cell.quotePrefix = text.startswith(("=", "+", "-", "@"))
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    cell.border = _BORDER


def _text(text: str) -> str:
    """The text without the characters XML cannot hold, cut to what a cell holds."""
    return _NOT_IN_XML.sub("", text)[:_CELL_LIMIT]


def _set_up_printing(sheet: Worksheet) -> None:
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top = sheet.page_margins.bottom = 0.5
    if sheet.oddFooter is not None:
        sheet.oddFooter.center.text = "&P/&N"
