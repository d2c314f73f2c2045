"""Reading order: the two columns of head and signature block are told from lines that run across the page.

A gutter is an upright strip that stays free over neighbouring rows while words stand on both sides of it. Rows that
only have a wide blank somewhere (a justified line, `ngày   tháng`, a label and its text) make no gutter.
"""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from loa.reading.extract.printed import PrintedLine, PrintedTable, Word
from loa.reading.extract.printed_lines import line_of, rows_of, with_centred
from loa.reading.lexicon import load_book
from loa.reading.passage import match_form

__all__ = ["in_reading_order"]

_LEAST = 0.8
"""The least width of a gutter, in parts of the font's size."""
_MOST_WORDS = 20_000
"""A page of print has some hundred words; beyond this many, columns are not looked for."""
_ALONE = 3.0
"""The least width where only one row shows the gutter."""

_HEAD_GROWS = 3
"""Below number and date the head goes on for no more rows than these (`V/v …` under the number)."""
_HEAD = next(rule.pattern for rule in load_book("page") if rule.id == "head.motto")


class _Row(NamedTuple):
    words: list[Word]
    gaps: list[tuple[float, float]]
    """The blanks of the row that may belong to a gutter."""

    @property
    def left(self) -> float:
        return self.words[0].left

    @property
    def right(self) -> float:
        return max(word.right for word in self.words)

    @property
    def base(self) -> float:
        return self.words[0].base

    @property
    def size(self) -> float:
        return self.words[0].size


class _Block(NamedTuple):
    """Rows from `start` to `end` (not included) that a gutter parts."""

    start: int
    end: int
    gutter: tuple[float, float]


def in_reading_order(words: Sequence[Word], *, depth: int = 0) -> list[PrintedLine | PrintedTable]:
    """The lines the words make, columns one after the other; lists set in columns without rulings as a table."""
    rows = [_row(words) for words in rows_of(words)]
    items: list[PrintedLine | PrintedTable] = []
    done = 0
    for block in _blocks(rows) if depth < 3 and len(words) <= _MOST_WORDS else ():
        items.extend(_plain(rows[done : block.start], rows))
        inside = rows[block.start : block.end]
        table = _as_table(inside)
        items.extend([table] if table else _columns(inside, block.gutter, depth))
        done = block.end
    items.extend(_plain(rows[done:], rows))
    return items


def _plain(rows: Sequence[_Row], all_rows: Sequence[_Row]) -> list[PrintedLine]:
    lines = [line_of(row.words) for row in rows]
    return with_centred(lines, *_margins(all_rows)) if lines else []


