"""What a room of Loa, a person, a watched site or another program announces when something happened."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from loa.monitoring.enums import EvidenceKind, ReformArea, Source
from loa.organizations.models import Agency

__all__ = ["Happening"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One thing that happened, as it is announced to monitoring.

    `channel` is a code of the annotation guide or empty. `reference` names it at its source, so that announcing it
    twice records it once. `placement_of` is the key of another placement of the same item. `text` is what near-copies
    are found by and words are counted from; it is not kept here. `words` counts when no text is at hand.
    """

    agency: Agency
    kind: EvidenceKind
    happened_on: date
    title: str
    source: Source
    channel: str = ""
    areas: Sequence[ReformArea] = ()
    items: int = 1
    minutes: int | None = None
    attendances: int | None = None
    copies: int | None = None
    place: str = ""
    link: str = ""
    language: str = "vi"
    about: str = ""
    note: str = ""
    text: str = ""
    words: int | None = None
    own_work: bool | None = None
    has_photo: bool = False
    reference: str = ""
    placement_of: str = ""
