"""Who leads a duty and who helps."""

import re
from collections.abc import Iterator, Sequence

from loa.reading.agencies import FoundParty, find_parties
from loa.reading.errors import Message
from loa.reading.found import Found
from loa.reading.lexicon import rule
from loa.reading.model import Party
from loa.reading.passage import Passage
from loa.reading.record import Record, code_of
from loa.reading.subjects import heading_subject, later_subject, ordered_subjects, own_subject, titled_subject

__all__ = ["read_who"]

_PART = re.compile(r"[^;,\n]+")
_NO_LEAD = Message("Chưa xác định được cơ quan chủ trì.", "No lead agency could be read.")


def read_who(record: Record) -> None:
    """Reads the leads and the bodies that help."""
    _lead(record)
    for value, why in record.values("coordinate"):
        record.add_parties("coordinate", _bodies(value, record), value, why)
    for parties, _ in record.partners(record.duty.text):
        record.add_parties("coordinate", parties, record.duty.text, "coordinate.with")


def _lead(record: Record) -> None:
    duty = record.duty
    for value, why in record.values("lead", "lead-coordinate"):
        record.add_parties("lead", _bodies(value, record), value, why)
    if record.fields.lead or duty.row is not None:
        return
    own = own_subject(duty.text, record.naming)
    if own is None and duty.is_funding:
        own = later_subject(duty.text, record.naming)
    if own is not None:
        record.add_parties("lead", own.parties, duty.text, own.rule)
        _further_subjects(record, own.end)
    else:
        _inherit(record)


def _further_subjects(record: Record, start: int) -> None:
    """`Báo A mở chuyên trang …; Tạp chí B đăng …`: each sentence has its lead, unless the first directs others."""
    text = record.duty.text
    for ordered in ordered_subjects(text, record.naming, start):
        record.add_parties("lead", ordered.parties, text, ordered.rule)
    if rule("clauses", "clause.directs").pattern.search(text.match, start):
        return
    rest = text.cut(start)
    second = later_subject(rest, record.naming)
    if second is not None and all(found.party.name for found in second.parties):
        record.add_parties("lead", second.parties, rest, second.rule)


def _inherit(record: Record) -> None:
    """The lead from the heading above, else from a later sentence."""
    duty, naming = record.duty, record.naming
    if duty.piece is None:
        return
    parties, heading, why = heading_subject(duty.piece, naming)
    if heading is not None:
        for party in dict.fromkeys(parties):
            record.fields.lead.append(party)
            record.mark("lead", Found(code_of(party), 0, len(heading), why, 0.85), heading)
        return
    if duty.attributes:
        return
    later = titled_subject(duty.text, naming) or later_subject(duty.text, naming)
    if later is not None:
        record.add_parties("lead", later.parties, duty.text, later.rule)
    else:
        record.doubt("lead", "lead-missing", _NO_LEAD)


def _bodies(value: Passage, record: Record) -> Sequence[FoundParty]:
    """The bodies of an attribute or cell; pieces no rule knows are taken as printed."""
    found = find_parties(value, record.naming, only_names=True)
    return found or [
        FoundParty(Party(name=record.naming.name(part.text)), 0, len(part), "party.as-printed", part.text)
        for part in _pieces(value)
    ]


def _pieces(value: Passage) -> Iterator[Passage]:
    for found in _PART.finditer(value.text):
        part = value.cut(found.start(), found.end()).strip(" .-+•")
        if len(part) > 2:
            yield part
