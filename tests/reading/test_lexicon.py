"""The lexicon: every book is sound, its texts are clean, and a mistake in a book is told at once."""

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterator
from importlib import resources
from typing import Any

import pytest

from loa.reading import lexicon
from loa.reading.labels import LabelKind
from loa.reading.lexicon import book_names, load_book, load_table, problems
from loa.reading.passage import match_form
from loa.reading.sections import Section

KINDS = {
    "disseminate", "publish", "broadcast", "column", "supply-info", "update-procedures", "receive-feedback", "train",
    "contest", "conference", "survey", "integrate", "make-plan", "direct", "inspect-urge", "advise", "report", "fund",
    "assign-staff",
}  # fmt: skip
CHANNELS = {
    "radio-tv", "loudspeaker", "newspaper", "mass-media", "portal", "agency-site", "service-portal", "social",
    "bulletin", "qa-column", "hotline", "notice-board", "one-stop-desk", "meeting", "conference", "dialogue",
    "training", "contest", "legal-education", "leaflet", "poster", "billboard", "video",
}  # fmt: skip
GROUPS = {
    "all-departments", "all-districts", "all-communes", "all-agencies", "related-agencies", "assigned-leads",
    "mass-organisations", "people", "finance-agencies", "all-villages", "own-units", "all-provinces",
}  # fmt: skip
ROLES = {
    "lead", "coordinate", "lead-coordinate", "time", "form", "product", "money", "place", "number", "content", "note",
}  # fmt: skip


def write_book(monkeypatch: pytest.MonkeyPatch, text: str) -> str:
    """Puts a book of one's own before the loader and gives its name."""
    monkeypatch.setattr(lexicon, "load_table", lambda _: tomllib.loads(text))
    load_book.cache_clear()
    return "invented"


@pytest.fixture(autouse=True)
def _fresh_books() -> Iterator[None]:
    yield
    load_book.cache_clear()


# ------------------------------------------------------------------------------------------------ the books as they are


@pytest.mark.parametrize("name", book_names())
def test_a_book_hits_what_it_shows_and_misses_what_it_shows(name: str) -> None:
    assert list(problems(name)) == []


@pytest.mark.parametrize("name", book_names())
def test_a_rule_that_asks_for_words_shows_a_text_it_must_leave_alone(name: str) -> None:
    asking = [rule for rule in load_book(name) if not rule.pattern.search("")]
    assert [rule.id for rule in asking if not rule.misses] == []


@pytest.mark.parametrize("name", book_names())
def test_a_pattern_places_tone_marks_where_the_match_form_has_them(name: str) -> None:
    written = {rule.id: re.sub(r"\\.|\?P[<=]\w+", "", rule.pattern.pattern) for rule in load_book(name)}
    assert {id: pattern for id, pattern in written.items() if pattern != match_form(pattern)} == {}


def test_an_id_names_one_rule_in_all_books() -> None:
    ids = Counter(rule.id for name in book_names() for rule in load_book(name))
    assert [id for id, count in ids.items() if count > 1] == []


def test_every_id_is_a_family_and_a_name() -> None:
    ids = [rule.id for name in book_names() for rule in load_book(name)]
    assert [id for id in ids if not re.fullmatch(r"[a-z]+(?:-[a-z]+)*\.[a-z0-9]+(?:-[a-z0-9]+)*", id)] == []


def strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, member in value.items():
            yield key
            yield from strings(member)
    elif isinstance(value, list):
        for member in value:
            yield from strings(member)


@pytest.mark.parametrize("name", book_names())
def test_texts_are_composed_and_trimmed(name: str) -> None:
    table = load_table(name)
    assert [text for text in strings(table) if text != unicodedata.normalize("NFC", text)] == []
    told = [text for rule in table.get("rule", ()) for key in ("id", "why", "gives") for text in strings(rule.get(key))]
    assert [text for text in told if not text or text != text.strip()] == []


