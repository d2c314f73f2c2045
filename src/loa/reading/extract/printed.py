"""What stands on a printed page, whatever it came from (a PDF's characters or a picture read by OCR).

Places are in points, measured from the left and from the upper edge of the upright page.
"""

from dataclasses import dataclass
from typing import NamedTuple

from loa.reading.extraction import Area

__all__ = ["PrintedLine", "PrintedPage", "PrintedRow", "PrintedTable", "Ruling", "Word"]


class Word(NamedTuple):
    """Characters printed without a gap. `base` is the baseline; `size` the height of the font.

    `order` counts the words as the file gives them; `blank` tells that the file has a blank before this one.
    `sure` is how sure OCR was, from 0 to 100.
    """

    text: str
    left: float
    right: float
    base: float
    size: float
    bold: bool = False
    italic: bool = False
    order: int = 0
    blank: bool = False
    sure: float = 100.0

    @property
    def top(self) -> float:
        """The height of the capitals: what counts when lines are told apart."""
        return self.base - 0.72 * self.size

    @property
    def bottom(self) -> float:
        return self.base + 0.22 * self.size

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


class Ruling(NamedTuple):
    """A straight line drawn across or down the page."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def across(self) -> bool:
        return self.right - self.left >= self.bottom - self.top


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """One line of words, put together."""

    text: str
    left: float
    right: float
    base: float
    size: float
    bold: bool = False
    italic: bool = False
    centred: bool = False
    area: Area = Area.BODY

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


PrintedRow = tuple[tuple[PrintedLine, ...], ...]
"""The cells of a row, each with its lines."""


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """A table and where it stands on the page."""

    rows: tuple[PrintedRow, ...]
    top: float
    bottom: float
    ruled: bool = True


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """The lines and tables of a page in reading order.

    `stamps` are lines that lie over the text (visible signatures, receipt stamps, text at an angle).
    """

    number: int
    width: float
    height: float
    items: tuple[PrintedLine | PrintedTable, ...] = ()
    stamps: tuple[PrintedLine, ...] = ()
