"""Objectives, requirements, audiences, topics and channels: what a plan states and lays on no one."""

from collections.abc import Iterator, Sequence

from loa.reading.annexes import Annex, tasks
from loa.reading.duties import Duty
from loa.reading.lexicon import rule
from loa.reading.lines import Locator
from loa.reading.model import Funding, FundingSource, Obligation, Statement
from loa.reading.outline import Item, Outline, Piece
from loa.reading.passage import Passage
from loa.reading.sections import Section, section_of

__all__ = ["channels_of", "funding_of", "row_statements", "statements_of", "topics_of"]


def _leaves(outline: Outline, section: Section) -> Iterator[Item]:
    for item in outline.walk():
        if item.is_leaf and section_of(item.paragraphs[0] if item.paragraphs else item.own) is section:
            yield item


def _statement(item: Item, locate: Locator, audience: str | None = None) -> Statement:
    whole = item.whole()
    return Statement(item.ref, whole.text, locate.of(whole), audience)


def statements_of(outline: Outline, section: Section, locate: Locator) -> Iterator[Statement]:
    """The leaves of all sections of one matter."""
    for item in _leaves(outline, section):
        if section is Section.AUDIENCES and item.paragraphs:
            text = Passage.join([piece.passage for piece in item.paragraphs])
            yield Statement(item.paragraphs[0].ref, text.text, locate.of(text))
        else:
            yield _statement(item, locate)


def topics_of(outline: Outline, locate: Locator) -> Iterator[Statement]:
    """What is told, each with the audience that a heading above names."""
    for item in _leaves(outline, Section.TOPICS):
        if item.parent is not None and not item.own.passage.text.startswith("("):
            yield _statement(item, locate, _audience(item))


def _audience(item: Item) -> str | None:
    for above in item.ancestors():
        heading = above.own.passage
        found = rule("duties", "duty.audience").pattern.match(heading.match)
        if found:
            return heading.text[found.end() :].strip(" :.")
    return None


def channels_of(outline: Outline, duties: Sequence[Duty], locate: Locator) -> Iterator[Statement]:
    """The forms of the plan: measures as one statement each, other leaves whole."""
    measures = {duty.ref for duty in duties if duty.attributes and duty.piece is not None}
    inside: set[int] = set()
    for item in outline.walk():
        if id(item.parent) in inside:
            inside.add(id(item))
        elif section_of(item.paragraphs[0] if item.paragraphs else item.own) is not Section.FORMS:
            continue
        elif item.ref in measures:
            inside.add(id(item))
            yield Statement(item.ref, item.own.passage.text, locate.of(item.own.passage))
        elif item.is_leaf and item.parent is not None:
            yield _statement(item, locate)


def row_statements(annexes: Sequence[Annex], role: str, locate: Locator) -> Iterator[Statement]:
    """The cells of one role of all tasks in annexes."""
    for annex in annexes:
        for row, duty in tasks(annex):
            cell = row.cell(role)
            if cell:
                yield Statement(duty.ref, cell.text, locate.of(cell))


def funding_of(outline: Outline, obligations: Sequence[Obligation], locate: Locator) -> Funding:
    """Where the money comes from, and which obligations make someone provide it."""
    pieces = (piece for item in outline.walk() for piece in item.pieces())
    sources = tuple(source for piece in pieces for source in _sources(piece, locate))
    return Funding(sources, tuple(obligation.ref for obligation in obligations if "fund" in obligation.kind))


def _sources(piece: Piece, locate: Locator) -> Iterator[FundingSource]:
    passage = piece.passage
    if not rule("money", "money.spoken-of").pattern.search(passage.match):
        return
    opens = rule("money", "money.opening").pattern.match(passage.match)
    if not opens and section_of(piece) is not Section.FUNDING:
        return
    for found in rule("money", "money.source").pattern.finditer(passage.match):
        start, end = found.span("source")
        yield FundingSource(piece.ref, passage.text[start:end].strip(), locate.of(passage, start, end))
