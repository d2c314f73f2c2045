"""The document as the reader read it: healed paragraphs and tables, every character tied to its source offset.

A plan keeps the text of its source and the places of what was read, not the layout. With the blocks of the
extraction at hand the layout is exact; without them lines are told apart by breaks, and rows by tabs.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from loa.reading.extraction import Area, Block, Line, Table
from loa.reading.model import OutlineItem, PlanDraft
from loa.reading.passage import Passage
from loa.writing.parts import Bounds, Part, bounds_of
from loa.writing.places import outline_items, paragraph_places
from loa.writing.printed import blocks_of_text, words_of

__all__ = ["Grid", "GridRow", "Manuscript", "Paragraph", "manuscript"]

_SENTENCE_ENDS = (".", ";", ":", "!", "?", "…", "/")
_MARKED_UP = ("txt", "markdown")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph. `ref` is that of the labelled item that begins in it, whose own text begins at the source
    offset `own`; before it stands the label. `level` is the depth of the item in force, 0 outside the outline."""

    passage: Passage
    page: int = 1
    part: Part = Part.BODY
    ref: str | None = None
    own: int | None = None
    level: int = 0
    bold: bool = False
    centred: bool = False


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row of a table; a cell is the paragraphs in it."""

    cells: tuple[tuple[Paragraph, ...], ...]
    page: int = 1


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as printed. One that serves layout (the two-column head, recipients beside the signature) is told by
    its part or by having no rules."""

    rows: tuple[GridRow, ...]
    page: int = 1
    part: Part = Part.BODY
    ruled: bool = True

    @property
    def serves_layout(self) -> bool:
        return not self.ruled or self.part in (Part.HEAD, Part.TAIL)


@dataclass(frozen=True, slots=True)
class Manuscript:
    """The paragraphs and tables of a document, in reading order."""

    blocks: tuple[Paragraph | Grid, ...]


def manuscript(draft: PlanDraft, blocks: Sequence[Block] = ()) -> Manuscript:
    """The document of a draft. `blocks` are those of the `Extraction` the draft was read from, where it is at hand."""
    kept = [
        block
        for block in (blocks or blocks_of_text(draft))
        if isinstance(block, Table) or block.area not in (Area.HEADER, Area.FOOTER)
    ]
    text = draft.source.text
    kept = list(_without_page_numbers(kept, text))
    lines = [(line.start, line.end, text[line.start : line.end]) for line in _lines_of(kept)]
    return Manuscript(tuple(_Composer(draft, bounds_of(draft, lines), _measure(lines)).composed(kept)))


def _without_page_numbers(blocks: list[Block], text: str) -> Iterator[Block]:
    """Leaves out the number of its page at the top or foot of a page, which extraction may not have told from text."""
    pages = [block.page if isinstance(block, Line) else block.rows[0].page if block.rows else 1 for block in blocks]
    around = [None, *pages, None]
    for block, before, page, after in zip(blocks, around, pages, around[2:], strict=False):
        at_edge = page not in (before, after) or before != after
        if at_edge and isinstance(block, Line) and text[block.start : block.end].strip(" -–—") == str(page):
            continue
        yield block


def _lines_of(blocks: Iterable[Block]) -> Iterator[Line]:
    for block in blocks:
        if isinstance(block, Line):
            yield block
        else:
            yield from (line for row in block.rows for cell in row.cells for line in cell.lines)


