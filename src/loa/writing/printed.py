"""Lines and tables of a text whose layout was not kept, and their words without leftover markup."""

import html
import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import groupby

from loa.reading.extraction import Block, Cell, Line, Row, Table
from loa.reading.model import PlanDraft
from loa.reading.passage import Passage
from loa.writing.places import all_places

__all__ = ["blocks_of_text", "words_of"]

_PRINTED = re.compile(r"[^\n\f]*[^\s][^\n\f]*")
_LONE_NUMBER = re.compile(r"^\d{1,4}(?=[ \t]*$)", re.MULTILINE)
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")
_BREAK = re.compile(r"</?(?:ul|ol|li|p|br|div)\b[^<>]{0,200}>", re.IGNORECASE)
_NOISE = re.compile(_TAG.pattern + r"|\*\*|^#{1,6}\s+|&(?:[a-zA-Z]{2,8}|#\d{1,6});|[\u00ad\u200b\u2060\ufeff]")


def blocks_of_text(draft: PlanDraft) -> Iterator[Block]:
    """The lines of the source text in order; neighbouring lines with as many tabs, two or more, are a table.

    Pages are told by the places of what was read, the only trace of them in a draft.
    """
    text = draft.source.text
    pages = _Pages(draft)
    spans = [found.span() for found in _PRINTED.finditer(text)]
    for tabs, run in groupby(spans, key=lambda span: text.count("\t", *span)):
        if tabs < 2:
            yield from (Line(*_trimmed(text, *span), page=pages.at(span[0])) for span in run)
        else:
            yield Table(tuple(_row(text, span, pages.at(span[0])) for span in run))


def words_of(text: str, line: Line, *, marked_up: bool) -> Passage:
    """The words of a line, single blanks; `marked_up` text also loses tags, emphasis and entities."""
    passage = Passage.of(text, line.start, line.end)
    return (_without_noise(passage) if marked_up else passage).squeezed()


class _Pages:
    """The page of an offset: that of the nearest place before it, or of a printed page number before it."""

    def __init__(self, draft: PlanDraft) -> None:
        known = sorted({(place.start, place.page) for place in all_places(draft)})
        known = sorted([*known, *_printed_numbers(draft.source.text, known)])
        self._starts = [start for start, _ in known]
        self._pages = [page for _, page in known]

    def at(self, offset: int) -> int:
        index = bisect_right(self._starts, offset) - 1
        return self._pages[index] if index >= 0 else 1


def _printed_numbers(text: str, known: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Lines that hold the number of the page on which the next place stands, and not yet the one before."""
    if not known or known[-1][1] == known[0][1] == 1:
        return
    starts = [start for start, _ in known]
    for found in _LONE_NUMBER.finditer(text):
        after = bisect_right(starts, found.start())
        before_page = known[after - 1][1] if after else 1
        if after < len(known) and before_page < int(found.group()) == known[after][1]:
            yield found.start(), int(found.group())


def _row(text: str, span: tuple[int, int], page: int) -> Row:
    start, end = span
    cells, at = [], start
    for words in text[start:end].split("\t"):
        cells.append(Cell(tuple(_cell_lines(text, at, at + len(words), page))))
        at += len(words) + 1
    return Row(tuple(cells), page)


def _cell_lines(text: str, start: int, end: int, page: int) -> Iterator[Line]:
    """A line for each part of a cell between tags of lists and paragraphs."""
    at = start
    for found in _BREAK.finditer(text, start, end):
        if _TAG.sub("", text[at : found.start()]).strip():
            yield Line(*_trimmed(text, at, found.start()), page, whole=True)
        at = found.end()
    if text[at:end].strip():
        yield Line(*_trimmed(text, at, end), page, whole=True)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    words = text[start:end]
    return start + len(words) - len(words.lstrip()), start + len(words.rstrip())


def _without_noise(passage: Passage) -> Passage:
    parts, at = [], 0
    for found in _NOISE.finditer(passage.text):
        parts += [passage.cut(at, found.start()), _decoded(passage.cut(*found.span()))]
        at = found.end()
    return Passage.join([*parts, passage.cut(at)], glue="") if parts else passage


def _decoded(noise: Passage) -> Passage:
    """The character of an entity, standing where the entity stands; nothing for other markup."""
    character = html.unescape(noise.text) if noise.text.startswith("&") else ""
    if len(character) != 1:
        return noise.cut(0, 0)
    return Passage(character, noise.origin[:1] + noise.origin[-1:])
