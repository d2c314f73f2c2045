"""An officer of a commune: what is due this week, why, and where it goes into a calendar of one's own."""

import re
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page, expect
from tests.journeys.conftest import Look, Opened
from tests.journeys.province import Province

from loa.plans.models import Obligation

_OFFICER = "coordinator.binh-gia"
_DUTY = re.compile("Phát tin, bài về CCHC trên hệ thống truyền thanh")


def _find_this_weeks_duty(page: Page) -> None:
    expect(page.get_by_role("heading", name="Đến hạn trong tuần này (16/03 – 22/03)")).to_be_visible()
    page.get_by_role("link", name=_DUTY).first.click()


def _understand_it(page: Page) -> None:
    """Its rule, the words of the plan, its window, and what proves it."""
    main = page.get_by_role("main")
    expect(main).to_contain_text("Kế hoạch không ghi hạn trong kỳ: hạn là ngày cuối của kỳ.")
    expect(main).to_contain_text("Kế hoạch ghi: “Phát tin, bài về CCHC")
    expect(main).to_contain_text("Kỳ: tuần 12/2026, từ 16/03/2026 đến 22/03/2026.")
    expect(page.get_by_role("heading", name="Minh chứng")).to_be_visible()


def test_an_officer_finds_and_understands_this_weeks_duties_and_takes_them_into_a_calendar(
    opened: Opened, look: Look, province: Province, width: int
) -> None:
    province.plan_in_force()
    page = opened(province.person(_OFFICER), "/", width=width)
    look(page, "desk-officer")
    _find_this_weeks_duty(page)
    look(page, "duty")
    _understand_it(page)
    page.get_by_role("link", name=re.compile("^mục")).click()
    look(page, "obligation")

    page.goto(page.url.partition("/plans/")[0] + "/")
    page.get_by_role("link", name="Toàn bộ nhiệm vụ và lịch").click()
    look(page, "duties-list")
    page.get_by_role("link", name="Tháng", exact=True).click()
    expect(page.get_by_role("heading", name="Tháng 3/2026")).to_be_visible()
    look(page, "duties-month")

    page.get_by_role("link", name="Liên kết lịch").first.click()
    page.get_by_role("button", name="Tạo liên kết").click()
    address = page.locator("[data-copy]").first.get_attribute("data-copy") or ""
    look(page, "calendar-link")
    assert address.startswith("http")
    feed = page.url.partition("/calendar/")[0] + urlsplit(address).path  # the address of the installation is a setting
    fetched = page.request.get(feed)
    assert fetched.headers["content-type"].startswith("text/calendar")
    assert "DTSTART;VALUE=DATE:20260322" in fetched.text()
    page.get_by_role("button", name="Thu hồi").click()
    page.get_by_role("dialog").get_by_role("button", name="Thu hồi").click()
    expect(page.get_by_text("Bạn chưa có liên kết lịch.")).to_be_visible()
    assert page.request.get(feed).status == 404


def test_without_scripts_an_officer_reads_the_desk_and_a_duty(opened: Opened, look: Look, province: Province) -> None:
    province.plan_in_force()
    page = opened(province.person(_OFFICER), "/", width=390, java_script_enabled=False)
    _find_this_weeks_duty(page)
    _understand_it(page)


def test_without_scripts_a_reviewer_accepts_corrects_and_rejects(opened: Opened, province: Province) -> None:
    plan = province.plan_under_review()
    page = opened(province.person("reviewer"), f"/plans/{plan.key}/review/", java_script_enabled=False)
    pending = page.locator("[data-review-card][data-pending]")
    total = pending.count()
    _card(page).get_by_role("button", name="Chấp nhận").click()
    expect(pending).to_have_count(total - 1)
    _card(page).get_by_role("link", name="Sửa").click()
    page.get_by_label("Chủ đề (vắn tắt)").fill("Hội chợ biên giới")
    page.get_by_role("button", name="Lưu nhiệm vụ").click()
    expect(pending).to_have_count(total - 2)
    _card(page).locator("summary", has_text="Loại bỏ").click()
    _card(page).get_by_label("Vì sao đây không phải là nhiệm vụ").fill("Câu dẫn.")
    _card(page).get_by_role("button", name="Loại bỏ").click()
    expect(pending).to_have_count(total - 3)
    decided = Obligation.objects.filter(plan=plan).exclude(review="pending").values_list("review", flat=True)
    assert sorted(decided) == ["accepted", "corrected", "rejected"]


def _card(page: Page) -> Locator:
    return page.locator("[data-review-card][data-pending]").first
