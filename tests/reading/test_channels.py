"""The channels a duty names as its means, whose site a web site is, and what is only spoken of."""

import pytest
from tests.reading.desk import COMMUNE, DEPARTMENT, DISTRICT, MINISTRY, PROVINCE, TOWN, WARD, fields

from loa.reading.channels import medium_of
from loa.reading.naming import Naming


def channels(text: str, naming: Naming = PROVINCE, *, tier: str = "") -> list[str]:
    return fields(text, naming, tier=tier).channels


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Phát sóng trên Đài Phát thanh và Truyền hình tỉnh", "radio-tv"),
        ("Phát phóng sự trên kênh truyền hình", "radio-tv"),
        ("Tiếp âm vào buổi sáng", "loudspeaker"),
        ("Tuyên truyền trên hệ thống truyền thanh cơ sở", "loudspeaker"),
        ("Phát trên loa của các thôn", "loudspeaker"),
        ("Mở chuyên trang trên báo in", "newspaper"),
        ("Đăng bài trên Báo Sơn Vũ", "newspaper"),
        ("Đăng bài trên tạp chí của ngành", "newspaper"),
        ("Thông tin trên các phương tiện thông tin đại chúng", "mass-media"),
        ("Gửi tin cho các cơ quan báo chí", "mass-media"),
        ("Trên Cổng Dịch vụ công quốc gia", "service-portal"),
        ("Công khai trên Cơ sở dữ liệu quốc gia về thủ tục hành chính", "service-portal"),
        ("Chia sẻ qua Zalo, Facebook và Internet", "social"),
        ("Xuất bản bản tin điện tử", "bulletin"),
        ("Duy trì chuyên mục Hỏi - Đáp", "qa-column"),
        ("Nhận ý kiến qua đường dây nóng, hộp thư góp ý", "hotline"),
        ("Niêm yết quy trình mới", "notice-board"),
        ("Dán thông báo tại trụ sở", "notice-board"),
        ("Phát tờ rơi, sổ tay, treo áp phích, băng rôn, dựng pa nô", "leaflet poster billboard"),
        ("Quay video clip", "video"),
        ("Phổ biến trong giao ban, sinh hoạt chi bộ", "meeting"),
        ("Tổ chức hội nghị, tọa đàm", "conference"),
        ("Gặp gỡ, đối thoại với người dân", "dialogue"),
        ("Mở hội nghị tập huấn", "training"),
        ("Tổ chức cuộc thi trực tuyến", "contest"),
        ("Lồng ghép trong phổ biến, giáo dục pháp luật", "legal-education"),
    ],
)
def test_a_means_that_is_named_is_a_channel(text: str, codes: str) -> None:
    assert channels(text) == codes.split()


@pytest.mark.parametrize(
    "text",
    [
        "Báo cáo kết quả thực hiện",
        "Thông báo cho các hộ dân",
        "Phổ biến cách dùng dịch vụ công trực tuyến",
        "Phát triển kinh tế tập thể",
        "Phát động thi đua",
        "Tổng hợp số liệu phù hợp",
        "Gọi điện thoại cho từng hộ",
        "Tuyên truyền việc giải quyết thủ tục ở Bộ phận một cửa",
        "Nâng cao kết quả hoạt động của Trung tâm Phục vụ hành chính công",
        "Phổ biến Quyết định số 8/QĐ-UBND về Cổng thông tin điện tử",
        "Mở chuyên đề “Báo chí với tờ rơi”",
    ],
)
def test_what_is_only_spoken_of_is_no_channel(text: str) -> None:
    assert channels(text) == []


@pytest.mark.parametrize(
    "text", ["Niêm yết giá tại Bộ phận một cửa", "Hướng dẫn người dân đến Trung tâm Phục vụ hành chính công tỉnh"]
)
def test_a_desk_is_a_channel_where_people_are_told(text: str) -> None:
    assert "one-stop-desk" in channels(text)


def test_channels_stand_in_the_order_of_print_each_once() -> None:
    assert channels("Phát tờ rơi; đăng lên Zalo; phát tờ gấp; niêm yết") == ["leaflet", "social", "notice-board"]


