"""The fields of one duty: who leads, who helps, when, to whom, each with the words it was read from."""

import pytest
from tests.reading.desk import COMMUNE, DISTRICT, MINISTRY, PROVINCE, fields, fields_by_ref, named, table

from loa.reading.duties import row_duties
from loa.reading.extraction import Extraction
from loa.reading.fields import Context, Fields, read_fields
from loa.reading.lines import Locator
from loa.reading.naming import Naming
from loa.reading.tables import task_rows


def leads(text: str, naming: Naming = COMMUNE) -> dict[str, list[str]]:
    return {ref: named(found.lead) for ref, found in fields_by_ref(text, naming).items()}


def row_fields(head: list[str], *cells: list[str], naming: Naming = DISTRICT) -> list[Fields]:
    """The fields of the rows of an annex table."""
    rows = task_rows([table([head, *cells])])
    assert rows is not None
    context = Context(naming, 2026, "district", Locator(Extraction("txt", "", ())))
    return [read_fields(duty, context) for _, duty in row_duties(rows, "PL")]


# ----------------------------------------------------------------------------------------------------------------- lead


def test_the_subject_of_the_item_leads_before_the_heading_above_it() -> None:
    text = """V. TỔ CHỨC THỰC HIỆN
1. Công an xã
- Theo dõi việc thực hiện.
- Các thôn báo cáo kết quả.
- Phối hợp với Trạm Y tế xã treo băng rôn.
2. Trạm Y tế xã niêm yết giá.
Định kỳ hằng quý báo cáo UBND xã.
"""
    assert leads(text) == {
        "V.1.-1": ["Công an xã"],
        "V.1.-2": ["@all-villages"],
        "V.1.-3": ["Công an xã"],
        "V.2": ["Trạm Y tế xã"],
        "V.2.¶1": ["Trạm Y tế xã"],
    }


def test_a_list_of_bodies_in_a_heading_leads_in_the_order_of_print() -> None:
    text = "V. TỔ CHỨC THỰC HIỆN\n1. Công an xã, Trạm Y tế xã và các thôn\n- Treo băng rôn."
    assert leads(text) == {"V.1.-1": ["Công an xã", "Trạm Y tế xã", "@all-villages"]}


@pytest.mark.parametrize(
    "attribute", ["- Chủ trì: Công an xã", "- Đơn vị thực hiện: Công an xã.", "Cơ quan chủ trì: Công an xã"]
)
def test_the_attribute_line_leads_a_measure(attribute: str) -> None:
    text = f"III. BIỆN PHÁP\n1. Mở chuyên mục\n{attribute}\n"
    assert leads(text) == {"III.1": ["Công an xã"]}


def test_a_time_named_at_the_end_of_a_duty_leaves_the_lead_to_the_heading_above() -> None:
    text = "V. TỔ CHỨC THỰC HIỆN\n1. Công an xã\n- Mở lớp tập huấn; thời gian: tháng 9/2026."
    assert leads(text) == {"V.1.-1": ["Công an xã"]}


def test_a_measure_without_a_line_for_its_lead_has_none() -> None:
    text = "III. BIỆN PHÁP\n1. Thi viết\n- Thời gian: quý II\n- Cơ quan phối hợp: các thôn"
    (found,) = fields_by_ref(text, COMMUNE).values()
    assert (found.lead, named(found.coordinate), found.deadline) == ([], ["@all-villages"], "2026-Q2")


def test_a_later_sentence_has_the_lead_where_no_heading_has() -> None:
    text = "IV. KINH PHÍ\n1. Kinh phí do ngân sách xã cấp. Các thôn lập dự toán gửi Phòng Kinh tế."
    (found,) = fields_by_ref(text, COMMUNE).values()
    assert (named(found.lead), named(found.reports_to), found.kind) == (["@all-villages"], ["Phòng Kinh tế"], ["fund"])


def test_a_duty_that_nobody_is_named_for_is_doubted() -> None:
    (found,) = fields_by_ref("V. TỔ CHỨC THỰC HIỆN\n1. Tăng cường tuyên truyền miệng.", COMMUNE).values()
    assert (found.lead, [doubt.code for doubt in found.doubts]) == ([], ["lead-missing"])


