"""Plans for programs: what they say, how they changed, their documents.

Writing stands in `api_writing`; both fill one router, because a path belongs to one.
"""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Field, Query, Schema

from loa.organizations.api_base import ERRORS, Day, Line, Page, Paging, caller_of, page_of
from loa.organizations.models import Agency, Person
from loa.organizations.scopes import Scope
from loa.plans.api_found import seen_plan
from loa.plans.api_schemas import (
    ObligationOut,
    PlanFull,
    PlanOut,
    ReadingOut,
    VersionOut,
    told_obligation,
    told_plan,
    told_plan_full,
    told_reading,
)
from loa.plans.api_writing import router
from loa.plans.enums import PlanKind, Review, State
from loa.plans.models import Plan, Source
from loa.plans.policy import visible_to
from loa.plans.queries.finding import Wanted, found
from loa.plans.queries.obligations import WantedObligations, obligations_of
from loa.plans.queries.versions import Version, obligations_in_force, versions_of

__all__ = ["router"]


class PlanFilter(Schema):
    """Which plans are wanted."""

    q: Line = Field("", description="Words of number and title, with or without marks.")
    year: int | None = Field(None, ge=1900, le=2200, description="A year the plan covers.")
    state: State | None = None
    kind: PlanKind | None = None
    issuer: UUID | None = Field(None, description="Key of the issuing agency.")


class ObligationFilter(Schema):
    """Which obligations are wanted."""

    q: Line = Field("", description="Words of the obligation, with or without marks.")
    review: Review | None = None
    agency: UUID | None = Field(None, description="Key of an agency that leads or coordinates.")


class LineOut(Schema):
    """One duty from its first version on."""

    first: UUID = Field(description="Key of the obligation of the plan first issued; occurrences belong to it.")
    versions: list[VersionOut]


@router.get("/plans", response={200: Page[PlanOut], **ERRORS}, summary="Find plans")
def find_plans(request: HttpRequest, wanted: Query[PlanFilter], paging: Query[Paging]) -> Any:
    """Plans that were issued, and drafts the person may see; the latest first. Scope `read:plans`."""
    person, today = _reader(request), timezone.localdate()
    issuer = get_object_or_404(Agency, key=wanted.issuer).pk if wanted.issuer else None
    asked = Wanted(wanted.q, wanted.year, wanted.state or "", wanted.kind or "", issuer)
    rows = found(visible_to(person, on=today), asked).order_by("-period_from", "issuer__name", "pk")
    return page_of(rows, paging, told_plan)


@router.get("/plans/{uuid:key}", response={200: PlanFull, **ERRORS}, summary="One plan")
def get_plan(request: HttpRequest, response: HttpResponse, key: UUID) -> Any:
    """A plan with what it says of itself; the header `ETag` is its revision. Scope `read:plans`."""
    plan = seen_plan(request, key)
    response.headers["ETag"] = f'"{plan.revision}"'
    return told_plan_full(plan)


@router.get(
    "/plans/{uuid:key}/document", response=ERRORS, summary="The document of a plan", openapi_extra={"x-file": True}
)
def get_document(request: HttpRequest, key: UUID) -> Any:
    """The file the plan was read from, as it was uploaded. Scope `read:plans`."""
    source = _source(seen_plan(request, key))
    try:
        opened = source.file.open()
    except FileNotFoundError as problem:
        raise Http404 from problem
    return FileResponse(opened, as_attachment=True, filename=source.name, content_type="application/octet-stream")


@router.get("/plans/{uuid:key}/reading", response={200: ReadingOut, **ERRORS}, summary="How the reading stands")
def get_reading(request: HttpRequest, key: UUID) -> Any:
    """How far the reading of the document has come, and why it failed if it did. Scope `read:plans`."""
    return told_reading(_source(seen_plan(request, key)))


@router.get("/plans/{uuid:key}/obligations", response={200: Page[ObligationOut], **ERRORS}, summary="Its obligations")
def get_obligations(request: HttpRequest, key: UUID, wanted: Query[ObligationFilter], paging: Query[Paging]) -> Any:
    """The obligations of this very document that count: not rejected, not merged. Scope `read:plans`."""
    plan = seen_plan(request, key)
    agency = get_object_or_404(Agency, key=wanted.agency).pk if wanted.agency else None
    asked = WantedObligations(text=wanted.q, agency_id=agency, review=wanted.review or "")
    rows = obligations_of(plan, asked).select_related("plan", "replaces").order_by("position", "pk")
    return page_of(rows, paging, told_obligation)


@router.get(
    "/plans/{uuid:key}/in-force", response={200: list[ObligationOut], **ERRORS}, summary="What of it binds on a day"
)
def get_in_force(request: HttpRequest, key: UUID, on: Query[Day | None] = None) -> Any:
    """The obligations that bind on the day under the plan as amended. Scope `read:plans`."""
    rows = obligations_in_force(seen_plan(request, key), on or timezone.localdate())
    return [told_obligation(row) for row in rows]


@router.get("/plans/{uuid:key}/versions", response={200: list[LineOut], **ERRORS}, summary="How its duties changed")
def get_versions(request: HttpRequest, key: UUID) -> Any:
    """Each duty of the plan and its amendments with its words over time; none while it never was in force. \
Scope `read:plans`."""
    lines = versions_of(seen_plan(request, key))
    return [{"first": root.key, "versions": [_version(one) for one in line]} for root, line in lines.items()]


def _reader(request: HttpRequest) -> Person:
    return caller_of(request, Scope.READ_PLANS)


def _source(plan: Plan) -> Source:
    if not hasattr(plan, "source"):
        raise Http404
    return plan.source


def _version(one: Version) -> dict[str, date | dict[str, Any] | None]:
    return {"since": one.since, "obligation": told_obligation(one.obligation) if one.obligation else None}
