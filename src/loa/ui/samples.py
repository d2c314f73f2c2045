"""What the style guide shows: sample data for every component. Names and figures are made up."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _

from loa.ui.forms import DateField
from loa.ui.listing import Listing
from loa.ui.month import month_of
from loa.ui.parts import Bar, Entry, Event, Link, Node, Step

_KINDS = [("news", "Tin, bài"), ("broadcast", "Phát thanh"), ("report", "Báo cáo"), ("contest", "Cuộc thi")]
_AGENCIES = ("Sở Nội vụ", "Văn phòng UBND tỉnh", "UBND phường Hòa Bình", "UBND xã Mường Vọ", "Báo và Đài PT-TH tỉnh")
_STATES = (
    ("Đạt", "success"),
    ("Sắp đến hạn", "warning"),
    ("Quá hạn", "danger"),
    ("Đang thực hiện", "info"),
    ("Chưa đến hạn", "neutral"),
)


class SampleForm(forms.Form):
    """Every kind of field."""

    title = forms.CharField(label="Trích yếu", help_text="Ghi như trên văn bản, không viết tắt.")
    number = forms.CharField(label="Số, ký hiệu", required=False)
    kind = forms.ChoiceField(label="Loại nhiệm vụ", choices=[("", "– Chọn –"), *_KINDS])
    due = DateField(label="Hạn hoàn thành")
    required_count = forms.IntegerField(label="Số lượng cần đạt", min_value=1, required=False)
    channels = forms.MultipleChoiceField(
        label="Kênh tuyên truyền", choices=_KINDS, widget=forms.CheckboxSelectMultiple, required=False
    )
    scope = forms.ChoiceField(
        label="Phạm vi", choices=[("province", "Toàn tỉnh"), ("agency", "Trong cơ quan")], widget=forms.RadioSelect
    )
    text = forms.CharField(label="Nội dung", widget=forms.Textarea(attrs={"rows": 4}), required=False)
    file = forms.FileField(label="Tệp minh chứng", help_text="PDF, DOCX, JPG; không quá 20 MB.", required=False)
    signed = forms.BooleanField(label="Văn bản đã được ký số", required=False)


class SampleFilter(forms.Form):
    """The filters of a list."""

    q = forms.CharField(label="Tìm trong nội dung", required=False, widget=forms.TextInput(attrs={"type": "search"}))
    kind = forms.ChoiceField(label="Loại nhiệm vụ", choices=[("", "Tất cả"), *_KINDS], required=False)
    due = DateField(label="Hạn đến ngày", required=False, help_text="")


def sample_page(request: HttpRequest) -> dict[str, Any]:
    """The context of the style guide."""
    wrong = SampleForm(
        {"title": "", "kind": "news", "due": "31/02/2026", "channels": ["news"], "scope": ""}, prefix="w"
    )
    wrong.data = {f"w-{name}": value for name, value in wrong.data.items()}
    return {
        "navigation": _navigation(),
        "breadcrumbs": [("Bàn làm việc", "#"), ("Kế hoạch năm 2026", "#"), (_("Style guide"), "")],
        "search_url": "#",
        "form": SampleForm(),
        "wrong_form": wrong,
        "filter_form": SampleFilter(request.GET),
        "listing": _listing(request),
        "long_listing": _listing(request, total=1234, number=6),
        **_parts(),
        **_drawn(),
    }


def _navigation() -> list[Link]:
    names = ("Bàn làm việc", "Kế hoạch", "Nhiệm vụ", "Tin, bài", "Phát sóng", "Thủ tục hành chính")
    more = ("Phản ánh, kiến nghị", "Cuộc thi", "Khảo sát", "Sự kiện", "Kinh phí", "Báo cáo")
    waiting = {"Nhiệm vụ": 3}
    return [Link(name, "#", current=name == "Kế hoạch", count=waiting.get(name)) for name in (*names, *more)]


def _listing(request: HttpRequest, *, total: int = 5, number: int = 1) -> Listing[dict[str, Any]]:
    titles = (
        "Đăng tin, bài về cải cách hành chính trên Cổng thông tin điện tử",
        "Xây dựng chuyên mục “Cải cách hành chính và chuyển đổi số”",
        "Phát thanh trên hệ thống truyền thanh cơ sở về dịch vụ công trực tuyến",
        "Báo cáo kết quả tuyên truyền quý III",
        "Tổ chức cuộc thi trực tuyến “Tìm hiểu cải cách hành chính”",
    )
    rows = [
        {
            "title": title,
            "agency": agency,
            "state": state,
            "tone": tone,
            "due": date(2026, 4 + place, 15),
            "met": 12 * place,
        }
        for place, (title, agency, (state, tone)) in enumerate(zip(titles, _AGENCIES, _STATES, strict=True))
    ]
    sorts = frozenset({"title", "due", "met"})
    return Listing(rows=rows, total=total, number=number, per_page=50, sort="due", sorts=sorts, query=request.GET)


def _parts() -> dict[str, Any]:
    return {
        "tabs": [
            Link("Nhiệm vụ", "#", current=True, count=42),
            Link("Phân công", "#", count=1180),
            Link("Văn bản gốc", "#"),
            Link("Lịch sử", "#"),
        ],
        "facts": [
            ("Số, ký hiệu", "125/KH-UBND"),
            ("Cơ quan ban hành", "UBND tỉnh"),
            ("Ngày ban hành", "25/12/2025"),
            ("Kế hoạch cấp trên", ""),
        ],
        **_histories(),
    }


def _histories() -> dict[str, Any]:
    return {
        "events": [
            Event("Đã phê duyệt", datetime(2026, 1, 6, 16, 30), by="Trần Thị Hạnh", tone="success"),  # noqa: DTZ001 - a sample
            Event(
                "Trả lại để bổ sung",
                datetime(2026, 1, 5, 9, 15),  # noqa: DTZ001 - a sample
                by="Nguyễn Văn Ước",
                text="Thiếu cơ quan chủ trì ở nhiệm vụ 7.",
                tone="danger",
            ),
            Event("Tạo từ văn bản 125-KH-UBND.docx", date(2026, 1, 4), by="Lê Thị Ngọc Ánh"),
        ],
        "steps": [
            Step("Tiếp nhận", "done", note="04/01/2026"),
            Step("Rà soát", "done", note="05/01/2026"),
            Step("Phê duyệt", "current"),
            Step("Ban hành"),
            Step("Kết thúc"),
        ],
        "nodes": [
            Node(
                "UBND tỉnh",
                open=True,
                note="42 nhiệm vụ",
                children=(
                    Node("Sở Nội vụ", "#", current=True, note="12"),
                    Node("Sở Khoa học và Công nghệ", "#", children=(Node("Trung tâm Chuyển đổi số", "#"),)),
                    Node("UBND xã Mường Vọ", "#", note="3"),
                ),
            )
        ],
    }


def _drawn() -> dict[str, Any]:
    entries = [
        Entry(date(2026, 3, 10), "Báo cáo tháng 2", "#", "success"),
        Entry(date(2026, 3, 15), "Báo cáo quý I", "#", "warning"),
        Entry(date(2026, 3, 15), "4 tin, bài", "#", "danger"),
        Entry(date(2026, 3, 26), "Đối thoại với doanh nghiệp", "#", "info"),
    ]
    return {
        "month": month_of(date(2026, 3, 1), entries, today=date(2026, 3, 12)),
        "bars": [
            Bar("Sở Nội vụ", 128, "#", tone="success"),
            Bar("Văn phòng UBND tỉnh", 96, "#"),
            Bar("UBND phường Hòa Bình", 41, "#", tone="warning"),
            Bar("UBND xã Mường Vọ", 7, "#", tone="danger"),
        ],
    }
