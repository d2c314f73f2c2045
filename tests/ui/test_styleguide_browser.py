"""The style guide in a real browser: no violation axe can find, both widths, by keyboard, and without scripts."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from tests.browsers import violations

if TYPE_CHECKING:
    from playwright.sync_api import Page

Opened = Callable[..., "Page"]
Guide = Callable[..., "Page"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def guide(opened: Opened) -> Guide:
    return lambda query="", **options: opened(f"/ui/styleguide/{query}", **options)


@pytest.mark.parametrize("width", [1280, 390, 320])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(guide: Guide, width: int) -> None:
    page = guide("?q=x&kind=news", width=width)
    page.evaluate("document.querySelectorAll('.tree details').forEach(part => part.open = true)")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("fold", [".fold-navigation", ".fold-user"])
def test_menus_of_a_phone_open_and_close_by_key(guide: Guide, fold: str) -> None:
    page = guide(width=390)
    page.locator(f"{fold} summary").focus()
    page.keyboard.press("Enter")
    expect(page.locator(f"{fold} .fold-body")).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(page.locator(f"{fold} .fold-body")).to_be_hidden()
    expect(page.locator(f"{fold} summary")).to_be_focused()


def test_the_list_of_keys_names_those_of_the_page(guide: Guide) -> None:
    page = guide()
    page.keyboard.press("?")
    expect(page.locator("#keys-dialog")).to_be_visible()
    expect(page.locator("#keys-dialog dt")).to_have_text(["?", "/", "n", "[", "]"])
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(page.locator("#keys-dialog")).to_be_hidden()
    page.keyboard.press("/")
    expect(page.locator("#masthead-q")).to_be_focused()
    page.keyboard.press("?")
    expect(page.locator("#masthead-q")).to_have_value("?")
    expect(page.locator("#keys-dialog")).to_be_hidden()


def test_a_deed_is_done_only_once_it_is_confirmed(guide: Guide) -> None:
    page = guide()
    page.evaluate("""() => {
        const button = document.querySelector('[data-confirm]');
        const form = document.createElement('form');
        button.type = 'submit';
        button.replaceWith(form);
        form.append(button);
        window.sent = window.answers = 0;
        form.addEventListener('submit', event => { event.preventDefault(); window.sent += 1; });
        document.getElementById('confirm-dialog').addEventListener('close', () => { window.answers += 1; });
    }""")
    for answers, (answer, sent) in enumerate((("no", 0), ("yes", 1), ("no", 1)), 1):
        page.locator("[data-confirm]").click()
        expect(page.locator("[data-confirm-text]")).to_have_text("Xóa minh chứng này?")
        page.locator(f"#confirm-dialog button[value={answer}]").click()
        page.wait_for_function("answers => window.answers === answers", arg=answers)
        assert page.evaluate("window.sent") == sent


def test_a_form_is_sent_once_until_the_page_is_shown_again(guide: Guide) -> None:
    page = guide()
    refused = page.evaluate("""() => {
      const form = document.body.appendChild(Object.assign(document.createElement("form"), { method: "post" }));
      const send = () => !form.dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }));
      const sent = [send(), send()];
      window.dispatchEvent(new Event("pageshow"));
      return [...sent, send()];
    }""")
    assert refused == [False, True, False]


def test_a_link_of_the_summary_leads_to_its_field(guide: Guide) -> None:
    page = guide()
    page.locator(".error-summary a").last.click()
    expect(page.locator("[name=w-scope]:focus")).to_have_count(1)


def test_a_dialog_opens_with_scripts_and_without(guide: Guide) -> None:
    page = guide()
    page.locator("a[href='#sample-dialog']").click()
    expect(page.locator("#sample-dialog:modal")).to_be_visible()
    assert violations(page) == []
    bare = guide(java_script_enabled=False)
    bare.locator("a[href='#sample-dialog']").click()
    expect(bare.locator("#sample-dialog")).to_be_visible()
    bare.locator("#sample-dialog .dialog-close").click()
    expect(bare.locator("#sample-dialog")).to_be_hidden()


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
    expect(page.locator(".chip")).to_have_text(["Bỏ điều kiện lọc Loại nhiệm vụ: Báo cáo×"])
