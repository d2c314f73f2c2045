"""Tables of DOCX: cells of all widths brought into one grid of columns, and whether lines are drawn."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from lxml import etree

from loa.reading.extract import sizes
from loa.reading.extract.docx_styles import Styles, W, has_border, value
from loa.reading.extract.manuscript import Grid, GridCell, GridRow, Paragraph, Part, spanned_row
from loa.reading.extract.package import local_name
from loa.reading.extract.spans import NEAR, columns_at

__all__ = ["GridBuilder", "WordCell", "is_ruled", "row_cells"]


@dataclass(frozen=True, slots=True)
class WordCell:
    """A cell of one row: the grid columns it takes, and whether a cell above it covers it."""

    element: etree._Element
    first: int
    span: int
    covered: bool


def row_cells(table: etree._Element) -> Iterator[tuple[etree._Element, list[WordCell]]]:
    """The rows that are not deleted, with their cells."""
    for row in _below(table, "tr"):
        properties = row.find(f"{W}trPr")
        if properties is not None and properties.find(f"{W}del") is not None:
            continue
        place = _count(properties, "gridBefore", 0)
        cells: list[WordCell] = []
        for element in _below(row, "tc"):
            own = element.find(f"{W}tcPr")
            span = max(1, _count(own, "gridSpan", 1))
            cells.append(WordCell(element, place, span, _is_covered(own)))
            place += span
        yield row, cells


class GridBuilder:
    """Collects the rows of one table."""

    def __init__(self, table: etree._Element) -> None:
        widths = [_width(column) for column in table.iterfind(f"{W}tblGrid/{W}gridCol")]
        self._columns = _column_places(widths)
        self._rows: list[tuple[list[tuple[int, GridCell]], int]] = []
        self._row: list[tuple[int, GridCell]] = []
        self._next = 0
        self._width = 0

    def put(self, cell: WordCell, parts: tuple[Part, ...]) -> None:
        """Puts the next cell of the row into its column."""
        place = max(self._column(cell.first), self._next)
        self._row.append((place, GridCell(parts)))
        self._next = place + 1
        self._width = max(self._width, self._next, self._column(cell.first + cell.span))

    def end_row(self, row: etree._Element, page: int) -> None:
        """Ends a row that begins on a page."""
        if not self._columns:
            self._width = max(self._width, self._next + _count(row.find(f"{W}trPr"), "gridAfter", 0))
        self._rows.append((self._row, page))
        self._row, self._next = [], 0

    def first_page(self) -> int | None:
        """The page of the first words of the row being collected."""
        pages = (
            part.page
            for _, cell in self._row
            for part in cell.parts
            if isinstance(part, Paragraph) and part.text.strip()
        )
        return next(pages, None)

    def grid(self, *, ruled: bool) -> Grid:
        """The table of all rows."""
        width = min(self._width, sizes.COLUMNS)
        rows: list[GridRow] = [spanned_row(cells, width, page) for cells, page in self._rows]
        return Grid(tuple(rows), ruled)

    def _column(self, place: int) -> int:
        if not self._columns:
            return place
        return (
            self._columns[place] if place < len(self._columns) else self._columns[-1] + place - len(self._columns) + 1
        )


def _column_places(widths: list[int]) -> list[int]:
    """For each edge of the grid the column that begins there; nothing where the file gives no true widths."""
    if not widths or sum(widths) < NEAR * len(widths):
        return []
    edges = list(accumulate(widths, initial=0))
    columns = columns_at(edges)
    return [columns[edge] for edge in edges]


def is_ruled(table: etree._Element, styles: Styles) -> bool:
    """Whether at least half of the cells have lines, by their own borders, the table's or its style's."""
    properties = table.find(f"{W}tblPr")
    own = None if properties is None else properties.find(f"{W}tblBorders")
    style = None if properties is None else properties.find(f"{W}tblStyle")
    general = (
        has_border(own) if own is not None else styles.table_is_bordered("" if style is None else value(style, "val"))
    )
    cells = [cell for row in _below(table, "tr") for cell in _below(row, "tc")]
    lined = sum(_is_lined(cell.find(f"{W}tcPr/{W}tcBorders"), general=general) for cell in cells)
    return bool(cells) and lined * 2 >= len(cells)


def _is_lined(borders: etree._Element | None, *, general: bool) -> bool:
    if borders is None or not len(borders):
        return general
    if general and len(borders) < 3:
        return True
    return sum(has_border(side) for side in borders) > 1


def _below(parent: etree._Element, name: str) -> Iterator[etree._Element]:
    """Rows or cells, also those inside content controls and kept insertions."""
    for child in parent:
        found = local_name(child)
        if found == name:
            yield child
        elif found in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"):
            yield from _below(child, name)


def _is_covered(properties: etree._Element | None) -> bool:
    for name in ("vMerge", "hMerge"):
        merge = None if properties is None else properties.find(W + name)
        if merge is not None and value(merge, "val") != "restart":
            return True
    return False


def _count(properties: etree._Element | None, name: str, default: int) -> int:
    found = None if properties is None else properties.find(W + name)
    text = "" if found is None else value(found, "val")
    return min(int(text), sizes.COLUMNS) if text.isdecimal() and len(text) < 6 else default


def _width(column: etree._Element) -> int:
    text = value(column, "w")
    return int(text) if text.isdecimal() and len(text) < 7 else 0
