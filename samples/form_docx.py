"""Writes the parts of a sample plan as DOCX, with the automatic numbers and the layout tables that real files have."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import docx
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt
from samples.parts import Grid, Head, Paragraph, Part, Tail

__all__ = ["write_docx"]

_FONT = "Times New Roman"
_LEVELS = (
    ("upperRoman", "%1."),
    ("decimal", "%2."),
    ("decimal", "%2.%3."),
    ("lowerLetter", "%4)"),
    ("bullet", "-"),
    ("bullet", "+"),
    ("bullet", "▪"),
)
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
_CENTRE, _RIGHT, _JUSTIFY = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.JUSTIFY


def write_docx(parts: tuple[Part, ...], out: Path) -> None:
    """Write the parts to `out`. A label is an automatic number wherever Word would count to the same label."""
    document: Any = docx.Document()
    _set_page(document)
    _set_fonts(document)
    numbering = _Numbering(_add_numbering(document))
    for index, part in enumerate(parts):
        if index:
            document.add_page_break()
        _write_part(document, part, numbering)
    document.core_properties.author = document.core_properties.comments = ""
    document.save(str(out))


def _write_part(document: Any, part: Part, numbering: "_Numbering") -> None:
    if part.head:
        _write_head(document, part.head)
    for index, line in enumerate(part.title):
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.space_before = Pt(0 if index else 12)
        paragraph.paragraph_format.space_after = Pt(0 if line != part.title[-1] else 12)
        run = _line(paragraph, line, align=_CENTRE)
        run.bold, run.italic = not line.startswith("("), line.startswith("(")
        run.font.size = Pt(14 if index == 0 else 13)
    for block in part.blocks:
        if isinstance(block, Grid):
            _write_table(document, block)
        else:
            _write_paragraph(document.add_paragraph(), block, numbering)
    if part.tail:
        _write_tail(document, part.tail)


def _set_page(document: Any) -> None:
    """A4 with the margins of decree 30/2020, and the page number on top from the second page on."""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.top_margin = section.bottom_margin = section.right_margin = Cm(2)
    section.left_margin = Cm(3)
    section.different_first_page_header_footer = True
    paragraph = section.header.paragraphs[0]
    paragraph.alignment = _CENTRE
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)


def _set_fonts(document: Any) -> None:
    """The font on every style: LibreOffice falls back to another one for styles that name none."""
    for style in document.styles:
        if not hasattr(style, "font"):
            continue
        style.font.name = _FONT
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for key in list(fonts.keys()):
            if key.lower().endswith("theme"):
                del fonts.attrib[key]
        for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
            fonts.set(qn(script), _FONT)
    normal = document.styles["Normal"]
    normal.font.size = Pt(13)
    normal.paragraph_format.space_after = Pt(6)


def _add_numbering(document: Any) -> int:
    """Define the seven levels of labels as one list; gives the number of that list."""
    numbering = document.part.numbering_part.element
    levels = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:suff w:val="space"/>'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/></w:lvl>'
        for i, (kind, text) in enumerate(_LEVELS)
    )
    abstract = f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77"><w:multiLevelType w:val="multilevel"/>{levels}'
    numbering.insert(0, parse_xml(f"{abstract}</w:abstractNum>"))
    number = f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'
    numbering.append(parse_xml(number))
    return 77


@dataclass
class _Numbering:
    """Counts as Word does: a number begins anew below every automatic number of a higher level."""

    list_id: int
    counts: list[int] = field(default_factory=lambda: [0] * len(_LEVELS))

    def counts_to(self, paragraph: Paragraph) -> bool:
        """Whether Word's next label on this level is the printed one; if so, that label is used up."""
        level = paragraph.level - 1
        counts = [*self.counts[:level], self.counts[level] + 1] + [0] * (len(_LEVELS) - level - 1)
        if _label(level, counts) != paragraph.label:
            return False
        self.counts = counts
        return True


