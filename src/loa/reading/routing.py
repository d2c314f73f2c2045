"""To whom a duty is reported, and through whom."""

from collections.abc import Iterator, Sequence

from loa.reading.agencies import FoundParty, party_list
from loa.reading.lexicon import rule
from loa.reading.model import Party
from loa.reading.passage import Passage
from loa.reading.record import Record

__all__ = ["read_routing"]

_SENDS = {"report", "make-plan", "fund"}
"""Kinds whose product goes to someone."""
_FAR = 120
"""How far after *gửi* the preposition may stand that leads to the addressee, in characters."""


def read_routing(record: Record) -> None:
    """The first text that names an addressee: the duty's own, then its further cells or attribute lines."""
    further = record.values("form", "product", "content", "note", "time")
    for text in (record.duty.text, *(value for value, _ in further)):
        if record.fields.reports_to:
            return
        if _SENDS.intersection(record.fields.kind) or next(_found("speaks-of-reporting", text), None) is not None:
            _route(text, record)
    if record.fields.via is None:
        _route_through(record.duty.text, record, "through-bracket")


def _found(name: str, text: Passage, start: int = 0, end: int | None = None) -> Iterator[int]:
    """Where each match of a rule ends."""
    pattern = rule("routing", f"routing.{name}").pattern
    return (found.end() for found in pattern.finditer(text.match, start, len(text) if end is None else end))


def _route(text: Passage, record: Record) -> None:
    record.add_parties("reports_to", _sent_to(text, record) or _reported_to(text, record), text, "reports-to")
    _route_through(text, record, "through")


def _route_through(text: Passage, record: Record, name: str) -> None:
    for end in _found(name, text):
        parties = _bodies_at(text, end, record)
        if parties and record.fields.via is None:
            record.fields.via = parties[0].party
            record.mark_party("via", parties[0], text, "via.through")


def _bodies_at(text: Passage, position: int, record: Record) -> Sequence[FoundParty]:
    return party_list(text, position, record.naming)[0] or _own_head(text, position, record)


def _own_head(text: Passage, position: int, record: Record) -> Sequence[FoundParty]:
    """The head of the issuer, who stands for it: *báo cáo Giám đốc Sở*, *trình Bộ trưởng*."""
    head = rule("routing", "routing.own-head").pattern.match(text.match, position)
    naming = record.naming
    if head is None or naming.issuer is None or head.lastgroup != naming.headword:
        return ()
    printed = text.text[head.start() : head.end()]
    own = FoundParty(Party(name=naming.issuer), head.start(), head.end(), "party.own-head", printed)
    joint = rule("subjects", "subject.row-joint").pattern.match(text.match, head.end())
    return [own, *(party_list(text, joint.end(), naming)[0] if joint else ())]


def _sent_to(text: Passage, record: Record) -> Sequence[FoundParty]:
    for end in _found("submitted", text):
        if parties := _bodies_at(text, end, record):
            return parties[:1]
    for end in _found("sent", text):
        if parties := _bodies_at(text, end, record):
            return parties
        onward = next(_found("onward", text, end, min(len(text), end + _FAR)), None)
        if onward is not None and (parties := _bodies_at(text, onward, record)):
            return parties
    return ()


def _reported_to(text: Passage, record: Record) -> Sequence[FoundParty]:
    for end in _found("reported", text):
        clause_end = min((i for i in (text.match.find(mark, end) for mark in ".;") if i >= 0), default=len(text))
        places = (
            end,
            *_found("onward", text, end, clause_end),
            *_found("summed-up-by", text, end, clause_end),
        )
        for place in places:
            if parties := _bodies_at(text, place, record):
                return parties
    return ()
