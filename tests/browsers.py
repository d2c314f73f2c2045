"""The one way in which tests start a browser, and how they let axe look at a page."""

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

__all__ = ["CHROMIUM", "answered", "launched", "violations"]

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
_FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
]
_PATIENCE = 20_000
"""Milliseconds that a crowded machine may take to show what a test waits for."""
_AXE = Path(__file__).parent / "writing" / "axe" / "axe.min.js"
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@contextmanager
def launched() -> "Iterator[Browser]":
    """A browser; the test is skipped where there is none.

    While it is there an event loop runs in this thread, so that there can be no second one: a fixture that holds it
    ends with its module.
    """
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    if CHROMIUM is None:
        pytest.skip("no Chromium is installed")
    # Django takes the event loop for asynchronous code.
    with pytest.MonkeyPatch.context() as patch, playwright.sync_playwright() as driver:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        playwright.expect.set_options(timeout=_PATIENCE)
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=_FLAGS)
        yield browser
        browser.close()


def answered() -> None:
    """Waits until the server of the tests is at work for nobody; the browser must have left it.

    A page that asks by itself may have asked just before it went: what answers it would meet the database of the next
    test, and a log that is closed.
    """
    for thread in threading.enumerate():
        if "process_request_thread" in thread.name:
            thread.join(_PATIENCE / 1000)


def violations(page: "Page") -> list[str]:
    """What axe finds wrong with a page once it is there as a whole."""
    page.wait_for_load_state("load")
    # The page's content policy keeps foreign scripts out, so axe comes in through the debugger.
    page.evaluate(_AXE.read_text(encoding="utf-8") + "; null")
    told = page.evaluate("rules => axe.run(document, {runOnly: rules})", _RULES)
    return [f"{rule['id']}: {node['html'][:120]}" for rule in told["violations"] for node in rule["nodes"]]
