"""Annex tables: which column is what, repeated heads, and rows cut by a page end."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from loa.reading.lexicon import load_book
from loa.reading.lines import CleanCell, CleanRow, CleanTable
from loa.reading.paragraphs import heal_lines
from loa.reading.passage import Passage, match_form

__all__ = ["TaskRow", "task_rows"]

_COUNTER = re.compile(r"\(?\s*(?:\d{1,2}|[a-zđ]|[ivx]{1,4})\s*\)?")
_NUMBER = re.compile(r"(?:[ivxlc]{1,6}|\d{1,3}(?:\.\d{1,3})*|[a-zđ])")
_LONGEST_HEADING = 70
"""A head names its columns; what is longer is a task."""
_BULLET = re.compile(r"^[-+•*▪–—]\s*")


@dataclass(slots=True)
class TaskRow:
    """One task of a table: its number and its cells by role (`content`, `form`, `lead`, `coordinate`, `time`, …).

    `is_group` marks a row that only heads those below it (`I. Công tác chỉ đạo`); its number is empty when
    none is printed.
    """

    number: str
    cells: dict[str, list[Passage]] = field(default_factory=dict)
    is_group: bool = False

    def cell(self, role: str) -> Passage:
        """The whole text of a cell, a bullet at its very start dropped; empty when the table has no such column."""
        parts = [part for part in self.cells.get(role, []) if part.text]
        return _without_bullet(Passage.join(parts)) if parts else Passage.of("")


def task_rows(tables: Sequence[CleanTable]) -> list[TaskRow] | None:
    """The tasks of the tables of one annex, in order; None when no table has a head that names tasks and bodies."""
    columns: dict[int, str] | None = None
    rows: list[TaskRow] = []
    after_head = False
    for row in (row for table in tables for row in table.rows):
        head = _head(row)
        if head:
            columns = head if columns is None or len(head) >= len(columns) else columns | head
            after_head = True
            continue
        if columns is None or _is_counter_row(row) or _is_second_head(row):
            if columns is not None and _is_second_head(row):
                columns = columns | _roles(row)
            continue
        _add(rows, row, columns, after_head=after_head)
        after_head = False
    return rows if columns is not None else None


@cache
def _role(text: str) -> str | None:
    heading = re.sub(r"\s*\([^)]*\)\s*$", "", text.strip(" .:*")).strip()
    return next((rule.gives for rule in load_book("attributes") if rule.pattern.match(heading)), None)


def _cell_text(cell: CleanCell) -> str:
    return match_form(" ".join(line.text for line in cell.lines))


def _head(row: CleanRow) -> dict[int, str]:
    """The roles of the columns when the row is a head: it names the task and at least one more role."""
    roles = _roles(row)
    known = set(roles.values())
    if "content" not in known and known & {"lead", "time", "form"} and len(known) >= 2:
        tasks = _task_columns(row, roles)
        if tasks:
            roles[tasks[0]] = "content"
            known.add("content")
    return roles if "content" in known and len(known) >= 2 else {}


def _task_columns(row: CleanRow, roles: dict[int, str]) -> list[int]:
    """The columns that may hold the task where none is called so: one of an unknown name (the first where rows are
    numbered), else that of the product."""
    unknown = [i for i, cell in enumerate(row.cells) if i not in roles and cell.lines]
    if "number" in roles.values() or len(unknown) == 1:
        return unknown or [i for i, role in roles.items() if role == "product"]
    return []


def _is_second_head(row: CleanRow) -> bool:
    texts = [_cell_text(cell) for cell in row.cells if cell.lines]
    return bool(texts) and all(_role(text) for text in texts)


def _roles(row: CleanRow) -> dict[int, str]:
    """The roles that the cells of a row name: whole names first; in what certainly is a head also by single words."""
    texts = {i: _cell_text(cell) for i, cell in enumerate(row.cells) if cell.lines}
    roles = {i: role for i, text in texts.items() if (role := _role(text))}
    if "number" not in roles.values() or any(len(text) > _LONGEST_HEADING for text in texts.values()):
        return roles
    for i, text in texts.items():
        worded = None if i in roles else _role_by_word(text)
        if worded and worded not in roles.values():
            roles[i] = worded
    return roles


@cache
def _role_by_word(text: str) -> str | None:
    return next((known.gives for known in load_book("columns") if known.pattern.search(text)), None)


def _is_counter_row(row: CleanRow) -> bool:
    texts = [_cell_text(cell) for cell in row.cells if cell.lines]
    return len(texts) > 2 and all(_COUNTER.fullmatch(text) for text in texts)


def _add(rows: list[TaskRow], row: CleanRow, columns: dict[int, str], *, after_head: bool) -> None:
    cells = {role: _parts(cell) for i, role in columns.items() if i < len(row.cells) and (cell := row.cells[i]).lines}
    number = _number(row, columns)
    if not cells and number is None:
        return
    numbered = "number" in columns.values()
    if numbered and number is None and rows and _goes_on(rows, cells, after_head=after_head):
        for role, parts in cells.items():
            rows[-1].cells.setdefault(role, []).extend(parts)
        return
    task = TaskRow(number or "", cells)
    task.is_group = _is_group(task, columns, numbered=number is not None)
    if not task.is_group and number is None:
        task.number = str(sum(not row.is_group for row in rows) + 1)
    rows.append(task)


def _goes_on(rows: list[TaskRow], cells: dict[str, list[Passage]], *, after_head: bool) -> bool:
    """A row without a number belongs to the row before it, unless it is a heading of its own."""
    return after_head or not _heads_a_group(cells) or not rows[-1].cells


def _heads_a_group(cells: dict[str, list[Passage]]) -> bool:
    filled = [role for role, parts in cells.items() if any(part.text for part in parts)]
    text = " ".join(part.text for role in filled for part in cells[role])
    letters = [c for c in text if c.isalpha()]
    return len(filled) == 1 and bool(letters) and all(c.isupper() for c in letters)


def _number(row: CleanRow, columns: dict[int, str]) -> str | None:
    for i, role in columns.items():
        if role == "number" and i < len(row.cells) and row.cells[i].lines:
            printed = " ".join(line.text for line in row.cells[i].lines).strip(" .()")
            if _NUMBER.fullmatch(match_form(printed)):
                return printed
    return None


def _is_group(task: TaskRow, columns: dict[int, str], *, numbered: bool) -> bool:
    filled = [role for role in task.cells if role != "number" and task.cell(role).text]
    others = [role for role in columns.values() if role not in ("number", "content", "note")]
    if not others or (filled not in (["content"], []) and len(filled) > 1):
        return False
    roman = task.number.isupper() and task.number.isalpha()
    return filled == ["content"] and (roman or not numbered or _heads_a_group(task.cells))


def _parts(cell: CleanCell) -> list[Passage]:
    """The paragraphs of a cell, with their labels and bullets."""
    return [paragraph.printed for paragraph in heal_lines(cell.lines)]


def _without_bullet(passage: Passage) -> Passage:
    found = _BULLET.match(passage.text)
    return passage.cut(found.end()) if found else passage
