"""Plans and obligations in the shapes that programs read and write."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Field, Schema
from pydantic import AfterValidator

from loa.organizations.api_base import Day, Line, Words
from loa.organizations.models import Agency
from loa.plans.enums import Change, Origin, PartyRole, PlanKind, ReadingState, Review, State
from loa.plans.models import Obligation, Party, Plan, Source
from loa.writing.wording import codes

__all__ = [
    "AgencyName",
    "ChangeHeadIn",
    "ContentIn",
    "CorrectIn",
    "EndIn",
    "HeadIn",
    "InForceIn",
    "IssueIn",
    "ObligationOut",
    "PlanFull",
    "PlanIn",
    "PlanOut",
    "ReadingOut",
    "ReasonIn",
    "RejectIn",
    "RevisionIn",
    "SignIn",
    "VersionOut",
    "WithdrawIn",
    "told_obligation",
    "told_plan",
    "told_plan_full",
    "told_reading",
]


def _one_of(closed_list: str) -> Callable[[str], str]:
    def check(code: str) -> str:
        if code not in codes(closed_list):
            raise ValueError(f"{code!r} is no code of the list “{closed_list}”")
        return code

    return check


def _extra(closed_list: str) -> dict[str, Any]:
    return {"enum": codes(closed_list)}


_KindCode = Annotated[str, AfterValidator(_one_of("kind")), Field(json_schema_extra=_extra("kind"))]
_CadenceCode = Annotated[str, AfterValidator(_one_of("cadence")), Field(json_schema_extra=_extra("cadence"))]
_ChannelCode = Annotated[str, AfterValidator(_one_of("channel")), Field(json_schema_extra=_extra("channel"))]
_GroupCode = Annotated[str, AfterValidator(_one_of("group")), Field(json_schema_extra=_extra("group"))]
_UnitCode = Annotated[str, AfterValidator(_one_of("unit")), Field(json_schema_extra=_extra("unit"))]
_PeriodCode = Annotated[str, AfterValidator(_one_of("period")), Field(json_schema_extra=_extra("period"))]
_Short = Annotated[str, Field(max_length=120, pattern=r"^[^\x00]*$")]

# ----------------------------------------------------------------------------------------------------------- reading


class AgencyName(Schema):
    """An agency by its key and its present or last name."""

    key: UUID
    name: str


class PlanOut(Schema):
    """A plan as a list shows it."""

    key: UUID
    number: str = Field(description="Number and symbol, empty until it is issued.")
    title: str
    issuer: AgencyName
    kind: PlanKind
    state: State
    period_from: date
    period_to: date
    issued_on: date | None
    effective_from: date | None
    ended_on: date | None = Field(description="The last day on which it bound.")
    revision: int = Field(description="Goes up with every change; send it with what you change.")


class PlanFull(PlanOut):
    """A plan with what it says of itself."""

    introduction: str
    issue_place: str
    signer_authority: str
    signer_capacity: str
    signer_name: str
    superior: UUID | None
    amends: UUID | None
    replaces: UUID | None
    has_document: bool
    created_at: datetime
    updated_at: datetime


class ReadingOut(Schema):
    """How far the reading of an uploaded document has come."""

    state: ReadingState
    progress: int = Field(ge=0, le=100)
    name: str = Field(description="Name of the uploaded file.")
    size: int
    sha256: str
    pages: int | None
    problem_vi: str = Field(description="Why it could not be read, in Vietnamese.")
    problem_en: str


class QuotaOut(Schema):
    """At least so many of a unit in each period."""

    min: int
    unit: str
    per: str


class PartyOut(Schema):
    """A body an obligation names: an agency, a group by its code, or words that lead to neither."""

    role: PartyRole
    name: str
    group: str
    agency: AgencyName | None
    outside: bool = Field(description="Somebody looked: it is no agency Loa knows.")


class ObligationOut(Schema):
    """One duty of a plan, in its own words, with its structured reading."""

    key: UUID
    plan: UUID
    ref: str
    page: int | None
    text: str
    topic: str
    kinds: list[str]
    cadences: list[str]
    quotas: list[QuotaOut]
    deadline: str
    window: str
    channels: list[str]
    requested: bool = Field(description="Asked of a body outside the executive, not ordered.")
    parties: list[PartyOut]
    origin: Origin
    review: Review
    confidence: float | None = Field(description="How sure the reader was, 0 to 1; none where a person wrote it.")
    change: Change | None = Field(description="What it does to the obligation it replaces, in an amending plan.")
    replaces: UUID | None
    revision: int


class VersionOut(Schema):
    """The words in which a duty binds from a day on; none where it no longer does."""

    since: date
    obligation: ObligationOut | None


# ----------------------------------------------------------------------------------------------------------- writing


class HeadIn(Schema):
    """What a plan says of itself before its obligations."""

    title: Annotated[str, Field(min_length=1, max_length=500, pattern=r"^[^\x00]*\S[^\x00]*$")]
    kind: PlanKind = PlanKind.YEARLY
    period_from: Day
    period_to: Day
    introduction: Words = ""
    superior: UUID | None = Field(None, description="Key of the superior plan.")
    replaces: UUID | None = Field(None, description="Key of the plan of the same agency that it will replace.")


class PlanIn(HeadIn):
    """A plan begun from nothing."""

    issuer: UUID = Field(description="Key of the agency whose plan it is.")


class RevisionIn(Schema):
    """Which state of a thing the change is meant for."""

    revision: int = Field(ge=1, le=2**31 - 1, description="The revision that was read.")


class QuotaIn(Schema):
    """At least so many of a unit in each period."""

    min: int = Field(ge=1, le=100_000)
    unit: _UnitCode
    per: _PeriodCode


class PartyIn(Schema):
    """A body: one of `agency`, `group` and `name`."""

    role: PartyRole
    name: Annotated[str, Field(max_length=300, pattern=r"^[^\x00]*$")] = ""
    group: _GroupCode | None = None
    agency: UUID | None = None
    outside: bool = False


class ContentIn(Schema):
    """What an obligation says. What it does not say stays empty."""

    text: Annotated[str, Field(min_length=1, max_length=20_000, pattern=r"^[^\x00]*\S[^\x00]*$")]
    topic: Line = ""
    kinds: list[_KindCode] = Field([], max_length=20)
    cadences: list[_CadenceCode] = Field([], max_length=20)
    quotas: list[QuotaIn] = Field([], max_length=20)
    deadline: Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")] = ""
    window: Annotated[str, Field(max_length=60, pattern=r"^[^\x00]*$")] = ""
    channels: list[_ChannelCode] = Field([], max_length=30)
    requested: bool = False
    parties: list[PartyIn] = Field([], max_length=100)


class CorrectIn(ContentIn, RevisionIn):
    """A correction of an obligation."""


class RejectIn(RevisionIn):
    """Why it is no obligation."""

    reason: Annotated[str, Field(min_length=1, max_length=500, pattern=r"^[^\x00]*\S[^\x00]*$")]


class ChangeHeadIn(HeadIn, RevisionIn):
    """Another head of a draft."""


class ReasonIn(Schema):
    """Why a plan goes back."""

    reason: Annotated[str, Field(min_length=1, max_length=2000, pattern=r"^[^\x00]*\S[^\x00]*$")]


class SignIn(Schema):
    """How a plan is signed: on whose behalf (TM., KT., TL., TUQ., Q.), in which capacity, by whom."""

    authority: _Short = ""
    capacity: _Short
    name: _Short


class IssueIn(Schema):
    """Number, day and place of issue."""

    number: Annotated[str, Field(min_length=1, max_length=60, pattern=r"^[^\x00]*$", examples=["12/KH-UBND"])]
    issued_on: Day
    issue_place: Annotated[str, Field(max_length=80, pattern=r"^[^\x00]*$")] = ""


class InForceIn(Schema):
    """The first day on which a plan binds."""

    effective_from: Day


class EndIn(Schema):
    """The last day on which a plan binds."""

    last_day: Day


class WithdrawIn(EndIn, ReasonIn):
    """The last day on which a plan binds, and why it is withdrawn."""


# ----------------------------------------------------------------------------------------------------------- telling


def _agency(agency: Agency | None) -> dict[str, Any] | None:
    return {"key": agency.key, "name": agency.name} if agency else None


def told_plan(plan: Plan) -> dict[str, Any]:
    """A plan as `PlanOut`; its issuer has to be fetched along."""
    names = (
        "key", "number", "title", "kind", "state", "period_from", "period_to", "issued_on", "effective_from",
        "ended_on", "revision",
    )  # fmt: skip
    return {**{name: getattr(plan, name) for name in names}, "issuer": _agency(plan.issuer)}


def told_plan_full(plan: Plan) -> dict[str, Any]:
    """A plan as `PlanFull`."""
    names = (
        "introduction", "issue_place", "signer_authority", "signer_capacity", "signer_name", "created_at", "updated_at",
    )  # fmt: skip
    kin = {name: getattr(plan, name) for name in ("superior", "amends", "replaces")}
    return {
        **told_plan(plan),
        **{name: getattr(plan, name) for name in names},
        **{name: other.key if other else None for name, other in kin.items()},
        "has_document": hasattr(plan, "source"),
    }


def told_reading(source: Source) -> dict[str, Any]:
    """A document as `ReadingOut`."""
    names = ("state", "progress", "name", "size", "sha256", "pages", "problem_vi", "problem_en")
    return {name: getattr(source, name) for name in names}


def told_obligation(row: Obligation) -> dict[str, Any]:
    """An obligation as `ObligationOut`; plan, parties and what it replaces have to be fetched along."""
    names = (
        "key", "ref", "page", "text", "topic", "kinds", "cadences", "quotas", "deadline", "window", "channels",
        "requested", "origin", "review", "confidence", "revision",
    )  # fmt: skip
    return {
        **{name: getattr(row, name) for name in names},
        "plan": row.plan.key,
        "change": row.change or None,
        "replaces": row.replaces.key if row.replaces else None,
        "parties": [_party(party) for party in row.parties.all()],
    }


def _party(party: Party) -> dict[str, Any]:
    names = ("role", "name", "group", "outside")
    return {**{name: getattr(party, name) for name in names}, "agency": _agency(party.agency)}
