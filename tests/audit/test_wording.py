"""The trail in words: each verb has a name in both languages, each value is readable."""

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils.translation import override

from loa.audit.models import Entry
from loa.audit.wording import changes_of, subject_kind, verb_name
from loa.organizations.policy import matrix
from loa.plans.enums import STEPS

SOURCES = Path(__file__).parents[2] / "src" / "loa"


def _recorded() -> Iterator[str]:
    """Every verb that some code hands to the trail: the first argument of `record`, and each `verb=`."""
    for file in SOURCES.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                given = node.args[:1] if name in ("record", "record_of") else []
                given += [word.value for word in node.keywords if word.arg == "verb"]
                yield from (str(one.value) for one in given if isinstance(one, ast.Constant) and "." in str(one.value))


def test_every_verb_has_a_name() -> None:
    wanted = {*_recorded(), *matrix(), *(verb for steps in STEPS.values() for verb in steps.values())}
    assert len(wanted) > 60
    assert {verb for verb in wanted if verb and verb_name(verb) == verb} == set()


def _recorded_values() -> Iterator[str]:
    """The names of values in what is handed to the trail as `before` and `after`, and in functions that tell it."""
    for file in SOURCES.rglob("*.py"):
        tree = ast.parse(file.read_text("utf-8"))
        calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
        records = [call for call in calls if getattr(call.func, "id", "") in {"record", "record_of", "step"}]
        if not records:
            continue
        yield from (word.arg for call in records if call.func.id == "record_of" for word in call.keywords if word.arg)  # type: ignore[attr-defined]  # of a name
        told: list[ast.AST] = [
            word.value for call in records for word in call.keywords if word.arg in {"before", "after", "told"}
        ]
        told += [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name.startswith("_told")]
        for part in told:
            for node in ast.walk(part):
                keys = node.keys if isinstance(node, ast.Dict) else []
                yield from (str(key.value) for key in keys if isinstance(key, ast.Constant))


def test_every_value_has_a_name_in_both_languages() -> None:
    labels = tomllib.loads((SOURCES / "audit" / "values.toml").read_text("utf-8"))["labels"]
    recorded = {*_recorded_values()} - {"by", "agency_id"}
    assert len(recorded) > 40
    assert recorded - labels.keys() == set()
    assert all(words["vi"] and words["en"] for words in labels.values())


def test_names_are_in_the_language_of_the_moment_and_differ() -> None:
    with override("vi"):
        vietnamese = {verb: verb_name(verb) for verb in matrix()}
    with override("en"):
        english = {verb: verb_name(verb) for verb in matrix()}
    assert (vietnamese["plans.issue"], english["plans.issue"]) == ("Ban hành kế hoạch", "Issue")
    for names in (vietnamese, english):
        assert len(set(names.values())) == len(names)


def test_what_nobody_named_is_shown_as_it_is() -> None:
    assert verb_name("plans.unheard-of") == "plans.unheard-of"
    assert subject_kind("plans.unheard") == "plans.unheard"


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ({"state": "draft"}, {"state": "signed"}, "State: draft → signed"),
        (None, {"issued_on": "2026-03-25"}, "Issued on: – → 25/03/2026"),
        (None, {"at": "2026-03-25T10:00:00+07:00"}, "At: – → 25/03/2026 10:00"),
        ({"agrees": True}, {"agrees": False}, "Agrees: yes → no"),
        ({"kinds": ["a"]}, {"kinds": ["a", "b"]}, "Kinds: a → a; b"),
        ({"x": {"y": 1}}, None, "X: y: 1 → –"),
        (None, {"accepted": {"16": "accepted", "17": "accepted"}}, "Accepted: – → 2"),
        (None, {"reading": "failed"}, "Reading: – → could not be read"),
        (None, {"role": "records_clerk"}, "Role: – → records clerk"),
        ({"number": "2026-99-99"}, None, "Number and symbol: 2026-99-99 → –"),
    ],
)
def test_values_are_told_in_words(before: dict[str, object], after: dict[str, object], told: str) -> None:
    with override("en"):
        (change,) = changes_of(Entry(subject_type="plans.plan", before=before, after=after))
    assert str(change) == told
