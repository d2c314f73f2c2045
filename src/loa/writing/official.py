"""An official document as Decree 30/2020 lays it out, as values; `official_docx` and `official_pdf` write it."""

from dataclasses import dataclass
from datetime import date

__all__ = ["Official", "Paragraph", "Signature", "Table", "day_words"]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the body; a heading is bold and not indented."""

    text: str
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table of the body. `widths` are shares of the page's width, one for each column."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs: the lines over the signature, in capitals, and the name under it."""

    lines: tuple[str, ...]
    name: str = ""


@dataclass(frozen=True, slots=True)
class Official:
    """An official document. `kind` is empty for a letter (công văn), whose `subject` stands under its number.

    `issuer` may be of two lines. `number` is without "Số:". A document without `dated` leaves its day to be filled in.
    Of two signatures the first stands on the left, in place of the recipients.
    """

    issuer: str
    subject: str
    body: tuple[Paragraph | Table, ...]
    signatures: tuple[Signature, ...]
    superior: str = ""
    number: str = ""
    place: str = ""
    dated: date | None = None
    kind: str = ""
    to: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()


def day_words(place: str, day: date | None) -> str:
    """Place and day as the head has them; days below ten and January and February take a nought."""
    if day is None:
        words = "ngày …… tháng …… năm ……"
    else:
        month = f"{day.month:02}" if day.month < 3 else str(day.month)
        words = f"ngày {day.day:02} tháng {month} năm {day.year}"
    return f"{place}, {words}" if place else words
