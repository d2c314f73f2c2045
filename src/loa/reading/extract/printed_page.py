"""Words and rulings become a page: its tables, and the lines above, between and below them in reading order."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from loa.reading.extract.printed import PrintedLine, PrintedPage, PrintedTable, Ruling, Word
from loa.reading.extract.printed_columns import in_reading_order
from loa.reading.extract.printed_lines import line_of, rows_of
from loa.reading.extract.printed_tables import grids_of, table_of, take_words

__all__ = ["assembled", "lines_of", "page_of"]


def page_of(
    number: int,
    size: tuple[float, float],
    words: Sequence[Word],
    rulings: Iterable[Ruling] = (),
    *,
    turned: Sequence[Word] = (),
) -> PrintedPage:
    """The page with that number and that width and height. `turned` are lines at an angle, each as one word:
    in a table they are text of their cell, elsewhere stamps."""
    tables: list[PrintedTable] = []
    for grid in grids_of(rulings):
        cells, outside = take_words(grid, words)
        tilted, elsewhere = take_words(grid, turned)
        for place, lines in tilted.items():
            cells.setdefault(place, []).extend(lines)
        table = table_of(grid, cells)
        if table:
            tables.append(table)
            words, turned = outside, elsewhere
    page = assembled(number, size, tables, words)
    return replace(page, stamps=tuple(line_of([word]) for word in turned))


def assembled(number: int, size: tuple[float, float], tables: list[PrintedTable], words: Sequence[Word]) -> PrintedPage:
    """The page made of tables, from the top down, and of words that stand outside them."""
    return PrintedPage(number, *size, tuple(_in_order(tables, words)))


def _in_order(tables: list[PrintedTable], words: Sequence[Word]) -> Iterable[PrintedLine | PrintedTable]:
    for table in tables:
        yield from in_reading_order([word for word in words if word.base - 0.3 * word.size < table.top])
        words = [word for word in words if word.base - 0.3 * word.size >= table.top]
        yield table
    yield from in_reading_order(words)


def lines_of(words: Sequence[Word]) -> tuple[PrintedLine, ...]:
    """The words as lines from the top down, columns not told apart."""
    return tuple(line_of(row) for row in rows_of(words))
