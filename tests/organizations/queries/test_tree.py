"""The tree of a day, one branch at a time, and the days on which anything changed."""

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries
from tests.factories import LONG_AGO, agency, put_under

from loa.organizations.enums import AgencyKind, Tier
from loa.organizations.models import Agency, Succession
from loa.organizations.queries.moments import change_days, neighbours
from loa.organizations.queries.reach import below
from loa.organizations.queries.tree import Branch, branch, tree

pytestmark = pytest.mark.django_db
BEFORE, AFTER = date(2025, 6, 30), date(2025, 7, 1)


@pytest.fixture
def province() -> Agency:
    return agency("UBND tỉnh", kind=AgencyKind.PEOPLES_COMMITTEE)


def _names(branches: tuple[Branch, ...] | None) -> list[str]:
    return [one.designation.name for one in branches or ()]


def test_the_tree_goes_from_the_centre_down_and_is_open_only_where_asked(province: Agency) -> None:
    agency("Bộ Nội vụ", kind=AgencyKind.MINISTRY, tier=Tier.CENTRAL)
    district = agency("UBND huyện", kind=AgencyKind.PEOPLES_COMMITTEE, tier=Tier.DISTRICT, under=province)
    agency("UBND xã", kind=AgencyKind.PEOPLES_COMMITTEE, tier=Tier.COMMUNE, under=district)
    agency("Sở Nội vụ", under=province)
    closed = tree(BEFORE)
    assert _names(closed) == ["Bộ Nội vụ", "UBND tỉnh"]
    assert [(one.below, one.children) for one in closed] == [(0, None), (2, None)]
    opened = tree(BEFORE, district)[1]
    assert _names(opened.children) == ["Sở Nội vụ", "UBND huyện"]
    assert opened.children is not None
    assert (opened.children[1].current, _names(opened.children[1].children)) == (True, ["UBND xã"])


def test_a_branch_shows_who_stands_there_on_the_day(province: Agency) -> None:
    moved = agency("Sở cũ", until=BEFORE, under=province)
    new = agency("Sở mới", since=AFTER)
    put_under(new, province, since=AFTER)
    assert _names(branch(province, BEFORE)) == [moved.name]
    assert _names(branch(province, AFTER)) == [new.name]


@pytest.mark.parametrize("many", [1, 80])
def test_the_tree_costs_the_same_however_many_stand_in_it(
    province: Agency, many: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(many):
        agency(under=province)
    with django_assert_num_queries(5):
        tree(AFTER, province)
    with django_assert_num_queries(3):
        assert len(branch(province, AFTER)) == many


def test_a_circle_in_the_data_ends_the_walk(province: Agency) -> None:
    unit = agency(under=province)
    put_under(province, unit)
    assert below({province.pk}, AFTER) == {province.pk, unit.pk}
    assert tree(AFTER, unit) == ()


def test_every_day_of_change_is_known_once(province: Agency, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    agency("Sở cũ", until=BEFORE, under=province)
    agency("Sở mới", since=AFTER, under=province)
    Succession.objects.create(kind="merge", effective_on=date(2026, 1, 1))
    with django_assert_num_queries(5):
        days = change_days()
    assert days == (LONG_AGO, AFTER, date(2026, 1, 1))
    assert neighbours(days, AFTER) == (LONG_AGO, date(2026, 1, 1))
    assert neighbours(days, date(2030, 1, 1)) == (date(2026, 1, 1), None)
