import zipfile
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.reading.extract.checking import all_lines, assert_sound, flags, printed, tables
from tests.reading.extract.test_encodings import in_tcvn3

from loa.reading.errors import BrokenDocument, EmptyDocument, EncryptedDocument, ReadingError, TooLarge
from loa.reading.extract import extract
from loa.reading.extraction import Area, Limits, Table

_URN = "urn:oasis:names:tc:opendocument:xmlns:"
_SPACES = " ".join(
    f'xmlns:{short}="{_URN}{name}:1.0"'
    for short, name in {
        "office": "office",
        "text": "text",
        "style": "style",
        "table": "table",
        "draw": "drawing",
        "fo": "xsl-fo-compatible",
        "svg": "svg-compatible",
    }.items()
)
MIME = "application/vnd.oasis.opendocument.text"


def odt(body: str, automatic: str = "", styles: str = "", manifest: str = "") -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", MIME)
        archive.writestr("content.xml", _content(body, automatic))
        archive.writestr("styles.xml", f"<office:document-styles {_SPACES}>{styles}</office:document-styles>")
        archive.writestr("META-INF/manifest.xml", f"<manifest>{manifest}</manifest>")
    return out.getvalue()


def _content(body: str, automatic: str) -> str:
    return (
        f"<office:document-content {_SPACES}><office:automatic-styles>{automatic}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )


def p(text: str, style: str = "") -> str:
    return f'<text:p text:style-name="{style}">{text}</text:p>'


def ol(*items: str, style: str = "", more: str = "") -> str:
    named = f'text:style-name="{style}"' if style else ""
    return f"<text:list {named} {more}>{''.join(items)}</text:list>"


def li(content: str, more: str = "") -> str:
    return f"<text:list-item {more}>{content if content.startswith('<') else p(content)}</text:list-item>"


def level(place: int, format: str, more: str = "") -> str:
    return f'<text:list-level-style-number text:level="{place}" style:num-format="{format}" {more}/>'


OUTLINE = (
    '<text:list-style style:name="L">'
    + level(1, "I", 'style:num-suffix="."')
    + level(2, "1", 'style:num-suffix="." text:display-levels="1"')
    + level(3, "1", 'style:num-suffix="." text:display-levels="2"')
    + '<text:list-level-style-bullet text:level="4" text:bullet-char="-"/>'
    + "</text:list-style>"
)


def test_paragraphs_with_their_blanks_tabs_and_breaks() -> None:
    body = p('Một \n  hai<text:s text:c="3"/>ba<text:tab/>bốn<text:line-break/>năm') + p("") + p("")
    body += "<text:h>sáu</text:h>"
    extraction = extract(odt(body), name="a.odt")
    assert extraction.text == "Một hai   ba\tbốn\nnăm\n\nsáu"
    assert extraction.format == "odt"
    assert extraction.notes == ()
    assert flags(extraction, "whole") == ["năm", "sáu"]


def test_weight_slant_centre_and_capitals_come_through_styles() -> None:
    styles = (
        '<office:styles><style:default-style style:family="paragraph"><style:text-properties fo:font-style="italic"/>'
        '</style:default-style><style:style style:name="Goc" style:family="paragraph">'
        '<style:paragraph-properties fo:text-align="center"/>'
        '<style:text-properties fo:font-weight="bold" fo:font-style="normal"/></style:style></office:styles>'
    )
    automatic = (
        '<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Goc"/>'
        '<style:style style:name="T1" style:family="text"><style:text-properties fo:font-weight="normal" '
        'fo:text-transform="uppercase"/></style:style>'
        '<style:style style:name="T2" style:family="text"><style:text-properties text:display="none"/></style:style>'
    )
    span = '<text:span text:style-name="T1">chữ</text:span><text:span text:style-name="T2">ẩn</text:span>'
    extraction = extract(odt(p("KẾ HOẠCH", "P1") + p(span, "P1") + p("thường"), automatic, styles))
    assert printed(extraction) == ["KẾ HOẠCH", "CHỮ", "thường"]
    assert flags(extraction, "bold") == ["KẾ HOẠCH"]
    assert flags(extraction, "italic") == ["thường"]
    assert flags(extraction, "centred") == ["KẾ HOẠCH", "CHỮ"]


def test_lists_of_lists_are_numbered() -> None:
    inner = ol(li("b"), li(p("c") + ol(li("d"), li(ol(li("e"))))))
    body = ol(li(p("a") + inner), li(p("f") + ol(li("g"))), style="L")
    assert printed(extract(odt(body, OUTLINE))) == ["I. a", "1. b", "2. c", "2.1. d", "- e", "II. f", "1. g"]


def test_only_the_first_paragraph_of_an_item_has_its_label() -> None:
    body = ol(f"<text:list-header>{p('đầu')}</text:list-header>", li(p("a") + p("b")), li("c"), style="L")
    assert printed(extract(odt(body, OUTLINE))) == ["đầu", "I. a", "b", "II. c"]


def test_lists_go_on_only_where_they_say_so() -> None:
    goes_on = 'text:continue-numbering="true"'
    body = ol(li("a"), style="L", more='xml:id="m1"') + p("giữa") + ol(li("b"), style="L", more=goes_on)
    body += ol(li("c"), style="L") + ol(li("d"), style="L", more='text:continue-list="m1"')
    body += ol(li(ol(li("e"))), style="L", more='text:continue-list="m1"')
    body += ol(li("g", 'text:start-value="9"'), style="L")
    assert printed(extract(odt(body, OUTLINE))) == ["I. a", "giữa", "II. b", "I. c", "III. d", "1. e", "IX. g"]


def test_the_pattern_of_newer_files() -> None:
    more = 'style:num-list-format="Điều %1%:"'
    styles = f'<text:list-style style:name="M">{level(1, "1", more)}</text:list-style>'
    assert printed(extract(odt(ol(li("Ban hành"), style="M"), styles))) == ["Điều 1: Ban hành"]


def test_headings_are_numbered_by_the_outline() -> None:
    outline = (
        '<office:styles><text:outline-style><text:outline-level-style text:level="1" style:num-format="I" '
        'style:num-suffix="."/><text:outline-level-style text:level="2" style:num-format=""/>'
        "</text:outline-style></office:styles>"
    )
    body = '<text:h text:outline-level="1">A</text:h><text:h text:outline-level="2">B</text:h>'
    body += '<text:h text:outline-level="1">C</text:h>'
    assert printed(extract(odt(body, styles=outline))) == ["I. A", "B", "II. C"]


def cell(text: str, more: str = "") -> str:
    return f"<table:table-cell {more}>{p(text)}</table:table-cell>"


COVERED = "<table:covered-table-cell/>"


LINED = 'fo:border="0.5pt solid #000"'


@pytest.mark.parametrize(("border", "ruled"), [(LINED, True), ('fo:border="none"', False), ("", False)])
def test_tables(border: str, ruled: bool) -> None:
    automatic = (
        f'<style:style style:name="O" style:family="table-cell"><style:table-cell-properties {border}/></style:style>'
    )
    named = 'table:style-name="O" '
    rows = [
        cell("TT", named) + cell("Thời gian", named + 'table:number-columns-spanned="2"') + COVERED,
        COVERED + cell("Từ", named) + cell("Đến", named),
    ]
    body = (
        f"<table:table><table:table-header-rows><table:table-row>{rows[0]}</table:table-row></table:table-header-rows>"
    )
    body += f"<table:table-row>{rows[1]}</table:table-row></table:table>"
    extraction = extract(odt(body, automatic))
    assert tables(extraction) == [[[["TT"], ["Thời gian"], []], [[], ["Từ"], ["Đến"]]]]
    (table,) = extraction.blocks
    assert isinstance(table, Table)
    assert table.ruled is ruled


def test_frames_notes_and_running_heads_do_not_cut_the_text() -> None:
    note = f"<text:note-citation>1</text:note-citation><text:note-body>{p('Luật 01')}</text:note-body>"
    note = f"<text:note>{note}</text:note>"
    frame = f"<draw:frame><draw:text-box>{p('khung')}</draw:text-box></draw:frame>"
    heads = f"<style:header>{p('- 2 -')}{p('Kế hoạch')}</style:header><style:footer>{p('Trang 1')}</style:footer>"
    styles = f"<office:master-styles><style:master-page>{heads}</style:master-page></office:master-styles>"
    extraction = extract(odt(p(f"trước{note}{frame} sau") + p("hết"), styles=styles))
    assert [(extraction.text[line.start : line.end], line.area) for line in all_lines(extraction)] == [
        ("trước sau", Area.BODY),
        ("khung", Area.TEXT_BOX),
        ("hết", Area.BODY),
        ("(1) Luật 01", Area.FOOTER),
        ("Kế hoạch", Area.HEADER),
    ]
    assert [note.code for note in extraction.notes] == ["notes-apart"]


def test_pages() -> None:
    automatic = (
        '<style:style style:name="B" style:family="paragraph"><style:paragraph-properties fo:break-before="page"/>'
    )
    automatic += "</style:style>"
    body = p("một", "B") + p("hai<text:soft-page-break/> ba") + p("bốn", "B")
    extraction = extract(odt(body, automatic))
    assert [line.page for line in all_lines(extraction)] == [1, 1, 3]
    assert extraction.pages == 3
    with pytest.raises(TooLarge):
        extract(odt(body, automatic), limits=Limits(pages=2))


def test_deleted_text_and_comments_are_left_out() -> None:
    gone = f"<text:tracked-changes><text:deletion>{p('xóa')}</text:deletion></text:tracked-changes>"
    comment = f"<office:annotation>{p('ghi chú')}</office:annotation>"
    assert printed(extract(odt(gone + p(f"còn{comment} lại")))) == ["còn lại"]


def test_legacy_fonts() -> None:
    automatic = '<style:style style:name="T" style:family="text"><style:text-properties style:font-name="F1"/>'
    automatic += "</style:style>"
    styles = '<style:font-face style:name="F1" svg:font-family="\'.VnTime\'"/>'
    styles = f"<office:font-face-decls>{styles}</office:font-face-decls>"
    text = in_tcvn3("Phòng Văn hóa và Thông tin tổ chức thực hiện")
    extraction = extract(odt(p(f'<text:span text:style-name="T">{text}</text:span>'), automatic, styles))
    assert extraction.text == "Phòng Văn hóa và Thông tin tổ chức thực hiện"
    assert extraction.encoding == "tcvn3"


def test_a_flat_file() -> None:
    flat = f'<?xml version="1.0"?><office:document {_SPACES} office:mimetype="{MIME}">'
    flat += f"<office:body><office:text>{p('Phẳng')}</office:text></office:body></office:document>"
    extraction = extract(flat.encode(), name="a.fodt")
    assert (extraction.format, extraction.text, extraction.notes) == ("odt", "Phẳng", ())


def test_refusals() -> None:
    with pytest.raises(EncryptedDocument):
        extract(odt(p("x"), manifest="<encryption-data/>"))
    with pytest.raises(EmptyDocument):
        extract(odt(p("") * 50))
    whole = odt(p("Kế hoạch") * 50)
    with pytest.raises(BrokenDocument):
        extract(whole[: len(whole) // 2])
    with pytest.raises(BrokenDocument):
        extract(odt("<text:p>"))


_WIDE = (
    "<table:table><table:table-row>"
    + cell("ô", 'table:number-columns-repeated="99999"')
    + "</table:table-row></table:table>"
)
_NESTED = ol(li(ol(li("sâu"))), style="L")
_BITS = st.sampled_from(
    [p("chữ"), ol(li("mục"), style="L"), _NESTED, _WIDE, "<text:list-item/>", "<text:p/>", "<table:table/>", "<x/>"]
)


@settings(deadline=None, max_examples=80)
@given(st.lists(_BITS, max_size=8))
def test_any_markup_ends_in_a_reading_or_a_typed_error(bits: list[str]) -> None:
    data = odt("".join(bits), OUTLINE)
    try:
        extraction = extract(data)
    except ReadingError:
        return
    assert_sound(extraction)
    assert extraction == extract(data)
