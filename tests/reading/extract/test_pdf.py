"""PDF files as wholes: pages, notes, errors."""

from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer
from tests.reading.extract.checking import all_lines, assert_sound, printed
from tests.reading.extract.paper import HIDDEN, Paper

from loa.reading.errors import BrokenDocument, EncryptedDocument, MissingTool, ReadingError, TooLarge
from loa.reading.extract import ocr
from loa.reading.extract.pdf import extract_pdf
from loa.reading.extraction import Area, Extraction, Limits


def read(paper: Paper, limits: Limits = Limits()) -> Extraction:  # noqa: B008 - frozen
    extraction = extract_pdf(paper.bytes(), limits=limits)
    assert_sound(extraction)
    return extraction


def areas(extraction: Extraction, area: Area) -> list[str]:
    return [extraction.text[line.start : line.end] for line in all_lines(extraction) if line.area is area]


@pytest.fixture
def without_ocr(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "is_installed", lambda: False)


def test_lines_know_their_page_and_where_they_stand_on_it() -> None:
    paper = Paper()
    paper.page().text(85, 100, "Thực hiện Kế hoạch")
    paper.page().text(121, 90, "Các sở, ban, ngành")
    extraction = read(paper)
    assert extraction.format == "pdf"
    assert extraction.pages == 2
    assert extraction.text == "Thực hiện Kế hoạch\nCác sở, ban, ngành"
    first, second = all_lines(extraction)
    assert (first.page, first.left, second.page, second.left) == (1, 85, 2, 121)
    assert not first.whole


def test_room_for_whole_lines_shows_as_blank_lines() -> None:
    paper = Paper()
    page = paper.page()
    for base in (100, 118, 136, 154, 172, 208):
        page.text(85, base, f"dòng ở {base}")
    assert read(paper).text.endswith("dòng ở 172\n\ndòng ở 208")


def test_page_numbers_are_marked_not_dropped() -> None:
    paper = Paper()
    for number in range(1, 4):
        page = paper.page()
        if number > 1:
            page.centred(312, 40, str(number))
        page.text(85, 100, "nội dung " + "abc"[number - 1])
    extraction = read(paper)
    assert areas(extraction, Area.HEADER) == ["2", "3"]


def test_number_of_a_year_alone_on_a_line_is_no_page_number() -> None:
    paper = Paper()
    paper.page().text(85, 100, "trong năm")
    page = paper.page()
    page.text(85, 60, "2022")
    page.text(85, 80, "và các năm sau")
    assert areas(read(paper), Area.HEADER) == []


def test_lines_repeated_at_one_height_are_running_heads_and_feet() -> None:
    paper = Paper()
    for number in range(4):
        page = paper.page()
        page.text(85, 40, "Kế hoạch cải cách hành chính")
        page.text(85, 100, "nội dung " + "abcd"[number])
        page.text(85, 810, f"Trang {number + 1}/4")
    extraction = read(paper)
    assert areas(extraction, Area.HEADER) == ["Kế hoạch cải cách hành chính"] * 4
    assert areas(extraction, Area.FOOTER) == ["Trang 1/4", "Trang 2/4", "Trang 3/4", "Trang 4/4"]


