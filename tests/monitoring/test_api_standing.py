"""Standing by the programming interface: figures, the day they are asked for, and the evidence behind them."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories import agency, person
from tests.monitoring.proving import Proving, stay
from tests.monitoring.test_api_evidence import Program

from loa.organizations.enums import Role

pytestmark = pytest.mark.django_db

MARCH = {"since": "2026-03-01", "until": "2026-03-31"}


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> Proving:
    stay(monkeypatch)
    return Proving()


def standing(here: Proving, **query: Any) -> list[dict[str, Any]]:
    found = Program(here.officer).get(f"/organizations/{here.home.key}/standing", **{**MARCH, **query})
    assert found.status_code == 200, found.content
    items: list[dict[str, Any]] = found.json()["items"]
    return items


def test_each_duty_tells_what_is_required_counted_and_how_it_stands(here: Proving) -> None:
    (before,) = standing(here)
    assert (before["required"], before["counted"], before["standing"]) == (5, 0, "at_risk")
    for _ in range(5):
        here.prove()
    (after,) = standing(here)
    assert (after["counted"], after["in_time"], after["standing"]) == (5, 5, "met")
    assert (after["done_on"], after["last_on"]) == ("2026-03-05", "2026-03-05")


@pytest.mark.parametrize(
    ("on", "expected"), [("2026-02-28", "not_yet_due"), ("2026-03-31", "at_risk"), ("2026-04-01", "missed")]
)
def test_it_is_told_as_of_the_day_that_is_asked_for(here: Proving, on: str, expected: str) -> None:
    assert [row["standing"] for row in standing(here, on=on)] == [expected]


def test_of_a_plan_it_is_counted_agency_by_agency(here: Proving) -> None:
    for _ in range(5):
        here.prove()
    found = Program(here.coordinator).get(f"/plans/{here.plan.key}/standing", **MARCH, on="2026-04-01").json()
    by_agency = {row["agency"]["key"]: row for row in found["items"]}
    home, other = (by_agency[str(one.key)] for one in here.communes)
    assert (home["met"], home["due"], home["kept"], home["percent"]) == (1, 1, 1, 100.0)
    assert (other["met"], other["missed"], other["percent"]) == (0, 1, 0.0)


def test_who_sees_only_their_own_agency_is_told_of_no_other(here: Proving) -> None:
    found = Program(here.officer).get(f"/plans/{here.plan.key}/standing", **MARCH).json()
    assert [row["agency"]["key"] for row in found["items"]] == [str(here.home.key)]
    assert Program(here.neighbour).get(f"/organizations/{here.home.key}/standing", **MARCH).status_code == 403
    stranger = Program(person(Role.OFFICER, agency("Sở khác")))
    assert stranger.get(f"/plans/{here.plan.key}/standing", **MARCH).status_code == 403


def test_behind_a_figure_stands_its_evidence(here: Proving) -> None:
    counted, rejected = here.prove(), here.prove()
    here.rejected(rejected)
    path = f"/occurrences/{here.window().pk}/agencies/{here.home.key}/evidence"
    found = Program(here.officer).get(path).json()["items"]
    assert [(row["evidence"], row["state"]) for row in found] == [
        (str(counted.key), "counted"),
        (str(rejected.key), "rejected"),
    ]
    assert found[1]["decided_because"] == "Không đúng chủ đề."
    assert Program(here.neighbour).get(path).status_code == 403


def test_it_takes_the_same_queries_for_one_duty_and_for_many(here: Proving) -> None:
    program, counts = Program(here.officer), list[int]()
    here.prove()
    program.get("/evidence")  # notes that the token is used
    for until in ("2026-03-31", "2026-12-31"):
        with CaptureQueriesContext(connection) as queries:
            program.get(f"/organizations/{here.home.key}/standing", since="2026-03-01", until=until)
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("wrong", [{"until": "2020-01-01"}, {"on": "x"}, {"on": "9999-12-31"}, {"since": "²"}])
def test_days_that_cannot_be_are_refused(here: Proving, wrong: dict[str, str]) -> None:
    path = f"/organizations/{here.home.key}/standing"
    assert Program(here.officer).get(path, **{**MARCH, **wrong}).status_code == 422
