"""What a heading announces, and to which section the words below it belong."""

import pytest
from tests.reading.desk import outline

from loa.reading.sections import Section, announced, section_of


def sections(text: str) -> dict[str, str]:
    """The section of every leaf and paragraph."""
    return {
        part.ref: str(section_of(part))
        for one in outline(text).walk()
        for part in one.pieces()
        if one.is_leaf or part.is_paragraph
    }


@pytest.mark.parametrize(
    ("heading", "announces"),
    [
        ("MỤC TIÊU", "objectives"),
        ("Mục đích chung", "objectives"),
        ("Yêu cầu", "requirements"),
        ("MỤC ĐÍCH, YÊU CẦU", "objectives requirements"),
        ("QUAN ĐIỂM, MỤC TIÊU", "objectives requirements"),
        ("Đối tượng và phạm vi", "audiences"),
        ("NỘI DUNG TRUYỀN THÔNG", "topics"),
        ("Thông điệp", "topics"),
        ("Chủ đề tuyên truyền", "topics"),
        ("HÌNH THỨC TRUYỀN THÔNG", "forms"),
        ("NHIỆM VỤ, GIẢI PHÁP", "forms"),
        ("Các kênh truyền thông", "forms"),
        ("CÁC HOẠT ĐỘNG CỤ THỂ", "forms"),
        ("NỘI DUNG VÀ HÌNH THỨC", "forms topics"),
        ("KINH PHÍ THỰC HIỆN", "funding"),
        ("TỔ CHỨC THỰC HIỆN", "organisation"),
        ("TRÁCH NHIỆM CỦA CÁC CƠ QUAN", "organisation"),
        ("PHÂN CÔNG TRÁCH NHIỆM", "organisation"),
        ("CHẾ ĐỘ THÔNG TIN, BÁO CÁO", "organisation"),
        ("KINH PHÍ VÀ TỔ CHỨC THỰC HIỆN", "organisation funding"),
        ("THỜI GIAN, ĐỊA ĐIỂM", "schedule"),
        ("TÌNH HÌNH CHUNG", ""),
        ("Mục tiêu là " + "người dân biết, hiểu và làm đúng; " * 5, ""),
    ],
)
def test_a_heading_announces_what_stands_below_it(heading: str, announces: str) -> None:
    assert " ".join(announced(heading)) == announces


PLAN = """I. MỤC ĐÍCH, YÊU CẦU
1. Mục đích
- Nâng cao nhận thức.
2. Yêu cầu
- Kịp thời.
3. Đối tượng
Người dân ở các thôn.
II. NỘI DUNG, HÌNH THỨC
1. Nội dung
- Văn bản mới.
2. Hình thức
- Trên loa.
III. THỜI GIAN THỰC HIỆN
Từ tháng 2.
IV. KINH PHÍ
1. Ngân sách xã.
V. TỔ CHỨC THỰC HIỆN
1. Công an xã
- Theo dõi.
VI. TÌNH HÌNH
1. Dân cư đông.
"""


def test_words_belong_to_the_nearest_heading_that_announces_something() -> None:
    assert sections(PLAN) == {
        "I.1.-1": "objectives",
        "I.2.-1": "requirements",
        "I.3": "objectives",
        "I.3.¶1": "audiences",
        "II.1.-1": "topics",
        "II.2.-1": "forms",
        "III": "schedule",
        "III.¶1": "schedule",
        "IV.1": "funding",
        "V.1.-1": "organisation",
        "VI.1": "other",
    }


@pytest.mark.parametrize(
    "line",
    [
        "1. Yêu cầu các thôn họp dân.",
        "1. Hình thức do các thôn tự chọn.",
        "1. Mục đích, yêu cầu giao Công an xã giải thích.",
    ],
)
def test_below_the_section_of_organisation_every_word_of_a_heading_is_part_of_a_duty(line: str) -> None:
    assert sections(f"V. TỔ CHỨC THỰC HIỆN\n{line}") == {"V.1": str(Section.ORGANISATION)}


def test_an_item_about_money_is_funding_wherever_it_stands() -> None:
    found = sections(
        "V. TỔ CHỨC THỰC HIỆN\n1. Kinh phí\n- Từ ngân sách xã.\n2. Về kinh phí: Công an xã tự bảo đảm.\n3. Họp dân."
    )
    assert found == {"V.1.-1": "funding", "V.2": "funding", "V.3": "organisation"}


def test_contents_and_forms_under_one_heading_are_forms() -> None:
    assert sections("II. NỘI DUNG VÀ HÌNH THỨC\n1. Treo pa nô.\n2. Phát tờ gấp.") == {"II.1": "forms", "II.2": "forms"}


def test_letters_above_roman_numbers_are_looked_through() -> None:
    text = "A. MỤC TIÊU\nI. CHUNG\n1. Nâng cao.\nB. TỔ CHỨC THỰC HIỆN\nI. CÁC THÔN\n1. Họp dân."
    assert sections(text) == {"A.I.1": "objectives", "B.I.1": "organisation"}
