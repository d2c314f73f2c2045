"""How bodies are named: full words in the document's own wording, the issuer's place dropped, the word of its tier."""

import pytest
from tests.reading.desk import COMMUNE, DISTRICT, MINISTRY, PROVINCE, TOWN

from loa.reading.naming import Naming, initials, naming_of


@pytest.mark.parametrize(
    ("issuer", "tier_word", "place"),
    [
        ("Ủy ban nhân dân xã Suối Hoa", "xã", "Suối Hoa"),
        ("Ủy ban nhân dân phường Bến Mới", "phường", "Bến Mới"),
        ("Ủy ban nhân dân đặc khu Hòn Sao", "đặc khu", "Hòn Sao"),
        ("Ủy ban nhân dân thị xã Hương Giang", "thị xã", "Hương Giang"),
        ("Ủy ban nhân dân huyện Ea Súp", "huyện", "Ea Súp"),
        ("Ủy ban nhân dân tỉnh Bà Rịa - Vũng Tàu", "tỉnh", "Bà Rịa - Vũng Tàu"),
        ("Ủy ban nhân dân Thành phố Hồ Chí Minh", "thành phố", "Hồ Chí Minh"),
        ("Sở Xây dựng tỉnh Lạc Sơn", "tỉnh", "Lạc Sơn"),
        ("Bộ Y tế", None, None),
        (None, None, None),
    ],
)
def test_the_issuer_gives_the_word_of_the_tier_and_the_place(
    issuer: str | None, tier_word: str | None, place: str | None
) -> None:
    naming = naming_of(issuer, [])
    assert (naming.tier_word, naming.place) == (tier_word, place)


# -------------------------------------------------------------------------------------------------------- abbreviations


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("UBND huyện", "Ủy ban nhân dân huyện"),
        ("HĐND huyện", "Hội đồng nhân dân huyện"),
        ("VP UBND huyện", "Văn phòng Ủy ban nhân dân huyện"),
        ("VP HĐND&UBND", "Văn phòng Hội đồng nhân dân và Ủy ban nhân dân huyện"),
        ("VP HĐND & UBND huyện", "Văn phòng Hội đồng nhân dân và Ủy ban nhân dân huyện"),
        ("Văn phòng HĐND và UBND huyện", "Văn phòng Hội đồng nhân dân và Ủy ban nhân dân huyện"),
        ("UBMTTQVN huyện", "Ủy ban Mặt trận Tổ quốc Việt Nam huyện"),
        ("Ủy ban MTTQ huyện", "Ủy ban Mặt trận Tổ quốc Việt Nam huyện"),
        ("MTTQ", "Ủy ban Mặt trận Tổ quốc Việt Nam huyện"),
        ("Phòng KH&ĐT", "Phòng Kế hoạch và Đầu tư"),
        ("Phòng TN&MT", "Phòng Tài nguyên và Môi trường"),
        ("Phòng NN&PTNT", "Phòng Nông nghiệp và Phát triển nông thôn"),
        ("Phòng TC-KH", "Phòng Tài chính - Kế hoạch"),
        ("Phòng Tài chính - KH", "Phòng Tài chính - Kế hoạch"),
        ("Phòng VH-XH", "Phòng Văn hóa - Xã hội"),
        ("BHXH huyện", "Bảo hiểm xã hội huyện"),
        ("Ban Tuyên giáo HU", "Ban Tuyên giáo Huyện ủy"),
    ],
)
def test_abbreviations_are_written_out(printed: str, name: str) -> None:
    assert DISTRICT.name(printed) == name


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("Sở TT&TT", "Sở Thông tin và Truyền thông"),
        ("Sở TTTT", "Sở Thông tin và Truyền thông"),
        ("Sở VHTT&DL", "Sở Văn hóa, Thể thao và Du lịch"),
        ("TT Y tế huyện", "Trung tâm Y tế huyện"),
        ("TTPVHCC huyện", "Trung tâm Phục vụ hành chính công huyện"),
        ("TT HĐND huyện", "Hội đồng nhân dân huyện"),
        ("TT Huyện ủy", "Huyện ủy"),
    ],
)
def test_tt_means_what_stands_beside_it_makes_it_mean(printed: str, name: str) -> None:
    assert DISTRICT.name(printed) == name


def test_the_head_of_a_body_is_that_body() -> None:
    assert COMMUNE.name("Chủ tịch UBND xã") == "Ủy ban nhân dân xã"
    assert COMMUNE.name("Phó Chủ tịch HĐND xã") == "Hội đồng nhân dân xã"


# ------------------------------------------------------------------------------------------- the document's own wording


@pytest.mark.parametrize("printed", ["Trung tâm VHTT&TT", "TT VHTT&TT", "TT VH TT & TT", "Trung tâm Văn hóa TT&TT"])
@pytest.mark.parametrize(
    "full",
    ["Văn hóa, Thể thao và Truyền thông", "Văn hóa - Thông tin - Thể thao", "Văn hóa, Thông tin và Truyền thông"],
)
def test_a_short_name_is_the_fullest_one_that_the_document_prints(printed: str, full: str) -> None:
    naming = naming_of("Ủy ban nhân dân huyện Sông Trà", [f"Trung tâm {full} huyện", printed])
    assert naming.name(printed) == f"Trung tâm {full} huyện"


