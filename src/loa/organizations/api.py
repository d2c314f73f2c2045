"""Agencies for programs: as of a day, their tree, what became of them."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Field, Query, Router, Schema

from loa.organizations.api_base import ERRORS, Day, Line, Page, Paging, caller_of, page_of
from loa.organizations.enums import AgencyKind, RelationKind, SuccessionKind, Tier
from loa.organizations.models import Agency, Designation, Succession
from loa.organizations.policy import Forbidden, may_anywhere
from loa.organizations.queries.directory import (
    Branch,
    Sought,
    branch_of,
    relations_of,
    sought,
    successions_of,
    superiors,
)
from loa.organizations.scopes import Scope

__all__ = ["AgencyRef", "agency_of", "agency_ref", "router"]

router = Router()

# ----------------------------------------------------------------------------------------------------------- schemas


class AgencyRef(Schema):
    """An agency by its key, which never changes, and its present or last name."""

    key: UUID
    name: str


class AgencyOut(Schema):
    """An agency as it is designated on the day asked about."""

    key: UUID
    name: str
    short_name: str
    abbreviation: str
    code: str = Field(description="Its official code on the day; codes are reused and are no key.")
    place: str = Field(description="Its territory without the word for it; empty where it has none of its own.")
    tier: Tier
    kind: AgencyKind
    outside_executive: bool = Field(description="A plan can only ask this body, not order it.")
    founded_on: date
    ended_on: date | None
    superior: AgencyRef | None = Field(description="Its line superior on the day.")


class DesignationOut(Schema):
    """What an agency was called from a day to a day, the last included; no last day means until further notice."""

    name: str
    short_name: str
    abbreviation: str
    code: str
    place: str
    tier: Tier
    kind: AgencyKind
    valid_from: date
    valid_to: date | None


class RelationOut(Schema):
    """How an agency stands to another."""

    kind: RelationKind
    to: AgencyRef
    valid_from: date
    valid_to: date | None


class AgencyFull(AgencyOut):
    """An agency with its names over time and its relations on the day."""

    designations: list[DesignationOut]
    relations: list[RelationOut]


class BranchOut(Schema):
    """An agency of the tree; `more` says that the tree was cut off below it."""

    key: UUID
    name: str
    tier: Tier
    kind: AgencyKind
    more: bool
    children: list["BranchOut"]


class ShareOut(Schema):
    """Who followed whom with which weight; no successor where nobody did."""

    predecessor: AgencyRef
    successor: AgencyRef | None
    weight: float = Field(ge=0, le=1)
    takes_obligations: bool
    takes_history: bool


class SuccessionOut(Schema):
    """One change of the organisation; `effective_on` is the first day of the new order."""

    key: UUID
    kind: SuccessionKind
    effective_on: date
    basis: str
    shares: list[ShareOut]


class AgencyFilter(Schema):
    """Which agencies are wanted."""

    q: Line = Field("", description="Words of the name, abbreviation or code, with or without marks.")
    tier: Tier | None = None
    kind: AgencyKind | None = None
    under: UUID | None = Field(None, description="Key of the direct line superior.")
    on: Day | None = Field(None, description="The day asked about; today where not given.")


class TreeFilter(Schema):
    """How much of the tree is wanted."""

    on: Day | None = Field(None, description="The day asked about; today where not given.")
    depth: int = Field(1, ge=0, le=5, description="How many levels below the agency.")


# -------------------------------------------------------------------------------------------------------- operations


@router.get("/organizations", response={200: Page[AgencyOut], **ERRORS}, summary="Find agencies as of a day")
def find_agencies(request: HttpRequest, wanted: Query[AgencyFilter], paging: Query[Paging]) -> Any:
    """Agencies that exist on the day, by name. Scope `read:organizations`."""
    _admit(request)
    on = wanted.on or timezone.localdate()
    under = get_object_or_404(Agency, key=wanted.under) if wanted.under else None
    rows = sought(Sought(wanted.q, wanted.tier or "", wanted.kind or "", under), on)
    page = page_of(rows, paging, lambda row: row)
    above = superiors([row.agency_id for row in page["items"]], on)
    return {**page, "items": [_told(row, above.get(row.agency_id)) for row in page["items"]]}


@router.get("/organizations/{uuid:key}", response={200: AgencyFull, **ERRORS}, summary="One agency as of a day")
def get_agency(request: HttpRequest, key: UUID, on: Query[Day | None] = None) -> Any:
    """An agency with its names over time. On a day it did not exist it is told by its last name. \
