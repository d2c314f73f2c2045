"""Which words of a plan lay a duty on someone, and why the others do not (annotation guide, 2.6)."""

import pytest
from tests.reading.desk import COMMUNE, PROVINCE, duties, outline, printed, table

from loa.reading.clean import clean
from loa.reading.duties import find_duties
from loa.reading.naming import Naming
from loa.reading.outline import build_outline
from loa.reading.paragraphs import heal


def found(text: str, naming: Naming = COMMUNE) -> list[str]:
    """The refs of the duties of a body."""
    return [duty.ref for duty in duties(text, naming)[0]]


def others(text: str, naming: Naming = COMMUNE) -> dict[str, str]:
    """The reason for every leaf that is no duty, with the measure it belongs to."""
    return {one.ref: one.reason + (f" of {one.of}" if one.of else "") for one in duties(text, naming)[1]}


# -------------------------------------------------------------------------------------------------- the whole of a plan

PLAN = """I. MỤC ĐÍCH, YÊU CẦU
1. Mục đích
- Các cơ quan có trách nhiệm nâng cao nhận thức của người dân.
2. Yêu cầu
- Các thôn báo cáo kịp thời những vướng mắc.
II. NỘI DUNG, HÌNH THỨC
1. Nội dung
- Quy định mới về cư trú.
2. Hình thức
a) Tuyên truyền trên hệ thống loa truyền thanh của các thôn.
b) Đài Truyền thanh xã phát mỗi tuần hai lần.
c) Mở chuyên mục
- Chủ trì: Phòng Văn hóa - Xã hội
- Cách thức: đăng tin
+ Mỗi tuần một tin
d) Đăng tin trên trang của Công an xã.
III. KINH PHÍ
1. Kinh phí từ ngân sách xã.
2. Phòng Kinh tế thẩm định dự toán.
IV. TỔ CHỨC THỰC HIỆN
1. Công an xã
- Theo dõi.
- Báo cáo.
2. Trạm Y tế xã
Niêm yết giá khám bệnh.
3. Các thôn họp dân.
Định kỳ hằng quý báo cáo UBND xã.
(Chi tiết tại Phụ lục kèm theo)
"""


def test_duties_are_the_leaves_and_paragraphs_that_name_who_acts() -> None:
    assert found(PLAN) == ["II.2.b", "II.2.c", "III.2", "IV.1.-1", "IV.1.-2", "IV.2.¶1", "IV.3", "IV.3.¶1"]


def test_every_other_leaf_of_the_places_of_duty_tells_why_it_is_none() -> None:
    assert others(PLAN) == {
        "II.2.a": "form-without-actor",
        "II.2.c.-1": "attribute-of-measure of II.2.c",
        "II.2.c.-2.+1": "attribute-of-measure of II.2.c",
        "II.2.d": "form-without-actor",
        "III.1": "funding-source",
        "IV.¶1": "pointer",
    }


def test_no_leaf_is_told_twice() -> None:
    told = [one.ref for part in duties(PLAN, COMMUNE) for one in part]
    assert sorted(told) == sorted(set(told))


# --------------------------------------------------------------------------------------------------------- organisation


def organisation(text: str) -> list[str]:
    return found(f"V. TỔ CHỨC THỰC HIỆN\n{text}")


@pytest.mark.parametrize(
    ("text", "refs"),
    [
        ("1. Công an xã trực.", ["V.1"]),
        ("1. Công an xã\nTrực.", ["V.1.¶1"]),
        ("1. Công an xã:\n- Trực.", ["V.1.-1"]),
        ("1. Công an xã trực.\nMỗi quý báo cáo kết quả.", ["V.1", "V.1.¶1"]),
        ("1. Công an xã trực ban, theo dõi, tổng hợp; báo cáo kết quả; mở lớp tập huấn.", ["V.1"]),
        ("1. Công an xã\na) Phối hợp với các thôn:\n- Họp dân.\n- Treo băng rôn.", ["V.1.a.-1", "V.1.a.-2"]),
        ("1. Đề nghị Ủy ban MTTQ Việt Nam xã: giám sát.", ["V.1"]),
        ("CÔNG AN XÃ\n1. Trực.\n2. Báo cáo.", ["V.1", "V.2"]),
        ("Giao Công an xã:\n1. Trực.", ["V.1"]),
        ("1. Yêu cầu các thôn họp dân.", ["V.1"]),
    ],
)
def test_below_organisation_every_leaf_and_duty_paragraph_is_a_duty(text: str, refs: list[str]) -> None:
    assert organisation(text) == refs


