"""The kinds of a duty: what the lead does, in the order of print, with the exceptions of the guide."""

import pytest
from tests.reading.desk import PROVINCE

from loa.reading.kinds import cited_blanked, masked, read_kinds
from loa.reading.passage import Passage, match_form
from loa.reading.what import without_bodies


def kinds(text: str) -> list[str]:
    passage = Passage.of(text)
    return [found.value for found in read_kinds(without_bodies(passage, PROVINCE))]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Tuyên truyền, phổ biến quy định mới về cư trú", "disseminate"),
        ("Vận động nhân dân nộp hồ sơ trực tuyến", "disseminate"),
        ("Tổ chức triển khai thực hiện Kế hoạch này", "disseminate"),
        ("Thông tin kịp thời đến từng hộ dân", "disseminate"),
        ("Đăng tải tin, bài lên trang Zalo của xã", "publish"),
        ("Viết bài cho bản tin", "publish"),
        ("Sản xuất phóng sự ngắn", "publish"),
        ("In 500 cuốn cẩm nang", "publish"),
        ("Phát tờ rơi tại chợ phiên", "publish"),
        ("Treo băng rôn, dựng pa nô", "publish"),
        ("Công khai kết quả xếp hạng", "publish"),
        ("Phát sóng phóng sự vào tối thứ Bảy", "broadcast"),
        ("Tiếp âm chương trình của tỉnh", "broadcast"),
        ("Phát lại bản tin vào buổi chiều", "broadcast"),
        ("Mở chuyên trang cải cách hành chính", "column"),
        ("Xây dựng chuyên đề về số hóa hồ sơ", "column"),
        ("Cung cấp thông tin cho các cơ quan báo chí", "supply-info"),
        ("Gửi bản tin đến các cơ quan, đơn vị", "supply-info"),
        ("Giới thiệu gương điển hình cho báo chí", "supply-info"),
        ("Rà soát, cập nhật thủ tục hành chính", "update-procedures"),
        ("Niêm yết thủ tục hành chính tại trụ sở", "update-procedures"),
        ("Tiếp nhận, xử lý phản ánh, kiến nghị của người dân", "receive-feedback"),
        ("Trả lời thắc mắc trong ngày", "receive-feedback"),
        ("Mở lớp tập huấn kỹ năng số", "train"),
        ("Cử công chức tham gia tập huấn", "train"),
        ("Tổ chức cuộc thi trực tuyến", "contest"),
        ("Tham gia Hội thi cấp tỉnh", "contest"),
        ("Tổ chức tọa đàm trên không gian mạng", "conference"),
        ("Đối thoại với thanh niên", "conference"),
        ("Nói chuyện chuyên đề về dịch vụ công", "conference"),
        ("Khảo sát, đánh giá sự hài lòng của người bệnh", "survey"),
        ("Lồng ghép vào sinh hoạt chi hội", "integrate"),
        ("Đưa nội dung cải cách hành chính vào họp thôn", "integrate"),
        ("Xây dựng Kế hoạch truyền thông năm 2026", "make-plan"),
        ("Ban hành kế hoạch của đơn vị", "make-plan"),
        ("Chỉ đạo công tác tuyên truyền", "direct"),
        ("Định hướng nội dung cho các phóng viên", "direct"),
        ("Theo dõi, đôn đốc việc thực hiện", "inspect-urge"),
        ("Kiểm tra việc thực hiện Kế hoạch", "inspect-urge"),
        ("Tham mưu UBND tỉnh", "advise"),
        ("Báo cáo kết quả thực hiện", "report"),
        ("Tổng hợp, đánh giá tình hình", "report"),
        ("Sơ kết, tổng kết", "report"),
        ("Lập dự toán kinh phí", "fund"),
        ("Thẩm định, bố trí kinh phí", "fund"),
        ("Hướng dẫn thanh quyết toán", "direct fund"),
        ("Bố trí cán bộ phụ trách", "assign-staff"),
        ("Gắn kết quả truyền thông với thi đua, khen thưởng", "assign-staff"),
    ],
)
def test_a_cue_gives_its_kind_and_nothing_else(text: str, kind: str) -> None:
    assert kinds(text) == kind.split()


@pytest.mark.parametrize(
    "text",
    [
        "Tiếp nhận hồ sơ tại quầy",
        "Bảo đảm chất lượng, hiệu quả",
        "Giữ gìn vệ sinh nơi làm việc",
        "Phối hợp với Sở Tư pháp",
        "Phát triển kinh tế tập thể",
    ],
)
def test_words_without_a_cue_give_no_kind(text: str) -> None:
    assert kinds(text) == []


