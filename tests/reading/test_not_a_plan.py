"""What is no plan reads as none: no type, nothing in it, and the reason in both languages."""

from pathlib import Path

import pytest

from loa.reading.model import Document, PlanDraft
from loa.reading.read import read, read_text
from loa.writing.plan_json import from_json, to_json

NEWS = """Thứ Sáu, 12/4/2024 | 08:15
Xã Suối Hoa đưa thủ tục về tận bản
(Báo Sơn Vũ) - Thực hiện Kế hoạch số 12/KH-UBND ngày 05/01/2024, xã đã mở 14 buổi tuyên truyền.
1. Cách làm mới
- Phòng Văn hóa - Xã hội phối hợp với Công an xã đăng 05 tin, bài mỗi tháng;
- Các thôn báo cáo trước ngày 25 hằng tháng.
2. Kết quả
Hơn 90% hồ sơ nộp trực tuyến.
"""
REPORT = """UBND HUYỆN SÔNG TRÀ
PHÒNG NỘI VỤ
Số: 45/BC-NV
Sông Trà, ngày 10 tháng 12 năm 2023
BÁO CÁO
Kết quả thực hiện Kế hoạch tuyên truyền cải cách hành chính năm 2023
I. KẾT QUẢ
1. Đã đăng 45 tin, bài trên Cổng thông tin điện tử huyện.
II. TỔ CHỨC THỰC HIỆN NĂM 2024
1. Phòng Văn hóa và Thông tin mở chuyên mục mỗi tuần.
Nơi nhận:
- UBND huyện;
TRƯỞNG PHÒNG
Đỗ Thị Mơ
"""
LETTER = """UBND TỈNH SƠN VŨ
SỞ NỘI VỤ
Số: 120/SNV-CCHC
V/v triển khai Kế hoạch tuyên truyền
Kính gửi: Các sở, ban, ngành tỉnh
Thực hiện Kế hoạch số 8/KH-UBND, Sở Nội vụ đề nghị:
1. Các sở, ban, ngành xây dựng kế hoạch trước ngày 15/02/2024.
2. Báo Sơn Vũ mở chuyên mục.
GIÁM ĐỐC
Đỗ Văn A
"""
DIRECTIVE = """THỦ TƯỚNG CHÍNH PHỦ
Số: 5/CT-TTg
CHỈ THỊ
Về tăng cường kỷ luật, kỷ cương
1. Các Bộ trưởng chịu trách nhiệm trước Chính phủ.
2. Bộ Nội vụ theo dõi, đôn đốc, báo cáo hằng quý.
"""
DECISION = """ỦY BAN NHÂN DÂN
XÃ SUỐI HOA
QUYẾT ĐỊNH
Về việc thành lập Tổ công nghệ số cộng đồng
Điều 1. Thành lập Tổ công nghệ số cộng đồng thôn Một.
Điều 2. Tổ có nhiệm vụ hướng dẫn người dân và báo cáo hằng quý.
"""
NOVEL = """CHƯƠNG I
NGƯỜI ĐÓNG DẤU
1.
Sáng ấy ông Lẫm mở cửa Ủy ban, nghĩ về kế hoạch về quê.
- Anh ngồi đi! - Ông nói với người đưa thư.
2.
Trời đổ mưa, các thôn ngập trắng.
"""
ENGLISH = """COMMUNICATION PLAN
I. OBJECTIVES
1. Raise awareness of online services.
II. IMPLEMENTATION
1. The Department of Home Affairs shall report every quarter.
"""
NAMES = """DANH SÁCH
1. Nguyễn Văn An
2. Lò Thị Bình
3. Đỗ Văn Cường
"""
INVITATION = """GIẤY MỜI
Dự hội nghị triển khai Kế hoạch truyền thông
1. Thời gian: 8 giờ, ngày 5/3/2026.
2. Địa điểm: hội trường xã.
"""
PROGRAMME = """CHƯƠNG TRÌNH
Hội nghị sơ kết
1. Chào cờ
2. Sở Nội vụ báo cáo
"""
BARE = """KẾ HOẠCH
Truyền thông năm 2026
Đỗ Thị Mơ
"""
OTHERS = [
    NEWS,
    REPORT,
    LETTER,
    DIRECTIVE,
    DECISION,
    NOVEL,
    ENGLISH,
    NAMES,
    INVITATION,
    PROGRAMME,
    "1\n2\n3",
    "Xin chào",
]

SAMPLES = Path(__file__).parents[2] / "samples" / "open"


def assert_no_plan(draft: PlanDraft) -> None:
    """Nothing but the source and the reason."""
    reason = draft.not_a_plan
    assert reason is not None
    assert reason.vi.startswith("Văn bản này không phải là kế hoạch")
    assert reason.en.startswith("This does not read as a plan")
    assert draft == PlanDraft(source=draft.source, notes=draft.notes, not_a_plan=reason)
    assert draft.document == Document()


@pytest.mark.parametrize("text", OTHERS, ids=lambda text: text.splitlines()[0])
def test_a_document_of_another_type_is_no_plan(text: str) -> None:
    assert_no_plan(read_text(text))


def test_a_plan_without_any_labelled_item_is_no_plan() -> None:
    draft = read_text(BARE)
    assert_no_plan(draft)
    assert draft.not_a_plan is not None
    assert "labelled item" in draft.not_a_plan.en


@pytest.mark.parametrize("name", ["07-news-article", "08-results-report"])
def test_the_samples_that_are_no_plans_read_as_none(name: str) -> None:
    assert_no_plan(read(SAMPLES / name / "plan.txt"))


def test_no_plan_is_a_valid_reading_with_type_null() -> None:
    draft = read_text(NEWS)
    plan = to_json(draft)
    assert plan["document"]["type"] is None
    assert (plan["obligations"], plan["outline"], plan["citations"]) == ([], [], [])
    assert from_json(plan) == draft


def test_a_plan_is_a_plan_and_gives_no_reason() -> None:
    draft = read_text("KẾ HOẠCH\nTruyền thông năm 2026\nI. TỔ CHỨC THỰC HIỆN\n1. Công an xã trực.\n")
    assert (draft.document.type, draft.not_a_plan) == ("Kế hoạch", None)
    assert [duty.text for duty in draft.obligations] == ["Công an xã trực."]
