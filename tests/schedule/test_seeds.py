"""Calendars of two annotated plans, counted by hand; run where the folder `shared` stands beside the repository."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from tests.schedule.calendars import Stated, dues

from loa.schedule import Kind, Terms, occurrences, parse_terms, years

GOLD = Path(__file__).parents[3] / "shared" / "gold"

pytestmark = pytest.mark.skipif(not GOLD.is_dir(), reason="no folder `shared` beside the repository")


def _terms(obligation: dict[str, Any]) -> Terms:
    return parse_terms(
        cadence=obligation["cadence"],
        quotas=[Stated(**quota) for quota in obligation["quotas"]],
        deadline=obligation["deadline"],
        kinds=obligation["kind"],
    )


def _obligations(name: str) -> dict[str, Terms]:
    plan = json.loads((GOLD / name).read_text("utf-8"))
    return {one["id"]: _terms(one) for one in plan["obligations"]}


def test_the_quotas_of_a_province_give_six_months_and_three_weeks_of_duties() -> None:
    found = [one for terms in _obligations("004.json").values() for one in occurrences(terms, years(2023))]
    # Six duties a month; three a week, of which 2023 has 52 whole ones and the Sunday of its first day; one plan by
    # 1 March, one estimate; nine duties without a time or continuous; one by the programme of another plan.
    assert Counter(one.kind for one in found) == {Kind.QUOTA: 6 * 12 + 3 * 53, Kind.ONCE: 2, Kind.CONTINUOUS: 9}
    per_month = Counter(one.key[:7] for one in found if one.key.startswith("2023-0") and one.period == "month")
    assert set(per_month.values()) == {6}


def test_the_reports_of_a_province_are_four_on_day_15() -> None:
    found = dues(occurrences(_obligations("000.json")["000-05"], years(2022)))
    assert list(found.values()) == ["2022-03-15", "2022-06-15", "2022-09-15", "2022-12-15"]
