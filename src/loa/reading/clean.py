"""Normalising: lines without markup, page furniture and layout tables, each still tied to its source."""

import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TypeGuard

from loa.reading.extraction import Area, Extraction, Line, Row, Table
from loa.reading.lines import CleanCell, CleanLine, CleanRow, CleanTable
from loa.reading.passage import CAPITAL, Passage, fold

__all__ = ["Clean", "clean"]

Clean = CleanLine | CleanTable

_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")
_ENTITY = re.compile(r"&(?:[a-zA-Z]{2,8}|#\d{1,6}|#x[0-9a-fA-F]{1,5});")
_STRONG = re.compile(r"\*\*|__(?=\S)|(?<=\S)__")
_EMPHASIS = re.compile(r"(?<![\w*])\*(?=[^\s*])[^*\n]*[^\s*](\*)(?![\w*])")
_MARKDOWN_HEAD = re.compile(r"^\s{0,3}#{1,6}\s+|^\s*>\s+")
_ESCAPE = re.compile(r"\\(?=[*_\-+.#()\[\]])")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_URL_ONLY = re.compile(r"(?:https?://|www\.)\S+")
_RULE_ONLY = re.compile(r"[\s\-–—_=*~.…·•]{3,}")
_PAGE_NUMBER = re.compile(r"(?:trang\s+|page\s+)?[-–—]?\s*\d{1,3}\s*(?:[-–—]|/\s*\d{1,3})?", re.IGNORECASE)
_WIDE_GAP = re.compile(r"(?<=\S)(?:[ \u00a0]{4,}|[ \u00a0]*\t[ \u00a0\t]*)(?=\S)")
_LAYOUT = re.compile(r"cong hoa xa hoi|doc lap\s*-\s*tu do|^noi nhan|^so\s*:|^(?:tm|kt|tl|tuq)\.|ngay .*thang .*nam")
_PERSON = re.compile(rf"\s*(?:{CAPITAL}\w*\s*){{2,5}}")
_FRAME = re.compile(r"cong hoa xa hoi|doc lap\s*-\s*tu do|^noi nhan|^so\s*:|^(?:tm|kt|tl|tuq)\.")
_ISSUERS = ("uy ban nhan dan", "bo ", "so ", "van phong", "hoi dong", "cong hoa", "tinh ", "huyen ")
_LABEL_ONLY = re.compile(r"(?:[IVX]{1,5}|\d{1,2}(?:\.\d{1,2})*|[a-zđ])\s*[.)/]|[-+*•▪]")


def clean(extraction: Extraction) -> tuple[Clean, ...]:
    """The lines and data tables of a document in reading order.

    Dropped are markup left over from extraction, page numbers, running heads, rules and lines that hold only a URL.
    Tables that serve layout (the two-column head, the block of recipients and signature) become lines again,
    the left column before the right one.
    """
    running = _running_heads(extraction)
    out: list[Clean] = []
    for block in extraction.blocks:
        if isinstance(block, Table):
            out.extend(_table(block, extraction))
        elif (
            block.area in (Area.BODY, Area.TEXT_BOX) and extraction.text[block.start : block.end].strip() not in running
        ):
            out.extend(_columns(block, extraction))
    return tuple(_sort_columns(_with_gaps(out, extraction.text)))


def _passage(line: Line, extraction: Extraction) -> Passage:
    passage = Passage.of(extraction.text, line.start, line.end)
    if extraction.format in ("txt", "markdown"):
        passage = _unmarked(passage)
    passage = passage.without(_INVISIBLE)
    return passage.squeezed()


def _unmarked(passage: Passage) -> Passage:
    if "<" in passage.text:
        passage = passage.without(_TAG, lambda found: " " if found.group().lower().startswith("<br") else "")
    if "&" in passage.text:
        passage = passage.without(_ENTITY, lambda found: html.unescape(found.group()))
    if "*" in passage.text or "#" in passage.text or "__" in passage.text or passage.text.lstrip().startswith(">"):
        passage = passage.without(_MARKDOWN_HEAD).without(_ESCAPED_STAR, lambda _: "\u0001").without(_STRONG)
        pairs = [(found.start(), found.start(1)) for found in _EMPHASIS.finditer(passage.text)]
        passage = passage.dropping({place for pair in pairs for place in pair})
        passage = passage.without(_STAR_MARK, lambda _: "*")
    return passage.without(_ESCAPE)


_ESCAPED_STAR = re.compile(r"\\\*")
_STAR_MARK = re.compile("\u0001")


def _line(passage: Passage, line: Line) -> CleanLine:
    return CleanLine(passage, line.page, 0, line.whole, line.bold, line.italic, line.centred, line.left, line.right)


def _is_furniture(text: str) -> bool:
    return bool(not text or _RULE_ONLY.fullmatch(text) or _PAGE_NUMBER.fullmatch(text) or _URL_ONLY.fullmatch(text))


def _running_heads(extraction: Extraction) -> set[str]:
    """Short lines that come back beside page numbers: the heads and feet of pages in text without page marks."""
    lines = [extraction.text[b.start : b.end].strip() for b in extraction.blocks if isinstance(b, Line)]
    printed = [text for text in lines if text]
    beside = Counter[str]()
    for i, text in enumerate(printed):
        if _PAGE_NUMBER.fullmatch(text):
            beside.update({near for near in printed[max(0, i - 1) : i + 2] if near != text and len(near) < 80})
    return {text for text, count in beside.items() if count >= 2 and not _RULE_ONLY.fullmatch(text)}


