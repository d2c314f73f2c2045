"""Quotas: how many items, airings, issues or events in which period (`ít nhất 05 tin, bài/tháng`)."""

import re
from collections.abc import Iterator
from itertools import zip_longest

from loa.reading.found import Found
from loa.reading.lexicon import Rule, rule, rules
from loa.reading.model import Quota
from loa.reading.numbers import NUMERAL, read_number

__all__ = ["read_quotas"]

_CLAUSE_END = re.compile(r"[.;](?!\d)")
_NEAR, _FAR = 90, 200
"""How far from an amount its period may stand, in characters of the same clause; the second where a minimum is said."""
_SURE, _GUESSED = 0.9, 0.6

_Period = tuple[str, int, int]
"""A period with its place: code, start, end."""


def read_quotas(text: str, *, aired: bool = False) -> Iterator[Found[Quota]]:
    """The quotas of a text in matched form, in order; an amount without a period is none.

    `aired`: the text is a line or cell of a duty that puts something on the air, so a bare *lần* or *kỳ* is an airing.
    """
    amounts = list(_amounts(text))
    matches = [amount for _, amount in amounts]
    for place, (known, amount) in enumerate(amounts):
        per = _period(text, matches, place, known.gives)
        number = read_number(amount.group("number"))
        unit, confidence = _unit(known, text, amount)
        if aired and (unit is None or rule("quotas", "airing.session").pattern.match(text, amount.start())):
            unit = "broadcast"
        if per is None or not number or unit is None:
            continue
        name, start, end = per
        if _needs_minimum(text, start, end, name) and not _has_minimum(text, amount):
            continue
        span = (min(amount.start(), start), max(amount.end(), end))
        yield Found(Quota(number, unit, name), *span, known.id, confidence)


def _amounts(text: str) -> Iterator[tuple[Rule, re.Match[str]]]:
    """Numbers with their units, in order; a number without a known unit is none."""
    reached = 0
    for numeral in NUMERAL.finditer(text):
        if numeral.start() < reached:
            continue
        for known in rules("quotas", "amount."):
            amount = known.pattern.match(text, numeral.start())
            if amount:
                reached = amount.end()
                yield known, amount
                break


def _clause(text: str, start: int, end: int) -> tuple[int, int]:
    stops = [found.end() for found in _CLAUSE_END.finditer(text, 0, start)]
    after = _CLAUSE_END.search(text, end)
    return (stops[-1] if stops else 0), (after.start() if after else len(text))


def _period(text: str, amounts: list[re.Match[str]], place: int, unit: str) -> _Period | None:
    """The period an amount is counted in: right behind it, else before it, else further on in its clause."""
    amount = amounts[place]
    start, end = _clause(text, amount.start(), amount.end())
    glued = _glued(text, amounts, place, end)
    if glued and (unit, glued[0]) != ("issue", "issue"):
        return glued
    if rule("quotas", "part.of").pattern.search(text, start, amount.start()):
        return None
    reach = _FAR if _has_minimum(text, amount) else _NEAR
    before = max(_periods(text, start, amount.start()), key=lambda period: period[2], default=None)
    if before and amount.start() - before[2] <= reach and not _is_glued_to_any(text, before, amounts[:place]):
        return before
    behind = min(_periods(text, amount.end(), end), key=lambda period: period[1], default=None)
    if behind and behind[1] - amount.end() <= reach and not _is_of_next(text, behind, amounts[place + 1 :]):
        return behind
    return None


def _periods(text: str, start: int, end: int) -> Iterator[_Period]:
    for known in rules("quotas", "per."):
        for match in known.pattern.finditer(text, start, end):
            yield known.gives, match.start(), match.end()


def _glued(text: str, amounts: list[re.Match[str]], place: int, end: int) -> _Period | None:
    """The period right behind an amount (`02 tin/tuần`), or behind the last of a row (`02 tin và 01 bài mỗi tuần`)."""
    for this, following in zip_longest(amounts[place:], amounts[place + 1 :]):
        found = min(_periods(text, this.end(), end), key=lambda period: period[1], default=None)
        if found and _is_glue(text[this.end() : found[1]]):
            return found
        if following is None or not rule("quotas", "row.joint").pattern.match(text[this.end() : following.start()]):
            return None
    return None


def _is_glue(between: str) -> bool:
    return not between.strip() or rule("quotas", "least.after").pattern.fullmatch(between.rstrip()) is not None


def _is_glued_to_any(text: str, period: _Period, amounts: list[re.Match[str]]) -> bool:
    """A period right behind another amount (`02 tin/tuần`) is not this one's."""
    return any(other.end() <= period[1] and _is_glue(text[other.end() : period[1]]) for other in amounts)


def _is_of_next(text: str, period: _Period, following: list[re.Match[str]]) -> bool:
    """A period behind a comma, or behind or right before a later amount, is that one's."""
    if rule("quotas", "next.clause").pattern.search(text[: period[1]]) and text[period[2] :].strip(" .;)"):
        return True
    return any(
        other.start() < period[1] or (other.start() >= period[2] and "," not in text[period[2] : other.start()])
        for other in following[:1]
    )


def _unit(known: Rule, text: str, amount: re.Match[str]) -> tuple[str | None, float]:
    """The unit of an amount and how sure it is: that of a bare *lần* or *chuyên mục* follows from its clause."""
    start, end = _clause(text, amount.start(), amount.end())
    if known.gives == "time":
        media = [medium for medium in rules("quotas", "medium.") if medium.id != "medium.print"]
        unit = next((medium.gives for medium in media if medium.pattern.search(text, start, end)), None)
        held_once = unit == "event" and rule("quotas", "once.in-period").pattern.search(text, start, amount.end())
        return None if held_once else unit, _SURE
    if known.gives == "feature":
        media = [medium for medium in rules("quotas", "medium.") if medium.id != "medium.event"]
        unit = next((medium.gives for medium in media if medium.pattern.search(text, start, end)), None)
        return (unit, _SURE) if unit else ("broadcast", _GUESSED)
    return _aired(text, amount, start, end) or known.gives, _SURE


def _aired(text: str, amount: re.Match[str], start: int, end: int) -> str | None:
    """The unit of a bare number or session (`02 số/tháng`, `3 buổi/ngày`) in a clause that airs something."""
    session, act = rule("quotas", "airing.session"), rule("quotas", "airing.act")
    if not session.pattern.match(text, amount.start()) or not act.pattern.search(text, start, end):
        return None
    return None if rule("quotas", "airing.rival").pattern.search(text, start, amount.end()) else session.gives


def _needs_minimum(text: str, start: int, end: int, name: str) -> bool:
    """*Trong năm (2024)* after a bare number says when, not how often."""
    return name == "year" and rule("quotas", "moment.year").pattern.match(text[start:end].strip()) is not None


def _has_minimum(text: str, amount: re.Match[str]) -> bool:
    before, after = rules("quotas", "least.before"), rules("quotas", "least.after")
    return any(known.pattern.search(text[: amount.start()]) for known in before) or any(
        known.pattern.search(text[amount.end() :]) for known in after
    )
