"""Streams of paragraphs in RTF: the body, a running head, a note or a text box, with the tables open in each."""

from dataclasses import dataclass, field, replace

from loa.reading.extract.manuscript import Paragraph, Part, Run
from loa.reading.extract.rtf_tables import RowPlan, TableLevel
from loa.reading.extraction import Area

__all__ = ["Flow"]

_MERGED = 200
"""Runs of a few letters are joined up to this length, as some writers set every letter in a group of its own."""


@dataclass
class Flow:
    """One stream. Its paragraph gathers runs and a label until it ends."""

    area: Area
    is_note: bool = False
    parts: list[Part] = field(default_factory=list)
    label: str = ""
    centred: bool = False
    depth: int = 0
    """How deep in tables the paragraph stands; 0 outside."""
    _runs: list[Run] = field(default_factory=list)
    _boxes: list[Part] = field(default_factory=list)
    _levels: list[TableLevel] = field(default_factory=list)
    _page: int | None = None

    def write(self, run: Run, page: int) -> None:
        """Adds characters to the paragraph."""
        self._page = self._page or page
        last = self._runs[-1] if self._runs else None
        if (
            last
            and (last.bold, last.italic, last.font) == (run.bold, run.italic, run.font)
            and len(last.text) < _MERGED
        ):
            self._runs[-1] = replace(last, text=last.text + run.text)
        else:
            self._runs.append(run)

    def add_boxes(self, parts: list[Part]) -> None:
        """Adds text boxes, which follow the paragraph they hang on."""
        self._boxes.extend(parts)

    def end_paragraph(self, page: int) -> None:
        """Puts the paragraph where it belongs: into the text, or the open cell of its table."""
        self._close_tables(self.depth)
        while len(self._levels) < self.depth:
            self._levels.append(TableLevel())
        target = self._levels[-1].parts if self._levels else self.parts
        label = self.label.replace("\t", " ").strip()
        target.append(Paragraph(tuple(self._runs), f"{label} ".lstrip(), self.centred, self._page or page, self.area))
        target.extend(self._boxes)
        self._runs, self._boxes, self.label, self._page = [], [], "", None

    def end_cell(self, depth: int, page: int) -> None:
        """Ends the open cell of the table at a depth."""
        self.depth = max(self.depth, depth)
        if self._runs or self._boxes:
            self.end_paragraph(page)
        self._open(depth).end_cell()

    def end_row(self, depth: int, plan: RowPlan, page: int) -> None:
        """Ends the row of the table at a depth."""
        if self._runs or self._boxes:
            self.depth = max(self.depth, depth)
            self.end_paragraph(page)
        self._open(depth).end_row(plan, page)

    def done(self, page: int) -> list[Part]:
        """All parts, with what was left open."""
        if self._runs or self._boxes:
            self.end_paragraph(page)
        self._close_tables(0)
        return self.parts

    def _open(self, depth: int) -> TableLevel:
        self._close_tables(depth)
        while len(self._levels) < depth:
            self._levels.append(TableLevel())
        return self._levels[depth - 1]

    def _close_tables(self, depth: int) -> None:
        """Ends the tables deeper than the depth; each becomes a part of what is around it."""
        while len(self._levels) > depth:
            level = self._levels.pop()
            if level.begun:
                (self._levels[-1].parts if self._levels else self.parts).append(level.grid())
