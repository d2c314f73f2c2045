"""Framing: head, preamble, body, tail and annexes of a plan, of a plan issued by a decision, and of what is no plan."""

import pytest
from tests.reading.desk import cleaned, grid

from loa.reading.clean import clean
from loa.reading.frame import frame
from loa.reading.lines import CleanLine, CleanTable, Frame

HEAD = """UBND XÃ SUỐI HOA
Số: 5/KH-UBND
Suối Hoa, ngày 9 tháng 1 năm 2026
"""
TITLE = """KẾ HOẠCH
Truyền thông cải cách hành chính năm 2026
"""
BODY = """I. MỤC ĐÍCH
1. Nâng cao nhận thức.
II. TỔ CHỨC THỰC HIỆN
1. Công an xã trực.
"""
TAIL = """Nơi nhận:
- Như trên;
- Lưu: VT.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Đỗ Thị Mơ
"""


def framed(text: str) -> Frame:
    parts = frame(cleaned(text))
    assert parts is not None
    return parts


def lines(part: tuple[CleanLine | CleanTable, ...]) -> list[str]:
    return [line.text for line in part if isinstance(line, CleanLine)]


def split(text: str) -> list[str]:
    return text.rstrip("\n").split("\n")


# ----------------------------------------------------------------------------------------------- a plan signed directly


def test_every_line_of_a_plan_stands_in_its_part() -> None:
    preamble = "Căn cứ Kế hoạch số 2/KH-UBND;\nUBND xã ban hành Kế hoạch như sau:\n"
    closing = "Trên đây là Kế hoạch./.\n"
    annex = "PHỤ LỤC\n(Kèm theo Kế hoạch số 5)\n"
    parts = framed(HEAD + TITLE + preamble + BODY + closing + TAIL + annex)
    assert lines(parts.head) == split(HEAD + TITLE)
    assert lines(parts.preamble) == split(preamble)
    assert lines(parts.body) == split(BODY + closing)
    assert lines(parts.tail) == split(TAIL)
    assert [lines(one) for one in parts.annexes] == [split(annex)]
    assert (parts.decision, parts.stamps) == ((), ())


@pytest.mark.parametrize(
    "heading",
    [
        "KẾ HOẠCH",
        "KẾ HOẠCH:",
        "Kế hoạch",
        "KÊ HOẠCH",
        "KẾ HOẠCH Truyền thông cải cách hành chính năm 2026",
    ],
)
def test_the_word_above_the_title_is_found_however_it_is_set(heading: str) -> None:
    parts = framed(HEAD + heading + "\nxã Suối Hoa\n" + BODY + TAIL)
    assert lines(parts.head)[3:] == [heading, "xã Suối Hoa"]


@pytest.mark.parametrize(
    "first",
    [
        "Căn cứ Luật Tổ chức chính quyền địa phương;",
        "Thực hiện Kế hoạch số 2/KH-UBND ngày 05/01/2026 của UBND tỉnh,",
        "Theo đề nghị của Phòng Văn hóa - Xã hội;",
        "Để nâng cao nhận thức của người dân, Ủy ban nhân dân xã ban hành Kế hoạch như sau:",
        "Ủy ban nhân dân xã Suối Hoa ban hành Kế hoạch như sau:",
    ],
)
def test_a_preamble_begins_with_its_formula(first: str) -> None:
    parts = framed(HEAD + TITLE + first + "\n" + BODY + TAIL)
    assert (lines(parts.head)[-1], lines(parts.preamble)) == ("Truyền thông cải cách hành chính năm 2026", [first])


@pytest.mark.parametrize(
    "title",
    [
        "Triển khai công tác tuyên truyền cải cách hành chính năm 2026",
        "Thực hiện công tác truyền thông cải cách hành chính năm 2026",
        "Tiếp tục đẩy mạnh truyền thông cải cách hành chính năm 2026",
    ],
)
def test_a_title_may_begin_with_the_words_of_a_preamble(title: str) -> None:
    preamble = "Căn cứ Kế hoạch số 2/KH-UBND;"
    parts = framed(f"{HEAD}KẾ HOẠCH\n{title}\n{preamble}\n{BODY}{TAIL}")
    assert (lines(parts.head)[-1], lines(parts.preamble)) == (title, [preamble])


@pytest.mark.parametrize(
    "first", ["I. MỤC TIÊU", "1. MỤC TIÊU", "A. MỤC TIÊU", "Phần I. MỤC TIÊU", "PHẦN THỨ NHẤT", "Chương I. MỤC TIÊU"]
)
def test_the_body_begins_at_the_first_section_of_any_kind(first: str) -> None:
    parts = framed(f"{HEAD}{TITLE}UBND xã ban hành Kế hoạch như sau:\n{first}\n{TAIL}")
    assert lines(parts.body) == [first]


def test_a_body_without_sections_begins_after_the_formula() -> None:
    parts = framed(HEAD + TITLE + "UBND xã Suối Hoa ban hành Kế hoạch như sau:\nMục đích\nNâng cao nhận thức.\n" + TAIL)
    assert lines(parts.body) == ["Mục đích", "Nâng cao nhận thức."]


@pytest.mark.parametrize(
    "tail",
    [
        TAIL,
        "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nĐỗ Thị Mơ\n",
        "GIÁM ĐỐC\nĐỗ Thị Mơ\n",
        "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\nĐỗ Thị Mơ\n",
        "",
    ],
)
def test_the_tail_begins_at_recipients_or_signature_and_may_be_missing(tail: str) -> None:
    parts = framed(HEAD + TITLE + BODY + tail)
    assert (lines(parts.body), lines(parts.tail)) == (split(BODY), split(tail) if tail else [])


