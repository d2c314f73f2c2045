"""What held over time, as spans that follow one another: how a table's rows are laid over what is known."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Generic, TypeVar

__all__ = ["EARLIEST", "Span", "clipped", "joined", "laid_over", "of_sets", "span_at", "to_pairs"]

_Value = TypeVar("_Value")
_Other = TypeVar("_Other")
_DAY = timedelta(days=1)

EARLIEST = date(2000, 1, 1)
"""The first day of what has no known beginning: before the first programme of administrative reform (2001-2010), so
that every plan that can be read falls after it."""


@dataclass(frozen=True, slots=True)
class Span(Generic[_Value]):
    """A value that holds from a day to a day, both counted; no end means until further notice."""

    start: date
    end: date | None
    value: _Value

    def holds_on(self, day: date) -> bool:
        """Whether the value holds on the day."""
        return self.start <= day and (self.end is None or day <= self.end)


Timeline = tuple[Span[_Value], ...]


def span_at(timeline: Timeline[_Value], day: date) -> Span[_Value] | None:
    """The span that holds on the day."""
    return next((span for span in timeline if span.holds_on(day)), None)


def joined(spans: Iterable[Span[_Value]]) -> Timeline[_Value]:
    """The spans in order, neighbours with the same value made one."""
    found: list[Span[_Value]] = []
    for span in sorted(spans, key=lambda one: one.start):
        last = found[-1] if found else None
        if last and last.value == span.value and last.end is not None and last.end + _DAY == span.start:
            found[-1] = Span(last.start, span.end, last.value)
        else:
            found.append(span)
    return tuple(found)


def laid_over(timeline: Timeline[_Value], new: Span[_Value], *, cuts: bool = False) -> Timeline[_Value]:
    """The timeline with the new span in it; what it held in those days gives way, what it held outside them stays.

    With `cuts`, what the end of the new span falls into ends there, and only what begins later stays.
    """
    kept: list[Span[_Value]] = [new]
    for old in timeline:
        if old.start < new.start:
            until = new.start - _DAY
            kept.append(Span(old.start, until if old.end is None else min(old.end, until), old.value))
        outlasts = new.end is not None and (old.end is None or old.end > new.end)
        if new.end is not None and outlasts and not (cuts and old.start <= new.end):
            kept.append(Span(max(old.start, new.end + _DAY), old.end, old.value))
    return joined(kept)


def clipped(timeline: Timeline[_Value], last: date | None) -> Timeline[_Value]:
    """The timeline up to the last day, all of it without one."""
    if last is None:
        return timeline
    begun = (span for span in timeline if span.start <= last)
    return tuple(Span(span.start, min(span.end or last, last), span.value) for span in begun)


def of_sets(pairs: Iterable[Span[_Value]], within: Iterable[Span[_Other]]) -> Timeline[frozenset[_Value]]:
    """For each day of `within`, the set of all values that hold: several rows may hold at once."""
    rows = list(pairs)
    found: list[Span[frozenset[_Value]]] = []
    for span in within:
        starts = {row.start for row in rows} | {row.end + _DAY for row in rows if row.end is not None}
        cuts = sorted({span.start, *(day for day in starts if span.holds_on(day))})
        ends = [*(day - _DAY for day in cuts[1:]), span.end]
        for start, end in zip(cuts, ends, strict=True):
            found.append(Span(start, end, frozenset(row.value for row in rows if row.holds_on(start))))
    return joined(found)


def to_pairs(timeline: Timeline[frozenset[_Value]]) -> Timeline[_Value]:
    """The other way: one span for each value and the days it holds without a break."""
    by_value: dict[_Value, list[Span[_Value]]] = {value: [] for span in timeline for value in span.value}
    for span in timeline:
        for value in span.value:
            by_value[value].append(Span(span.start, span.end, value))
    return tuple(span for spans in by_value.values() for span in joined(spans))
