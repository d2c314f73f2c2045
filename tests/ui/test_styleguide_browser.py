"""The style guide in a real browser: no violation axe can find, both widths, by keyboard, and without scripts."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from pytest_django.live_server_helper import LiveServer

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
_CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
_FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
]
_AXE = Path(__file__).parents[1] / "writing" / "axe" / "axe.min.js"
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(_CHROMIUM is None, reason="no Chromium is installed"),
]

Guide = Callable[..., "Page"]


@pytest.fixture(scope="module")
def browser() -> "Iterator[Browser]":
    # Playwright runs an event loop in this thread, which Django takes for asynchronous code.
    with pytest.MonkeyPatch.context() as patch, playwright.sync_playwright() as driver:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = driver.chromium.launch(executable_path=_CHROMIUM, args=_FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def guide(browser: "Browser", live_server: LiveServer, settings: Any) -> Iterator[Guide]:
    """Opens the style guide; an error of a script or of the content policy fails the test."""
    settings.DEBUG = True
    contexts = []

    def opened(query: str = "", *, width: int = 1280, **options: Any) -> "Page":
        context = browser.new_context(
            viewport={"width": width, "height": 900}, reduced_motion="reduce", locale="vi-VN", **options
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: pytest.fail(f"script error: {error}"))
        page.on("console", lambda message: pytest.fail(f"console: {message.text}") if message.type == "error" else None)
        page.goto(f"{live_server.url}/ui/styleguide/{query}")
        return page

    yield opened
    for context in contexts:
        context.close()


def _violations(page: "Page") -> list[str]:
    # The page's content policy keeps foreign scripts out, so axe comes in through the debugger.
    page.evaluate(_AXE.read_text(encoding="utf-8") + "; null")
    found = page.evaluate("rules => axe.run(document, {runOnly: rules})", _RULES)
    return [f"{rule['id']}: {node['html'][:120]}" for rule in found["violations"] for node in rule["nodes"]]


@pytest.mark.parametrize("width", [1280, 390, 320])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(guide: Guide, width: int) -> None:
    page = guide("?q=x&kind=news", width=width)
    page.evaluate("document.querySelectorAll('.tree details').forEach(part => part.open = true)")
    assert _violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("fold", [".fold-navigation", ".fold-user"])
def test_menus_of_a_phone_open_and_close_by_key(guide: Guide, fold: str) -> None:
    page = guide(width=390)
    page.locator(f"{fold} summary").focus()
    page.keyboard.press("Enter")
    assert page.locator(f"{fold} .fold-body").is_visible()
    assert _violations(page) == []
    page.keyboard.press("Escape")
    assert not page.locator(f"{fold} .fold-body").is_visible()
    assert page.evaluate("document.activeElement.localName") == "summary"


def test_the_list_of_keys_names_those_of_the_page(guide: Guide) -> None:
    page = guide()
    page.keyboard.press("?")
    assert page.locator("#keys-dialog").is_visible()
    assert page.locator("#keys-dialog dt").all_inner_texts() == ["?", "/", "n", "[", "]"]
    assert _violations(page) == []
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "masthead-q"
    page.keyboard.press("?")
    assert not page.locator("#keys-dialog").is_visible()


def test_a_deed_is_done_only_once_it_is_confirmed(guide: Guide) -> None:
    page = guide()
    page.evaluate("""() => {
        const button = document.querySelector('[data-confirm]');
        const form = document.createElement('form');
        button.type = 'submit';
        button.replaceWith(form);
        form.append(button);
        window.sent = 0;
        form.addEventListener('submit', event => { event.preventDefault(); window.sent += 1; });
    }""")
    for answer, sent in (("no", 0), ("yes", 1), ("no", 1)):
        page.locator("[data-confirm]").click()
        assert page.locator("[data-confirm-text]").inner_text() == "Xóa minh chứng này?"
        page.locator(f"#confirm-dialog button[value={answer}]").click()
        page.wait_for_function("!document.getElementById('confirm-dialog').open")
        assert page.evaluate("window.sent") == sent


def test_a_link_of_the_summary_leads_to_its_field(guide: Guide) -> None:
    page = guide()
    page.locator(".error-summary a").last.click()
    assert page.evaluate("document.activeElement.name") == "w-scope"


def test_a_dialog_opens_with_scripts_and_without(guide: Guide) -> None:
    page = guide()
    page.locator("a[href='#sample-dialog']").click()
    assert page.evaluate("document.getElementById('sample-dialog').matches(':modal')")
    assert _violations(page) == []
    bare = guide(java_script_enabled=False)
    bare.locator("a[href='#sample-dialog']").click()
    assert bare.locator("#sample-dialog").is_visible()
    bare.locator("#sample-dialog .dialog-close").click()
    assert not bare.locator("#sample-dialog").is_visible()


def test_a_copied_text_says_so(guide: Guide) -> None:
    page = guide(permissions=["clipboard-read", "clipboard-write"])
    page.locator("[data-copy]").click()
    page.get_by_text("Đã sao chép").first.wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == "PA-2026-00123"


def test_without_scripts_nothing_is_shown_that_needs_them(guide: Guide) -> None:
    page = guide(java_script_enabled=False)
    assert page.locator("[data-needs-script]:visible").count() == 0
    page.get_by_label("Loại nhiệm vụ").first.select_option("report")
    page.get_by_role("button", name="Lọc").click()
    assert page.locator(".chip").all_text_contents() == ["Bỏ điều kiện lọc Loại nhiệm vụ: Báo cáo×"]
