import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.reading.extract.checking import assert_sound, flags, printed, tables
from tests.reading.extract.test_encodings import in_tcvn3, in_vni, in_windows_1258

from loa.reading.errors import BrokenDocument, EmptyDocument, ReadingError
from loa.reading.extract import extract
from loa.reading.extraction import Line, Table


def page(body: str, head: str = "") -> bytes:
    return f"<!DOCTYPE html><html><head><title>Cổng thông tin</title>{head}</head><body>{body}</body></html>".encode()


def lines(body: str, head: str = "") -> list[str]:
    extraction = extract(page(body, head))
    assert_sound(extraction)
    return printed(extraction)


def test_blocks_are_lines_and_blanks_collapse() -> None:
    extraction = extract(page("<p>Một\n  hai<b> ba</b></p><div>bốn<p>năm</p>sáu</div><!-- x -->bảy<hr>tám"))
    assert extraction.text == "Một hai ba\nbốn\nnăm\nsáu\nbảy\ntám"
    assert extraction.format == "html"
    assert flags(extraction, "whole") == printed(extraction)


def test_a_break_ends_a_line_but_not_the_paragraph() -> None:
    extraction = extract(page("<p>KẾ HOẠCH<br> Truyền thông<br/>năm 2026</p><pre>một\n hai</pre>"))
    assert printed(extraction) == ["KẾ HOẠCH", "Truyền thông", "năm 2026", "một", "hai"]
    assert flags(extraction, "whole") == ["năm 2026", "hai"]


def test_breaks_that_stand_for_paragraphs_end_them() -> None:
    extraction = extract(page("<div>một<br>hai<br><br><br>ba<br>bốn</div>"))
    assert extraction.text == "một\nhai\n\nba\nbốn"
    assert flags(extraction, "whole") == ["hai", "bốn"]
    long = "Phòng Văn hóa - Xã hội " * 6
    assert len(flags(extract(page(f"<div>- {long}<br>- Công an xã<br>- Trạm Y tế</div>")), "whole")) == 3


def test_a_page_that_names_an_impossible_encoding() -> None:
    assert extract(b"<html><meta charset=utf-16><p>d\xe9j\xe0 vu").text == "déjà vu"


def test_weight_slant_centre_and_capitals() -> None:
    body = (
        "<p align=center><strong>KẾ HOẠCH</strong></p><center>giữa</center><h2>I. Mục đích</h2>"
        '<p style="text-align:center; font-style: italic">nghiêng</p><p><b>đậm</b>: không</p>'
        '<p style="font-weight:700;text-transform:uppercase">hoa<span style="font-weight:400"> thường</span></p>'
    )
    extraction = extract(page(body))
    assert flags(extraction, "bold") == ["KẾ HOẠCH", "I. Mục đích"]
    assert flags(extraction, "italic") == ["nghiêng"]
    assert flags(extraction, "centred") == ["KẾ HOẠCH", "giữa", "nghiêng"]
    assert printed(extraction)[-1] == "HOA THƯỜNG"


def test_ordered_lists_are_numbered() -> None:
    body = (
        "<ol type=I><li>Mục đích<ol><li>Một</li><li>Hai<ol type='a' start=3><li>chữ</li></ol></li></ol></li>"
        "<li>Yêu cầu</ol>"
        "<ol start=5><li>năm</li><li value=9>chín<li>mười</ol><ol reversed><li>x</li><li>y</li></ol>"
        "<ol style='list-style-type: lower-roman'><li>r</li></ol><ol style='list-style:none'><li>không</li></ol>"
    )
    assert lines(body) == [
        "I. Mục đích", "1. Một", "2. Hai", "c) chữ", "II. Yêu cầu", "5. năm", "9. chín", "10. mười", "2. x", "1. y",
        "i. r", "không",
    ]  # fmt: skip


def test_unordered_lists_have_dashes_by_depth() -> None:
    assert lines("<ul><li>a<ul><li>b<ul><li>c</li></ul></li></ul></li><li><p>d</p><p>e</p></li></ul>") == [
        "- a",
        "+ b",
        "▪ c",
        "- d",
        "e",
    ]


@pytest.mark.parametrize("text", ["- Sở Nội vụ", "a) Một", "1. Hai", "2.1. Ba", "+ Bốn", "• Năm", "IV. Sáu", "(1) Bảy"])
def test_an_item_keeps_its_own_label(text: str) -> None:
    assert lines(f"<ol><li>{text}</li></ol><ul><li><span> {text}</span></li></ul>") == [text, text]


