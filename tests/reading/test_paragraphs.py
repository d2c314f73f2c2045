"""Healing: printed lines become the paragraphs their writer meant, hyphens at line ends close, labels split off."""

import pytest
from tests.reading.desk import paragraphs, table

from loa.reading.lines import CleanLine, CleanTable
from loa.reading.paragraphs import Paragraph, heal, heal_lines
from loa.reading.passage import Passage

PAGE = """1. Các thôn, tổ dân phố tổ chức họp dân để thông tin về thủ tục hành chính, vận động mỗi hộ gia
đình có ít nhất một người biết nộp hồ sơ trực tuyến, giúp người già và người khuyết tật làm hồ sơ
tại nhà văn hóa thôn.
"""
"""Lines as wide as the page, by which the others are judged."""


def healed(text: str) -> list[tuple[str | None, str]]:
    return [(block.label.printed if block.label else None, block.text) for block in paragraphs(text)]


def after_page(text: str) -> list[tuple[str | None, str]]:
    return healed(PAGE + text)[1:]


# ----------------------------------------------------------------------------------------------------- lines are joined


def test_the_lines_of_a_printed_paragraph_are_one() -> None:
    assert healed(PAGE) == [("1", " ".join(PAGE.split())[3:])]


def test_blank_lines_between_the_lines_of_a_sentence_are_nothing() -> None:
    assert healed(PAGE.replace("\n", "\n\n")) == healed(PAGE)


@pytest.mark.parametrize(
    ("first", "second", "whole"),
    [
        ("theo Kế hoạch số 12/KH-", "UBND của huyện", "theo Kế hoạch số 12/KH-UBND của huyện"),
        ("theo Chỉ thị số 05/CT-", "TTg của Thủ tướng", "theo Chỉ thị số 05/CT-TTg của Thủ tướng"),
        ("người dân nộp hồ sơ -", "coi đây là việc nhà", "người dân nộp hồ sơ - coi đây là việc nhà"),
    ],
)
def test_a_hyphen_closes_at_the_line_end_and_a_dash_keeps_its_blanks(first: str, second: str, whole: str) -> None:
    assert healed(f"{first}\n{second}") == [(None, whole)]


@pytest.mark.parametrize("last", ["của", "và", "trên", "theo", "với", "hoặc", "xã Suối Hoa,"])
def test_a_line_that_cannot_end_a_sentence_goes_on_whatever_follows(last: str) -> None:
    assert after_page(f"- Niêm yết công khai {last}\nSở Y tế tỉnh.") == [
        ("-", f"Niêm yết công khai {last} Sở Y tế tỉnh.")
    ]


def test_a_paragraph_knows_where_its_words_stand_across_lines() -> None:
    source = "- Mở chuyên mục\nhỏi đáp."
    (block,) = paragraphs(source)
    assert block.text == "Mở chuyên mục hỏi đáp."
    assert block.passage.span() == (2, len(source))
    assert block.printed.span() == (0, len(source))


# ------------------------------------------------------------------------------------------------ and no more than that


def test_a_sentence_on_a_new_line_after_a_short_one_is_a_paragraph() -> None:
    assert after_page("2. Trạm Y tế cập nhật bảng giá.\nĐịnh kỳ hằng quý rà soát.") == [
        ("2", "Trạm Y tế cập nhật bảng giá."),
        (None, "Định kỳ hằng quý rà soát."),
    ]


def test_a_name_alone_on_a_line_is_complete() -> None:
    assert after_page("2. Công an xã\nTuyên truyền quy định về cư trú.") == [
        ("2", "Công an xã"),
        (None, "Tuyên truyền quy định về cư trú."),
    ]


def test_an_unlabelled_name_between_items_is_a_paragraph() -> None:
    assert after_page("2. Trực loa xã.\nTrạm Y tế xã\nNiêm yết bảng giá.") == [
        ("2", "Trực loa xã."),
        (None, "Trạm Y tế xã"),
        (None, "Niêm yết bảng giá."),
    ]


def test_a_heading_in_capitals_is_apart_from_the_text_below_it() -> None:
    found = paragraphs(PAGE + "II. HÌNH THỨC\nĐỐI VỚI CÁC THÔN\nHọp dân mỗi tháng.")[1:]
    assert [(block.text, block.is_capitals) for block in found] == [
        ("HÌNH THỨC", True),
        ("ĐỐI VỚI CÁC THÔN", True),
        ("Họp dân mỗi tháng.", False),
    ]


def test_paragraphs_that_the_format_marks_stay_apart() -> None:
    found = paragraphs("Các trường học\nPhát động thi đua\nVà báo cáo", whole=True)
    assert [block.text for block in found] == ["Các trường học", "Phát động thi đua", "Và báo cáo"]


def test_a_paragraph_that_goes_on_with_a_sentence_cut_before_it_is_joined() -> None:
    found = paragraphs("Các trường học\nphát động thi đua\nvà báo cáo", whole=True)
    assert [block.text for block in found] == ["Các trường học phát động thi đua và báo cáo"]


# ---------------------------------------------------------------------------------------------- labels inside sentences

WIDE = "- Đoàn Thanh niên xã phối hợp với Hội Liên hiệp Phụ nữ xã và các trường học trên địa bàn mở"


@pytest.mark.parametrize(
    "rest",
    [
        "30 điểm hỗ trợ tại các thôn.",
        "2 lớp cho người cao tuổi, mỗi lớp 20 người.",
        "1.200 tờ gấp.",
        "- học chữ, học nghề - cho người dân.",
        "12. cho các thôn.",
    ],
)
def test_numbers_and_dashes_that_a_line_end_cut_from_their_sentence_are_no_labels(rest: str) -> None:
    assert after_page(f"{WIDE}\n{rest}") == [("-", f"{WIDE[2:]} {rest}")]


