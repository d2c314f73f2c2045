"""Stretches of days that somebody holds something: joined, cut and taken apart. The last day is counted."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple, TypeVar

from loa.schedule.window import ONE_DAY

__all__ = ["Span", "at_day", "clipped", "covers", "joined", "without"]

_Held = TypeVar("_Held")


class Span(NamedTuple):
    """The days from the first to the last, both counted."""

    first: date
    last: date


def joined(spans: Iterable[Span]) -> list[Span]:
    """The same days as few spans in order; those that touch become one."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and (found[-1].last == date.max or span.first <= found[-1].last + ONE_DAY):
            found[-1] = Span(found[-1].first, max(found[-1].last, span.last))
        else:
            found.append(span)
    return found


def clipped(spans: Iterable[Span], to: Span) -> list[Span]:
    """What of the spans lies within another."""
    cut = (Span(max(span.first, to.first), min(span.last, to.last)) for span in spans)
    return [span for span in cut if span.first <= span.last]


def without(spans: Sequence[Span], taken: Sequence[Span]) -> list[Span]:
    """What is left of the spans when the days of others are taken out."""
    left = list(spans)
    for hole in taken:
        left = [part for span in left for part in _beside(span, hole)]
    return left


def _beside(span: Span, hole: Span) -> Iterable[Span]:
    if hole.last < span.first or span.last < hole.first:
        return [span]
    parts = []
    if span.first < hole.first:
        parts.append(Span(span.first, hole.first - ONE_DAY))
    if hole.last < span.last:
        parts.append(Span(hole.last + ONE_DAY, span.last))
    return parts


def covers(spans: Iterable[Span], day: date) -> bool:
    """Whether the day is one of them."""
    return any(span.first <= day <= span.last for span in spans)


def at_day(held: Sequence[tuple[Span, _Held]], day: date) -> _Held:
    """What is held on a day, of stretches in order that leave no day out."""
    for span, one in reversed(held):  # most days that are asked about are late ones
        if span.first <= day:
            return one
    raise LookupError(f"no stretch has the day {day}")
