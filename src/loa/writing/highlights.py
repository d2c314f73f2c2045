"""Which words of the document belong to which obligation, and to which field of it."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from loa.reading.model import PlanDraft
from loa.reading.passage import Passage

__all__ = ["FIELDS", "Highlights", "Piece"]

FIELDS = (*("lead", "coordinate", "reports_to", "via", "deadline", "quotas", "cadence", "window", "channels", "kind"),)
"""The fields whose words are shown; where words serve several, the first of these names them."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Neighbouring words of the same kind: `duty` is the index of the obligation whose own words they are,
    `fields` the fields they were read as, `readings` the same for each obligation, as (index, field)."""

    text: str
    duty: int | None = None
    fields: tuple[str, ...] = ()
    readings: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class _Span:
    start: int
    end: int
    duty: int
    field: str | None


class Highlights:
    """The spans of all obligations of a draft and of the words matched for their fields."""

    def __init__(self, draft: PlanDraft) -> None:
        self._spans = sorted(_spans(draft), key=lambda span: (span.start, span.end))
        self._starts = [span.start for span in self._spans]
        self._longest = max((span.end - span.start for span in self._spans), default=0)

    def pieces(self, passage: Passage) -> list[Piece]:
        """The passage cut where a span begins or ends."""
        if not passage:
            return []
        start, end = passage.span()
        near = self._near(start, end)
        cuts = {0, len(passage)}
        for span in near:
            cuts.update(_index(passage, bound) for bound in (span.start, span.end))
        bounds = sorted(cuts)
        return [_piece(passage, left, right, near) for left, right in pairwise(bounds)]

    def _near(self, start: int, end: int) -> list[_Span]:
        first = bisect_left(self._starts, start - self._longest)
        last = bisect_left(self._starts, end)
        return [span for span in self._spans[first:last] if span.end > start]


def _spans(draft: PlanDraft) -> Iterator[_Span]:
    for index, duty in enumerate(draft.obligations):
        yield _Span(duty.place.start, duty.place.end, index, None)
        for mark in duty.marks:
            field = mark.field.partition("[")[0].partition(".")[0]
            if mark.place and field in FIELDS:
                words = draft.source.text[mark.place.start : mark.place.end]
                start = mark.place.start + len(words) - len(words.lstrip())
                if words.strip():
                    yield _Span(start, start + len(words.strip()), index, field)


def _index(passage: Passage, offset: int) -> int:
    """The first character of the passage at or after a source offset."""
    return min(bisect_left(passage.origin, offset), len(passage))


def _piece(passage: Passage, left: int, right: int, near: list[_Span]) -> Piece:
    at = passage.origin[left]
    over = [span for span in near if span.start <= at < span.end]
    own = [span for span in over if span.field is None]
    duty = min(own, key=lambda span: (span.end - span.start, span.duty)).duty if own else None
    readings = sorted({(span.duty, span.field) for span in over if span.field is not None})
    fields = tuple(field for field in FIELDS if any(field == read for _, read in readings))
    return Piece(passage.text[left:right], duty, fields, tuple(readings))
