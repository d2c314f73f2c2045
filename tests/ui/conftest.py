"""A browser for the pages of this room."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest
from pytest_django.live_server_helper import LiveServer
from tests.browsers import answered, launched

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

Opened = Callable[..., "Page"]


@pytest.fixture(scope="module")
def browser() -> "Iterator[Browser]":
    with launched() as browser:
        yield browser


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
    answered()
