"""Quotas: how many items, airings, issues or events in which period (`ít nhất 05 tin, bài/tháng`)."""

import re
from collections.abc import Iterator
from functools import cache

from loa.reading.found import Found
from loa.reading.lexicon import Rule, load_book
from loa.reading.model import Quota
from loa.reading.numbers import read_number

__all__ = ["read_quotas"]

_CLAUSE_END = re.compile(r"[.;](?!\d)")
_NEAR = 90
"""How far from an amount its period may stand, in characters of the same clause."""


@cache
def _rules(prefix: str) -> tuple[Rule, ...]:
    return tuple(rule for rule in load_book("quotas") if rule.id.startswith(prefix))


def read_quotas(text: str) -> Iterator[Found[Quota]]:
    """The quotas of a text in matched form, in order; an amount without a period is none."""
    amounts = sorted(_amounts(text), key=lambda pair: pair[1].start())
    for rule, amount in amounts:
        per = _period(text, amount, rule.gives, [other for _, other in amounts if other is not amount])
        number = read_number(amount.group("number"))
        unit = _unit(rule, text, amount)
        if per is None or number is None or unit is None or number == 0:
            continue
        name, start, end = per
        if _needs_minimum(text, start, end, name) and not _has_minimum(text, amount):
            continue
        span = (min(amount.start(), start), max(amount.end(), end))
        yield Found(Quota(number, unit, name), *span, rule.id, 0.9)


def _amounts(text: str) -> Iterator[tuple[Rule, re.Match[str]]]:
    taken: list[tuple[int, int]] = []
    for rule in _rules("amount."):
        for found in rule.pattern.finditer(text):
            inside_word = (
                text[found.start() - 1 : found.start()].isalnum() or text[found.start() - 1 : found.start()] in "/.,-"
            )
            if (found.start() and inside_word) or any(
                found.start() < end and start < found.end() for start, end in taken
            ):
                continue
            taken.append(found.span())
            yield rule, found


def _clause(text: str, start: int, end: int) -> tuple[int, int]:
    stops = [found.end() for found in _CLAUSE_END.finditer(text, 0, start)]
    after = _CLAUSE_END.search(text, end)
    return (stops[-1] if stops else 0), (after.start() if after else len(text))


def _period(
    text: str, amount: re.Match[str], rule_unit: str, others: list[re.Match[str]]
) -> tuple[str, int, int] | None:
    """The period an amount is counted in: right behind it, else before it, else further on in its clause."""
    start, end = _clause(text, amount.start(), amount.end())
    found = [
        (rule.gives, match.start(), match.end())
        for rule in _rules("per.")
        for match in rule.pattern.finditer(text, start, end)
        if match.end() <= amount.start() or match.start() >= amount.end() - 1
    ]
    behind = sorted((p for p in found if p[1] >= amount.end() - 1), key=lambda p: p[1])
    behind = [period for period in behind if (rule_unit, period[0]) != ("issue", "issue")]
    if behind and not text[amount.end() : behind[0][1]].strip():
        return behind[0]
    if any(rule.pattern.search(text[start : amount.start()]) for rule in _rules("part.")):
        return None
    before = sorted((p for p in found if p[2] <= amount.start()), key=lambda p: -p[2])
    candidates = [*before[:1], *behind[:1]]
    for candidate in candidates:
        distance = amount.start() - candidate[2] if candidate[2] <= amount.start() else candidate[1] - amount.end()
        if distance <= _NEAR and not _belongs_to_other(text, candidate, others):
            return candidate
    return None


def _belongs_to_other(text: str, period: tuple[str, int, int], others: list[re.Match[str]]) -> bool:
    """A period glued to another amount (`02 tin/tuần`) is not this one's."""
    return any(other.end() <= period[1] and not text[other.end() : period[1]].strip() for other in others)


def _unit(rule: Rule, text: str, amount: re.Match[str]) -> str | None:
    if rule.gives not in ("time", "feature"):
        return rule.gives
    start, end = _clause(text, amount.start(), amount.end())
    media = [medium for medium in _rules("medium.") if rule.gives == "feature" or medium.id != "medium.print"]
    for medium in media:
        if medium.pattern.search(text, start, end):
            return medium.gives
    return None


def _needs_minimum(text: str, start: int, end: int, name: str) -> bool:
    """*Trong năm (2024)* after a bare number says when, not how often."""
    return name == "year" and text[start:end].strip().startswith(("trong", "cả"))


def _has_minimum(text: str, amount: re.Match[str]) -> bool:
    before, after = _rules("least.before"), _rules("least.after")
    return any(rule.pattern.search(text[: amount.start()]) for rule in before) or any(
        rule.pattern.search(text[amount.end() :]) for rule in after
    )
