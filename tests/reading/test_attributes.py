"""Attribute lines of a measure: on lines of their own, as paragraphs, in a bracket, several on a line."""

import pytest
from tests.reading.desk import item, outline

from loa.reading.attributes import attributes_of


def attributes(below: str, measure: str = "Mở chuyên mục") -> list[tuple[str, str]]:
    """Roles and values of a measure with the given lines below it."""
    return [(one.role, one.value.text) for one in attributes_of(item(outline(f"II. A\n1. {measure}\n{below}"), "II.1"))]


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("Cơ quan chủ trì", "lead"),
        ("Đơn vị thực hiện", "lead"),
        ("Đơn vị chủ trì thực hiện", "lead"),
        ("Chủ trì", "lead"),
        ("Đơn vị chịu trách nhiệm", "lead"),
        ("Phân công thực hiện", "lead"),
        ("Cơ quan chủ trì, phối hợp", "lead-coordinate"),
    ],
)
def test_the_body_in_charge_goes_by_many_names(line: str, role: str) -> None:
    assert attributes(f"- {line}: Sở Y tế") == [(role, "Sở Y tế")]


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("Cơ quan phối hợp", "coordinate"),
        ("Phối hợp thực hiện", "coordinate"),
        ("Các đơn vị phối hợp", "coordinate"),
        ("Thời gian thực hiện", "time"),
        ("Thời hạn hoàn thành", "time"),
        ("Hoàn thành", "time"),
        ("Tần suất", "time"),
        ("Cách thức thực hiện", "form"),
        ("Hình thức", "form"),
        ("Kênh truyền thông", "form"),
        ("Sản phẩm, kết quả", "product"),
        ("Chỉ tiêu", "product"),
        ("Kinh phí", "money"),
        ("Địa điểm tổ chức", "place"),
        ("Đối tượng tham gia", "place"),
    ],
)
def test_other_attributes_go_by_many_names_as_well(line: str, role: str) -> None:
    assert attributes(f"- {line}: như sau\n- Chủ trì: Sở Y tế") == [(role, "như sau"), ("lead", "Sở Y tế")]


@pytest.mark.parametrize("bullet", ["- ", "+ ", "* ", "• ", "a) ", ""])
def test_attribute_lines_have_labels_of_any_kind_or_none(bullet: str) -> None:
    below = f"{bullet}Chủ trì: Sở Y tế\n{bullet.replace('a', 'b')}Thời gian: quý II"
    assert attributes(below) == [("lead", "Sở Y tế"), ("time", "quý II")]


def test_several_attributes_may_share_a_line() -> None:
    assert attributes("- Chủ trì: Sở Y tế; phối hợp: Báo Sơn Vũ; thời gian: quý II") == [
        ("lead", "Sở Y tế"),
        ("coordinate", "Báo Sơn Vũ"),
        ("time", "quý II"),
    ]


@pytest.mark.parametrize(
    ("measure", "found"),
    [
        (
            "Mở chuyên mục (chủ trì: Sở Y tế; phối hợp: Báo Sơn Vũ; thời gian: quý II).",
            [("lead", "Sở Y tế"), ("coordinate", "Báo Sơn Vũ"), ("time", "quý II")],
        ),
        (
            "Mở chuyên mục (Đơn vị thực hiện: Sở Y tế (Văn phòng Sở); thời gian: quý II (dự kiến)).",
            [("lead", "Sở Y tế (Văn phòng Sở)"), ("time", "quý II (dự kiến)")],
        ),
        ("Mở chuyên mục. Chủ trì: Sở Y tế. Thời gian: quý II.", [("lead", "Sở Y tế"), ("time", "quý II")]),
        ("Mở chuyên mục (Sở Y tế chủ trì; Báo Sơn Vũ phối hợp).", [("lead", "Sở Y tế"), ("coordinate", "Báo Sơn Vũ")]),
    ],
)
def test_attributes_may_stand_in_the_bracket_that_ends_a_measure(measure: str, found: list[tuple[str, str]]) -> None:
    assert attributes("", measure) == found


def test_a_line_of_its_own_tells_which_item_it_is() -> None:
    lines = item(outline("II. A\n1. Mở chuyên mục\n- Chủ trì: Sở Y tế\n- Thời gian: quý II"), "II.1")
    assert [one.item.ref if one.item else None for one in attributes_of(lines)] == ["II.1.-1", "II.1.-2"]
    paragraphs = item(outline("II. A\n1. Mở chuyên mục\nChủ trì: Sở Y tế\nThời gian: quý II"), "II.1")
    assert [one.item for one in attributes_of(paragraphs)] == [None, None]


# ----------------------------------------------------------------------------------------------------------- no measure


@pytest.mark.parametrize(
    "below",
    [
        "- Đăng tin: mỗi tuần một tin\n- Lưu ý: viết ngắn",
        "- Kinh phí: ngân sách xã\n- Sản phẩm: 04 số",
        "- Phối hợp với Sở Y tế: viết tin",
        "- Thời gian qua: kết quả tốt",
        "- Chủ trì cuộc họp giao ban",
        "- Các thôn họp dân",
        "",
    ],
)
def test_without_lead_partner_or_time_an_item_is_no_measure(below: str) -> None:
    assert attributes(below) == []


def test_a_value_may_stand_in_the_lines_below_its_name() -> None:
    found = attributes("- Chủ trì:\n+ Sở Y tế\n+ Sở Tư pháp\n- Thời gian: quý II")
    assert found == [("lead", "Sở Y tế; Sở Tư pháp"), ("time", "quý II")]
