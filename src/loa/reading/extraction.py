"""What extraction hands to the stages after it: the text of a document and where its lines and tables stand.

All positions are character offsets into `Extraction.text`, so that every value read later can be shown
in the document it came from.
"""

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Area", "Block", "Cell", "Extraction", "FileSignature", "Limits", "Line", "Note", "Row", "Table"]

from loa.reading.errors import Message


class Area(StrEnum):
    """The part of a page a line belongs to, where the format says so."""

    BODY = "body"
    HEADER = "header"
    FOOTER = "footer"
    TEXT_BOX = "text-box"


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line (TXT, PDF, OCR), or one whole paragraph where the format marks paragraphs.

    `start` and `end` bound its characters in `Extraction.text`; line breaks stand between lines, never
    inside one. `whole` is true when the format itself says that a paragraph begins and ends here (DOCX, ODT,
    RTF, HTML), false when the line may go on in the next. An automatic number or bullet is part of the text.
    """

    start: int
    end: int
    page: int = 1
    whole: bool = False
    bold: bool = False
    italic: bool = False
    centred: bool = False
    left: float = 0.0
    """Distance of the first character from the left edge of the page, in points; 0 where unknown."""
    right: float = 0.0
    """Distance of the end of the last character from the left edge of the page, in points; 0 where unknown."""
    area: Area = Area.BODY


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell with its lines. A cell that spans several columns or rows stands in the first of them;
    the places it covers hold empty cells."""

    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One row; all rows of a table have as many cells as the table has columns."""

    cells: tuple[Cell, ...]
    page: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A grid of cells. `ruled` is false for tables without borders, which mostly serve layout
    (the two-column head, the block of recipients and signature)."""

    rows: tuple[Row, ...]
    ruled: bool = True


Block = Line | Table


@dataclass(frozen=True, slots=True)
class FileSignature:
    """A cryptographic signature found in the file (PAdES in PDF, XAdES in DOCX and ODT), with its status.

    `intact`: the signed bytes are unchanged. `covers_whole_file`: nothing was added after signing.
    Trust in the certificate's issuer is not judged here.
    """

    kind: str
    signer: str | None
    organization: str | None
    signed_at: str | None
    intact: bool
    covers_whole_file: bool
    problem: Message | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """Something about the whole document that a person should know; `code` is stable, for programs."""

    code: str
    message: Message
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Extraction:
    """The text of a document in reading order, its blocks, and what the file itself told."""

    format: str
    """One of: txt, markdown, html, docx, doc, odt, rtf, pdf, scan, image."""
    text: str
    blocks: tuple[Block, ...]
    pages: int = 1
    encoding: str | None = None
    signatures: tuple[FileSignature, ...] = ()
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a single document may ask for; beyond it `TooLarge` is raised."""

    file_bytes: int = 100_000_000
    unpacked_bytes: int = 400_000_000
    """What a zip container (DOCX, ODT, ZIP) may unpack to in all."""
    characters: int = 20_000_000
    pages: int = 2_000
    ocr_pages: int = 200
    seconds: float = 300.0
