"""Tables of RTF: rows are described by the right edges of their cells, which the grid's columns are made from."""

from dataclasses import dataclass, field

from loa.reading.extract import sizes
from loa.reading.extract.manuscript import Grid, GridCell, GridRow, Part, spanned_row
from loa.reading.extract.spans import columns_at

__all__ = ["RowPlan", "TableLevel"]


@dataclass(slots=True)
class _CellPlan:
    right: int
    covered: bool
    sides: int


@dataclass
class RowPlan:
    r"""What the words between `\trowd` and the row's end say of its cells."""

    left: int = 0
    cells: list[_CellPlan] = field(default_factory=list)
    _covered: bool = False
    _sides: int = 0
    _around: int = 0
    _target: str = ""

    def word(self, name: str, number: int | None) -> None:
        """Takes one word of the description."""
        if name == "trleft":
            self.left = number or 0
        elif name == "cellx" and len(self.cells) < sizes.COLUMNS:
            self.cells.append(_CellPlan(number or 0, self._covered, self._sides))
            self._covered, self._sides, self._target = False, 0, ""
        elif name in ("clvmrg", "clmrg"):
            self._covered = True
        elif name.startswith(("clbrdr", "trbrdr")):
            self._target = name[:2]
        elif name.startswith("brdr") and name not in ("brdrw", "brdrcf", "brdrnone", "brdrnil", "brdrtbl", "brdrsh"):
            self._line()

    def _line(self) -> None:
        if self._target == "cl":
            self._sides += 1
        elif self._target == "tr":
            self._around += 1
        self._target = ""

    @property
    def lined(self) -> int:
        """How many cells have lines."""
        return len(self.cells) if self._around > 1 else sum(cell.sides > 1 for cell in self.cells)


@dataclass
class TableLevel:
    """A table being read at one depth of nesting."""

    parts: list[Part] = field(default_factory=list)
    """What stands in the cell that is open."""
    _cells: list[GridCell] = field(default_factory=list)
    _rows: list[tuple[RowPlan, list[GridCell], int]] = field(default_factory=list)

    def end_cell(self) -> None:
        """Closes the open cell."""
        self._cells.append(GridCell(tuple(self.parts)))
        self.parts = []

    def end_row(self, plan: RowPlan, page: int) -> None:
        """Closes the row, described by a plan."""
        if self.parts:
            self.end_cell()
        self._rows.append((plan, self._cells, page))
        self._cells = []

    @property
    def begun(self) -> bool:
        """Whether anything stands in this table."""
        return bool(self._rows or self._cells or self.parts)

    def grid(self) -> Grid:
        """The table so far."""
        if self._cells or self.parts:
            self.end_row(RowPlan(), 1)
        columns = columns_at(edge for plan, _, _ in self._rows for edge in _edges(plan))
        width = max([1, max(columns.values(), default=0), *(len(cells) for _, cells, _ in self._rows)])
        rows = tuple(_row(plan, cells, columns, min(width, sizes.COLUMNS), page) for plan, cells, page in self._rows)
        planned = sum(len(plan.cells) for plan, _, _ in self._rows)
        lined = sum(plan.lined for plan, _, _ in self._rows)
        return Grid(rows, lined * 2 >= planned > 0)


def _edges(plan: RowPlan) -> list[int]:
    return [plan.left, *(cell.right for cell in plan.cells)] if plan.cells else []


def _row(plan: RowPlan, cells: list[GridCell], columns: dict[int, int], width: int, page: int) -> GridRow:
    """The row with each cell at the column of its left edge; without edges one after another."""
    placed: list[tuple[int, GridCell]] = []
    following = 0
    for index, cell in enumerate(cells):
        planned = plan.cells[index] if index < len(plan.cells) else None
        left = _edges(plan)[index] if planned else None
        place = following if left is None else max(columns[left], following)
        placed.append((place, GridCell() if planned and planned.covered else cell))
        following = place + 1
    return spanned_row(placed, width, page)
