"""The reader on the annotated plans of the guide: every aim holds on every one of them."""

from collections.abc import Callable

import pytest
from tests.reading.scoring import (
    COLUMNS,
    SCORER,
    Pair,
    as_table,
    measures,
    outside_the_guide,
    predicted,
    reported,
    seeds,
)

AIMS = dict(zip(COLUMNS, (0.98, 0.99, 0.99, 1.0, 0.97, 0.95), strict=True))
LISTS = ("objectives", "requirements", "audiences", "topics")

pytestmark = pytest.mark.skipif(
    not (SCORER.is_file() and seeds()), reason="no folder `shared` with the annotated plans"
)
each_seed = pytest.mark.parametrize("seed", seeds(), ids=lambda seed: seed.name)


@each_seed
def test_every_aim_is_reached_on_each_plan(seed: Pair) -> None:
    reached = measures([seed])
    assert {name: reached[name] for name, aim in AIMS.items() if reached[name] < aim} == {}


@each_seed
def test_every_code_is_one_of_the_guide(seed: Pair) -> None:
    assert outside_the_guide(seed) == []


@each_seed
def test_obligations_stand_at_the_annotated_paths(seed: Pair) -> None:
    plan, gold = predicted(seed.source), seed.gold()
    assert [duty["ref"] for duty in plan["obligations"]] == [duty["ref"] for duty in gold["obligations"]]


@each_seed
def test_leaves_without_a_duty_stand_at_the_annotated_paths_for_the_annotated_reasons(seed: Pair) -> None:
    plan, gold = predicted(seed.source), seed.gold()
    assert _reasons(plan["not_obligations"]) == _reasons(gold["not_obligations"])


def _reasons(items: list[dict[str, str | None]]) -> set[tuple[str | None, str | None]]:
    return {(item["ref"], item["reason"]) for item in items}


@each_seed
@pytest.mark.parametrize("name", LISTS)
def test_statements_are_whole(seed: Pair, name: str) -> None:
    assert _statements(predicted(seed.source)[name]) == _statements(seed.gold()[name])


@each_seed
def test_channels_are_whole(seed: Pair) -> None:
    assert _statements(predicted(seed.source)["channels"]) == _statements(seed.gold()["channels"])


def _statements(items: list[dict[str, str | None]]) -> list[tuple[str | None, str | None, str | None]]:
    return [(item["ref"], item["text"], item.get("audience")) for item in items]


def test_the_table_of_scores(show_table: Callable[[str], None]) -> None:
    rows = {seed.name: measures([seed]) for seed in seeds()} | {"all": measures(seeds()), "aim": AIMS}
    fields = reported(seeds())["obligations"]["fields"]
    show_table(as_table(rows) + "\nfields of obligations: " + ", ".join(f"{k} {v:.3f}" for k, v in fields.items()))
