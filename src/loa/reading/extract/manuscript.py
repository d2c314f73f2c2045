"""What formats with paragraphs (DOCX, ODT, RTF, HTML) are taken apart into, and its composing to text and blocks."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from loa.reading.extract import refusal, sizes
from loa.reading.extract.clock import Clock
from loa.reading.extraction import Area, Block, Cell, Limits, Line, Row, Table

__all__ = [
    "PRINTED_LINE",
    "Grid",
    "GridCell",
    "GridRow",
    "Paragraph",
    "Part",
    "Run",
    "compose",
    "spanned_row",
    "thinned",
]

_INVISIBLE = dict.fromkeys([0xAD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF])
_CONTROLS = dict.fromkeys([*range(9), 11, 13, *range(14, 32), 127], " ") | {
    12: "\n",
    0x85: "\n",
    0x2028: "\n",
    0x2029: "\n",
}
_CLEANED = _INVISIBLE | _CONTROLS


PRINTED_LINE = 120
"""No printed line of an upright A4 page is longer, in characters."""


@dataclass(frozen=True, slots=True)
class Run:
    r"""Characters set alike. `\n` is a forced line break. `font` is its name as the file gives it, or empty."""

    text: str
    bold: bool = False
    italic: bool = False
    font: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `label` is its automatic number or bullet as printed, with the blank after it."""

    runs: tuple[Run, ...]
    label: str = ""
    centred: bool = False
    page: int = 1
    area: Area = Area.BODY

    @property
    def text(self) -> str:
        """The words without the label."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class GridCell:
    """What stands in a cell. The places a wide or high cell covers hold empty cells."""

    parts: tuple["Part", ...] = ()


@dataclass(frozen=True, slots=True)
class GridRow:
    """One row and the page it begins on."""

    cells: tuple[GridCell, ...]
    page: int = 1


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as taken from the file; rows may be of different lengths."""

    rows: tuple[GridRow, ...]
    ruled: bool


Part = Paragraph | Grid


def spanned_row(cells: Iterable[tuple[int, GridCell]], width: int, page: int) -> GridRow:
    """A row of `width` places from cells with their places; places without a cell are empty."""
    row = [GridCell()] * width
    for place, cell in cells:
        if place < width:
            row[place] = cell
    return GridRow(tuple(row), page)


def thinned(parts: Iterable[Part], limits: Limits) -> Iterator[Part]:
    """The parts with runs of empty paragraphs brought down to one.

    Raises TooLarge when too many parts are left, or taking them from the file lasts too long.
    """
    clock = Clock(limits.seconds)
    was_empty = False
    left = sizes.LINES
    for index, part in enumerate(parts):
        if index % 1_000 == 0:
            clock.check()
        is_empty = isinstance(part, Paragraph) and not part.text.strip()
        if not (is_empty and was_empty):
            left -= 1
            if not left:
                raise refusal.too_large("số dòng", "its lines are", sizes.LINES)
            yield part
        was_empty = is_empty


def compose(parts: Sequence[Part], limits: Limits) -> tuple[str, tuple[Block, ...]]:
    """The text, one line for each line of a paragraph, and the blocks over it.

    An empty paragraph leaves one empty line; a run of them no more. Raises TooLarge beyond the limits of characters
    or time.
    """
    composer = _Composer(limits, Clock(limits.seconds))
    blocks = tuple(composer.blocks(parts))
    return composer.text(), blocks


