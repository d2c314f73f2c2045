"""What kind of work a duty is, and what it is about."""

import re

from loa.reading.agencies import find_parties
from loa.reading.errors import Message
from loa.reading.kinds import masked, read_kinds
from loa.reading.lexicon import rule
from loa.reading.naming import Naming
from loa.reading.passage import Passage
from loa.reading.record import Record
from loa.reading.subjects import own_subject, titled_subject

__all__ = ["read_kind", "read_topic", "without_bodies"]

_NAMED_MEDIA = ("agency.press", "agency.broadcaster", "agency.newspaper")
"""Of their names the first word stays: `trên Báo X` is publishing, `trên Đài X` broadcasting."""
_CLAUSE_END = re.compile(r"[.;:]\s|[.;]$")
_TOPIC_WORDS = 18
_PARTNERS_WITHIN = 60
"""How far into a sentence the partners may stand that are left out of its topic, in characters."""
_ASSUMED = Message("Loại nhiệm vụ chưa rõ, tạm xếp là tuyên truyền.", "The kind is not clear; taken as dissemination.")


def read_kind(record: Record) -> None:
    """Reads the kinds, the primary one first; *disseminate* with a doubt when no words tell."""
    seen = record.fields.kind
    for passage in _kind_texts(record):
        for found in read_kinds(without_bodies(passage, record.naming)):
            if found.value not in seen:
                seen.append(found.value)
                record.mark("kind", found, passage)
    if not seen:
        seen.append("disseminate")
        record.doubt("kind", "kind-assumed", _ASSUMED)


def _kind_texts(record: Record) -> list[Passage]:
    texts = [_duty_words(record)]
    if record.duty.row is not None:
        forms = record.values("form") or record.values("product")
        texts.extend(value for value, _ in forms)
    elif record.duty.attributes:
        texts.extend(value for value, _ in record.values("content", "form"))
        texts.extend(passage for passage in record.duty.below if not record.is_attribute(passage))
    return texts


def _duty_words(record: Record) -> Passage:
    """The text after the subject; a title before a colon counts only where it says more than *tuyên truyền*."""
    text = record.duty.text
    own = own_subject(text, record.naming)
    if own and not own.is_heading:
        return text.cut(own.end)
    titled = titled_subject(text, record.naming)
    if titled and [found.value for found in read_kinds(without_bodies(text, record.naming))][:1] == ["disseminate"]:
        return text.cut(titled.end)
    return text


def without_bodies(passage: Passage, naming: Naming) -> str:
    """The matched form of a text with the names of bodies blanked, so that none is taken for a verb; of a medium's name
    the first word stays (`trên Báo ¤`); a station below the province and private persons stay whole."""
    spans = [
        (p.start + len(p.printed.split(" ", 1)[0]) if p.rule in _NAMED_MEDIA else p.start, p.end)
        for p in find_parties(passage, naming)
        if p.rule != "agency.station" and p.party.group != "people"
    ]
    return masked(passage.match, spans)


def read_topic(record: Record) -> None:
    """What the duty is about, in a few of its own words: its first clause without subject, partners and rhythm."""
    words = _duty_words(record)
    start = _partners_end(words, record)
    start = len(words) - len(words.text[start:].lstrip(" ,:;-"))
    stop = _CLAUSE_END.search(words.text, start)
    end = stop.start() if stop else len(words)
    rhythm = rule("clauses", "clause.rhythm-first").pattern.match(words.match, start, end)
    clause = words.text[rhythm.end() if rhythm else start : end].strip(" ,.;:").split()
    short = " ".join(clause[:_TOPIC_WORDS]) + ("…" if len(clause) > _TOPIC_WORDS else "")
    record.fields.topic = short[:1].upper() + short[1:] or None


def _partners_end(words: Passage, record: Record) -> int:
    """Where the first partners end when they stand near the beginning; 0 when none do."""
    together = rule("routing", "routing.together-with").pattern
    return (
        next((end for _, end in record.partners(words)), 0) if together.search(words.match, 0, _PARTNERS_WITHIN) else 0
    )
