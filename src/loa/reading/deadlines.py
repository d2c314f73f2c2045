"""Deadlines in the forms of the annotation guide: `2024-03-01`, `2024-Q2`, `day 15 of the last month of …`."""

import re
from collections.abc import Iterator

from loa.reading.found import Found
from loa.reading.lexicon import Rule, load_table, rule, rules
from loa.reading.numbers import read_number, read_quarter

__all__ = ["read_deadlines"]

_POINTS = ("date", "month", "quarter", "half", "year")
"""Forms that are a deadline only where words of limit or time lead in, or a span ends in them."""


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
    for known in rules("deadlines", "deadline."):
        for match in known.pattern.finditer(text):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            weight = _weight(known, match, text, terse=terse)
            value = _value(known, match, printed, plan_year)
            if value is None:
                continue
            taken.append(match.span())
            if weight is not None:
                yield weight, Found(value, match.start(), match.end(), known.id, 0.9 if weight == 0 else 0.8)


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


def _month_of(word: str) -> int | None:
    """The number of a month that is named in words (`giêng`, `tư`)."""
    months: dict[str, int] = load_table("deadlines")["months"]
    return months.get(word)


def _value(rule: Rule, match: re.Match[str], printed: str, plan_year: int | None) -> str | None:
    year = _number(match, "year") or plan_year
    day = _number(match, "day")
    month = _number(match, "month", "month_again") or _month_of((match.groupdict().get("word") or "").strip())
    if rule.gives == "date":
        return f"{year}-{month:02}-{day:02}" if year and month and day and _exists(day, month) else None
    if rule.gives == "month":
        return f"{year}-{month:02}" if year and month else None
    if rule.gives == "quarter":
        quarter = read_quarter(match.group("quarter"))
        return f"{year}-Q{quarter}" if year and quarter else None
    if rule.gives == "half":
        return f"{year}-{load_table('deadlines')['halves'][match.group('half')]}" if year else None
    if rule.gives == "year":
        return str(year) if year else None
    return _recurring(rule, match, printed, day, month)


def _exists(day: int, month: int) -> bool:
    return day <= (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1]


def _recurring(rule: Rule, match: re.Match[str], printed: str, day: int | None, month: int | None) -> str | None:
    if rule.gives == "every-year":
        return f"{month:02}-{day:02} of every year" if day and month else None
    if rule.gives in ("last-month", "last-month-of-quarter"):
        return f"day {day} of the last month of the reporting period"
    if rule.gives == "every-quarter":
        return f"day {day} of every quarter"
    if rule.gives == "every-month":
        return f"day {day} of every month"
    count = read_number(match.group("count"))
    event = printed[match.start("event") : match.end("event")].strip()
    return f"{count} working days after {event}" if count else None