def test_heads_of_decision_and_plan_are_no_running_heads() -> None:
    paper = Paper()
    for kind in ("QUYẾT ĐỊNH", "KẾ HOẠCH"):
        page = paper.page()
        page.centred(180, 60, "ỦY BAN NHÂN DÂN", size=12)
        page.centred(410, 60, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", size=12)
        page.centred(410, 78, "Độc lập - Tự do - Hạnh phúc")
        page.centred(312, 130, kind)
    assert areas(read(paper), Area.HEADER) == []


def test_alike_pages_have_no_running_heads() -> None:
    paper = Paper()
    for _ in range(3):
        page = paper.page()
        for base in range(60, 780, 20):
            page.text(85, base, f"Điều ở dòng {base}")
    assert areas(read(paper), Area.HEADER) == []


def test_titles_of_annexes_are_no_running_heads() -> None:
    paper = Paper()
    for number in range(1, 4):
        page = paper.page()
        page.centred(312, 60, f"PHỤ LỤC {number}")
        page.text(85, 120, "nội dung " + "abc"[number - 1])
    assert areas(read(paper), Area.HEADER) == []


def test_signature_fields_come_last() -> None:
    paper = Paper()
    page = paper.page()
    page.text(85, 100, "Trên đây là Kế hoạch;")
    page.stamp(300, 90, ["Ký bởi: Ủy ban nhân dân tỉnh", "Thời gian ký: 05/01/2023 09:21:39 +07:00"])
    page.text(85, 118, "yêu cầu các cơ quan thực hiện./.")
    paper.page().text(85, 100, "Phụ lục")
    extraction = read(paper)
    assert printed(extraction) == [
        "Trên đây là Kế hoạch;",
        "yêu cầu các cơ quan thực hiện./.",
        "Phụ lục",
        "Ký bởi: Ủy ban nhân dân tỉnh",
        "Thời gian ký: 05/01/2023 09:21:39 +07:00",
    ]
    assert [line.page for line in all_lines(extraction)] == [1, 1, 2, 1, 1]


def test_signature_printed_as_text_comes_last() -> None:
    paper = Paper()
    page = paper.page()
    page.text(300, 40, "Ký bởi: Sở Nội vụ", size=8)
    page.text(300, 50, "Email: sonoivu@hoabinh.gov.vn", size=8)
    page.text(300, 60, "Ngày ký: 05-01-2023 09:21:39", size=8)
    page.text(85, 100, "Căn cứ Quyết định")
    assert printed(read(paper))[0] == "Căn cứ Quyết định"


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_page_shown_turned_reads_as_its_text_stands(rotate: int) -> None:
    paper = Paper()
    page = paper.page(rotate=rotate)
    page.text(85, 100, "dòng một")
    page.text(85, 120, "dòng hai")
    assert read(paper).text == "dòng một\ndòng hai"


def test_landscape_text_on_an_upright_page_is_read_along_its_lines() -> None:
    paper = Paper()
    page = paper.page()
    page.text(100, 700, "Phụ lục kèm theo", angle=90)
    page.text(120, 700, "Kế hoạch số 36", angle=90)
    extraction = read(paper)
    assert extraction.text == "Phụ lục kèm theo\nKế hoạch số 36"
    assert [round(line.left) for line in all_lines(extraction)] == [142, 142]


def test_text_at_an_angle_does_not_part_the_lines() -> None:
    paper = Paper()
    page = paper.page()
    page.text(85, 100, "một hai ba bốn")
    page.text(200, 110, "BẢN SAO", angle=90)
    page.text(85, 118, "năm sáu bảy tám")
    assert printed(read(paper)) == ["một hai ba bốn", "năm sáu bảy tám", "BẢN SAO"]


def test_empty_page_is_counted_and_not_noted() -> None:
    paper = Paper()
    paper.page().text(85, 100, "có chữ")
    paper.page()
    extraction = read(paper)
    assert extraction.pages == 2
    assert extraction.notes == ()


def test_scanned_page_among_others_is_noted_without_ocr(without_ocr: None) -> None:
    paper = Paper()
    paper.page().text(85, 100, "có chữ")
    paper.page().picture(0, 0, 595, 842)
    extraction = read(paper)
    assert [(note.code, note.page) for note in extraction.notes] == [("page-without-text", 2)]
    assert "tesseract-ocr-vie" in extraction.notes[0].message.vi


def test_scan_without_ocr_says_how_to_install_it(without_ocr: None) -> None:
    paper = Paper()
    paper.page().picture(0, 0, 595, 842)
    with pytest.raises(MissingTool) as caught:
        read(paper)
    assert "apt install tesseract-ocr tesseract-ocr-vie" in caught.value.message.vi
    assert "apt install tesseract-ocr tesseract-ocr-vie" in caught.value.message.en


def test_scan_with_only_a_stamp_printed_on_it_is_a_scan(without_ocr: None) -> None:
    paper = Paper()
    page = paper.page()
    page.picture(0, 0, 595, 842)
    page.text(400, 30, "CÔNG VĂN ĐẾN")
    with pytest.raises(MissingTool):
        read(paper)


def test_text_that_ocr_put_under_a_scan_is_used(without_ocr: None) -> None:
    paper = Paper()
    page = paper.page()
    page.picture(0, 0, 595, 842)
    for base in range(100, 400, 18):
        page.text(85, base, "Ủy ban nhân dân tỉnh ban hành Kế hoạch", mode=HIDDEN)
    extraction = read(paper)
    assert printed(extraction)[0] == "Ủy ban nhân dân tỉnh ban hành Kế hoạch"
    assert [(note.code, note.page) for note in extraction.notes] == [("text-under-picture", 1)]


def test_scan_with_empty_pages_is_still_a_scan(without_ocr: None) -> None:
    paper = Paper()
    paper.page().picture(0, 0, 595, 842)
    paper.page()
    with pytest.raises(MissingTool):
        read(paper)


def test_page_with_nothing_but_a_line_is_empty(without_ocr: None) -> None:
    paper = Paper()
    paper.page().text(85, 100, "có chữ")
    paper.page().ruling(85, 100, 500, 100)
    assert read(paper).notes == ()


def test_too_many_pages_are_refused_before_they_are_read() -> None:
    paper = Paper()
    for _ in range(3):
        paper.page()
    with pytest.raises(TooLarge):
        read(paper, Limits(pages=2))


def test_too_much_text_is_refused() -> None:
    paper = Paper()
    paper.page().text(85, 100, "một hai ba bốn năm")
    with pytest.raises(TooLarge):
        read(paper, Limits(characters=10))


def test_time_limit_is_kept() -> None:
    paper = Paper()
    paper.page().text(85, 100, "một")
    with pytest.raises(TooLarge):
        read(paper, Limits(seconds=0))


@pytest.mark.parametrize("data", [b"%PDF-1.4\n", b"%PDF-1.7\n%%EOF", b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj"])
def test_damaged_file_is_broken(data: bytes) -> None:
    with pytest.raises(BrokenDocument):
        extract_pdf(data, limits=Limits())


def locked(paper: Paper, user: str, owner: str) -> bytes:
    """The file encrypted with pyHanko, which is there for signatures."""
    writer = copy_into_new_writer(PdfFileReader(BytesIO(paper.bytes())))
    writer.encrypt(owner, user)  # type: ignore[no-untyped-call]  # its types are incomplete
    out = BytesIO()
    writer.write(out)  # type: ignore[no-untyped-call]  # its types are incomplete
    return out.getvalue()


def test_password_is_asked_for() -> None:
    paper = Paper()
    paper.page().text(85, 100, "bí mật")
    with pytest.raises(EncryptedDocument):
        extract_pdf(locked(paper, "mở", "chủ"), limits=Limits())


def test_password_of_the_owner_alone_does_not_lock() -> None:
    paper = Paper()
    paper.page().text(85, 100, "ai cũng đọc được")
    assert extract_pdf(locked(paper, "", "chủ"), limits=Limits()).text == "ai cũng đọc được"


def sample() -> bytes:
    paper = Paper()
    page = paper.page()
    page.centred(180, 60, "ỦY BAN NHÂN DÂN")
    page.text(85, 120, "Thực hiện Kế hoạch")
    page.grid([85, 200, 500], [150, 180, 210])
    page.text(90, 170, "TT")
    page.text(85, 300, "C¸c c¬ quan", font=".VnTime")
    page.stamp(300, 400, ["Ký bởi: A"])
    return paper.bytes()


SAMPLE = sample()


@settings(max_examples=150)
@given(
    st.lists(st.tuples(st.integers(0, len(SAMPLE) - 1), st.binary(min_size=1, max_size=6)), max_size=8),
    st.integers(0, len(SAMPLE)),
    st.booleans(),
)
def test_damage_ends_in_a_reading_or_in_a_typed_error(damage: list[tuple[int, bytes]], cut: int, cuts: bool) -> None:
    data = bytearray(SAMPLE)
    for place, content in damage:
        data[place : place + len(content)] = content
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ocr, "is_installed", lambda: False)
        try:
            extraction = extract_pdf(bytes(data[:cut] if cuts else data), limits=Limits(seconds=20))
        except ReadingError:
            return
    assert_sound(extraction)


def test_threads_may_read_at_the_same_time() -> None:
    with ThreadPoolExecutor(8) as pool:
        read_at_once = list(pool.map(lambda _: extract_pdf(SAMPLE, limits=Limits()), range(64)))
    assert read_at_once == [extract_pdf(SAMPLE, limits=Limits())] * 64


def test_same_file_same_text() -> None:
    assert extract_pdf(SAMPLE, limits=Limits()) == extract_pdf(SAMPLE, limits=Limits())
