"""The forecast: what it hangs on, that it is bounded and repeatable, and that its reasons are its own."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loa.monitoring.forecast import Course, Former, FormerOnce, Peers, forecast, forecast_once

MONTH = Course(required=5, counted=2, days=30, left=15)
STEADY = [Former(5, by_then=3, in_time=6)] * 6
FAILING = [Former(5, by_then=2, in_time=3)] * 6
LAST_MINUTE = [Former(5, by_then=0, in_time=5)] * 8


def codes(found: object) -> set[str]:
    return {reason.code for reason in found.reasons}  # type: ignore[attr-defined]  # a forecast


def test_what_is_done_is_not_missed_and_what_has_run_out_is() -> None:
    assert forecast(replace(MONTH, counted=5)).percent == 0
    assert forecast(replace(MONTH, left=0)).percent == 100
    assert forecast_once(0).percent == 100


def test_the_past_decides_between_two_agencies_of_the_same_pace() -> None:
    assert forecast(MONTH, STEADY).percent < 25
    assert forecast(MONTH, FAILING).percent > 75


def test_who_always_makes_it_at_the_last_moment_is_trusted_to_do_it_again() -> None:
    late = Course(required=5, counted=0, days=30, left=4)
    assert forecast(late).percent > 90
    assert forecast(late, LAST_MINUTE).percent < 35


def test_more_to_show_and_more_days_left_make_missing_less_likely() -> None:
    by_counted = [forecast(replace(MONTH, counted=counted), STEADY[:2]).percent for counted in range(5)]
    assert by_counted == sorted(by_counted, reverse=True)
    by_left = [forecast(replace(MONTH, left=left)).percent for left in (25, 15, 5, 1)]
    assert by_left == sorted(by_left)


def test_peers_speak_where_the_own_past_is_silent_and_less_and_less_as_the_window_goes_on() -> None:
    failing, doing = Peers(100, 90), Peers(100, 5)
    early = replace(MONTH, counted=0, left=30)
    apart = forecast(early, (), failing).percent - forecast(early, (), doing).percent
    late = replace(MONTH, left=3)
    apart_late = forecast(late, (), failing).percent - forecast(late, (), doing).percent
    assert apart > 30
    assert apart_late < apart / 3


def test_what_counts_as_many_at_once_is_counted_in_its_own_steps() -> None:
    """A thousand leaflets that come two hundred at a time are five things, and as uncertain as five."""
    leaflets = Course(required=1000, counted=400, days=30, left=15, step=200)
    assert abs(forecast(leaflets).percent - forecast(MONTH).percent) <= 1


def test_reasons_tell_what_the_forecast_hangs_on() -> None:
    behind = replace(MONTH, counted=1)
    assert codes(forecast(behind)) == {"left", "behind", "no_past"}
    known = forecast(replace(MONTH, counted=4), [*STEADY[:2], *FAILING[:1]], Peers(10, 3))
    assert {reason.code: reason.numbers for reason in known.reasons} == {
        "left": (1, 15), "ahead": (4, 2), "past": (1, 3), "rest": (3,), "peers": (3, 10),
    }  # fmt: skip


def test_a_report_that_is_later_than_usual_looks_like_being_late() -> None:
    early = [FormerOnce(12)] * 6
    at_the_end = [FormerOnce(0)] * 6
    assert forecast_once(3, early).percent > forecast_once(3, at_the_end).percent
    assert forecast_once(20, early).percent < 20


def test_who_was_late_before_is_likelier_to_be_late_again() -> None:
    late = [FormerOnce(None)] * 4
    assert forecast_once(10, late).percent > 2 * forecast_once(10, [FormerOnce(2)] * 4).percent
    assert codes(forecast_once(10, late)) == {"open", "past_late"}


formers = st.lists(
    st.builds(Former, st.integers(0, 400), by_then=st.integers(0, 300), in_time=st.integers(300, 900)), max_size=12
)


@given(st.integers(1, 100_000), st.integers(0, 100_000), st.integers(1, 400), st.integers(1, 400), formers)
def test_an_open_window_is_never_certain_and_always_the_same(
    required: int, counted: int, days: int, left: int, former: list[Former]
) -> None:
    course = Course(required, counted, max(days, left), left)
    first = forecast(course, former, Peers(3, 1))
    assert first == forecast(course, former, Peers(3, 1))
    assert first.percent in (range(1, 100) if counted < required else (0,))


@given(st.integers(1, 400), st.lists(st.builds(FormerOnce, st.none() | st.integers(0, 60)), max_size=12))
def test_a_thing_to_be_done_once_is_never_certain_while_it_is_open(left: int, former: list[FormerOnce]) -> None:
    assert 1 <= forecast_once(left, former).percent <= 99


@pytest.mark.parametrize("peers", [Peers(), Peers(4, 4)])
def test_a_duty_that_asks_for_nothing_else_than_before_needs_no_other_scale(peers: Peers) -> None:
    """Former windows that asked for twice as much count in proportion."""
    twice = [Former(10, by_then=6, in_time=12)] * 6
    assert abs(forecast(MONTH, twice, peers).percent - forecast(MONTH, STEADY, peers).percent) <= 1
