"""The page in a real browser: no violation axe can find, a journey by keyboard, both widths, paper, no script."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect
from tests.browsers import launched, violations
from tests.writing.factory import make_plan

from loa.writing.showcase import to_page

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser() -> "Iterator[Browser]":
    with launched() as browser:
        yield browser


@pytest.fixture
def address(tmp_path: Path) -> str:
    path = tmp_path / "plan.html"
    path.write_text(to_page(make_plan()), encoding="utf-8")
    return path.as_uri()


def _open(browser: "Browser", address: str, *, width: int = 1280, **options: Any) -> "Page":
    """A page that fails the test on any error or message of its script, and on any request but for itself."""
    context = browser.new_context(viewport={"width": width, "height": 800}, reduced_motion="reduce", **options)
    page = context.new_page()
    page.on("pageerror", lambda error: pytest.fail(f"script error: {error}"))
    page.on("console", lambda message: pytest.fail(f"console: {message.text}"))
    page.on("request", lambda request: _allow_only(address, request.url))
    page.goto(address)
    return page


def _allow_only(address: str, url: str) -> None:
    assert url.partition("#")[0] == address or url.startswith("data:")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_with_all_unfolded(browser: "Browser", address: str, width: int, scheme: str) -> None:
    page = _open(browser, address, width=width, color_scheme=scheme)
    page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
    page.keyboard.press("j")
    assert violations(page) == []


def test_axe_finds_nothing_in_the_help(browser: "Browser", address: str) -> None:
    page = _open(browser, address)
    page.keyboard.press("?")
    expect(page.locator(".help")).to_be_visible()
    assert violations(page) == []


def test_keys_walk_the_obligations_their_words_and_back(browser: "Browser", address: str) -> None:
    page = _open(browser, address)
    page.keyboard.press("j")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.closest('.card').id") == "o-2"
    expect(page.locator("#w-2.chosen")).to_be_visible()
    assert page.locator("#w-2 .f-deadline").get_attribute("data-label") == "Thời hạn"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.className") == "number"
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.closest('.card').id") == "o-2"
    page.keyboard.press("k")
    assert page.locator(".card.chosen").get_attribute("id") == "o-1"
    page.keyboard.press("Escape")
    assert page.locator(".chosen").count() == 0


def test_first_tab_skips_to_the_obligations(browser: "Browser", address: str) -> None:
    page = _open(browser, address)
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#obligations")).to_be_focused()


def test_keys_can_be_turned_off(browser: "Browser", address: str) -> None:
    page = _open(browser, address)
    page.keyboard.press("?")
    page.locator(".use-keys").uncheck()
    page.locator(".help-close").click()
    expect(page.locator(".help")).to_be_hidden()
    page.keyboard.press("j")
    assert page.locator(".chosen").count() == 0


def test_search_needs_no_marks_and_tells_how_many_fit(browser: "Browser", address: str) -> None:
    page = _open(browser, address)
    page.keyboard.press("/")
    page.keyboard.type("bao cao uy ban")
    expect(page.locator(".card:visible")).to_have_count(1)
    expect(page.locator(".shown")).to_have_text("Hiện 1 trên 4 nhiệm vụ")
    page.keyboard.type(" xyz")
    expect(page.locator(".shown")).to_have_text("Không có nhiệm vụ nào khớp.")


@pytest.mark.parametrize(
    ("field", "value", "cards"),
    [
        ("lead", "Các thôn, tổ dân phố", ["o-4"]),
        ("kind", "report", ["o-2"]),
        ("doubts", "", ["o-2"]),
    ],
)
def test_filters(browser: "Browser", address: str, field: str, value: str, cards: list[str]) -> None:
    page = _open(browser, address)
    chooser = page.locator(f"[name={field}]")
    chooser.check() if field == "doubts" else chooser.select_option(value)
    expect(page.locator(".card:visible")).to_have_count(len(cards))
    assert page.locator(".card:visible").evaluate_all("cards => cards.map(card => card.id)") == cards
    page.locator("[type=reset]").click()
    page.locator("#o-1").wait_for(state="visible")


def test_words_lead_to_their_card(browser: "Browser", address: str) -> None:
    page = _open(browser, address)
    page.locator("#w-3 .number").click()
    expect(page.locator("#o-3.chosen")).to_be_visible()
    assert page.evaluate("document.activeElement.closest('.card').id") == "o-3"


def test_phone_stacks_the_parts_and_never_scrolls_sideways(browser: "Browser", address: str) -> None:
    page = _open(browser, address, width=390)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    document, obligations = (page.locator(name).bounding_box() for name in ("#document", "#obligations"))
    assert document
    assert obligations
    assert obligations["y"] >= document["y"] + document["height"]


def test_phone_goes_from_card_to_words_and_on(browser: "Browser", address: str) -> None:
    page = _open(browser, address, width=390)
    page.locator("#o-2 .go").click()
    expect(page.locator("#w-2 .number")).to_be_focused()
    assert page.locator("#w-2").evaluate("words => words.getBoundingClientRect().top > 0")
    page.locator(".bar-next").click()
    expect(page.locator("#w-3.chosen")).to_be_visible()
    page.locator(".bar-now").click()
    assert page.evaluate("document.activeElement.closest('.card').id") == "o-3"


def test_without_scripts_links_lead_both_ways(browser: "Browser", address: str) -> None:
    page = _open(browser, address, java_script_enabled=False)
    assert not page.locator(".filters").is_visible()
    page.locator("#o-2 .go").click()
    expect(page).to_have_url(f"{address}#w-2")
    page.locator("#w-2 .number").click()
    expect(page).to_have_url(f"{address}#o-2")


def test_paper_shows_the_document_then_the_table(browser: "Browser", address: str) -> None:
    page = _open(browser, address)
    page.emulate_media(media="print")
    shown = {name: page.locator(name).is_visible() for name in (".sheet", ".printed", ".card >> nth=0", ".filters")}
    assert shown == {".sheet": True, ".printed": True, ".card >> nth=0": False, ".filters": False}
