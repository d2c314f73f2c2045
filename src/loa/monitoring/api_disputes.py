"""Disputes, for programs: opened, spoken in, decided, withdrawn, by the verbs that the pages call."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Field, Path, Query, Router, Schema, Status

from loa.monitoring.actions.disputing import decide, open_dispute, speak, withdraw
from loa.monitoring.api import AgencyRef
from loa.monitoring.api_evidence import seen_match, told_match
from loa.monitoring.api_evidence_schemas import MatchOut
from loa.monitoring.enums import DisputeState
from loa.monitoring.models import Dispute, DisputeMessage
from loa.monitoring.queries.disputes import disputes_seen_by, said_in
from loa.organizations.api_base import ERRORS, Number, Page, Paging, caller_of, page_of
from loa.organizations.policy import may
from loa.organizations.scopes import Scope

__all__ = ["router"]

router = Router()
_READ, _WRITE = Scope.READ_EVIDENCE, Scope.WRITE_EVIDENCE
Said = Annotated[str, Field(min_length=1, max_length=5000, pattern=r"^[^\x00]*$")]

# ------------------------------------------------------------------------------------------------------------- schemas


class SaidIn(Schema):
    """Something said in a dispute."""

    text: Said


class DecideIn(Schema):
    """How a dispute ends."""

    upheld: bool = Field(description="The evidence counts.")
    because: Said


class DisputeOut(Schema):
    """An agency does not accept what its evidence is worth."""

    key: UUID
    agency: AgencyRef
    state: DisputeState
    match: MatchOut
    opened_at: datetime
    decided_at: datetime | None
    decision: str
    revision: int


class MessageOut(Schema):
    """What one side said."""

    agency: AgencyRef
    text: str
    said_at: datetime


class DisputeFull(DisputeOut):
    """A dispute with all that was said."""

    messages: list[MessageOut]


class DisputeFilter(Schema):
    """Which disputes are wanted."""

    state: DisputeState | None = None
    agency: UUID | None = None


# ---------------------------------------------------------------------------------------------------------- operations


@router.get("/disputes", response={200: Page[DisputeOut], **ERRORS}, summary="Find disputes")
def find_disputes(request: HttpRequest, wanted: Query[DisputeFilter], paging: Query[Paging]) -> Any:
    """The disputes your person may see, the latest first. Scope `read:evidence`."""
    rows = disputes_seen_by(caller_of(request, _READ), on=timezone.localdate())
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    if wanted.agency:
        rows = rows.filter(agency__key=wanted.agency)
    rows = rows.select_related("agency", "match__evidence", "match__agency")
    return page_of(rows.order_by("-opened_at", "-pk"), paging, _told)


@router.post("/matches/{id}/disputes", response={201: DisputeFull, **ERRORS}, summary="Open a dispute")
def open_one(request: HttpRequest, id: Path[Number], payload: SaidIn) -> Any:
    """The agency that owes says why evidence that does not count should count. Scope `write:evidence`."""
    match = seen_match(request, id, _WRITE)
    made = open_dispute(match, text=payload.text, by=caller_of(request, _WRITE), on=timezone.localdate())
    return Status(201, _full(_seen(request, made.key, _WRITE)))


@router.get("/disputes/{uuid:key}", response={200: DisputeFull, **ERRORS}, summary="One dispute")
def get_dispute(request: HttpRequest, key: UUID) -> Any:
    """A dispute with all that was said. Scope `read:evidence`."""
    return _full(_seen(request, key, _READ))


@router.post("/disputes/{uuid:key}/messages", response={201: DisputeFull, **ERRORS}, summary="Speak in a dispute")
def speak_in_one(request: HttpRequest, key: UUID, payload: SaidIn) -> Any:
    """Adds to the dialogue of an open dispute. Scope `write:evidence`."""
    person = caller_of(request, _WRITE)
    speak(_seen(request, key, _WRITE), text=payload.text, by=person, on=timezone.localdate())
    return Status(201, _full(_seen(request, key, _WRITE)))


@router.post("/disputes/{uuid:key}/decide", response={200: DisputeFull, **ERRORS}, summary="Decide a dispute")
def decide_one(request: HttpRequest, key: UUID, payload: DecideIn) -> Any:
    """Ends a dispute: upheld, the evidence counts from now on. Who comes second gets 409. Scope `write:evidence`."""
    dispute, person = _seen(request, key, _WRITE), caller_of(request, _WRITE)
    decide(dispute, upheld=payload.upheld, because=payload.because, by=person, on=timezone.localdate())
    return _full(_seen(request, key, _WRITE))


@router.post("/disputes/{uuid:key}/withdraw", response={200: DisputeFull, **ERRORS}, summary="Withdraw a dispute")
def withdraw_dispute(request: HttpRequest, key: UUID) -> Any:
    """Who opened a dispute takes it back. Scope `write:evidence`."""
    withdraw(_seen(request, key, _WRITE), by=caller_of(request, _WRITE), on=timezone.localdate())
    return _full(_seen(request, key, _WRITE))


# ------------------------------------------------------------------------------------------------------------- telling


def _seen(request: HttpRequest, key: UUID, scope: Scope) -> Dispute:
    person = caller_of(request, scope)
    rows = Dispute.objects.select_related("agency", "match__evidence", "match__agency")
    found = get_object_or_404(rows, key=key)
    if not may(person, "evidence.see", found.agency_id, on=timezone.localdate()):
        raise Http404
    return found


def _told(row: Dispute) -> dict[str, Any]:
    names = ("key", "state", "opened_at", "decided_at", "decision", "revision")
    agency = {"key": row.agency.key, "name": row.agency.name}
    return {"agency": agency, "match": told_match(row.match), **{name: getattr(row, name) for name in names}}


def _full(row: Dispute) -> dict[str, Any]:
    return {**_told(row), "messages": [_message(one) for one in said_in(row)]}


def _message(row: DisputeMessage) -> dict[str, Any]:
    agency = {"key": row.agency.key, "name": row.agency.name}
    return {"agency": agency, "text": row.text, "said_at": row.said_at}
