"""The reader on the project's own sample plans: floors that may rise and never fall.

Of the sets that are kept unread while rules are written only totals are shown and compared, and so of the fresh ones,
whose figures at first sight stand in their README.
"""

from collections.abc import Callable

import pytest
from tests.reading.scoring import (
    COLUMNS,
    SCORER,
    Pair,
    as_table,
    detection_and_leads,
    measures,
    outside_the_guide,
    predicted,
    samples,
)

OPEN = samples("open")
CLOSED_SETS = [kind for kind in ("sealed", "unseen", "fresh") if samples(kind)]
FLOORS_OPEN = dict(zip(COLUMNS, (0.99, 0.99, 0.99, 0.99, 0.98, 0.97), strict=True))
FLOORS_CLOSED = {
    "sealed": dict(zip(COLUMNS, (0.99, 0.99, 0.99, 0.99, 0.97, 0.955), strict=True)),
    "unseen": dict(zip(COLUMNS, (0.99, 0.99, 0.99, 0.99, 0.99, 0.985), strict=True)),
    "fresh": dict(zip(COLUMNS, (0.985, 0.99, 0.99, 0.99, 0.97, 0.96), strict=True)),
}
FOUND, LEADS = 0.99, 0.95
"""Floors of the simple comparison, in which every letter of a name counts."""

scored = pytest.mark.skipif(not SCORER.is_file(), reason="no folder `shared` with the scorer: compared in a simple way")
each_set = pytest.mark.parametrize("kind", ["open", *CLOSED_SETS])
each_open = pytest.mark.parametrize("pair", OPEN, ids=lambda pair: pair.name)


def plans(kind: str) -> list[Pair]:
    """The samples of a set that are plans."""
    return [pair for pair in samples(kind) if pair.gold()["document"]["type"]]


def below(reached: dict[str, float], floors: dict[str, float]) -> dict[str, float]:
    return {name: round(reached[name], 3) for name, floor in floors.items() if reached[name] < floor}


@scored
@each_open
def test_no_measure_falls_below_its_floor_on_an_open_sample(pair: Pair) -> None:
    assert below(measures([pair]), FLOORS_OPEN) == {}


@scored
@each_open
def test_every_code_is_one_of_the_guide(pair: Pair) -> None:
    assert outside_the_guide(pair) == []


@scored
@pytest.mark.parametrize("kind", CLOSED_SETS)
def test_no_total_of_a_closed_set_falls_below_its_floor(kind: str) -> None:
    assert below(measures(plans(kind)), FLOORS_CLOSED[kind]) == {}


@each_set
def test_obligations_are_found_and_their_leads_are_exact(kind: str) -> None:
    found, exact = detection_and_leads(plans(kind))
    assert (found >= FOUND, exact >= LEADS) == (True, True), f"found {found:.3f}, leads {exact:.3f}"


@each_set
def test_plans_are_told_from_what_is_no_plan(kind: str) -> None:
    told = [(predicted(pair.source), pair.gold()) for pair in samples(kind)]
    assert sum(plan["document"]["type"] != gold["document"]["type"] for plan, gold in told) == 0
    assert sum(bool(plan["obligations"] or plan["outline"]) for plan, gold in told if not gold["outline"]) == 0


@scored
def test_the_table_of_scores(show_table: Callable[[str], None]) -> None:
    rows = {pair.name: measures([pair]) for pair in OPEN}
    rows |= {f"{kind}, all {len(plans(kind))} plans": measures(plans(kind)) for kind in ("open", *CLOSED_SETS)}
    show_table(as_table(rows))


def test_the_table_of_simple_scores(show_table: Callable[[str], None]) -> None:
    lines = [f"{kind:<8} found at its place {found:.3f}, leads exact {exact:.3f}" for kind, found, exact in _simple()]
    show_table("\n".join(lines))


def _simple() -> list[tuple[str, float, float]]:
    return [(kind, *detection_and_leads(plans(kind))) for kind in ("open", *CLOSED_SETS)]