# ------------------------------------------------------------------------------------------------------------ the order


def test_kinds_stand_in_the_order_of_print_each_once() -> None:
    text = "Tập huấn cho công chức; đăng tin, bài; báo cáo kết quả. Mở chuyên mục; đăng bài tiếp theo."
    assert kinds(text) == ["train", "publish", "report", "column"]


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("Duy trì phát sóng chuyên mục Cải cách hành chính", "column broadcast"),
        ("Duy trì chuyên mục Hỏi - Đáp", "column receive-feedback"),
        ("Đăng tin, bài trong chuyên mục Cải cách hành chính", "publish"),
        ("Đăng bài trên chuyên trang của báo", "publish"),
    ],
)
def test_a_column_stands_before_its_airing_and_items_in_a_column_are_published(text: str, order: str) -> None:
    assert kinds(text) == order.split()


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("Chỉ đạo đăng tải tin, bài trên trang điện tử", "publish direct"),
        ("Chỉ đạo tổ chức cuộc thi", "contest direct"),
        ("Chỉ đạo, hướng dẫn các xã", "direct"),
        ("Chỉ đạo, đôn đốc các đơn vị", "direct inspect-urge"),
    ],
)
def test_a_named_form_stands_before_directing_and_work_in_general_does_not(text: str, order: str) -> None:
    assert kinds(text) == order.split()


def test_a_column_that_others_are_directed_to_air_stands_first() -> None:
    assert kinds("Chỉ đạo Đài Truyền thanh các xã phát sóng chuyên mục") == ["column", "broadcast", "direct"]


@pytest.mark.parametrize(
    ("text", "kind"), [("Tuyên truyền trên Báo Sơn Vũ", "publish"), ("Trên Đài Truyền thanh huyện", "broadcast")]
)
def test_a_medium_named_by_its_own_name_makes_the_form(text: str, kind: str) -> None:
    assert kinds(text) == [kind]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Tuyên truyền trên hệ thống truyền thanh cơ sở", "broadcast"),
        ("Tuyên truyền trên Cổng thông tin điện tử và mạng xã hội", "publish"),
        ("Tuyên truyền trên địa bàn", "disseminate"),
        ("Trên mạng xã hội", "publish"),
    ],
)
def test_disseminating_through_a_named_medium_is_putting_out(text: str, kind: str) -> None:
    assert kinds(text) == [kind]


# ------------------------------------------------------------------------------------------------------ what is no kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Phối hợp với Sở Tư pháp mở lớp bồi dưỡng", "train"),
        ("Tập huấn để nâng cao kỹ năng viết tin, bài", "train"),
        ("Mở chuyên mục nhằm tiếp nhận kiến nghị", "column"),
        ("Lồng ghép việc kiểm tra vào đợt kiểm tra công vụ", "inspect-urge"),
        ("Bố trí công chức theo dõi, báo cáo", "assign-staff"),
        ("Bố trí cán bộ tham gia các lớp tập huấn", "train"),
        ("Căn cứ kế hoạch tập huấn của tỉnh, xây dựng kế hoạch của đơn vị", "make-plan"),
        ("Mở chuyên mục “Hội thi và tập huấn”", "column"),
        ("Tập huấn (kết hợp đối thoại, khảo sát)", "train"),
        ("Phổ biến Thông tư số 02/2024/TT-BNV hướng dẫn công tác báo cáo", "disseminate"),
        ("Báo cáo về Ban Tuyên giáo Tỉnh ủy", "report"),
    ],
)
def test_partners_purposes_grounds_titles_and_tasks_of_staff_add_no_kind(text: str, kind: str) -> None:
    assert kinds(text) == [kind]


def test_masking_keeps_the_length_of_the_text() -> None:
    text = match_form("Sở Y tế (nếu có) mở “Hội thi” theo Quyết định số 5/QĐ-BYT về tập huấn; báo cáo")
    hidden = masked(text, [(0, 7)])
    assert len(hidden) == len(text)
    assert hidden.replace("¤", "").split() == ["mở", "theo", ";", "báo", "cáo"]
    assert len(cited_blanked(text)) == len(text)


def test_every_kind_tells_where_its_cue_stands_and_by_which_rule() -> None:
    text = match_form("Hằng quý báo cáo kết quả; mở chuyên mục")
    assert [(text[found.start : found.end], found.rule) for found in read_kinds(text)] == [
        ("báo cáo", "kind.report"),
        ("chuyên mục", "kind.column"),
    ]
