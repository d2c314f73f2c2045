"""Puts invented texts before the stages of the reader: one printed line, or one whole paragraph, a line of text."""

from collections.abc import Iterable

from loa.reading.clean import Clean, clean
from loa.reading.duties import Duty, NotDuty, find_duties
from loa.reading.extraction import Cell, Extraction, Line, Row, Table
from loa.reading.fields import Context, Fields, read_fields
from loa.reading.lines import CleanCell, CleanLine, CleanRow, CleanTable, Locator
from loa.reading.model import Party
from loa.reading.naming import Naming, naming_of
from loa.reading.outline import Item, Outline, Piece, build_outline
from loa.reading.paragraphs import Paragraph, heal
from loa.reading.passage import Passage

COMMUNE = naming_of("Ủy ban nhân dân xã Suối Hoa", [])
WARD = naming_of("Ủy ban nhân dân phường Bến Mới", [])
DISTRICT = naming_of("Ủy ban nhân dân huyện Sông Trà", [])
TOWN = naming_of("Ủy ban nhân dân thị xã Hương Giang", [])
PROVINCE = naming_of("Ủy ban nhân dân tỉnh Sơn Vũ", [])
DEPARTMENT = naming_of("Sở Xây dựng tỉnh Sơn Vũ", [])
MINISTRY = naming_of("Bộ Y tế", [])
TIERS = {
    "xã": "commune",
    "phường": "commune",
    "huyện": "district",
    "thị xã": "district",
    "tỉnh": "province",
    None: "ministry",
}


def printed(text: str, *, whole: bool = False, form: str = "txt") -> Extraction:
    """The text with a line for each of its lines; `whole` when each of them is a paragraph by itself."""
    lines, at = [], 0
    for line in text.split("\n"):
        if words := line.strip():
            start = at + line.index(words[0])
            lines.append(Line(start, start + len(words), whole=whole))
        at += len(line) + 1
    return Extraction(form, text, tuple(lines))


def grid(rows: list[list[str]], *, ruled: bool = True) -> Extraction:
    """A document that is one table; lines of a cell stand after one another."""
    text, table = "", []
    for row in rows:
        cells = []
        for cell in row:
            lines = []
            for line in filter(None, cell.split("\n")):
                lines.append(Line(len(text), len(text) + len(line)))
                text += line + "\n"
            cells.append(Cell(tuple(lines)))
        table.append(Row(tuple(cells)))
    return Extraction("txt", text, (Table(tuple(table), ruled=ruled),))


def table(rows: list[list[str]]) -> CleanTable:
    """A data table with single lines or several (`\\n`) in its cells."""
    return CleanTable(tuple(CleanRow(tuple(_cell(cell) for cell in row)) for row in rows))


def _cell(text: str) -> CleanCell:
    return CleanCell(tuple(CleanLine(Passage.of(line)) for line in text.split("\n") if line))


def cleaned(text: str, *, whole: bool = False, form: str = "txt") -> list[Clean]:
    return list(clean(printed(text, whole=whole, form=form)))


def texts(items: list[Clean]) -> list[str]:
    return [item.text for item in items if isinstance(item, CleanLine)]


def paragraphs(text: str, *, whole: bool = False) -> list[Paragraph]:
    """The paragraphs of printed lines."""
    return [block for block in heal(clean(printed(text, whole=whole))) if isinstance(block, Paragraph)]


def outline(text: str, *, is_closing: bool = False) -> Outline:
    """The outline of a body, a paragraph a line; the last paragraph closes it when `is_closing`."""
    return build_outline(paragraphs(text, whole=True), lambda _: is_closing)


def refs(tree: Outline) -> list[str]:
    return [item.ref for item in tree.walk()]


def item(tree: Outline, ref: str) -> Item:
    return next(found for found in tree.walk() if found.ref == ref)


def piece(tree: Outline, ref: str) -> Piece:
    return next(part for found in tree.walk() for part in found.pieces() if part.ref == ref)


def duties(text: str, naming: Naming = DISTRICT) -> tuple[list[Duty], list[NotDuty]]:
    """The duties of a body, a paragraph a line, and the leaves that are none."""
    return find_duties(outline(text), naming)


def fields(text: str, naming: Naming = DISTRICT, *, tier: str = "", year: int | None = 2026) -> Fields:
    """The fields of a duty that stands alone."""
    context = Context(naming, year, tier or TIERS[naming.tier_word], Locator(printed(text)))
    return read_fields(Duty("1", Passage.of(text)), context)


def fields_by_ref(
    text: str, naming: Naming = DISTRICT, *, tier: str = "", year: int | None = 2026
) -> dict[str, Fields]:
    """The fields of every duty of a body, a paragraph a line."""
    context = Context(naming, year, tier or TIERS[naming.tier_word], Locator(printed(text)))
    return {duty.ref: read_fields(duty, context) for duty in duties(text, naming)[0]}


def named(parties: Iterable[Party]) -> list[str]:
    """Names of bodies, and codes of groups with an at-sign."""
    return [party.name or f"@{party.group}" for party in parties]
