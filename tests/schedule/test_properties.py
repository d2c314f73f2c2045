"""What holds of every schedule."""

import re
from datetime import date, timedelta
from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.schedule.calendars import items

from loa.schedule import (
    MID_MONTH_REPORTS,
    Calendar,
    ClippedWindow,
    DueOnDayOff,
    Occurrence,
    Period,
    Settings,
    Terms,
    Version,
    Window,
    WindowInCourse,
    occurrences,
    occurrences_under,
    parse_terms,
    years,
)
from loa.schedule.wording import sentences

_DAY = timedelta(days=1)
_FIRST = date(2018, 1, 1)
PERIODS = st.sampled_from([period for period in Period if period is not Period.NINE_MONTHS])
CALENDARS = st.builds(Calendar, cut_day=st.integers(1, 28), first_month=st.integers(1, 12))
CODES = st.sampled_from(
    ["daily", "weekly", "biweekly", "monthly", "quarterly", "semiannual", "annual", "continuous", "once"]
)
DEADLINES = st.one_of(
    st.none(),
    st.integers(1, 31).map(lambda day: f"day {day} of every month"),
    st.integers(1, 31).map(lambda day: f"day {day} of every quarter"),
    st.integers(1, 31).map(lambda day: f"day {day} of the last month of the reporting period"),
    st.dates(date(2020, 1, 1), date(2020, 12, 31)).map(lambda day: f"{day:%m-%d} of every year"),
    st.dates(date(2017, 6, 1), date(2030, 1, 1)).map(date.isoformat),
    st.sampled_from(["2021", "2022-Q3", "2023-07", "3 working days after ngày ký"]),
)
QUOTAS = st.lists(
    st.builds(
        items,
        st.integers(1, 9),
        st.sampled_from(["day", "week", "month", "quarter", "year", "issue"]),
        st.sampled_from(["news item", "broadcast", "issue", "event"]),
    ),
    max_size=2,
)
SETTINGS = st.builds(
    Settings,
    reporting=st.sampled_from([Settings().reporting, MID_MONTH_REPORTS]),
    due_on_day_off=st.sampled_from(DueOnDayOff),
    clipped_window=st.sampled_from(ClippedWindow),
    window_in_course=st.sampled_from(WindowInCourse),
)


@st.composite
def spans(draw: st.DrawFn) -> Window:
    start = _FIRST + timedelta(days=draw(st.integers(0, 3000)))
    return Window(start, start + timedelta(days=draw(st.integers(0, 500))))


@st.composite
def stated_terms(draw: st.DrawFn) -> Terms:
    return parse_terms(
        cadence=draw(st.lists(CODES, max_size=3)),
        quotas=draw(QUOTAS),
        deadline=draw(DEADLINES),
        kinds=draw(st.sampled_from([[], ["report"]])),
    )


@given(CALENDARS, PERIODS, spans())
def test_windows_of_a_period_tile_time(calendar: Calendar, period: Period, span: Window) -> None:
    found = [slot.window for slot in calendar.slots(period, span)]
    assert found[0].start <= span.start <= found[0].end
    assert found[-1].start <= span.end <= found[-1].end
    assert [one.end + _DAY for one in found[:-1]] == [one.start for one in found[1:]]


@given(CALENDARS, PERIODS, spans())
def test_windows_have_names_of_their_own(calendar: Calendar, period: Period, span: Window) -> None:
    found = list(calendar.slots(period, span))
    assert len({slot.key for slot in found}) == len({slot.name.vi for slot in found}) == len(found)


@given(CODES.filter(lambda code: code not in ("once", "continuous")), st.integers(2000, 2050))
def test_windows_of_a_cadence_fill_the_year_with_no_gap_or_overlap(code: str, year: int) -> None:
    found = [one.window for one in occurrences(parse_terms(cadence=code), years(year))]
    assert (found[0].start, found[-1].end) == (date(year, 1, 1), date(year, 12, 31))
    assert [one.end + _DAY for one in found[:-1]] == [one.start for one in found[1:]]


@given(stated_terms(), spans(), SETTINGS)
def test_no_due_date_comes_before_its_window_and_no_two_keys_are_alike(
    terms: Terms, plan: Window, settings: Settings
) -> None:
    found = list(occurrences(terms, plan, settings=settings, event=plan.start))
    assert [one for one in found if one.due_on and one.due_on < one.window.start] == []
    assert len({one.key for one in found}) == len(found)
    assert [one.window.end for one in found] == sorted(one.window.end for one in found)


@given(stated_terms(), spans(), SETTINGS)
def test_the_same_input_gives_the_same_calendar(terms: Terms, plan: Window, settings: Settings) -> None:
    assert list(occurrences(terms, plan, settings=settings)) == list(occurrences(terms, plan, settings=settings))


@given(stated_terms(), spans(), SETTINGS)
def test_every_occurrence_explains_itself_in_both_languages(terms: Terms, plan: Window, settings: Settings) -> None:
    for one in list(occurrences(terms, plan, settings=settings, event=plan.end))[:20]:
        assert not re.search(r"[{}]", one.explanation.vi + one.explanation.en)
        assert min(len(one.explanation.vi.splitlines()), len(one.explanation.en.splitlines())) > 1


@given(stated_terms(), stated_terms(), spans(), st.integers(1, 499), SETTINGS)
def test_a_change_leaves_what_was_over_before_it_alone(
    old: Terms, new: Terms, plan: Window, after: int, settings: Settings
) -> None:
    change = min(plan.start + timedelta(days=after), plan.end)
    before = list(occurrences(old, plan, settings=settings))
    found = list(occurrences_under([Version(plan.start, old), Version(change, new)], plan, settings=settings))
    over = [one for one in before if _over(one) < change]
    assert [one for one in found if one in over] == over
    assert [one for one in found if _over(one) < change and one not in over and not _cut(one, before)] == []
    assert len({one.key for one in found}) == len(found)


def _over(one: Occurrence) -> date:
    return max(one.window.end, one.due_on or one.window.end)


def _cut(one: Occurrence, before: list[Occurrence]) -> bool:
    """Whether it is what the change left of an older window."""
    return any(old.key == one.key and old.window.start == one.window.start for old in before)


@given(stated_terms(), spans(), st.integers(1, 499), SETTINGS)
def test_a_change_to_the_same_terms_changes_no_count_or_report(
    terms: Terms, plan: Window, after: int, settings: Settings
) -> None:
    if settings.window_in_course is WindowInCourse.CUT:
        return
    change = min(plan.start + timedelta(days=after), plan.end)
    found = occurrences_under([Version(plan.start, terms), Version(change, terms)], plan, settings=settings)
    assert {one.key for one in found if one.period} == {
        one.key for one in occurrences(terms, plan, settings=settings) if one.period
    }


@pytest.mark.parametrize("code", sorted(sentences()))
def test_a_sentence_has_the_same_gaps_in_both_languages(code: str) -> None:
    wording = sentences()[code]
    gaps = [{name for _, name, _, _ in Formatter().parse(text) if name} for text in (wording.vi, wording.en)]
    assert gaps[0] == gaps[1]
