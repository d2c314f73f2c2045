"""The text of a plan in Akoma Ntoso: its head, basis, items in their hierarchy, tables, recipients and annexes."""

import re
from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from lxml import etree

from loa.reading.model import OutlineItem, Place, PlanDraft
from loa.reading.passage import Passage, fold
from loa.writing.akoma_names import EIds, clean_text, container_of, first_day, number_in_id, work_iri
from loa.writing.manuscript import Grid, Paragraph
from loa.writing.places import outline_items

__all__ = ["NS", "Builder", "Locations", "child"]

NS = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
"""The namespace of the OASIS standard of 2018."""

_BASIS = re.compile(r"(?:can cu|thuc hien|theo de nghi|xet de nghi)\b")
_SENTENCE_ENDS = (".", ";", ":", ",", "…")
_HEADING = 200
"""The most characters of a heading."""

Element = etree._Element
Block = Paragraph | Grid


def child(parent: Element, tag: str, text: str = "", /, **attributes: str) -> Element:
    """A new last child; `class_` and the like stand for names that are words of Python."""
    given = {key.rstrip("_"): clean_text(value) for key, value in attributes.items()}
    made = etree.SubElement(parent, f"{{{NS}}}{tag}", given)
    if text:
        made.text = clean_text(text)
    return made


class Locations:
    """Which element holds which stretch of the source."""

    def __init__(self) -> None:
        self._spans: list[tuple[int, int, str]] = []
        self._longest = 0

    def add(self, passage: Passage, eid: str) -> None:
        """The words of the passage stand in the element `eid`."""
        if passage:
            start, end = passage.span()
            insort(self._spans, (start, end, eid))
            self._longest = max(self._longest, end - start)

    def at(self, place: Place) -> str | None:
        """The innermost element that holds the beginning of a place, else the last one before it."""
        last = bisect_right(self._spans, place.start, key=_start_of)
        first = bisect_left(self._spans, place.start - self._longest, key=_start_of)
        over = [(end - start, eid) for start, end, eid in self._spans[first:last] if end > place.start]
        if over:
            return min(over)[1]
        return self._spans[last - 1][2] if last else None


def _start_of(span: "tuple[int, int, str] | _Inline") -> int:
    return span.start if isinstance(span, _Inline) else span[0]


@dataclass(slots=True)
class _Node:
    item: OutlineItem
    blocks: list[Block] = field(default_factory=list)
    children: "list[_Node]" = field(default_factory=list)


