"""Normalising: markup, page furniture and layout tables go, the words and their places stay."""

import pytest
from tests.reading.desk import cleaned, grid, printed, texts

from loa.reading.clean import clean
from loa.reading.extraction import Area, Extraction, Line
from loa.reading.lines import CleanLine, CleanTable


def cells(item: object) -> list[list[str]]:
    assert isinstance(item, CleanTable)
    return [[" ".join(line.text for line in cell.lines) for cell in row.cells] for row in item.rows]


# --------------------------------------------------------------------------------------------------------------- markup


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("**I. MỤC ĐÍCH**", "I. MỤC ĐÍCH"),
        ("*(Có phụ lục kèm theo)*", "(Có phụ lục kèm theo)"),
        ("Gửi (*qua Phòng Nội vụ*) **trước 25/11**.", "Gửi (qua Phòng Nội vụ) trước 25/11."),
        ("__Nơi nhận:__", "Nơi nhận:"),
        ("## II. NỘI DUNG", "II. NỘI DUNG"),
        ("> Trích yếu", "Trích yếu"),
        ("<b>Sở</b> Y tế", "Sở Y tế"),
        ("Báo cáo<br/>6 tháng", "Báo cáo 6 tháng"),
        ("HĐND &amp; UBND", "HĐND & UBND"),
        ("&#272;oàn&nbsp;xã", "Đoàn xã"),
        (r"\- Lưu: VT", "- Lưu: VT"),
        (r"\* *Gửi bản giấy:*", "* Gửi bản giấy:"),
        ("* Đối với thanh niên", "* Đối với thanh niên"),
        ("dưới < 5 ngày, trên > 3 lần", "dưới < 5 ngày, trên > 3 lần"),
        ("thủ\u200b tục\u00ad hành chính", "thủ tục hành chính"),
        ("  nhiều \t\u00a0 chỗ   trống ", "nhiều chỗ trống"),
    ],
)
def test_markup_is_dropped_and_words_stay(line: str, text: str) -> None:
    assert texts(cleaned(line)) == [text]


def test_emphasis_that_ends_before_a_blank_is_dropped() -> None:
    assert texts(cleaned("- *Thời gian:* Quý III")) == ["- Thời gian: Quý III"]


def test_asterisks_and_entities_of_formats_with_own_markup_are_text() -> None:
    assert texts(cleaned("**2** &amp; <3>", form="docx")) == ["**2** &amp; <3>"]


def test_letters_are_composed() -> None:
    assert texts(cleaned("Hu\u031bng Ye\u0302n")) == ["Hưng Yên"]


# ------------------------------------------------------------------------------------------------------------ furniture


@pytest.mark.parametrize(
    "line",
    ["7", "- 7 -", "– 7 –", "Trang 4/5", "trang 12", "______", "* * *", "-----", "…………", "https://suoihoa.gov.vn/kh"],
)
def test_page_numbers_rules_and_bare_addresses_are_no_text(line: str) -> None:
    assert texts(cleaned(f"Treo băng rôn\n{line}\ntại chợ")) == ["Treo băng rôn", "tại chợ"]


@pytest.mark.parametrize("line", ["2.", "7 thôn", "Trang nhất", "- 7 tổ", "Xem https://suoihoa.gov.vn"])
def test_short_lines_with_words_or_labels_are_text(line: str) -> None:
    assert texts(cleaned(line)) == [line]


def test_a_rule_of_any_length_is_no_text() -> None:
    assert texts(cleaned("năm 2026\n_________\nCăn cứ")) == ["năm 2026", "Căn cứ"]


def test_a_running_head_beside_page_numbers_is_no_text() -> None:
    text = "mở hội\nKH của xã Suối Hoa\n2\nthi viết\nKH của xã Suối Hoa\n3\ntại trường"
    assert texts(cleaned(text)) == ["mở hội", "thi viết", "tại trường"]


def test_a_line_that_comes_back_away_from_page_numbers_is_text() -> None:
    text = "Thời gian: tháng 6\nmột\nhai\nThời gian: tháng 6\nba"
    assert texts(cleaned(text)) == text.split("\n")


def test_headers_and_footers_are_no_text_but_text_boxes_are() -> None:
    text = "đầu trang\nnội dung\nkhung\nchân trang"
    areas = (Area.HEADER, Area.BODY, Area.TEXT_BOX, Area.FOOTER)
    lines, at = [], 0
    for words, area in zip(text.split("\n"), areas, strict=True):
        lines.append(Line(at, at + len(words), area=area))
        at += len(words) + 1
    assert texts(list(clean(Extraction("docx", text, tuple(lines))))) == ["nội dung", "khung"]


