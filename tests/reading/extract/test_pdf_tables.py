"""Ruled tables of a PDF page."""

from collections.abc import Sequence

import pytest
from tests.reading.extract.checking import assert_sound, printed, tables
from tests.reading.extract.paper import Page, Paper

from loa.reading.extract.pdf import extract_pdf
from loa.reading.extraction import Extraction, Limits, Table

XS = [70, 100, 260, 400, 540]


def read(paper: Paper) -> Extraction:
    extraction = extract_pdf(paper.bytes(), limits=Limits())
    assert_sound(extraction)
    return extraction


@pytest.fixture
def paper() -> Paper:
    return Paper()


@pytest.fixture
def page(paper: Paper) -> Page:
    return paper.page()


def fill(page: Page, xs: Sequence[float], top: float, cells: list[list[str]], *, size: float = 12) -> None:
    """Writes the lines of each cell of one row."""
    for x, lines in zip(xs, cells, strict=False):
        for i, line in enumerate(lines):
            page.text(x + 3, top + 14 * (i + 1), line, size=size)


def test_cells_hold_their_lines_in_order(paper: Paper, page: Page) -> None:
    page.text(85, 60, "trước bảng")
    page.grid(XS, [100, 120, 160])
    fill(page, XS, 102, [["TT"], ["Nội dung"], ["Chủ trì"], ["Thời gian"]])
    fill(page, XS, 122, [["1"], ["Tuyên truyền về", "cải cách hành chính"], ["Sở Nội vụ"], ["Thường xuyên"]])
    page.text(85, 200, "sau bảng")
    extraction = read(paper)
    assert tables(extraction) == [
        [
            [["TT"], ["Nội dung"], ["Chủ trì"], ["Thời gian"]],
            [["1"], ["Tuyên truyền về", "cải cách hành chính"], ["Sở Nội vụ"], ["Thường xuyên"]],
        ]
    ]
    assert printed(extraction)[0] == "trước bảng"
    assert printed(extraction)[-1] == "sau bảng"


def test_filled_bars_are_rulings_too(paper: Paper, page: Page) -> None:
    for y in (100, 130, 160):
        page.bar(70, y, 400, y + 0.5)
    for x in (70, 260, 399.5):
        page.bar(x, 100, x + 0.5, 160)
    fill(page, [70, 260], 105, [["một"], ["hai"]])
    fill(page, [70, 260], 135, [["ba"], ["bốn"]])
    assert tables(read(paper)) == [[[["một"], ["hai"]], [["ba"], ["bốn"]]]]


def test_merged_cell_stands_in_its_first_place(paper: Paper, page: Page) -> None:
    page.ruling(70, 100, 400, 100)
    page.ruling(70, 130, 400, 130)
    page.ruling(70, 160, 400, 160)
    for x in (70, 400):
        page.ruling(x, 100, x, 160)
    page.ruling(200, 130, 200, 160)
    fill(page, [70], 105, [["I. Tuyên truyền trên Cổng thông tin"]])
    fill(page, [70, 200], 135, [["1"], ["Đăng tin, bài"]])
    assert tables(read(paper)) == [[[["I. Tuyên truyền trên Cổng thông tin"], []], [["1"], ["Đăng tin, bài"]]]]


def test_cell_over_two_rows_stands_in_the_first(paper: Paper, page: Page) -> None:
    for x in (70, 200, 400):
        page.ruling(x, 100, x, 160)
    page.ruling(70, 100, 400, 100)
    page.ruling(200, 130, 400, 130)
    page.ruling(70, 160, 400, 160)
    fill(page, [70, 200], 105, [["Sở Nội vụ"], ["Theo dõi"]])
    fill(page, [200], 135, [["Báo cáo"]])
    assert tables(read(paper)) == [[[["Sở Nội vụ"], ["Theo dõi"]], [[], ["Báo cáo"]]]]


def test_open_sides_end_where_the_rulings_end(paper: Paper, page: Page) -> None:
    for y in (100, 130, 160):
        page.ruling(70, y, 400, y)
    page.ruling(200, 100, 200, 160)
    fill(page, [70, 200], 105, [["một"], ["hai"]])
    fill(page, [70, 200], 135, [["ba"], ["bốn"]])
    assert tables(read(paper)) == [[[["một"], ["hai"]], [["ba"], ["bốn"]]]]


def test_row_cut_by_the_end_of_the_page_stays_two_rows(paper: Paper) -> None:
    first, second = paper.page(), paper.page()
    first.grid(XS, [700, 760])
    fill(first, XS, 705, [["7"], ["Tuyên truyền về"], ["Sở Nội vụ"], ["Quý II"]])
    second.grid(XS, [60, 90, 120])
    fill(second, XS, 62, [[], ["cải cách hành chính"], [], []])
    fill(second, XS, 92, [["8"], ["Hội nghị"], ["Sở Nội vụ"], ["Quý III"]])
    extraction = read(paper)
    assert tables(extraction) == [
        [[["7"], ["Tuyên truyền về"], ["Sở Nội vụ"], ["Quý II"]]],
        [[[], ["cải cách hành chính"], [], []], [["8"], ["Hội nghị"], ["Sở Nội vụ"], ["Quý III"]]],
    ]
    assert [row.page for block in extraction.blocks if isinstance(block, Table) for row in block.rows] == [1, 2, 2]


def test_upright_heading_is_text_of_its_cell(paper: Paper, page: Page) -> None:
    page.grid([70, 100, 400], [100, 170, 200])
    page.text(90, 160, "Thứ tự", angle=90, size=10)
    fill(page, [100], 110, [["Nội dung"]])
    fill(page, [70, 100], 172, [["1"], ["Tuyên truyền"]])
    assert tables(read(paper)) == [[[["Thứ tự"], ["Nội dung"]], [["1"], ["Tuyên truyền"]]]]


def test_frame_around_text_and_underlines_are_no_table(paper: Paper, page: Page) -> None:
    page.grid([70, 400], [100, 160])
    page.text(80, 130, "Độc lập - Tự do - Hạnh phúc")
    page.ruling(80, 133, 250, 133)
    extraction = read(paper)
    assert tables(extraction) == []
    assert printed(extraction) == ["Độc lập - Tự do - Hạnh phúc"]


def test_table_without_words_is_none(paper: Paper, page: Page) -> None:
    page.grid(XS, [100, 130, 160])
    page.text(85, 60, "chữ")
    assert tables(read(paper)) == []


def test_page_number_beside_a_table_is_no_part_of_it(paper: Paper) -> None:
    paper.page().text(85, 100, "trang đầu")
    page = paper.page()
    page.centred(312, 40, "2")
    page.grid(XS, [60, 90, 120])
    fill(page, XS, 62, [["1"], ["a"], ["b"], ["c"]])
    fill(page, XS, 92, [["2"], ["d"], ["e"], ["g"]])
    assert [line.area for line in read(paper).blocks if not isinstance(line, Table)] == ["body", "header"]
