"""On which channels a duty is done."""

from loa.reading.agencies import find_parties
from loa.reading.channels import medium_of, read_channels
from loa.reading.found import Found, blanked
from loa.reading.kinds import cited_blanked, quotes_blanked
from loa.reading.lexicon import rule
from loa.reading.passage import Passage
from loa.reading.record import Record

__all__ = ["read_where"]

_FORM_CHANNELS = {"contest": "contest", "train": "training", "conference": "conference"}
"""Kinds that name their channel themselves, in the content cell of an annex row."""
_MEDIA = (
    "agency.station",
    "agency.broadcaster",
    "agency.press",
    "agency.newspaper",
    "agency.one-stop",
    "agency.centre",
)
"""Rules of bodies that are channels themselves."""


def read_where(record: Record) -> None:
    """Reads the channels; leads and kinds must be known."""
    seen = record.fields.channels
    for passage, only in _texts(record):
        for channel in _channels_in(passage, record):
            if channel.value not in seen and only in (None, channel.value):
                seen.append(channel.value)
                record.mark("channels", channel, passage)
    if record.duty.row is not None and not seen:
        seen.extend(channel.value for channel in _channels_in(record.duty.text, record))
    for party in record.fields.lead:
        for medium in medium_of(party.name or ""):
            if medium not in seen:
                seen.append(medium)
                record.mark_elsewhere("channels", medium, "channel.own-medium", party.name or "", 0.8)


def _texts(record: Record) -> list[tuple[Passage, str | None]]:
    """The texts that name channels; with a code, only that channel counts there (a hotline in a content cell)."""
    text = record.duty.text
    forms: list[tuple[Passage, str | None]] = [(value, None) for value, _ in record.values("form")]
    if record.duty.row is not None:
        if not forms:
            return [(text, None), *((value, None) for value, _ in record.values("product"))]
        own = _FORM_CHANNELS.get(record.fields.kind[0], "hotline")
        return [*forms, (text, own), (text, "hotline")]
    if not record.duty.attributes:
        return [(text, None)]
    below = [passage for passage in record.duty.below if not record.is_attribute(passage, "lead", "coordinate")]
    return [(text, None), *forms, *((passage, None) for passage in below)]


def _channels_in(passage: Passage, record: Record) -> list[Found[str]]:
    """The channels of a text; media that only help count where the text names no other."""
    spans = [
        (p.start, p.end) for p in find_parties(passage, record.naming) if p.rule not in _MEDIA and p.party.group is None
    ]
    text = blanked(quotes_blanked(cited_blanked(passage.match)), spans)
    partners = [(p.start, p.end) for parties, _ in record.partners(passage) for p in parties]
    text = blanked(text, [found.span() for found in rule("asides", "aside.routed").pattern.finditer(text)])
    without = blanked(text, partners)
    tier = record.context.tier
    alone = read_channels(passage.text, without, record.naming, issuer_sort=tier)
    return alone if alone or without == text else read_channels(passage.text, text, record.naming, issuer_sort=tier)
