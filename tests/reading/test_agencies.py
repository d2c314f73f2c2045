"""Bodies and groups of bodies in a text: which words name them, where a name ends, and what is none."""

import pytest
from tests.reading.desk import COMMUNE, DEPARTMENT, DISTRICT, MINISTRY, PROVINCE, TOWN, WARD

from loa.reading.agencies import find_parties, party_list, printed_names
from loa.reading.misprints import mend
from loa.reading.naming import Naming
from loa.reading.passage import Passage


def parties(text: str, naming: Naming, *, only_names: bool = False) -> list[str]:
    """Names, and groups with an at-sign, in order."""
    found = find_parties(Passage.of(text), naming, only_names=only_names)
    return [one.party.name or f"@{one.party.group}" for one in found]


# -------------------------------------------------------------------------------------------------------- single bodies


@pytest.mark.parametrize(
    ("naming", "text", "found"),
    [
        (PROVINCE, "Giao Sở Văn hóa, Thể thao và Du lịch chủ trì", ["Sở Văn hóa, Thể thao và Du lịch"]),
        (PROVINCE, "Sở Lao động - Thương binh và Xã hội mở lớp", ["Sở Lao động - Thương binh và Xã hội"]),
        (PROVINCE, "Văn phòng Đoàn ĐBQH và HĐND tỉnh", ["Văn phòng Đoàn đại biểu Quốc hội và Hội đồng nhân dân tỉnh"]),
        (PROVINCE, "Giám đốc Sở Y tế chịu trách nhiệm", ["Sở Y tế"]),
        (PROVINCE, "Báo Sơn Vũ mở chuyên trang", ["Báo Sơn Vũ"]),
        (PROVINCE, "Đài Phát thanh và Truyền hình Sơn Vũ", ["Đài Phát thanh và Truyền hình tỉnh"]),
        (PROVINCE, "đăng ký với Trung tâm Phục vụ hành chính công tỉnh", ["Trung tâm Phục vụ hành chính công tỉnh"]),
        (PROVINCE, "Ban Quản lý các khu công nghiệp tỉnh tổ chức", ["Ban Quản lý các khu công nghiệp tỉnh"]),
        (PROVINCE, "Thanh tra tỉnh", ["Thanh tra tỉnh"]),
        (PROVINCE, "Hiệp hội Doanh nghiệp tỉnh vận động", ["Hiệp hội Doanh nghiệp tỉnh"]),
        (PROVINCE, "Bưu điện tỉnh bố trí nhân viên", ["Bưu điện tỉnh"]),
        (DISTRICT, "Chủ tịch UBND huyện phê duyệt", ["Ủy ban nhân dân huyện"]),
        (DISTRICT, "VP HĐND&UBND huyện", ["Văn phòng Hội đồng nhân dân và Ủy ban nhân dân huyện"]),
        (DISTRICT, "phòng Nội vụ tổng hợp", ["Phòng Nội vụ"]),
        (DISTRICT, "Ban Tuyên giáo Huyện ủy định hướng", ["Ban Tuyên giáo Huyện ủy"]),
        (DISTRICT, "Huyện đoàn phát động", ["Huyện đoàn"]),
        (DISTRICT, "Kho bạc Nhà nước huyện", ["Kho bạc Nhà nước huyện"]),
        (TOWN, "Phòng Quản lý đô thị treo băng rôn", ["Phòng Quản lý đô thị"]),
        (TOWN, "Văn phòng thị xã", ["Văn phòng thị xã"]),
        (TOWN, "Thị ủy chỉ đạo", ["Thị ủy"]),
        (COMMUNE, "Phòng Văn hóa - Xã hội tham mưu", ["Phòng Văn hóa - Xã hội"]),
        (COMMUNE, "Ủy ban Mặt trận Tổ quốc Việt Nam xã", ["Ủy ban Mặt trận Tổ quốc Việt Nam xã"]),
        (COMMUNE, "Bộ phận Tiếp nhận và Trả kết quả xã", ["Bộ phận Tiếp nhận và Trả kết quả xã"]),
        (COMMUNE, "Trạm Y tế xã niêm yết", ["Trạm Y tế xã"]),
        (COMMUNE, "Tổ công nghệ số cộng đồng hướng dẫn", ["Tổ công nghệ số cộng đồng"]),
        (WARD, "UBND phường Bến Mới họp dân", ["Ủy ban nhân dân phường"]),
        (DEPARTMENT, "Văn phòng Sở đăng tin", ["Văn phòng Sở"]),
        (DEPARTMENT, "Thanh tra Sở", ["Thanh tra Sở"]),
        (DEPARTMENT, "Phòng Kế hoạch - Tài chính cân đối", ["Phòng Kế hoạch - Tài chính"]),
        (MINISTRY, "Vụ trưởng Vụ Pháp chế", ["Vụ Pháp chế"]),
        (MINISTRY, "Tạp chí Tổ chức nhà nước", ["Tạp chí Tổ chức nhà nước"]),
        (MINISTRY, "Cục Văn thư và Lưu trữ nhà nước", ["Cục Văn thư và Lưu trữ nhà nước"]),
        (MINISTRY, "Thông tấn xã Việt Nam", ["Thông tấn xã Việt Nam"]),
    ],
)
def test_a_body_is_found_by_its_whole_name(naming: Naming, text: str, found: list[str]) -> None:
    assert parties(text, naming) == found


