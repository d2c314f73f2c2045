"""Figures brought from map to map: nothing is lost on the way, and the pages show weights beside figures."""

from datetime import date
from fractions import Fraction

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from tests.factories import agency, person
from tests.monitoring.calendars import REFORM, commune, duty, items, laid, merge, plan_of, province

from loa.monitoring.models import Assignment, Occurrence, Tally
from loa.monitoring.queries.board.sight import tops_of
from loa.monitoring.queries.comparison import (
    NOBODY,
    Figures,
    Handover,
    Periods,
    brought_back,
    brought_forward,
    compared,
)
from loa.organizations.enums import Role, Tier
from loa.organizations.models import Agency, Post

BEFORE, AFTER = (date(2026, 1, 1), date(2026, 6, 30)), (date(2026, 7, 1), date(2026, 12, 31))
TODAY = date(2027, 1, 2)
WHOLE = Fraction(1)


def figures(**of: int) -> dict[int, Figures]:
    return {int(key[1:]): Figures(Fraction(owed), Fraction(owed, 2)) for key, owed in of.items()}


def total(found: dict[int, Figures]) -> Figures:
    return sum(found.values(), Figures())


def handover(parts: dict[int, dict[int, Fraction]], *, ended: set[int], new: set[int]) -> Handover:
    return Handover(REFORM, parts, frozenset(ended), frozenset(new))


MERGED = handover({1: {10: WHOLE}, 2: {10: WHOLE}}, ended={1, 2}, new={10})
DIVIDED = handover({1: {10: Fraction(1, 4), 11: Fraction(3, 4)}}, ended={1}, new={10, 11})
PART_GIVEN = handover({1: {2: Fraction(1, 5)}}, ended=set(), new=set())


def test_a_merged_agency_has_what_its_predecessors_did() -> None:
    assert brought_forward(figures(a1=4, a2=6), [MERGED], last=BEFORE[1]) == figures(a10=10)


def test_on_the_old_map_a_merged_agency_is_divided_by_weight() -> None:
    assert brought_back(figures(a10=10), [MERGED], first=AFTER[0]) == figures(a1=5, a2=5)


def test_a_divided_agency_goes_where_its_weights_say_and_comes_back_whole() -> None:
    forward = brought_forward(figures(a1=8), [DIVIDED], last=BEFORE[1])
    assert forward == figures(a10=2, a11=6)
    assert brought_back(forward, [DIVIDED], first=AFTER[0]) == figures(a1=8)


def test_who_lasts_keeps_what_it_does_not_give() -> None:
    assert brought_forward(figures(a1=10, a2=1), [PART_GIVEN], last=BEFORE[1]) == figures(a1=8, a2=3)


def test_what_happened_after_a_change_is_not_given_away_again() -> None:
    after = figures(a1=10)
    assert brought_forward(after, [PART_GIVEN], last=AFTER[1]) == after


def test_what_nobody_took_over_stands_in_a_row_of_its_own() -> None:
    abolished = handover({1: {NOBODY: WHOLE}}, ended={1}, new=set())
    assert brought_forward(figures(a1=3), [abolished], last=BEFORE[1]) == {NOBODY: figures(a1=3)[1]}


_agencies = st.integers(1, 6)
_weights = st.integers(0, 6).map(lambda sixths: Fraction(sixths, 6))
_parts = st.dictionaries(
    _agencies, st.dictionaries(st.integers(0, 6), _weights, min_size=1, max_size=3), min_size=1, max_size=4
).map(lambda parts: {giver: {t: w for t, w in taken.items() if t != giver} for giver, taken in parts.items()})
_changes = st.lists(
    st.builds(
        Handover,
        st.dates(date(2026, 2, 1), date(2026, 11, 30)),
        _parts,
        st.frozensets(_agencies),
        st.frozensets(_agencies),
    ),
    max_size=4,
).map(lambda found: sorted(found, key=lambda change: change.on))
_figures = st.dictionaries(_agencies, st.builds(Figures, st.integers(0, 90).map(Fraction), st.just(WHOLE)))


@given(_figures, _changes)
def test_sums_are_the_same_on_every_map(found: dict[int, Figures], changes: list[Handover]) -> None:
    for day in (BEFORE[0], REFORM, AFTER[1]):
        assert total(brought_forward(found, changes, last=day)) == total(found)
        assert total(brought_back(found, changes, first=day)) == total(found)


# ------------------------------------------------------------------------------------------------- with a calendar


