"""OpenDocument text (ODT, also as one flat XML file): paragraphs, lists with their labels, tables, frames."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from loa.reading.extract import refusal, sizes
from loa.reading.extract.fonts import decode_fonts
from loa.reading.extract.manuscript import Grid, GridCell, GridRow, Paragraph, Part, Run, compose, thinned
from loa.reading.extract.opendocument_lists import OdtLists
from loa.reading.extract.opendocument_styles import STYLE, TABLE, TEXT, OdtLook, OdtStyles
from loa.reading.extract.package import Package, local_name, parse_xml
from loa.reading.extract.running import NOTES_APART, numbered_note, running_heads
from loa.reading.extraction import Area, Extraction, Limits

__all__ = ["extract_odt"]

_KIND = "ODT"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_SHARED = ("styles", "font-face-decls")
_BLANKS = re.compile(r"[ \t\n\r]+")
_SKIPPED = {
    "tracked-changes",
    "annotation",
    "annotation-end",
    "hidden-text",
    "number",
    "note-citation",
    "ruby-text",
    "forms",
}
_SKIPPED |= {
    "sequence-decls",
    "variable-decls",
    "user-field-decls",
    "desc",
    "title",
    "table-of-content-source",
    "script",
}
_ROWS = ("table-header-rows", "table-rows", "table-row-group")


def extract_odt(data: bytes, *, limits: Limits) -> Extraction:
    """Paragraphs and tables in order, each with its printed number; running heads and notes stand after the body."""
    content, style_root = _roots(data, limits)
    text = content.find(f"{_OFFICE}body/{_OFFICE}text")
    if text is None:
        raise refusal.broken(_KIND)
    shared = [root.find(_OFFICE + name) for root in (style_root, content) for name in _SHARED]
    body = _Body(OdtStyles.of([*shared, content.find(f"{_OFFICE}automatic-styles")]))
    parts = [*thinned(body.parts(text), limits)]
    notes = [*body.notes]
    heads = _Body(OdtStyles.of([*shared, style_root.find(f"{_OFFICE}automatic-styles")]))
    running = running_heads(heads.running(style_root))
    if body.page > limits.pages:
        raise refusal.too_large("số trang", "its pages are", limits.pages)
    decoded, encoding = decode_fonts([*parts, *notes, *running])
    written, blocks = compose(decoded, limits)
    return Extraction("odt", written, blocks, body.page, encoding, notes=(NOTES_APART,) if notes else ())


def _roots(data: bytes, limits: Limits) -> tuple[etree._Element, etree._Element]:
    """The roots that hold the content and the styles; of a flat file both are the same."""
    if not data.startswith(b"PK"):
        root = parse_xml(data, _KIND)
        return root, root
    package = Package(data, _KIND, limits)
    manifest = package.read("META-INF/manifest.xml") or b""
    if b"encryption-data" in manifest:
        raise refusal.encrypted(_KIND)
    content = package.xml("content.xml")
    if content is None:
        raise refusal.broken(_KIND)
    styles = package.xml("styles.xml")
    return content, content if styles is None else styles


@dataclass
class _Draft:
    """A paragraph being put together, and the frames anchored in it."""

    runs: list[Run]
    frames: list[Part]
    page: int | None = None


class _Body:
    """Takes the elements of a body, or of heads and feet, apart."""

    def __init__(self, styles: OdtStyles) -> None:
        self.page = 1
        self.notes: list[Part] = []
        self._styles = styles
        self._lists = OdtLists(styles)
        self._written = False
        self._noted = 0

    def running(self, root: etree._Element) -> Iterator[Part]:
        """The contents of the heads and feet of all kinds of pages."""
        for master in root.iter(f"{STYLE}master-page"):
            for child in master:
                area = Area.HEADER if local_name(child).startswith("header") else Area.FOOTER
                yield from self.parts(child, area)

    def parts(self, parent: etree._Element, area: Area = Area.BODY) -> Iterator[Part]:
        """The paragraphs and tables below an element, through lists, sections and frames."""
        for child in parent:
            name = local_name(child)
            if name in ("p", "h"):
                yield from self._paragraph(child, area)
            elif name == "table":
                yield self._table(child, area)
            elif name == "list":
                self._lists.open(child)
                yield from self.parts(child, area)
                self._lists.close()
            elif name in ("list-item", "list-header"):
                self._lists.item(child, header=name == "list-header")
                yield from self.parts(child, area)
            elif name == "soft-page-break":
                self.page += 1
            elif name and name not in _SKIPPED:
                yield from self.parts(child, Area.TEXT_BOX if name == "frame" and area is Area.BODY else area)

    def _paragraph(self, element: etree._Element, area: Area) -> Iterator[Part]:
        style = str(element.get(f"{TEXT}style-name") or "")
        before, after = self._styles.breaks(style)
        self.page += before and self._written
        cached = element.find(f"{TEXT}number")
        label = self._lists.label(element)
        if cached is not None and cached.text:
            label = f"{cached.text.strip()} "
        draft = _Draft([], [])
        self._inline(element, self._styles.look("paragraph", style), draft)
        self._written = self._written or bool(draft.runs)
        centred = self._styles.alignment(style) == "center"
        yield Paragraph(tuple(draft.runs), label, centred, draft.page or self.page, area)
        yield from draft.frames
        self.page += after

    def _inline(self, element: etree._Element, look: OdtLook, draft: _Draft) -> None:
        self._write(element.text, look, draft)
        for child in element:
            name = local_name(child)
            if name == "span":
                style = str(child.get(f"{TEXT}style-name") or "")
                self._inline(child, self._styles.look("text", style, look), draft)
            elif name == "note":
                self._note(child)
            elif name in ("frame", "custom-shape", "rect", "g", "text-box"):
                draft.frames.extend(self._frame(child))
            elif name in ("s", "tab", "line-break", "soft-page-break"):
                self._sign(child, name, look, draft)
            elif name and name not in _SKIPPED:
                self._inline(child, look, draft)
            self._write(child.tail, look, draft)

    def _write(self, text: str | None, look: OdtLook, draft: _Draft) -> None:
        """Blanks in the file collapse; those meant are elements of their own."""
        if not text or look.hidden:
            return
        words = _BLANKS.sub(" ", text)
        if words.startswith(" ") and (not draft.runs or draft.runs[-1].text.endswith((" ", "\n", "\t"))):
            words = words[1:]
        if words:
            draft.page = draft.page or self.page
            draft.runs.append(Run(words.upper() if look.capitals else words, look.bold, look.italic, look.font))

    def _sign(self, element: etree._Element, name: str, look: OdtLook, draft: _Draft) -> None:
        if name == "soft-page-break":
            self.page += 1
            return
        count = str(element.get(f"{TEXT}c") or "1")
        blanks = " " * (min(int(count), 1_000) if count.isdecimal() and len(count) < 7 else 1)
        draft.runs.append(Run({"tab": "\t", "line-break": "\n"}.get(name, blanks), look.bold, look.italic, look.font))

    def _note(self, element: etree._Element) -> None:
        self._noted += 1
        body = element.find(f"{TEXT}note-body")
        parts = [] if body is None else [*self._apart(body, Area.FOOTER)]
        self.notes.extend(numbered_note(parts, self._noted))

    def _frame(self, element: etree._Element) -> Iterator[Part]:
        return self._apart(element, Area.TEXT_BOX)

    def _apart(self, element: etree._Element, area: Area) -> Iterator[Part]:
        """What hangs on a paragraph and takes no part in the list around it."""
        lists, self._lists = self._lists, OdtLists(self._styles)
        parts = [*self.parts(element, area)]
        self._lists = lists
        return iter(parts)

    def _table(self, element: etree._Element, area: Area) -> Grid:
        before, after = self._styles.breaks(str(element.get(f"{TABLE}style-name") or ""))
        self.page += before and self._written
        rows, lined = [], []
        for row in _rows(element):
            page = self.page
            cells: list[GridCell] = []
            for cell in row:
                covered = local_name(cell) == "covered-table-cell"
                if not covered and local_name(cell) != "table-cell":
                    continue
                if not covered:
                    lined.append(self._styles.has_lines(str(cell.get(f"{TABLE}style-name") or "")))
                parts = () if covered else tuple(self.parts(cell, area))
                cells.extend([GridCell(parts), *[GridCell()] * (_repeated(cell) - 1)])
            rows.append(GridRow(tuple(cells[: sizes.COLUMNS]), page))
        self.page += after
        return Grid(tuple(rows), sum(lined) * 2 >= len(lined) > 0)


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for child in table:
        if local_name(child) == "table-row":
            yield child
        elif local_name(child) in _ROWS:
            yield from _rows(child)


def _repeated(cell: etree._Element) -> int:
    count = str(cell.get(f"{TABLE}number-columns-repeated") or "1")
    return min(int(count), sizes.COLUMNS) if count.isdecimal() and len(count) < 7 else 1
