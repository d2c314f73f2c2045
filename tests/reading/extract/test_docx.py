import zipfile
from io import BytesIO

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.reading.extract.checking import all_lines, assert_sound, flags, printed, tables
from tests.reading.extract.test_encodings import in_tcvn3, in_vni
from tests.reading.extract.wordfile import BORDERS, lvl, numbering, p, r, tbl, tc, tr, word

from loa.reading.errors import BrokenDocument, EmptyDocument, EncryptedDocument, ReadingError, TooLarge
from loa.reading.extract import extract
from loa.reading.extraction import Area, Extraction, Limits, Line, Table


def saved(document: "docx.document.Document") -> bytes:
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def areas(extraction: Extraction) -> list[tuple[str, Area]]:
    return [(extraction.text[line.start : line.end], line.area) for line in all_lines(extraction)]


def test_a_plan_written_with_python_docx() -> None:
    document = docx.Document()
    head = document.add_table(1, 2)
    head.cell(0, 0).text = "UBND XÃ ĐỒNG TÂM\nSố: 05/KH-UBND"
    head.cell(0, 1).text = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.add_run("KẾ HOẠCH").bold = True
    title.add_run().add_break(WD_BREAK.LINE)
    title.add_run("Truyền thông năm 2026").bold = True
    document.add_paragraph("Phát thanh mỗi tuần một lần.", style="List Number")
    document.add_paragraph("Đăng tin hằng tháng.", style="List Number")
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    annex = document.add_table(2, 3, style="Table Grid")
    for column, text in enumerate(("TT", "Việc", "Cơ quan")):
        annex.cell(0, column).text = text
    annex.cell(1, 1).text = "Mở chuyên mục"
    extraction = extract(saved(document), name="ke-hoach.docx")
    assert_sound(extraction)
    assert extraction.format == "docx"
    assert extraction.notes == ()
    assert extraction.text == (
        "UBND XÃ ĐỒNG TÂM\nSố: 05/KH-UBND\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nKẾ HOẠCH\nTruyền thông năm 2026\n"
        "1. Phát thanh mỗi tuần một lần.\n2. Đăng tin hằng tháng.\n\nTT\nViệc\nCơ quan\nMở chuyên mục"
    )
    assert [block.ruled for block in extraction.blocks if isinstance(block, Table)] == [False, True]
    assert flags(extraction, "bold") == flags(extraction, "centred") == ["KẾ HOẠCH", "Truyền thông năm 2026"]
    assert extraction.pages == 2
    assert tables(extraction)[1] == [[["TT"], ["Việc"], ["Cơ quan"]], [[], ["Mở chuyên mục"], []]]


def test_only_the_last_line_of_a_paragraph_is_whole() -> None:
    extraction = extract(
        word("<w:p><w:r><w:t>Một</w:t><w:br/><w:t>hai</w:t><w:cr/><w:t>ba</w:t></w:r></w:p>" + p("bốn"))
    )
    assert printed(extraction) == ["Một", "hai", "ba", "bốn"]
    assert flags(extraction, "whole") == ["ba", "bốn"]


def test_insertions_stay_and_deletions_go() -> None:
    body = (
        f"<w:p>{r('Trước ')}<w:ins>{r('ngày 15')}</w:ins><w:del><w:r><w:delText>ngày 20</w:delText></w:r></w:del></w:p>"
    )
    body += f"<w:moveFrom>{p('Cũ')}</w:moveFrom>"
    body += f"<w:p><w:moveTo>{r('Mới')}</w:moveTo><w:moveFrom>{r('Cũ')}</w:moveFrom></w:p>"
    body += p("Gộp ", ppr="<w:rPr><w:del/></w:rPr>") + p("làm một")
    body += tbl(tr(tc("xóa"), pr="<w:del/>"), tr(tc("a"), tc("b")))
    assert printed(extract(word(body))) == ["Trước ngày 15", "Mới", "Gộp làm một", "a", "b"]


def test_content_controls_links_fields_and_hidden_text() -> None:
    body = f"<w:sdt><w:sdtPr/><w:sdtContent>{p('Trong ô')}</w:sdtContent></w:sdt>"
    body += f"<w:p><w:hyperlink>{r('liên kết')}</w:hyperlink><w:r><w:instrText>PAGE</w:instrText></w:r>"
    body += f"{r('ẩn', '<w:vanish/>')}<w:smartTag>{r(' và')}</w:smartTag><w:fldSimple>{r(' số 5')}</w:fldSimple>"
    body += "<w:r><w:tab/><w:noBreakHyphen/><w:softHyphen/><w:t>x</w:t>"
    body += "<w:sym w:font='Wingdings' w:char='F0FC'/></w:r></w:p>"
    assert printed(extract(word(body))) == ["Trong ô", "liên kết và số 5\t-x✓"]


