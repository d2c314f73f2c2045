import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.reading.extract.checking import all_lines, assert_sound, flags, printed, tables
from tests.reading.extract.test_encodings import in_tcvn3, in_vni, in_windows_1258

from loa.reading.errors import BrokenDocument, EmptyDocument, ReadingError, TooLarge
from loa.reading.extract import extract
from loa.reading.extraction import Area, Extraction, Limits, Table

FONTS = (
    r"{\fonttbl{\f0\froman\fcharset0 Times New Roman;}{\f1\fnil\fcharset2 Symbol;}"
    r"{\f2\fswiss\fcharset163 Arial{\*\falt A};}{\f3\fnil .VnTime;}{\f4\fnil\fcharset0 .VnTimeH;}{\f5\fnil VNI-Times;}}"
)


def rtf(body: str) -> bytes:
    return (
        r"{\rtf1\ansi\ansicpg1252\deff0" + FONTS + r"{\colortbl;\red0;}{\stylesheet{\s0 Normal;}}" + body + "}"
    ).encode("ascii")


def u(text: str) -> str:
    """Text as RTF writers put it: signs beyond ASCII by number with a question mark for older readers."""
    return "".join(
        sign if sign.isascii() else f"\\u{ord(sign) if ord(sign) < 32768 else ord(sign) - 65536}?" for sign in text
    )


def raw(data: bytes) -> str:
    return "".join(chr(byte) if byte < 128 else f"\\'{byte:02x}" for byte in data)


def read(body: str) -> Extraction:
    extraction = extract(rtf(body), name="a.rtf")
    assert_sound(extraction)
    assert extraction.notes == () or extraction.notes[0].code == "notes-apart"
    return extraction


def test_paragraphs_and_signs() -> None:
    body = rf"\pard {u('Kế hoạch')} s\u7889\'3f\~1\_a\-b\emdash\line {u('dòng')} \{{x\}}\\\par\pard\par"
    body += rf" hai{{\v {u('ẩn')}}}\par"
    extraction = read(body)
    assert extraction.text == "Kế hoạch số\xa01-ab—\ndòng {x}\\\n\nhai"
    assert extraction.format == "rtf"
    assert flags(extraction, "whole") == ["dòng {x}\\", "hai"]


def test_signs_for_older_readers_are_skipped() -> None:
    assert read(r"\uc2 a\u7879 \'b5\'b6b{\uc0\u7879 c}d\u7879 xyz\par").text == "aệbệcdệz"
    assert read(r"\u-10179 ?\u-8704 ?\par").text == "😀"


@pytest.mark.parametrize(
    ("data", "font"),
    [
        (in_windows_1258("Sở Nội vụ tổng hợp"), 2),
        (in_tcvn3("Sở Nội vụ tổng hợp").encode("latin-1"), 3),
        (in_vni("Sở Nội vụ tổng hợp").encode("latin-1"), 5),
    ],
)
def test_code_pages_and_legacy_fonts(data: bytes, font: int) -> None:
    assert read(rf"\pard\plain\f{font} {raw(data)}\par").text == "Sở Nội vụ tổng hợp"


def test_the_capital_fonts() -> None:
    body = (
        rf"\f4 {raw(in_tcvn3('kế hoạch').encode('latin-1'))}\par\f3 {raw(in_tcvn3('Cải cách').encode('latin-1'))}\par"
    )
    assert printed(read(body)) == ["KẾ HOẠCH", "Cải cách"]


def test_weight_slant_centre_and_capitals() -> None:
    body = rf"\pard\qc{{\b {u('KẾ HOẠCH')}}}\par\pard\i {u('nghiêng')}\i0\par "
    body += rf"{{\b {u('đậm')}}}: x\par\plain\caps {u('chữ')}\par"
    extraction = read(body)
    assert flags(extraction, "bold") == flags(extraction, "centred") == ["KẾ HOẠCH"]
    assert flags(extraction, "italic") == ["nghiêng"]
    assert printed(extraction)[-1] == "CHỮ"


def test_labels_printed_in_the_file() -> None:
    body = (
        r"{\listtext\pard\plain\f0 I.\tab}\pard\ls1 " + u("Mục đích") + r"\par{\listtext\pard\plain\f1\'b7\tab}"
        r"\pard "
        + u("Đưa tin")
        + r"\par{\pntext\f0 2.\tab}{\*\pn\pnlvlbody}\pard "
        + u("Yêu cầu")
        + r"\par\pard tr\u417?n\par"
    )
    assert printed(read(body)) == ["I. Mục đích", "• Đưa tin", "2. Yêu cầu", "trơn"]


LINES = r"\clbrdrt\brdrs\brdrw10\clbrdrl\brdrs\clbrdrb\brdrs\clbrdrr\brdrs"


def row(*cells: str, plan: str) -> str:
    inside = "".join(rf"\pard\intbl {text}\cell" for text in cells)
    return rf"\trowd\trgaph108 {plan}{inside}\row"


