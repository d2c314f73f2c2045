"""An officer of a commune records what was done: on a phone, without scripts, and without network."""

import io
import re

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, Page, expect
from tests.journeys.conftest import Look, Opened
from tests.journeys.province import THE_DAY, Province

from loa.monitoring.enums import ReformArea
from loa.monitoring.fetching import Proposal
from loa.monitoring.models import Evidence
from loa.monitoring.views import recording
from loa.schedule.window import ONE_DAY

_OFFICER = "coordinator.binh-gia"
_LINK = "https://binhgia.example/tin/tra-ket-qua-tai-nha"
_TITLE = "Trả kết quả thủ tục tại nhà cho người cao tuổi"
_SITE = "agency-site"


def _photo() -> FilePayload:
    data = io.BytesIO()
    Image.new("RGB", (64, 48), "#2266aa").save(data, "JPEG")
    return {"name": "anh.jpg", "mimeType": "image/jpeg", "buffer": data.getvalue()}


@pytest.fixture(autouse=True)
def _a_site_that_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    """The page of the article, as if it had been asked for."""
    page = Proposal(
        _LINK, title=_TITLE, published_on=THE_DAY - ONE_DAY, areas=[ReformArea.PROCEDURES], words=320, has_photo=True
    )
    monkeypatch.setattr(recording, "proposal_of", lambda _link: page)


def _save(page: Page) -> None:
    page.get_by_role("button", name="Lưu", exact=True).click()


def _forgive_the_network(faults: list[str]) -> None:
    """What a browser notes of a network that is not there is no fault of the page."""
    faults[:] = [one for one in faults if "ERR_INTERNET_DISCONNECTED" not in one and not one.startswith("htmx:")]


def _missing(page: Page, count: int) -> None:
    expect(page.get_by_text(f"Còn thiếu {count} tin, bài trong tháng 3/2026.").first).to_be_visible()


def test_an_officer_records_an_article_from_its_link_and_sees_the_duty_move(
    opened: Opened, look: Look, province: Province, width: int
) -> None:
    province.plan_in_force()
    page = opened(province.person(_OFFICER), "/", width=width)
    page.get_by_role("link", name="Ghi nhận minh chứng").first.click()
    look(page, "record")
    page.get_by_label("Liên kết", exact=True).fill(_LINK)
    page.get_by_role("button", name="Lấy thông tin từ liên kết").click()
    expect(page.get_by_label(re.compile("^Tiêu đề"))).to_have_value(_TITLE)
    expect(page.get_by_label(re.compile("^Ngày"))).to_have_value("17/03/2026")
    expect(page.get_by_label("cải cách thủ tục hành chính")).to_be_checked()
    page.get_by_label("Kênh").select_option(_SITE)
    page.get_by_label("Ảnh", exact=True).set_input_files(_photo())
    _missing(page, 4)
    look(page, "record-filled")
    _save(page)
    expect(page.get_by_role("heading", name="Đã ghi nhận")).to_be_visible()
    _missing(page, 4)
    look(page, "recorded")

    page.get_by_role("link", name="Ghi nhận thêm minh chứng tương tự").click()
    expect(page.get_by_label("Kênh")).to_have_value(_SITE)
    page.get_by_label(re.compile("^Tiêu đề")).fill("Một cửa làm việc cả thứ Bảy")
    page.get_by_label("Liên kết", exact=True).fill("")
    page.get_by_label("Tệp có sẵn").set_input_files(_photo())
    _save(page)
    _missing(page, 3)
    page.get_by_role("link", name="Hoàn tác").click()
    look(page, "withdraw")
    page.get_by_label(re.compile("^Lý do")).fill("Ghi nhầm tháng")
    page.get_by_role("button", name="Rút").click()
    expect(page.get_by_text("Đã rút minh chứng; không tính nữa.")).to_be_visible()
    assert sorted(Evidence.objects.values_list("state", flat=True)) == ["recorded", "withdrawn"]


def test_without_scripts_an_officer_records_an_article_from_its_link(opened: Opened, province: Province) -> None:
    province.plan_in_force()
    page = opened(province.person(_OFFICER), "/evidence/record/", width=390, java_script_enabled=False)
    page.get_by_label("Liên kết", exact=True).fill(_LINK)
    page.get_by_label("Ảnh", exact=True).set_input_files(_photo())
    page.get_by_role("button", name="Lấy thông tin từ liên kết").click()
    expect(page.get_by_label(re.compile("^Tiêu đề"))).to_have_value(_TITLE)
    expect(page.get_by_label("bỏ anh.jpg")).to_be_visible()
    page.get_by_label("Kênh").select_option(_SITE)
    page.get_by_role("button", name="Xem sẽ được tính cho nhiệm vụ nào").click()
    _missing(page, 4)
    _save(page)
    expect(page.get_by_role("heading", name="Đã ghi nhận")).to_be_visible()
    _missing(page, 4)
    assert [file.name for file in Evidence.objects.get().files.all()] == ["anh.jpg"]


