"""A browser for the pages of this room, and axe to look at them."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from pytest_django.live_server_helper import LiveServer

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

_CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
_FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
]
_AXE = Path(__file__).parents[1] / "writing" / "axe" / "axe.min.js"
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

Opened = Callable[..., "Page"]


@pytest.fixture(scope="package")
def browser() -> "Iterator[Browser]":
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    if _CHROMIUM is None:
        pytest.skip("no Chromium is installed")
    # Playwright runs an event loop in this thread, which Django takes for asynchronous code.
    with pytest.MonkeyPatch.context() as patch, playwright.sync_playwright() as driver:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = driver.chromium.launch(executable_path=_CHROMIUM, args=_FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def opened(browser: "Browser", live_server: LiveServer, settings: Any) -> Iterator[Opened]:
    """Opens `address` of the server; an error of a script or of the content policy fails the test."""
    settings.DEBUG = True
    contexts = []

    def open_page(address: str, *, width: int = 1280, **options: Any) -> "Page":
        context = browser.new_context(
            viewport={"width": width, "height": 900}, reduced_motion="reduce", locale="vi-VN", **options
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: pytest.fail(f"script error: {error}"))
        page.on("console", lambda message: pytest.fail(f"console: {message.text}") if message.type == "error" else None)
        page.goto(live_server.url + address)
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def violations() -> Callable[["Page"], list[str]]:
    """What axe finds wrong with a page as it stands."""

    def found(page: "Page") -> list[str]:
        # The page's content policy keeps foreign scripts out, so axe comes in through the debugger.
        page.evaluate(_AXE.read_text(encoding="utf-8") + "; null")
        told = page.evaluate("rules => axe.run(document, {runOnly: rules})", _RULES)
        return [f"{rule['id']}: {node['html'][:120]}" for rule in told["violations"] for node in rule["nodes"]]

    return found
