"""Reads CSV tables, gzipped or not, cell by cell, and says which cell is wrong."""

import csv
import gzip
import io
import unicodedata
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TypeVar

from loa.organizations.catalogue.errors import BrokenTable

__all__ = ["Row", "read_table", "shipped"]

_Choice = TypeVar("_Choice", bound=StrEnum)
_Value = TypeVar("_Value")


def shipped(name: str) -> Traversable:
    """A table that comes with Loa."""
    return resources.files("loa.organizations") / "data" / name


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table with the place it was read from."""

    table: str
    number: int
    cells: dict[str, str]

    def text(self, column: str) -> str:
        """The cell without blanks around it, in composed Unicode; may be empty."""
        return unicodedata.normalize("NFC", self.cells[column]).strip()

    def required(self, column: str) -> str:
        """The text of a cell that must not be empty."""
        return self.text(column) or self.fail(column, "ô này không được để trống", "this cell must not be empty")

    def choice(self, column: str, choices: type[_Choice]) -> _Choice:
        """One word of a closed list."""
        known = ", ".join(choices)
        return self._parsed(column, choices, f"chỉ nhận một trong: {known}", f"must be one of: {known}")

    def day(self, column: str) -> date | None:
        """A date as YYYY-MM-DD; None when empty."""
        if not self.text(column):
            return None
        return self._parsed(column, date.fromisoformat, "phải là ngày dạng 2025-07-01", "must be a date as 2025-07-01")

    def share(self, column: str) -> Decimal:
        """A number over 0 and up to 1."""
        return self._parsed(column, _share, "phải là số lớn hơn 0 và không quá 1", "must be over 0 and at most 1")

    def flag(self, column: str) -> bool:
        """`1` or `0`."""
        return self._parsed(column, ("0", "1").index, "phải là 0 hoặc 1", "must be 0 or 1") == 1

    def _parsed(self, column: str, parse: Callable[[str], _Value], vietnamese: str, english: str) -> _Value:
        try:
            return parse(self.text(column))
        except (ValueError, InvalidOperation) as wrong:
            said = f"“{self.text(column)}” "
            raise BrokenTable(self.table, self.number, column, said + vietnamese, said + english) from wrong

    def fail(self, column: str, vietnamese: str, english: str) -> str:
        """Raise BrokenTable for the cell; typed as a text so that it can end an expression."""
        raise BrokenTable(self.table, self.number, column, vietnamese, english)


def _share(text: str) -> Decimal:
    number = Decimal(text)
    if not 0 < number <= 1:
        raise ValueError(text)
    return number


def read_table(source: Path | Traversable, columns: tuple[str, ...]) -> Iterator[Row]:
    """The rows of a table in UTF-8 whose head has at least these columns; other columns are let be.

    Raises BrokenTable for a head that lacks one, for a row of another length, and for bytes that are no text.
    """
    reader = csv.reader(io.StringIO(_content(source), newline=""), strict=True)
    name = source.name
    try:
        head = [cell.strip() for cell in next(reader, [])]
        for column in columns:
            if column not in head:
                raise BrokenTable(name, 1, column, "thiếu cột này", "this column is missing")
        for number, cells in enumerate(reader, start=2):
            if any(cell.strip() for cell in cells):
                yield _row(name, number, head, cells)
    except csv.Error as wrong:
        raise BrokenTable(name, reader.line_num, "", "không đọc được dòng CSV này", str(wrong)) from wrong


def _row(name: str, number: int, head: list[str], cells: list[str]) -> Row:
    if len(cells) != len(head):
        counts = f"{len(cells)}/{len(head)}"
        raise BrokenTable(name, number, "", f"số ô khác số cột ({counts})", f"cells do not match columns ({counts})")
    return Row(name, number, dict(zip(head, cells, strict=True)))


def _content(source: Path | Traversable) -> str:
    data = source.read_bytes()
    try:
        return (gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data).decode("utf-8-sig")
    except (UnicodeDecodeError, EOFError, zlib.error, gzip.BadGzipFile) as wrong:
        raise BrokenTable(
            source.name, 1, "", "tệp không phải văn bản UTF-8 (hoặc gzip hỏng)", "not UTF-8 text (or a broken gzip)"
        ) from wrong
