"""Clean lines and tables: what normalising hands to the stages that understand the document."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from loa.reading.extraction import Block, Extraction, Line, Table
from loa.reading.model import Place
from loa.reading.passage import Passage

__all__ = ["CleanCell", "CleanLine", "CleanRow", "CleanTable", "Frame", "Locator"]


@dataclass(frozen=True, slots=True)
class CleanLine:
    """A line without markup and page furniture, single blanks, NFC. `gap` counts the blank lines before it.

    `whole`, `bold`, `italic`, `centred`, `left`, `right` are as in `Line`.
    """

    passage: Passage
    page: int = 1
    gap: int = 0
    whole: bool = False
    bold: bool = False
    italic: bool = False
    centred: bool = False
    left: float = 0.0
    right: float = 0.0

    @property
    def text(self) -> str:
        return self.passage.text

    @property
    def match(self) -> str:
        return self.passage.match


@dataclass(frozen=True, slots=True)
class CleanCell:
    """A table cell: its lines, healed into paragraphs by the stage that reads tables."""

    lines: tuple[CleanLine, ...] = ()


@dataclass(frozen=True, slots=True)
class CleanRow:
    """A row of a table with the page it begins on."""

    cells: tuple[CleanCell, ...]
    page: int = 1


@dataclass(frozen=True, slots=True)
class CleanTable:
    """A table that carries data. Layout tables (the head, the signature block) are unfolded into lines before."""

    rows: tuple[CleanRow, ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """The parts of an official document, as lines in reading order.

    A plan signed directly fills `head`, `preamble`, `body`, `tail`, `annexes`. A plan issued by a decision also
    fills `decision` (everything of the decision from its first line to its last article, including its head and
    preamble); `head` and `preamble` are then the attached plan's, and `tail` is the block of recipients and
    signature, wherever it stands (after the articles, or after the plan). Stamps are the lines
    of electronic signatures.
    """

    head: tuple[CleanLine, ...]
    """From the first line to the last line of the title."""
    preamble: tuple[CleanLine, ...]
    """Between the title and the first labelled section: *Căn cứ …*, *… ban hành Kế hoạch … như sau:*"""
    body: tuple[CleanLine | CleanTable, ...]
    """From the first labelled section to the closing formula."""
    tail: tuple[CleanLine, ...] = ()
    """*Nơi nhận*, the authority, capacity and name of the signer, as far as the annex or the end."""
    annexes: tuple[tuple[CleanLine | CleanTable, ...], ...] = ()
    decision: tuple[CleanLine, ...] = ()
    stamps: tuple[CleanLine, ...] = ()


class Locator:
    """Turns source offsets into places with line and page."""

    def __init__(self, extraction: Extraction) -> None:
        self.text = extraction.text
        self._lines = [0]
        self._lines.extend(found.end() for found in re.finditer("\n", extraction.text))
        starts = sorted((line.start, line.page) for line in _lines_of(extraction.blocks))
        self._starts = [start for start, _ in starts]
        self._pages = [page for _, page in starts]

    def place(self, start: int, end: int) -> Place:
        """The place of the characters from `start` to `end` of the source."""
        line = bisect_right(self._lines, start)
        index = bisect_right(self._starts, start) - 1
        return Place(start, end, line, self._pages[index] if index >= 0 else 1)

    def of(self, passage: Passage, start: int = 0, end: int | None = None) -> Place:
        """The place of a part of a passage."""
        return self.place(*passage.span(start, end))


def _lines_of(blocks: tuple[Block, ...]) -> Iterator[Line]:
    for block in blocks:
        if isinstance(block, Table):
            for row in block.rows:
                for cell in row.cells:
                    yield from cell.lines
        else:
            yield block
