"""The outline: labelled items as a tree, each with the unlabelled paragraphs and tables that follow it."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from loa.reading.labels import Label, LabelKind
from loa.reading.lexicon import rule
from loa.reading.lines import CleanTable
from loa.reading.paragraphs import Paragraph
from loa.reading.passage import Passage

__all__ = ["Item", "Outline", "Piece", "build_outline"]


@dataclass(eq=False, slots=True)
class Piece:
    """A stretch of text with its ref: the own text of an item, or an unlabelled paragraph below it.

    `heading` is the unlabelled heading right above the piece (`Giao Sở Nội vụ:`), if any: above the items of the
    outermost labels that follow it, or above a paragraph that follows it at once.
    """

    passage: Passage
    ref: str
    item: "Item"
    is_paragraph: bool = False
    heading: "Piece | None" = None
    bold: bool = False


@dataclass(eq=False, slots=True)
class Item:
    """A labelled item. `own` is its own text; `order` its position in the document among all pieces."""

    label: Label
    ref: str
    level: int
    parent: "Item | None"
    own: Piece = field(init=False)
    paragraphs: list[Piece] = field(default_factory=list)
    children: "list[Item]" = field(default_factory=list)
    tables: list[CleanTable] = field(default_factory=list)

    @property
    def is_leaf(self) -> bool:
        return not self.children

    def ancestors(self) -> "Iterator[Item]":
        """The items above this one, the nearest first."""
        item = self.parent
        while item is not None:
            yield item
            item = item.parent

    def walk(self) -> "Iterator[Item]":
        """The item itself and all below it, in the order of the document."""
        yield self
        for child in self.children:
            yield from child.walk()

    def pieces(self) -> Iterator[Piece]:
        """The own text and the paragraphs of this item alone."""
        yield self.own
        yield from self.paragraphs

    def whole(self) -> Passage:
        """Own text and unlabelled paragraphs, joined by a blank."""
        return Passage.join([piece.passage for piece in self.pieces() if piece.passage])


@dataclass(frozen=True, slots=True)
class Outline:
    """The root items in order, paragraphs before the first item, and the closing formula."""

    roots: tuple[Item, ...]
    loose: tuple[Paragraph, ...] = ()
    closing: Piece | None = None
    tables: tuple[CleanTable, ...] = ()

    def walk(self) -> Iterator[Item]:
        for root in self.roots:
            yield from root.walk()


class _Builder:
    def __init__(self) -> None:
        self.roots: list[Item] = []
        self.loose: list[Paragraph] = []
        self.tables: list[CleanTable] = []
        self._stack: list[Item] = []
        self._used = Counter[tuple[int, str]]()
        """How often each label stands below each parent (0 for the roots)."""
        self._heading: Piece | None = None
        self._heading_depth: tuple[int, int] | None = None

    def add(self, block: Paragraph | CleanTable) -> None:
        if isinstance(block, CleanTable):
            (self._stack[-1].tables if self._stack else self.tables).append(block)
        elif block.label:
            self._item(block, block.label)
        elif self._stack:
            self._paragraph(block)
        elif block.passage:
            self.loose.append(block)

    def _item(self, block: Paragraph, label: Label) -> None:
        while self._stack and not self._holds(self._stack[-1].label, label):
            self._stack.pop()
        if self._heading and (self._heading_depth is None or label.depth < self._heading_depth):
            if self._heading_depth is None:
                self._heading_depth = label.depth
            else:
                self._heading = None
        parent = self._stack[-1] if self._stack else None
        siblings = parent.children if parent else self.roots
        place = (id(parent) if parent else 0, label.printed)
        self._used[place] += 1
        item = Item(label, _ref(parent, label, self._used[place]), parent.level + 1 if parent else 1, parent)
        heading = self._heading if label.depth == self._heading_depth else None
        item.own = Piece(block.passage, item.ref, item, heading=heading, bold=block.bold)
        siblings.append(item)
        self._stack.append(item)

    def _holds(self, outer: Label, inner: Label) -> bool:
        """Whether an item with the label `inner` stands below one with the label `outer`."""
        if outer.kind.is_bullet and inner.kind.is_bullet and LabelKind.BULLET in (outer.kind, inner.kind):
            if outer.printed == inner.printed:
                return False
            open_bullets = [item.label.printed for item in self._stack if item.label.kind.is_bullet]
            return inner.printed not in open_bullets
        return outer.depth < inner.depth

    def _paragraph(self, block: Paragraph) -> None:
        if block.is_capitals and not block.text.endswith((".", ";")):
            self._set_heading(Piece(block.passage, "", self._stack[-1], is_paragraph=True, bold=block.bold))
            return
        item = self._stack[-1]
        if rule("lines", "line.pointer").pattern.match(block.passage.match) and "(" in block.text[:2]:
            item = self._stack[0]
        ref = f"{item.ref}.¶{len(item.paragraphs) + 1}"
        heading = self._heading if self._heading_depth is None else None
        piece = Piece(block.passage, ref, item, is_paragraph=True, heading=heading, bold=block.bold)
        item.paragraphs.append(piece)
        if block.text.endswith(":"):
            self._set_heading(piece)

    def _set_heading(self, piece: Piece) -> None:
        self._heading, self._heading_depth = piece, None


def _ref(parent: Item | None, label: Label, same: int) -> str:
    """The path of an item (annotation guide, 2.4); `same` counts it among the siblings with its label, from 1."""
    if label.kind.is_bullet:
        own = f"{label.printed}{same}"
    else:
        own = label.printed if same == 1 else f"{label.printed}#{same}"
    if parent is None:
        return own
    above = parent.ref
    if label.kind is LabelKind.DECIMAL and label.printed.startswith(parent.label.printed + "."):
        above = above.rpartition(".")[0] if parent.label.kind is LabelKind.NUMBER else _without_last(parent)
    return f"{above}.{own}" if above else own


def _without_last(parent: Item) -> str:
    return parent.ref.removesuffix(parent.label.printed).rstrip(".")


def build_outline(blocks: Iterable[Paragraph | CleanTable], is_closing: Callable[[Piece], bool]) -> Outline:
    """The tree of the body; `is_closing` judges whether the last unlabelled paragraph is the closing formula."""
    builder = _Builder()
    for block in blocks:
        builder.add(block)
    last = _last_piece(builder.roots)
    closing = None
    if last is not None and is_closing(last):
        last.item.paragraphs.remove(last)
        last.ref = "closing"
        closing = last
    return Outline(tuple(builder.roots), tuple(builder.loose), closing, tuple(builder.tables))


def _last_piece(roots: list[Item]) -> Piece | None:
    """The last unlabelled paragraph, when nothing labelled follows it."""
    if not roots:
        return None
    item = roots[-1]
    while item.children:
        item = item.children[-1]
    return item.paragraphs[-1] if item.paragraphs else None
