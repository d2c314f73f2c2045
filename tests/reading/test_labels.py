"""The grammar of labels: what a line may begin with, as printed, and how deep each label stands."""

import pytest

from loa.reading.labels import Label, LabelKind, find_label
from loa.reading.passage import Passage


def label(line: str) -> tuple[str, str, str] | None:
    """Kind, printed label and what follows it."""
    found = find_label(Passage.of(line))
    return (str(found.kind), found.printed, line[found.end :]) if found else None


@pytest.mark.parametrize(
    ("line", "kind", "printed", "rest"),
    [
        ("Phần II. NỘI DUNG", "part", "Phần II", "NỘI DUNG"),
        ("PHẦN THỨ NHẤT", "part", "PHẦN THỨ NHẤT", ""),
        ("Chương II: Tổ chức thực hiện", "part", "Chương II", "Tổ chức thực hiện"),
        ("A. MỤC ĐÍCH", "capital", "A", "MỤC ĐÍCH"),
        ("B/ NỘI DUNG", "capital", "B", "NỘI DUNG"),
        ("I. MỤC ĐÍCH, YÊU CẦU", "roman", "I", "MỤC ĐÍCH, YÊU CẦU"),
        ("II- NỘI DUNG", "roman", "II", "NỘI DUNG"),
        ("IV/ Kinh phí", "roman", "IV", "Kinh phí"),
        ("XII. Phụ trách", "roman", "XII", "Phụ trách"),
        ("V.", "roman", "V", ""),
        ("1. Mục đích", "number", "1", "Mục đích"),
        ("2) Yêu cầu", "number", "2", "Yêu cầu"),
        ("3/ Sở Xây dựng", "number", "3", "Sở Xây dựng"),
        ("10.Báo Trường Sơn", "number", "10", "Báo Trường Sơn"),
        ("1- Mục đích", "number", "1", "Mục đích"),
        ("2 - Yêu cầu", "number", "2", "Yêu cầu"),
        ("1/- Mục đích", "number", "1", "Mục đích"),
        ("1. 100% hồ sơ được tiếp nhận", "number", "1", "100% hồ sơ được tiếp nhận"),
        ("a- Mục đích", "letter", "a", "Mục đích"),
        ("1.1. Công an xã", "decimal", "1.1", "Công an xã"),
        ("2.10. Đề nghị Bưu điện", "decimal", "2.10", "Đề nghị Bưu điện"),
        ("1.2.3 Trường mầm non", "decimal", "1.2.3", "Trường mầm non"),
        ("2. 1. Sở Tư pháp", "decimal", "2.1", "Sở Tư pháp"),
        ("a) Tin, bài", "letter", "a", "Tin, bài"),
        ("a)Tin, bài", "letter", "a", "Tin, bài"),
        ("b. Bản tin", "letter", "b", "Bản tin"),
        ("c/ Sổ tay", "letter", "c", "Sổ tay"),
        ("đ) Tờ gấp", "letter", "đ", "Tờ gấp"),
        ("i) Hội thi", "letter", "i", "Hội thi"),
        ("(1) Sở Y tế", "bracketed", "1", "Sở Y tế"),
        ("(a) Tin, bài", "bracketed", "a", "Tin, bài"),
        ("- Treo băng rôn", "dash", "-", "Treo băng rôn"),
        ("-Treo băng rôn", "dash", "-", "Treo băng rôn"),
        ("– Treo băng rôn", "dash", "–", "Treo băng rôn"),
        ("- 100% thôn, tổ dân phố", "dash", "-", "100% thôn, tổ dân phố"),
        ("+ Xe lưu động", "plus", "+", "Xe lưu động"),
        ("+Xe lưu động", "plus", "+", "Xe lưu động"),
        ("▪ Loa kéo", "bullet", "▪", "Loa kéo"),
        ("• Loa kéo", "bullet", "•", "Loa kéo"),
        ("* Đối với thanh niên", "bullet", "*", "Đối với thanh niên"),
        ("o Loa kéo", "bullet", "o", "Loa kéo"),
    ],
)
def test_a_label_is_read_as_printed_without_its_closing_mark(line: str, kind: str, printed: str, rest: str) -> None:
    assert label(line) == (kind, printed, rest)


@pytest.mark.parametrize(
    "line",
    [
        "30/6/2024 là hạn cuối",
        "12.05.2023 là hạn cuối",
        "2022. Trong năm đó",
        "2. 2021",
        "05 tin, bài mỗi tháng",
        "1.000 tờ gấp",
        "3.5% số hồ sơ",
        "Phần mềm một cửa điện tử",
        "Phần lớn người dân",
        "Chương trình phối hợp",
        "Điều 1. Ban hành kèm theo Quyết định này",
        "Vì vậy, các thôn",
        "(qua Phòng Nội vụ)",
        "(01 tin)",
        "v.v...",
        "ý kiến của người dân",
        "ông trưởng thôn",
        "o tròn như quả trứng",
        "---",
        "xi măng",
        "Sở Nội vụ - cơ quan thường trực",
        "",
    ],
)
def test_a_line_that_only_resembles_a_label_has_none(line: str) -> None:
    assert label(line) is None


def test_small_roman_letters_are_letters_and_capital_ones_are_sections() -> None:
    assert label("i. Mở hội thi") == ("letter", "i", "Mở hội thi")
    assert label("I. Mở hội thi") == ("roman", "I", "Mở hội thi")
    assert label("v) Mở hội thi") == ("letter", "v", "Mở hội thi")


def test_labels_stand_in_one_order_of_depth() -> None:
    lines = ("Phần I. A", "A. A", "I. A", "1. A", "1.1. A", "1.1.1. A", "a) A", "(1) A", "- A", "+ A", "▪ A")
    found = [find_label(Passage.of(line)) for line in lines]
    depths = [one.depth for one in found if one]
    assert len(depths) == len(lines)
    assert depths == sorted(set(depths))


def test_only_dashes_plus_signs_and_bullets_are_bullets() -> None:
    bullets = [kind for kind in LabelKind if kind.is_bullet]
    assert bullets == [LabelKind.DASH, LabelKind.PLUS, LabelKind.BULLET]


def test_the_own_text_begins_where_the_label_ends() -> None:
    line = "1.1.  Trạm Y tế xã"
    found = find_label(Passage.of(line))
    assert found == Label(LabelKind.DECIMAL, "1.1", line.index("Trạm"))