def test_media_named_together_are_no_channel_beside_those_itemised_in_the_same_sentence() -> None:
    assert channels("Trên các phương tiện thông tin đại chúng: báo, phát thanh, truyền hình") == [
        "newspaper",
        "radio-tv",
    ]
    assert channels("Mời các cơ quan báo chí dự. Đăng bài trên báo in.") == ["mass-media", "newspaper"]


# ----------------------------------------------------------------------------------------------------- whose site it is


@pytest.mark.parametrize(
    ("naming", "tier", "text", "code"),
    [
        (PROVINCE, "province", "Trên Cổng thông tin điện tử tỉnh", "portal"),
        (PROVINCE, "province", "Trên Cổng thông tin điện tử Sơn Vũ", "portal"),
        (PROVINCE, "province", "Trên Cổng thông tin điện tử của đơn vị mình", "agency-site"),
        (PROVINCE, "province", "Trên Trang thông tin điện tử của Sở Y tế", "agency-site"),
        (PROVINCE, "province", "Trên Cổng/Trang thông tin điện tử của các sở, ngành", "agency-site"),
        (PROVINCE, "province", "Trên Trang thông tin điện tử các huyện", "agency-site"),
        (DISTRICT, "district", "Trên Cổng thông tin điện tử huyện", "portal"),
        (DISTRICT, "district", "Trên Trang thông tin điện tử của huyện", "portal"),
        (DISTRICT, "district", "Trên Cổng thông tin điện tử", "portal"),
        (DISTRICT, "district", "Trên Cổng thông tin điện tử tỉnh", "agency-site"),
        (DISTRICT, "district", "Trên trang thông tin điện tử các xã, thị trấn", "agency-site"),
        (TOWN, "district", "Trên website của thị xã", "portal"),
        (COMMUNE, "commune", "Trên trang thông tin điện tử xã Suối Hoa", "portal"),
        (COMMUNE, "commune", "Trên Trang thông tin điện tử", "portal"),
        (COMMUNE, "commune", "Trên Cổng thông tin điện tử tỉnh", "agency-site"),
        (WARD, "commune", "Trên Trang thông tin điện tử phường", "portal"),
        (DEPARTMENT, "department", "Trên Trang thông tin điện tử của Sở", "portal"),
        (DEPARTMENT, "department", "Trên Trang thông tin điện tử", "portal"),
        (MINISTRY, "ministry", "Trên Cổng thông tin điện tử của Bộ", "portal"),
        (MINISTRY, "ministry", "Trên Trang thông tin điện tử của Cục", "agency-site"),
    ],
)
def test_the_issuers_site_is_the_portal_and_any_other_an_agency_site(
    naming: Naming, tier: str, text: str, code: str
) -> None:
    assert channels(text, naming, tier=tier) == [code]


@pytest.mark.parametrize(
    ("naming", "tier", "text"),
    [
        (DEPARTMENT, "department", "Trên trang thông tin điện tử của Bệnh viện"),
        (MINISTRY, "ministry", "Trên Cổng Thông tin điện tử Chính phủ"),
    ],
)
def test_a_site_of_any_other_owner_is_an_agency_site(naming: Naming, tier: str, text: str) -> None:
    assert channels(text, naming, tier=tier) == ["agency-site"]


# --------------------------------------------------------------------------------------------------- media of their own


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("Đài Phát thanh và Truyền hình tỉnh", "radio-tv"),
        ("Đài Truyền hình Việt Nam", "radio-tv"),
        ("Đài Truyền thanh huyện", "loudspeaker"),
        ("Báo Sơn Vũ", "newspaper"),
        ("Tạp chí Tổ chức nhà nước", "newspaper"),
        ("Báo và phát thanh, truyền hình Sơn Vũ", "radio-tv newspaper"),
        ("Trung tâm Văn hóa - Thông tin và Thể thao huyện", ""),
        ("Sở Y tế", ""),
    ],
)
def test_broadcasters_and_newspapers_have_their_own_medium(name: str, codes: str) -> None:
    assert medium_of(name) == codes.split()


def test_a_broadcaster_that_leads_has_its_medium_as_channel_and_one_that_helps_has_not() -> None:
    assert channels("Đài Phát thanh và Truyền hình tỉnh tăng thời lượng") == ["radio-tv"]
    assert channels("Sở Y tế phối hợp với Đài Phát thanh và Truyền hình tỉnh mở lớp tập huấn") == ["training"]