@pytest.mark.parametrize(
    ("line", "rest"),
    [
        ("- Mỗi thôn cử ít nhất một người có uy tín dự lớp tập huấn do Ủy ban nhân dân xã mở trong quý", "II/2026."),
        (
            "- Mỗi thôn cử ít nhất một người có uy tín dự lớp tập huấn do Ủy ban nhân dân xã mở trong quý",
            "II. Trời nắng.",
        ),
        (
            "- Mỗi thôn cử ít nhất một người có uy tín dự lớp tập huấn do Ủy ban nhân dân xã mở trước ngày",
            "5) Tháng này.",
        ),
    ],
)
def test_a_number_that_the_line_before_awaits_is_no_label(line: str, rest: str) -> None:
    assert after_page(f"{line}\n{rest}") == [("-", f"{line[2:]} {rest}")]


@pytest.mark.parametrize(
    ("line", "rest"),
    [
        (
            "- Mở chuyên mục về thủ tục hành chính trên trang Fanpage của Đoàn Thanh niên xã có tên “Suối",
            "Hoa ngày mới”.",
        ),
        (
            "- Mở chuyên mục về thủ tục hành chính trên trang Fanpage của xã. (Chủ trì:",
            "Công an xã; phối hợp: Đoàn xã)",
        ),
        ("- Đề nghị Hội Nông dân xã, Hội Cựu chiến binh xã, Hội Người cao tuổi xã và Hội", "Liên hiệp Phụ nữ xã họp."),
    ],
)
def test_a_quotation_a_bracket_and_a_name_go_on_in_the_next_line(line: str, rest: str) -> None:
    assert after_page(f"{line}\n{rest}") == [("-", f"{line[2:]} {rest}")]


def test_the_verb_of_a_duty_begins_a_paragraph_below_a_name_as_wide_as_the_page() -> None:
    name = "7. Đề nghị Ủy ban Mặt trận Tổ quốc Việt Nam xã và các tổ chức chính trị - xã hội của xã Suối Hoa"
    assert after_page(f"{name}\nPhối hợp với các thôn họp dân.") == [
        ("7", name[3:]),
        (None, "Phối hợp với các thôn họp dân."),
    ]


def test_a_dash_inside_a_name_cut_by_the_line_end_is_no_label() -> None:
    line = "- Mỗi quý phát ít nhất hai chuyên đề, tin bài do các xã gửi đến, trên sóng Trung tâm Văn hóa"
    assert after_page(f"{line}\n- Thông tin và Thể thao huyện.") == [
        ("-", f"{line[2:]} - Thông tin và Thể thao huyện.")
    ]


@pytest.mark.parametrize("label", ["2. ", "a) ", "- ", "+ ", "II. ", "1.1. "])
def test_a_label_after_a_finished_line_begins_an_item(label: str) -> None:
    assert after_page(f"- Phát tờ gấp.\n{label}Treo băng rôn.")[-1] == (label.strip(" .)"), "Treo băng rôn.")


def test_the_next_number_after_a_full_line_without_a_full_stop_begins_an_item() -> None:
    line = "2. Hội Nông dân, Hội Cựu chiến binh, Hội Liên hiệp Phụ nữ và Đoàn Thanh niên các xã trong huyện"
    assert after_page(f"{line}\n3. Công an huyện") == [("2", line[3:]), ("3", "Công an huyện")]


# --------------------------------------------------------------------------------------------------- layout of the page


def set_line(text: str, left: float, right: float, *, bold: bool = False) -> CleanLine:
    return CleanLine(Passage.of(text), left=left, right=right, bold=bold)


def test_an_indent_begins_a_paragraph_where_the_page_is_known() -> None:
    lines = [
        set_line("Các xã tổ chức họp dân để thông tin về thủ tục hành", 90, 540),
        set_line("chính và cách nộp hồ sơ trực tuyến trên Cổng Dịch vụ", 60, 540),
        set_line("công quốc gia cho mọi hộ gia đình ở các thôn vùng sâu,", 60, 540),
        set_line("vùng xa và các hộ có người già sống một mình trên núi.", 60, 539),
        set_line("Các trường phổ thông phát động học sinh giúp cha mẹ", 90, 540),
        set_line("nộp hồ sơ và tra cứu kết quả tại nhà.", 60, 420),
    ]
    assert [block.text.split()[1] for block in heal_lines(lines)] == ["xã", "trường"]


def test_a_bold_heading_is_apart_from_the_plain_line_below_it() -> None:
    lines = [
        set_line("Trách nhiệm của các trường phổ thông dân tộc nội trú huyện", 60, 540, bold=True),
        set_line("Mỗi học kỳ mở một buổi nói chuyện về dịch vụ công cho", 60, 540),
        set_line("học sinh cuối cấp.", 60, 160),
    ]
    assert [(block.bold, block.text.split()[0]) for block in heal_lines(lines)] == [(True, "Trách"), (False, "Mỗi")]


def test_a_table_stands_between_the_paragraphs_around_it() -> None:
    grid = table([["TT", "Nhiệm vụ"]])
    blocks = list(heal([CleanLine(Passage.of("Phân công")), grid, CleanLine(Passage.of("như trên."))]))
    assert [type(block) for block in blocks] == [Paragraph, CleanTable, Paragraph]


# ------------------------------------------------------------------------------------------------------------- spelling


def test_a_misprint_is_mended_for_the_rules_and_kept_in_the_text() -> None:
    (block,) = paragraphs("- Gửi Phòng Nội vụ tông hợp.")
    assert block.text == "Gửi Phòng Nội vụ tông hợp."
    assert block.passage.match == "gửi phòng nội vụ tổng hợp."
