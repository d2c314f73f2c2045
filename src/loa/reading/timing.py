"""The grammar of time and quantity: rhythms, quotas, deadlines and windows of a duty.

Rules are data: `lexicon/timing.toml` (rhythms, windows), `quotas.toml`, `deadlines.toml`, and `untimed.toml` for what
looks like time and states none. The codes and forms are those of the annotation guide, sections 2.6, 5 and 9.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from loa.reading.deadlines import is_frame, read_deadlines
from loa.reading.found import Found, blanked
from loa.reading.lexicon import Rule, load_book, rule, rules
from loa.reading.model import Quota
from loa.reading.passage import Passage
from loa.reading.quotas import read_quotas

__all__ = ["Timing", "read_time_attribute", "read_timing"]

_OF_QUOTA = {"week": "weekly", "month": "monthly", "quarter": "quarterly", "year": "annual"}
_QUARTERLY = ("deadline.last-month-of-quarter", "deadline.quarter-end-months")
"""Rules of a day that comes back every quarter."""
_CALENDAR = re.compile(r"\d{4}")
_NEAR = 70
"""How far before a rhythm the thing stands that it is said of."""


@dataclass(frozen=True, slots=True)
class Timing:
    """What a text says of time and quantity, each list in the order of print."""

    cadences: tuple[Found[str], ...] = ()
    quotas: tuple[Found[Quota], ...] = ()
    deadlines: tuple[Found[str], ...] = ()
    windows: tuple[Found[str], ...] = ()


def read_timing(passage: Passage, *, plan_year: int | None) -> Timing:
    """The time and quantity in a sentence of duty.

    `plan_year` completes a day, month or quarter printed without a year.
    """
    return _read(passage, plan_year, terse=False, aired=False)


def read_time_attribute(passage: Passage, *, plan_year: int | None, aired: bool = False) -> Timing:
    """The time in a line or cell that holds nothing else; `aired`, of a duty that puts something on the air.

    Terse forms say more there than in a sentence: `Quý II`, `Cả năm`, `Theo kế hoạch`.
    """
    return _read(passage, plan_year, terse=True, aired=aired)


def _read(passage: Passage, plan_year: int | None, *, terse: bool, aired: bool) -> Timing:
    if not rule("timing", "maybe.time").pattern.search(passage.match):
        return Timing()
    text = _timed(passage.match)
    quotas = tuple(read_quotas(text, aired=aired))
    deadlines = tuple(read_deadlines(_once(text), passage.text, plan_year=plan_year, terse=terse))
    cadences = tuple(_cadences(text, passage.match, quotas, deadlines, terse=terse))
    if cadences:
        deadlines = tuple(found for found in deadlines if not is_frame(found))
    windows = tuple(
        _found(known, match) for known in rules("timing", "window.") for match in known.pattern.finditer(text)
    )
    return Timing(cadences, quotas, deadlines, windows)


def _timed(text: str) -> str:
    """The text with everything blanked that only looks like time."""
    for known in load_book("untimed"):
        text = blanked(text, [match.span() for match in known.pattern.finditer(text)])
    return text


def _once(text: str) -> str:
    """The text without the points of time that come back within a year (`tháng 6 và tháng 12`)."""
    spread = rules("timing", "cadence.spread")
    return blanked(text, [match.span() for known in spread for match in known.pattern.finditer(text)])


def _found(known: Rule, match: re.Match[str]) -> Found[str]:
    return Found(known.gives, match.start(), match.end(), known.id, 0.9)


def _cadences(
    text: str, whole: str, quotas: Iterable[Found[Quota]], deadlines: Iterable[Found[str]], *, terse: bool
) -> Iterator[Found[str]]:
    """The rhythms in the order of print, each code once; `whole` is the text with nothing blanked."""
    out: dict[str, Found[str]] = {}
    stated = _stated(text, whole, quotas, deadlines, terse=terse)
    for found in sorted(stated, key=lambda found: (found.start, found.end)):
        known = out.get(found.value)
        if known is None or (known.noun is not None and found.noun is None):
            out[found.value] = found
    yield from out.values()


def _stated(
    text: str, whole: str, quotas: Iterable[Found[Quota]], deadlines: Iterable[Found[str]], *, terse: bool
) -> Iterator[Found[str]]:
    for quota in quotas:
        if quota.value.per in _OF_QUOTA:
            code = _OF_QUOTA[quota.value.per]
            yield Found(code, quota.start, quota.end, quota.rule, quota.confidence, of_quota=True)
    for deadline in deadlines:
        implied = _implied(deadline)
        if implied:
            yield Found(implied, deadline.start, deadline.end, deadline.rule, deadline.confidence)
    points = [(deadline.start, deadline.end) for deadline in deadlines if _is_point(deadline)]
    for known, match in _rhythms(blanked(text, points), terse=terse):
        yield from _of_rule(known, match, whole)


def _rhythms(text: str, *, terse: bool) -> Iterator[tuple[Rule, re.Match[str]]]:
    """The matches of the rules of rhythm: of those that share words the one that begins first, then the longest."""
    known_rules = (*(rules("timing", "terse.") if terse else ()), *rules("timing", "cadence."))
    found = [(known, match) for known in known_rules for match in known.pattern.finditer(text)]
    reached = 0
    for known, match in sorted(found, key=lambda pair: (pair[1].start(), -pair[1].end())):
        if match.start() >= reached:
            reached = match.end()
            yield known, match


def _is_point(deadline: Found[str]) -> bool:
    """Whether the words are a day, month, quarter or half-year of one year, and no period that comes back."""
    return _CALENDAR.match(deadline.value) is not None and not is_frame(deadline)


def _implied(deadline: Found[str]) -> str | None:
    """A day that comes back states the rhythm as well."""
    if deadline.rule in _QUARTERLY:
        return "quarterly"
    if deadline.value.endswith("of every month"):
        return "monthly"
    if deadline.value.endswith("of every quarter"):
        return "quarterly"
    return "annual" if deadline.value.endswith("of every year") else None


def _of_rule(known: Rule, match: re.Match[str], whole: str) -> Iterator[Found[str]]:
    noun = _noun_before(whole, match)
    for code, start, end in _codes(known, match):
        yield Found(code, start, end, known.id, 0.9, noun=noun)


def _codes(known: Rule, match: re.Match[str]) -> Iterator[tuple[str, int, int]]:
    """The codes that a match gives, each with its place: one, several of a list, or none."""
    if known.gives == "list":
        yield from _listed(match)
    elif known.gives in ("interval", "times"):
        count = match.group("count") if known.gives == "interval" else None
        code = _code_of(f"{count or ''} {match.group('period')}".strip())
        if code:
            yield code, match.start(), match.end()
    elif known.gives != "uncoded":
        yield known.gives, match.start(), match.end()


def _listed(match: re.Match[str]) -> Iterator[tuple[str, int, int]]:
    """The periods named one after another (`quý, 6 tháng, năm`), in the part of the match that lists them."""
    listed = next((name for name in ("list", "list_again", "list_third") if match.groupdict().get(name)), 0)
    text = blanked(match.string, [aside.span() for aside in _asides(match, listed)])
    for span in rule("timing", "span.any").pattern.finditer(text, match.start(listed), match.end(listed)):
        code = _code_of(span.group())
        if code:
            yield code, span.start(), span.end()


def _asides(match: re.Match[str], listed: str | int) -> Iterator[re.Match[str]]:
    """What stands in brackets between two periods (`quý (trước ngày 15 tháng cuối quý), năm`)."""
    yield from rule("timing", "span.aside").pattern.finditer(match.string, match.start(listed), match.end(listed))


def _code_of(period: str) -> str | None:
    """The code of a rhythm whose period is given in words: `6 tháng`, `quý`."""
    return next((known.gives for known in rules("timing", "period.") if known.pattern.search(period)), None)


def _noun_before(text: str, match: re.Match[str]) -> str | None:
    """The words of the thing the rhythm is said of (`kế hoạch … hàng năm`).

    None where it is the rhythm of the action.
    """
    if rule("timing", "rhythm.of-action").pattern.match(match.group()):
        return None
    start = max(text.rfind(mark, 0, match.start()) for mark in ".;:(") + 1
    before = text[start : match.start()]
    things = [thing for known in rules("timing", "noun.thing") for thing in known.pattern.finditer(before)]
    if not things or len(before) - things[-1].end() > _NEAR:
        return None
    last = things[-1]
    if _is_reporting(before[: last.end()], last.group()):
        return None
    if rule("timing", "noun.break").pattern.search(before, last.end()):
        return None
    return before[last.start() :].strip()


def _is_reporting(before: str, thing: str) -> bool:
    """Whether *báo cáo* is the act and not the paper."""
    is_report = rule("timing", "report.word").pattern.search(thing) is not None
    return is_report and not rule("timing", "noun.report").pattern.search(before)