class Builder:
    """Writes blocks of a manuscript as elements and remembers where each stretch of text went."""

    def __init__(self, draft: PlanDraft) -> None:
        self._draft = draft
        self.eids = EIds()
        self.locations = Locations()
        self.references: list[tuple[str, str]] = []
        """(eId of a ref, IRI it names), in order."""
        self._items = {item.ref: item for item in outline_items(draft)}
        self._marks = _inline_marks(draft)
        self._longest = max((mark.end - mark.start for mark in self._marks), default=0)

    def preface(self, parent: Element, blocks: Sequence[Block]) -> None:
        """The head: issuer, number, place, date, type and title where they were read."""
        if blocks:
            self.blocks(child(parent, "preface"), blocks, "preface")

    def preamble(self, parent: Element, blocks: Sequence[Block]) -> None:
        """What the plan rests on, as citations; the words that issue it, as a formula."""
        if not blocks:
            return
        preamble = child(parent, "preamble")
        for is_basis, group in groupby(blocks, key=_is_basis):
            eid = self.eids.new("", "cits" if is_basis else "formula")
            if not is_basis:
                self.blocks(child(preamble, "formula", name="enacting", eId=eid), group, eid)
                continue
            citations = child(preamble, "citations", eId=eid)
            for block in group:
                inner = self.eids.new(eid, "cit")
                self.blocks(child(citations, "citation", eId=inner), [block], inner)

    def body(self, parent: Element, blocks: Sequence[Block], roots: Iterable[OutlineItem]) -> None:
        """The items as containers; text before the first item, and the closing formula, as paragraphs."""
        main = child(parent, "mainBody")
        nodes: dict[str, _Node] = {}
        tree = [_grown(item, nodes) for item in roots]
        loose, closing = _spread(blocks, nodes, self._closing())
        self.blocks(main, loose, "body")
        for node in tree:
            self._node(main, node, "")
        self.blocks(main, closing, "body")
        if not len(main):
            child(main, "p")

    def conclusions(self, parent: Element, blocks: Sequence[Block]) -> None:
        """Recipients, and whoever signed, in the order of the document."""
        if not blocks:
            return
        conclusions = child(parent, "conclusions")
        starts = sorted(recipient.place.start for recipient in self._draft.document.recipients)
        for received, group in groupby(blocks, key=lambda block: _is_recipient(block, starts)):
            name = "recipients" if received else "signature"
            eid = self.eids.new("", name)
            self.blocks(child(conclusions, "container", name=name, eId=eid), group, eid)

    def blocks(self, parent: Element, blocks: Iterable[Block], prefix: str) -> None:
        """Paragraphs and tables, one after the other."""
        for block in blocks:
            if isinstance(block, Grid):
                self._table(parent, block, prefix)
            else:
                eid = self.eids.new(prefix, "p")
                self._words(child(parent, "p", eId=eid), block.passage, eid)

    def _closing(self) -> int | None:
        return next((line.place.start for line in self._draft.not_obligations if line.ref == "closing"), None)

    def _node(self, parent: Element, node: _Node, prefix: str) -> None:
        name, short = container_of(node.item.label)
        eid = self.eids.new(prefix, short, number_in_id(node.item.label))
        extra = {"name": "bullet"} if name == "hcontainer" else {}
        made = child(parent, name, eId=eid, **extra)
        own, others = _own_text(node)
        child(made, "num", _label_of(node))
        self.locations.add(own, eid)
        heads = bool(node.children or others) and _is_heading(own)
        if heads:
            heading = self.eids.new(eid, "heading")
            self._words(child(made, "heading", eId=heading), own, heading)
        texts = others if heads or not own else [Paragraph(own), *others]
        if node.children:
            if texts:
                intro = self.eids.new(eid, "intro")
                self.blocks(child(made, "intro", eId=intro), texts, intro)
            for inner in node.children:
                self._node(made, inner, eid)
            return
        content = self.eids.new(eid, "content")
        self.blocks(child(made, "content", eId=content), texts, content)

    def _table(self, parent: Element, grid: Grid, prefix: str) -> None:
        rows = [row for row in grid.rows if row.cells]
        if not rows:
            return
        eid = self.eids.new(prefix, "table")
        table = child(parent, "table", eId=eid)
        for number, row in enumerate(rows):
            row_id = self.eids.new(eid, "tr")
            made = child(table, "tr", eId=row_id)
            for cell in row.cells:
                inside = child(made, "th" if number == 0 else "td")
                for paragraph in cell:
                    self._words(child(inside, "p"), paragraph.passage, row_id)

    def _words(self, parent: Element, passage: Passage, eid: str) -> None:
        """The words of a passage, with what was read in them as inline elements."""
        self.locations.add(passage, eid)
        parent.text = ""
        last: Element | None = None
        at = 0
        for mark, left, right in self._inside(passage):
            if left < at:
                continue
            _append(parent, last, passage.text[at:left])
            last = self._inline(parent, mark, passage.text[left:right], eid)
            at = right
        _append(parent, last, passage.text[at:])

    def _inside(self, passage: Passage) -> "Iterator[tuple[_Inline, int, int]]":
        if not passage:
            return
        start, end = passage.span()
        first = bisect_left(self._marks, start - self._longest, key=_start_of)
        last = bisect_left(self._marks, end, key=_start_of)
        for mark in self._marks[first:last]:
            left, right = (min(bisect_left(passage.origin, bound), len(passage)) for bound in (mark.start, mark.end))
            if left < right:
                yield mark, left, right

    def _inline(self, parent: Element, mark: "_Inline", text: str, eid: str) -> Element:
        attributes = dict(mark.attributes)
        if mark.name == "ref":
            attributes["eId"] = self.eids.new(eid, "ref")
            self.references.append((attributes["eId"], attributes["href"]))
        return child(parent, mark.name, text, **attributes)


