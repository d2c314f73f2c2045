"""Anybody: coming in with a password and a one-time code, being slowed down after wrong ones, going out."""

import re
import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from playwright.sync_api import Page, expect
from tests.factories import person
from tests.journeys.conftest import Look, Opened

from loa.organizations.enums import Role
from loa.organizations.models import Person

PASSWORD = "chim-chích-bông-2026"  # noqa: S105  # of a test
_TRIES = 5
"""Wrong passwords for one address before Loa asks to wait."""


@pytest.fixture(autouse=True)
def _nothing_counted() -> None:
    cache.clear()


@pytest.fixture
def officer() -> Person:
    made = person(Role.OFFICER, full_name="Lương Hoa Hồi", language="vi")
    made.set_password(PASSWORD)
    made.save()
    return made


def _sign_in(page: Page, who: Person, password: str = PASSWORD) -> None:
    page.get_by_label("Thư điện tử").fill(who.email)
    page.get_by_label("Mật khẩu").fill(password)
    page.get_by_role("button", name="Đăng nhập", exact=True).click()


def _open_menu(page: Page) -> None:
    page.locator(".fold-user summary").click()


def _code(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def test_an_officer_adds_one_time_codes_goes_out_and_comes_in_with_one(
    opened: Opened, look: Look, officer: Person, width: int
) -> None:
    page = opened(None, "/", width=width)
    look(page, "sign-in")
    _sign_in(page, officer)
    expect(page.get_by_role("heading", level=1)).to_have_text("Việc cần làm")

    _open_menu(page)
    page.get_by_role("link", name="Mật khẩu và mã xác thực").click()
    look(page, "account")
    page.get_by_role("link", name="Thiết lập").click()
    if page.get_by_label("Mật khẩu").count():  # some time after signing in, the password is asked once more
        page.get_by_label("Mật khẩu").fill(PASSWORD)
        page.get_by_role("main").get_by_role("button").first.click()
    expect(page.get_by_role("img", name="Hình chứa khóa cho ứng dụng")).to_be_visible()
    look(page, "account-codes")
    secret = page.locator("[data-copy]").get_attribute("data-copy") or ""
    page.get_by_label("Mã", exact=False).first.fill(_code(secret))
    page.get_by_role("button", name="Thiết lập").click()
    expect(page.get_by_text("Đã thiết lập mã xác thực một lần.")).to_be_visible()
    look(page, "account-recovery")

    _open_menu(page)
    page.get_by_role("button", name="Đăng xuất").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Đăng nhập")
    cache.clear()  # a code counts once, and the next would come in half a minute
    _sign_in(page, officer)
    expect(page.get_by_role("heading", level=1)).to_have_text("Mã xác thực một lần")
    look(page, "sign-in-code")
    page.get_by_label("Mã", exact=False).first.fill(_code(secret))
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Việc cần làm")


def test_whoever_guesses_passwords_is_asked_to_wait(opened: Opened, look: Look, officer: Person, width: int) -> None:
    page = opened(None, "/accounts/login/", width=width)
    for _ in range(_TRIES):
        _sign_in(page, officer, "không phải mật khẩu này")
        expect(page.get_by_role("alert")).to_be_visible()
    look(page, "sign-in-wrong")
    _sign_in(page, officer, "không phải mật khẩu này")
    expect(page.get_by_text(re.compile("quá nhiều lần"))).to_be_visible()
    look(page, "sign-in-throttled")
    _sign_in(page, officer)
    expect(page).to_have_url(re.compile("/accounts/login/"))
