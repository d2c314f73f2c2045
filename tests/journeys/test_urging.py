"""An agency that is late: reminded, urged by a letter that is signed and sent, asked to explain, and answering."""

import re
from datetime import time

from django.utils import timezone
from playwright.sync_api import Page, expect
from tests.journeys.conftest import Look, Opened
from tests.journeys.province import Province

from loa.monitoring.actions.reminding import remind
from loa.monitoring.models import UrgingLetter

_AGENCY = re.compile("Ủy ban nhân dân xã Bình Gia")
_OFFICER = "coordinator.binh-gia"


def _sign(page: Page) -> None:
    page.get_by_role("link", name=_AGENCY).first.click()
    page.get_by_role("link", name="Ký", exact=True).click()
    page.get_by_role("button", name="Ký", exact=True).click()
    expect(page.get_by_text("Đã ký văn bản.")).to_be_visible()


def _send(page: Page) -> None:
    page.get_by_role("link", name=_AGENCY).first.click()
    page.get_by_role("link", name="Cấp số và phát hành").click()
    page.get_by_label("Số, ký hiệu").fill("45/UBND-NC")
    page.get_by_role("button", name="Phát hành").or_(page.get_by_role("button", name="Gửi")).click()
    expect(page.get_by_text("Đã phát hành văn bản và báo cho đơn vị.")).to_be_visible()


def test_a_late_agency_is_urged_and_explains(opened: Opened, look: Look, province: Province, width: int) -> None:
    province.plan_in_force()
    remind(timezone.now(), hours=(time(0), time(23, 59)))
    assert UrgingLetter.objects.filter(to__name__contains="Bình Gia").exists()

    page = opened(province.person("leader"), "/letters/?state=draft&q=Bình Gia", width=width)
    look(page, "letters")
    _sign(page)
    look(page, "letter")

    page = opened(province.person("coordinator"), "/letters/?state=signed&q=Bình Gia", width=width)
    _send(page)
    page.goto(page.url.partition("/letters/")[0] + "/explanations/ask/")
    page.get_by_label("Cơ quan, đơn vị").fill("Ủy ban nhân dân xã Bình Gia")
    page.get_by_role("button", name="Chọn đơn vị này").click()
    page.get_by_label("Số liệu").fill("Truyền thanh tuần 10: 0/1")
    page.get_by_label("Nội dung yêu cầu").fill("Vì sao không phát?")
    look(page, "explanation-ask")
    page.get_by_role("button", name="Gửi yêu cầu").click()
    expect(page.get_by_text("Đã gửi yêu cầu giải trình.")).to_be_visible()

    page = opened(province.person(_OFFICER), "/letters/", width=width)
    expect(page.get_by_role("main")).to_contain_text("45/UBND-NC")
    page.goto(page.url.partition("/letters/")[0] + "/explanations/")
    page.get_by_role("link", name="Truyền thanh tuần 10").click()
    page.get_by_label("Giải trình").fill("Đài hỏng, đã sửa.")
    look(page, "explanation-answer")
    page.get_by_role("button", name="Trả lời").click()
    expect(page.get_by_text("Giải trình đã được lưu.")).to_be_visible()