def _measure(lines: Sequence[tuple[int, int, str]]) -> int:
    """The length of a full printed line, in characters."""
    lengths = sorted(len(text) for _, _, text in lines)
    return lengths[len(lengths) * 9 // 10] if lengths else 0


class _Composer:
    """Joins printed lines into paragraphs and finds the item each belongs to."""

    def __init__(self, draft: PlanDraft, bounds: Bounds, measure: int) -> None:
        self._text = draft.source.text
        self._marked_up = draft.source.format in _MARKED_UP
        self._bounds = bounds
        self._measure = measure
        self._spans = sorted({(place.start, place.end) for place in paragraph_places(draft)})
        self._starts = [start for start, _ in self._spans]
        items = sorted(outline_items(draft), key=lambda item: item.place.start)
        self._items = [item for item in items if item.text]
        self._item_starts = [item.place.start for item in self._items]

    def composed(self, blocks: Sequence[Block]) -> Iterator[Paragraph | Grid]:
        run: list[Line] = []
        for block in blocks:
            if isinstance(block, Line):
                run.append(block)
                continue
            yield from self._paragraphs(run)
            run = []
            yield self._grid(block)
        yield from self._paragraphs(run)

    def _grid(self, table: Table) -> Grid:
        rows = tuple(
            GridRow(tuple(tuple(self._paragraphs(cell.lines)) for cell in row.cells), row.page) for row in table.rows
        )
        starts = [line.start for line in _lines_of([table])]
        part = self._bounds.part(min(starts, default=0))
        return Grid(rows, rows[0].page if rows else 1, part, table.ruled)

    def _paragraphs(self, lines: Sequence[Line]) -> Iterator[Paragraph]:
        """The paragraphs of neighbouring lines; lines without words are left out."""
        held: list[Line] = []
        for line in lines:
            if held and not self._goes_on(held[-1], line):
                yield from self._paragraph(held)
                held = []
            held.append(line)
        if held:
            yield from self._paragraph(held)

    def _goes_on(self, before: Line, line: Line) -> bool:
        """Whether `line` continues the paragraph that `before` stands in."""
        known = bisect_left(self._starts, line.start)
        if known < len(self._starts) and self._starts[known] < line.end:
            return self._is_label_of(before, line)
        index = bisect_right(self._starts, before.end) - 1
        if index >= 0 and self._spans[index][1] > line.start:
            return True
        if before.whole or line.whole or before.centred or line.centred:
            return False
        return self._looks_unfinished(before, line)

    def _is_label_of(self, before: Line, line: Line) -> bool:
        """Whether `before` holds only the label of the item that begins in `line`."""
        index = bisect_left(self._item_starts, line.end) - 1
        item = self._items[index] if index >= 0 else None
        words = self._text[before.start : before.end].strip().rstrip(".)/ ")
        return item is not None and item.place.start >= line.start and words == item.label.rstrip(".)/ ")

    def _looks_unfinished(self, before: Line, line: Line) -> bool:
        """A printed line as long as the page is wide that ends no sentence, in running text."""
        words = self._text[before.start : before.end].rstrip()
        if self._text.count("\n", before.end, line.start) > 1 or words.endswith(_SENTENCE_ENDS):
            return False
        return self._bounds.part(line.start) in (Part.PREAMBLE, Part.BODY) and len(words) >= 0.75 * self._measure

    def _paragraph(self, lines: Sequence[Line]) -> Iterator[Paragraph]:
        words = [words_of(self._text, line, marked_up=self._marked_up) for line in lines]
        passage = _joined([piece for piece in words if piece])
        if not passage:
            return
        start, end = passage.span()
        part = self._bounds.part(start)
        item = self._item_before(end, part)
        begins = item is not None and item.place.start >= start
        yield Paragraph(
            passage=passage,
            page=lines[0].page,
            part=part,
            ref=item.ref if item and begins else None,
            own=item.place.start if item and begins else None,
            level=item.level if item else 0,
            bold=all(line.bold for line in lines),
            centred=all(line.centred for line in lines),
        )

    def _item_before(self, end: int, part: Part) -> OutlineItem | None:
        """The last item that begins before the source offset `end`, if it stands in the same part."""
        index = bisect_left(self._item_starts, end) - 1
        item = self._items[index] if index >= 0 else None
        return item if item and self._bounds.part(item.place.start) is part else None


def _joined(pieces: list[Passage]) -> Passage:
    """The lines with a blank between them, or none after a glued hyphen (annotation guide, 1.3)."""
    joined = Passage("", Passage.of("").origin)
    for piece in pieces:
        glued = joined.text.endswith("-") and not joined.text.endswith(" -")
        joined = Passage.join([joined, piece], glue="" if glued else " ") if joined else piece
    return joined
