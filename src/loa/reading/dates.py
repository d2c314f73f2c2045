"""Dates of documents as far as they are printed: a blank day gives `2022-01`, a blank month `2022`."""

import re
from datetime import date
from functools import cache

from loa.reading.lexicon import Rule, load_book

__all__ = ["PrintedDate", "date_rules", "read_date"]

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """A date with the offsets of its words and the rule that read it; `iso` is as exact as the print."""

    iso: str
    start: int
    end: int
    rule: str


@cache
def date_rules(*names: str) -> tuple[Rule, ...]:
    """The rules of the book `dates`, all or those of the given names, in the order of the book."""
    rules = load_book("dates")
    return tuple(rule for rule in rules if not names or rule.id.removeprefix("date.") in names)


def read_date(matched: str, at: int, rules: tuple[Rule, ...] | None = None) -> PrintedDate | None:
    """The date that begins exactly at this offset of the matched form of a text."""
    for rule in rules or date_rules():
        found = rule.pattern.match(matched, at)
        if found and (iso := _iso(found)):
            return PrintedDate(iso, found.start(), found.end(), rule.id)
    return None


def find_date(matched: str, rules: tuple[Rule, ...], start: int = 0, end: int | None = None) -> PrintedDate | None:
    """The first date between two offsets that one of the rules reads; an earlier rule goes before a later one."""
    for rule in rules:
        found = rule.pattern.search(matched, start, len(matched) if end is None else end)
        if found and (iso := _iso(found)):
            return PrintedDate(iso, found.start(), found.end(), rule.id)
    return None


def _iso(found: re.Match[str]) -> str | None:
    parts = {name: re.sub(r"\s", "", value) for name, value in found.groupdict().items() if value}
    year, month, day = parts["year"], int(parts.get("month", 0)), int(parts.get("day", 0))
    if not 1 <= month <= 12:
        return year
    try:
        return date(int(year), month, day).isoformat() if day else f"{year}-{month:02}"
    except ValueError:
        return f"{year}-{month:02}"
