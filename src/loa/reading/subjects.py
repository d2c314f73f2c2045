"""Who a duty is addressed to: the subject of its own sentence, or the heading above it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from loa.reading.agencies import FoundParty, party_list
from loa.reading.lexicon import rule
from loa.reading.model import Party
from loa.reading.naming import Naming
from loa.reading.outline import Piece
from loa.reading.passage import Passage

__all__ = ["Subject", "heading_subject", "later_subject", "ordered_subjects", "own_subject", "titled_subject"]

_MEMBER = re.compile(r"\s*(?P<member>[^;,:]+[^;,:\s])\s*(?:[;,]|$)")
_COLON = re.compile(r":\s+")
_SENTENCE = re.compile(r"[.;]\s+(?=\S)")


@dataclass(frozen=True, slots=True)
class Subject:
    """The bodies addressed, where the words stand, and by which rule; `end` is where the duty itself begins."""

    parties: tuple[FoundParty, ...]
    end: int
    rule: str
    is_heading: bool
    """The text is nothing but the bodies' names."""


def _said(name: str) -> re.Pattern[str]:
    return rule("subjects", f"subject.{name}").pattern


@lru_cache(maxsize=512)
def own_subject(passage: Passage, naming: Naming) -> Subject | None:
    """The bodies a text begins with as the subject of its sentence."""
    heading = _all_names(passage, naming)
    if heading:
        return heading
    for opening in ("intro", "after-adverbial"):
        found = _said(opening).match(passage.match)
        if found is None:
            continue
        subject = _subject_at(passage, found.end(), naming, strict=opening == "after-adverbial")
        if subject and not (subject.is_heading and opening == "after-adverbial"):
            return subject
    return None


def titled_subject(passage: Passage, naming: Naming) -> Subject | None:
    """The subject after a title (`Chuyên mục CCHC: Đài Phát thanh … duy trì …`), not a list of examples."""
    colon = _COLON.search(passage.match)
    if colon is None or colon.end() > 160 or _said("examples").search(passage.match, 0, colon.start()):
        return None
    intro = _said("intro").match(passage.match, colon.end())
    subject = _subject_at(passage, intro.end() if intro else colon.end(), naming, strict=True)
    if subject is None or subject.is_heading or passage.match[subject.end :].lstrip().startswith(","):
        return None
    return Subject(subject.parties, subject.end, "subject.titled", is_heading=False)


def _all_names(passage: Passage, naming: Naming) -> Subject | None:
    """A heading that holds nothing but names, or names before a colon and then the duty."""
    colon = passage.text.find(":")
    heading = passage if colon < 0 else passage.cut(0, colon)
    if len(heading) > 200 or heading.text.endswith((".", ";")):
        return None
    intro = _said("intro").match(heading.match)
    start = intro.end() if intro else 0
    parties, end = _addressed(heading, start, naming, only_names=True)
    if not parties or heading.match[end:].strip(" ."):
        parties = _row_as_printed(heading, start, naming)
    if not parties:
        return None
    is_heading = not passage.text[len(heading) :].strip(" :.")
    return Subject(tuple(parties), len(heading) + (colon >= 0), "subject.own", is_heading)


def _addressed(
    passage: Passage, start: int, naming: Naming, *, only_names: bool = False
) -> tuple[list[FoundParty], int]:
    """The bodies and collectives of a list that begins at `start`, and where it ends (at `start` without any)."""
    out: list[FoundParty] = []
    position = end = start
    while True:
        parties, stop = party_list(passage, position, naming, only_names=only_names)
        if not parties:
            parties = _collective(passage, position)
            stop = parties[-1].end if parties else position
        if not parties:
            return out, end
        out.extend(parties)
        joint = _said("row-joint").match(passage.match, stop)
        if joint is None:
            return out, stop
        position, end = joint.end(), stop