def _margins(rows: Sequence[_Row]) -> tuple[float, float]:
    """Where most rows begin and where the longest end; a few that stick out (a stamp) do not count."""
    lefts = sorted(row.left for row in rows)
    rights = sorted(row.right for row in rows)
    return lefts[len(lefts) // 20], rights[-1 - len(rights) // 20]


def _columns(rows: Sequence[_Row], gutter: tuple[float, float], depth: int) -> list[PrintedLine | PrintedTable]:
    middle = (gutter[0] + gutter[1]) / 2
    items: list[PrintedLine | PrintedTable] = []
    for side in (False, True):
        words = [word for row in rows for word in row.words if (word.middle > middle) is side]
        inner = in_reading_order(words, depth=depth + 1)
        lines = [item for item in inner if isinstance(item, PrintedLine)]
        items.extend(_centred_column(lines) if len(lines) == len(inner) else inner)
    return items


def _centred_column(lines: list[PrintedLine]) -> list[PrintedLine]:
    """A narrow column is centred when lines of different length have one middle."""
    if len(lines) < 2:
        return lines
    middle = median(line.middle for line in lines)
    agreeing = [line for line in lines if abs(line.middle - middle) <= 6]
    lefts = [line.left for line in agreeing]
    if len(agreeing) * 3 < len(lines) * 2 or max(lefts) - min(lefts) < 8:
        return lines
    width = max(max(middle - line.left, line.right - middle) for line in lines) + 13
    return with_centred(lines, middle - width, middle + width)


def _row(words: list[Word]) -> _Row:
    between = list(pairwise(words))
    rooms = [after.left - before.right for before, after in between]
    usual = median(rooms) if len(rooms) > 2 else 0.0
    gaps = []
    for i, (before, after) in enumerate(between):
        size = max(before.size, after.size)
        wide = rooms[i] >= max(_LEAST * size, 2.2 * usual)
        jump = after.order != before.order + 1 and rooms[i] >= 0.5 * size
        if (wide or jump) and not _belongs_together(words, i):
            gaps.append((before.right, after.left))
    return _Row(words, gaps)


def _belongs_together(words: list[Word], index: int) -> bool:
    """Whether the blank after a word is one to be filled by hand, or parts a label from its text."""
    before = match_form(" ".join(word.text for word in words[max(0, index - 2) : index + 1]))
    after = match_form(" ".join(word.text for word in words[index + 1 : index + 3]))
    blank = f"{before}¦{after}"
    return any(
        rule.pattern.search(blank)
        for rule in load_book("page")
        if rule.id.startswith("blank.") and (rule.gives != "label" or index == 0)
    )


def _blocks(rows: Sequence[_Row]) -> list[_Block]:
    blocks: list[_Block] = []
    start = 0
    while start < len(rows):
        block = _block_from(rows, start) if rows[start].gaps else None
        if block is None:
            start += 1
            continue
        floor = blocks[-1].end if blocks else 0
        block = _grown(rows, block, floor)
        blocks.append(block)
        start = block.end
    return blocks


def _block_from(rows: Sequence[_Row], start: int) -> _Block | None:
    """The longest block that begins with this row, of all gutters its gaps allow the one that most rows show."""
    best: tuple[int, float, _Block] | None = None
    for gap in rows[start].gaps:
        block, shown = _follow(rows, start, gap)
        width = block.gutter[1] - block.gutter[0]
        if shown == 1 and not _stands_alone(rows[start], width):
            continue
        if best is None or (shown, width) > best[:2]:
            best = (shown, width, block)
    return best[2] if best else None


def _stands_alone(row: _Row, width: float) -> bool:
    return width >= _ALONE * row.size and len(row.words) > 2


def _follow(rows: Sequence[_Row], start: int, gap: tuple[float, float]) -> tuple[_Block, int]:
    """How far down the gap goes on, and how many rows have words on both sides of it."""
    low, high = gap
    end, shown = start + 1, 1
    kept = gap
    for index in range(start + 1, len(rows)):
        row = rows[index]
        if row.base - rows[end - 1].base > 16 * row.size:
            break
        parts = [free for free in _free(row, low, high) if free[1] - free[0] >= 0.6 * row.size]
        if not parts:
            break
        low, high = max(parts, key=lambda part: part[1] - part[0])
        middle = (low + high) / 2
        if row.left < middle < row.right:
            if not any(left <= low + 1 and high - 1 <= right for left, right in row.gaps):
                break
            end, shown, kept = index + 1, shown + 1, (low, high)
    return _Block(start, end, kept), shown


def _free(row: _Row, low: float, high: float) -> list[tuple[float, float]]:
    """The parts of a strip that no word of the row touches."""
    parts: list[tuple[float, float]] = []
    for word in row.words:
        if word.right <= low or word.left >= high:
            continue
        if word.left > low:
            parts.append((low, word.left))
        low = word.right
    if low < high:
        parts.append((low, high))
    return parts


def _grown(rows: Sequence[_Row], block: _Block, floor: int) -> _Block:
    """The block with the rows before and after it that stand on one side of the gutter, in line with its column."""
    start, end, gutter = block
    is_head = any(_HEAD.search(match_form(line_of(row.words).text)) for row in rows[start:end])
    last = min(len(rows), end + _HEAD_GROWS) if is_head else len(rows)
    while start > floor and (narrowed := _joined(rows[start - 1], rows[start:end], gutter, rows[start])):
        start, gutter = start - 1, narrowed
    while end < last and (narrowed := _joined(rows[end], rows[start:end], gutter, rows[end - 1])):
        end, gutter = end + 1, narrowed
    return _Block(start, end, gutter)


def _joined(
    row: _Row, block: Sequence[_Row], gutter: tuple[float, float], neighbour: _Row
) -> tuple[float, float] | None:
    """The gutter left over when a row on one side of it goes on with that side, None where the row does not.

    It does so on the middle of the side's lines, or beginning where they begin. A title below the head is nearer to
    the right column than to the left one, but has another middle.
    """
    parts = [part for part in _free(row, *gutter) if part[1] - part[0] >= 0.6 * row.size]
    if not parts or abs(row.base - neighbour.base) > 12 * row.size:
        return None
    left = max(parts, key=lambda part: part[1] - part[0])
    middle = (left[0] + left[1]) / 2
    if row.left < middle < row.right:
        return None
    is_right = row.left > middle
    return left if _goes_on(row, block, middle, is_right) else None


def _goes_on(row: _Row, block: Sequence[_Row], middle: float, is_right: bool) -> bool:
    sides = [[word for word in other.words if (word.middle > middle) is is_right] for other in block]
    lefts = [side[0].left for side in sides if side]
    middles = [(side[0].left + max(word.right for word in side)) / 2 for side in sides if side]
    if any(abs(each - (row.left + row.right) / 2) <= 12 for each in middles):
        return True
    if not is_right:
        return -4 <= row.left - min(lefts) <= 30
    return sum(abs(left - row.left) <= 4 for left in lefts) >= 2


def _as_table(rows: Sequence[_Row]) -> PrintedTable | None:
    """A list set in columns without rulings, to be read row by row.

    Head and signature block are no such list: their lines are centred, or one side goes on without the other.
    """
    cuts = _cuts(rows)
    sides = [_parted(row, cuts) for row in rows]
    if not sides[0][0] or not (_is_list(sides) if len(cuts) == 1 else _is_grid(rows, sides)):
        return None
    grid: list[list[list[PrintedLine]]] = []
    for side in sides:
        if side[0] or not grid:
            grid.append([[] for _ in side])
        for words, cell in zip(side, grid[-1], strict=True):
            if words:
                cell.append(line_of(words))
    cells = tuple(tuple(tuple(cell) for cell in row) for row in grid)
    return PrintedTable(cells, rows[0].base - rows[0].size, rows[-1].base, ruled=False)


def _cuts(rows: Sequence[_Row]) -> list[float]:
    """The middles of the strips that stay free over all rows."""
    cuts: list[float] = []
    reach = float("inf")
    for left, right in sorted((word.left, word.right) for row in rows for word in row.words):
        if left - reach >= _LEAST * rows[0].size:
            cuts.append((reach + left) / 2)
        reach = right if reach == float("inf") else max(reach, right)
    return cuts


def _parted(row: _Row, cuts: Sequence[float]) -> list[list[Word]]:
    sides: list[list[Word]] = [[] for _ in range(len(cuts) + 1)]
    for word in row.words:
        sides[bisect_right(cuts, word.middle)].append(word)
    return sides


def _is_list(sides: list[list[list[Word]]]) -> bool:
    """Whether entries stand side by side in two columns, those of each beginning at one place."""
    paired = [side for side in sides if side[0] and side[1]]
    if len(paired) < 3 or len(paired) * 3 < len(sides) * 2:
        return False
    lefts = [side[0][0].left for side in paired]
    begins = [side[1][0].left for side in sides if side[1]]
    ends = [side[1][-1].right for side in sides if side[1]]
    return max(lefts) - min(lefts) <= 3 and max(begins) - min(begins) <= 3 and max(ends) - min(ends) >= 12


def _is_grid(rows: Sequence[_Row], sides: list[list[list[Word]]]) -> bool:
    """Whether three columns or more are filled in most rows, and they are not the head of a document."""
    full = [side for side in sides if sum(bool(words) for words in side) > 1]
    is_head = any(_HEAD.search(match_form(line_of(row.words).text)) for row in rows)
    return len(sides[0]) > 2 and len(full) >= 3 and len(full) * 2 >= len(rows) and not is_head
