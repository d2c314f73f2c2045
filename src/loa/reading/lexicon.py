"""Rules as data: loads `lexicon/*.toml` and says whether a book of rules is sound.

A pattern is written against `match_form` of the text: lower case, plain `-`, tone marks in the old place
(`hòa`, `ủy`). Each rule tells why it exists, what it must hit and what it must leave alone.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

from loa.reading.passage import match_form

__all__ = ["Rule", "book_names", "load_book", "load_table", "problems", "rule", "rules"]

_ESCAPE_OR_NAME = re.compile(r"\\.|\?P[<=]\w+")
_KEYS = {"id", "gives", "why", "pattern", "hits", "misses"}


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: `pattern` found in the matched form of a text gives the code `gives`."""

    id: str
    gives: str
    why: str
    pattern: re.Pattern[str]
    hits: tuple[str, ...] = field(repr=False)
    misses: tuple[str, ...] = field(repr=False)


def book_names() -> list[str]:
    """The names of all books, one for each file of the lexicon."""
    folder = resources.files("loa.reading") / "lexicon"
    return sorted(file.name.removesuffix(".toml") for file in folder.iterdir() if file.name.endswith(".toml"))


@cache
def load_book(name: str) -> tuple[Rule, ...]:
    """The rules of one book in the order of the file, which is their order of precedence."""
    parts: dict[str, str] = {}
    out: list[Rule] = []
    data = load_table(name)
    for key, part in data.get("parts", {}).items():
        parts[key] = _filled(part, parts)
    for entry in data.get("rule", ()):
        unknown = entry.keys() - _KEYS
        if unknown:
            raise ValueError(f"{name}.toml: rule {entry.get('id')}: unknown key {min(unknown)}")
        out.append(
            Rule(
                id=entry["id"],
                gives=entry.get("gives", entry["id"].rpartition(".")[2]),
                why=entry["why"],
                pattern=re.compile(_filled(entry["pattern"], parts)),
                hits=tuple(entry.get("hits", ())),
                misses=tuple(entry.get("misses", ())),
            )
        )
    return tuple(out)


@cache
def rule(book: str, id: str) -> Rule:
    """The rule of that id. Raises `KeyError` when the book has none: an engine asks for a rule that was renamed."""
    for known in load_book(book):
        if known.id == id:
            return known
    raise KeyError(f"{book}.toml: no rule {id}")


@cache
def rules(book: str, family: str) -> tuple[Rule, ...]:
    """The rules of a book whose ids begin with `family`, in the order of the book."""
    return tuple(known for known in load_book(book) if known.id.startswith(family))


@cache
def load_table(name: str) -> dict[str, Any]:
    """A file of the lexicon as it stands: word lists that are no rules (`agency_names`)."""
    raw = (resources.files("loa.reading") / "lexicon" / f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(raw)


def _filled(pattern: str, parts: dict[str, str]) -> str:
    """The pattern with each `<name>` replaced by the part of that name in the `[parts]` table.

    `<name_again>` is the same part with its group `(?P<name>…)` called `name_again`: a pattern may name a group
    once only.
    """

    def put(found: re.Match[str]) -> str:
        name = found.group(1)
        if name in parts:
            return f"(?:{parts[name]})"
        base = name.removesuffix("_again")
        return f"(?:{parts[base].replace(f'(?P<{base}>', f'(?P<{name}>')})"

    return re.sub(r"(?<!\?P)<([a-z_]+)>", put, pattern)


def problems(name: str) -> Iterator[str]:
    """What is wrong with a book, one sentence each: ids used twice, hits that miss, misses that hit."""
    seen: set[str] = set()
    for known in load_book(name):
        if known.id in seen:
            yield f"{known.id}: used twice"
        seen.add(known.id)
        yield from (f"{known.id}: {fault}" for fault in _faults(known))


def _faults(known: Rule) -> Iterator[str]:
    if not known.hits:
        yield "shows no hit"
    for hit in known.hits:
        if not known.pattern.search(match_form(hit)):
            yield f"must match {hit!r}"
    for miss in known.misses:
        if known.pattern.search(match_form(miss)):
            yield f"must not match {miss!r}"
    written = _ESCAPE_OR_NAME.sub("", known.pattern.pattern)
    matched = match_form(written)
    if matched != written:
        lost = next(a for a, b in zip(written, matched, strict=True) if a != b)
        yield f"{lost!r} can never match the lowered text"
