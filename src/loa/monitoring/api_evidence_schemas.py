"""What programs say of evidence and are told of it."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Field, Schema

from loa.monitoring.api import AgencyRef
from loa.monitoring.enums import EvidenceKind, EvidenceState, MatchState, ReformArea, Source
from loa.organizations.api_base import Day, Line, Number, Words

__all__ = [
    "BecauseIn", "CorrectIn", "EvidenceFilter", "EvidenceFull", "EvidenceIn", "EvidenceOut", "FileOut", "JudgeIn",
    "LikelyOut", "ManyIn", "ManyOut", "MatchOut", "RematchIn", "UnmatchedFilter",
]  # fmt: skip

_MOST_AT_ONCE = 200
_NO_NUL = r"^[^\x00]*$"
Short = Annotated[str, Field(max_length=300, pattern=_NO_NUL)]
Code = Annotated[str, Field(max_length=80, pattern=_NO_NUL)]
Count = Annotated[int, Field(ge=1, le=100_000_000)]
Reason = Annotated[str, Field(min_length=1, max_length=500, pattern=_NO_NUL)]
# ------------------------------------------------------------------------------------------------------------- schemas


class Happened(Schema):
    """What happened. Codes of channels are those of the annotation guide."""

    kind: EvidenceKind
    happened_on: Day
    title: Line
    channel: Code = ""
    areas: list[ReformArea] = Field([], max_length=20)
    items: int = Field(1, ge=1, le=10_000, description="How many news items, classes or reports this stands for.")
    minutes: Count | None = None
    attendances: Count | None = None
    copies: Count | None = None
    place: Short = ""
    link: str = Field("", max_length=1000, pattern=_NO_NUL)
    language: str = Field("vi", max_length=10, pattern=_NO_NUL)
    about: Code = Field("", description="Key of the window it is for, where it says so itself: `2026-Q1`.")
    words: int | None = Field(None, ge=0, le=100_000_000, description="Length of the text.")
    own_work: bool | None = Field(None, description="Whether it is no reprint; none where nobody knows.")
    has_photo: bool = False
    note: Words = ""


class EvidenceIn(Happened):
    """A thing that happened, to be recorded."""

    agency: UUID
    reference: Short = Field("", description="Its name at your side: recorded once for each agency.")
    placement_of: UUID | None = Field(None, description="Key of another placement of the same item.")
    text: Words = Field("", description="Its text; near-copies are found by it, it is not kept.")


class ManyIn(Schema):
    """Things that happened."""

    items: list[EvidenceIn] = Field(min_length=1, max_length=_MOST_AT_ONCE)


class CorrectIn(Schema):
    """What is to be put right; what is left out stays as it is."""

    revision: int = Field(ge=1, le=2**31, description="The revision you read.")
    kind: EvidenceKind | None = None
    happened_on: Day | None = None
    title: Line | None = None
    channel: Code | None = None
    areas: list[ReformArea] | None = Field(None, max_length=20)
    items: int | None = Field(None, ge=1, le=10_000)
    minutes: Count | None = None
    attendances: Count | None = None
    copies: Count | None = None
    place: Short | None = None
    link: str | None = Field(None, max_length=1000, pattern=_NO_NUL)
    language: str | None = Field(None, max_length=10, pattern=_NO_NUL)
    about: Code | None = None
    words: int | None = Field(None, ge=0, le=100_000_000)
    own_work: bool | None = None
    has_photo: bool | None = None
    note: Words | None = None


class BecauseIn(Schema):
    """Why."""

    because: Reason


class JudgeIn(BecauseIn):
    """Why, and what was read before."""

    revision: int | None = Field(None, ge=1, le=2**31, description="The revision of the match you read.")


class RematchIn(BecauseIn):
    """What evidence is to count for."""

    occurrence: Number
    agency: UUID = Field(description="The agency that owes the occurrence.")


class EvidenceOut(Schema):
    """One thing that happened."""

    key: UUID
    agency: AgencyRef
    kind: EvidenceKind
    channel: str
    areas: list[str]
    happened_on: date
    title: str
    items: int
    minutes: int | None
    attendances: int | None
    copies: int | None
    place: str
    link: str
    language: str
    about: str
    words: int | None
    own_work: bool | None
    has_photo: bool
    note: str
    source: Source
    reference: str
    state: EvidenceState
    withdrawn_because: str
    recorded_at: datetime
    revision: int


class FileOut(Schema):
    """A file that shows what happened."""

    key: UUID
    name: str
    media_type: str
    size: int
    sha256: str


class MatchOut(Schema):
    """What a piece is worth for one occurrence that an agency owes, and why."""

    id: int
    evidence: UUID
    occurrence: int
    agency: AgencyRef
    state: MatchState
    amount: int = Field(description="As how many it counts.")
    reasons: list[str] = Field(description="Sentences in the language asked for.")
    codes: list[list[Any]] = Field(description="The same as codes with their values.")
    decided: bool = Field(description="A person said so, not the rules.")
    decided_because: str
    revision: int


class EvidenceFull(EvidenceOut):
    """One thing that happened, with what it is worth, its files and its other placements."""

    matches: list[MatchOut]
    files: list[FileOut]
    placements: list[UUID] = Field(description="Keys of the other placements of the same item.")


class RowOut(Schema):
    """What became of one thing of many."""

    status: int = Field(description="201 recorded, 200 there before, else as the error of a single one.")
    evidence: EvidenceOut | None = None
    detail: str = Field("", description="What is wrong with it.")


class ManyOut(Schema):
    """What became of each, in the order in which they came."""

    recorded: int
    items: list[RowOut]


class LikelyOut(Schema):
    """A duty that a piece may be meant for."""

    occurrence: int
    agency: UUID
    window: str
    text: str
    due_on: date | None
    lacks: list[str] = Field(description="What keeps it from counting by itself.")


class EvidenceFilter(Schema):
    """Which evidence is wanted."""

    agency: UUID | None = Field(None, description="Key of the agency whose it is.")
    below: bool = Field(False, description="Also of those under the agency.")
    kind: EvidenceKind | None = None
    channel: Code = ""
    source: Source | None = None
    state: EvidenceState | None = None
    since: Day | None = Field(None, description="Happened on this day or later.")
    until: Day | None = Field(None, description="Happened on this day or sooner.")
    reference: Short = ""
    q: Line = Field("", description="Words of title or place, with or without marks.")


class UnmatchedFilter(Schema):
    """Of whom, and when it happened."""

    agency: UUID
    below: bool = False
    since: Day = date(1900, 1, 1)
    until: Day = date(2200, 12, 31)
