"""Assembling: from an extraction to a plan draft, stage by stage."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from loa.reading.agencies import printed_names
from loa.reading.citations import read_citations, read_laws
from loa.reading.clean import clean
from loa.reading.doubts import document_doubts, mark_doubts
from loa.reading.duties import Duty, NotDuty, find_duties, row_duties
from loa.reading.errors import Message
from loa.reading.extraction import Extraction
from loa.reading.fields import Context, Fields, read_fields
from loa.reading.frame import frame, matches
from loa.reading.head import read_document
from loa.reading.lines import CleanLine, CleanTable, Frame, Locator
from loa.reading.model import (
    Citation,
    Document,
    Funding,
    FundingSource,
    NotObligation,
    Obligation,
    OutlineItem,
    PlanDraft,
    Source,
    Statement,
)
from loa.reading.naming import Naming, naming_of
from loa.reading.outline import Item, Outline, Piece, build_outline
from loa.reading.paragraphs import Paragraph, heal
from loa.reading.passage import Passage
from loa.reading.sections import Section, section_of
from loa.reading.tables import TaskRow, task_rows

__all__ = ["assemble"]

_WORDS_IN_QUOTE = 12
_OWN_TEXT = 80
_MONEY = re.compile(
    r"(?:từ\s+|bằng\s+)?(?P<source>(?:các\s+)?nguồn\s+[^,;.()]+|ngân sách\s+(?:nhà nước|tỉnh|huyện|xã|địa phương|trung ương|các cấp|cấp)[^,;.()]*)"
)


@dataclass(frozen=True, slots=True)
class _Annex:
    heading: Passage
    ref: str
    rows: tuple[TaskRow, ...]
    tables: tuple[CleanTable, ...]


def assemble(extraction: Extraction, source: Source) -> PlanDraft:
    """What a document says, as a draft of a plan; an empty draft with the reason when it is no plan."""
    locate = Locator(extraction)
    items = clean(extraction)
    parts = frame(items)
    if parts is None:
        return _no_plan(source, extraction, "no-heading")
    outline = build_outline(heal(parts.body), _is_closing)
    if not outline.roots and not parts.annexes:
        return _no_plan(source, extraction, "no-items")
    document = read_document(parts, locate)
    naming = naming_of(document.issuer, printed_names(_passages(outline, parts)))
    context = Context(naming, document.year, document.tier or "province", locate)
    annexes = _annexes(parts)
    duties, others = find_duties(outline, naming)
    duties.extend(duty for annex in annexes for _, duty in _tasks(annex))
    obligations = tuple(_obligation(i, duty, context, source) for i, duty in enumerate(duties, start=1))
    items_of_outline = tuple(_outline(outline, annexes, locate))
    return PlanDraft(
        source=source,
        document=document,
        citations=_citations(parts, outline, document, naming.name, locate),
        unnumbered_laws=tuple(read_laws(_with_refs(outline), locate=locate)),
        outline=items_of_outline,
        objectives=tuple(_statements(outline, Section.OBJECTIVES, locate)),
        requirements=tuple(_statements(outline, Section.REQUIREMENTS, locate)),
        audiences=tuple(_statements(outline, Section.AUDIENCES, locate)),
        topics=(*_topics(outline, locate), *_row_statements(annexes, "content", locate)),
        channels=(*_channels(outline, duties, locate), *_row_statements(annexes, "form", locate)),
        obligations=obligations,
        not_obligations=tuple(_not_obligation(other, duties, source, locate) for other in others),
        funding=_funding(outline, obligations, locate),
        doubts=document_doubts(document, items_of_outline),
        notes=extraction.notes,
    )


def _no_plan(source: Source, extraction: Extraction, code: str) -> PlanDraft:
    reasons = {
        "no-heading": Message(
            "Văn bản này không phải là kế hoạch: không có dòng tên loại “KẾ HOẠCH” mở đầu văn bản.",
            "This does not read as a plan: no line names the document a KẾ HOẠCH.",
        ),
        "no-items": Message(
            "Văn bản này không phải là kế hoạch: không có mục nào được đánh số và không có phụ lục nhiệm vụ.",
            "This does not read as a plan: it has no labelled item and no annex of tasks.",
        ),
    }
    return PlanDraft(source=source, notes=extraction.notes, not_a_plan=reasons[code])


def _is_closing(piece: Piece) -> bool:
    """The last paragraph closes the plan, unless it is the one duty below a body's heading."""
    line = CleanLine(piece.passage)
    if matches("closing", line) or piece.passage.text.endswith("./."):
        return True
    return len(piece.item.paragraphs) > 1 or bool(piece.item.own.passage.text.rstrip().endswith((".", ";")))


