"""A browser, a day, a province and people who sign in: what every journey begins with."""

import os
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.browsers import answered, launched, violations
from tests.journeys.province import THE_DAY, Province, load_province

from loa.organizations.models import Person

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page
    from pytest_django.live_server_helper import LiveServer

_BELOW_THE_FOOTER = """() => {
  const footer = document.querySelector("body > footer");
  const end = footer ? window.scrollY + footer.getBoundingClientRect().bottom : Infinity;
  return document.documentElement.scrollHeight - Math.max(end, window.innerHeight);
}"""
_FAILED = pytest.StashKey[bool]()

Opened = Callable[..., "Page"]
Look = Callable[["Page", str], None]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every journey needs a browser and a database that the server's thread sees."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db(transaction=True))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Any:
    """Remembers whether the journey itself failed, for who keeps where it stood."""
    report = yield
    if report.when == "call":
        item.stash[_FAILED] = report.failed
    return report


@pytest.fixture(params=[1280, 390], ids=["desk", "phone"])
def width(request: pytest.FixtureRequest) -> int:
    """Of the screen, in CSS pixels."""
    return int(request.param)


@pytest.fixture(autouse=True)
def _on_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """A journey begins at nine on THE_DAY, by the clock of Loa, whenever it is made."""
    real = timezone.now
    nine = datetime(THE_DAY.year, THE_DAY.month, THE_DAY.day, 9, tzinfo=timezone.get_default_timezone())
    away = nine - real()
    monkeypatch.setattr(timezone, "now", lambda: real() + away)


@pytest.fixture
def province() -> Province:
    return load_province()


@pytest.fixture(scope="module")
def browser() -> "Iterator[Browser]":
    with launched() as browser:
        yield browser


@pytest.fixture
def faults() -> Iterator[list[str]]:
    """What the browser complained of. Asserted at the end: what is raised while it reports ends the browser."""
    found: list[str] = []
    yield found
    assert found == []


@pytest.fixture
def opened(
    browser: "Browser", live_server: "LiveServer", request: pytest.FixtureRequest, faults: list[str]
) -> Iterator[Opened]:
    """Opens a page as somebody: `opened(person, "/plans/", width=390)`. A script error or a missing file fails."""
    contexts: list[Any] = []

    def open_as(person: Person | None, path: str, *, width: int = 1280, **options: Any) -> "Page":
        context = browser.new_context(
            viewport={"width": width, "height": 900}, reduced_motion="reduce", locale="vi-VN", **options
        )
        contexts.append(context)
        if person:
            context.add_cookies([_session_of(person, live_server.url)])
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(f"script error: {error}"))
        page.on("console", lambda message: faults.extend(_error_of(message)))
        page.goto(live_server.url + path)
        return page

    yield open_as
    failed = request.node.stash.get(_FAILED, False)
    for number, context in enumerate(contexts):
        if failed:
            kept = _folder(request.config) / f"failed-{request.node.name}-{number}"
            page = context.pages[-1]
            page.screenshot(path=kept.with_suffix(".png"), full_page=True)
            kept.with_suffix(".html").write_text(f"<!-- {page.url} -->\n{page.content()}", "utf-8")
        context.close()
    answered()


_CUT_OFF = ("htmx:afterRequest,", "htmx:sendAbort,")
"""What is asked for in passing is cut off when the page is left. Of what fails otherwise htmx tells in a line more."""


def _error_of(message: Any) -> Iterator[str]:
    if message.text.startswith(_CUT_OFF):
        return
    # A form with a mistake comes back as 422 and a closed door as 403 or 429, which a browser notes as an error.
    if message.type == "error" and not any(f"status of {code}" in message.text for code in (403, 422, 429)):
        yield f"{message.text} {message.location}"


def _session_of(person: Person, url: str) -> Any:
    client = Client()
    client.force_login(person)
    return {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": url}


def _folder(config: pytest.Config) -> Path:
    return Path(config.cache.mkdir("journeys"))


@pytest.fixture
def look(request: pytest.FixtureRequest, faults: list[str]) -> Look:
    """Has axe look at the page and asks that it is no wider than the screen.

    LOA_TEST_PICTURES=yes keeps a picture under its name as well, which takes its time.
    """
    keeps_pictures = os.environ.get("LOA_TEST_PICTURES") == "yes"

    def looked(page: "Page", name: str) -> None:
        width = page.viewport_size["width"] if page.viewport_size else 0
        name, before = f"{name}-{width}", len(faults)
        page.wait_for_load_state("load")
        if keeps_pictures:
            page.screenshot(path=_folder(request.config) / f"{name}.png", full_page=True)
        assert violations(page) == [], name
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), f"{name}: too wide"
        below = page.evaluate(_BELOW_THE_FOOTER)
        assert below < 2, f"{name}: {below} pixels of nothing below the footer"
        english = page.locator("html").get_attribute("lang")
        assert english == "vi", f"{name}: in {english}"
        del faults[before:]  # taking pictures and looking into colours breaks the content policy, not the page

    return looked