def test_capitals_and_weight_come_through_styles() -> None:
    styles = (
        "<w:docDefaults><w:rPrDefault><w:rPr><w:i/></w:rPr></w:rPrDefault></w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:rPr><w:i w:val="0"/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Muc"><w:basedOn w:val="Normal"/><w:pPr><w:jc w:val="center"/></w:pPr>'
        "<w:rPr><w:b/><w:caps/></w:rPr></w:style>"
        '<w:style w:type="paragraph" w:styleId="Con"><w:basedOn w:val="Muc"/></w:style>'
        '<w:style w:type="character" w:styleId="Thuong"><w:rPr><w:b w:val="0"/></w:rPr></w:style>'
    )
    body = p("Mục đích", style="Con") + p("yêu cầu", style="Con", rpr='<w:rStyle w:val="Thuong"/><w:i/>')
    extraction = extract(word(body + p("thường"), styles=styles))
    assert printed(extraction) == ["MỤC ĐÍCH", "YÊU CẦU", "thường"]
    assert flags(extraction, "bold") == ["MỤC ĐÍCH"]
    assert flags(extraction, "italic") == ["YÊU CẦU"]
    assert flags(extraction, "centred") == ["MỤC ĐÍCH", "YÊU CẦU"]


def test_a_line_is_bold_when_all_its_words_are() -> None:
    body = f"<w:p>{r('Sở Nội vụ', '<w:b/>')}{r(': ')}</w:p><w:p>{r('Một', '<w:b/>')}{r(' hai')}</w:p>"
    assert flags(extract(word(body)), "bold") == ["Sở Nội vụ:"]


def test_merged_cells_stand_in_their_first_place() -> None:
    wide, first, below = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    body = tbl(
        tr(tc("TT", pr=first), tc("Thời gian", pr=wide)),
        tr(tc("che", pr=below), tc("Từ"), tc("Đến")),
        tr(tc("1"), tc("Quý I")),
        grid=(900, 2000, 2000),
        pr=BORDERS,
    )
    assert tables(extract(word(body))) == [[[["TT"], ["Thời gian"], []], [[], ["Từ"], ["Đến"]], [["1"], ["Quý I"], []]]]


def test_edges_that_nearly_meet_are_one_column() -> None:
    span = '<w:gridSpan w:val="2"/>'
    body = tbl(
        tr(tc("TT"), tc("Việc", pr=span), tc("Hạn")),
        tr(tc("1", pr=span), tc("Tin"), tc("Quý I")),
        grid=(900, 40, 3000, 1500),
        pr=BORDERS,
    )
    assert tables(extract(word(body))) == [[[["TT"], ["Việc"], ["Hạn"]], [["1"], ["Tin"], ["Quý I"]]]]


@pytest.mark.parametrize(
    ("pr", "cell", "ruled"),
    [
        ("", "", False),
        (BORDERS, "", True),
        ('<w:tblStyle w:val="Luoi"/>', "", True),
        ('<w:tblStyle w:val="Luoi"/><w:tblBorders><w:top w:val="none"/></w:tblBorders>', "", False),
        ("", '<w:tcBorders><w:top w:val="single"/><w:left w:val="single"/></w:tcBorders>', True),
        ("", '<w:tcBorders><w:bottom w:val="single"/></w:tcBorders>', False),
        (BORDERS, '<w:tcBorders><w:top w:val="nil"/><w:left w:val="nil"/><w:bottom w:val="nil"/></w:tcBorders>', False),
    ],
)
def test_a_table_is_ruled_when_its_cells_have_lines(pr: str, cell: str, ruled: bool) -> None:
    styles = (
        f'<w:style w:type="table" w:styleId="Goc"><w:tblPr>{BORDERS}</w:tblPr></w:style>'
        '<w:style w:type="table" w:styleId="Luoi"><w:basedOn w:val="Goc"/></w:style>'
    )
    (table,) = extract(word(tbl(tr(tc("a", pr=cell), tc("b", pr=cell)), pr=pr), styles=styles)).blocks
    assert isinstance(table, Table)
    assert table.ruled is ruled


def test_lists_count_through_cells() -> None:
    cells = [tc(p("một", num=(1, 0)) + p("hai", num=(1, 0))), tc(p("ba", num=(1, 0)))]
    body = tbl(tr(*cells), pr=BORDERS) + p("bốn", num=(1, 0))
    extraction = extract(word(body, numbering=numbering(lvl(0, "decimal", "%1."))))
    assert tables(extraction) == [[[["1. một", "2. hai"], ["3. ba"]]]]
    assert printed(extraction)[-1] == "4. bốn"


