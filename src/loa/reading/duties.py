"""Finds the items, paragraphs and table rows that lay a duty on someone, and says why the others do not.

Places and granularity follow the annotation guide, section 2.6.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from loa.reading.attributes import Attribute, attributes_of
from loa.reading.lexicon import rule
from loa.reading.naming import Naming
from loa.reading.outline import Item, Outline, Piece
from loa.reading.passage import Passage
from loa.reading.sections import Section, section_of
from loa.reading.subjects import heading_subject, later_subject, own_subject, titled_subject
from loa.reading.tables import TaskRow, task_rows

__all__ = ["Duty", "NotDuty", "find_duties", "row_duties"]

_SKIPPED = (Section.OBJECTIVES, Section.REQUIREMENTS, Section.AUDIENCES)


@dataclass(frozen=True, slots=True)
class Duty:
    """A duty before its fields are read: its text, and where else its fields stand."""

    ref: str
    text: Passage
    piece: Piece | None = None
    attributes: tuple[Attribute, ...] = ()
    below: tuple[Passage, ...] = ()
    """For a measure, the texts of everything below it, in order."""
    row: TaskRow | None = None
    is_funding: bool = False


@dataclass(frozen=True, slots=True)
class NotDuty:
    """A leaf or paragraph that lays no duty on anyone; `of` is the ref of the measure it belongs to."""

    ref: str
    text: Passage
    reason: str
    of: str | None = None


@dataclass(slots=True)
class _Search:
    naming: Naming
    duties: list[Duty] = field(default_factory=list)
    others: list[NotDuty] = field(default_factory=list)


def find_duties(outline: Outline, naming: Naming) -> tuple[list[Duty], list[NotDuty]]:
    """Duties of the body in the order of the document, and the leaves that are none."""
    search = _Search(naming)
    for root in outline.roots:
        _visit(root, search)
    if outline.closing is not None:
        search.others.append(NotDuty("closing", outline.closing.passage, "closing-formula"))
    return search.duties, search.others


def _visit(item: Item, search: _Search) -> None:
    section = section_of(item.own)
    if section in _SKIPPED and _all_below_skipped(item):
        return
    attributes = attributes_of(item) if item.parent is not None or not item.children else []
    if attributes and section not in _SKIPPED and not _is_body_heading(item, search.naming):
        _measure(item, attributes, search)
        return
    _pieces(item, search)
    _rows(item, search)
    for child in item.children:
        _visit(child, search)


def _rows(item: Item, search: _Search) -> None:
    """The rows of tables that stand in the body."""
    if item.tables:
        rows = row_duties(task_rows(item.tables) or [], item.ref)
        search.duties.extend(duty for row, duty in rows if not row.is_group)


def _all_below_skipped(item: Item) -> bool:
    return all(section_of(below.own) in _SKIPPED for below in item.walk())


def _is_body_heading(item: Item, naming: Naming) -> bool:
    subject = own_subject(item.own.passage, naming)
    if subject is None or not subject.is_heading or not item.children:
        return False
    return section_of(item.own) is Section.ORGANISATION or len(item.children) > 4


def _measure(item: Item, attributes: list[Attribute], search: _Search) -> None:
    below = [piece.passage for sub in item.walk() for piece in sub.pieces() if piece is not item.own and piece.passage]
    search.duties.append(Duty(item.ref, item.own.passage, item.own, tuple(attributes), tuple(below)))
    for sub in item.walk():
        for piece in sub.pieces():
            if piece is not item.own and (sub.is_leaf or piece.is_paragraph):
                search.others.append(NotDuty(piece.ref, piece.passage, "attribute-of-measure", item.ref))


def _pieces(item: Item, search: _Search) -> None:
    for piece in item.pieces():
        if not piece.passage or (piece is item.own and (item.children or item.tables)):
            continue
        section = section_of(piece)
        if section in _SKIPPED or section is Section.SCHEDULE:
            continue
        if _is_pointer(piece):
            search.others.append(NotDuty(piece.ref, piece.passage, "pointer"))
        elif section is Section.ORGANISATION:
            _organisation(item, piece, search)
        elif section is Section.FUNDING:
            _funding(piece, search)
        elif section in (Section.FORMS, Section.OTHER):
            _form(item, piece, search)


def _says(name: str, piece: Piece) -> bool:
    return rule("duties", f"duty.{name}").pattern.search(piece.passage.match) is not None


def _is_pointer(piece: Piece) -> bool:
    return len(piece.passage) < 170 and _says("pointer", piece) and piece.passage.text[:1] in "(*"


def _organisation(item: Item, piece: Piece, search: _Search) -> None:
    if _says("closing", piece):
        search.others.append(NotDuty(piece.ref, piece.passage, "closing-formula"))
        return
    if _is_heading(item, piece, search.naming):
        return
    if _says("opens-with-money", piece) and not _pays(piece, search.naming):
        search.others.append(NotDuty(piece.ref, piece.passage, "funding-source"))
        return
    search.duties.append(Duty(piece.ref, piece.passage, piece))


def _is_heading(item: Item, piece: Piece, naming: Naming) -> bool:
    """Nothing but a body's name, or words that only introduce what follows."""
    followed = bool(item.paragraphs) if piece is item.own else False
    subject = own_subject(piece.passage, naming)
    if subject is not None and subject.is_heading:
        return True
    text = piece.passage.match.rstrip()
    if text.endswith(":"):
        return True
    return followed and len(text) < 140 and not text.endswith((".", ";")) and not _says("verb", piece)


