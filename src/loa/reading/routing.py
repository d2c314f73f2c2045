"""To whom a duty is reported, and through whom."""

from collections.abc import Iterator, Sequence

from loa.reading.agencies import FoundParty, party_list
from loa.reading.lexicon import rule
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


def _found(name: str, text: Passage, start: int = 0, end: int | None = None) -> Iterator[int]:
    """Where each match of a rule ends."""
    pattern = rule("routing", f"routing.{name}").pattern
    return (found.end() for found in pattern.finditer(text.match, start, len(text) if end is None else end))


def _route(text: Passage, record: Record) -> None:
    record.add_parties("reports_to", _sent_to(text, record) or _reported_to(text, record), text, "reports-to")
    for end in _found("through", text):
        parties = _bodies_at(text, end, record)
        if parties and record.fields.via is None:
            record.fields.via = parties[0].party
            record.mark_party("via", parties[0], text, "via.through")


def _bodies_at(text: Passage, position: int, record: Record) -> Sequence[FoundParty]:
    return party_list(text, position, record.naming)[0]


def _sent_to(text: Passage, record: Record) -> Sequence[FoundParty]:
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
