"""A list with filters, orders and pages, swapped in part by htmx."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import pytest
from django.contrib.contenttypes.models import ContentType

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
    page.wait_for_url(f"**/things/{query}")
    page.wait_for_function(
        "rows => [...document.querySelectorAll('tbody tr')].map(r => r.innerText.trim()).join() === rows",
        arg=",".join(row.replace(" ", "\t") for row in rows),
    )


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
    assert page.evaluate("[window.same, document.activeElement.name]") == [True, "q"]
    assert page.locator(".chip b").all_inner_texts() == ["b", "Một"]
    page.go_back()
    shows(page, ["a one", "b one"], query="?sort=room&room=one")


def test_the_list_is_the_same_without_scripts(things: None, opened: Opened) -> None:
    page = opened("/things/?sort=room", java_script_enabled=False)
    page.get_by_label("Phòng").select_option("two")
    page.get_by_role("button", name="Lọc").click()
    assert page.locator("tbody tr").all_inner_texts() == ["a\ttwo", "b\ttwo"]
    page.locator(".chip").click()
    assert page.locator("tbody tr").all_inner_texts() == ["a\tone", "b\tone"]
    assert page.locator("body").inner_text().count("Phòng") == 2


def test_where_nothing_is_found_the_page_says_so(things: None, opened: Opened) -> None:
    page = opened("/things/?q=zzz")
    assert page.locator(".empty-title").inner_text() == "Không có kết quả"