def test_words_about_recipients_and_offices_in_a_sentence_open_no_tail() -> None:
    more = (
        "2. Nơi nhận hồ sơ là Bộ phận một cửa.\nNơi nhận hồ sơ mở cửa cả thứ Bảy.\nChủ tịch UBND xã chỉ đạo các thôn.\n"
    )
    assert lines(framed(HEAD + TITLE + BODY + more + TAIL).body) == split(BODY + more)


# -------------------------------------------------------------------------------------------------------------- annexes


def test_each_annex_begins_at_its_own_heading() -> None:
    annexes = ["PHỤ LỤC I\nNHIỆM VỤ\n(Kèm theo Kế hoạch số 5)\n1. Tin\n", "PHỤ LỤC II\nSẢN PHẨM\n1. Bài\n"]
    assert [lines(one) for one in framed(HEAD + TITLE + BODY + TAIL + "".join(annexes)).annexes] == list(
        map(split, annexes)
    )


@pytest.mark.parametrize("heading", ["DANH MỤC NHIỆM VỤ", "Phụ lục 01: Phân công", "LỊCH PHÁT SÓNG NĂM 2026"])
def test_an_annex_has_a_heading_of_its_own_or_names_the_plan_it_belongs_to(heading: str) -> None:
    annex = f"{heading}\n(Ban hành kèm theo Kế hoạch số 5/KH-UBND)\n1. Tin\n"
    assert [lines(one) for one in framed(HEAD + TITLE + BODY + TAIL + annex).annexes] == [split(annex)]


def test_a_table_after_the_signature_is_an_annex() -> None:
    items = [*cleaned(HEAD + TITLE + BODY + TAIL), *clean(grid([["TT", "Nhiệm vụ"], ["1", "Tin"]]))]
    parts = frame(items)
    assert parts is not None
    assert [[type(item) for item in one] for one in parts.annexes] == [[CleanTable]]


def test_an_annex_may_follow_a_body_without_a_tail() -> None:
    assert [lines(one) for one in framed(HEAD + TITLE + BODY + "PHỤ LỤC\n1. Tin\n").annexes] == [["PHỤ LỤC", "1. Tin"]]


def test_a_pointer_to_the_annex_in_the_body_opens_none() -> None:
    parts = framed(HEAD + TITLE + BODY + "(Có Phụ lục kèm theo)\n" + TAIL)
    assert (parts.annexes, lines(parts.body)[-1]) == ((), "(Có Phụ lục kèm theo)")


# ------------------------------------------------------------------------------------------ a plan issued by a decision

DECISION = """BỘ Y TẾ
Số: 9/QĐ-BYT
QUYẾT ĐỊNH
Ban hành Kế hoạch truyền thông năm 2026
BỘ TRƯỞNG BỘ Y TẾ
Căn cứ Nghị định số 42/2025/NĐ-CP;
QUYẾT ĐỊNH:
Điều 1. Ban hành kèm theo Quyết định này Kế hoạch truyền thông.
Điều 2. Các Vụ, Cục chịu trách nhiệm thi hành./.
"""
SIGNED = "Nơi nhận:\n- Như Điều 2;\n- Lưu: VT.\nBỘ TRƯỞNG\nĐỗ Thị Mơ\n"
ATTACHED = """BỘ Y TẾ
KẾ HOẠCH
Truyền thông năm 2026
(Ban hành kèm theo Quyết định số 9/QĐ-BYT ngày 01/02/2026
của Bộ trưởng Bộ Y tế)
"""


def test_a_decision_and_the_plan_it_issues_are_told_apart() -> None:
    parts = framed(DECISION + SIGNED + ATTACHED + BODY)
    assert lines(parts.decision) == split(DECISION)
    assert lines(parts.tail) == split(SIGNED)
    assert lines(parts.head) == split(ATTACHED)
    assert lines(parts.body) == split(BODY)


def test_a_decision_signed_after_the_plan_has_its_tail_there() -> None:
    parts = framed(DECISION + ATTACHED + BODY + SIGNED)
    assert lines(parts.tail) == split(SIGNED)
    assert lines(parts.body) == split(BODY)


# --------------------------------------------------------------------------------------------------------------- stamps


def test_lines_of_signature_stamps_stand_apart_from_every_part() -> None:
    stamp = "Ký bởi: UBND xã Suối Hoa\nThời gian ký: 09/01/2026 09:21:39 +07:00\n"
    parts = framed(stamp + HEAD + TITLE + BODY + TAIL)
    assert (lines(parts.stamps), lines(parts.head)) == (split(stamp), split(HEAD + TITLE))


# -------------------------------------------------------------------------------------------------------------- no plan


@pytest.mark.parametrize(
    "text",
    [
        "BÁO CÁO\nKết quả truyền thông năm 2026\n" + BODY,
        "CHỈ THỊ\nVề tăng cường truyền thông\n" + BODY,
        "CHƯƠNG TRÌNH\nTruyền thông năm 2026\n" + BODY,
        "Kính gửi: Các thôn\nThực hiện Kế hoạch số 5, đề nghị:\n" + BODY,
        "Kính gửi: Các thôn\nKẾ HOẠCH\n" + BODY,
        "Sáng nay ở Suối Hoa\nKế hoạch năm nay của xã làm nức lòng dân\n" + BODY,
        "1. KẾ HOẠCH\n" + BODY,
        BODY,
    ],
)
def test_without_a_line_that_names_the_plan_there_is_none(text: str) -> None:
    assert frame(cleaned(text)) is None
