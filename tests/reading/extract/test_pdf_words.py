"""Characters of a PDF page become words: blanks, old fonts, symbols."""

import pytest
from tests.reading.extract.checking import flags, printed
from tests.reading.extract.paper import HIDDEN, Page, Paper

from loa.reading.extract.pdf import extract_pdf
from loa.reading.extraction import Extraction, Limits


def read(paper: Paper) -> Extraction:
    return extract_pdf(paper.bytes(), limits=Limits())


@pytest.fixture
def paper() -> Paper:
    return Paper()


@pytest.fixture
def page(paper: Paper) -> Page:
    return paper.page()


def test_letters_set_apart_stay_one_word(paper: Paper, page: Page) -> None:
    page.text(200, 100, "KẾ HOẠCH", spread=5)
    assert printed(read(paper)) == ["KẾ HOẠCH"]


def test_letters_typed_apart_with_blanks_become_words(paper: Paper, page: Page) -> None:
    page.text(200, 100, "K Ế  H O Ạ C H")
    assert printed(read(paper)) == ["KẾ HOẠCH"]


def test_single_letters_of_ordinary_text_stay_apart(paper: Paper, page: Page) -> None:
    page.text(85, 100, "chọn ý a hoặc b ở trên")
    assert printed(read(paper)) == ["chọn ý a hoặc b ở trên"]


def test_gap_without_a_blank_parts_words(paper: Paper, page: Page) -> None:
    end = page.text(85, 100, "cải")
    end = page.text(end + 3.5, 100, "cách")
    page.text(end + 3.5, 100, "hành")
    assert printed(read(paper)) == ["cải cách hành"]


def test_blank_without_a_gap_does_not_part_a_word(paper: Paper, page: Page) -> None:
    page.text(85, 100, "các cơ quan, đơn vị")
    end = page.text(85, 120, "tuyên tru ")
    page.text(end - 3.5, 120, "yền")
    assert printed(read(paper)) == ["các cơ quan, đơn vị", "tuyên truyền"]


def test_blanks_count_in_text_of_ocr_programs_with_wrong_widths(paper: Paper, page: Page) -> None:
    at = 85.0
    for word in ("cải", " cách", " tổ", " chức"):
        page.text(at, 100, word, mode=HIDDEN)
        at += 17
    page.text(85, 120, "x")
    assert printed(read(paper))[0] == "cải cách tổ chức"


def test_change_of_font_within_a_word_does_not_part_it(paper: Paper, page: Page) -> None:
    end = page.text(85, 100, "N", font="TimesNewRoman,Bold")
    page.text(end, 100, "ơi nhận")
    assert printed(read(paper)) == ["Nơi nhận"]


def test_raised_sign_stays_on_its_line(paper: Paper, page: Page) -> None:
    end = page.text(85, 100, "diện tích 5 m")
    page.text(end, 95, "2", size=8)
    assert printed(read(paper)) == ["diện tích 5 m2"]


def test_text_printed_twice_to_look_bold_is_read_once(paper: Paper, page: Page) -> None:
    for shift in (0, 0.3):
        page.text(85 + shift, 100, "KẾ HOẠCH")
    assert printed(read(paper)) == ["KẾ HOẠCH"]


def test_letters_printed_twice_one_by_one_are_read_once(paper: Paper, page: Page) -> None:
    at = 85.0
    for letter in "SỞ NỘI VỤ":
        end = page.text(at, 100, letter)
        page.text(at + 0.3, 100, letter)
        at = end
    assert printed(read(paper)) == ["SỞ NỘI VỤ"]


def test_soft_hyphens_and_ligatures_are_mended(paper: Paper, page: Page) -> None:
    page.text(85, 100, "tuyên\u00ad truyền \ufb01le")
    assert printed(read(paper)) == ["tuyên truyền file"]


def test_hyphen_at_the_end_of_a_line_is_kept(paper: Paper, page: Page) -> None:
    page.text(85, 100, "Chỉ thị số 23/CT-")
    page.text(85, 118, "TTg ngày 02/9/2021")
    assert printed(read(paper)) == ["Chỉ thị số 23/CT-", "TTg ngày 02/9/2021"]


@pytest.mark.parametrize(("code", "sign"), [("§", "▪"), ("Ø", "➢"), ("v", "❖"), ("ü", "✓"), ("q", "❑")])
def test_bullets_of_symbol_fonts_are_what_they_look_like(paper: Paper, page: Page, code: str, sign: str) -> None:
    page.text(85, 100, code, font="Wingdings")
    page.text(105, 100, "Tuyên truyền")
    assert printed(read(paper)) == [f"{sign} Tuyên truyền"]


@pytest.mark.parametrize(("code", "sign"), [("\uf0b7", "•"), ("\uf0a7", "▪"), ("\uf02d", "-"), ("\uf123", "•")])
def test_private_characters_are_bullets(paper: Paper, page: Page, code: str, sign: str) -> None:
    page.text(85, 100, code, font="SymbolMT")
    page.text(105, 100, "Tuyên truyền")
    assert printed(read(paper)) == [f"{sign} Tuyên truyền"]


@pytest.mark.parametrize(
    ("font", "codes", "text"),
    [
        (".VnTime", "C¸c c¬ quan, ®¬n vÞ", "Các cơ quan, đơn vị"),
        (".VnTimeH", "KÕ ho¹ch", "KẾ HOẠCH"),
        ("VNI-Times", "UÛy ban nhaân daân", "Ủy ban nhân dân"),
    ],
)
def test_old_fonts_are_decoded_font_by_font(paper: Paper, page: Page, font: str, codes: str, text: str) -> None:
    page.text(85, 100, codes, font=font)
    page.text(85, 120, "Thực hiện Kế hoạch")
    extraction = read(paper)
    assert printed(extraction) == [text, "Thực hiện Kế hoạch"]
    assert extraction.encoding == ("vni" if "VNI" in font else "tcvn3")


def test_marks_written_apart_stay_with_their_letters(paper: Paper, page: Page) -> None:
    page.text(85, 100, "a\u0301p phi\u0301ch")
    assert printed(read(paper)) == ["a\u0301p phi\u0301ch"]


def test_bold_and_italic_come_from_the_font(paper: Paper, page: Page) -> None:
    page.text(85, 100, "KẾ HOẠCH", font="TimesNewRoman,Bold")
    page.text(85, 120, "Nơi nhận:", font="TimesNewRomanPS-BoldItalicMT")
    page.text(85, 140, "nội dung")
    extraction = read(paper)
    assert flags(extraction, "bold") == ["KẾ HOẠCH", "Nơi nhận:"]
    assert flags(extraction, "italic") == ["Nơi nhận:"]
