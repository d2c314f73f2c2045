"""Rulings become grids, and the words between them the cells of tables."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from loa.reading.extract.printed import PrintedLine, PrintedRow, PrintedTable, Ruling, Word
from loa.reading.extract.printed_lines import line_of, rows_of, with_centred

__all__ = ["Grid", "grids_of", "table_of", "take_words"]

_SAME = 3.0
"""Rulings nearer than this are one (double lines, the two edges of a thin box), in points."""
_TOUCH = 4.0
"""Rulings that end this near to another one meet it."""
_SHORT = 6.0
"""Shorter rulings are parts of letters, ticks, dots."""
_MOST_RULINGS, _MOST_PLACES = 3_000, 6_000
"""Pages with more rulings, and grids with more places, are drawings."""


@dataclass(frozen=True, slots=True)
class Grid:
    """The columns and rows that rulings draw. `owner` gives for each place of the grid the place whose cell covers it:
    itself, or the first place of a merged cell."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    owner: dict[tuple[int, int], tuple[int, int]] = field(repr=False)

    @property
    def top(self) -> float:
        return self.ys[0]

    @property
    def bottom(self) -> float:
        return self.ys[-1]

    def place(self, x: float, y: float) -> tuple[int, int] | None:
        """The row and column of the cell that covers a point, None outside."""
        if not (self.xs[0] - 1 <= x <= self.xs[-1] + 1 and self.ys[0] - 1 <= y <= self.ys[-1] + 1):
            return None
        column = min(max(bisect_right(self.xs, x) - 1, 0), len(self.xs) - 2)
        row = min(max(bisect_right(self.ys, y) - 1, 0), len(self.ys) - 2)
        return self.owner[row, column]


def grids_of(rulings: Iterable[Ruling]) -> list[Grid]:
    """The tables that rulings draw, from the top down. Frames around one text, underlines and drawings are none."""
    kept = [ruling for ruling in rulings if max(ruling.right - ruling.left, ruling.bottom - ruling.top) >= _SHORT]
    if len(kept) > _MOST_RULINGS:
        return []
    across = _joined([ruling for ruling in kept if ruling.across])
    down = [_swapped(each) for each in _joined([_swapped(ruling) for ruling in kept if not ruling.across])]
    grids = [grid for group in _meeting(across, down) if (grid := _grid(*group))]
    grids.sort(key=lambda grid: grid.top)
    return [grid for grid in grids if not any(_inside(grid, other) for other in grids if other is not grid)]


def _swapped(ruling: Ruling) -> Ruling:
    return Ruling(ruling.top, ruling.left, ruling.bottom, ruling.right)


def _joined(rulings: list[Ruling]) -> list[Ruling]:
    """Rulings across the page, with those put together that lie on one height and touch."""
    levels: list[tuple[float, list[Ruling]]] = []
    for ruling in sorted(rulings, key=lambda each: each.top + each.bottom):
        height = (ruling.top + ruling.bottom) / 2
        if levels and height - levels[-1][0] <= _SAME:
            levels[-1][1].append(ruling)
        else:
            levels.append((height, [ruling]))
    out: list[Ruling] = []
    for height, level in levels:
        level.sort(key=lambda each: each.left)
        left, right = level[0].left, level[0].right
        for ruling in level[1:]:
            if ruling.left <= right + _TOUCH:
                right = max(right, ruling.right)
            else:
                out.append(Ruling(left, height, right, height))
                left, right = ruling.left, ruling.right
        out.append(Ruling(left, height, right, height))
    return out


def _meeting(across: list[Ruling], down: list[Ruling]) -> list[tuple[list[Ruling], list[Ruling]]]:
    """The rulings in groups that hang together."""
    group_of = list(range(len(across) + len(down)))

    def root(index: int) -> int:
        while group_of[index] != index:
            group_of[index] = group_of[group_of[index]]
            index = group_of[index]
        return index

    for i, level in enumerate(across):
        for j, upright in enumerate(down):
            if (
                level.left - _TOUCH <= upright.left <= level.right + _TOUCH
                and upright.top - _TOUCH <= level.top <= upright.bottom + _TOUCH
            ):
                group_of[root(i)] = root(len(across) + j)
    groups: dict[int, tuple[list[Ruling], list[Ruling]]] = {}
    for i, level in enumerate(across):
        groups.setdefault(root(i), ([], []))[0].append(level)
    for j, upright in enumerate(down):
        groups.setdefault(root(len(across) + j), ([], []))[1].append(upright)
    return list(groups.values())


