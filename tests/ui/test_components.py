"""What components make of their inputs; how they look is for the style guide."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django import forms
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from loa.ui.month import month_of
from loa.ui.parts import Bar, Entry, Node, Step
from loa.ui.wording import date_words, moment_words, number_words, percent_of, weekday_words


def render(source: str, *, query: str = "", **values: Any) -> str:
    request = RequestFactory().get(f"/?{query}")
    with translation.override("vi"):
        return Template("{% load ui %}" + source).render(Context({"request": request, **values})).strip()


@pytest.mark.parametrize(
    ("value", "words"),
    [(1234567, "1.234.567"), (1234.5, "1.234,5"), ("-7", "-7"), (0, "0"), (None, ""), ("chưa có", "chưa có")],
)
def test_numbers_have_dots_for_thousands_and_a_comma_for_decimals(value: object, words: str) -> None:
    assert number_words(value) == words


def test_places_round_a_number() -> None:
    assert (number_words(12.345, 1), number_words(3, 2)) == ("12,3", "3,00")


def test_days_and_moments_are_told_in_the_time_zone_of_the_page() -> None:
    late = datetime(2026, 3, 24, 18, 0, tzinfo=UTC)
    assert (date_words(late), moment_words(late)) == ("25/03/2026", "25/03/2026 01:00")
    assert (date_words(date(2026, 3, 5)), moment_words(date(2026, 3, 5)), date_words(None)) == ("05/03/2026",) * 2 + (
        "",
    )
    with translation.override("vi"):
        assert weekday_words(late) == "Thứ 4"


@pytest.mark.parametrize(("value", "whole", "share"), [(1, 4, 25.0), (5, 4, 100.0), (-1, 4, 0.0), (1, 0, 0.0)])
def test_a_share_stays_between_nothing_and_all(value: int, whole: int, share: float) -> None:
    assert percent_of(value, whole) == share


@pytest.mark.parametrize(
    ("tag", "address"),
    [
        ("{% query page=2 %}", "?a=1&amp;a=2&amp;page=2"),
        ("{% query a=None %}", "?"),
        ("{% query b='x y' %}", "?a=1&amp;a=2&amp;b=x+y"),
    ],
)
def test_query_changes_only_what_it_is_told(tag: str, address: str) -> None:
    assert render(tag, query="a=1&a=2&page=7") == address


def test_texts_are_escaped_in_every_component() -> None:
    evil = "<script>"
    sources = [
        "{% badge evil %}",
        "{% notice title=evil %}{{ evil }}{% endnotice %}",
        "{% card title=evil %}{{ evil }}{% endcard %}",
        "{% button evil url=evil %}",
        "{% empty_state evil evil %}",
        "{% copy evil label=evil %}",
        "{% confirm_panel evil action=evil %}{{ evil }}{% endconfirm_panel %}",
    ]
    assert [source for source in sources if evil in render(source, evil=evil)] == []


def test_content_of_a_part_is_not_escaped_twice() -> None:
    assert "<b>1 &lt; 2</b>" in render("{% notice %}<b>{{ text }}</b>{% endnotice %}", text="1 < 2")


class Filter(forms.Form):
    q = forms.CharField(label="Tìm", required=False)
    kind = forms.MultipleChoiceField(label="Loại", choices=[("a", "Tin"), ("b", "Bài")], required=False)


def test_each_active_filter_has_a_link_that_takes_it_off() -> None:
    html = render("{% filter_bar form target='list' %}", query="q=x&kind=a&kind=b&sort=-due&page=3", form=Filter())
    assert 'href="?q=x&amp;kind=b&amp;sort=-due"' in html
    assert html.count('class="chip"') == 3
    assert '<input type="hidden" name="sort" value="-due"' in html
    assert 'hx-target="#list"' in html


def test_a_deed_is_a_form_with_its_guard() -> None:
    html = render("{% post_button 'Gửi' url='/send/' confirm='Gửi?' %}", csrf_token="token")  # noqa: S106 - a sample
    assert 'method="post"' in html
    assert 'name="csrfmiddlewaretoken" value="token"' in html
    assert 'data-confirm="Gửi?"' in html


def test_progress_is_told_to_those_who_do_not_see_it() -> None:
    html = render("{% progress 6 whole=24 label='Tin' text='6/24' %}")
    assert 'aria-valuenow="25"' in html
    assert 'aria-valuetext="6/24"' in html
    assert 'width="25%"' in html


def test_states_of_a_life_cycle_are_words_too() -> None:
    html = render("{% stepper steps 'Các bước' %}", steps=[Step("Rà soát", "done"), Step("Phê duyệt", "current")])
    assert "đã xong" in html
    assert html.count('aria-current="step"') == 1


def test_a_branch_that_is_a_link_is_not_inside_its_fold() -> None:
    html = render("{% tree nodes 'Cơ quan' %}", nodes=[Node("Sở", "/so/", children=(Node("Phòng", "/phong/"),))])
    assert "<a" not in html[html.index("<summary>") : html.index("</summary>")]


def test_bars_are_measured_by_the_greatest_and_nothing_divides_by_zero() -> None:
    html = render("{% bar_list bars 'Tin' %}", bars=[Bar("A", 200), Bar("B", 50)])
    assert 'width="25%"' in html
    assert 'width="0%"' in render("{% bar_list bars 'Tin' %}", bars=[Bar("A", 0)])


def test_a_month_is_whole_weeks_from_monday_with_its_entries() -> None:
    month = month_of(date(2026, 3, 9), [Entry(date(2026, 3, 15), "Báo cáo")], today=date(2026, 3, 12))
    assert (month.weeks[0][0].on, month.weeks[-1][-1].on) == (date(2026, 2, 23), date(2026, 4, 5))
    assert (month.previous, month.next) == (date(2026, 2, 1), date(2026, 4, 1))
    assert [day.on for day in month.busy] == [date(2026, 3, 15)]
    assert [day.on for week in month.weeks for day in week if day.today] == [date(2026, 3, 12)]
    html = render("{% month_calendar month %}", month=month, query="unit=3")
    assert 'href="?unit=3&amp;month=2026-02"' in html


@pytest.mark.parametrize(
    ("code", "title"),
    [
        ("400", "Không đọc được yêu cầu"),
        ("403", "Bạn không có quyền xem trang này"),
        ("404", "Không tìm thấy trang"),
        ("500", "Đã xảy ra lỗi"),
    ],
)
def test_an_error_page_needs_no_request_and_no_database(code: str, title: str) -> None:
    with translation.override("vi"):
        html = render_to_string("ui/error.html", {"code": code})
    assert f"<h1>{title}</h1>" in html.replace("\n", "")
    assert f"Lỗi {code}" in html