# ----------------------------------------------------------------------------------------------------------- coordinate


@pytest.mark.parametrize(
    ("text", "partners"),
    [
        ("Công an xã phối hợp với các thôn tuyên truyền.", ["@all-villages"]),
        (
            "Công an xã chủ trì, phối hợp với Trạm Y tế xã, Đoàn Thanh niên xã mở lớp.",
            ["Trạm Y tế xã", "Đoàn Thanh niên xã"],
        ),
        ("Phối hợp chặt chẽ với Công an xã và các thôn treo băng rôn.", ["Công an xã", "@all-villages"]),
        (
            "Công an xã phối hợp cùng các thôn họp dân; phối hợp Trạm Y tế xã niêm yết.",
            ["@all-villages", "Trạm Y tế xã"],
        ),
        ("Công an xã phối hợp với các thôn, phối hợp với các thôn.", ["@all-villages"]),
    ],
)
def test_bodies_after_phoi_hop_help(text: str, partners: list[str]) -> None:
    assert named(fields(text, COMMUNE).coordinate) == partners


@pytest.mark.parametrize(
    "text",
    [
        "Công an xã hướng dẫn các thôn.",
        "Công an xã chỉ đạo, đôn đốc các thôn.",
        "Công an xã tập huấn cho các thôn.",
        "Công an xã nhận tài liệu từ Sở Y tế.",
        "Cần có sự phối hợp của các ngành.",
    ],
)
def test_bodies_that_are_directed_taught_or_supply_do_not_help(text: str) -> None:
    assert named(fields(text, COMMUNE).coordinate) == []


# -------------------------------------------------------------------------------------------------------------- to whom


@pytest.mark.parametrize(
    ("text", "to", "via"),
    [
        ("Công an xã báo cáo UBND xã kết quả thực hiện.", ["Ủy ban nhân dân xã"], None),
        ("Các thôn gửi báo cáo về Phòng Kinh tế.", ["Phòng Kinh tế"], None),
        ("Các thôn báo cáo UBND xã qua Phòng Kinh tế.", ["Ủy ban nhân dân xã"], "Phòng Kinh tế"),
        ("Các thôn báo cáo UBND xã (qua Phòng Kinh tế).", ["Ủy ban nhân dân xã"], "Phòng Kinh tế"),
        ("Các thôn báo cáo UBND xã thông qua Phòng Kinh tế.", ["Ủy ban nhân dân xã"], "Phòng Kinh tế"),
        ("Các thôn gửi Phòng Kinh tế tổng hợp, báo cáo UBND xã.", ["Phòng Kinh tế"], None),
        ("Các thôn gửi kết quả về Phòng Kinh tế để tổng hợp, báo cáo UBND xã.", ["Phòng Kinh tế"], None),
        ("Công an xã xây dựng kế hoạch, gửi về Công an huyện.", ["Công an huyện"], None),
        ("Các thôn lập dự toán gửi Phòng Kinh tế thẩm định.", ["Phòng Kinh tế"], None),
        ("Các thôn báo cáo UBND xã và Công an xã.", ["Ủy ban nhân dân xã", "Công an xã"], None),
        ("Các thôn định kỳ báo cáo kết quả.", [], None),
        ("Các thôn báo cáo qua Hệ thống thông tin báo cáo.", [], None),
        ("Các thôn mở chuyên mục qua Đài Truyền thanh xã.", [], None),
        ("Các thôn gửi tin, bài cho Đài Truyền thanh xã.", [], None),
    ],
)
def test_a_report_plan_or_estimate_goes_to_the_body_it_is_sent_to(text: str, to: list[str], via: str | None) -> None:
    found = fields(text, COMMUNE)
    assert (named(found.reports_to), named([found.via]) if found.via else []) == (to, [via] if via else [])


# ----------------------------------------------------------------------------------------------------------------- when


