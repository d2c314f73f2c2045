"""All places of a plan, and those at which a paragraph begins."""

from collections.abc import Iterator

from loa.reading.model import OutlineItem, Place, PlanDraft

__all__ = ["all_places", "outline_items", "paragraph_places"]


def outline_items(draft: PlanDraft) -> Iterator[OutlineItem]:
    """Every labelled item, in the order of the document."""
    waiting = list(reversed(draft.outline))
    while waiting:
        item = waiting.pop()
        yield item
        waiting.extend(reversed(item.children))


def paragraph_places(draft: PlanDraft) -> Iterator[Place]:
    """The places of texts that are paragraphs of their own: items, duties and the lines that are none, recipients."""
    yield from (item.place for item in outline_items(draft))
    yield from (duty.place for duty in draft.obligations)
    yield from (line.place for line in draft.not_obligations)
    yield from (recipient.place for recipient in draft.document.recipients)


def all_places(draft: PlanDraft) -> Iterator[Place]:
    """Every place the draft knows, in no order."""
    yield from paragraph_places(draft)
    document = draft.document
    for section in (draft.objectives, draft.requirements, draft.audiences, draft.topics, draft.channels):
        yield from (statement.place for statement in section)
    yield from (citation.place for citation in draft.citations)
    yield from (law.place for law in draft.unnumbered_laws)
    yield from (stamp.place for stamp in document.e_signatures)
    yield from (source.place for source in draft.funding.sources)
    yield from (mark.place for mark in document.marks if mark.place)
    yield from (doubt.place for doubt in draft.doubts if doubt.place)
    for duty in draft.obligations:
        yield from (mark.place for mark in duty.marks if mark.place)
        yield from (doubt.place for doubt in duty.doubts if doubt.place)
