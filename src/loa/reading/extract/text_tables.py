"""Tables in plain text: rows of tabs, rows of Markdown pipes, and HTML tables written into the text.

Cells bound the characters of the text as it is, inline tags and entities included; a cell with list items,
paragraphs or breaks gives one Line for each.
"""

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

from loa.reading.extract import sizes
from loa.reading.extract.spans import Spans
from loa.reading.extraction import Cell, Line, Row, Table

__all__ = ["find_tables"]

PageOf = Callable[[int], int]
_Span = tuple[int, int]
_Placed = tuple[int, int, Table]

_BLOCK_TAG = re.compile(r"</?(?:ul|ol|li|p|br|div|tr|td|th|tbody|h[1-6])\b[^<>]*>|\n", re.IGNORECASE)
_ANY_TAG = re.compile(r"<[^<>]*>")
_PRINTED = re.compile(r"[^\n\f]+")
_PIPE = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r"[ \t|:\-+=]*-[ \t|:\-+=]*")
_HTML_TABLE = re.compile(r"<table\b[^<>]*>(?P<rows>(?:(?!<table\b).)*?)</table\s*>", re.IGNORECASE | re.DOTALL)
_HTML_ROW = re.compile(r"<tr\b[^<>]*>(?P<cells>.*?)(?=</tr|<tr\b|\Z)", re.IGNORECASE | re.DOTALL)
_HTML_CELL = re.compile(r"<t[dh]\b(?P<how>[^<>]*)>(?P<inside>.*?)(?=</t[dh]|<t[dh]\b|\Z)", re.IGNORECASE | re.DOTALL)
_SPAN = re.compile(r"\b(row|col)span\s*=\s*[\"']?(\d{1,3})", re.IGNORECASE)


def find_tables(text: str, page_of: PageOf) -> list[_Placed]:
    """All tables with their bounds, in the order of the text, none inside another."""
    found = [*_html_tables(text, page_of)] if "<t" in text.lower() else []
    taken = [(start, end) for start, end, _ in found]
    for cut in (_tabbed_cells, _piped_cells):
        for table in _runs(text, cut):
            start, end = _to_line_start(text, table[0][0][0]), table[-1][-1][1]
            if not any(start < stop and begin < end for begin, stop in taken):
                taken.append((start, end))
                found.append((start, end, _table(text, table, page_of)))
    return sorted(found, key=lambda placed: placed[0])


def _to_line_start(text: str, offset: int) -> int:
    return max(text.rfind("\n", 0, offset), text.rfind("\f", 0, offset)) + 1


def _table(text: str, rows: list[list[_Span]], page_of: PageOf) -> Table:
    return Table(
        tuple(
            Row(tuple(Cell(tuple(_cell_lines(text, span, page_of))) for span in row), page_of(row[0][0]))
            for row in rows
        )
    )


def _cell_lines(text: str, span: _Span, page_of: PageOf) -> Iterator[Line]:
    """One Line for each part between block tags that has more than tags and blanks."""
    start, end = span
    cuts = [start]
    for tag in _BLOCK_TAG.finditer(text, start, end):
        cuts += [tag.start(), tag.end()]
    cuts.append(end)
    pieces = [
        piece for piece in zip(cuts[::2], cuts[1::2], strict=True) if _ANY_TAG.sub("", text[slice(*piece)]).strip()
    ]
    whole = len(cuts) > 2
    for left, right in pieces:
        words = text[left:right]
        first = left + len(words) - len(words.lstrip())
        yield Line(first, first + len(words.strip()), page_of(first), whole=whole)


def _runs(text: str, cut: Callable[[str, int, int], list[_Span]]) -> Iterator[list[list[_Span]]]:
    """Rows with the same number of cells that stand together, or apart by blank lines only."""
    run: list[list[_Span]] = []
    for found in _PRINTED.finditer(text):
        cells = cut(text, found.start(), found.end())
        if cells and run and len(cells) == len(run[-1]):
            run.append(cells)
        elif cells or (run and found.group().strip()):
            yield from _checked(text, run)
            run = [cells] if cells else []
    yield from _checked(text, run)


def _checked(text: str, run: list[list[_Span]]) -> Iterator[list[list[_Span]]]:
    """The run without rules and empty rows, if it is a table.

    It is one when two rows touch and it has a rule (Markdown) or three columns with words in them: tabs also set two
    columns of a head or of a signature apart, or move a line inwards.
    """
    touching = any(text.count("\n", before[-1][1], after[0][0]) == 1 for before, after in pairwise(run))
    rows = [cells for cells in run if any(text[slice(*cell)].strip() for cell in cells) and not _is_rule(text, cells)]
    ruled = len(rows) < len(run)
    columns = (
        sum(any(text[slice(*cells[place])].strip() for cells in rows) for place in range(len(run[0]))) if run else 0
    )
    if rows and touching and (ruled or (len(rows) > 1 and columns > 2)):
        yield rows


def _is_rule(text: str, cells: list[_Span]) -> bool:
    return bool(_RULE.fullmatch(text, cells[0][0], cells[-1][1]))


def _tabbed_cells(text: str, start: int, end: int) -> list[_Span]:
    if text.count("\t", start, end) < 2:
        return []
    return _cut_at([found.start() for found in re.compile("\t").finditer(text, start, end)], start, end)


def _piped_cells(text: str, start: int, end: int) -> list[_Span]:
    line = text[start:end]
    if line.lstrip()[:1] != "|" or line.rstrip()[-1:] != "|":
        return []
    cuts = [found.start() for found in _PIPE.finditer(text, start, end)]
    return _cut_at(cuts[1:-1], cuts[0] + 1, cuts[-1]) if len(cuts) > 1 else []


def _cut_at(cuts: list[int], start: int, end: int) -> list[_Span]:
    cells = [(left + 1, right) for left, right in pairwise([start - 1, *cuts, end])]
    return cells if len(cells) <= sizes.COLUMNS else []


def _html_tables(text: str, page_of: PageOf) -> Iterator[_Placed]:
    for table in _HTML_TABLE.finditer(text):
        nothing = (table.start(), table.start())
        spans = Spans()
        rows = [_spanned(spans, row) for row in _HTML_ROW.finditer(text, table.start("rows"), table.end("rows"))]
        cells = [[row.get(column, nothing) for column in range(spans.width)] for row in rows]
        if spans.width and cells:
            yield table.start(), table.end(), _table(text, cells, page_of)


def _spanned(spans: Spans, row: re.Match[str]) -> dict[int, _Span]:
    spans.next_row()
    cells = {}
    for cell in _HTML_CELL.finditer(row.string, row.start("cells"), row.end("cells")):
        sizes = {kind.lower(): int(size) for kind, size in _SPAN.findall(cell["how"])}
        cells[spans.place(sizes.get("col", 1), sizes.get("row", 1))] = cell.span("inside")
    return cells
