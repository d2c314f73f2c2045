"""Assembling: from an extraction to a plan draft, stage by stage."""

from collections.abc import Iterable, Iterator

from loa.reading.agencies import printed_names
from loa.reading.annexes import annexes_of, outline_items, tasks
from loa.reading.citations import read_citations, read_laws
from loa.reading.clean import clean
from loa.reading.doubts import document_doubts
from loa.reading.duties import find_duties
from loa.reading.errors import Message
from loa.reading.extraction import Extraction
from loa.reading.fields import Context
from loa.reading.frame import frame, matches
from loa.reading.head import read_document
from loa.reading.lines import CleanLine, CleanTable, Frame, Locator
from loa.reading.model import Citation, Document, PlanDraft, Source
from loa.reading.naming import Naming, naming_of
from loa.reading.obligations import not_obligation, obligation
from loa.reading.outline import Outline, Piece, build_outline
from loa.reading.paragraphs import Paragraph, heal
from loa.reading.passage import Passage
from loa.reading.sections import Section, announced
from loa.reading.statements import channels_of, funding_of, row_statements, statements_of, topics_of

__all__ = ["assemble"]

_NO_HEADING = Message(
    "Văn bản này không phải là kế hoạch: không có dòng tên loại “KẾ HOẠCH” mở đầu văn bản.",
    "This does not read as a plan: no line names the document a KẾ HOẠCH.",
)
_NO_ITEMS = Message(
    "Văn bản này không phải là kế hoạch: không có mục nào được đánh số và không có phụ lục nhiệm vụ.",
    "This does not read as a plan: it has no labelled item and no annex of tasks.",
)


_NO_OFFICE = Message(
    "Văn bản này không phải là kế hoạch của cơ quan: không có cơ quan ban hành, số, ngày, người ký, nơi nhận,"
    " cũng không có mục nào của kế hoạch.",
    "This does not read as an agency's plan: it has no issuer, number, date, signer or recipients,"
    " and no section of a plan.",
)


def assemble(extraction: Extraction, source: Source) -> PlanDraft:
    """What a document says, as a draft of a plan; an empty draft with the reason when it is no plan."""
    parts = frame(clean(extraction))
    if parts is None:
        return PlanDraft(source=source, notes=extraction.notes, not_a_plan=_NO_HEADING)
    outline = build_outline(heal(parts.body), _is_closing)
    if not outline.roots and not parts.annexes:
        return PlanDraft(source=source, notes=extraction.notes, not_a_plan=_NO_ITEMS)
    draft = _draft(extraction, source, parts, outline)
    if not _is_official(draft):
        return PlanDraft(source=source, notes=extraction.notes, not_a_plan=_NO_OFFICE)
    return draft


def _is_official(draft: PlanDraft) -> bool:
    """Whether more than a heading speaks for a plan: who issued, numbered, signed or receives it, what it announces."""
    document = draft.document
    told = (document.number, document.issuer, document.date, document.signer.name, document.recipients)
    return any(told) or any(announced(item.text) for item in draft.outline)


def _draft(extraction: Extraction, source: Source, parts: Frame, outline: Outline) -> PlanDraft:
    locate = Locator(extraction)
    document = read_document(parts, locate)
    passages = list(_passages(outline, parts))
    naming = naming_of(document.issuer, printed_names(passages))
    context = Context(naming, document.year, document.tier or "province", locate)
    annexes = annexes_of(parts)
    duties, others = find_duties(outline, naming)
    duties.extend(duty for annex in annexes for _, duty in tasks(annex))
    obligations = tuple(obligation(i, duty, context, source) for i, duty in enumerate(duties, start=1))
    items = tuple(outline_items(outline, annexes, locate))
    return PlanDraft(
        source=source,
        document=document,
        citations=_citations(parts, passages, document, naming, locate),
        unnumbered_laws=tuple(read_laws(_with_refs(outline), locate=locate)),
        outline=items,
        objectives=tuple(statements_of(outline, Section.OBJECTIVES, locate)),
        requirements=tuple(statements_of(outline, Section.REQUIREMENTS, locate)),
        audiences=tuple(statements_of(outline, Section.AUDIENCES, locate)),
        topics=(*topics_of(outline, locate), *row_statements(annexes, "content", locate)),
        channels=(*channels_of(outline, duties, locate), *row_statements(annexes, "form", locate)),
        obligations=obligations,
        not_obligations=tuple(not_obligation(other, duties, source, locate) for other in others),
        funding=funding_of(outline, obligations, locate),
        doubts=document_doubts(document, items),
        notes=extraction.notes,
    )


def _is_closing(piece: Piece) -> bool:
    """The last paragraph closes the plan, unless it is the one duty below a body's heading."""
    if matches("closing", CleanLine(piece.passage)) or piece.passage.text.endswith("./."):
        return True
    return len(piece.item.paragraphs) > 1 or piece.item.own.passage.text.rstrip().endswith((".", ";"))


def _passages(outline: Outline, parts: Frame) -> Iterator[Passage]:
    """All text of the body and the annexes, for names and citations."""
    yield from (passage for _, passage in _with_refs(outline))
    if outline.closing is not None:
        yield outline.closing.passage
    for annex in parts.annexes:
        for block in heal(annex):
            if isinstance(block, CleanTable):
                yield from (line.passage for row in block.rows for cell in row.cells for line in cell.lines)
            else:
                yield block.passage


def _with_refs(outline: Outline) -> Iterator[tuple[str, Passage]]:
    return ((piece.ref, piece.passage) for item in outline.walk() for piece in item.pieces())


def _citations(
    parts: Frame, rest: list[Passage], document: Document, naming: Naming, locate: Locator
) -> tuple[Citation, ...]:
    basis = [block.printed for block in _paragraphs(parts.decision)]
    basis.extend(block.passage for block in _paragraphs(parts.preamble))
    return read_citations(basis, rest, own_number=document.number, locate=locate, agency_name=naming.name)


def _paragraphs(lines: Iterable[CleanLine]) -> Iterator[Paragraph]:
    return (block for block in heal(lines) if isinstance(block, Paragraph))
