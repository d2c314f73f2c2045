"""Official documents as DOCX and PDF: the blocks of Decree 30/2020, in order, in letters that Vietnamese has."""

import io
from dataclasses import replace
from datetime import date
from typing import Any

import docx
import pypdfium2  # type: ignore[import-untyped]
import pytest

from loa.writing import official_docx, official_pdf
from loa.writing.official import Official, Paragraph, Signature, Table, day_words

LETTER = Official(
    issuer="Ủy ban nhân dân\ntỉnh Lạng Sơn",
    subject="V/v đôn đốc thực hiện nhiệm vụ",
    number="123/UBND-NC",
    place="Lạng Sơn",
    dated=date(2026, 2, 5),
    to=("Ủy ban nhân dân xã Bình Gia",),
    body=(
        Paragraph("Đề nghị khẩn trương thực hiện, ghi rõ nguyên nhân chậm."),
        Table(("TT", "Nội dung"), (("1", "Đăng 05 tin, bài <b>& #ký tự lạ *"),), (1, 9)),
    ),
    signatures=(Signature(("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), "Nguyễn Thị Hằng"),),
    recipients=("Như trên;", "Lưu: VT."),
)
MINUTES = replace(
    LETTER, kind="Biên bản", subject="Kiểm tra", to=(), number="",
    signatures=(Signature(("ĐƠN VỊ",)), Signature(("ĐOÀN KIỂM TRA",), "Vi Văn Thắng")),
)  # fmt: skip


@pytest.mark.parametrize(
    ("place", "day", "words"),
    [
        ("Lạng Sơn", date(2026, 2, 5), "Lạng Sơn, ngày 05 tháng 02 năm 2026"),
        ("", date(2026, 11, 21), "ngày 21 tháng 11 năm 2026"),
        ("Hà Nội", None, "Hà Nội, ngày …… tháng …… năm ……"),
    ],
)
def test_days_below_ten_and_the_first_two_months_take_a_nought(place: str, day: date | None, words: str) -> None:
    assert day_words(place, day) == words


def _docx_words(official: Official) -> str:
    document: Any = docx.Document(io.BytesIO(official_docx.dumps(official)))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def _pdf_words(official: Official) -> str:
    pages = pypdfium2.PdfDocument(official_pdf.dumps(official))
    return " ".join(page.get_textpage().get_text_bounded() for page in pages).replace("\r\n", " ")


@pytest.mark.parametrize("words_of", [_docx_words, _pdf_words])
def test_a_letter_has_every_block(words_of: Any) -> None:
    words = words_of(LETTER)
    for block in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "ỦY BAN NHÂN DÂN", "TỈNH LẠNG SƠN",
        "Số: 123/UBND-NC", "ngày 05 tháng 02 năm 2026", "Kính gửi: Ủy ban nhân dân xã Bình Gia",
        "Đề nghị khẩn trương thực hiện", "Đăng 05 tin, bài <b>& #ký tự lạ *", "CHỦ TỊCH", "Nguyễn Thị Hằng",
        "Nơi nhận:", "Lưu: VT.",
    ):  # fmt: skip
        assert block in words, block


@pytest.mark.parametrize("words_of", [_docx_words, _pdf_words])
def test_minutes_have_their_kind_and_two_signatures_and_no_recipients(words_of: Any) -> None:
    words = words_of(MINUTES)
    assert "BIÊN BẢN" in words
    assert "ĐƠN VỊ" in words
    assert "Vi Văn Thắng" in words
    assert "Nơi nhận" not in words


def test_the_same_letter_gives_the_same_pdf_in_the_letters_that_come_with_loa() -> None:
    made = official_pdf.dumps(LETTER)
    assert made == official_pdf.dumps(LETTER)
    fonts = {
        item.get_font().get_base_name().partition("+")[2]
        for item in pypdfium2.PdfDocument(made)[0].get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_TEXT])
    }
    assert all(font.startswith("LiberationSerif") for font in fonts), fonts


def test_the_page_is_a4_with_the_margins_of_the_decree() -> None:
    section = docx.Document(io.BytesIO(official_docx.dumps(LETTER))).sections[0]
    sizes = (section.page_width, section.page_height, section.left_margin, section.right_margin, section.top_margin)
    assert [round(size.cm, 1) for size in sizes if size is not None] == [21.0, 29.7, 3.0, 2.0, 2.0]
    width, height = pypdfium2.PdfDocument(official_pdf.dumps(LETTER))[0].get_size()
    assert (round(width), round(height)) == (595, 842)


def test_a_long_table_goes_over_pages() -> None:
    rows = tuple((str(number), "Đăng tin, bài mỗi tháng") for number in range(120))
    long = replace(LETTER, body=(Table(("TT", "Nội dung"), rows, (1, 9)),))
    assert len(pypdfium2.PdfDocument(official_pdf.dumps(long))) > 2
