"""Deadlines in the forms of the annotation guide: `2024-03-01`, `2024-Q2`, `day 15 of the last month of …`."""

import re
from collections.abc import Iterator

from loa.reading.found import Found
from loa.reading.lexicon import Rule, load_table, rule, rules
from loa.reading.numbers import read_number, read_quarter

__all__ = ["is_frame", "read_deadlines"]

_POINTS = ("date", "month", "months", "quarter", "quarters", "half", "year")
"""Forms that are a deadline only where words of limit or time lead in, or a span ends in them."""
_COMES_BACK = {
    "last-month": "the last month of the reporting period",
    "last-month-of-quarter": "the last month of the reporting period",
    "every-quarter": "every quarter",
    "every-month": "every month",
}
_SURE, _LIKELY = 0.9, 0.8


def read_deadlines(text: str, printed: str, *, plan_year: int | None, terse: bool) -> Iterator[Found[str]]:
    """The deadlines of a text in matched form, those led in by words of limit first.

    `printed` is the same text as printed, for the words of an event that days are counted from.

    `terse`: the text is a line or cell of time, where a bare point (`Quý II`) is the deadline.
    """
    if not rule("deadlines", "maybe.point").pattern.search(text):
        return
    found = sorted(_points(text, printed, plan_year, terse=terse), key=lambda pair: (pair[0], pair[1].start))
    for _, deadline in found:
        yield deadline


def _points(text: str, printed: str, plan_year: int | None, *, terse: bool) -> Iterator[tuple[int, Found[str]]]:
    taken: list[tuple[int, int]] = []
    for known in (*(rules("deadlines", "terse.") if terse else ()), *rules("deadlines", "deadline.")):
        for match in known.pattern.finditer(text):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            weight = _weight(known, match, text, terse=terse)
            value = _value(known, match, printed, plan_year)
            if value is None:
                continue
            taken.append(match.span())
            if weight is not None:
                yield weight, Found(value, match.start(), match.end(), known.id, _LIKELY if weight else _SURE)


def _weight(rule: Rule, match: re.Match[str], text: str, *, terse: bool) -> int | None:
    """0 for a deadline beyond doubt, 1 for a time of the duty, None for a mere mention."""
    if rule.gives not in _POINTS:
        return 0
    before = text[max(0, match.start() - 80) : match.start()]
    if _led_in("lead-in.limit", before):
        return 0
    if rule.id == "deadline.this-year" and not terse:
        return None
    if match.groupdict().get("span") or terse or _led_in("lead-in.time", before):
        return 1
    return None


def _led_in(name: str, before: str) -> bool:
    return any(known.pattern.search(before) for known in rules("deadlines", name))


def _number(match: re.Match[str], *names: str) -> int | None:
    for name in names:
        words = match.groupdict().get(name)
        if words:
            return int(words) if words.isdecimal() else None
    return None


def _month_of(words: str) -> int | None:
    """The number of a month in digits or by its name (`giêng`, `tư`)."""
    months: dict[str, int] = load_table("deadlines")["months"]
    return int(words) if words.isdecimal() else months.get(words)


def _value(rule: Rule, match: re.Match[str], printed: str, plan_year: int | None) -> str | None:
    if rule.gives not in _POINTS:
        return _recurring(rule, match, printed)
    year = _number(match, "year", "year_again") or plan_year
    if year is None or rule.gives == "year":
        return str(year) if year else None
    if rule.gives == "date":
        day_and_month = _day_and_month(match)
        return day_and_month and f"{year}-{day_and_month}"
    if rule.gives == "half":
        return f"{year}-{load_table('deadlines')['halves'][match.group('half')]}"
    if rule.gives in ("quarter", "quarters"):
        quarter = read_quarter(_last(match, "quarter"))
        return f"{year}-Q{quarter}" if quarter else None
    month = _month_of(_last(match, "month"))
    return f"{year}-{month:02}" if month else None


def _last(match: re.Match[str], name: str) -> str:
    """The words of a month or quarter, the last where several are named."""
    groups = match.groupdict()
    words = groups.get(f"{name}s") or groups.get(name) or groups.get("word") or ""
    return re.split(r"[\s,;&+]+", words)[-1] if groups.get(f"{name}s") else words.strip()


def _day_and_month(match: re.Match[str]) -> str | None:
    day, month = _number(match, "day"), _number(match, "month", "month_again")
    return f"{month:02}-{day:02}" if day and month and _exists(day, month) else None


def _exists(day: int, month: int) -> bool:
    return day <= (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1]


def _recurring(rule: Rule, match: re.Match[str], printed: str) -> str | None:
    if rule.gives == "working-days":
        count = read_number(match.group("count"))
        event = printed[match.start("event") : match.end("event")].strip()
        return f"{count} working days after {event}" if count else None
    if rule.gives == "every-year":
        day_and_month = _day_and_month(match)
        return day_and_month and f"{day_and_month} of every year"
    return f"day {_number(match, 'day')} of {_COMES_BACK[rule.gives]}"


def is_frame(deadline: Found[str]) -> bool:
    """Whether it is a bare year (`trong năm 2024`): beside a rhythm it only says within what the duty comes back."""
    return deadline.value.isdecimal() and deadline.confidence < _SURE
