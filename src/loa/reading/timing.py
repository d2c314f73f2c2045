"""The grammar of time and quantity: rhythms, quotas, deadlines and windows of a duty.

Rules are data: `lexicon/timing.toml` (rhythms, windows), `quotas.toml`, `deadlines.toml`, and `untimed.toml` for what
looks like time and states none. The codes and forms are those of the annotation guide, sections 2.6, 5 and 9.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from loa.reading.deadlines import read_deadlines
from loa.reading.found import Found, blanked
from loa.reading.lexicon import Rule, load_book
from loa.reading.model import Quota
from loa.reading.passage import Passage
from loa.reading.quotas import read_quotas

__all__ = ["Timing", "read_time_attribute", "read_timing"]

_MAYBE = re.compile(r"\d|ngày|tuần|tháng|quý|năm|thường xuyên|liên tục|giờ|theo|một|hai|lần|định kỳ")
_OF_QUOTA = {"week": "weekly", "month": "monthly", "quarter": "quarterly", "year": "annual"}
_INTERVAL = {
    ("tuần", 1): "weekly",
    ("tuần", 2): "biweekly",
    ("tháng", 1): "monthly",
    ("tháng", 3): "quarterly",
    ("tháng", 6): "semiannual",
    ("tháng", 12): "annual",
    ("quý", 1): "quarterly",
    ("quý", 2): "semiannual",
    ("năm", 1): "annual",
}
_WORDS = {
    "nửa": 0,
    "một": 1,
    "hai": 2,
    "ba": 3,
    "bốn": 4,
    "năm": 5,
    "sáu": 6,
    "bảy": 7,
    "tám": 8,
    "chín": 9,
    "mười": 10,
}
_SPAN = re.compile(
    r"(?:0?6|sáu) tháng(?: (?:đầu|cuối) năm| một lần)?|(?:0?9|chín|0?3|ba|12|mười hai) tháng(?: đầu năm)?|nửa năm|nửa tháng"
    r"|(?:0?2|hai) tuần|(?:(?:0?1|một|cả|cuối) )?(?:tuần|tháng|quý|năm)(?!\w)"
)


@dataclass(frozen=True, slots=True)
class Timing:
    """What a text says of time and quantity, each list in the order of print."""

    cadences: tuple[Found[str], ...] = ()
    quotas: tuple[Found[Quota], ...] = ()
    deadlines: tuple[Found[str], ...] = ()
    windows: tuple[Found[str], ...] = ()


def read_timing(passage: Passage, *, plan_year: int | None) -> Timing:
    """The time and quantity in a sentence of duty. `plan_year` completes a day, month or quarter printed without a year."""
    return _read(passage, plan_year, terse=False)


def read_time_attribute(passage: Passage, *, plan_year: int | None) -> Timing:
    """The time in a line or cell that holds nothing else, where terse forms say more (`Quý II`, `Cả năm`, `Theo kế hoạch`)."""
    return _read(passage, plan_year, terse=True)


def _read(passage: Passage, plan_year: int | None, *, terse: bool) -> Timing:
    if not _MAYBE.search(passage.match):
        return Timing()
    text = _timed(passage.match)
    quotas = tuple(read_quotas(text))
    deadlines = tuple(read_deadlines(text, passage.text, plan_year=plan_year, terse=terse))
    cadences = tuple(_cadences(text, quotas, deadlines, terse=terse))
    windows = tuple(_found(rule, match) for rule in _rules("window.") for match in rule.pattern.finditer(text))
    return Timing(cadences, quotas, tuple(found for found in deadlines if found.value), windows)


def _timed(text: str) -> str:
    """The text with everything blanked that only looks like time."""
    for rule in load_book("untimed"):
        text = blanked(text, [match.span() for match in rule.pattern.finditer(text)])
    return text


@cache
def _rules(prefix: str) -> tuple[Rule, ...]:
    return tuple(rule for rule in load_book("timing") if rule.id.startswith(prefix))


def _found(rule: Rule, match: re.Match[str]) -> Found[str]:
    return Found(rule.gives, match.start(), match.end(), rule.id, 0.9)


def _cadences(
    text: str, quotas: Iterable[Found[Quota]], deadlines: Iterable[Found[str]], *, terse: bool
) -> Iterator[Found[str]]:
    out: dict[str, Found[str]] = {}
    for found in sorted(_stated(text, quotas, deadlines, terse=terse), key=lambda found: (found.start, found.end)):
        known = out.get(found.value)
        if known is None or (known.noun is not None and found.noun is None):
            out[found.value] = found
    yield from out.values()


def _stated(
    text: str, quotas: Iterable[Found[Quota]], deadlines: Iterable[Found[str]], *, terse: bool
) -> Iterator[Found[str]]:
    for quota in quotas:
        if quota.value.per in _OF_QUOTA:
            code = _OF_QUOTA[quota.value.per]
            yield Found(code, quota.start, quota.end, quota.rule, quota.confidence, of_quota=True)
    for deadline in deadlines:
        implied = _implied(deadline)
        if implied:
            yield Found(implied, deadline.start, deadline.end, deadline.rule, deadline.confidence)
    taken: list[tuple[int, int]] = []
    for rule in (*(_rules("terse.") if terse else ()), *_rules("cadence.")):
        for match in rule.pattern.finditer(text):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            taken.append(match.span())
            yield from _of_rule(rule, match, text)


def _implied(deadline: Found[str]) -> str | None:
    """A day that comes back states the rhythm as well."""
    if deadline.rule == "deadline.last-month-of-quarter" or deadline.rule == "deadline.quarter-end-months":
        return "quarterly"
    if deadline.value.endswith("of every month"):
        return "monthly"
    if deadline.value.endswith("of every quarter"):
        return "quarterly"
    return "annual" if deadline.value.endswith("of every year") else None


def _of_rule(rule: Rule, match: re.Match[str], text: str) -> Iterator[Found[str]]:
    noun = _noun_before(text, match)
    for code, start, end in _codes(rule, match):
        yield Found(code, start, end, rule.id, 0.9, noun=noun)


def _codes(rule: Rule, match: re.Match[str]) -> Iterator[tuple[str, int, int]]:
    if rule.gives == "list":
        listed = next((name for name in ("list", "list_again", "list_third") if match.groupdict().get(name)), 0)
        for span in _SPAN.finditer(match.string, match.start(listed), match.end(listed)):
            code = next((period.gives for period in _rules("period.") if period.pattern.search(span.group())), None)
            if code:
                yield code, span.start(), span.end()
    elif rule.gives in ("interval", "times"):
        count = _count(match.group("count")) if rule.gives == "interval" else 1
        code = _INTERVAL.get((match.group("period"), count if count is not None else 1))
        if code:
            yield code, match.start(), match.end()
    elif rule.gives != "uncoded":
        yield rule.gives, match.start(), match.end()


def _count(words: str | None) -> int | None:
    if words is None:
        return None
    return int(words) if words.isdecimal() else _WORDS.get(words, 99)


def _noun_before(text: str, match: re.Match[str]) -> str | None:
    """The words of the thing the rhythm is said of (`kế hoạch … hàng năm`); None where it is the rhythm of the action."""
    if match.group().startswith(("định kỳ", "theo định kỳ", "mỗi", "từng")):
        return None
    start = max(text.rfind(mark, 0, match.start()) for mark in ".;:(¤") + 1
    before = text[start : match.start()]
    things = [thing for rule in _rules("noun.thing") for thing in rule.pattern.finditer(before)]
    if not things or len(before) - things[-1].end() > 70:
        return None
    last = things[-1]
    if last.group() == "báo cáo" and not any(
        rule.pattern.search(before[: last.end()]) for rule in _rules("noun.report")
    ):
        return None
    if any(rule.pattern.search(before, last.end()) for rule in _rules("noun.break")):
        return None
    return before[last.start() :].strip()
