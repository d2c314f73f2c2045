"""The document as HTML: paragraphs and tables, obligations framed, the words of their fields underlined."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from loa.reading.model import PlanDraft
from loa.writing.highlights import Highlights, Piece
from loa.writing.manuscript import Grid, GridRow, Manuscript, Paragraph
from loa.writing.markup import Html, element, joined
from loa.writing.parts import Part
from loa.writing.wording import Language, field_name, label

__all__ = ["DocumentPane"]

_CENTRED_LINE = 90
"""A line of the head that is longer, in characters, is running text even where the file centres nothing."""


class DocumentPane:
    """Draws the sheets of a document; each obligation is the target `#w-N` once, N counting from 1."""

    def __init__(self, draft: PlanDraft, language: Language) -> None:
        self._draft = draft
        self._language = language
        self._highlights = Highlights(draft)
        self._anchored: set[int] = set()

    def drawn(self, manuscript: Manuscript) -> Html:
        """The blocks of the document with a mark where a page begins."""
        return joined(self._with_page_marks(manuscript))

    def _with_page_marks(self, manuscript: Manuscript) -> Iterator[Html]:
        page = 1
        for block in manuscript.blocks:
            if block.page > page:
                page = block.page
                yield self._page_mark(page)
            yield self._grid(block) if isinstance(block, Grid) else self._paragraph(block)

    def _page_mark(self, page: int) -> Html:
        return element("p", element("span", f"{field_name('page', self._language)} {page}"), class_="page-mark")

    def _paragraph(self, block: Paragraph) -> Html:
        return element("p", self._words(block), class_=" ".join(_looks(block)) or None)

    def _grid(self, grid: Grid) -> Html:
        if grid.serves_layout:
            rows = [self._row(row, heading=False) for row in grid.rows]
            return element("table", element("tbody", *rows), class_=f"layout {grid.part}", role="presentation")
        rows = [self._row(row, heading=number == 0) for number, row in enumerate(grid.rows)]
        name = label("page", "table", self._language)
        table = element("table", element("tbody", *rows))
        return element("div", table, class_="grid", role="region", aria_label=name, tabindex="0")

    def _row(self, row: GridRow, *, heading: bool) -> Html:
        name = "th" if heading else "td"
        scope = "col" if heading else None
        return element("tr", *(element(name, self._cell(cell), scope=scope) for cell in row.cells))

    def _cell(self, paragraphs: Sequence[Paragraph]) -> Html:
        if len(paragraphs) == 1:
            return self._words(paragraphs[0])
        return joined(self._paragraph(paragraph) for paragraph in paragraphs)

    def _words(self, paragraph: Paragraph) -> Html:
        pieces = self._highlights.pieces(paragraph.passage)
        return joined(self._duty(duty, run) for duty, run in groupby(pieces, key=lambda piece: piece.duty))

    def _duty(self, duty: int | None, pieces: Iterable[Piece]) -> Html:
        """The pieces of one obligation in their frame, with its number, which leads to its card."""
        words = joined(self._piece(piece) for piece in pieces)
        if duty is None:
            return words
        first = duty not in self._anchored
        self._anchored.add(duty)
        number = self._number(duty) if first else Html("")
        return element(
            *("span", number, words),
            class_="duty",
            id=f"w-{duty + 1}" if first else None,
            data_duty=str(duty + 1),
        )

    def _number(self, duty: int) -> Html:
        told = f"{label('page', 'obligation', self._language)} {duty + 1}"
        return element("a", str(duty + 1), class_="number", href=f"#o-{duty + 1}", aria_label=told)

    def _piece(self, piece: Piece) -> Html:
        if not piece.fields:
            return joined([piece.text])
        return element(
            *("span", piece.text),
            class_=f"f f-{piece.fields[0]}",
            data_read=" ".join(f"{reader + 1}:{field}" for reader, field in piece.readings),
        )


def _looks(block: Paragraph) -> Iterator[str]:
    text = block.passage.text
    short = len(text) <= _CENTRED_LINE
    capitals = text.isupper()
    if block.centred or (block.part is Part.HEAD and short):
        yield "centred"
    if block.bold or (capitals and short and block.part is not Part.TAIL) or (block.ref and block.level == 1):
        yield "strong"
    if block.part is Part.TAIL:
        yield "tail"
    if block.level:
        yield f"level-{min(block.level, 6)}"