def _funding(piece: Piece, search: _Search) -> None:
    if piece is piece.item.own and piece.item.paragraphs and not piece.passage.text.endswith((".", ";")):
        return
    if _pays(piece, search.naming):
        search.duties.append(Duty(piece.ref, piece.passage, piece, is_funding=True))
    elif own := own_subject(piece.passage, search.naming):
        if not own.is_heading:
            search.others.append(NotDuty(piece.ref, piece.passage, "funding-source"))
    elif not piece.passage.text.endswith(":"):
        search.others.append(NotDuty(piece.ref, piece.passage, "funding-source"))


def _pays(piece: Piece, naming: Naming) -> bool:
    """Whether someone is made to draw up, set aside or appraise money."""
    found = (reader(piece.passage, naming) for reader in (own_subject, later_subject, titled_subject))
    subject = next((subject for subject in found if subject), None)
    if subject is not None and not subject.is_heading:
        return rule("duties", "duty.money-work").pattern.search(piece.passage.match, subject.end) is not None
    inherited, _, _ = heading_subject(piece, naming)
    return bool(inherited) and rule("duties", "duty.money-work").pattern.match(piece.passage.match) is not None


def _form(item: Item, piece: Piece, search: _Search) -> None:
    """A form or task: a duty only when it names who acts as the subject of its own sentence."""
    subject = own_subject(piece.passage, search.naming) or titled_subject(piece.passage, search.naming)
    acts = subject is not None and not subject.is_heading and not _says("for-whom", piece)
    inherited, _, _ = heading_subject(piece, search.naming) if not acts else ((), None, "")
    if acts or (inherited and _has_leaf_duty(piece)):
        search.duties.append(Duty(piece.ref, piece.passage, piece))
    elif not (piece is item.own and item.paragraphs):
        search.others.append(NotDuty(piece.ref, piece.passage, "form-without-actor"))


def _has_leaf_duty(piece: Piece) -> bool:
    return not piece.passage.text.endswith(":") and len(piece.passage) > 20


def row_duties(rows: Sequence[TaskRow], prefix: str) -> Iterator[tuple[TaskRow, Duty]]:
    """One duty per numbered row; refs are `PL.7`, below a row that heads others `PL.I.7`.

    A number used again gets `#2`.
    """
    seen: dict[str, int] = {}
    above = prefix
    for row in rows:
        if row.is_group and not row.number:
            above = prefix
            continue
        ref = f"{prefix if row.is_group else above}.{row.number}"
        seen[ref] = seen.get(ref, 0) + 1
        ref += f"#{seen[ref]}" if seen[ref] > 1 else ""
        if row.is_group:
            above = ref
        text = row.cell("content")
        if text:
            yield row, Duty(ref, text, row=row)