@pytest.mark.parametrize(
    ("text", "cadence", "deadline"),
    [
        ("Các thôn thường xuyên họp dân.", ["continuous"], None),
        ("Các thôn hằng tháng hoặc hằng quý họp dân.", ["monthly", "quarterly"], None),
        ("Các thôn báo cáo trước ngày 15/12/2026.", ["once"], "2026-12-15"),
        (
            "Các thôn báo cáo trước ngày 15 của tháng cuối quý.",
            ["quarterly"],
            "day 15 of the last month of the reporting period",
        ),
        ("Các thôn xây dựng kế hoạch năm 2026.", ["once"], None),
        ("Các thôn tham gia hội thi năm 2026.", ["once"], None),
        ("Các thôn lập dự toán kinh phí hằng năm.", ["annual"], None),
        ("Công an xã đôn đốc thực hiện kế hoạch hằng năm.", [], None),
        ("Các thôn duy trì, tăng cường tuyên truyền kịp thời.", [], None),
    ],
)
def test_a_rhythm_or_a_date_is_that_of_the_act(text: str, cadence: list[str], deadline: str | None) -> None:
    found = fields(text, COMMUNE)
    assert (found.cadence, found.deadline) == (cadence, deadline)


def test_a_quota_states_its_period_and_a_window_its_hours() -> None:
    found = fields("Đài Truyền thanh xã phát sóng ít nhất 02 lần/tuần vào khung giờ vàng.", COMMUNE)
    assert [(quota.min, quota.unit, quota.per) for quota in found.quotas] == [(2, "broadcast", "week")]
    assert (found.cadence, found.window) == (["weekly"], "prime time")


def test_a_day_without_a_year_is_of_the_plans_year() -> None:
    assert fields("Các thôn báo cáo trước ngày 30/6.", COMMUNE, year=2027).deadline == "2027-06-30"


# ---------------------------------------------------------------------------------------------- measures and table rows


def test_the_fields_of_a_measure_come_from_its_lines_and_what_stands_below() -> None:
    text = """III. BIỆN PHÁP
1. Mở chuyên trang Một cửa
- Cách thức: mỗi tuần đăng tin trên Cổng thông tin điện tử huyện
+ Đài Truyền thanh huyện phát lại.
- Cơ quan chủ trì: Phòng Nội vụ
- Cơ quan phối hợp: Phòng Tư pháp, các cơ quan liên quan
- Thời gian thực hiện: Thường xuyên
"""
    (found,) = fields_by_ref(text, DISTRICT).values()
    assert named(found.lead) == ["Phòng Nội vụ"]
    assert named(found.coordinate) == ["Phòng Tư pháp", "@related-agencies"]
    assert found.kind[:2] == ["column", "publish"]
    assert "continuous" in found.cadence
    assert found.channels == ["portal", "loudspeaker"]


HEAD = ["TT", "Nội dung", "Hình thức", "Chủ trì", "Phối hợp", "Thời gian"]


def test_the_fields_of_a_row_come_from_its_cells() -> None:
    (found,) = row_fields(
        HEAD,
        [
            "1",
            "Phổ biến Luật Cư trú",
            "Phát tờ rơi; họp thôn",
            "Công an huyện; UBND các xã",
            "Phòng Tư pháp",
            "Quý II năm 2026",
        ],
    )
    assert named(found.lead) == ["Công an huyện", "@all-communes"]
    assert named(found.coordinate) == ["Phòng Tư pháp"]
    assert found.kind == ["disseminate", "publish"]
    assert found.channels == ["leaflet", "meeting"]
    assert (found.deadline, found.cadence) == ("2026-Q2", ["once"])


def test_the_channels_of_a_row_are_those_of_its_form_cell_and_a_hotline_of_its_content() -> None:
    (found,) = row_fields(HEAD, ["1", "Công khai đường dây nóng, niêm yết giá", "Trên Zalo", "Công an huyện", "", ""])
    assert sorted(found.channels) == ["hotline", "social"]


def test_without_a_form_column_task_and_product_give_kinds_quotas_and_channels() -> None:
    (found,) = row_fields(
        ["TT", "Nhiệm vụ", "Sản phẩm", "Chủ trì"],
        ["1", "Truyền thông trên mạng xã hội", "02 video clip/quý; 04 tin, bài/tháng", "Phòng Nội vụ"],
    )
    assert found.kind[0] == "publish"
    assert found.channels == ["social", "video"]
    assert (4, "news item", "month") in [(quota.min, quota.unit, quota.per) for quota in found.quotas]


