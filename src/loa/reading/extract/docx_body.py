"""The body of DOCX taken apart: paragraphs with their printed labels, tables, text boxes, in the order of the file."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from loa.reading.extract.docx_numbering import Numbering
from loa.reading.extract.docx_styles import Look, Styles, W, is_on, paragraph_list, value
from loa.reading.extract.docx_tables import GridBuilder, is_ruled, row_cells
from loa.reading.extract.fonts import symbols
from loa.reading.extract.manuscript import Grid, Paragraph, Part, Run
from loa.reading.extract.package import local_name
from loa.reading.extraction import Area

__all__ = ["Body", "Story"]

_SKIPPED = {"del", "moveFrom", "instrText", "delText", "rPr", "pPr", "sdtPr", "tblPr", "tblGrid", "trPr", "tcPr"}
_SKIPPED |= {
    "sdtEndPr",
    "commentReference",
    "annotationRef",
    "proofErr",
    "bookmarkStart",
    "bookmarkEnd",
    "rt",
    "delInstrText",
}
_SIGNS = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "-", "softHyphen": "\xad"}


@dataclass
class Story:
    """What is read along the way: pages, notes met, and whether Word itself marked where its pages ended."""

    page: int = 1
    notes: list[tuple[str, str]] = field(default_factory=list)
    """The kind (`footnote`, `endnote`) and id of each note, in order."""
    _fresh: bool = True

    def explicit_break(self) -> None:
        """A page ends here by the writer's will."""
        self.page += 1
        self._fresh = True

    def rendered_break(self) -> None:
        """Word last ended a page here; just after an explicit break it is the same one."""
        if not self._fresh:
            self.page += 1
        self._fresh = True

    def written(self) -> None:
        """Text stands on the page."""
        self._fresh = False


@dataclass
class _Draft:
    """A paragraph being put together, and the text boxes anchored in it."""

    look: Look
    style: str
    runs: list[Run] = field(default_factory=list)
    boxes: list[Part] = field(default_factory=list)


