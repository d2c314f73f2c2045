"""An administrator merges two communes; what they owed is on the desk of the commune that follows."""

import re

from playwright.sync_api import Page, expect
from tests.factories import person
from tests.journeys.conftest import Look, Opened
from tests.journeys.province import Province

from loa.organizations.enums import Role
from loa.organizations.models import Agency, Post

_OLD = ("Ủy ban nhân dân xã Bình Gia", "Ủy ban nhân dân xã Tân Văn")
_NEW = "Ủy ban nhân dân xã Bình Tân"
_DUTY = re.compile("Phát tin, bài về CCHC trên hệ thống truyền thanh")


def _enter(page: Page) -> None:
    page.get_by_label("Nội dung thay đổi").select_option("merge")
    page.locator("#id_effective_on").fill("18/03/2026")
    page.locator("#id_basis").fill("Nghị quyết số 07/NQ-HĐND ngày 10/03/2026")
    page.locator("#id_predecessors").fill("\n".join(_OLD))
    page.locator("#id_new-0-name, #id_form-0-name").first.fill(_NEW)
    page.locator("[name$='-0-superior']").fill("Ủy ban nhân dân tỉnh Lạng Sơn")
    page.locator("[name$='-0-place']").fill("Bình Tân")
    page.locator("[name$='-0-kind']").select_option("peoples_committee")


def test_an_administrator_merges_two_communes_and_the_new_one_finds_their_duties_on_its_desk(
    opened: Opened, look: Look, province: Province, width: int
) -> None:
    province.plan_in_force()
    page = opened(province.person("administrator"), "/organizations/", width=width)
    look(page, "organisations")
    page.get_by_role("link", name="Sắp xếp tổ chức").click()
    _enter(page)
    look(page, "reorganisation")
    page.locator("button[value=effect]").click()
    expect(page.get_by_role("heading", name="Tác động")).to_be_visible()
    look(page, "reorganisation-effect")
    assert not Agency.objects.filter(name=_NEW).exists()
    page.locator("button[value=confirm]").click()
    expect(page.get_by_role("main")).to_contain_text(_NEW)
    look(page, "reorganisation-done")

    successor = Agency.objects.get(name=_NEW)
    follows = person(Role.OFFICER, successor, full_name="Lộc Thạch Bàn")
    desk = opened(follows, "/", width=width)
    expect(desk.get_by_role("link", name=_DUTY).first).to_be_visible()
    look(desk, "desk-successor")

    origin = page.url.partition("/organizations/")[0]
    page.goto(f"{origin}/organizations/?view=table&on=2026-03-17&q=Tân Văn")
    expect(page.get_by_role("link", name=_OLD[1], exact=True)).to_be_visible()
    look(page, "organisations-before")
    page.goto(f"{origin}/organizations/agencies/{successor.key}/")
    expect(page.get_by_role("link", name=_OLD[0], exact=True)).to_be_visible()
    look(page, "organisation-successor")
    assert Post.objects.filter(agency=successor).count() > 1
