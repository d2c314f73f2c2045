"""What counts as proof, as data: every kind of the annotation guide has its words, and no code is made up."""

import re
from pathlib import Path

import pytest

from loa.monitoring import proof
from loa.monitoring.proof import what_counts_as_proof
from loa.schedule import Unit

GUIDE = (Path(__file__).parents[2] / "docs" / "annotation.md").read_text("utf-8")


def codes(section: str) -> set[str]:
    """The codes in the first column of the table of a section of the guide."""
    part = GUIDE.split(f"\n## {section}\n")[1].split("\n## ")[0]
    return set(re.findall(r"^\| `([a-z-]+)` \|", part, re.MULTILINE)) - {section.lower().rstrip("s")}


def test_every_kind_and_unit_has_its_words() -> None:
    book = proof._book()
    assert set(book["kind"]) == codes("Kinds")
    assert set(book["unit"]) == {unit.value for unit in Unit}
    assert set(book["channel"]) < codes("Channels")


@pytest.mark.parametrize("sort", ["kind", "unit", "channel"])
def test_the_words_are_sentences_in_both_languages(sort: str) -> None:
    for wording in proof._book()[sort].values():
        assert [text[-1] for text in (wording.vi, wording.en)] == [".", "."]
        assert wording.vi != wording.en


def test_what_is_counted_has_to_be_shown_and_the_channel_adds_to_it() -> None:
    found = what_counts_as_proof(kinds=["publish", "direct"], channels=["agency-site", "leaflet"], unit="news item")
    assert [wording.en.split()[1] for wording in found] == ["link", "specimen"]


def test_kinds_in_their_order_where_nothing_is_counted() -> None:
    found = what_counts_as_proof(kinds=["make-plan", "fund"])
    assert [wording.en.split(",")[0] for wording in found] == ["The plan with its number and day", "The estimate"]


def test_an_unknown_code_says_nothing() -> None:
    assert what_counts_as_proof(kinds=["?"], channels=["?"], unit="?") == []