def test_a_layout_table_around_tables_gives_way_to_them() -> None:
    inner = tbl(tr(tc("TT"), tc("Việc")), tr(tc("1"), tc("Tin")), pr=BORDERS)
    extraction = extract(word(tbl(tr(tc(p("Mở đầu") + inner + p()), tc("Bên phải")))))
    assert printed(extraction) == ["Mở đầu", "TT", "Việc", "1", "Tin", "Bên phải"]
    assert [type(block) for block in extraction.blocks] == [Line, Table, Line]


def test_a_table_in_a_ruled_cell_gives_its_lines_to_the_cell() -> None:
    inner = tbl(tr(tc("x"), tc("y")))
    assert tables(extract(word(tbl(tr(tc(inner + p()), tc("b")), pr=BORDERS)))) == [[[["x", "y"], ["b"]]]]


def test_text_boxes_follow_the_paragraph_they_hang_on() -> None:
    box = f"<w:txbxContent>{p('Trong khung')}</w:txbxContent>"
    drawing = (
        f"<w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    extraction = extract(word(f"<w:p>{r('Trước ')}{drawing}{r('sau')}</w:p>" + p("Tiếp")))
    assert areas(extraction) == [("Trước sau", Area.BODY), ("Trong khung", Area.TEXT_BOX), ("Tiếp", Area.BODY)]


def test_running_heads_and_notes_stand_after_the_body() -> None:
    body = f"<w:p>{r('Theo luật')}<w:r><w:footnoteReference w:id='2'/></w:r>{r(' hiện hành')}</w:p>" + p("Hết")
    body += "<w:sectPr><w:headerReference r:id='rId1'/><w:footerReference r:id='rId2'/></w:sectPr>"
    extraction = extract(
        word(
            body,
            footnotes=f"<w:footnote w:id='2'>{p('Luật số 01')}</w:footnote>",
            header1=p("- 2 -") + p("Kế hoạch truyền thông"),
            footer1=p("Trang 1/5"),
        )
    )
    assert areas(extraction) == [
        ("Theo luật hiện hành", Area.BODY),
        ("Hết", Area.BODY),
        ("(1) Luật số 01", Area.FOOTER),
        ("Kế hoạch truyền thông", Area.HEADER),
    ]
    assert [note.code for note in extraction.notes] == ["notes-apart"]


def test_pages_by_breaks_of_the_writer_and_of_word() -> None:
    body = p("một") + "<w:p><w:r><w:br w:type='page'/></w:r></w:p>"
    body += f"<w:p><w:r><w:lastRenderedPageBreak/><w:t>hai</w:t></w:r></w:p>{p('ba', ppr='<w:pageBreakBefore/>')}"
    body += "<w:p><w:r><w:t>vẫn ba </w:t><w:lastRenderedPageBreak/><w:t>sang bốn</w:t></w:r></w:p>"
    body += (
        p("bốn", ppr="<w:sectPr/>") + p("năm", ppr='<w:sectPr><w:type w:val="continuous"/></w:sectPr>') + p("vẫn năm")
    )
    extraction = extract(word(body))
    assert [line.page for line in all_lines(extraction)] == [1, 2, 3, 3, 4, 5, 5]
    assert extraction.pages == 5


def test_runs_in_legacy_fonts_are_decoded() -> None:
    def typed(text: str, font: str) -> str:
        return r(text.replace("&", "&amp;"), f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}"/>')

    body = f"<w:p>{typed(in_tcvn3('Tuyên truyền cải cách hành chính; '), '.VnTime')}{typed('đã duyệt', 'Arial')}</w:p>"
    body += f"<w:p>{typed(in_tcvn3('kế hoạch'), '.VnTimeH')}</w:p>"
    body += (
        f"<w:p>{typed(in_vni('Đài truyền thanh xã'), 'VNI-Times')}</w:p><w:p>{typed('Đã có Unicode', '.VnArial')}</w:p>"
    )
    extraction = extract(word(body))
    assert printed(extraction) == [
        "Tuyên truyền cải cách hành chính; đã duyệt",
        "KẾ HOẠCH",
        "Đài truyền thanh xã",
        "Đã có Unicode",
    ]
    assert extraction.encoding == "tcvn3"


def test_unicode_typed_over_a_legacy_font_stays() -> None:
    font = '<w:rFonts w:ascii=".VnTime" w:hAnsi=".VnTime"/>'
    body = p("Sở Công an và công tác phòng cháy", rpr=font) + p("công an xã", rpr=font) + p("là nòng cốt", rpr=font)
    assert printed(extract(word(body))) == ["Sở Công an và công tác phòng cháy", "công an xã", "là nòng cốt"]


def test_a_page_kept_whole_in_the_file_is_read() -> None:
    body = p("Trước") + "<w:altChunk r:id='rId0'/>" + p("Sau")
    extraction = extract(word(body, chunk=b"<html><body><p>Trong</p><ol><li>trang</ol></body></html>"))
    assert printed(extraction) == ["Trước", "Trong", "1. trang", "Sau"]
    unread = extract(word(body, chunk=b"PK"))
    assert printed(unread) == ["Trước", "Sau"]
    assert [note.code for note in unread.notes] == ["part-not-read"]


def test_the_main_part_may_have_any_name() -> None:
    assert printed(extract(word(p("Nội dung"), main="word/document2.xml"))) == ["Nội dung"]


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            new.writestr(info, content if info.filename == name else old.read(info))
    return out.getvalue()


PLAN = word(p("Kế hoạch", num=(1, 0)) + tbl(tr(tc("a"), tc("b"))), numbering=numbering(lvl(0, "decimal", "%1.")))


@pytest.mark.parametrize(
    "data",
    [
        PLAN[: len(PLAN) // 2],
        with_part(PLAN, "word/document.xml", b"<w:document"),
        with_part(PLAN, "word/document.xml", b"<a/>"),
        with_part(PLAN, "_rels/.rels", b"<x"),
        with_part(PLAN, "word/document.xml", b"<a>" * 2_000 + b"</a>" * 2_000),
    ],
    ids=["cut off", "bad xml", "no body", "bad relations", "too deep"],
)
def test_damaged_files_are_broken(data: bytes) -> None:
    with pytest.raises(BrokenDocument) as caught:
        extract(data)
    assert "DOCX" in caught.value.message.vi


def test_no_text_is_empty() -> None:
    with pytest.raises(EmptyDocument):
        extract(word(p() * 1_000 + p("   ") + tbl(tr(tc("")))))


def test_a_bomb_is_stopped_while_unpacking() -> None:
    bomb = with_part(PLAN, "word/document.xml", b" " * 60_000_000)
    assert len(bomb) < 100_000
    with pytest.raises(TooLarge):
        extract(bomb, limits=Limits(unpacked_bytes=20_000_000))


def test_the_time_limit_holds() -> None:
    with pytest.raises(TooLarge):
        extract(word(p("x") * 5_000), limits=Limits(seconds=0.001))


def test_too_many_tags_are_refused_before_parsing() -> None:
    with pytest.raises(TooLarge):
        extract(with_part(PLAN, "word/document.xml", b"<a>" + b"<b/>" * 3_000_001 + b"</a>"))


def test_entities_are_not_resolved() -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
    bomb += word_xml(f"<w:p><w:r><w:t>Chữ</w:t></w:r>&b;</w:p>{p('sau &b; thực thể')}")
    extraction = extract(with_part(PLAN, "word/document.xml", bomb))
    assert "aaaa" not in extraction.text
    assert printed(extraction)[0] == "Chữ"


def word_xml(body: str) -> bytes:
    with zipfile.ZipFile(BytesIO(word(body))) as archive:
        return archive.read("word/document.xml")


def test_a_locked_file_says_so() -> None:
    entry = "EncryptedPackage".encode("utf-16-le")
    data = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + b"\0" * 1_016
        + entry
        + b"\0" * (64 - len(entry))
        + b"\x22\0"
        + b"\0" * 400
    )
    with pytest.raises(EncryptedDocument) as caught:
        extract(data)
    assert "mật khẩu" in caught.value.message.vi


@settings(deadline=None, max_examples=120)
@given(st.integers(0, len(PLAN) - 1), st.binary(min_size=1, max_size=6))
def test_mutated_files_end_in_a_reading_or_a_typed_error(place: int, change: bytes) -> None:
    data = PLAN[:place] + change + PLAN[place + len(change) :]
    try:
        extraction = extract(data)
    except ReadingError:
        return
    assert_sound(extraction)


_WILD = '<w:p><w:pPr><w:numPr><w:ilvl w:val="99"/><w:numId w:val="x"/></w:numPr></w:pPr></w:p>'
_WIDE = '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="99999"/></w:tcPr></w:tc></w:tr></w:tbl>'
_EMPTY = ["<w:p/>", "<w:tbl/>", "<w:tr/>", "<w:tc/>", "<w:sdt/>", "<w:p><w:r><w:br/></w:r></w:p>"]
_BITS = st.sampled_from(
    [p("chữ"), p("số", num=(1, 0)), p(), tbl(tr(tc("a"), tc("b"))), "<w:r>", "</w:r>", "x", _WILD, _WIDE, *_EMPTY]
)


@settings(deadline=None, max_examples=100)
@given(st.lists(_BITS, max_size=8))
def test_any_markup_ends_in_a_reading_or_a_typed_error(bits: list[str]) -> None:
    data = with_part(PLAN, "word/document.xml", word_xml("".join(bits)))
    try:
        extraction = extract(data)
    except ReadingError:
        return
    assert_sound(extraction)
    assert extraction == extract(data)