def _grid(across: list[Ruling], down: list[Ruling]) -> Grid | None:
    """The grid of one group. Outer rulings that are not drawn are taken to stand where the others end."""
    if not across or not down:
        return None
    xs = _levels([each.left for each in down] + [min(e.left for e in across), max(e.right for e in across)])
    ys = _levels([each.top for each in across] + [min(e.top for e in down), max(e.bottom for e in down)])
    if len(xs) < 3 or len(ys) < 2 or len(xs) * len(ys) > _MOST_PLACES:
        return None
    owner = _owners(xs, ys, across, down)
    cells = set(owner.values())
    if len({column for _, column in cells}) < 2:
        return None
    return Grid(tuple(xs), tuple(ys), owner)


def _levels(values: list[float]) -> list[float]:
    out: list[float] = []
    for value in sorted(values):
        if not out or value - out[-1] > _SAME:
            out.append(value)
    return out


def _owners(
    xs: list[float], ys: list[float], across: list[Ruling], down: list[Ruling]
) -> dict[tuple[int, int], tuple[int, int]]:
    """Places of the grid without a ruling between them belong to one cell."""
    owner = {(row, column): (row, column) for row in range(len(ys) - 1) for column in range(len(xs) - 1)}

    def first(place: tuple[int, int]) -> tuple[int, int]:
        while owner[place] != place:
            place = owner[place]
        return place

    for row, column in list(owner):
        x, y = (xs[column] + xs[column + 1]) / 2, (ys[row] + ys[row + 1]) / 2
        right, below = (row, column + 1), (row + 1, column)
        if right in owner and not any(
            abs(each.left - xs[column + 1]) <= _SAME and each.top <= y <= each.bottom for each in down
        ):
            _unite(owner, first((row, column)), first(right))
        if below in owner and not any(
            abs(each.top - ys[row + 1]) <= _SAME and each.left <= x <= each.right for each in across
        ):
            _unite(owner, first((row, column)), first(below))
    return {place: first(place) for place in owner}


def _unite(owner: dict[tuple[int, int], tuple[int, int]], one: tuple[int, int], other: tuple[int, int]) -> None:
    owner[max(one, other)] = min(one, other)


def _inside(grid: Grid, other: Grid) -> bool:
    """A table in a cell of another one: its words are lines of that cell."""
    return (
        other.xs[0] - 1 <= grid.xs[0]
        and grid.xs[-1] <= other.xs[-1] + 1
        and other.top - 1 <= grid.top
        and grid.bottom <= other.bottom + 1
        and (other.xs[-1] - other.xs[0]) * (other.bottom - other.top)
        > (grid.xs[-1] - grid.xs[0]) * (grid.bottom - grid.top)
    )


def take_words(grid: Grid, words: Sequence[Word]) -> tuple[dict[tuple[int, int], list[Word]], list[Word]]:
    """The words of each cell, and the words outside the grid."""
    cells: dict[tuple[int, int], list[Word]] = {}
    outside: list[Word] = []
    for word in words:
        place = grid.place(word.middle, word.base - 0.3 * word.size)
        if place is None:
            outside.append(word)
        else:
            cells.setdefault(place, []).append(word)
    return cells, outside


def table_of(grid: Grid, cells: dict[tuple[int, int], list[Word]]) -> PrintedTable | None:
    """The table of a grid with the words of its cells; None where fewer than two cells have words.

    Rows and columns that hold nothing of their own (the lines of a double border) are left out.
    """
    if len(cells) < 2:
        return None
    owners = set(grid.owner.values())
    columns = [c for c in range(len(grid.xs) - 1) if any(column == c for _, column in owners)]
    rows = [r for r in range(len(grid.ys) - 1) if any(row == r for row, _ in owners)]
    return PrintedTable(tuple(_row(grid, row, columns, cells) for row in rows), grid.top, grid.bottom)


def _row(grid: Grid, row: int, columns: list[int], cells: dict[tuple[int, int], list[Word]]) -> PrintedRow:
    return tuple(_lines(cells.get((row, column), []), grid.xs[column], grid.xs[column + 1]) for column in columns)


def _lines(words: list[Word], left: float, right: float) -> tuple[PrintedLine, ...]:
    return tuple(with_centred([line_of(row) for row in rows_of(words)], left, right))