@dataclass(frozen=True, slots=True)
class _Inline:
    start: int
    end: int
    name: str
    attributes: tuple[tuple[str, str], ...] = ()


def _inline_marks(draft: PlanDraft) -> list[_Inline]:
    """References to other documents, and what the head says of the plan itself; where two meet the longer stays."""
    marks = [
        _Inline(cited.place.start, cited.place.end, "ref", (("href", work_iri(cited)),)) for cited in draft.citations
    ]
    names = {"number": "docNumber", "type": "docType", "title": "docTitle", "issuer": "docAuthority", "date": "docDate"}
    date, sure = first_day(draft.document.date)
    for mark in draft.document.marks:
        name = names.get(mark.field)
        if name is None or mark.place is None or (name == "docDate" and sure != "exact"):
            continue
        attributes = (("date", date),) if name == "docDate" else ()
        marks.append(_Inline(mark.place.start, mark.place.end, name, attributes))
    return sorted(marks, key=lambda mark: (mark.start, -mark.end))


def _append(parent: Element, last: Element | None, text: str) -> None:
    if last is None:
        parent.text = (parent.text or "") + clean_text(text)
    else:
        last.tail = (last.tail or "") + clean_text(text)


def _grown(item: OutlineItem, nodes: dict[str, _Node]) -> _Node:
    node = nodes[item.ref] = _Node(item)
    node.children = [_grown(inner, nodes) for inner in item.children]
    return node


def _spread(blocks: Sequence[Block], nodes: dict[str, _Node], closing: int | None) -> tuple[list[Block], list[Block]]:
    """Gives each block to the item it follows; returns those before all items, and those of the closing formula."""
    current: _Node | None = None
    loose: list[Block] = []
    ending: list[Block] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            start, end = block.passage.span()
            if closing is not None and block.ref is None and start <= closing < end:
                current, closing = None, -1
            elif block.ref in nodes:
                current = nodes[block.ref]
        if current is not None:
            current.blocks.append(block)
        else:
            (ending if closing == -1 else loose).append(block)
    return loose, ending


def _own_text(node: _Node) -> tuple[Passage, list[Block]]:
    """The item's own text, without its label, and the blocks that follow it."""
    first = node.blocks[0] if node.blocks else None
    if isinstance(first, Paragraph) and first.ref == node.item.ref and first.own is not None:
        return first.passage.cut(bisect_left(first.passage.origin, first.own)), node.blocks[1:]
    return Passage.of(node.item.text), node.blocks


def _label_of(node: _Node) -> str:
    """The label as printed, with its full stop or bracket."""
    first = node.blocks[0] if node.blocks else None
    if isinstance(first, Paragraph) and first.own is not None:
        printed = first.passage.text[: bisect_left(first.passage.origin, first.own)].strip()
        if printed.startswith(node.item.label) and len(printed) <= len(node.item.label) + 2:
            return printed
    return node.item.label


def _is_heading(own: Passage) -> bool:
    return bool(own) and len(own) <= _HEADING and not own.text.endswith(_SENTENCE_ENDS)


def _is_basis(block: Block) -> bool:
    return isinstance(block, Paragraph) and _BASIS.match(fold(block.passage.text)) is not None


def _is_recipient(block: Block, starts: list[int]) -> bool:
    if isinstance(block, Grid):
        return False
    start, end = block.passage.span()
    index = bisect_left(starts, start)
    return (index < len(starts) and starts[index] < end) or fold(block.passage.text).startswith(("noi nhan", "gui ban"))
