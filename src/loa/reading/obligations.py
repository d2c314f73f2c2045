"""Obligations and what is none, as a draft gives them out."""

import re
from collections.abc import Sequence

from loa.reading.doubts import mark_doubts
from loa.reading.duties import Duty, NotDuty
from loa.reading.fields import Context, Fields, read_fields
from loa.reading.lines import Locator
from loa.reading.model import NotObligation, Obligation, Source

__all__ = ["not_obligation", "obligation"]

_WORDS_IN_QUOTE = 12
"""How many words of a text its quote has (annotation guide, 2.6)."""
_STEM_LENGTH = 24


def obligation(number: int, duty: Duty, context: Context, source: Source) -> Obligation:
    """The obligation a duty becomes; `number` counts from 1 in the document and makes its id."""
    fields = read_fields(duty, context)
    text = duty.text.text
    return Obligation(
        id=_id(source, number),
        ref=duty.ref,
        quote=_quote(text),
        text=text,
        lead=tuple(fields.lead),
        coordinate=tuple(fields.coordinate),
        kind=tuple(fields.kind),
        cadence=tuple(fields.cadence),
        quotas=tuple(fields.quotas),
        deadline=fields.deadline,
        window=fields.window,
        channels=tuple(fields.channels),
        reports_to=tuple(fields.reports_to),
        via=fields.via,
        topic=fields.topic,
        place=context.locate.of(duty.text),
        confidence=_confidence(fields),
        marks=tuple(fields.marks),
        doubts=(*fields.doubts, *mark_doubts(fields.marks)),
    )


def not_obligation(other: NotDuty, duties: Sequence[Duty], source: Source, locate: Locator) -> NotObligation:
    """A text that lays no duty, tied to the obligation it describes where it is an attribute line."""
    numbers = (i for i, duty in enumerate(duties, start=1) if other.of and duty.ref == other.of)
    number = next(numbers, None)
    of = _id(source, number) if number else None
    return NotObligation(other.ref, _quote(other.text.text), other.reason, of, locate.of(other.text))


def _quote(text: str) -> str:
    return " ".join(text.split()[:_WORDS_IN_QUOTE])


def _id(source: Source, number: int) -> str:
    stem = source.name.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    first = re.split(r"[_\s]", stem, maxsplit=1)[0][:_STEM_LENGTH]
    return f"{first or 'plan'}-{number:02}"


def _confidence(fields: Fields) -> float:
    """How sure the reader is of the obligation as a whole: the least sure of its marks, less for each doubt."""
    least = min((mark.confidence for mark in fields.marks), default=0.5)
    return round(max(0.1, least - 0.2 * len(fields.doubts)), 2)