# --------------------------------------------------------------------------------------------------- places and columns


def test_every_line_knows_where_its_words_stand() -> None:
    source = "x\n\n  **Phòng**  Y   tế\n"
    line = clean(printed(source))[-1]
    assert isinstance(line, CleanLine)
    start, end = line.passage.span()
    assert source[start:end].split() == ["Phòng**", "Y", "tế"]


def test_blank_lines_before_a_line_are_counted() -> None:
    items = cleaned("một\n\n\nhai\nba\n\nbốn")
    assert [item.gap for item in items if isinstance(item, CleanLine)] == [0, 2, 0, 1]


HEAD = """UBND XÃ SUỐI HOA            CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
                            Độc lập - Tự do - Hạnh phúc
Số: 5/KH-UBND               Suối Hoa, ngày 9 tháng 1 năm 2026
"""


def test_the_left_column_of_a_printed_head_comes_before_the_right_one() -> None:
    left, right = (
        ["UBND XÃ SUỐI HOA", "Số: 5/KH-UBND"],
        ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Suối Hoa, ngày 9 tháng 1 năm 2026"],
    )
    found = [text for text in texts(cleaned(HEAD)) if text != "Độc lập - Tự do - Hạnh phúc"]
    assert found == left + right


def test_what_follows_a_printed_head_comes_after_both_its_columns() -> None:
    assert texts(cleaned(HEAD + "\nKẾ HOẠCH\nTruyền thông"))[-2:] == ["KẾ HOẠCH", "Truyền thông"]


def test_recipients_come_before_the_signature_beside_them() -> None:
    text = "Nơi nhận:          TM. ỦY BAN NHÂN DÂN\n- Như trên;          CHỦ TỊCH\n- Lưu: VT.          Đỗ Thị Mơ"
    assert texts(cleaned(text)) == [
        "Nơi nhận:",
        "- Như trên;",
        "- Lưu: VT.",
        "TM. ỦY BAN NHÂN DÂN",
        "CHỦ TỊCH",
        "Đỗ Thị Mơ",
    ]


def test_wide_blanks_inside_a_sentence_are_one_blank() -> None:
    assert texts(cleaned("Các thôn        tổ chức họp dân")) == ["Các thôn tổ chức họp dân"]
    assert texts(cleaned("1.\tSở Y tế")) == ["1. Sở Y tế"]


# --------------------------------------------------------------------------------------------------------------- tables

TASKS = [["TT", "Nhiệm vụ", "Thời gian"], ["1", "Treo băng rôn", "Tháng 3"], ["2", "Phát tờ gấp", "Tháng 4"]]


def test_a_table_of_tasks_stays_a_table() -> None:
    (table,) = clean(grid(TASKS))
    assert cells(table) == TASKS


def test_empty_rows_of_a_table_are_dropped() -> None:
    (table,) = clean(grid([TASKS[0], ["", "", ""], TASKS[1]]))
    assert cells(table) == TASKS[:2]


def test_a_table_of_tasks_with_full_dates_stays_a_table() -> None:
    dated = [*TASKS[:2], ["2", "Phát tờ gấp", "Trước ngày 05 tháng 4 năm 2026"]]
    (table,) = clean(grid(dated))
    assert cells(table) == dated


def test_a_head_set_as_a_table_becomes_lines_the_left_column_first() -> None:
    head = [
        ["UBND TỈNH TRƯỜNG SƠN\nSỞ Y TẾ", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"],
        ["Số: 8/KH-SYT", "Gió Lành, ngày 5 tháng 2 năm 2024"],
    ]
    assert texts(list(clean(grid(head, ruled=False)))) == [
        "UBND TỈNH TRƯỜNG SƠN",
        "SỞ Y TẾ",
        "Số: 8/KH-SYT",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Gió Lành, ngày 5 tháng 2 năm 2024",
    ]


def test_labels_set_in_a_column_of_their_own_come_before_their_text() -> None:
    items = clean(grid([["1.", "Sở Y tế"], ["a)", "Bệnh viện"]], ruled=False))
    assert texts(list(items)) == ["1.", "Sở Y tế", "a)", "Bệnh viện"]


def test_a_frame_around_text_is_no_table() -> None:
    assert texts(list(clean(grid([["I. MỤC ĐÍCH"], ["1. Nâng cao"]])))) == ["I. MỤC ĐÍCH", "1. Nâng cao"]
