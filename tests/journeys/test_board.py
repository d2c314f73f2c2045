"""A leader: how the province stands, who is behind, and the evidence behind the figure."""

import re
from datetime import date

from playwright.sync_api import Page, expect
from tests.journeys.conftest import Look, Opened
from tests.journeys.province import Province

from loa.monitoring.models import Occurrence
from loa.plans.models import Plan


def _due_soon(plan: Plan) -> Occurrence:
    found = Occurrence.objects.filter(plan=plan, kind="quota", due_on__lt=date(2026, 3, 18)).order_by("-due_on").first()
    assert found is not None
    return found


def _open_a_figure(page: Page) -> None:
    """From the overview to the duties behind a figure, and on to what is behind one of them: two clicks."""
    page.get_by_role("row", name=re.compile("Cấp xã")).get_by_role("link").nth(1).click()
    expect(page.get_by_role("table", name="Nhiệm vụ và tình trạng thực hiện")).to_be_visible()


def test_a_leader_finds_who_is_behind_and_why(opened: Opened, look: Look, province: Province, width: int) -> None:
    plan = province.plan_in_force()
    missed = _due_soon(plan)
    page = opened(province.person("leader"), "/standing/", width=width)
    expect(page.get_by_text("nhiệm vụ đã đến hạn được hoàn thành đúng hạn")).to_be_visible()
    look(page, "board-overview")
    _open_a_figure(page)
    look(page, "board-list")
    page.locator("td a[href*='/evidence/behind/']").first.click()
    expect(page).to_have_url(re.compile("/evidence/behind/"))

    page.goto(page.url.partition("/evidence/")[0] + "/standing/grid/")
    look(page, "board-grid")
    page.get_by_role("link", name="Xếp hạng").click()
    expect(page.get_by_text("đồng hạng").first).to_be_visible()
    look(page, "board-ranking")
    page.get_by_role("link", name="Diễn biến").click()
    look(page, "board-trend")
    page.get_by_role("link", name="Theo tuần").click()
    look(page, "board-trend-weeks")
    page.goto(page.url.partition("/standing/")[0] + f"/standing/overdue/?day={missed.due_on:%d/%m/%Y}&span=week")
    look(page, "board-overdue")


def test_without_scripts_a_leader_narrows_the_grid(opened: Opened, province: Province) -> None:
    province.plan_in_force()
    page = opened(province.person("leader"), "/standing/grid/", java_script_enabled=False)
    page.get_by_label("Cơ quan, đơn vị").fill("binh gia")
    page.get_by_role("button", name="Lọc").click()
    expect(page.get_by_role("rowheader", name=re.compile("Bình Gia"))).to_have_count(1)
    expect(page.get_by_role("rowheader", name=re.compile("Bằng Mạc"))).to_have_count(0)
