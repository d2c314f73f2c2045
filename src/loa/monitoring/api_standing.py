"""Standing, for programs: of an agency, of a plan agency by agency, and the evidence behind a figure."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Field, Path, Query, Router, Schema

from loa.monitoring.api import AgencyRef, Between, DutyFilter, DutyOut, days_of, duties_wanted, told_duty
from loa.monitoring.api_evidence import told_match
from loa.monitoring.api_evidence_schemas import MatchOut
from loa.monitoring.enums import Standing
from loa.monitoring.models import Assignment, Occurrence
from loa.monitoring.policy import sight_of
from loa.monitoring.queries.board.agencies import agency_counts
from loa.monitoring.queries.board.counts import NONE, Counts
from loa.monitoring.queries.board.question import Question
from loa.monitoring.queries.board.sight import ALWAYS, Spans
from loa.monitoring.queries.standing import Stood, behind, standings_of
from loa.organizations.api_base import ERRORS, Day, Number, Page, Paging, caller_of, page_of
from loa.organizations.models import Agency
from loa.organizations.policy import Forbidden, may
from loa.organizations.scopes import Scope
from loa.plans.api_found import named_plan
from loa.plans.models import Plan

__all__ = ["router"]

router = Router()
_READ = Scope.READ_EVIDENCE

# ------------------------------------------------------------------------------------------------------------- schemas


class StandingFilter(DutyFilter):
    """Which duties, and as of which day."""

    on: Day | None = Field(None, description="The day on which it is asked how they stand; today without it.")


class PlanStandingFilter(Between):
    """What falls due when, and as of which day."""

    on: Day | None = Field(None, description="The day on which it is asked how they stand; today without it.")


class StoodOut(DutyOut):
    """A duty with what is shown for it and how it stands."""

    standing: Standing
    counted: int = Field(description="How many count.")
    in_time: int = Field(description="How many of these in time.")
    done_on: date | None = Field(description="When the number required was reached.")
    last_on: date | None = Field(description="When the last of them happened.")


class CountsOut(Schema):
    """How many duties of an agency stand how. What is never due is not counted."""

    agency: AgencyRef
    met: int
    late: int
    on_track: int
    at_risk: int
    not_yet_due: int
    overdue: int
    missed: int
    waived: int
    owed: int = Field(description="All that must be done: everything but what is waived.")
    due: int = Field(description="What must have been done by the day: the denominator of the share.")
    kept: int = Field(description="What of it was done in time.")
    percent: float | None = Field(description="The share in percent; none where nothing is due yet.")


# ---------------------------------------------------------------------------------------------------------- operations


@router.get("/organizations/{uuid:key}/standing", response={200: Page[StoodOut], **ERRORS}, summary="How it stands")
def get_standing(request: HttpRequest, key: UUID, wanted: Query[StandingFilter], paging: Query[Paging]) -> Any:
    """How what falls due for an agency between two days stands, with what is counted for it.
    Scope `read:evidence`."""
    rows = duties_wanted(request, key, wanted, _READ)
    page = page_of(rows, paging, lambda row: row)
    found = standings_of(page["items"], today=wanted.on or timezone.localdate())
    return {**page, "items": [_stood(one) for one in found]}


@router.get("/plans/{uuid:key}/standing", response={200: Page[CountsOut], **ERRORS}, summary="How a plan is kept")
def get_plan_standing(request: HttpRequest, key: UUID, wanted: Query[PlanStandingFilter], paging: Query[Paging]) -> Any:
    """How many of the duties that a plan lets fall due between two days stand how, agency by agency, as far as your
    person may see them. Scope `read:evidence`."""
    person = caller_of(request, _READ)
    plan = named_plan(person, key)
    if plan is None:
        raise Http404
    sight = sight_of(plan, person, on=timezone.localdate())
    first, last = days_of(wanted)
    question = Question(first, last, wanted.on or timezone.localdate(), plan=plan.pk, kind=wanted.kind or "")
    counts = agency_counts(question, _all(plan) if sight.whole else _spans(sight.agencies))
    rows = Agency.objects.filter(pk__in=list(counts)).order_by("name", "pk")
    return page_of(rows, paging, lambda row: _counts(row, counts[row.pk].get(None, NONE)))


def _all(plan: Plan) -> Spans:
    rows = Assignment.objects.filter(obligation__occurrences__plan=plan, leads=True).order_by()
    return _spans(rows.values_list("agency_id", flat=True).distinct())


def _spans(agencies: Any) -> Spans:
    return dict.fromkeys(agencies, (ALWAYS,))


@router.get(
    "/occurrences/{id}/agencies/{uuid:key}/evidence",
    response={200: Page[MatchOut], **ERRORS},
    summary="Behind a figure",
)
def get_behind(request: HttpRequest, id: Path[Number], key: UUID, paging: Query[Paging]) -> Any:
    """The evidence behind the figures of an agency for an occurrence, with what it is worth and why; what counts first.
    Scope `read:evidence`."""
    person = caller_of(request, _READ)
    one, agency = get_object_or_404(Occurrence, pk=id), get_object_or_404(Agency, key=key)
    if not may(person, "evidence.see", agency, on=timezone.localdate()):
        raise Forbidden("evidence.see")
    return page_of(behind(one, agency).select_related("evidence", "agency"), paging, told_match)


# ------------------------------------------------------------------------------------------------------------- telling


def _stood(one: Stood) -> dict[str, Any]:
    shown = one.shown
    return {
        **told_duty(one.duty),
        "standing": one.standing,
        "counted": shown.counted,
        "in_time": shown.in_time,
        "done_on": shown.done_on,
        "last_on": shown.last_on,
    }


def _counts(agency: Agency, counts: Counts) -> dict[str, Any]:
    told = {name: getattr(counts, name) for name in CountsOut.model_fields if name != "agency"}
    return {"agency": {"key": agency.key, "name": agency.name}, **told}