@pytest.mark.parametrize(
    "column", ["Người/bộ phận thực hiện", "Đơn vị hoặc cá nhân phụ trách", "Bộ phận, cá nhân chủ trì"]
)
def test_a_column_may_name_who_leads_in_many_ways(column: str) -> None:
    (found,) = row_fields(["TT", "Nhiệm vụ", column], ["1", "Mở lớp", "Phòng Nội vụ"])
    assert named(found.lead) == ["Phòng Nội vụ"]


@pytest.mark.parametrize(("time", "count"), [("02 kỳ/tháng", 2), ("03 lần/tháng", 3)])
def test_in_the_time_of_what_is_aired_a_bare_number_counts_airings(time: str, count: int) -> None:
    head = ["TT", "Nhiệm vụ", "Hình thức", "Chủ trì", "Thời gian"]
    (aired,) = row_fields(head, ["1", "Tọa đàm", "Phát sóng truyền hình", "Phòng Nội vụ", time])
    (held,) = row_fields(head, ["1", "Họp dân", "Họp thôn", "Phòng Nội vụ", time])
    assert [(quota.min, quota.unit, quota.per) for quota in aired.quotas] == [(count, "broadcast", "month")]
    assert "broadcast" not in [quota.unit for quota in held.quotas]


def test_one_column_for_lead_and_partner_leads() -> None:
    (found,) = row_fields(
        ["TT", "Nhiệm vụ", "Đơn vị chủ trì, phối hợp"], ["1", "Mở lớp", "Phòng Nội vụ, Phòng Tư pháp"]
    )
    assert named(found.lead) == ["Phòng Nội vụ", "Phòng Tư pháp"]


def test_a_body_in_a_cell_that_no_rule_knows_is_taken_as_printed() -> None:
    (found,) = row_fields(["TT", "Nhiệm vụ", "Chủ trì"], ["1", "Mở lớp", "Nhóm thiện nguyện Hoa Ban"])
    assert named(found.lead) == ["Nhóm thiện nguyện Hoa Ban"]


# ---------------------------------------------------------------------------------------------------------------- marks


def test_every_value_tells_its_words_and_its_rule() -> None:
    text = "Công an xã phối hợp với các thôn báo cáo UBND xã trước ngày 15/12/2026."
    found = fields(text, COMMUNE)
    told = {mark.field: (mark.value, mark.words) for mark in found.marks}
    assert told["lead"] == ("Công an xã", "Công an xã")
    assert told["coordinate"] == ("all-villages", "các thôn")
    assert told["kind"] == ("report", "báo cáo")
    assert told["deadline"][0] == "2026-12-15"
    assert told["reports_to"] == ("Ủy ban nhân dân xã", "UBND xã")
    assert [mark.field for mark in found.marks if not mark.rule] == []
    for mark in found.marks:
        assert mark.place is None or text[mark.place.start : mark.place.end] == mark.words


def test_a_kind_that_no_word_tells_is_assumed_and_doubted() -> None:
    found = fields("Công an xã làm cho tốt.", COMMUNE)
    assert (found.kind, [doubt.code for doubt in found.doubts]) == (["disseminate"], ["kind-assumed"])


@pytest.mark.parametrize(
    ("text", "naming", "topic"),
    [
        ("Công an xã phối hợp với các thôn tuyên truyền về cư trú.", COMMUNE, "Tuyên truyền về cư trú"),
        ("Định kỳ hằng quý, Sở Y tế niêm yết giá; báo cáo kết quả.", PROVINCE, "Niêm yết giá"),
        ("Vụ Pháp chế: chủ trì tập huấn", MINISTRY, "Tập huấn"),
    ],
)
def test_the_topic_is_the_first_clause_without_bodies_and_rhythm(text: str, naming: Naming, topic: str) -> None:
    assert fields(text, naming).topic == topic
