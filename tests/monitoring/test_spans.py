"""Stretches of days, joined, cut and taken apart."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from loa.monitoring.spans import Span, clipped, covers, joined, without

FIRST = date(2026, 1, 1)


def days(spans: list[Span]) -> set[int]:
    return {day for day in range(120) if covers(spans, FIRST + timedelta(days=day))}


@st.composite
def spans(draw: st.DrawFn) -> Span:
    start = draw(st.integers(0, 99))
    end = draw(st.integers(start, min(start + 20, 119)))
    return Span(FIRST + timedelta(days=start), FIRST + timedelta(days=end))


LISTS = st.lists(spans(), max_size=6)


@given(LISTS)
def test_joining_keeps_every_day_and_leaves_gaps_between(found: list[Span]) -> None:
    few = joined(found)
    assert days(few) == days(found)
    assert all(after.first - before.last > timedelta(days=1) for before, after in pairwise(few))


@given(LISTS, LISTS)
def test_taking_out_leaves_the_other_days(held: list[Span], taken: list[Span]) -> None:
    assert days(without(held, taken)) == days(held) - days(taken)


@given(LISTS, spans())
def test_clipping_keeps_the_common_days(held: list[Span], to: Span) -> None:
    assert days(clipped(held, to)) == days(held) & days([to])


def test_what_holds_until_further_notice_is_joined_too() -> None:
    assert joined([Span(FIRST, date.max), Span(FIRST + timedelta(days=9), date.max)]) == [Span(FIRST, date.max)]
