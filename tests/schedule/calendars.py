"""What the tests of schedules share: terms in one line, occurrences as plain values."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from loa.schedule import Occurrence, Settings, Terms, Window, WorkingDays, parse_terms

NO_HOLIDAYS = Settings(working_days=WorkingDays())


@dataclass(frozen=True)
class Stated:
    """A quota as the reader would state it."""

    min: int
    unit: str
    per: str


def items(amount: int, per: str, unit: str = "news item") -> Stated:
    return Stated(amount, unit, per)


def terms(
    cadence: str | Iterable[str] | None = None, *quotas: Stated, by: str | None = None, kinds: Iterable[str] = ()
) -> Terms:
    return parse_terms(cadence=cadence, quotas=quotas, deadline=by, kinds=kinds)


def day(text: str) -> date:
    return date.fromisoformat(text)


def window(start: str, end: str) -> Window:
    return Window(day(start), day(end))


def windows(found: Iterable[Occurrence]) -> list[tuple[str, str]]:
    return [(one.window.start.isoformat(), one.window.end.isoformat()) for one in found]


def dues(found: Iterable[Occurrence]) -> dict[str, str | None]:
    return {one.key: one.due_on.isoformat() if one.due_on else None for one in found}


def codes(one: Occurrence) -> list[str]:
    return [one.explanation.rule.code, *(step.code for step in one.explanation.steps)]
