"""A list with filters, orders and pages, swapped in part by htmx."""

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import pytest
from django.contrib.contenttypes.models import ContentType
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Page

Opened = Callable[..., "Page"]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("tests.ui.list_page"),
]


@pytest.fixture
def things(transactional_db: None) -> None:
    ContentType.objects.bulk_create(
        ContentType(app_label=room, model=name) for room in ("one", "two") for name in ("a", "b")
    )


def shows(page: "Page", rows: Sequence[str], *, query: str) -> None:
    expect(page).to_have_url(re.compile(re.escape(f"/things/{query}") + "$"))
    expect(page.locator("tbody tr")).to_have_text(rows, use_inner_text=True)


def test_filters_orders_and_pages_swap_the_list_and_keep_the_address(things: None, opened: Opened) -> None:
    page = opened("/things/")
    page.evaluate("window.same = true")
    page.get_by_role("link", name="Phòng").click()
    shows(page, ["a one", "b one"], query="?sort=room")
    page.get_by_role("link", name="Sau").focus()
    page.keyboard.press("Enter")
    shows(page, ["a two", "b two"], query="?sort=room&page=2")
    page.get_by_label("Phòng").select_option("one")
    shows(page, ["a one", "b one"], query="?sort=room&room=one")
    page.get_by_label("Tìm").press_sequentially("b")
    shows(page, ["b one"], query="?sort=room&q=b&room=one")
    expect(page.get_by_label("Tìm")).to_be_focused()
    expect(page.locator(".chip b")).to_have_text(["b", "Một"])
    assert page.evaluate("window.same")
    page.go_back()
    shows(page, ["a one", "b one"], query="?sort=room&room=one")


def test_the_list_is_the_same_without_scripts(things: None, opened: Opened) -> None:
    page = opened("/things/?sort=room", java_script_enabled=False)
    page.get_by_label("Phòng").select_option("two")
    page.get_by_role("button", name="Lọc").click()
    rows = page.locator("tbody tr")
    expect(rows).to_have_text(["a two", "b two"], use_inner_text=True)
    page.locator(".chip").click()
    expect(rows).to_have_text(["a one", "b one"], use_inner_text=True)
    assert page.locator("body").inner_text().count("Phòng") == 2


def test_where_nothing_is_found_the_page_says_so(things: None, opened: Opened) -> None:
    page = opened("/things/?q=zzz")
    expect(page.locator(".empty-title")).to_have_text("Không có kết quả")
