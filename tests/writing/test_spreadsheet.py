import io

import pytest
from openpyxl import Workbook, load_workbook
from tests.writing.factory import make_no_plan, make_obligation, make_plan

from loa.reading.model import PlanDraft
from loa.writing.spreadsheet import to_workbook


def _book(draft: PlanDraft) -> Workbook:
    return load_workbook(io.BytesIO(to_workbook(draft)))


def _column(book: Workbook, sheet: str, column: str) -> list[object]:
    return [cell.value for cell in book[sheet][column]]


def test_four_sheets_in_vietnamese() -> None:
    assert _book(make_plan()).sheetnames == ["Nhiệm vụ", "Thông tin văn bản", "Văn bản viện dẫn", "Cần xem lại"]


def test_four_sheets_in_english() -> None:
    book = load_workbook(io.BytesIO(to_workbook(make_plan(), "en")))
    assert book.sheetnames == ["Obligations", "Document", "Citations", "To check"]


def test_one_row_for_each_obligation() -> None:
    book = _book(make_plan())
    assert _column(book, "Nhiệm vụ", "A") == ["Mã", "N12-01", "N12-02", "N12-03", "N12-04"]
    assert _column(book, "Nhiệm vụ", "I") == ["Thời hạn", None, "25/11/2026", None, "Quý II năm 2026"]


def test_pages_are_numbers() -> None:
    assert _column(_book(make_plan()), "Nhiệm vụ", "O") == ["Trang", 1, 1, 1, 2]


def test_sheet_is_ready_to_work_with_and_to_print() -> None:
    sheet = _book(make_plan())["Nhiệm vụ"]
    assert sheet.freeze_panes == "C2"
    assert sheet.auto_filter.ref == "A1:Q5"
    assert sheet.page_setup.orientation == "landscape"
    assert str(sheet.page_setup.paperSize) == sheet.PAPERSIZE_A4
    assert sheet.print_title_rows == "$1:$1"
    assert sheet["C2"].alignment.wrap_text is True


def test_rows_with_doubts_are_marked() -> None:
    sheet = _book(make_plan())["Nhiệm vụ"]
    assert [sheet.cell(row, 1).fill.fgColor.rgb for row in (2, 3)] == ["00000000", "00FFF2CC"]


def test_document_citations_and_doubts_have_their_sheets() -> None:
    book = _book(make_plan())
    assert ("Số, ký hiệu", "12/KH-UBND") in [(row[0].value, row[1].value) for row in book["Thông tin văn bản"]]
    assert [cell.value for cell in book["Văn bản viện dẫn"][2]] == [
        *("Kế hoạch", "07/KH-UBND", "05/01/2026", "Ủy ban nhân dân tỉnh", "Căn cứ ban hành", 1),
    ]
    assert _column(book, "Cần xem lại", "C") == ["Trường", "Người ký", "Cơ quan chủ trì", "Tệp nguồn"]


@pytest.mark.parametrize("words", ["=1+1", "+84 24", "-1", "@SUM(A1)", "=HYPERLINK(0)"])
def test_no_cell_is_a_formula(words: str) -> None:
    cell = _book(PlanDraft(make_plan().source, obligations=(make_obligation(text=words),)))["Nhiệm vụ"]["C2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (words, "s", True)


def test_characters_xml_cannot_hold_are_left_out_and_long_text_is_cut() -> None:
    text = "a\x0bb\ud800c" + "d" * 40_000
    book = _book(PlanDraft(make_plan().source, obligations=(make_obligation(text=text),)))
    assert book["Nhiệm vụ"]["C2"].value == "abc" + "d" * (32_767 - 3)


def test_a_document_that_is_no_plan_gives_headings_only() -> None:
    assert _book(make_no_plan())["Nhiệm vụ"].max_row == 1