@pytest.fixture
def merged(db: None) -> tuple[Agency, Agency, Agency, Agency]:
    """A province whose two communes became one in the middle of the year, each owing two windows a month."""
    top = province()
    old, other = commune("Ủy ban nhân dân xã Cũ", top), commune("Ủy ban nhân dân xã Kia", top)
    new = commune("Ủy ban nhân dân xã Mới", top, since=REFORM)
    plan = plan_of(top)
    duty(plan, "all-communes", quotas=items(1, "month"))
    merge(old, other, into=new, on=REFORM)
    laid(plan)
    return top, old, other, new


def shown(agency: Agency, *, months: int) -> None:
    """In so many of the first months of its windows the agency was in time."""
    held = Assignment.objects.get(agency=agency)
    rows = Occurrence.objects.filter(owed_on__range=(held.held_from, held.held_to)).order_by("owed_on")
    for one in rows[:months]:
        Tally.objects.create(
            occurrence=one, agency=agency, obligation=one.obligation, branch=agency, counted=1, in_time=1,
            done="met", done_on=one.owed_on,
        )  # fmt: skip


def test_a_reorganisation_is_compared_on_either_map(merged: tuple[Agency, ...]) -> None:
    top, old, other, new = merged
    shown(old, months=3)
    shown(other, months=6)
    shown(new, months=2)
    on_new = compared(top, Tier.COMMUNE, Periods(BEFORE, AFTER), old_map=False, today=TODAY)
    assert [
        (str(line.agency), *map(int, (line.before.owed, line.before.in_time, line.after.in_time)))
        for line in on_new.lines
    ] == [(new.name, 12, 9, 2)]
    on_old = compared(top, Tier.COMMUNE, Periods(BEFORE, AFTER), old_map=True, today=TODAY)
    assert {
        str(line.agency): (int(line.before.in_time), int(line.after.owed), int(line.after.in_time))
        for line in on_old.lines
    } == {
        old.name: (3, 3, 1),
        other.name: (6, 3, 1),
    }
    assert (on_new.before, on_new.after) == (on_old.before, on_old.after)
    assert [(str(part.giver), str(part.taker), part.weight_shown) for part in on_new.parts] == [
        (old.name, new.name, 1),
        (other.name, new.name, 1),
    ]


def test_the_page_compares_and_names_its_weights(merged: tuple[Agency, ...], client: Client) -> None:
    top, old, *_ = merged
    shown(old, months=3)
    client.force_login(person(Role.COORDINATOR, top))
    asked = {
        "before_from": "01/01/2026",
        "before_to": "30/06/2026",
        "after_from": "01/07/2026",
        "after_to": "31/12/2026",
    }
    page = client.get("/standing/comparison/", asked).content.decode()
    assert "3/12" in page
    assert "xã Cũ" in page  # among the weights
    old_map = client.get("/standing/comparison/", {**asked, "map": "old"}).content.decode()
    assert "3/6" in old_map
    table = b"".join(client.get("/standing/comparison/", {**asked, "format": "csv"})).decode("utf-8-sig")
    assert table.splitlines()[1].startswith("Ủy ban nhân dân xã Mới")


@pytest.mark.parametrize(
    "asked", [{"before_from": "31/12/2026"}, {"after_from": "²"}, {"map": "x"}, {"top": "\0"}, {"tier": ""}]
)
def test_what_cannot_be_compared_is_told_and_breaks_nothing(
    merged: tuple[Agency, ...], client: Client, asked: dict[str, str]
) -> None:
    client.force_login(person(Role.COORDINATOR, merged[0]))
    answer = client.get("/standing/comparison/", asked)
    assert answer.status_code == 200
    assert "aria-invalid" in answer.content.decode()


def test_who_looks_after_several_begins_with_the_one_over_most(db: None) -> None:
    top = province()
    beside = agency("Ban Nội chính", under=top)
    commune("Ủy ban nhân dân xã A", top)
    who = person(Role.COORDINATOR, beside)
    Post.objects.create(person=who, agency=top, role=Role.COORDINATOR, valid_from=date(2026, 1, 1))
    assert tops_of(who, on=date(2026, 6, 1)) == [top, beside]


def test_who_looks_after_nobody_compares_nothing(merged: tuple[Agency, ...], client: Client) -> None:
    client.force_login(person(Role.OFFICER, merged[3]))
    assert "<table" not in client.get("/standing/comparison/").content.decode()


def test_a_country_of_communes_takes_no_more_queries(db: None, django_assert_max_num_queries: object) -> None:
    top = province()
    for number in range(6):
        commune(f"Ủy ban nhân dân xã {number}", top)
    plan = plan_of(top)
    duty(plan, "all-communes")
    laid(plan)
    with django_assert_max_num_queries(25):  # type: ignore[operator]  # a fixture
        compared(top, Tier.COMMUNE, Periods(BEFORE, AFTER), old_map=True, today=TODAY)