def _label(level: int, counts: list[int]) -> str:
    """The label Word prints for a level when its counters stand so."""
    if level == 0:
        return f"{_ROMAN[counts[0] - 1]}." if counts[0] <= len(_ROMAN) else ""
    if level <= 2:
        return "".join(f"{count}." for count in counts[1 : level + 1])
    return f"{chr(ord('a') + counts[3] - 1)})" if level == 3 else _LEVELS[level][1]


def _write_paragraph(target: Any, paragraph: Paragraph, numbering: _Numbering) -> None:
    automatic = bool(paragraph.level) and numbering.counts_to(paragraph)
    text = paragraph.text if automatic or not paragraph.label else f"{paragraph.label} {paragraph.text}"
    run = _line(target, text, align=_CENTRE if paragraph.centred else _JUSTIFY)
    run.bold = paragraph.heading
    run.italic = paragraph.text.startswith("(") and not paragraph.label
    if not paragraph.centred:
        target.paragraph_format.first_line_indent = Cm(1)
    if automatic:
        _number(target, numbering.list_id, paragraph.level - 1, bold=paragraph.heading)


def _number(target: Any, list_id: int, level: int, *, bold: bool) -> None:
    properties = target._p.get_or_add_pPr()
    number = properties.get_or_add_numPr()
    number.get_or_add_ilvl().val = level
    number.get_or_add_numId().val = list_id
    if bold:
        mark = OxmlElement("w:rPr")
        mark.append(OxmlElement("w:b"))
        properties.append(mark)


def _line(target: Any, text: str, *, align: Any = None) -> Any:
    """Put the text into a paragraph; gives its run, to be made bold or italic."""
    target.alignment = align
    return target.add_run(text)


def _write_head(document: Any, head: Head) -> None:
    """The two columns as a table without borders; stamps stand above them, small and to the right."""
    for stamp in head.stamps:
        _line(document.add_paragraph(), stamp, align=_RIGHT).font.size = Pt(9)
    left, right = _two_columns(document, 6.5, 9.5)
    for index, line in enumerate(head.issuer):
        _line(_next(left), line, align=_CENTRE).bold = index > 0 or not line.startswith("UBND ")
    for index, line in enumerate(head.motto):
        run = _line(_next(right), line, align=_CENTRE)
        run.bold, run.font.size, run.underline = True, Pt(12 + index), index > 0
    if head.number:
        _line(_next(left), head.number, align=_CENTRE)
    if head.dated:
        _line(_next(right), head.dated, align=_CENTRE).italic = True


def _write_tail(document: Any, tail: Tail) -> None:
    left, right = _two_columns(document, 8, 8)
    for index, line in enumerate(tail.recipients):
        run = _line(_next(left), line)
        run.font.size = Pt(12 if index == 0 else 11)
        run.bold = run.italic = index == 0
    for line in tail.signature[:-1]:
        _line(_next(right), line, align=_CENTRE).bold = True
    for _ in range(3):
        _next(right)
    _line(_next(right), tail.signature[-1], align=_CENTRE).bold = True


def _two_columns(document: Any, *widths: float) -> tuple[Any, Any]:
    table = document.add_table(rows=1, cols=2)
    _set_widths(table, widths)
    return tuple(table.rows[0].cells)


def _set_widths(table: Any, widths: Sequence[float]) -> None:
    """Fix the columns, in centimetres: Word heeds the cells, LibreOffice the columns."""
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
        for cell in column.cells:
            cell.width = Cm(width)


def _next(cell: Any) -> Any:
    """The next empty paragraph of a cell, close to the one before."""
    first = cell.paragraphs[0]
    fresh = first if not first.runs and len(cell.paragraphs) == 1 and not first.alignment else cell.add_paragraph()
    fresh.paragraph_format.space_after = Pt(0)
    return fresh


def _write_table(document: Any, grid: Grid) -> None:
    """A ruled table whose head is repeated on every page and whose rows may break over pages."""
    table = document.add_table(rows=0, cols=len(grid.rows[0]), style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for index, row in enumerate(grid.rows):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            run = _line(_next(cell), text, align=_CENTRE if index == 0 else None)
            run.bold, run.font.size = index == 0, Pt(12)
    properties = table.rows[0]._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:tblHeader"))
    _set_widths(table, [16 * width for width in grid.widths])
