import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.reading.extract.checking import assert_sound, flags, printed, tables

from loa.reading.errors import EmptyDocument, ReadingError, TooLarge, UnknownFormat
from loa.reading.extract import extract
from loa.reading.extraction import Limits, Line


def test_lines_are_the_printed_lines() -> None:
    text = "  KẾ HOẠCH  \r\n\r\nMột dòng\nvà dòng nữa \n"
    extraction = extract(text.encode())
    assert extraction.text == "  KẾ HOẠCH  \n\nMột dòng\nvà dòng nữa \n"
    assert extraction.blocks == (Line(2, 10), Line(14, 22), Line(23, 34))
    assert extraction.format == "txt"


def test_form_feeds_are_pages() -> None:
    extraction = extract("Trang một\n\fTrang hai\fTrang ba".encode())
    assert printed(extraction) == ["Trang một", "Trang hai", "Trang ba"]
    assert [block.page for block in extraction.blocks if isinstance(block, Line)] == [1, 2, 3]
    assert extraction.pages == 3


def test_rows_of_tabs_are_a_table() -> None:
    text = (
        "PHỤ LỤC\n\n<b>TT</b>\t<b>Việc</b>\t<b>Cơ quan</b>\n1\tPhát thanh &amp; đưa tin\t\n\n"
        "TT\tViệc\tCơ quan\n2\t"
        "<ul><li>- Mở chuyên mục;</li> <li>- Viết <i>bài</i></li></ul>\t<p>Sở Nội vụ<br/>Báo</p>\n\nHết"
    )
    extraction = extract(text.encode())
    assert_sound(extraction)
    assert extraction.text == text
    assert tables(extraction) == [
        [
            [["<b>TT</b>"], ["<b>Việc</b>"], ["<b>Cơ quan</b>"]],
            [["1"], ["Phát thanh &amp; đưa tin"], []],
            [["TT"], ["Việc"], ["Cơ quan"]],
            [["2"], ["- Mở chuyên mục;", "- Viết <i>bài</i>"], ["Sở Nội vụ", "Báo"]],
        ]
    ]
    assert printed(extraction)[0] == "PHỤ LỤC"
    assert printed(extraction)[-1] == "Hết"


def test_a_lone_line_with_tabs_is_no_table() -> None:
    assert tables(extract("\t\tỦy ban nhân dân - Email: a@b.vn\n\t2023-01-05\n\tỦy ban".encode())) == []


@pytest.mark.parametrize(
    "text",
    [
        "UBND XÃ\t\tCỘNG HÒA XÃ HỘI\nSố: 1\t\tĐộc lập",
        "\t\tĐiều 1. Ban hành\n\t\tĐiều 2. Hiệu lực",
        "Nơi nhận:\t\t\tCHỦ TỊCH\n- Như trên;\t\t\t\n- Lưu.\t\t\tNguyễn Văn A",
    ],
)
def test_tabs_that_only_set_columns_apart_make_no_table(text: str) -> None:
    assert tables(extract(text.encode())) == []


def test_rows_of_pipes_are_a_table() -> None:
    text = (
        "# Kế hoạch\n\n| TT | Việc |\n|----|:----:|\n| 1 | Đưa tin<br>hằng tuần |\n| 2 | a \\| b |\n\n**Nơi nhận:**\n"
    )
    extraction = extract(text.encode())
    assert_sound(extraction)
    assert extraction.format == "markdown"
    assert tables(extraction) == [[[["TT"], ["Việc"]], [["1"], ["Đưa tin", "hằng tuần"]], [["2"], ["a \\| b"]]]]


def test_an_html_table_in_text_is_a_table() -> None:
    text = (
        "PHỤ LỤC\n<table><tr><th rowspan=2>TT</th><th colspan='2'>Việc</th></tr>\n<tr><td>Tên</td><td>Hạn</td></tr>\n"
        "<tr><td>1</td><td>Đưa tin\nhằng tuần</td><td>Quý I</td></tr></table>\nHết"
    )
    extraction = extract(text.encode())
    assert_sound(extraction)
    assert tables(extraction) == [
        [
            [["TT"], ["Việc"], []],
            [[], ["Tên"], ["Hạn"]],
            [["1"], ["Đưa tin", "hằng tuần"], ["Quý I"]],
        ]
    ]
    assert printed(extraction)[-1] == "Hết"


