"""Tells which part of an official document a line belongs to (Decree 30/2020: head, basis, content, recipients)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import inf

from loa.reading.model import Place, PlanDraft
from loa.reading.passage import fold
from loa.writing.places import outline_items

__all__ = ["Bounds", "Part", "bounds_of"]

_TITLE_WORD = re.compile(r"ke hoach\W*$")
_PREAMBLE_WORDS = re.compile(r"(?:can cu|thuc hien|theo de nghi|xet de nghi|trien khai|de |nham )")
_TAIL_WORDS = re.compile(r"(?:noi nhan\b|(?:tm|kt|tl|tuq)\s*\.)")
_ANNEX_WORDS = re.compile(r"(?:phu luc|bieu|danh muc)\b")


class Part(StrEnum):
    """The parts of an official document, in their usual order."""

    HEAD = "head"
    PREAMBLE = "preamble"
    BODY = "body"
    TAIL = "tail"
    ANNEX = "annex"


@dataclass(frozen=True, slots=True)
class Bounds:
    """Source offsets at which the parts begin; infinity where there is no such part."""

    preamble: float
    body: float
    tail: float
    annex: float

    def part(self, start: int) -> Part:
        """The part of a line that begins at `start`."""
        if start >= self.annex:
            return Part.ANNEX
        if start >= self.tail:
            return Part.TAIL
        if start >= self.body:
            return Part.BODY
        return Part.PREAMBLE if start >= self.preamble else Part.HEAD


_Lines = Sequence[tuple[int, int, str]]


def bounds_of(draft: PlanDraft, lines: _Lines) -> Bounds:
    """Where the parts begin. `lines` are (start, end, text) of all lines in the order of the document."""
    items = list(outline_items(draft))
    if not items:
        return Bounds(inf, 0, inf, inf)
    annexed = [item.place for item in items if item.ref.partition(".")[0].partition("#")[0] == "PL"]
    bodily = [item.place for item in items if item.place not in annexed]
    body = _line_start(lines, min((place.start for place in bodily), default=inf))
    duties = [duty.place for duty in draft.obligations if not duty.ref.startswith("PL")]
    body_end = max((place.end for place in [*bodily, *duties]), default=0)
    annex = _annex(lines, body_end, annexed)
    tail = _first(lines, _TAIL_WORDS, body_end, annex)
    return Bounds(_preamble(draft, lines, body), body, tail, annex)


def _line_start(lines: _Lines, offset: float) -> float:
    return next((start for start, end, _ in reversed(lines) if start <= offset), offset)


def _first(lines: _Lines, words: re.Pattern[str], after: float, before: float) -> float:
    return next((start for start, _, text in lines if after <= start < before and words.match(fold(text))), inf)


def _annex(lines: _Lines, body_end: int, annexed: list[Place]) -> float:
    if not annexed:
        return inf
    place = min(place.start for place in annexed)
    return min(_first(lines, _ANNEX_WORDS, body_end, place), _line_start(lines, place))


def _preamble(draft: PlanDraft, lines: _Lines, body: float) -> float:
    """The line after the title. The lines of the title stand below the word *KẾ HOẠCH*, all within its text."""
    title = fold(draft.document.title or "")
    in_title = False
    for start, _, text in lines:
        if start >= body:
            break
        words = fold(text).strip()
        if not in_title:
            in_title = _TITLE_WORD.fullmatch(words) is not None
        elif _PREAMBLE_WORDS.match(words) or words.strip("*_ ") not in title:
            return start
    return body