def test_tables_with_merged_cells() -> None:
    three = rf"{LINES}\cellx1000{LINES}\cellx3000{LINES}\cellx5000"
    body = (
        row("TT", u("Thời gian"), plan=rf"{LINES}\clvmgf\cellx1000{LINES}\cellx5010")
        + row("", u("Từ"), u("Đến"), plan=rf"{LINES}\clvmrg\cellx1000{LINES}\cellx3000{LINES}\cellx5000")
        + row("1", rf"Qu\'fd I\par {u('hằng năm')}", "", plan=three)
        + r"\pard sau\par"
    )
    extraction = read(body)
    assert tables(extraction) == [
        [[["TT"], ["Thời gian"], []], [[], ["Từ"], ["Đến"]], [["1"], ["Quý I", "hằng năm"], []]]
    ]
    (table,) = (block for block in extraction.blocks if isinstance(block, Table))
    assert table.ruled
    assert printed(extraction)[-1] == "sau"


def test_a_table_without_lines() -> None:
    extraction = read(row(u("Nơi nhận:"), u("CHỦ TỊCH"), plan=r"\cellx4000\cellx8000") + r"\pard x\par")
    (table,) = (block for block in extraction.blocks if isinstance(block, Table))
    assert not table.ruled


def test_a_table_in_a_cell_gives_its_lines_to_the_cell() -> None:
    inner = (
        r"\pard\intbl\itap2 x\nestcell y\nestcell{\*\nesttableprops\trowd\cellx500\cellx900\nestrow}{\nonesttables\par}"
    )
    body = rf"\trowd{LINES}\cellx1000{LINES}\cellx2000 {inner}\pard\intbl\itap1 sau\cell b\cell\row\pard h\u7871?t\par"
    assert tables(read(body)) == [[[["x", "y", "sau"], ["b"]]]]


def test_heads_notes_boxes_and_fields_do_not_cut_the_text() -> None:
    body = (
        r"{\header\pard - \chpgn  -\par " + u("Kế hoạch") + r"\par}"
        r"\pard tr\u432?\u7899?c{\footnote\pard\chftn "
        + u("Luật 01")
        + r"\par}{\shp{\*\shpinst\shpleft0{\sp{\sn a}{\sv 1}}"
        r"{\shptxt\pard khung\par}}{\shprslt x}}{\field{\*\fldinst PAGE}{\fldrslt  sau}}"
        r"{\*\bkmkstart a}\par h\u7871?t\par"
    )
    extraction = read(body)
    assert [(extraction.text[line.start : line.end], line.area) for line in all_lines(extraction)] == [
        ("trước sau", Area.BODY),
        ("khung", Area.TEXT_BOX),
        ("hết", Area.BODY),
        ("(1) Luật 01", Area.FOOTER),
        ("Kế hoạch", Area.HEADER),
    ]


def test_pages() -> None:
    extraction = read(r"a\par\page b\par\sect\sbknone c\par\sect d\par")
    assert [line.page for line in all_lines(extraction)] == [1, 2, 2, 3]
    with pytest.raises(TooLarge):
        extract(rtf(r"a\page " * 9), limits=Limits(pages=5))


def test_pictures_and_binary_data_are_skipped() -> None:
    data = rtf(r"{\pict\pngblip 0a0b{x}}tr\u432?\u7899?c {\*\x\bin5 BODY}sau\par").replace(b"BODY", b"}}{\\\0")
    assert extract(data).text == "trước sau"


def test_refusals() -> None:
    with pytest.raises(EmptyDocument):
        extract(rtf(r"\par\par"))
    with pytest.raises(BrokenDocument):
        extract(b"{\\rtf1 " + b"{" * 50_000 + b"x")


def test_a_file_cut_off_is_remarked() -> None:
    extraction = extract(rtf(r"k\u7871? ho\u7841?ch\par n\u259?m")[:-1])
    assert extraction.text == "kế hoạch\nnăm"
    assert [note.code for note in extraction.notes] == ["file-incomplete"]


_WORDS = [
    "par",
    "pard",
    "cell",
    "row",
    "intbl",
    "itap3",
    "nestcell",
    "nestrow",
    "trowd",
    "cellx900",
    "cellx-5",
    "u7871",
    "uc9",
]
_WORDS += [
    "f1",
    "f99",
    "page",
    "listtext",
    "header",
    "footnote",
    "bin3",
    "*",
    "fonttbl",
    "shptxt",
    "plain",
    "'b7",
    "'ff",
    "v",
]
_BITS = st.sampled_from([f"\\{word}" for word in _WORDS] + ["{", "}", "chu ", " ", ";"])


@settings(deadline=None, max_examples=200)
@given(st.lists(_BITS, max_size=40))
def test_any_words_end_in_a_reading_or_a_typed_error(bits: list[str]) -> None:
    data = rtf("".join(bits))
    try:
        extraction = extract(data)
    except ReadingError:
        return
    assert_sound(extraction)
    assert extraction == extract(data)
