"""A plan as Akoma Ntoso 3.0 (OASIS LegalDocML), so that programs for law and administration can take it up.

A plan is a `doc`: it binds agencies by its duties but is no normative act. Its items are the hierarchy, its basis the
preamble, recipients and signature the conclusions, annexes the attachments; Loa's reading stands in `proprietary`.
"""

import re
from collections.abc import Sequence
from datetime import date

from lxml import etree

from loa.reading.extraction import Block as SourceBlock
from loa.reading.model import OutlineItem, PlanDraft
from loa.reading.passage import fold
from loa.writing.akoma_meta import LOA, analysis, identification, proprietary, references
from loa.writing.akoma_names import slug
from loa.writing.akoma_text import NS, Block, Builder, Element, child
from loa.writing.manuscript import Manuscript, Paragraph, manuscript
from loa.writing.parts import Part

__all__ = ["dumps"]

_ANNEX_BEGINS = re.compile(r"(?:phu luc|bieu|danh muc)\b")


def dumps(draft: PlanDraft, *, written: date | None = None, blocks: Sequence[SourceBlock] = ()) -> bytes:
    """The XML in UTF-8. `written` is the day of writing, today where none is given; `blocks` are those of the
    extraction the draft was read from, where they are at hand."""
    namespaces: dict[str | None, str] = {None: NS, "loa": LOA}
    root = etree.Element(f"{{{NS}}}akomaNtoso", nsmap=namespaces)  # type: ignore[arg-type] # stubs know no default
    made = child(root, "doc", name=_camel_case(draft.document.type or "văn bản"), contains="originalVersion")
    meta = child(made, "meta")
    day = written or date.today()  # noqa: DTZ011 - the day where the writer sits
    text = manuscript(draft, blocks)
    builder = Builder(draft)
    builder.preface(made, _of(text, Part.HEAD))
    builder.preamble(made, _of(text, Part.PREAMBLE))
    builder.body(made, _of(text, Part.BODY), [item for item in draft.outline if not _is_annex(item)])
    builder.conclusions(made, _of(text, Part.TAIL))
    _attachments(made, draft, builder, _of(text, Part.ANNEX), day)
    identification(meta, draft, day)
    analysis(meta, builder.references)
    references(meta, draft)
    proprietary(meta, draft, builder.locations)
    etree.cleanup_namespaces(root, keep_ns_prefixes=["loa"])
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)


def _of(text: Manuscript, part: Part) -> list[Block]:
    return [block for block in text.blocks if block.part is part]


def _is_annex(item: OutlineItem) -> bool:
    return item.ref.partition(".")[0].partition("#")[0] == "PL"


def _camel_case(words: str) -> str:
    """`Kế hoạch` → `keHoach`, as names of documents are written in Akoma Ntoso."""
    first, *rest = slug(words).split("-")
    return first + "".join(word.capitalize() for word in rest)


def _attachments(parent: Element, draft: PlanDraft, builder: Builder, blocks: list[Block], day: date) -> None:
    annexes = _annexes(blocks)
    if not annexes:
        return
    made = child(parent, "attachments")
    for number, annex in enumerate(annexes, start=1):
        prefix = builder.eids.new("", "att")
        document = child(child(made, "attachment", eId=prefix), "doc", name="phuLuc")
        identification(child(document, "meta"), draft, day, component=f"phu-luc-{number}")
        heads = _heading_length(annex)
        if heads:
            builder.blocks(child(document, "preface"), annex[:heads], f"{prefix}__preface")
        main = child(document, "mainBody")
        builder.blocks(main, annex[heads:], prefix)
        if not len(main):
            child(main, "p")


def _annexes(blocks: list[Block]) -> list[list[Block]]:
    """The blocks of each annex; a new one begins at a line *Phụ lục …* once the last has its rows."""
    annexes: list[list[Block]] = []
    for block in blocks:
        begins = isinstance(block, Paragraph) and _ANNEX_BEGINS.match(fold(block.passage.text)) is not None
        if not annexes or (begins and _heading_length(annexes[-1]) < len(annexes[-1])):
            annexes.append([])
        annexes[-1].append(block)
    return annexes


def _heading_length(annex: list[Block]) -> int:
    """How many blocks stand before the table or the first item."""
    for number, block in enumerate(annex):
        if not isinstance(block, Paragraph) or (block.ref is not None and "." in block.ref):
            return number
    return len(annex)
