"""Which column the cells of a table stand in, when they span several or their edges do not quite meet."""

from collections.abc import Iterable

from loa.reading.extract import sizes

__all__ = ["NEAR", "Spans", "columns_at"]

NEAR = 170
"""Edges of columns closer than this are one edge, in twentieths of a point (3 mm): rows are seldom quite aligned."""


class Spans:
    """Gives each cell, met row by row, the column it begins in."""

    def __init__(self) -> None:
        self.width = 0
        self._covered: dict[int, int] = {}
        self._below: dict[int, int] = {}
        self._next = 0

    def next_row(self) -> None:
        """Begins a row; columns that higher cells reach into are taken."""
        self._covered = self._below
        self._below = {column: rows - 1 for column, rows in self._covered.items() if rows > 1}
        self._next = 0

    def place(self, columns: int = 1, rows: int = 1) -> int:
        """The column of the next cell of the row, which takes so many columns and rows."""
        while self._next in self._covered:
            self._next += 1
        place = self._next
        for column in range(place, place + max(1, min(columns, sizes.COLUMNS))):
            if rows > 1:
                self._below[column] = rows - 1
            self._next = column + 1
        self.width = min(sizes.COLUMNS, max(self.width, self._next))
        return place


def columns_at(edges: Iterable[int]) -> dict[int, int]:
    """For each edge, in twentieths of a point, the column that begins there."""
    columns: dict[int, int] = {}
    last = None
    column = -1
    for edge in sorted(set(edges)):
        if last is None or edge - last >= NEAR:
            column, last = column + 1, edge
        columns[edge] = column
    return columns