def test_a_section_may_lay_its_duty_in_its_own_heading() -> None:
    assert found("III. KINH PHÍ: Giao Công an xã lập dự toán từ ngân sách xã.") == ["III"]


def test_a_body_named_alone_is_a_heading_and_no_leaf() -> None:
    text = "V. TỔ CHỨC THỰC HIỆN\n1. Công an xã\nTrực."
    assert (found(text), others(text)) == (["V.1.¶1"], {})


@pytest.mark.parametrize("heading", ["PHÂN CÔNG NHIỆM VỤ", "TRÁCH NHIỆM CỦA CÁC ĐƠN VỊ", "CHẾ ĐỘ BÁO CÁO"])
def test_organisation_goes_by_many_names(heading: str) -> None:
    assert found(f"V. {heading}\n1. Gửi báo cáo trước ngày 15.") == ["V.1"]


@pytest.mark.parametrize(
    "heading", ["MỤC ĐÍCH", "YÊU CẦU", "ĐỐI TƯỢNG", "NỘI DUNG TUYÊN TRUYỀN", "THỜI GIAN THỰC HIỆN"]
)
def test_other_sections_give_no_duty_even_with_a_subject(heading: str) -> None:
    text = f"II. {heading}\n1. Các thôn có trách nhiệm báo cáo khó khăn."
    assert (found(text), others(text)) == ([], {})


# ---------------------------------------------------------------------------------------------------------------- money


@pytest.mark.parametrize(
    "text",
    [
        "1. Phòng Kinh tế thẩm định dự toán.",
        "1. Các thôn lập dự toán gửi Phòng Kinh tế.",
        "1. Kinh phí do ngân sách xã cấp. Các thôn lập dự toán hằng năm.",
        "1. Giao Phòng Kinh tế tham mưu bố trí kinh phí.",
        "1. Phòng Kinh tế\n- Cân đối kinh phí cho các thôn.",
    ],
)
def test_who_is_made_to_provide_money_has_a_duty(text: str) -> None:
    made, none = duties(f"IV. KINH PHÍ\n{text}", COMMUNE)
    assert ([duty.is_funding for duty in made], none) == ([True], [])


@pytest.mark.parametrize(
    "text",
    [
        "1. Kinh phí từ ngân sách xã và nguồn xã hội hóa.",
        "1. Ngân sách xã bảo đảm theo phân cấp.",
        "1. Nguồn kinh phí được giao năm 2026 của các đơn vị.",
        "Kinh phí lấy từ ngân sách xã.",
    ],
)
def test_a_source_of_money_is_no_duty(text: str) -> None:
    plan = f"IV. KINH PHÍ\n{text}"
    assert found(plan) == []
    assert list(others(plan).values()) == ["funding-source"]


def test_money_inside_organisation_is_judged_alike() -> None:
    text = "V. TỔ CHỨC THỰC HIỆN\n1. Kinh phí thực hiện từ ngân sách xã.\n2. Phòng Kinh tế bố trí kinh phí."
    assert (found(text), others(text)) == (["V.2"], {"V.1": "funding-source"})


def test_who_provides_money_may_be_named_after_a_title() -> None:
    assert found("IV. KINH PHÍ\n1. Về kinh phí: Phòng Kinh tế thẩm định, bố trí kinh phí.") == ["IV.1"]


# ------------------------------------------------------------------------------------------------------------- measures


