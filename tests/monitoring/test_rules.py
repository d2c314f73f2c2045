"""Which evidence fits which duty and what it is worth there, as plain values."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loa.monitoring.actions.counting import _with_added
from loa.monitoring.enums import EvidenceKind, MatchState
from loa.monitoring.rules import DEFAULT_GATE, Candidate, Gate, Piece, Taking, copies_resolved, demand_of, verdicts
from loa.monitoring.rules import nearest as nearest_of
from loa.monitoring.standing import NOTHING, Owed, Thing, count
from loa.monitoring.window_names import window_name, window_told
from loa.schedule import Kind

DAY = date(2026, 3, 10)
EVERY = {kind.value for kind in EvidenceKind}


def taking(pk: int = 1, *, gate: Gate = DEFAULT_GATE, **told: Any) -> Taking:
    demand = demand_of(
        tuple(told.pop("kinds", ["publish"])),
        tuple(told.pop("channels", ())),
        told.pop("unit", "news item"),
        False,
        gate,
    )
    values: dict[str, Any] = {
        "obligation_id": pk, "plan": 1, "issuer": 1, "rule_id": pk, "position": pk, "ref": f"III.{pk}",
        "derived_from": None, "key": "2026-03", "kind": Kind.QUOTA,
        "window_from": date(2026, 3, 1), "window_to": date(2026, 3, 31),
        "due_on": date(2026, 3, 31), "owed_on": date(2026, 3, 31), "closes_on": date(2026, 3, 31), "amount": 5,
        "within": True,
    }  # fmt: skip
    return Taking(pk=pk, demand=demand, **{**values, **told})


def piece(pk: int = 1, **told: Any) -> Piece:
    values: dict[str, Any] = {
        "item": 1, "agency": 7, "kind": "article", "channel": "portal", "areas": (), "day": DAY, "has_proof": True,
    }  # fmt: skip
    return Piece(pk=pk, **{**values, **told})


def worth(one: Piece, *takings: Taking, decided: tuple[tuple[int, int, int], ...] = ()) -> dict[int, MatchState]:
    found = verdicts(one, [Candidate(each, 7, leads=True) for each in takings], decided)
    return {verdict.taking.pk: verdict.state for verdict in found}


@pytest.mark.parametrize(
    ("kinds", "unit", "taken"),
    [
        (["publish"], "news item", {"article", "broadcast"}),
        (["column", "broadcast"], "broadcast", {"broadcast"}),
        (["train"], "event", {"training"}),
        ([], "event", {"event", "training", "contest"}),
        (["make-plan", "fund"], "", {"plan"}),
        (["conference", "train"], "", {"event", "training"}),
        (["supply-info"], "", {"document", "bulletin", "article"}),
        ([], "", set()),
    ],
)
def test_what_a_duty_takes_follows_from_what_it_counts_and_is_called(
    kinds: list[str], unit: str, taken: set[str]
) -> None:
    demand = demand_of(tuple(kinds), (), unit, False, DEFAULT_GATE)
    assert {kind for kind in EVERY if demand.takes_kind(kind)} == taken


def test_what_people_set_stands_in_place_of_the_words_of_the_plan() -> None:
    demand = demand_of(("publish",), ("portal",), "news item", False, Gate(kinds=("event",), channels=("social",)))
    assert (set(demand.kinds), set(demand.channels)) == ({"event"}, {"social"})


@pytest.mark.parametrize(
    ("asked", "kind", "channel", "home", "fits"),
    [
        ((), "article", "", False, True),
        (("portal",), "article", "portal", False, True),
        (("portal",), "article", "social", False, False),
        (("portal",), "article", "", False, False),
        (("portal",), "article", "agency-site", True, True),
        (("portal",), "article", "agency-site", False, False),
        (("mass-media",), "article", "newspaper", False, True),
        (("training",), "training", "", False, True),
        (("radio-tv", "newspaper"), "inspection", "", False, True),
    ],
)
def test_channels(asked: tuple[str, ...], kind: str, channel: str, home: bool, fits: bool) -> None:
    demand = demand_of(("publish",), asked, "", False, DEFAULT_GATE)
    assert demand.takes_channel(kind, channel, at_home=home) is fits


@pytest.mark.parametrize(
    ("gate", "told", "code"),
    [
        (Gate(minimum_words=200), {"words": 199}, "words"),
        (Gate(minimum_words=200), {"words": None}, "words-unknown"),
        (Gate(own_work=True), {"own_work": None}, "own-work-unsaid"),
        (Gate(own_work=True), {"own_work": False}, "reprint"),
        (Gate(with_photo=True), {}, "no-photo"),
        (Gate(areas=("digital",)), {}, "no-area"),
        (Gate(), {"has_proof": False}, "no-proof"),
    ],
)
def test_what_the_gate_lacks_is_held_with_the_reason(gate: Gate, told: dict[str, Any], code: str) -> None:
    (found,) = verdicts(piece(**told), [Candidate(taking(gate=gate), 7, leads=True)], ())
    assert (found.state, found.reason[0][0]) == (MatchState.HELD, code)


def test_what_passes_the_gate_counts() -> None:
    gate = Gate(minimum_words=200, own_work=True, with_photo=True, areas=("digital",))
    good = piece(words=200, own_work=True, has_photo=True, areas=("digital",))
    assert worth(good, taking(gate=gate)) == {1: MatchState.COUNTED}
    assert worth(piece(kind="broadcast", has_proof=False), taking(unit="broadcast")) == {1: MatchState.COUNTED}


def test_of_quotas_of_one_plan_the_most_fitting_takes_it() -> None:
    wide, narrow, narrowest = taking(1), taking(2, channels=["portal", "social"]), taking(3, channels=["portal"])
    counted, elsewhere = MatchState.COUNTED, MatchState.ELSEWHERE
    assert worth(piece(), wide, narrow, narrowest) == {1: elsewhere, 2: elsewhere, 3: counted}
    # What it lacks at the most fitting, it may still be for another.
    held = taking(3, channels=["portal"], gate=Gate(with_photo=True))
    assert worth(piece(), wide, narrow, held) == {1: elsewhere, 2: counted, 3: MatchState.HELD}
    # Other plans, duties that share, and what counts nothing do not compete.
    free = taking(4, gate=Gate(exclusive=False))
    assert worth(piece(), wide, taking(5, plan=2), free, taking(6, kind=Kind.CONTINUOUS)) == dict.fromkeys(
        (1, 5, 4, 6), counted
    )
    # What a person gave to one duty of the plan, no other takes.
    assert worth(piece(), wide, narrow, decided=((7, 1, 9),)) == {1: elsewhere, 2: elsewhere}


def test_of_placements_of_one_item_the_earliest_counts() -> None:
    late, early = piece(1, day=date(2026, 3, 12)), piece(2, day=date(2026, 3, 11))
    found = [verdict for one in (late, early) for verdict in verdicts(one, [Candidate(taking(), 7, leads=True)], ())]
    resolved = {one.piece.pk: one.state for one in copies_resolved(found, {})}
    assert resolved == {1: MatchState.COPY, 2: MatchState.COUNTED}
    # Unless a person said that another counts.
    assert {one.state for one in copies_resolved(found, {(1, 7): DAY})} == {MatchState.COPY}


def test_a_report_is_for_the_window_due_nearest_or_the_one_it_names() -> None:
    both = [
        taking(
            month, kind=Kind.REPORT, within=False, key=f"2026-0{month}/report", window_from=date(2026, month, 1),
            due_on=date(2026, month + 1, 5),
        )
        for month in (1, 2)
    ]  # fmt: skip

    def meant(day: date, about: str = "") -> int | None:
        found = nearest_of(both, piece(kind="report", day=day, about=about))
        return found.pk if found else None

    assert [meant(date(2026, 2, day)) for day in (3, 10, 25)] == [1, 1, 2]
    assert meant(date(2026, 2, 25), "2026-01") == 1
    assert meant(date(2026, 2, 25), "2026-Q1") is None


def test_a_report_that_names_its_period_is_not_the_one_owed_once_for_the_year() -> None:
    once = taking(kinds=["report"], unit="", kind=Kind.ONCE, key="once", window_to=date(2026, 12, 20))
    assert nearest_of([once], piece(kind="report", about="2026-Q1/report")) is None
    assert nearest_of([once], piece(kind="report", about="once")) == once
    assert nearest_of([once], piece(kind="report")) == once
    assert nearest_of([once], piece(kind="document", about="2026-Q1/report")) == once


def test_news_of_every_day_is_not_the_thing_done_once_unless_it_is_named() -> None:
    once = taking(kinds=["disseminate"], unit="", kind=Kind.ONCE, key="once")
    assert nearest_of([once], piece(kind="article")) is None
    assert nearest_of([once], piece(kind="article", about="once")) == once
    assert nearest_of([once], piece(kind="event")) == once
    on_a_site = taking(kinds=["disseminate"], unit="", channels=["portal"], kind=Kind.ONCE, key="once")
    assert nearest_of([on_a_site], piece(kind="article", channel="portal")) is None
    assert nearest_of([on_a_site], piece(kind="article", channel="portal", about="once")) == on_a_site


def test_a_thing_done_once_is_named_with_its_duty_or_the_one_it_was_taken_over_from() -> None:
    hotline = taking(kinds=["disseminate"], unit="", kind=Kind.ONCE, key="once", obligation_id=5, rule_id=6)
    taken_over = taking(kinds=["disseminate"], unit="", kind=Kind.ONCE, key="once", obligation_id=8, derived_from=5)
    other = taking(kinds=["disseminate"], unit="", kind=Kind.ONCE, key="once", obligation_id=9)
    named = piece(kind="event", about=window_name("once", Kind.ONCE, 5))
    assert [nearest_of([one], named) for one in (hotline, taken_over, other)] == [hotline, taken_over, None]
    assert window_name("2026-Q1/report", Kind.REPORT, 5) == "2026-Q1/report"
    assert (window_told("2026-Q1"), window_told(window_name("once", Kind.ONCE, 5))) == ("2026-Q1", "")


def test_a_billboard_is_proved_by_what_stands_on_the_street_and_by_no_article() -> None:
    demand = demand_of(("disseminate",), ("billboard",), "", False, DEFAULT_GATE)
    assert not any(demand.takes_channel("article", channel, at_home=True) for channel in ("", "portal", "agency-site"))
    assert demand.takes_channel("material", "", at_home=False)


_THINGS = st.lists(st.builds(Thing, st.dates(date(2026, 1, 1), date(2026, 2, 20)), st.integers(1, 3)), max_size=8)


@given(before=_THINGS, added=_THINGS, required=st.integers(1, 6))
def test_adding_to_a_count_is_counting_it_all(before: list[Thing], added: list[Thing], required: int) -> None:
    owed = Owed(Kind.ONCE, date(2026, 1, 1), date(2026, 1, 31), date(2026, 1, 31), date(2026, 3, 31), required)
    found = _with_added(owed, count(owed, before), added)
    assert found is None or found == count(owed, [*before, *added])
    if not before:
        assert (found or NOTHING).counted == sum(one.amount for one in added) or found is None
