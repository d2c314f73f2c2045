"""Quotas: how many items, airings, issues or events in which period (`ít nhất 05 tin, bài/tháng`)."""

import re
from collections.abc import Iterator

from loa.reading.found import Found
from loa.reading.lexicon import Rule, rule, rules
from loa.reading.model import Quota
from loa.reading.numbers import read_number

__all__ = ["read_quotas"]

_CLAUSE_END = re.compile(r"[.;](?!\d)")
_NEAR = 90
"""How far from an amount its period may stand, in characters of the same clause."""


def read_quotas(text: str) -> Iterator[Found[Quota]]:
    """The quotas of a text in matched form, in order; an amount without a period is none."""
    amounts = sorted(_amounts(text), key=lambda pair: pair[1].start())
    for known, amount in amounts:
        per = _period(text, amount, known.gives, [other for _, other in amounts if other is not amount])
        number = read_number(amount.group("number"))
        unit = _unit(known, text, amount)
        if per is None or number is None or unit is None or number == 0:
            continue
        name, start, end = per
        if _needs_minimum(text, start, end, name) and not _has_minimum(text, amount):
            continue
        span = (min(amount.start(), start), max(amount.end(), end))
        yield Found(Quota(number, unit, name), *span, known.id, 0.9)


def _amounts(text: str) -> Iterator[tuple[Rule, re.Match[str]]]:
    taken: list[tuple[int, int]] = []
    for known in rules("quotas", "amount."):
        for found in known.pattern.finditer(text):
            inside_word = (
                text[found.start() - 1 : found.start()].isalnum() or text[found.start() - 1 : found.start()] in "/.,-"
            )
            if (found.start() and inside_word) or any(
                found.start() < end and start < found.end() for start, end in taken
            ):
                continue
            taken.append(found.span())
            yield known, found


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
        (known.gives, match.start(), match.end())
        for known in rules("quotas", "per.")
        for match in known.pattern.finditer(text, start, end)
        if match.end() <= amount.start() or match.start() >= amount.end() - 1
    ]
    behind = sorted((p for p in found if p[1] >= amount.end() - 1), key=lambda p: p[1])
    behind = [period for period in behind if (rule_unit, period[0]) != ("issue", "issue")]
    if behind and not text[amount.end() : behind[0][1]].strip():
        return behind[0]
    if any(known.pattern.search(text[start : amount.start()]) for known in rules("quotas", "part.")):
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


def _unit(known: Rule, text: str, amount: re.Match[str]) -> str | None:
    if known.gives not in ("time", "feature"):
        return known.gives
    start, end = _clause(text, amount.start(), amount.end())
    media = [medium for medium in rules("quotas", "medium.") if known.gives == "feature" or medium.id != "medium.print"]
    for medium in media:
        if medium.pattern.search(text, start, end):
            return medium.gives
    return None


def _needs_minimum(text: str, start: int, end: int, name: str) -> bool:
    """*Trong năm (2024)* after a bare number says when, not how often."""
    return name == "year" and rule("quotas", "moment.year").pattern.match(text[start:end].strip()) is not None


def _has_minimum(text: str, amount: re.Match[str]) -> bool:
    before, after = rules("quotas", "least.before"), rules("quotas", "least.after")
    return any(known.pattern.search(text[: amount.start()]) for known in before) or any(
        known.pattern.search(text[amount.end() :]) for known in after
    )