def test_tables_with_spans_and_lists_in_cells() -> None:
    body = (
        "<table border=1><caption>Phụ lục</caption><tr><th rowspan=2>TT</th><th colspan=2>Việc</th></tr>"
        "<tr><td>Tên</td><td>Hạn</td></tr><tr><td>1</td><td><ul><li>Đưa tin;</li><li>Phát thanh</li></ul></td>"
        "<td>Quý I<br>hằng năm</td></tr><tr></tr></table>"
    )
    extraction = extract(page(body))
    assert tables(extraction) == [
        [
            [["TT"], ["Việc"], []],
            [[], ["Tên"], ["Hạn"]],
            [["1"], ["- Đưa tin;", "- Phát thanh"], ["Quý I", "hằng năm"]],
            [[], [], []],
        ]
    ]
    assert printed(extraction)[0] == "Phụ lục"


LINED = ' style="border:solid windowtext 1.0pt"'
TWO = "<tr><td{0}>a</td><td{0}>b</td></tr>"


@pytest.mark.parametrize(
    ("table", "ruled"),
    [
        (f"<table border=1>{TWO.format('')}</table>", True),
        (f"<table>{TWO.format('')}</table>", False),
        (f"<table border=0>{TWO.format('')}</table>", False),
        (f"<table style='border: none'>{TWO.format(LINED)}</table>", True),
        (f"<table><tr><th>A</th><th>B</th></tr>{TWO.format('')}</table>", True),
        (f"<table style='border-collapse:collapse'>{TWO.format('')}</table>", False),
        ("<table>" + "<tr><td>a</td><td>b</td><td>c</td></tr>" * 2 + "</table>", True),
        ("<table border=0>" + "<tr><td>a</td><td>b</td><td>c</td></tr>" * 2 + "</table>", False),
    ],
)
def test_a_table_is_ruled_when_it_shows_lines(table: str, ruled: bool) -> None:
    (block,) = extract(page(table)).blocks
    assert isinstance(block, Table)
    assert block.ruled is ruled


SHEET = (
    "<style>/* x */ @import 'a.css'; @media print { td { border: 1px solid } p { text-align: center } }"
    "table.b td, .luoi > tr th { border: 1px solid #000 } #tua{text-align:center;font-weight:bold} .an{display:none}"
    "p.a:hover { font-style: italic } div .n i { font-style: normal } li.la { list-style-type: lower-alpha } }</style>"
)


def test_style_sheets_in_the_page_are_followed() -> None:
    body = (
        f"<p id=tua>KẾ HOẠCH</p><p class=an>không mất</p><p class=a>thường</p><div><p class='m n'><i>đứng</i></p></div>"
        f"<ol><li class=la>một</ol><table>{TWO.format('')}</table><table class='x b'>{TWO.format('')}</table>"
    )
    extraction = extract(page(body, SHEET))
    assert printed(extraction)[:5] == ["KẾ HOẠCH", "không mất", "thường", "đứng", "a) một"]
    assert flags(extraction, "centred") == flags(extraction, "bold") == ["KẾ HOẠCH"]
    assert flags(extraction, "italic") == []
    assert [block.ruled for block in extraction.blocks if isinstance(block, Table)] == [False, True]


def test_a_page_laid_out_in_tables_gives_its_content() -> None:
    inner = "<table border=1><tr><td>TT</td><td>Việc</td></tr></table>"
    extraction = extract(page(f"<table><tr><td>Trái<p>Kế hoạch</p>{inner}</td><td>Phải</td></tr></table>"))
    assert printed(extraction) == ["Trái", "Kế hoạch", "TT", "Việc", "Phải"]
    assert [type(block) for block in extraction.blocks] == [Line, Line, Table, Line]


MENU = "<ul>" + "".join(f"<li><a href='/{i}'>Mục thực đơn {i}</a></li>" for i in range(8)) + "</ul>"
PLAN = "".join(f"<p>{i}. Sở Nội vụ theo dõi, đôn đốc và tổng hợp kết quả thực hiện kế hoạch.</p>" for i in range(1, 21))


def test_what_is_not_the_document_is_left_out() -> None:
    body = (
        f"<nav>Trang chủ</nav><script>var a = 1;</script><style>p {{}}</style><div class=menu>{MENU}</div>"
        f"<form><div>{PLAN}</div><select><option>Chọn</option></select><input value=x><button>Gửi</button></form>"
        "<div style='display:none'>ẩn</div><p hidden>ẩn</p><noscript>bật script</noscript>"
    )
    found = lines(body)
    assert len(found) == 20
    assert found[0].startswith("1. Sở Nội vụ")


