"""Who a duty is addressed to: the subject of its own sentence, a later one, or the heading above."""

import pytest
from tests.reading.desk import COMMUNE, PROVINCE, named, outline, piece

from loa.reading.passage import Passage
from loa.reading.subjects import heading_subject, later_subject, own_subject, titled_subject


def own(text: str) -> list[str] | None:
    subject = own_subject(Passage.of(text), COMMUNE)
    return None if subject is None else named(found.party for found in subject.parties)


# ----------------------------------------------------------------------------------------------- the subject of its own


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("Công an xã tuyên truyền quy định về cư trú.", ["Công an xã"]),
        ("Các thôn: họp dân mỗi tháng.", ["@all-villages"]),
        ("Công an xã, Trạm Y tế xã và các thôn treo băng rôn.", ["Công an xã", "Trạm Y tế xã", "@all-villages"]),
        ("Giao Công an xã theo dõi.", ["Công an xã"]),
        ("Yêu cầu các thôn báo cáo.", ["@all-villages"]),
        ("Riêng Trạm Y tế xã niêm yết giá.", ["Trạm Y tế xã"]),
        ("Đề nghị Ủy ban MTTQ Việt Nam xã vận động đoàn viên.", ["Ủy ban Mặt trận Tổ quốc Việt Nam xã"]),
        ("Hằng quý, Công an xã báo cáo kết quả.", ["Công an xã"]),
        ("Trước ngày 15/12, các thôn gửi báo cáo.", ["@all-villages"]),
        ("Căn cứ Kế hoạch này, các thôn xây dựng kế hoạch.", ["@all-villages"]),
        ("Chủ tịch UBND xã chỉ đạo.", ["Ủy ban nhân dân xã"]),
        ("Thủ trưởng các cơ quan, đơn vị chịu trách nhiệm.", ["@all-agencies"]),
        ("Bộ phận một cửa hướng dẫn người dân.", ["Bộ phận một cửa"]),
        ("Công chức Văn hóa - Xã hội viết tin.", ["Công chức Văn hóa - Xã hội"]),
    ],
)
def test_the_bodies_a_sentence_begins_with_are_its_subject(text: str, subject: list[str]) -> None:
    assert own(text) == subject


@pytest.mark.parametrize(
    "text",
    [
        "Tuyên truyền đến các thôn.",
        "Báo cáo Ủy ban nhân dân xã.",
        "Phối hợp với Công an xã.",
        "Với Công an xã là chính.",
        "Kế hoạch của Công an xã được phê duyệt.",
        "UBND xã về kết quả.",
        "Trên trang thông tin của Trạm Y tế xã.",
    ],
)
def test_bodies_that_are_only_mentioned_are_no_subject(text: str) -> None:
    assert own(text) is None


def test_the_duty_begins_where_the_subject_ends() -> None:
    text = "Giao Công an xã, Trạm Y tế xã theo dõi."
    subject = own_subject(Passage.of(text), COMMUNE)
    assert subject is not None
    assert (text[subject.end :], subject.is_heading) == (" theo dõi.", False)


@pytest.mark.parametrize(
    "text",
    [
        "Công an xã",
        "Các thôn, tổ dân phố:",
        "Nhiệm vụ của Công an xã",
        "Trách nhiệm của các thôn",
        "Đề nghị Ủy ban MTTQ Việt Nam xã và các tổ chức chính trị - xã hội xã:",
    ],
)
def test_nothing_but_names_is_a_heading(text: str) -> None:
    subject = own_subject(Passage.of(text), COMMUNE)
    assert subject is not None
    assert subject.is_heading


def test_a_name_with_a_full_stop_after_its_verb_is_no_heading() -> None:
    subject = own_subject(Passage.of("Công an xã trực."), COMMUNE)
    assert subject is not None
    assert not subject.is_heading


# ------------------------------------------------------------------------------------------------------- other subjects


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("Mở chuyên mục “Một cửa”: Đài Truyền thanh xã phát vào thứ Ba.", ["Đài Truyền thanh xã"]),
        ("Trên hệ thống loa: Các thôn phát mỗi ngày hai lần.", ["@all-villages"]),
        ("Các hình thức gồm: Đài Truyền thanh xã, pa nô.", None),
        ("Nơi phát tờ rơi: Công an xã.", None),
    ],
)
def test_after_a_title_the_subject_of_a_sentence_counts_and_a_list_does_not(
    text: str, subject: list[str] | None
) -> None:
    titled = titled_subject(Passage.of(text), COMMUNE)
    assert (titled and named(found.party for found in titled.parties)) == subject


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("Kinh phí do ngân sách xã cấp. Các thôn lập dự toán.", ["@all-villages"]),
        ("Tổ chức họp dân; giao Công an xã ghi biên bản.", ["Công an xã"]),
        ("Tổ chức họp dân tại Công an xã.", None),
    ],
)
def test_a_later_sentence_may_have_the_subject(text: str, subject: list[str] | None) -> None:
    later = later_subject(Passage.of(text), COMMUNE)
    assert (later and named(found.party for found in later.parties)) == subject


# ------------------------------------------------------------------------------------------------------------- headings

TREE = """VI. TỔ CHỨC THỰC HIỆN
1. Sở Y tế
- Niêm yết giá.
+ Cập nhật khi có thay đổi.
2. Sở Tư pháp có trách nhiệm:
- Lồng ghép vào phổ biến pháp luật.
3. Báo Sơn Vũ
Mở chuyên trang.
4. Các đơn vị khác
- Phát tờ gấp.
Thanh tra tỉnh:
5. Kiểm tra việc niêm yết.
- Mỗi quý một lần.
Giao Công an tỉnh:
6. Hướng dẫn định danh điện tử.
VII. BÁO CÁO
1. Gửi trước ngày 15.
"""


@pytest.mark.parametrize(
    ("ref", "bodies"),
    [
        ("VI.1.-1", ["Sở Y tế"]),
        ("VI.1.-1.+1", ["Sở Y tế"]),
        ("VI.2.-1", ["Sở Tư pháp"]),
        ("VI.3.¶1", ["Báo Sơn Vũ"]),
        ("VI.5", ["Thanh tra tỉnh"]),
        ("VI.5.-1", ["Thanh tra tỉnh"]),
        ("VI.6", ["Công an tỉnh"]),
        ("VII.1", []),
    ],
)
def test_a_duty_without_a_subject_is_that_of_the_nearest_heading(ref: str, bodies: list[str]) -> None:
    parties, _, _ = heading_subject(piece(outline(TREE), ref), PROVINCE)
    assert named(parties) == bodies


def test_the_heading_is_told_with_the_rule() -> None:
    _, heading, rule = heading_subject(piece(outline(TREE), "VI.1.-1"), PROVINCE)
    assert heading is not None
    assert (heading.text, rule) == ("Sở Y tế", "subject.heading")
