"""A coordinator, a leader and a records clerk: from a document to what every agency owes."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from tests.journeys.conftest import Look, Opened
from tests.journeys.province import PLAN, THE_DAY, Province

from loa.plans.actions.reading import read_source
from loa.plans.actions.signing import submit
from loa.plans.models import Obligation, Plan, Source
from loa.project.demo.samples import folder

_NUMBER = "41/KH-UBND"


@pytest.fixture
def reading_waits(monkeypatch: pytest.MonkeyPatch) -> Callable[[Page], None]:
    """Tasks stay in the queue; calling what this gives reads the document that waits there."""
    monkeypatch.setattr("django_q.conf.Conf.SYNC", False)

    def read(page: Page) -> None:
        with page.expect_response("**/reading/"):  # the page asks every second how far it is
            pass
        read_source(Source.objects.get().pk, on=THE_DAY)
        monkeypatch.setattr("django_q.conf.Conf.SYNC", True)

    return read


def test_a_coordinator_has_a_document_read_and_goes_through_what_was_read(
    opened: Opened, look: Look, province: Province, reading_waits: Callable[[Page], None], width: int
) -> None:
    page = opened(province.person("coordinator"), "/plans/", width=width)
    page.get_by_role("link", name="Tải lên văn bản").click()
    look(page, "upload")
    page.get_by_label("Văn bản").set_input_files(folder() / PLAN)
    page.get_by_label("Cơ quan có kế hoạch").select_option(label="Ủy ban nhân dân tỉnh Lạng Sơn")
    page.get_by_role("button", name="Tải lên và đọc").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    look(page, "upload-progress")
    reading_waits(page)
    expect(page).to_have_url(re.compile("/review/$"))
    look(page, "review")

    by_keys = width > 1000
    total = Obligation.objects.count()
    _accept(page, by_keys=by_keys)
    _correct(page, look, by_keys=by_keys)
    _split(page, look, by_keys=by_keys)
    _reject(page, look, by_keys=by_keys)
    page.get_by_role("button", name=re.compile("không có nghi vấn")).click()
    expect(page.get_by_role("button", name=re.compile("không có nghi vấn"))).to_have_count(0)
    while _left(page):
        _accept(page, by_keys=by_keys)
    look(page, "review-done")

    assert dict.fromkeys(Obligation.objects.values_list("review", flat=True)).keys() == {
        "accepted", "corrected", "rejected",
    }  # fmt: skip
    assert Obligation.objects.count() == total + 1
    corrected = Obligation.objects.get(topic="Phiên chợ vùng cao")
    assert corrected.review == "corrected"
    assert corrected.read_as
    assert corrected.read_as["topic"] != corrected.topic
    page.get_by_role("link", name="Đến trang kế hoạch").click()
    expect(page.get_by_role("link", name="Ghi nhận đã ban hành").first).to_be_visible()
    look(page, "plan-reviewed")


def _press(page: Page, key: str, name: str, *, by_keys: bool) -> None:
    """A deed on the card that is up next, by its key or its button."""
    card = page.locator("[data-review-card][data-pending]").first
    if by_keys:
        page.locator("[data-review-card][aria-current]").wait_for()  # keys are heard from now on
        if not page.locator("[data-review-card][aria-current][data-pending]").count():
            page.keyboard.press("o")
        page.locator("[data-review-card][aria-current][data-pending]").wait_for()
        page.keyboard.press(key)
        return
    card.get_by_text(name, exact=False).locator("visible=true").last.click()


def _left(page: Page) -> int:
    page.wait_for_load_state("load")  # before it, only some of the cards may be there
    return page.locator("[data-review-card][data-pending]").count()


def _accept(page: Page, *, by_keys: bool) -> None:
    before = _left(page)
    _press(page, "a", "Chấp nhận", by_keys=by_keys)
    expect(page.locator("[data-review-card][data-pending]")).to_have_count(before - 1)


def _correct(page: Page, look: Look, *, by_keys: bool) -> None:
    _press(page, "e", "Sửa", by_keys=by_keys)
    topic = page.get_by_label("Chủ đề (vắn tắt)")
    topic.fill("Phiên chợ vùng cao")
    look(page, "review-edit")
    page.get_by_role("button", name="Lưu nhiệm vụ").click()
    expect(page.locator("[data-review-card]").first).to_be_visible()


def _split(page: Page, look: Look, *, by_keys: bool) -> None:
    _press(page, "s", "Tách", by_keys=by_keys)
    page.locator(".split-places a").first.click()
    look(page, "review-split")
    page.get_by_role("button", name="Tách", exact=True).click()
    expect(page.locator("[data-review-card]").first).to_be_visible()


def _reject(page: Page, look: Look, *, by_keys: bool) -> None:
    before = _left(page)
    _press(page, "x", "Loại bỏ", by_keys=by_keys)
    reason = page.locator(".duty-reject[open] input[name=reason]")
    reason.fill("Chỉ là câu dẫn, không giao việc.")
    look(page, "review-reject")
    reason.press("Enter")
    expect(page.locator("[data-review-card][data-pending]")).to_have_count(before - 1)


def test_leader_and_clerk_sign_and_number_the_plan_of_a_coordinator_who_sees_what_it_asks_of_whom(
    opened: Opened, look: Look, province: Province, width: int
) -> None:
    plan = province.plan_to_sign()
    coordinator = opened(province.person("coordinator"), "/", width=width)
    coordinator.get_by_role("link", name=re.compile("Hoàn thiện")).click()
    coordinator.get_by_role("link", name="Trình ký").click()
    look(coordinator, "plan-submit")
    coordinator.get_by_role("button", name="Trình ký").click()
    expect(coordinator.get_by_text("Đã trình ký kế hoạch.")).to_be_visible()

    leader = opened(province.person("leader"), "/", width=width)
    expect(leader.get_by_text(re.compile("chờ bạn ký")).first).to_be_visible()
    look(leader, "desk-leader")
    leader.get_by_role("link", name=re.compile("^Ký")).click()
    look(leader, "plan-to-sign")
    leader.get_by_role("link", name="Ký", exact=True).click()
    leader.get_by_label("Quyền hạn ký").select_option("KT.")
    leader.get_by_label("Ký thay").fill("CHỦ TỊCH")
    look(leader, "plan-sign")
    leader.get_by_role("button", name="Ký", exact=True).click()
    expect(leader.get_by_text("Đã ký kế hoạch.")).to_be_visible()

    clerk = opened(province.person("records_clerk"), "/", width=width)
    look(clerk, "desk-clerk")
    clerk.get_by_role("link", name=re.compile("Cấp số")).click()
    clerk.get_by_role("link", name=re.compile("Cấp số")).click()
    clerk.get_by_label("Số, ký hiệu").fill(_NUMBER)
    look(clerk, "plan-number")
    clerk.get_by_role("button", name=re.compile("ban hành")).click()
    expect(clerk.get_by_text("Đã ban hành kế hoạch.")).to_be_visible()

    coordinator.goto(coordinator.url.partition("/plans/")[0] + "/")
    coordinator.get_by_role("link", name=re.compile("Đưa vào")).first.click()
    coordinator.get_by_role("link", name="Đưa vào hiệu lực").click()
    look(coordinator, "plan-force")
    coordinator.get_by_role("button", name="Đưa vào hiệu lực").click()
    expect(coordinator.get_by_text("Kế hoạch đã có hiệu lực.")).to_be_visible()
    look(coordinator, "plan-in-force")
    coordinator.get_by_role("link", name="Lịch thực hiện").first.click()
    look(coordinator, "plan-calendar")
    coordinator.get_by_role("link", name="Theo cơ quan").click()
    row = coordinator.get_by_role("row").filter(has=coordinator.get_by_role("link", name=re.compile("Bình Gia")))
    expect(row).to_be_visible()
    look(coordinator, "plan-calendar-agencies")
    assert Plan.objects.get(pk=plan.pk).signer_authority == "KT. CHỦ TỊCH"


def test_a_leader_returns_a_plan_and_the_coordinator_reads_why(
    opened: Opened, look: Look, province: Province, width: int
) -> None:
    submit(province.plan_to_sign(), by=province.person("coordinator"), on=THE_DAY)
    leader = opened(province.person("leader"), "/", width=width)
    leader.get_by_role("link", name=re.compile("^Ký")).click()
    leader.get_by_role("link", name="Trả lại để chỉnh sửa").click()
    leader.get_by_label("Nội dung cần chỉnh sửa").fill("Bổ sung đầu mối của mục III.2.")
    look(leader, "plan-return")
    leader.get_by_role("button", name="Trả lại để chỉnh sửa").click()
    expect(leader.get_by_text("Đã trả lại kế hoạch.")).to_be_visible()

    coordinator = opened(province.person("coordinator"), "/", width=width)
    look(coordinator, "desk-returned")
    coordinator.get_by_role("link", name=re.compile("Hoàn thiện")).click()
    expect(coordinator.get_by_text("Bổ sung đầu mối của mục III.2.")).to_be_visible()
    look(coordinator, "plan-returned")
