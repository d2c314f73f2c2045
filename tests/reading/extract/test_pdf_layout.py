"""Reading order: two-column heads and tails, and lines that only look like columns."""

import pytest
from tests.reading.extract.checking import flags, printed, tables
from tests.reading.extract.paper import Page, Paper

from loa.reading.extract.pdf import extract_pdf
from loa.reading.extraction import Extraction, Limits

BODY = "Thực hiện Kế hoạch của Ủy ban nhân dân tỉnh về cải cách hành chính nhà nước năm 2023"


def read(paper: Paper) -> Extraction:
    return extract_pdf(paper.bytes(), limits=Limits())


@pytest.fixture
def paper() -> Paper:
    return Paper()


@pytest.fixture
def page(paper: Paper) -> Page:
    return paper.page()


def draw_head(page: Page, *, gap: float = 0) -> None:
    page.centred(165 - gap, 60, "ỦY BAN NHÂN DÂN", size=13)
    page.centred(165 - gap, 77, "TỈNH BÌNH THUẬN", size=13, font="TimesNewRoman,Bold")
    page.text(105 - gap, 102, "Số:")
    page.text(170 - gap, 102, "/KH-UBND")
    page.centred(400, 60, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", size=12, font="TimesNewRoman,Bold")
    page.centred(400, 77, "Độc lập - Tự do - Hạnh phúc")
    end = page.text(285, 102, "Bình Thuận, ngày")
    end = page.text(end + 24, 102, "tháng 01 năm")
    page.text(end + 3.5, 102, "2023")


HEAD = [
    "ỦY BAN NHÂN DÂN",
    "TỈNH BÌNH THUẬN",
    "Số: /KH-UBND",
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
    "Bình Thuận, ngày tháng 01 năm 2023",
]


def test_head_is_read_left_column_first(paper: Paper, page: Page) -> None:
    draw_head(page)
    page.centred(308, 140, "KẾ HOẠCH")
    page.text(85, 180, BODY, size=12)
    extraction = read(paper)
    assert printed(extraction) == [*HEAD, "KẾ HOẠCH", BODY]
    assert "KẾ HOẠCH" in flags(extraction, "centred")


def test_subject_under_the_number_stays_in_the_left_column(paper: Paper, page: Page) -> None:
    draw_head(page)
    page.centred(165, 120, "V/v tuyên truyền", size=12)
    page.text(85, 180, BODY, size=12)
    assert printed(read(paper)) == [*HEAD[:3], "V/v tuyên truyền", *HEAD[3:], BODY]


def test_short_title_below_the_head_is_no_part_of_it(paper: Paper, page: Page) -> None:
    draw_head(page)
    page.centred(312, 140, "KẾ HOẠCH")
    page.text(85, 165, "I. MỤC TIÊU")
    page.text(85, 185, "1. Mục tiêu")
    assert printed(read(paper)) == [*HEAD, "KẾ HOẠCH", "I. MỤC TIÊU", "1. Mục tiêu"]


def test_columns_out_of_step_are_still_columns(paper: Paper, page: Page) -> None:
    for i, text in enumerate(("ỦY BAN NHÂN DÂN", "XÃ ĐÔNG THÀNH", "Số: 12/KH-UBND")):
        page.centred(165, 60 + 17 * i, text, size=13)
    for i, text in enumerate(("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do", "Đông Thành, ngày 05")):
        page.centred(400, 63 + 20 * i, text, size=12)
    page.text(85, 180, BODY, size=12)
    assert printed(read(paper))[:3] == ["ỦY BAN NHÂN DÂN", "XÃ ĐÔNG THÀNH", "Số: 12/KH-UBND"]


def test_recipients_come_before_the_signature(paper: Paper, page: Page) -> None:
    page.text(85, 80, BODY, size=12)
    page.text(85, 98, "thực hiện./.", size=12)
    page.text(85, 130, "Nơi nhận:", size=12)
    recipients = ["- Bộ Nội vụ;", "- Thường trực Tỉnh ủy;", "- Các cơ quan Trung ương trên địa bàn tỉnh;", "- Lưu: VT."]
    for i, text in enumerate([*recipients[:3], "- Báo tỉnh;", recipients[3]]):
        page.text(85, 144 + 13 * i, text, size=11)
    page.centred(430, 130, "TM. ỦY BAN NHÂN DÂN")
    page.centred(430, 148, "CHỦ TỊCH")
    page.centred(430, 215, "Đoàn Anh Dũng")
    assert printed(read(paper)) == [
        BODY,
        "thực hiện./.",
        "Nơi nhận:",
        *recipients[:3],
        "- Báo tỉnh;",
        "- Lưu: VT.",
        "TM. ỦY BAN NHÂN DÂN",
        "CHỦ TỊCH",
        "Đoàn Anh Dũng",
    ]


def test_justified_lines_with_wide_blanks_are_not_parted(paper: Paper, page: Page) -> None:
    page.text(85, 100, "cơ quan nhà nước các cấp", blank=40)
    page.text(85, 118, "cơ quan nhà nước của tỉnh", blank=40)
    page.text(85, 136, "cơ quan nhà nước của ta", blank=40)
    assert printed(read(paper)) == [
        "cơ quan nhà nước các cấp",
        "cơ quan nhà nước của tỉnh",
        "cơ quan nhà nước của ta",
    ]


def test_labels_with_tabs_are_no_column(paper: Paper, page: Page) -> None:
    for i, (label, text) in enumerate((("1.", "Mục tiêu"), ("2.", "Yêu cầu"), ("-", "Nội dung"))):
        page.text(85, 100 + 20 * i, label)
        page.text(150, 100 + 20 * i, text)
    assert printed(read(paper)) == ["1. Mục tiêu", "2. Yêu cầu", "- Nội dung"]


def test_list_in_two_columns_is_read_row_by_row(paper: Paper, page: Page) -> None:
    rows = [("Sở Nội vụ", "theo dõi, đôn đốc"), ("Sở Tài chính", "bố trí kinh phí"), ("Sở Tư pháp", "tuyên truyền")]
    for i, (agency, duty) in enumerate(rows):
        page.text(85, 100 + 20 * i, agency)
        page.text(300, 100 + 20 * i, duty)
    assert tables(read(paper)) == [[[[agency], [duty]] for agency, duty in rows]]


def test_table_without_rulings_is_read_row_by_row(paper: Paper, page: Page) -> None:
    rows = [
        (("TT",), ("Nội dung",), ("Chủ trì",)),
        (("1",), ("Tuyên truyền về cải", "cách hành chính"), ("Sở Nội vụ",)),
        (("2",), ("Đối thoại với", "doanh nghiệp"), ("Sở Tài chính và", "Sở Tư pháp")),
    ]
    base = 100
    for row in rows:
        for x, lines in zip((85, 130, 380), row, strict=True):
            for i, line in enumerate(lines):
                page.text(x, base + 16 * i, line)
        base += 40
    assert tables(read(paper)) == [[[list(cell) for cell in row] for row in rows]]


def test_two_columns_of_a_page_are_read_one_after_the_other(paper: Paper, page: Page) -> None:
    lefts = [f"cột trái dòng thứ {number} đầy đủ" for number in ("một", "hai", "ba", "bốn")]
    rights = [f"cột phải dòng thứ {number}" for number in ("năm", "sáu", "bảy", "tám")]
    for i, (left, right) in enumerate(zip(lefts, rights, strict=True)):
        page.text(60, 100 + 16 * i, left, size=12)
        page.text(320 + 4 * (i % 2), 100 + 16 * i, right, size=12)
    assert printed(read(paper)) == lefts + rights