@pytest.mark.parametrize(
    "text",
    [
        "báo cáo kết quả trước ngày 15",
        "ban hành kế hoạch",
        "phòng chống tham nhũng",
        "bộ thủ tục hành chính, bộ máy",
        "vụ việc phức tạp",
        "tổ chức hội nghị, hội thi",
        "đoàn viên, hội viên",
        "trường hợp cần thiết",
        "các cơ quan báo chí",
        "kinh tế - xã hội",
        "xã hội hóa",
        "văn phòng phẩm",
        "thông tư số 02/2024/TT-BNV",
        "TTHC thuộc thẩm quyền",
        "thi đua, khen thưởng",
        "đăng tin, bài",
    ],
)
def test_words_that_only_look_like_a_body_name_none(text: str) -> None:
    assert parties(text, PROVINCE) == []


def test_a_name_ends_where_the_sentence_goes_on() -> None:
    text = "Sở Tài nguyên và Môi trường và Sở Công Thương phối hợp với Hội Nông dân tỉnh vận động nông dân."
    passage = Passage.of(text)
    assert [text[one.start : one.end] for one in find_parties(passage, PROVINCE)] == [
        "Sở Tài nguyên và Môi trường",
        "Sở Công Thương",
        "Hội Nông dân tỉnh",
    ]


def test_a_known_name_is_found_through_its_misprints() -> None:
    passage = Passage.of("Gửi Sở Tài chinh").mended(mend)
    assert [one.party.name for one in find_parties(passage, PROVINCE)] == ["Sở Tài chính"]


# --------------------------------------------------------------------------------------------------------------- groups


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("các sở, ban, ngành tỉnh", "all-departments"),
        ("Các Sở, Ban, ngành", "all-departments"),
        ("các cơ quan chuyên môn thuộc UBND tỉnh", "all-departments"),
        ("các phòng, ban chuyên môn", "all-departments"),
        ("các cơ quan, ban, ngành thị xã", "all-departments"),
        ("các ban, ngành, đoàn thể xã", "all-departments mass-organisations"),
        ("UBND các huyện, thị xã, thành phố", "all-districts"),
        ("UBND cấp huyện", "all-districts"),
        ("Chủ tịch UBND các huyện, thành phố", "all-districts"),
        ("UBND các xã, phường, thị trấn", "all-communes"),
        ("UBND các xã, phường, đặc khu", "all-communes"),
        ("UBND các xã, TT", "all-communes"),
        ("Chủ tịch UBND các xã, thị trấn", "all-communes"),
        ("UBND cấp xã", "all-communes"),
        ("các cơ quan, đơn vị", "all-agencies"),
        ("Thủ trưởng các cơ quan, đơn vị, địa phương", "all-agencies"),
        ("các cơ quan, đơn vị có liên quan", "related-agencies"),
        ("các sở, ngành liên quan", "related-agencies"),
        ("các cơ quan, đơn vị được giao chủ trì", "assigned-leads"),
        ("các tổ chức chính trị - xã hội", "mass-organisations"),
        ("các hội, đoàn thể", "mass-organisations"),
        ("các cá nhân, tổ chức liên quan", "people"),
        ("tổ chức, cá nhân", "people"),
        ("cơ quan tài chính cùng cấp", "finance-agencies"),
        ("các thôn, tổ dân phố", "all-villages"),
        ("Trưởng các ấp, khóm", "all-villages"),
        ("các phòng, đơn vị thuộc Sở", "own-units"),
        ("Các Vụ, Cục thuộc Bộ", "own-units"),
        ("UBND các tỉnh, thành phố trực thuộc Trung ương", "all-provinces"),
    ],
)
def test_a_collective_is_a_group(text: str, codes: str) -> None:
    assert parties(text, PROVINCE) == [f"@{code}" for code in codes.split()]


@pytest.mark.parametrize("text", ["UBND huyện Cao Sơn", "UBND xã Đồng Tâm", "Sở Nội vụ", "kinh tế - xã hội", "bản tin"])
def test_one_body_or_none_is_no_group(text: str) -> None:
    assert [name for name in parties(text, PROVINCE) if name.startswith("@")] == []


