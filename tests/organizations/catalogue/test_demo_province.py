"""The demonstration province: its tables fit its plans, its people fit its agencies."""

import csv
import io
import json
from collections import Counter
from pathlib import Path

import pytest
from samples.demo import lang_son, lang_son_map
from samples.form_docx import write_docx
from samples.parts import read_parts

from loa.monitoring.shapes import drawing_of
from loa.organizations.catalogue import AgencyRow
from loa.reading import read

DEMO = Path(__file__).parents[3] / "samples" / "demo"
ROLES = {
    *("coordinator", "officer", "editor", "reviewer", "leader"),
    *("inspector", "finance", "records_clerk", "administrator", "auditor"),
}


def rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((DEMO / name).read_text(encoding="utf-8"), newline="")))


def test_the_tables_are_what_the_catalogue_says_today() -> None:
    agencies, people = lang_son.agencies(), lang_son.people()
    assert (DEMO / "lang-son-agencies.csv").read_text(encoding="utf-8") == lang_son.table(AgencyRow, agencies)
    assert (DEMO / "lang-son-people.csv").read_text(encoding="utf-8") == lang_son.table(lang_son.Post, people)


def test_the_sketch_is_what_its_program_draws_and_has_a_patch_for_each_commune() -> None:
    text = (DEMO / "lang-son-map.geojson").read_text(encoding="utf-8")
    assert json.loads(text) == lang_son_map.collection()
    communes = [row for row in rows("lang-son-agencies.csv") if row["tier"] == "commune" and not row["valid_to"]]
    committees = {row["code"] for row in communes if row["kind"] == "peoples_committee"}
    drawing = drawing_of(text.encode(), source="x", licence="y")
    assert {shape.code for shape in drawing.shapes} == committees


def test_there_are_about_120_agencies_today_and_65_of_them_are_committees_of_communes() -> None:
    today = [row for row in rows("lang-son-agencies.csv") if not row["valid_to"]]
    kinds = Counter((row["tier"], row["kind"]) for row in today)
    assert kinds["commune", "peoples_committee"] == 65
    assert len(today) == 118


def test_no_agency_is_in_two_states_at_once_and_every_parent_of_today_is_listed() -> None:
    listed = rows("lang-son-agencies.csv")
    assert max(Counter((row["key"], row["valid_from"]) for row in listed).values()) == 1
    today = {row["key"] for row in listed if not row["valid_to"]}
    parents = {
        row[column] for row in listed if not row["valid_to"] for column in ("line_parent", "reporting_recipient")
    }
    assert {key for key in parents - today if not key.startswith("central/")} == {""}


def test_people_are_invented_hold_every_role_and_serve_agencies_of_today() -> None:
    people = rows("lang-son-people.csv")
    today = {row["key"] for row in rows("lang-son-agencies.csv") if not row["valid_to"]}
    assert {row["email"].partition("@")[2] for row in people} == {"demo.loa.example"}
    assert {row["role"] for row in people} == ROLES
    assert {row["agency_key"] for row in people} == today
    names = {row["email"]: row["full_name"] for row in people}
    assert len(set(names.values())) == len(names)


@pytest.mark.parametrize(("year", "obligations", "number"), [(2025, 15, "07/KH-UBND"), (2026, 35, "09/KH-UBND")])
def test_the_reader_finds_the_duties_of_the_plans(year: int, obligations: int, number: str) -> None:
    plan = read(DEMO / f"lang-son-plan-{year}.docx")
    assert plan.document.number == number
    assert len(plan.obligations) == obligations


@pytest.mark.parametrize("year", [2025, 2026])
def test_the_document_says_what_its_text_says(year: int, tmp_path: Path) -> None:
    write_docx(read_parts(DEMO / f"lang-son-plan-{year}" / "plan.txt"), tmp_path / "again.docx")
    kept, again = read(DEMO / f"lang-son-plan-{year}.docx"), read(tmp_path / "again.docx")
    assert [one.quote for one in kept.obligations] == [one.quote for one in again.obligations]