Scope `read:organizations`."""
    _admit(request)
    day = on or timezone.localdate()
    agency = agency_of(key)
    names = list(agency.designations.order_by("valid_from"))
    held = next((name for name in names if name.holds_on(day)), names[-1] if names else None)
    if held is None:
        raise Http404
    held.agency = agency
    return {
        **_told(held, superiors([agency.pk], day).get(agency.pk)),
        "designations": [_designation(name) for name in names],
        "relations": [
            {"kind": row.kind, "to": agency_ref(row.to), "valid_from": row.valid_from, "valid_to": row.valid_to}
            for row in relations_of(agency, day)
        ],
    }


@router.get("/organizations/{uuid:key}/tree", response={200: BranchOut, **ERRORS}, summary="The agencies under one")
def get_tree(request: HttpRequest, key: UUID, wanted: Query[TreeFilter]) -> Any:
    """The line of authority below an agency on a day, `depth` levels deep. Scope `read:organizations`."""
    _admit(request)
    branch = branch_of(agency_of(key), wanted.on or timezone.localdate(), depth=wanted.depth)
    if branch is None:
        raise Http404
    return _tree(branch)


@router.get(
    "/organizations/{uuid:key}/successions", response={200: list[SuccessionOut], **ERRORS}, summary="What became of it"
)
def get_successions(request: HttpRequest, key: UUID) -> Any:
    """The changes an agency came from or went into, the latest first. Scope `read:organizations`."""
    _admit(request)
    return [_succession(change) for change in successions_of(agency_of(key))]


# ------------------------------------------------------------------------------------------------------------ telling


def _admit(request: HttpRequest) -> None:
    """Raises Problem or Forbidden."""
    if not may_anywhere(caller_of(request, Scope.READ_ORGANIZATIONS), "agencies.see", on=timezone.localdate()):
        raise Forbidden("agencies.see")


def agency_of(key: UUID) -> Agency:
    """The agency of a key. Raises Http404."""
    return get_object_or_404(Agency, key=key)


def agency_ref(agency: Agency) -> dict[str, Any]:
    """An agency as `AgencyRef`."""
    return {"key": agency.key, "name": agency.name}


def _designation(row: Designation) -> dict[str, Any]:
    names = ("name", "short_name", "abbreviation", "code", "place", "tier", "kind", "valid_from", "valid_to")
    return {name: getattr(row, name) for name in names}


def _told(row: Designation, superior: Agency | None) -> dict[str, Any]:
    return {
        **_designation(row),
        "key": row.agency.key,
        "outside_executive": row.outside_executive,
        "founded_on": row.agency.founded_on,
        "ended_on": row.agency.ended_on,
        "superior": agency_ref(superior) if superior else None,
    }


def _tree(branch: Branch) -> dict[str, Any]:
    row = branch.designation
    children = [_tree(child) for child in branch.children]
    return {
        "key": row.agency.key, "name": row.name, "tier": row.tier, "kind": row.kind, "more": branch.more,
        "children": children,
    }  # fmt: skip


def _succession(change: Succession) -> dict[str, Any]:
    shares = [
        {
            "predecessor": agency_ref(share.predecessor),
            "successor": agency_ref(share.successor) if share.successor else None,
            "weight": float(share.weight),
            "takes_obligations": share.takes_obligations,
            "takes_history": share.takes_history,
        }
        for share in change.shares.all()
    ]
    return {
        "key": change.key, "kind": change.kind, "effective_on": change.effective_on, "basis": change.basis,
        "shares": shares,
    }  # fmt: skip
