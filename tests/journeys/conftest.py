"""A browser, and people who sign in with it: what every journey begins with."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from loa.organizations.models import Person

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page
    from pytest_django.live_server_helper import LiveServer

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
_CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
_FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
]
_AXE = Path(__file__).parents[1] / "writing" / "axe" / "axe.min.js"
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

Opened = Callable[..., "Page"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every journey needs a browser and a database that the server's thread sees."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db(transaction=True))
            item.add_marker(pytest.mark.skipif(_CHROMIUM is None, reason="no Chromium is installed"))


@pytest.fixture(scope="session")
def browser() -> "Iterator[Browser]":
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=_CHROMIUM, args=_FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def opened(browser: "Browser", live_server: "LiveServer", monkeypatch: pytest.MonkeyPatch) -> Iterator[Opened]:
    """Opens a page as somebody: `opened(person, "/plans/", width=390)`. A script error or a missing file fails."""
    # Playwright runs an event loop in this thread, which Django takes for asynchronous code.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    contexts = []

    def open_as(person: Person | None, path: str, *, width: int = 1280, **options: Any) -> "Page":
        context = browser.new_context(
            viewport={"width": width, "height": 900}, reduced_motion="reduce", locale="vi-VN", **options
        )
        contexts.append(context)
        if person:
            context.add_cookies([_session_of(person, live_server.url)])
        page = context.new_page()
        page.on("pageerror", lambda error: pytest.fail(f"script error: {error}"))
        page.on("console", lambda message: pytest.fail(f"console: {message.text}") if message.type == "error" else None)
        page.goto(live_server.url + path)
        return page

    yield open_as
    for context in contexts:
        context.close()


def _session_of(person: Person, url: str) -> Any:
    client = Client()
    client.force_login(person)
    return {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": url}


@pytest.fixture
def look(tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config) -> Callable[["Page", str], None]:
    """Has axe look at the page, asks that it is no wider than the screen, and keeps a picture under its name."""
    folder = pytestconfig.cache.mkdir("journeys")

    def looked(page: "Page", name: str) -> None:
        page.screenshot(path=folder / f"{name}.png", full_page=True)
        page.evaluate(_AXE.read_text("utf-8"))
        found = page.evaluate("rules => axe.run({runOnly: {type: 'tag', values: rules}})", _RULES)
        wrong = [(one["id"], one["nodes"][0]["html"][:200]) for one in found["violations"]]
        assert wrong == [], name
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), f"{name}: too wide"

    return looked
