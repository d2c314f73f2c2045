"""A commune drafts its own plan from that of the province; the coordinator above sees who has one."""

import re

from playwright.sync_api import expect
from tests.journeys.conftest import Look, Opened
from tests.journeys.province import Province

from loa.plans.enums import State
from loa.plans.models import Plan


def test_a_commune_drafts_and_issues_its_own_plan_and_the_province_sees_who_has_one(
    opened: Opened, look: Look, province: Province, width: int
) -> None:
    superior = province.plan_in_force()
    drafter = opened(province.person("coordinator.binh-gia"), "/", width=width)
    look(drafter, "desk-commune")
    drafter.goto(drafter.url + f"plans/{superior.key}/tab/sub-plans/")
    look(drafter, "sub-plans-commune")
    drafter.get_by_role("link", name=re.compile("Dự thảo kế hoạch")).click()
    look(drafter, "sub-plan-draft")
    drafter.get_by_role("button", name="Lập dự thảo").click()
    expect(drafter.get_by_text(re.compile("Dự thảo đã"))).to_be_visible()
    look(drafter, "sub-plan")
    own = Plan.objects.get(superior=superior)
    assert (own.issuer, own.state) == (province.agency("c-06112-2025/pc"), State.DRAFT)

    drafter.goto(drafter.url.partition("/plans/")[0] + f"/plans/{own.key}/review/")
    drafter.get_by_role("button", name=re.compile("không có nghi vấn")).click()
    expect(drafter.locator("[data-review-card][data-pending]")).to_have_count(0)
    drafter.get_by_role("link", name="Đến trang kế hoạch").click()
    drafter.get_by_role("link", name="Trình ký").click()
    drafter.get_by_role("button", name="Trình ký").click()
    expect(drafter.get_by_text("Đã trình ký kế hoạch.")).to_be_visible()

    leader = opened(province.person("leader.binh-gia"), f"/plans/{own.key}/do/sign/", width=width)
    leader.get_by_role("button", name="Ký", exact=True).click()
    expect(leader.get_by_text("Đã ký kế hoạch.")).to_be_visible()
    clerk = opened(province.person("records_clerk.binh-gia"), f"/plans/{own.key}/do/issue/", width=width)
    clerk.get_by_label("Số, ký hiệu").fill("05/KH-UBND")
    clerk.get_by_role("button", name=re.compile("ban hành")).click()
    expect(clerk.get_by_text("Đã ban hành kế hoạch.")).to_be_visible()

    above = opened(province.person("coordinator"), "/", width=width)
    look(above, "desk-coordinator")
    above.goto(above.url + f"plans/{superior.key}/tab/sub-plans/")
    look(above, "sub-plans")
    above.get_by_role("link", name="05/KH-UBND").click()
    look(above, "sub-plan-coverage")
    expect(above.get_by_role("main")).to_contain_text("Kế hoạch")
