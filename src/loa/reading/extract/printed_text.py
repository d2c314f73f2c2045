"""Pages become the text of an extraction, with its lines and tables in reading order."""

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from loa.reading.extract import refusal
from loa.reading.extract.printed import PrintedLine, PrintedPage, PrintedTable
from loa.reading.extraction import Block, Cell, Line, Row, Table

__all__ = ["text_of"]

_MOST_BLANK_LINES = 3


def text_of(pages: Sequence[PrintedPage], *, most: int) -> tuple[str, tuple[Block, ...]]:
    """The text of all pages and its blocks; stamps come last. Raises TooLarge beyond `most` characters.

    Where the page leaves room for whole lines, the text has blank lines.
    """
    writer = _Writer(most)
    blocks: list[Block] = []
    for page in pages:
        leading = _leading(page)
        before: PrintedLine | None = None
        for item in page.items:
            if isinstance(item, PrintedLine):
                writer.skip(_blank_lines(before, item, leading))
                blocks.append(writer.line(item, page.number))
                before = item
            else:
                blocks.append(writer.table(item, page.number))
                before = None
    blocks.extend(writer.line(stamp, page.number) for page in pages for stamp in page.stamps)
    return writer.text, tuple(blocks)


def _leading(page: PrintedPage) -> float:
    """The usual distance of lines on a page, 0 where there are too few to tell."""
    lines = [item for item in page.items if isinstance(item, PrintedLine)]
    steps = [after.base - before.base for before, after in pairwise(lines)]
    downward = [step for step in steps if step > 0]
    return median(downward) if len(downward) >= 4 else 0.0


def _blank_lines(before: PrintedLine | None, line: PrintedLine, leading: float) -> int:
    if before is None:
        return 0
    step = line.base - before.base
    usual = max(leading, 1.1 * line.size)
    return min(_MOST_BLANK_LINES, max(0, round(step / usual - 0.3) - 1))


class _Writer:
    def __init__(self, most: int) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._most = most

    @property
    def text(self) -> str:
        return "\n".join(self._parts)

    def skip(self, lines: int) -> None:
        self._parts.extend([""] * lines)
        self._length += lines

    def line(self, line: PrintedLine, page: int) -> Line:
        start = self._length
        end = start + len(line.text)
        self._parts.append(line.text)
        self._length = end + 1
        if end > self._most:
            raise refusal.too_large("số ký tự", "the number of characters is", self._most)
        return Line(
            start, end, page, bold=line.bold, italic=line.italic, centred=line.centred,
            left=round(line.left, 1), right=round(line.right, 1), area=line.area,
        )  # fmt: skip

    def table(self, table: PrintedTable, page: int) -> Table:
        rows = tuple(
            Row(tuple(Cell(tuple(self.line(line, page) for line in cell)) for cell in row), page) for row in table.rows
        )
        return Table(rows, table.ruled)
