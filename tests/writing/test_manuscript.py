from dataclasses import replace

from tests.writing.factory import TEXT, make_no_plan, make_plan

from loa.reading.extraction import Area, Block, Cell, Line, Row, Table
from loa.reading.model import OutlineItem, Place, PlanDraft, Source
from loa.writing.manuscript import Grid, Paragraph, manuscript
from loa.writing.parts import Part


def _paragraphs(draft: PlanDraft) -> list[Paragraph]:
    return [block for block in manuscript(draft).blocks if isinstance(block, Paragraph)]


def _bare(text: str, format: str = "txt") -> PlanDraft:
    return PlanDraft(Source("a.txt", format, 1, None, "", text))


def test_parts_of_the_document_are_told_apart() -> None:
    first: dict[Part, str] = {}
    for block in manuscript(make_plan()).blocks:
        if isinstance(block, Paragraph):
            first.setdefault(block.part, block.passage.text)
    assert first == {
        Part.HEAD: "ỦY BAN NHÂN DÂN",
        Part.PREAMBLE: "Căn cứ Luật Tổ chức chính quyền địa phương;",
        Part.BODY: "I. MỤC ĐÍCH, YÊU CẦU",
        Part.TAIL: "Nơi nhận:",
        Part.ANNEX: "Phụ lục",
    }


def test_items_know_their_ref_and_where_their_own_text_begins() -> None:
    items = {block.ref: block for block in _paragraphs(make_plan()) if block.ref}
    assert items["IV.1.-2"].level == 3
    own = items["IV.1.-2"].own
    assert own is not None
    assert TEXT[own:].startswith("Báo cáo Ủy ban nhân dân tỉnh")


def test_printed_lines_of_a_known_text_are_joined() -> None:
    texts = [block.passage.text for block in _paragraphs(make_plan())]
    assert (
        "- Đăng tải ít nhất 05 tin, bài mỗi tháng trên Trang thông tin điện tử xã; phối hợp với các thôn, tổ dân phố."
        in texts
    )


def test_every_character_knows_its_place_in_the_source() -> None:
    for block in _paragraphs(make_plan()):
        for character, offset in zip(block.passage.text, block.passage.origin, strict=False):
            assert TEXT[offset] == character or character == " "


def test_rows_of_tabs_are_a_table() -> None:
    grid = next(block for block in manuscript(make_plan()).blocks if isinstance(block, Grid))
    assert [[cell[0].passage.text for cell in row.cells] for row in grid.rows] == [
        ["TT", "Nội dung", "Chủ trì", "Thời gian"],
        [
            *("1", "Phát thanh bản tin cải cách hành chính <b>&</b> giải đáp"),
            *("Các thôn, tổ dân phố", "Quý II năm 2026"),
        ],
    ]


def test_tags_and_entities_in_plain_text_are_leftovers() -> None:
    grid = manuscript(_bare("1\t<ul><li>- Báo &amp; đài;</li><li><b>Cổng</b></li></ul>\tx\n2\ty\tz")).blocks[0]
    assert isinstance(grid, Grid)
    assert [paragraph.passage.text for paragraph in grid.rows[0].cells[1]] == ["- Báo & đài;", "Cổng"]


def test_tags_of_other_formats_are_words() -> None:
    (block,) = manuscript(_bare("a <b> c", "docx")).blocks
    assert isinstance(block, Paragraph)
    assert block.passage.text == "a <b> c"


def test_a_glued_hyphen_at_the_end_of_a_line_joins_without_a_blank() -> None:
    text = "Căn cứ Chỉ thị số 23/CT-\nTTg về cải cách hành chính."
    assert [block.passage.text for block in _paragraphs(_bare(text))] == [
        "Căn cứ Chỉ thị số 23/CT-TTg về cải cách hành chính.",
    ]


def test_blocks_of_the_extraction_make_the_layout_exact() -> None:
    text = "12\nTiêu đề\nô một\nô hai\n"
    blocks: tuple[Block, ...] = (
        Line(0, 2, area=Area.HEADER),
        Line(3, 10, whole=True, bold=True, centred=True),
        Table((Row((Cell((Line(11, 16),)), Cell((Line(17, 22),)))),)),
    )
    heading, grid = manuscript(_bare(text, "docx"), blocks).blocks
    assert isinstance(heading, Paragraph)
    assert (heading.passage.text, heading.bold, heading.centred) == ("Tiêu đề", True, True)
    assert isinstance(grid, Grid)
    assert [cell[0].passage.text for cell in grid.rows[0].cells] == ["ô một", "ô hai"]


def test_a_document_that_is_no_plan_is_all_body() -> None:
    assert [(block.part, block.passage.text) for block in _paragraphs(make_no_plan())] == [
        (Part.BODY, "Sáng nay, trời đẹp."),
    ]


def test_page_numbers_at_the_edge_of_a_page_are_no_text() -> None:
    text = "Nội dung một.\n2\nNội dung hai.\n3\nNội dung ba.\n"
    starts = [text.index(line) for line in text.splitlines()]
    blocks = tuple(
        Line(start, start + len(line), page)
        for start, line, page in zip(starts, text.splitlines(), (1, 2, 2, 3, 3), strict=True)
    )
    told = [
        block.passage.text for block in manuscript(_bare(text, "pdf"), blocks).blocks if isinstance(block, Paragraph)
    ]
    assert told == ["Nội dung một.", "Nội dung hai.", "Nội dung ba."]


def test_a_label_on_a_line_of_its_own_belongs_to_its_item() -> None:
    text = "KẾ HOẠCH\n1.\nSở Nội vụ.\n7\nSở Tài chính.\n"
    items = (_item(text, "1", "Sở Nội vụ."), _item(text, "2", "Sở Tài chính."))
    draft = PlanDraft(Source("a.pdf", "pdf", 1, None, "", text), outline=items)
    assert [block.passage.text for block in _paragraphs(draft)] == [
        *("KẾ HOẠCH", "1. Sở Nội vụ.", "7", "Sở Tài chính."),
    ]


def test_tables_of_head_and_tail_and_those_without_rules_serve_layout() -> None:
    text = "ô\n"
    table = Table((Row((Cell((Line(0, 1),)),)),), ruled=False)
    (grid,) = manuscript(_bare(text, "docx"), (table,)).blocks
    assert isinstance(grid, Grid)
    assert grid.serves_layout


def _item(text: str, label: str, words: str) -> OutlineItem:
    start = text.index(words)
    return OutlineItem(label, 1, words, label, Place(start, start + len(words), 1, 1))


def test_without_blocks_a_printed_page_number_tells_where_its_page_begins() -> None:
    text = "KẾ HOẠCH\n1. Sở Nội vụ.\n2\n2. Sở Tài chính.\n12\n"
    second = _item(text, "2", "Sở Tài chính.")
    items = (_item(text, "1", "Sở Nội vụ."), replace(second, place=replace(second.place, page=2)))
    draft = PlanDraft(Source("a.pdf", "scan", 2, None, "", text), outline=items)
    assert [(block.page, block.passage.text) for block in _paragraphs(draft)] == [
        *((1, "KẾ HOẠCH"), (1, "1. Sở Nội vụ."), (2, "2. Sở Tài chính."), (2, "12")),
    ]