def _row_as_printed(heading: Passage, start: int, naming: Naming) -> list[FoundParty]:
    """A row of bodies of which at least one is known: the others are taken as printed."""
    out: list[FoundParty] = []
    known = 0
    for part in _MEMBER.finditer(heading.text, start):
        member = heading.cut(*part.span("member"))
        if not member.text[:1].isupper() or len(member.text.split()) > 12:
            return []
        found, end = party_list(member, 0, naming, only_names=True)
        if found and not member.text[end:].strip():
            known += 1
            out.extend(
                replace(one, start=one.start + part.start("member"), end=one.end + part.start("member"))
                for one in found
            )
        else:
            name = naming.name(member.text)
            out.append(FoundParty(Party(name=name), *part.span("member"), "party.as-printed", member.text))
    return out if known and len(out) > 1 else []


def _collective(passage: Passage, start: int) -> list[FoundParty]:
    """Bodies addressed together (`các ngân hàng thương mại`, `các bệnh viện, trung tâm y tế`): no group of the guide
    fits, the words stand."""
    found = _said("collective").match(passage.match, start)
    if found is None:
        return []
    ends = [joint.start() for joint in _said("collective-joint").finditer(passage.match, *found.span())]
    starts = [joint.end() for joint in _said("collective-joint").finditer(passage.match, *found.span())]
    return [
        _as_printed(passage, begin, end)
        for begin, end in zip([found.start(), *starts], [*ends, found.end()], strict=True)
    ]


def _as_printed(passage: Passage, start: int, end: int) -> FoundParty:
    printed = passage.text[start:end].strip(" ,")
    name = printed[:1].upper() + printed[1:]
    return FoundParty(Party(name=name), start, start + len(printed), "party.collective", printed)


def _subject_at(passage: Passage, start: int, naming: Naming, *, strict: bool) -> Subject | None:
    parties, end = _addressed(passage, start, naming)
    if not parties or _said("not-after").match(passage.match, end):
        return None
    rest = passage.match[end:]
    is_heading = not rest.strip(" .:;")
    if strict and not is_heading and not _said("acts").match(rest):
        return None
    return Subject(tuple(parties), end, "subject.own", is_heading)


def later_subject(passage: Passage, naming: Naming) -> Subject | None:
    """The subject of a later sentence of a text, when a verb follows it (`… Các cơ quan, đơn vị có trách nhiệm …`)."""
    for stop in _SENTENCE.finditer(passage.match):
        intro = _said("intro").match(passage.match, stop.end())
        start = intro.end() if intro else stop.end()
        subject = _subject_at(passage, start, naming, strict=True)
        if subject:
            return Subject(subject.parties, subject.end, "subject.later", False)
    return None


def ordered_subjects(passage: Passage, naming: Naming, start: int) -> Iterator[Subject]:
    """The bodies that further sentences order or ask by name: `… Giao Phòng A …; đề nghị Hội B …`."""
    for order in _said("order").finditer(passage.match, start):
        subject = _subject_at(passage, order.end(), naming, strict=True)
        if subject and not subject.is_heading:
            yield Subject(subject.parties, subject.end, "subject.ordered", is_heading=False)


def heading_subject(piece: Piece, naming: Naming) -> tuple[tuple[Party, ...], Passage | None, str]:
    """The bodies named by the nearest heading above a piece, with the heading and the rule; empty without one."""
    for heading in _headings(piece):
        subject = own_subject(heading, naming)
        if subject and _reads_as_heading(heading, subject):
            return tuple(found.party for found in subject.parties), heading, "subject.heading"
    return (), None, ""


def _headings(piece: Piece) -> list[Passage]:
    """Everything above a piece that may name a body, the nearest first."""
    out: list[Passage] = []
    if piece.is_paragraph and piece.heading is not None:
        out.append(piece.heading.passage)
    for item in (piece.item, *piece.item.ancestors()):
        if item is not piece.item or piece.is_paragraph:
            out.append(item.own.passage)
        if item.own.heading is not None:
            out.append(item.own.heading.passage)
    return out


def _reads_as_heading(heading: Passage, subject: Subject) -> bool:
    rest = heading.match[subject.end :].strip()
    return subject.is_heading or _said("heading-goes-on").match(rest) is not None or len(rest) < 400
