"""Stretches of days that somebody holds something: joined, cut and taken apart. The last day is counted."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from loa.schedule.window import ONE_DAY

__all__ = ["Span", "clipped", "covers", "joined", "without"]


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