@pytest.mark.parametrize("full", ["Văn hóa - Thông tin", "Văn hóa và Thông tin"])
def test_the_same_division_is_named_as_each_document_names_it(full: str) -> None:
    naming = naming_of("Ủy ban nhân dân huyện Sông Trà", [f"Phòng {full}"])
    assert [naming.name(printed) for printed in ("Phòng VHTT", "phòng VH&TT", "Phòng VH-TT")] == [f"Phòng {full}"] * 3


def test_the_wording_printed_more_often_wins() -> None:
    printed = ["Phòng Văn hóa - Thông tin"] * 2 + ["Phòng Văn hóa và Thông tin"]
    assert naming_of("Ủy ban nhân dân huyện Sông Trà", printed).name("Phòng VHTT") == "Phòng Văn hóa - Thông tin"


def test_a_short_name_that_no_document_prints_in_full_is_the_one_known_in_general() -> None:
    assert naming_of("Ủy ban nhân dân tỉnh Lạc Sơn", []).name("Sở KH&ĐT") == "Sở Kế hoạch và Đầu tư"


def test_an_office_the_document_never_writes_out_stays_as_printed() -> None:
    assert TOWN.name("Văn phòng thị xã") == "Văn phòng thị xã"


def test_short_and_full_names_have_the_same_initials() -> None:
    names = ("Văn hóa, Thể thao và Truyền thông", "VHTT&TT", "Văn hóa TT&TT")
    assert {initials(name) for name in names} == {"VHTTTT"}
    assert initials("Kế hoạch và Đầu tư") == initials("KH&ĐT") == "KHĐT"


# ------------------------------------------------------------------------------------------------------- place and tier


@pytest.mark.parametrize(
    ("naming", "printed", "name"),
    [
        (PROVINCE, "UBND tỉnh Sơn Vũ", "Ủy ban nhân dân tỉnh"),
        (PROVINCE, "Đài Phát thanh và Truyền hình Sơn Vũ", "Đài Phát thanh và Truyền hình tỉnh"),
        (PROVINCE, "Đài Phát thanh và Truyền hình", "Đài Phát thanh và Truyền hình tỉnh"),
        (PROVINCE, "Trường Chính trị tỉnh", "Trường Chính trị tỉnh"),
        (PROVINCE, "Hội Nông dân", "Hội Nông dân tỉnh"),
        (DISTRICT, "Bưu điện Sông Trà", "Bưu điện huyện"),
        (DISTRICT, "Đài Truyền thanh", "Đài Truyền thanh huyện"),
        (TOWN, "Trung tâm Văn hóa - Thông tin và Thể thao", "Trung tâm Văn hóa - Thông tin và Thể thao thị xã"),
        (COMMUNE, "Công an", "Công an xã"),
        (COMMUNE, "Ủy ban MTTQ Việt Nam xã Suối Hoa", "Ủy ban Mặt trận Tổ quốc Việt Nam xã"),
    ],
)
def test_bodies_of_the_issuers_tier_lose_its_place_and_have_the_word_of_the_tier(
    naming: Naming, printed: str, name: str
) -> None:
    assert naming.name(printed) == name


@pytest.mark.parametrize(
    ("naming", "printed"),
    [
        (PROVINCE, "Sở Tư pháp"),
        (DISTRICT, "Phòng Nội vụ"),
        (DISTRICT, "Ban Tuyên giáo Huyện ủy"),
        (PROVINCE, "Bộ Nội vụ"),
        (PROVINCE, "Thông tấn xã Việt Nam"),
        (MINISTRY, "Cục Quản lý Dược"),
        (COMMUNE, "Trạm Y tế"),
        (COMMUNE, "Bộ phận một cửa cấp xã"),
    ],
)
def test_departments_divisions_boards_and_central_bodies_take_no_word_of_a_tier(naming: Naming, printed: str) -> None:
    assert naming.name(printed) == printed


def test_a_division_printed_with_the_word_of_the_tier_loses_it() -> None:
    assert TOWN.name("Phòng Văn hóa và Thông tin thị xã") == "Phòng Văn hóa và Thông tin"


def test_a_body_of_another_tier_keeps_its_own_word() -> None:
    assert COMMUNE.name("UBND huyện") == "Ủy ban nhân dân huyện"
    assert DISTRICT.name("Đài Phát thanh và Truyền hình tỉnh") == "Đài Phát thanh và Truyền hình tỉnh"


def test_a_newspaper_keeps_its_name() -> None:
    assert PROVINCE.name("Báo Sơn Vũ") == "Báo Sơn Vũ"


def test_a_name_begins_with_a_capital_and_has_plain_dashes_and_no_closing_mark() -> None:
    assert COMMUNE.name("phòng Văn hóa – Xã hội;") == "Phòng Văn hóa - Xã hội"


def test_a_name_of_the_result_is_named_so_again() -> None:
    for printed in ("UBND xã", "VP HĐND&UBND", "MTTQ", "Phòng VH-XH", "Công an", "Đoàn Thanh niên"):
        assert COMMUNE.name(COMMUNE.name(printed)) == COMMUNE.name(printed)


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("THANH TRA TỈNH", "Thanh tra tỉnh"),
        ("SỞ VĂN HÓA, THỂ THAO VÀ DU LỊCH", "Sở Văn hóa, Thể thao và Du lịch"),
        ("VĂN PHÒNG HĐND VÀ UBND TỈNH", "Văn phòng Hội đồng nhân dân và Ủy ban nhân dân tỉnh"),
    ],
)
def test_a_name_printed_in_capitals_has_the_letters_of_a_sentence(printed: str, name: str) -> None:
    assert PROVINCE.name(printed) == name