def _passages(outline: Outline, parts: Frame) -> Iterator[Passage]:
    """All text of the body and the annexes, for names and citations."""
    for item in outline.walk():
        for piece in item.pieces():
            yield piece.passage
    if outline.closing is not None:
        yield outline.closing.passage
    for annex in parts.annexes:
        for block in heal(annex):
            if isinstance(block, Paragraph):
                yield block.passage
            else:
                yield from (line.passage for row in block.rows for cell in row.cells for line in cell.lines)


def _with_refs(outline: Outline) -> Iterator[tuple[str, Passage]]:
    for item in outline.walk():
        for piece in item.pieces():
            yield piece.ref, piece.passage


def _annexes(parts: Frame) -> list[_Annex]:
    out: list[_Annex] = []
    for index, blocks in enumerate(parts.annexes):
        paragraphs = [block for block in heal(blocks) if isinstance(block, Paragraph)]
        tables = tuple(block for block in blocks if isinstance(block, CleanTable))
        rows = task_rows(tables) or []
        heading = _annex_heading(paragraphs)
        if heading is not None:
            out.append(_Annex(heading, "PL" if index == 0 else f"PL#{index + 1}", tuple(rows), tables))
    return out


def _annex_heading(paragraphs: list[Paragraph]) -> Passage | None:
    """The heading of an annex: its first paragraph and what follows it, as far as the bracket *(Kèm theo …)*."""
    heading: list[Passage] = []
    for paragraph in paragraphs:
        if matches("attached", CleanLine(paragraph.printed)) or (
            heading and not (paragraph.is_capitals or len(heading) == 1)
        ):
            break
        heading.append(paragraph.printed)
    return Passage.join(heading) if heading else None


def _citations(
    parts: Frame, outline: Outline, document: Document, agency_name: Callable[[str], str], locate: Locator
) -> tuple[Citation, ...]:
    preamble = [block.passage for block in heal(parts.preamble) if isinstance(block, Paragraph)]
    decision = [block.printed for block in heal(parts.decision) if isinstance(block, Paragraph)]
    rest = list(_passages(outline, parts))
    return read_citations(
        [*decision, *preamble], rest, own_number=document.number, locate=locate, agency_name=agency_name
    )


# -- the outline


def _outline(outline: Outline, annexes: list[_Annex], locate: Locator) -> Iterator[OutlineItem]:
    for root in outline.roots:
        yield _outline_item(root, locate)
    for annex in annexes:
        children = _row_items(annex.rows, annex.ref, 2, locate)
        heading = annex.heading
        named = re.match(r"(?i)phụ lục", heading.text)
        rest = heading.cut(named.end()).strip(" .:-–") if named else heading
        yield OutlineItem("PHỤ LỤC", 1, rest.text[:_OWN_TEXT].strip(), annex.ref, locate.of(heading), children)


def _outline_item(item: Item, locate: Locator) -> OutlineItem:
    text = item.own.passage.text[:_OWN_TEXT].strip()
    rows = _row_items(task_rows(item.tables) or [], item.ref, item.level + 1, locate)
    children = (*(_outline_item(child, locate) for child in item.children), *rows)
    return OutlineItem(item.label.printed, item.level, text, item.ref, locate.of(item.own.passage), children)


def _row_items(rows: Sequence[TaskRow], ref: str, level: int, locate: Locator) -> tuple[OutlineItem, ...]:
    """The rows of a table as items, those below a row that heads a group as its children."""
    out: list[OutlineItem] = []
    group: OutlineItem | None = None
    for row, duty in row_duties(rows, ref):
        text = duty.text.text[:_OWN_TEXT].strip()
        inside = group is not None and not row.is_group
        item = OutlineItem(row.number, level + inside, text, duty.ref, locate.of(duty.text))
        if group is not None and inside:
            group = replace(group, children=(*group.children, item))
            out[-1] = group
        else:
            out.append(item)
            group = item if row.is_group else None
    return tuple(out)


def _tasks(annex: _Annex) -> Iterator[tuple[TaskRow, Duty]]:
    """The rows of an annex that lay a duty, without those that only head a group."""
    return ((row, duty) for row, duty in row_duties(annex.rows, annex.ref) if not row.is_group)


# -- statements


def _leaves(outline: Outline, section: Section) -> Iterator[Item]:
    for item in outline.walk():
        if item.is_leaf and section_of(item.paragraphs[0] if item.paragraphs else item.own) is section:
            yield item


def _statement(item: Item, locate: Locator, audience: str | None = None) -> Statement:
    whole = item.whole()
    return Statement(item.ref, whole.text, locate.of(whole), audience)