def test_what_is_entered_without_network_is_kept_and_sent_once(
    opened: Opened, look: Look, province: Province, faults: list[str]
) -> None:
    province.plan_in_force()
    page = opened(province.person(_OFFICER), "/evidence/record/", width=390)
    page.wait_for_selector("html[data-kept-for-offline]", state="attached")
    page.context.set_offline(True)
    page.goto(page.url)
    expect(page.get_by_text("Trang này dùng được cả khi mất mạng")).to_be_visible()
    for title in ("Họp thôn về dịch vụ công", "Ra quân hướng dẫn nộp hồ sơ"):
        page.get_by_label(re.compile("^Tiêu đề")).fill(title)
        page.get_by_label("Kênh").select_option(_SITE)
        page.get_by_label("Ảnh", exact=True).set_input_files(_photo())
        _save(page)
        expect(page.locator("[data-rows]").get_by_text(title)).to_be_visible()
    waiting = page.locator("[data-rows] li")
    expect(waiting).to_have_count(2)
    expect(waiting.first.get_by_text("chờ có mạng")).to_be_visible()
    page.goto(page.url)  # the list is on the disk, and the page opens again
    expect(page.locator("[data-rows] li")).to_have_count(2)
    look(page, "record-offline")
    assert not Evidence.objects.exists()

    page.context.set_offline(False)
    expect(page.locator("[data-rows] li").get_by_text("đã gửi")).to_have_count(2)
    recorded = Evidence.objects.order_by("title")
    assert [one.title for one in recorded] == ["Họp thôn về dịch vụ công", "Ra quân hướng dẫn nộp hồ sơ"]
    assert [one.files.count() for one in recorded] == [1, 1]
    _forgive_the_network(faults)


def test_an_ended_session_keeps_what_was_entered_until_its_person_is_back(
    opened: Opened, province: Province, faults: list[str]
) -> None:
    province.plan_in_force()
    officer = province.person(_OFFICER)
    page = opened(officer, "/evidence/record/", width=390)
    mine = page.context.cookies()
    page.context.clear_cookies()
    with page.expect_response(lambda answer: answer.request.method == "POST"):  # what it would count for: not told
        page.get_by_label(re.compile("^Tiêu đề")).fill("Giải đáp thủ tục đất đai")
        page.get_by_label("Tệp có sẵn").set_input_files(_photo())
    _save(page)
    expect(page.locator("[data-rows] li")).to_have_count(1)
    expect(page.get_by_role("link", name="Đăng nhập để gửi")).to_be_visible()
    assert not Evidence.objects.exists()

    page.context.add_cookies(mine)  # type: ignore[arg-type]  # as they were given
    page.get_by_role("button", name="Gửi ngay").click()
    expect(page.locator("[data-rows] li").get_by_text("đã gửi")).to_have_count(1)
    assert Evidence.objects.get().recorded_by == officer
    faults.clear()


def test_what_is_refused_later_says_why_and_can_be_put_right(
    opened: Opened, province: Province, faults: list[str]
) -> None:
    province.plan_in_force()
    page = opened(province.person(_OFFICER), "/evidence/record/", width=390)
    page.wait_for_selector("html[data-kept-for-offline]", state="attached")
    page.context.set_offline(True)
    page.get_by_label(re.compile("^Tiêu đề")).fill("Tin của ngày mai")
    page.get_by_label(re.compile("^Ngày")).fill("19/03/2026")
    page.get_by_label("Tệp có sẵn").set_input_files(_photo())
    _save(page)
    expect(page.locator("[data-rows] li")).to_have_count(1)
    page.context.set_offline(False)
    entry = page.locator("[data-rows] li")
    expect(entry.get_by_text("bị từ chối")).to_be_visible()
    expect(entry).to_contain_text("Ngày này chưa đến.")
    entry.get_by_role("button", name="Sửa lại").click()
    expect(page.get_by_label(re.compile("^Tiêu đề"))).to_have_value("Tin của ngày mai")
    expect(page.get_by_label(re.compile("^Ngày"))).to_have_value("19/03/2026")
    page.get_by_label(re.compile("^Ngày")).fill("18/03/2026")
    _save(page)
    expect(page.get_by_role("heading", name="Đã ghi nhận")).to_be_visible()
    assert Evidence.objects.get().files.count() == 1
    _forgive_the_network(faults)


def test_signing_out_asks_while_anything_waits_and_leaves_no_page_behind(
    opened: Opened, province: Province, faults: list[str]
) -> None:
    province.plan_in_force()
    page = opened(province.person(_OFFICER), "/evidence/record/")
    page.wait_for_selector("html[data-kept-for-offline]", state="attached")
    page.context.set_offline(True)
    page.get_by_label(re.compile("^Tiêu đề")).fill("Còn chờ")
    page.get_by_label("Tệp có sẵn").set_input_files(_photo())
    _save(page)
    expect(page.locator("[data-rows] li")).to_have_count(1)
    page.locator(".fold-user summary").click()
    page.get_by_role("button", name="Đăng xuất").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("chưa được ghi nhận: 1")
    dialog.get_by_role("button", name="Hủy").click()
    expect(page.locator("[data-rows] li")).to_have_count(1)

    page.context.set_offline(False)
    expect(page.locator("[data-rows] li").get_by_text("đã gửi")).to_have_count(1)
    assert page.evaluate("caches.keys()") == ["loa-evidence-pages"]
    page.locator(".fold-user summary").click()
    page.get_by_role("button", name="Đăng xuất").click()
    page.wait_for_url(re.compile("/accounts/login/"))
    assert page.evaluate("caches.keys()") == []
    _forgive_the_network(faults)