@dataclass
class Body:
    """Takes elements of one document apart. Counting of lists goes on from call to call."""

    styles: Styles
    numbering: Numbering
    chunk: Callable[[etree._Element], Iterable[Part]]
    """Gives the parts of another file (a web page) that stands whole in this one."""
    story: Story = field(default_factory=Story)
    _carried: list[Run] = field(default_factory=list)

    def parts(self, parent: etree._Element, area: Area = Area.BODY) -> Iterator[Part]:
        """The paragraphs and tables below an element, through content controls and kept insertions."""
        for child in parent:
            name = local_name(child)
            if name == "p":
                yield from self._paragraph(child, area)
            elif name == "tbl":
                yield self._table(child)
            elif name == "AlternateContent":
                yield from self.parts(_chosen(child), area)
            elif name == "altChunk":
                yield from self.chunk(child)
            elif name and name not in _SKIPPED:
                yield from self.parts(child, area)

    def _paragraph(self, element: etree._Element, area: Area) -> Iterator[Part]:
        properties = element.find(f"{W}pPr")
        style = _property(properties, "pStyle")
        draft = _Draft(self.styles.look(style, ""), style, self._carried)
        self._carried = []
        before = properties.find(f"{W}pageBreakBefore") if properties is not None else None
        if before is not None and is_on(before):
            self.story.explicit_break()
        page = None
        for text in self._inline(element, draft):
            draft.runs.append(text)
            if page is None and text.text.strip():
                page = self.story.page
        if properties is not None and properties.find(f"{W}rPr/{W}del") is not None:
            self._carried = draft.runs  # the paragraph's end is deleted: it goes on in the next one
        else:
            label = self._label(properties, style)
            centred = self.styles.alignment(properties, style) == "center"
            yield Paragraph(tuple(draft.runs), label, centred, page or self.story.page, area)
        yield from draft.boxes
        self._end_section(properties)

    def _end_section(self, properties: etree._Element | None) -> None:
        section = properties.find(f"{W}sectPr") if properties is not None else None
        if section is not None and _property(section, "type") not in ("continuous", "nextColumn"):
            self.story.explicit_break()

    def _label(self, properties: etree._Element | None, style: str) -> str:
        list_id, place = paragraph_list(properties)
        if list_id is None:
            list_id, style_place, chain = self.styles.style_list(style)
            if list_id and place is None:
                tied = self.numbering.level_of_styles(list_id, chain)
                place = style_place if tied is None else tied
        return "" if not list_id or list_id == "0" else self.numbering.label(list_id, place or 0)

    def _inline(self, parent: etree._Element, draft: _Draft) -> Iterator[Run]:
        for child in parent:
            name = local_name(child)
            if name == "r":
                yield from self._run(child, draft)
            elif name == "AlternateContent":
                yield from self._inline(_chosen(child), draft)
            elif name and name not in _SKIPPED:
                yield from self._inline(child, draft)

    def _run(self, element: etree._Element, draft: _Draft) -> Iterator[Run]:
        properties = element.find(f"{W}rPr")
        run_style = _property(properties, "rStyle")
        look = (self.styles.look(draft.style, run_style) if run_style else draft.look).changed_by(properties)
        if look.hidden:
            return
        for text in self._signs(element, draft, look):
            yield Run(text.upper() if look.capitals else text, look.bold, look.italic, look.font)

    def _signs(self, element: etree._Element, draft: _Draft, look: Look) -> Iterator[str]:
        """The characters of a run in order; page breaks, notes and text boxes are noted on the way."""
        for child in element:
            name = local_name(child)
            if name == "t":
                self.story.written()
                yield child.text or ""
            elif name in _SIGNS:
                yield _SIGNS[name]
            elif name == "sym":
                yield _symbol(child)
            elif name in ("br", "lastRenderedPageBreak"):
                yield self._break(child, name)
            elif name in ("footnoteReference", "endnoteReference"):
                self.story.notes.append((name.removesuffix("Reference"), value(child, "id")))
            elif name == "AlternateContent":
                yield from self._signs(_chosen(child), draft, look)
            elif name in ("drawing", "pict", "object"):
                self._boxes(child, draft)
            elif name == "ruby":
                yield from (str(found.text or "") for found in child.iterfind(f"{W}rubyBase//{W}t"))

    def _break(self, element: etree._Element, name: str) -> str:
        if name == "lastRenderedPageBreak":
            self.story.rendered_break()
            return ""
        if value(element, "type") == "page":
            self.story.explicit_break()
        return "\n"

    def _boxes(self, drawing: etree._Element, draft: _Draft) -> None:
        for box in drawing.iter(f"{W}txbxContent"):
            if not any(above is not drawing and local_name(above) == "txbxContent" for above in box.iterancestors()):
                draft.boxes.extend(self.parts(box, Area.TEXT_BOX))

    def _table(self, element: etree._Element) -> Grid:
        grid = GridBuilder(element)
        for row, cells in row_cells(element):
            page = self.story.page
            for cell in cells:
                parts = () if cell.covered else tuple(self.parts(cell.element))
                grid.put(cell, parts)
            grid.end_row(row, grid.first_page() or page)
        return grid.grid(ruled=is_ruled(element, self.styles))


def _chosen(alternatives: etree._Element) -> etree._Element:
    """Of the same content for newer and older Word the one with text, the newer first."""
    choices = [child for child in alternatives if local_name(child) in ("Choice", "Fallback")]
    worded = (choice for choice in choices if next(choice.iter(f"{W}t"), None) is not None)
    return next(worded, choices[0] if choices else etree.Element("empty"))


def _symbol(element: etree._Element) -> str:
    code = value(element, "char")
    try:
        return symbols(chr(int(code, 16)), value(element, "font"))
    except (ValueError, OverflowError):
        return ""


def _property(properties: etree._Element | None, name: str) -> str:
    found = None if properties is None else properties.find(W + name)
    return "" if found is None else value(found, "val")