LONG = "Phòng Văn hóa và Thông tin theo dõi, đôn đốc, tổng hợp kết quả của các cơ quan, đơn vị và các xã, " * 2


def test_markdown_paragraphs_are_whole_lines() -> None:
    text = f"**KẾ HOẠCH  \nTruyền thông năm 2024**\n\n**I. MỤC ĐÍCH**\n\n{LONG}\n\n- {LONG}\n\n"
    text += "*Nơi nhận:*\n\n- Sở A;\n- Sở B.\n"
    extraction = extract(text.encode())
    assert extraction.format == "markdown"
    assert "**KẾ HOẠCH" not in flags(extraction, "whole")
    assert flags(extraction, "whole")[0] == "Truyền thông năm 2024**"
    assert len(flags(extraction, "whole")) == len(extraction.blocks) - 1
    assert flags(extraction, "bold") == ["**KẾ HOẠCH", "Truyền thông năm 2024**", "**I. MỤC ĐÍCH**"]
    assert flags(extraction, "italic") == ["*Nơi nhận:*"]


def test_wrapped_lines_are_not_whole_even_with_bold_marks() -> None:
    text = "**KẾ HOẠCH**\n\n**I. MỤC ĐÍCH**\n\nCác cơ quan, đơn vị có trách nhiệm tổ chức\n\nthực hiện kế hoạch này.\n"
    assert flags(extract(text.encode()), "whole") == []


def test_marks_of_headings_stand_outside_the_line() -> None:
    extraction = extract("## I. MỤC ĐÍCH\n\nMột đoạn.\n\n### 1. Yêu cầu\n\n* Ý một".encode())
    assert printed(extraction) == ["I. MỤC ĐÍCH", "Một đoạn.", "1. Yêu cầu", "* Ý một"]
    assert flags(extraction, "bold") == ["I. MỤC ĐÍCH", "1. Yêu cầu"]


@pytest.mark.parametrize(
    "data", [b"", b"  \r\n\t", b"\xef\xbb\xbf \n", " \u00a0\u3000".encode(), "  ".encode("utf-16")]
)
def test_blank_files_are_empty(data: bytes) -> None:
    with pytest.raises(EmptyDocument) as caught:
        extract(data)
    assert caught.value.message.vi
    assert caught.value.message.en


def test_fifty_million_blanks_are_found_empty_at_once() -> None:
    start = time.process_time()
    with pytest.raises(EmptyDocument):
        extract(b" \n" * 25_000_000)
    assert time.process_time() - start < 2


def test_noise_is_of_unknown_format() -> None:
    with pytest.raises(UnknownFormat):
        extract(bytes((i * 7919 + i // 3) % 256 for i in range(5_000)))


@pytest.mark.parametrize(
    "limits", [Limits(file_bytes=100), Limits(characters=100), Limits(pages=1)], ids=["bytes", "characters", "pages"]
)
def test_limits(limits: Limits) -> None:
    with pytest.raises(TooLarge):
        extract(("Kế hoạch tuyên truyền\n" * 20 + "\fhết").encode(), limits=limits)


def test_a_line_of_blanks_costs_no_time() -> None:
    text = "Kế hoạch" + " " * 300_000 + "tuyên truyền" + "\n" * 100_000 + "|" * 30 + "\t" * 200_000 + "x"
    start = time.process_time()
    assert_sound(extract(text.encode()))
    assert time.process_time() - start < 3


_TEXTS = st.text(st.sampled_from("Kếhoạch 1.-|\t\n\f*#_<p>&/"), max_size=300)


@settings(deadline=None, max_examples=150)
@given(_TEXTS)
def test_text_is_the_file_itself(text: str) -> None:
    try:
        extraction = extract(text.encode())
    except ReadingError:
        return
    assert_sound(extraction)
    assert extraction == extract(text.encode())
    if extraction.format in {"txt", "markdown"}:
        assert extraction.text == text


@settings(deadline=None, max_examples=200)
@given(st.binary(max_size=400))
def test_any_bytes_end_in_a_reading_or_a_typed_error(data: bytes) -> None:
    try:
        extraction = extract(data)
    except ReadingError:
        return
    assert_sound(extraction)
