"""What is owed when, for programs: by agency, by plan, and one occurrence with its explanation."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from ninja import Field, Path, Query, Router, Schema

from loa.monitoring.models import Assignment, Occurrence
from loa.monitoring.policy import SEE, may_see, sight_of
from loa.monitoring.queries.duties import Duties, Duty, Filters, continuous, duties
from loa.monitoring.queries.owed import WHOLE, Asked, Holder, Part, explanation, holders_of, owed, plan_due
from loa.organizations.api_base import ERRORS, Day, Line, Number, Page, Paging, Problem, caller_of, page_of
from loa.organizations.models import Agency
from loa.organizations.policy import Forbidden
from loa.organizations.scopes import Scope
from loa.plans.api_found import named_plan
from loa.schedule import Kind, Unit

__all__ = ["AgencyRef", "Between", "DutyFilter", "DutyOut", "days_of", "duties_wanted", "router", "told_duty"]

router = Router()
_LONGEST = 800
"""How many days one question may span."""

# ----------------------------------------------------------------------------------------------------------- schemas


class AgencyRef(Schema):
    """An agency by its key and its present or last name."""

    key: UUID
    name: str


class OccurrenceOut(Schema):
    """One window of an obligation."""

    id: int
    plan: UUID
    obligation: UUID = Field(description="The obligation in whose words it is owed.")
    key: str = Field(description="Names the window within its obligation: `2026-03`, `2026-Q1`.")
    name: str = Field(description="What people call the window, in the language asked for.")
    kind: Kind
    window_from: date
    window_to: date
    due_on: date | None
    amount: int | None = Field(description="How many the plan requires; none where nothing is counted.")
    unit: Unit | None
    text: str = Field(description="The words of the obligation.")


class DutyOut(OccurrenceOut):
    """An occurrence as one agency owes it."""

    leads: bool
    asked: bool = Field(description="Asked of a body outside the executive; tracked, never escalated.")
    waived: bool = Field(description="An exemption lets the agency off.")
    required: int | None = Field(description="How many are required of this agency after exemptions.")
    proofs: list[str] = Field(description="What counts as proof, in the language asked for.")


class AskedOut(OccurrenceOut):
    """An occurrence with how many agencies owe it."""

    agencies: int = Field(description="How many agencies lead it.")
    waived: int = Field(description="How many of these an exemption lets off.")
    coordinating: int


class ExplainedOut(OccurrenceOut):
    """An occurrence that says why it is due when it is."""

    explanation: list[str] = Field(description="Rule, words of the plan, steps and days off, line by line.")


class HolderOut(Schema):
    """An agency that owes an occurrence."""

    agency: AgencyRef
    leads: bool
    asked: bool
    waived: bool


class Between(Schema):
    """Which days and what kind are wanted."""

    since: Day = Field(description="The first day.")
    until: Day = Field(description="The last day, at most 800 days later.")
    kind: Kind | None = None
    q: Line = Field("", description="Words of the obligation, with or without marks.")


class DutyFilter(Between):
    """Which duties of an agency are wanted."""

    plan: UUID | None = Field(None, description="Key of the plan that lays them on it.")
    leads: bool | None = Field(None, description="Only what the agency leads, or only what it coordinates.")


# -------------------------------------------------------------------------------------------------------- operations


@router.get(
    "/organizations/{uuid:key}/occurrences", response={200: Page[DutyOut], **ERRORS}, summary="What an agency owes"
)
def get_duties(request: HttpRequest, key: UUID, wanted: Query[DutyFilter], paging: Query[Paging]) -> Any:
    """What falls due for an agency between two days, by day. Scope `read:occurrences`."""
    return page_of(duties_wanted(request, key, wanted), paging, told_duty)


@router.get(
    "/organizations/{uuid:key}/continuous", response={200: Page[DutyOut], **ERRORS}, summary="What has no due day"
)
def get_continuous(request: HttpRequest, key: UUID, wanted: Query[DutyFilter], paging: Query[Paging]) -> Any:
    """What an agency owes all the time, or on no day that is known yet. Scope `read:occurrences`."""
    rows = continuous(_agency(request, key), *days_of(wanted), filters=_filters(request, wanted))
    return page_of(rows, paging, told_duty)


@router.get("/plans/{uuid:key}/occurrences", response={200: Page[AskedOut], **ERRORS}, summary="What a plan asks for")
def get_asked(request: HttpRequest, key: UUID, wanted: Query[Between], paging: Query[Paging]) -> Any:
    """What a plan lets fall due between two days, and of how many agencies. Who may not see all that the plan asks
    for sees what their own agencies owe. Scope `read:occurrences`."""
    person = caller_of(request, Scope.READ_OCCURRENCES)
    plan = named_plan(person, key)
    if plan is None:
        raise Http404
    sight = sight_of(plan, person, on=timezone.localdate())
    part = WHOLE if sight.whole else Part(agencies=sight.agencies)
    part = Part(kind=wanted.kind or "", agencies=part.agencies)
    return page_of(plan_due(plan, *days_of(wanted), part=part), paging, _asked)


@router.get("/occurrences/{id}", response={200: ExplainedOut, **ERRORS}, summary="One occurrence, explained")
def get_occurrence(request: HttpRequest, id: Path[Number]) -> Any:
    """An occurrence with the reasons for its due date. Scope `read:occurrences`."""
    one, _reach = _seen(request, id)
    told = explanation(one)
    lines = (told.en if get_language() == "en" else told.vi).splitlines()
    return {**_occurrence(one), "explanation": lines}


@router.get("/occurrences/{id}/agencies", response={200: Page[HolderOut], **ERRORS}, summary="Who owes an occurrence")
def get_holders(request: HttpRequest, id: Path[Number], paging: Query[Paging]) -> Any:
    """The agencies that owe an occurrence, leads first, as far as the person may see them. Scope `read:occurrences`."""
    one, agencies = _seen(request, id)
    rows = owed(one) if agencies is None else owed(one).filter(agency__in=agencies)
    page = page_of(rows, paging, lambda row: row)
    found: list[Assignment] = page["items"]
    return {**page, "items": [_holder(row) for row in holders_of(one, found)]}


# ------------------------------------------------------------------------------------------------------------ telling


def duties_wanted(request: HttpRequest, key: UUID, wanted: DutyFilter, scope: Scope = Scope.READ_OCCURRENCES) -> Duties:
    """What falls due for an agency, as asked for. Raises Forbidden, Http404 and Problem."""
    filters = _filters(request, wanted, scope)
    return duties(_agency(request, key, scope), *days_of(wanted), filters=filters)


def _agency(request: HttpRequest, key: UUID, scope: Scope = Scope.READ_OCCURRENCES) -> Agency:
    person = caller_of(request, scope)
    agency = get_object_or_404(Agency, key=key)
    if not may_see(person, agency, on=timezone.localdate()):
        raise Forbidden(SEE)
    return agency


def _seen(request: HttpRequest, id: int) -> tuple[Occurrence, list[int] | None]:
    person = caller_of(request, Scope.READ_OCCURRENCES)
    one = get_object_or_404(Occurrence.objects.select_related("plan__issuer", "rule__plan", "obligation"), pk=id)
    sight = sight_of(one.plan, person, on=timezone.localdate(), one=one)
    return one, None if sight.whole else list(sight.agencies)


def days_of(wanted: Between) -> tuple[date, date]:
    """The first and the last day. Raises Problem where they lie too far apart."""
    if not 0 <= (wanted.until - wanted.since).days <= _LONGEST:
        raise Problem(422, "days", _("The last day must lie at most %d days behind the first.") % _LONGEST)
    return wanted.since, wanted.until


def _filters(request: HttpRequest, wanted: DutyFilter, scope: Scope = Scope.READ_OCCURRENCES) -> Filters:
    plan = named_plan(caller_of(request, scope), wanted.plan)
    return Filters(plan=plan.pk if plan else None, kind=wanted.kind or "", leads=wanted.leads, text=wanted.q)


def _occurrence(one: Occurrence) -> dict[str, Any]:
    names = ("key", "name", "kind", "window_from", "window_to", "due_on", "amount")
    return {
        **{name: getattr(one, name) for name in names},
        "id": one.pk,
        "plan": one.plan.key,
        "obligation": one.rule.key,
        "unit": one.unit or None,
        "text": one.rule.text,
    }


def told_duty(duty: Duty) -> dict[str, Any]:
    """A duty as programs are told of it."""
    return {
        **_occurrence(duty.occurrence),
        "kind": duty.kind,
        "leads": duty.leads,
        "asked": duty.asked,
        "waived": duty.waived,
        "required": duty.amount,
        "proofs": duty.proofs,
    }


def _asked(asked: Asked) -> dict[str, Any]:
    counted = {"agencies": asked.count, "waived": asked.waived, "coordinating": asked.coordinating}
    return {**_occurrence(asked.occurrence), **counted}


def _holder(holder: Holder) -> dict[str, Any]:
    agency = {"key": holder.agency.key, "name": holder.agency.name}
    waived = holder.waiver is not None and holder.waiver.lets_off
    return {"agency": agency, "leads": holder.leads, "asked": holder.asked, "waived": waived}