def _statements(outline: Outline, section: Section, locate: Locator) -> Iterator[Statement]:
    for item in _leaves(outline, section):
        if section is Section.AUDIENCES and item.paragraphs:
            first = item.paragraphs[0]
            text = Passage.join([piece.passage for piece in item.paragraphs])
            yield Statement(first.ref, text.text, locate.of(text))
        else:
            yield _statement(item, locate)


def _topics(outline: Outline, locate: Locator) -> Iterator[Statement]:
    for item in _leaves(outline, Section.TOPICS):
        if item.parent is not None and item.own.passage.text[:1] not in "(":
            yield _statement(item, locate, _audience(item))


def _audience(item: Item) -> str | None:
    for above in item.ancestors():
        found = re.match(r"(?i)đối với\s+", above.own.passage.text)
        if found:
            return above.own.passage.text[found.end() :].strip(" :.")
    return None


def _channels(outline: Outline, duties: Sequence[Duty], locate: Locator) -> Iterator[Statement]:
    measures = {duty.ref: duty for duty in duties if duty.attributes and duty.piece is not None}
    inside: list[Item] = []
    for item in outline.walk():
        if any(item in above.walk() and item is not above for above in inside):
            continue
        if item.ref in measures and section_of(item.own) is Section.FORMS:
            inside.append(item)
            yield Statement(item.ref, item.own.passage.text, locate.of(item.own.passage))
        elif item.is_leaf and item.parent is not None and section_of(item.own) is Section.FORMS:
            yield _statement(item, locate)


def _row_statements(annexes: list[_Annex], role: str, locate: Locator) -> Iterator[Statement]:
    for annex in annexes:
        for row, duty in _tasks(annex):
            cell = row.cell(role)
            if cell:
                yield Statement(duty.ref, cell.text, locate.of(cell))


# -- obligations


def _quote(text: str) -> str:
    return " ".join(text.split()[:_WORDS_IN_QUOTE])


def _obligation(number: int, duty: Duty, context: Context, source: Source) -> Obligation:
    fields = read_fields(duty, context)
    text = duty.text.text
    return Obligation(
        id=f"{_stem(source.name)}-{number:02}",
        ref=duty.ref,
        quote=_quote(text),
        text=text,
        lead=tuple(fields.lead),
        coordinate=tuple(fields.coordinate),
        kind=tuple(fields.kind),
        cadence=tuple(fields.cadence),
        quotas=tuple(fields.quotas),
        deadline=fields.deadline,
        window=fields.window,
        channels=tuple(fields.channels),
        reports_to=tuple(fields.reports_to),
        via=fields.via,
        topic=fields.topic,
        place=context.locate.of(duty.text),
        confidence=_confidence(fields),
        marks=tuple(fields.marks),
        doubts=(*fields.doubts, *mark_doubts(fields.marks)),
    )


def _confidence(fields: Fields) -> float:
    """How sure the reader is of the obligation as a whole: the least sure of its marks, less for each doubt."""
    least = min((mark.confidence for mark in fields.marks), default=0.5)
    return round(max(0.1, least - 0.2 * len(fields.doubts)), 2)


def _stem(name: str) -> str:
    stem = name.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    return re.split(r"[_\s]", stem)[0][:24] or "plan"


def _not_obligation(other: NotDuty, duties: Sequence[Duty], source: Source, locate: Locator) -> NotObligation:
    number = next((i for i, duty in enumerate(duties, start=1) if duty.ref == other.of), None) if other.of else None
    of = f"{_stem(source.name)}-{number:02}" if number else None
    return NotObligation(other.ref, _quote(other.text.text), other.reason, of, locate.of(other.text))


def _funding(outline: Outline, obligations: Sequence[Obligation], locate: Locator) -> Funding:
    sources: list[FundingSource] = []
    for item in outline.walk():
        for piece in item.pieces():
            if "kinh phí" in piece.passage.match or "ngân sách" in piece.passage.match:
                sources.extend(_sources(piece, locate))
    duties = tuple(obligation.ref for obligation in obligations if "fund" in obligation.kind)
    return Funding(tuple(sources), duties)


def _sources(piece: Piece, locate: Locator) -> Iterator[FundingSource]:
    if section_of(piece) is not Section.FUNDING and not piece.passage.match.startswith(("kinh phí", "về kinh phí")):
        return
    for found in _MONEY.finditer(piece.passage.match):
        text = piece.passage.text[found.start("source") : found.end("source")].strip()
        yield FundingSource(piece.ref, text, locate.of(piece.passage, found.start("source"), found.end("source")))