@dataclass
class _Composer:
    limits: Limits
    clock: Clock
    _lines: list[str] = field(default_factory=list)
    _length: int = 0

    def text(self) -> str:
        while self._lines and not self._lines[-1]:
            self._lines.pop()
        return "\n".join(self._lines)

    def blocks(self, parts: Sequence[Part]) -> Iterator[Block]:
        for part in parts:
            if isinstance(part, Paragraph):
                yield from self._paragraph(part)
            elif _is_wrapper(part):
                for row in part.rows:
                    for cell in row.cells:
                        yield from self.blocks(cell.parts)
            else:
                yield from self._table(part)

    def _table(self, grid: Grid) -> Iterator[Table]:
        width = min(max((len(row.cells) for row in grid.rows), default=0), sizes.COLUMNS)
        rows = []
        for row in grid.rows:
            cells = [Cell(tuple(self._cell_lines(cell.parts))) for cell in row.cells[:width]]
            rows.append(Row(tuple(cells) + (Cell(),) * (width - len(cells)), row.page))
        if any(cell.lines for row in rows for cell in row.cells):
            yield Table(tuple(rows), grid.ruled)

    def _cell_lines(self, parts: Sequence[Part]) -> Iterator[Line]:
        for part in parts:
            if isinstance(part, Paragraph):
                if part.text.strip():
                    yield from self._paragraph(part)
            else:
                for row in part.rows:
                    for cell in row.cells:
                        yield from self._cell_lines(cell.parts)

    def _paragraph(self, paragraph: Paragraph) -> Iterator[Line]:
        """The lines of a paragraph. A break ends a line only; before an empty line, and where lines are longer than
        printed ones, it ends what is a paragraph in all but name."""
        pieces = [*_printed_lines(paragraph)]
        unwrapped = any(len(words) > PRINTED_LINE for words, _, _ in pieces)
        ends = [not words for words, _, _ in pieces[1:]] + [True]
        for (words, bold, italic), ended in zip(pieces, ends, strict=True):
            if not words:
                self._leave_line()
                continue
            start = self._write(words)
            yield Line(
                start,
                start + len(words),
                paragraph.page,
                whole=ended or unwrapped,
                bold=bold,
                italic=italic,
                centred=paragraph.centred,
                area=paragraph.area,
            )

    def _leave_line(self) -> None:
        """Leaves one empty line, unless there is one."""
        if self._lines and self._lines[-1]:
            self._write("")

    def _write(self, line: str) -> int:
        start = self._length
        self._lines.append(line)
        self._length += len(line) + 1
        if self._length > self.limits.characters:
            raise refusal.too_large("số ký tự", "its characters are", self.limits.characters)
        if len(self._lines) > sizes.LINES:
            raise refusal.too_large("số dòng", "its lines are", sizes.LINES)
        if len(self._lines) % 1_000 == 0:
            self.clock.check()
        return start


def _is_wrapper(grid: Grid) -> bool:
    """A table that holds text together rather than data: of one cell, or unruled around other tables."""
    cells = [cell for row in grid.rows for cell in row.cells]
    if len(cells) <= 1:
        return True
    return not grid.ruled and any(
        isinstance(part, Grid) and not _is_empty(part) for cell in cells for part in cell.parts
    )


def _is_empty(grid: Grid) -> bool:
    return not any(cell.parts for row in grid.rows for cell in row.cells)


def _printed_lines(paragraph: Paragraph) -> Iterator[tuple[str, bool, bool]]:
    """The lines between forced breaks, with whether all their words are bold and italic."""
    line: list[Run] = []
    runs = [run for run in paragraph.runs if run.text]
    if paragraph.label and any(run.text.strip() for run in runs):
        runs.insert(0, replace(runs[0], text=paragraph.label))
        runs[1] = replace(runs[1], text=runs[1].text.lstrip())
    for run in runs:
        pieces = run.text.translate(_CLEANED).split("\n")
        for index, piece in enumerate(pieces):
            if index:
                yield _line_of(line)
                line = []
            line.append(replace(run, text=piece))
    yield _line_of(line)


def _line_of(runs: list[Run]) -> tuple[str, bool, bool]:
    worded = [run for run in runs if any(letter.isalnum() for letter in run.text)]
    return (
        "".join(run.text for run in runs).strip(),
        bool(worded) and all(run.bold for run in worded),
        bool(worded) and all(run.italic for run in worded),
    )
