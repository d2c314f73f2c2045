"""The annexes of a plan with their tasks, as duties and as items of the outline."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from loa.reading.duties import Duty, row_duties
from loa.reading.frame import matches
from loa.reading.lexicon import rule
from loa.reading.lines import CleanLine, CleanTable, Frame, Locator
from loa.reading.model import OutlineItem
from loa.reading.outline import Item, Outline
from loa.reading.paragraphs import Paragraph, heal
from loa.reading.passage import Passage
from loa.reading.tables import TaskRow, task_rows

__all__ = ["Annex", "annexes_of", "outline_items", "tasks"]

_OWN_TEXT = 80
"""How many characters of its own text an outline item carries (annotation guide, 2.4)."""


@dataclass(frozen=True, slots=True)
class Annex:
    """An annex: its heading, its ref (`PL`, `PL#2`), and the rows of its tables."""

    heading: Passage
    ref: str
    rows: tuple[TaskRow, ...]


def annexes_of(parts: Frame) -> list[Annex]:
    """The annexes that have a heading, in order."""
    out: list[Annex] = []
    for index, blocks in enumerate(parts.annexes):
        heading = _heading([block for block in heal(blocks) if isinstance(block, Paragraph)])
        rows = task_rows([block for block in blocks if isinstance(block, CleanTable)]) or []
        if heading is not None:
            out.append(Annex(heading, "PL" if index == 0 else f"PL#{index + 1}", tuple(rows)))
    return out


def _heading(paragraphs: Sequence[Paragraph]) -> Passage | None:
    """The heading of an annex: its first paragraph and what follows it, as far as the bracket *(Kèm theo …)*."""
    heading: list[Passage] = []
    for paragraph in paragraphs:
        goes_on = not heading or paragraph.is_capitals or len(heading) == 1
        if not goes_on or matches("attached", CleanLine(paragraph.printed)):
            break
        heading.append(paragraph.printed)
    return Passage.join(heading) if heading else None


def tasks(annex: Annex) -> Iterator[tuple[TaskRow, Duty]]:
    """The rows of an annex that lay a duty, without those that only head a group."""
    return ((row, duty) for row, duty in row_duties(annex.rows, annex.ref) if not row.is_group)


def outline_items(outline: Outline, annexes: Sequence[Annex], locate: Locator) -> Iterator[OutlineItem]:
    """The outline as it is given out: the items of the body, then the annexes with their rows."""
    for root in outline.roots:
        yield _item(root, locate)
    for annex in annexes:
        heading = annex.heading
        named = rule("frame", "frame.annex-word").pattern.match(heading.match)
        rest = heading.cut(named.end()).strip(" .:-–") if named else heading
        rows = _row_items(annex.rows, annex.ref, 2, locate)
        yield OutlineItem("PHỤ LỤC", 1, _own_text(rest), annex.ref, locate.of(heading), rows)


def _own_text(passage: Passage) -> str:
    return passage.text[:_OWN_TEXT].strip()


def _item(item: Item, locate: Locator) -> OutlineItem:
    rows = _row_items(task_rows(item.tables) or [], item.ref, item.level + 1, locate)
    children = (*(_item(child, locate) for child in item.children), *rows)
    own = item.own.passage
    return OutlineItem(item.label.printed, item.level, _own_text(own), item.ref, locate.of(own), children)


def _row_items(rows: Sequence[TaskRow], ref: str, level: int, locate: Locator) -> tuple[OutlineItem, ...]:
    """The rows of a table as items, those below a row that heads a group as its children."""
    out: list[OutlineItem] = []
    group: OutlineItem | None = None
    for row, duty in row_duties(rows, ref):
        inside = group is not None and not row.is_group
        item = OutlineItem(row.number, level + inside, _own_text(duty.text), duty.ref, locate.of(duty.text))
        if group is not None and inside:
            group = replace(group, children=(*group.children, item))
            out[-1] = group
        else:
            out.append(item)
            group = item if row.is_group else None
    return tuple(out)