# ---------------------------------------------------------------------------------------------------------------- lists


@pytest.mark.parametrize(
    ("naming", "text", "found"),
    [
        (TOWN, "UBND thị xã, các xã, phường", ["Ủy ban nhân dân thị xã", "@all-communes"]),
        (DISTRICT, "Các cơ quan, đơn vị; UBND các xã, thị trấn", ["@all-agencies", "@all-communes"]),
        (PROVINCE, "các Sở: Nội vụ, Tài chính, Tư pháp", ["Sở Nội vụ", "Sở Tài chính", "Sở Tư pháp"]),
        (PROVINCE, "các sở Nội vụ, Y tế và Xây dựng", ["Sở Nội vụ", "Sở Y tế", "Sở Xây dựng"]),
        (PROVINCE, "Sở Nội vụ, Tài chính", ["Sở Nội vụ", "Sở Tài chính"]),
        (
            PROVINCE,
            "Sở Văn hóa, Thể thao và Du lịch, Sở Tư pháp và Văn phòng UBND tỉnh",
            ["Sở Văn hóa, Thể thao và Du lịch", "Sở Tư pháp", "Văn phòng Ủy ban nhân dân tỉnh"],
        ),
        (DISTRICT, "Ban Tuyên giáo, Ban Dân vận Huyện ủy", ["Ban Tuyên giáo Huyện ủy", "Ban Dân vận Huyện ủy"]),
        (
            COMMUNE,
            "Ủy ban MTTQ Việt Nam xã và các tổ chức chính trị - xã hội xã",
            ["Ủy ban Mặt trận Tổ quốc Việt Nam xã", "@mass-organisations"],
        ),
        (COMMUNE, "MTTQ và các đoàn thể", ["Ủy ban Mặt trận Tổ quốc Việt Nam xã", "@mass-organisations"]),
        (COMMUNE, "Ủy ban Mặt trận Tổ quốc phối hợp", ["Ủy ban Mặt trận Tổ quốc Việt Nam xã"]),
        (PROVINCE, "UBND cấp huyện, cấp xã", ["@all-districts", "@all-communes"]),
        (COMMUNE, "Hội Nông dân, Hội Cựu chiến binh xã", ["Hội Nông dân xã", "Hội Cựu chiến binh xã"]),
    ],
)
def test_a_string_of_names_is_split_into_its_members(naming: Naming, text: str, found: list[str]) -> None:
    assert parties(text, naming) == found


@pytest.mark.parametrize("separator", [", ", "; ", " và ", ", cùng ", " - "])
def test_members_of_a_list_are_parted_in_many_ways(separator: str) -> None:
    passage = Passage.of(f"Công an xã{separator}Trạm Y tế xã")
    found, end = party_list(passage, 0, COMMUNE)
    assert ([one.party.name for one in found], end) == (["Công an xã", "Trạm Y tế xã"], len(passage))


def test_a_list_ends_where_no_body_follows() -> None:
    passage = Passage.of("với Công an xã, Trạm Y tế xã, hướng dẫn các hộ dân")
    found, end = party_list(passage, 4, COMMUNE)
    assert [one.party.name for one in found] == ["Công an xã", "Trạm Y tế xã"]
    assert passage.text[:end] == "với Công an xã, Trạm Y tế xã"


def test_without_a_body_at_its_beginning_a_list_is_empty() -> None:
    assert party_list(Passage.of("hướng dẫn Công an xã"), 0, COMMUNE) == ([], 0)


def test_a_cell_holds_names_only_so_that_no_verb_ends_one() -> None:
    text = "Phòng Nghiệp vụ kiểm tra"
    assert parties(text, DEPARTMENT) == ["Phòng Nghiệp vụ"]
    assert parties(text, DEPARTMENT, only_names=True) == ["Phòng Nghiệp vụ kiểm tra"]


def test_names_are_collected_as_printed_and_groups_are_not() -> None:
    passages = map(Passage.of, ("TT VHTT&TT huyện và các thôn", "Trung tâm Văn hóa, Thể thao và Truyền thông huyện"))
    assert list(printed_names(passages)) == ["TT VHTT&TT huyện", "Trung tâm Văn hóa, Thể thao và Truyền thông huyện"]


# -------------------------------------------------------------------------------------------------------- known to fail


def test_a_body_is_found_by_its_short_name_alone() -> None:
    assert parties("LĐLĐ huyện", DISTRICT) == ["Liên đoàn Lao động huyện"]


def test_a_body_is_found_that_was_not() -> None:
    assert parties("Học viện Hành chính Quốc gia", MINISTRY) == ["Học viện Hành chính Quốc gia"]