@pytest.mark.parametrize("name", book_names())
def test_a_book_is_a_file_with_rules_or_with_word_lists(name: str) -> None:
    assert load_table(name).get("rule") or any(isinstance(value, list | dict) for value in load_table(name).values())


@pytest.mark.parametrize(
    ("book", "codes"),
    [
        ("kinds", KINDS),
        ("kinds_weak", KINDS),
        ("channels", CHANNELS | {"site", "desk"}),
        ("groups", GROUPS),
        ("attributes", ROLES),
        ("columns", ROLES),
        ("labels", set(LabelKind)),
        ("sections", set(Section)),
    ],
)
def test_a_book_gives_only_codes_of_its_closed_list(book: str, codes: set[str]) -> None:
    given = {code for rule in load_book(book) for code in rule.gives.split()}
    assert given - codes == set()


@pytest.mark.parametrize(("book", "codes"), [("kinds", KINDS), ("channels", CHANNELS), ("groups", GROUPS)])
def test_every_code_of_the_guide_has_a_rule(book: str, codes: set[str]) -> None:
    settled_by_the_engine = {"portal", "one-stop-desk"}
    given = {code for rule in load_book(book) for code in rule.gives.split()}
    assert codes - given - settled_by_the_engine == set()


def test_word_lists_hold_each_word_once_and_in_small_letters() -> None:
    names, misprints = load_table("agency_names"), load_table("misprints")
    for words in (names["compounds"], names["stop_words"], misprints["phrases"]):
        assert [word for word, count in Counter(words).items() if count > 1 or word != word.lower()] == []


def test_word_lists_of_names_are_in_order() -> None:
    names = load_table("agency_names")
    assert names["compounds"] == sorted(names["compounds"])


# ---------------------------------------------------------------------------------------------------- a mistake is told

SOUND = """
[parts]
body = 'sở|phòng'
many = '<body>(?: <body>)*'

[[rule]]
id = "invented.body"
why = "To show."
pattern = '^<many>$'
hits = ["Sở phòng"]
misses = ["sở thích"]
"""


def test_parts_are_filled_into_patterns_and_into_later_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    name = write_book(monkeypatch, SOUND)
    (rule,) = load_book(name)
    assert (rule.id, rule.gives) == ("invented.body", "body")
    assert rule.pattern.pattern == "^(?:(?:sở|phòng)(?: (?:sở|phòng))*)$"
    assert list(problems(name)) == []


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        (('misses = ["sở thích"]', 'misses = ["Phòng"]'), "invented.body: must not match 'Phòng'"),
        (('hits = ["Sở phòng"]', 'hits = ["Bộ"]'), "invented.body: must match 'Bộ'"),
        (('hits = ["Sở phòng"]', "hits = []"), "invented.body: shows no hit"),
        (("sở|phòng", "sở|phòng|Ban"), "invented.body: 'B' can never match the lowered text"),
    ],
)
def test_a_book_that_is_not_sound_says_what_is_wrong(
    changed: tuple[str, str], told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert told in list(problems(write_book(monkeypatch, SOUND.replace(*changed))))


def test_an_id_used_twice_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    twice = SOUND + SOUND.partition("\n\n")[2]
    assert list(problems(write_book(monkeypatch, twice))) == ["invented.body: used twice"]


def test_an_unknown_key_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    name = write_book(monkeypatch, SOUND.replace("misses", "miss"))
    with pytest.raises(ValueError, match=r"invented\.toml: rule invented\.body: unknown key miss"):
        load_book(name)


@pytest.mark.parametrize("key", ["id", "why", "pattern"])
def test_a_missing_key_fails(key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    name = write_book(monkeypatch, re.sub(rf"(?m)^{key} = .*$", "", SOUND))
    with pytest.raises(KeyError, match=key):
        load_book(name)


def test_books_are_named_after_their_files() -> None:
    folder: Any = resources.files("loa.reading") / "lexicon"
    files = sorted(file.name for file in folder.iterdir() if file.name.endswith(".toml"))
    assert [f"{name}.toml" for name in book_names()] == files