def _columns(line: Line, extraction: Extraction) -> Iterator[CleanLine]:
    """The line, or its two columns where blanks tell a left and a right part of head or signature apart."""
    text = extraction.text[line.start : line.end]
    gap = _WIDE_GAP.search(text) if not line.whole or "\t" in text else None
    if gap and _is_column_break(text[: gap.start()], text[gap.end() :]):
        left = Line(line.start, line.start + gap.start(), line.page, left=line.left, whole=line.whole)
        right = Line(line.start + gap.end(), line.end, line.page, left=_RIGHT_COLUMN, whole=line.whole)
        for part in (left, right):
            passage = _passage(part, extraction)
            if not _is_furniture(passage.text):
                yield _line(passage, part)
        return
    passage = _passage(line, extraction)
    if not _is_furniture(passage.text) and not _RULE_ONLY.fullmatch(text):
        yield _line(passage, line)


_RIGHT_COLUMN = -1.0
"""Marks the right part of a line split at a wide gap, until the columns are put in order."""


def _is_column_break(left: str, right: str) -> bool:
    if right.lstrip().startswith("("):
        return False
    letters = [c for c in right if c.isalpha()]
    capitals = bool(letters) and all(c.isupper() for c in letters)
    name = _PERSON.fullmatch(right) is not None and left.lstrip().startswith("-")
    return capitals or name or bool(_LAYOUT.search(fold(right).strip()))


def _sort_columns(lines: Iterable[Clean]) -> Iterator[Clean]:
    """Right parts of neighbouring split lines after all their left parts."""
    items = list(lines)
    waiting: list[CleanLine] = []
    for i, item in enumerate(items):
        if _is_right_part(item):
            waiting.append(item)
        else:
            if waiting and _opens_head(item):
                yield from waiting
                waiting = []
            yield item
        if waiting and not any(_is_right_part(near) for near in items[i + 1 : i + 4]):
            yield from waiting
            waiting = []


def _opens_head(item: Clean) -> bool:
    """Whether a line begins the head of a further document (a plan after the decision that issues it)."""
    return isinstance(item, CleanLine) and item.text.isupper() and fold(item.text).startswith(_ISSUERS)


def _is_right_part(item: Clean) -> TypeGuard[CleanLine]:
    return isinstance(item, CleanLine) and item.left == _RIGHT_COLUMN


def _with_gaps(lines: Iterable[Clean], text: str) -> Iterator[Clean]:
    end = 0
    for item in lines:
        if isinstance(item, CleanTable):
            end = max((line.passage.span()[1] for line in _cell_lines(item)), default=end)
            yield item
            continue
        start, stop = item.passage.span()
        gap = max(0, text.count("\n", end, start) - 1) if start > end else 0
        end = stop
        yield (
            item
            if not gap
            else CleanLine(
                item.passage, item.page, gap, item.whole, item.bold, item.italic, item.centred, item.left, item.right
            )
        )


def _cell_lines(table: CleanTable) -> Iterator[CleanLine]:
    for row in table.rows:
        for cell in row.cells:
            yield from cell.lines


def _table(table: Table, extraction: Extraction) -> Iterator[Clean]:
    rows = [_row(row, extraction) for row in table.rows]
    rows = [row for row in rows if any(cell.lines for cell in row.cells)]
    if not rows:
        return
    if _is_layout(rows, ruled=table.ruled):
        yield from _unfolded(rows)
    else:
        yield CleanTable(tuple(rows))


def _row(row: Row, extraction: Extraction) -> CleanRow:
    return CleanRow(tuple(CleanCell(tuple(_cell(cell.lines, extraction))) for cell in row.cells), row.page)


def _cell(lines: tuple[Line, ...], extraction: Extraction) -> Iterator[CleanLine]:
    for line in lines:
        passage = _passage(line, extraction)
        if passage.text:
            yield _line(passage, line)


def _is_layout(rows: list[CleanRow], *, ruled: bool) -> bool:
    columns = max(len(row.cells) for row in rows)
    if columns == 1:
        return True
    if columns <= 3:
        texts = [fold(line.text) for row in rows for cell in row.cells for line in cell.lines]
        if any(_FRAME.search(text) for text in texts):
            return True
    if columns == 2 and not ruled:
        return all(_is_label_cell(row.cells[0]) for row in rows) or len(rows) == 1
    return False


def _is_label_cell(cell: CleanCell) -> bool:
    return len(cell.lines) == 1 and _LABEL_ONLY.fullmatch(cell.lines[0].text) is not None


def _unfolded(rows: list[CleanRow]) -> Iterator[CleanLine]:
    if all(_is_label_cell(row.cells[0]) for row in rows):
        for row in rows:
            for cell in row.cells:
                yield from cell.lines
        return
    columns = max(len(row.cells) for row in rows)
    for column in range(columns):
        for row in rows:
            if column < len(row.cells):
                yield from row.cells[column].lines
