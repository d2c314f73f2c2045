"""Official documents as DOCX, to be worked on further in a word processor."""

import io
from typing import Any

import docx
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from loa.writing.official import Official, Paragraph, Signature, Table, day_words

__all__ = ["dumps"]

_FONT = "Times New Roman"
_COUNTRY = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
_MEASURE = 16.0
"""Width between the margins, in centimetres."""


def dumps(official: Official) -> bytes:
    """The document as the bytes of a DOCX file on A4."""
    document = docx.Document()
    _page(document)
    _head(document, official)
    for addressee in official.to[:1]:
        _line(document, f"Kính gửi: {addressee}", centred=True, space=12)
    for block in official.body:
        _table(document, block) if isinstance(block, Table) else _paragraph(document, block)
    _foot(document, official)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.top_margin = section.bottom_margin = section.right_margin = Cm(2)
    section.left_margin = Cm(3)
    style = document.styles["Normal"]
    style.font.name, style.font.size = _FONT, Pt(14)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
    style.paragraph_format.space_after = Pt(0)


def _head(document: Any, official: Official) -> None:
    left, right = _columns(document, 6.4)
    if official.superior:
        _line(left, official.superior.upper(), size=12.5, centred=True, first=True)
    for place, words in enumerate(official.issuer.upper().splitlines()):
        _line(left, words, size=12.5, bold=True, centred=True, first=not official.superior and not place)
    _rule(left)
    _line(left, f"Số: {official.number or '……'}", size=13, centred=True, space=6)
    if not official.kind:
        _line(left, official.subject, size=12, centred=True)
    _line(right, _COUNTRY[0], size=12, bold=True, centred=True, first=True)
    _line(right, _COUNTRY[1], size=13, bold=True, centred=True, ruled=True)
    _line(right, day_words(official.place, official.dated), size=13, italic=True, centred=True, space=6)
    if official.kind:
        _line(document, official.kind.upper(), bold=True, centred=True, space=18)
        _line(document, official.subject, bold=True, centred=True, ruled=True)
    _line(document, "", size=6)


def _foot(document: Any, official: Official) -> None:
    _line(document, "", size=8)
    left, right = _columns(document, 8.0)
    *beside, last = official.signatures
    if beside:
        _signature(left, beside[0])
    elif official.recipients:
        _line(left, "Nơi nhận:", size=12, bold=True, italic=True, first=True)
        for recipient in official.recipients:
            _line(left, f"- {recipient}", size=11)
    _signature(right, last)


def _signature(cell: Any, signature: Signature) -> None:
    for place, words in enumerate(signature.lines):
        _line(cell, words, bold=True, centred=True, first=not place)
    _line(cell, signature.name, bold=True, centred=True, space=64)


def _columns(document: Any, left: float) -> tuple[Any, Any]:
    table = document.add_table(rows=1, cols=2)
    table.autofit = False
    cells = table.rows[0].cells
    for place, width in enumerate((left, _MEASURE - left)):
        table.columns[place].width = cells[place].width = Cm(width)
    return cells[0], cells[1]


def _line(  # noqa: PLR0913 - how a line looks, nothing else
    into: Any, words: str, *, size: float = 14, bold: bool = False, italic: bool = False, centred: bool = False,
    space: float = 0, first: bool = False, ruled: bool = False,
) -> None:  # fmt: skip
    """A line of the head or the foot; the first of a cell takes the paragraph that every cell has."""
    paragraph = into.paragraphs[0] if first else into.add_paragraph()
    run = paragraph.add_run(words)
    run.bold, run.italic, run.font.size = bold, italic, Pt(size)
    paragraph.paragraph_format.space_before = Pt(space)
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if ruled:
        _rule(into)


def _rule(into: Any) -> None:
    """A short line under the words, as wide as the decree wants it: a third to a half of them."""
    paragraph = into.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run("\u2002" * 12)
    run.font.size = Pt(5)
    run.font.strike = True


def _paragraph(document: Any, block: Paragraph) -> None:
    paragraph = document.add_paragraph()
    paragraph.add_run(block.text).bold = block.heading
    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    paragraph.paragraph_format.space_before = Pt(6)
    paragraph.paragraph_format.first_line_indent = Cm(1)


def _table(document: Any, block: Table) -> None:
    _line(document, "", size=4)
    table = document.add_table(rows=0, cols=len(block.head))
    table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    whole = sum(block.widths)
    for column, share in zip(table.columns, block.widths, strict=True):
        column.width = Cm(_MEASURE * share / whole)
    for number, words in enumerate((block.head, *block.rows)):
        row = table.add_row()
        for cell, text, share in zip(row.cells, words, block.widths, strict=True):
            cell.width = Cm(_MEASURE * share / whole)
            _line(cell, text, size=12, bold=not number, centred=not number, first=True)
        if not number:
            _repeat(row)
    _line(document, "", size=4)


def _repeat(row: Any) -> None:
    """The head of the table stands on every page again."""
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)