def test_the_article_is_taken_when_it_holds_the_page() -> None:
    assert (
        len(lines(f"<header><p>Cổng thông tin điện tử</p></header><main>{PLAN}</main><footer>Bản quyền</footer>")) == 20
    )
    assert len(lines(f"<article>Tin ngắn</article><div>{PLAN}</div>")) == 21


def test_links_in_a_plan_are_text() -> None:
    body = "<p>Căn cứ <a href=x>Luật số 1</a>; <a href=y>Luật số 2</a></p>" + PLAN
    assert lines(body)[0] == "Căn cứ Luật số 1; Luật số 2"


FORMS = {
    "utf-8": PLAN.encode(),
    "utf-16": ("<html><body>" + PLAN).encode("utf-16"),
    "windows-1258": b"<html><body>" + in_windows_1258(PLAN),
    "tcvn3": b"<html><body>" + in_tcvn3(PLAN).encode("latin-1"),
    "vni": b"<html><meta charset=iso-8859-1><body><font face='VNI-Times'>" + in_vni(PLAN).encode("latin-1"),
    "entities": ("<html><body>" + "".join(c if c.isascii() else f"&#{ord(c)};" for c in PLAN)).encode(),
    "tcvn3 in entities": (
        "<html><body><font face='.VnTime'>" + "".join(c if c.isascii() else f"&#{ord(c)};" for c in in_tcvn3(PLAN))
    ).encode(),
}


@pytest.mark.parametrize("form", FORMS)
def test_encodings(form: str) -> None:
    data = FORMS[form] if b"<body>" in FORMS[form] or form == "utf-16" else page(PLAN)
    extraction = extract(data)
    assert extraction.format == "html"
    assert printed(extraction)[0] == "1. Sở Nội vụ theo dõi, đôn đốc và tổng hợp kết quả thực hiện kế hoạch."


def test_the_page_names_an_encoding_of_another_language() -> None:
    data = '<html><head><meta charset="shift_jis"></head><body><p>計画の実施</p></body></html>'.encode("shift_jis")
    extraction = extract(data)
    assert extraction.text == "計画の実施"
    assert extraction.encoding == "shift_jis"


def test_lists_of_word_saved_as_a_page() -> None:
    item = (
        "<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]>"
        "<span style='font-family:Symbol'><span style='mso-list:Ignore'>·"
        "<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp; </span></span></span>"
        "<![endif]>Đưa tin</p>"
    )
    assert lines(item) == ["•\xa0\xa0 Đưa tin"]


def test_a_page_saved_as_one_file() -> None:
    data = (
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\n"
        b"Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
        b"<html><body><p>K=E1=BA=BF ho=E1=BA=A1ch</p></body></html>\r\n--x--\r\n"
    )
    assert printed(extract(data, name="ke-hoach.doc")) == ["Kế hoạch"]
    with pytest.raises(BrokenDocument):
        extract(b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\nno page")


def test_a_page_without_text_is_empty() -> None:
    with pytest.raises(EmptyDocument):
        extract(page("<p>&nbsp;</p><script>x</script>"))


def test_deep_pages_lose_nothing() -> None:
    assert lines("<font color=red>x<br>" * 9_000 + "sâu")[-1] == "sâu"
    assert lines("<div>" * 1_500 + "sâu") == ["sâu"]
    with pytest.raises(BrokenDocument):
        extract(page("<div>" * 9_000 + "sâu"))


def test_a_large_page_takes_little_time() -> None:
    start = time.process_time()
    extract(page(PLAN * 500))
    assert time.process_time() - start < 5


_TAGS = ["p", "div", "table", "tr", "td", "th", "ul", "ol", "li", "b", "br", "pre", "a", "h1", "caption", "tbody"]
_BITS = st.sampled_from(
    [f"<{tag}>" for tag in _TAGS] + [f"</{tag}>" for tag in _TAGS] + ["chữ", " ", "<td rowspan=3 colspan=2>"]
)


@settings(deadline=None, max_examples=150)
@given(st.lists(_BITS, max_size=30))
def test_any_tags_end_in_a_reading_or_a_typed_error(bits: list[str]) -> None:
    data = page("".join(bits))
    try:
        extraction = extract(data)
    except ReadingError:
        return
    assert_sound(extraction)
    assert extraction.text.replace("\n", "").replace(" ", "").count("chữ") == "".join(bits).count("chữ")