@pytest.mark.parametrize(
    ("text", "is_duty"),
    [
        ("1. Đài Truyền thanh xã phát mỗi tuần hai lần.", True),
        ("1. Chuyên mục “Một cửa”: Đài Truyền thanh xã phát vào thứ Ba.", True),
        ("1. Hằng quý, các thôn họp dân để phổ biến quy định mới.", True),
        ("1. Mở chuyên mục\n- Chủ trì: Công an xã", True),
        ("1. Mở chuyên mục\n- Thời gian: quý II", True),
        ("1. Mở chuyên mục (chủ trì: Công an xã; thời gian: quý II).", True),
        ("1. Tuyên truyền trên hệ thống loa truyền thanh.", False),
        ("1. Đăng tin trên trang của Công an xã.", False),
        ("1. Niêm yết tại trụ sở Trạm Y tế xã.", False),
        ("1. Thông qua các cuộc họp của các thôn.", False),
        ("1. Pa nô, áp phích, tờ rơi.", False),
    ],
)
def test_a_form_is_a_duty_only_where_it_names_who_acts(text: str, is_duty: bool) -> None:
    plan = f"III. HÌNH THỨC\n{text}"
    assert bool(found(plan)) is is_duty
    assert ("form-without-actor" in others(plan).values()) is not is_duty


def test_a_measure_is_one_duty_with_everything_below_it() -> None:
    text = "III. BIỆN PHÁP\n1. Mở lớp\n- Cách thức: trực tuyến\n+ Công an xã hướng dẫn.\n- Chủ trì: Trạm Y tế xã"
    (duty,), _ = duties(text, COMMUNE)
    assert (duty.ref, duty.text.text) == ("III.1", "Mở lớp")
    assert [one.role for one in duty.attributes] == ["form", "lead"]
    assert [below.text for below in duty.below] == [
        "Cách thức: trực tuyến",
        "Công an xã hướng dẫn.",
        "Chủ trì: Trạm Y tế xã",
    ]


def test_a_section_of_measures_is_no_measure_itself() -> None:
    text = (
        "III. GIẢI PHÁP\n1. Trên loa\n1.1. Mở chuyên mục\n- Chủ trì: Công an xã\n1.2. Phát tin\n- Chủ trì: Trạm Y tế xã"
    )
    assert found(text) == ["III.1.1", "III.1.2"]


# --------------------------------------------------------------------------------------------------- tables and closing


def test_rows_of_a_table_in_the_body_are_duties_below_its_item() -> None:
    grid = table([["TT", "Nhiệm vụ", "Chủ trì"], ["1", "Mở lớp", "Sở Y tế"], ["2", "Treo pa nô", "Sở Xây dựng"]])
    blocks = [*heal(clean(printed("III. NHIỆM VỤ\n1. Phân công như sau:", whole=True))), grid]
    made, none = find_duties(build_outline(blocks, lambda _: False), PROVINCE)
    assert [(duty.ref, duty.text.text) for duty in made] == [("III.1.1", "Mở lớp"), ("III.1.2", "Treo pa nô")]
    assert none == []


def test_the_closing_is_told_last_and_lays_no_duty() -> None:
    text = "V. TỔ CHỨC THỰC HIỆN\n1. Công an xã trực.\nTrên đây là Kế hoạch, yêu cầu các thôn thực hiện./."
    made, none = find_duties(outline(text, is_closing=True), COMMUNE)
    assert [duty.ref for duty in made] == ["V.1"]
    assert [(one.ref, one.reason) for one in none] == [("closing", "closing-formula")]


def test_a_formula_before_the_closing_lays_no_duty() -> None:
    text = "V. TỔ CHỨC THỰC HIỆN\n1. Công an xã trực.\nTrong quá trình thực hiện, nếu có vướng mắc thì báo cáo UBND xã."
    assert (found(text), others(text)) == (["V.1"], {"V.1.¶1": "closing-formula"})


def test_a_body_that_heads_duties_is_no_measure() -> None:
    text = "V. TỔ CHỨC THỰC HIỆN\n1. Phòng Kinh tế\na) Bố trí kinh phí.\nb) Phối hợp:\n+ Hướng dẫn các thôn quyết toán."
    assert found(text) == ["V.1.a", "V.1.b.+1"]
