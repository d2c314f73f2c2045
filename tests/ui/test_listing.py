"""The page of a table: order, page numbers, links, and what it costs."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.http import HttpRequest
from django.test import RequestFactory

from loa.ui.listing import Listing, listing, listing_of, ordering

SORTS = {"name": "model", "room": ("app_label", "-model")}


def ask(query: str = "") -> HttpRequest:
    return RequestFactory().get(f"/things/?{query}")


@pytest.fixture
def things(db: None) -> models.QuerySet[ContentType]:
    ContentType.objects.bulk_create(
        ContentType(app_label=room, model=name) for room in ("one", "two") for name in ("a", "b", "c")
    )
    return ContentType.objects.filter(app_label__in=("one", "two"))


def names(found: Listing[Any]) -> list[str]:
    return [f"{row.app_label}.{row.model}" for row in found]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["one.a", "two.a", "one.b", "two.b"]),
        ("sort=-name", ["two.c", "one.c", "two.b", "one.b"]),
        ("sort=room", ["one.c", "one.b", "one.a", "two.c"]),
        ("sort=-room", ["two.a", "two.b", "two.c", "one.a"]),
        ("sort=password", ["one.a", "two.a", "one.b", "two.b"]),
        ("sort=--name", ["one.a", "two.a", "one.b", "two.b"]),
    ],
)
def test_rows_come_in_the_order_asked_for_and_equal_ones_by_key(
    things: models.QuerySet[ContentType], query: str, expected: list[str]
) -> None:
    assert names(listing(ask(query), things, sorts=SORTS, default="name", per_page=4)) == expected


@pytest.mark.parametrize(
    ("page", "number"), [("2", 2), ("9", 2), ("0", 1), ("-1", 1), ("two", 1), ("", 1), ("٢", 1), ("9" * 5000, 1)]
)
def test_any_page_number_gives_a_page(things: models.QuerySet[ContentType], page: str, number: int) -> None:
    assert listing(ask(f"page={page}"), things, sorts=SORTS, default="name", per_page=4).number == number


def test_a_page_costs_two_queries(
    things: models.QuerySet[ContentType], django_assert_num_queries: Callable[..., Any]
) -> None:
    with django_assert_num_queries(2):
        found = listing(ask("page=2"), things, sorts=SORTS, default="name", per_page=4)
        assert (len(found), found.total, found.pages, found.first, found.last) == (2, 6, 2, 5, 6)


def test_no_rows_are_one_page_of_nothing(db: None) -> None:
    found = listing(ask("page=3"), ContentType.objects.none(), sorts=SORTS, default="name")
    assert (found.rows, found.number, found.pages, found.first, found.last) == ([], 1, 1, 0, 0)


def test_rows_without_a_value_come_last_in_both_directions() -> None:
    assert [(term.descending, term.nulls_last) for term in ordering("due")] == [(False, True), (False, True)]
    assert [(term.descending, term.nulls_last) for term in ordering("due", descending=True)] == [(True, True)] * 2


def test_links_keep_filters_and_a_new_order_begins_on_the_first_page() -> None:
    found: Listing[int] = listing_of(ask("q=cải cách&page=2"), list(range(120)))
    assert found.page_url(3) == "?q=c%E1%BA%A3i+c%C3%A1ch&page=3"
    assert found.page_url(1) == "?q=c%E1%BA%A3i+c%C3%A1ch"
    assert found.sort_url("name") == "?q=c%E1%BA%A3i+c%C3%A1ch&sort=name"
    assert list(found) == list(range(50, 100))


def test_a_second_click_on_a_head_turns_the_order() -> None:
    found: Listing[int] = Listing(
        rows=[], total=0, number=1, per_page=50, sort="name", sorts=frozenset(SORTS), query=ask("sort=name").GET
    )
    assert (found.sort_url("name"), found.sort_url("room")) == ("?sort=-name", "?sort=room")
    assert (found.direction("name"), found.direction("room")) == ("ascending", "")


@pytest.mark.parametrize(
    ("number", "steps"),
    [(1, [1, 2, 0, 20]), (4, [1, 2, 3, 4, 5, 0, 20]), (10, [1, 0, 9, 10, 11, 0, 20]), (20, [1, 0, 19, 20])],
)
def test_pages_near_and_at_the_ends_are_linked(number: int, steps: list[int]) -> None:
    found = listing_of(ask(f"page={number}"), list(range(1000)))
    assert [step.number for step in found.steps] == steps


@pytest.mark.parametrize(
    ("page", "counted"),
    [("", (4, True, 2, 3)), ("2", (4, True, 2, 3)), ("3", (6, False, 2, 3)), ("9", (6, False, 2, 3))],
)
def test_many_rows_are_counted_as_far_as_is_asked_and_every_page_is_reached(
    things: models.QuerySet[ContentType], page: str, counted: tuple[int, bool, int, int]
) -> None:
    found = listing(ask(f"page={page}"), things, sorts=SORTS, default="name", per_page=2, most=4)
    assert (found.total, found.more, len(found.rows), found.pages) == counted
    assert (found.next_url is None) is not found.more
