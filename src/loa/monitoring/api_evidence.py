"""Evidence, for programs: recorded one by one or many at once, looked at, corrected, withdrawn, judged."""

from collections.abc import Mapping
from typing import Annotated, Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import File, Header, Path, Query, Router, Status
from ninja.files import UploadedFile

from loa.monitoring.actions.attaching import attach, received
from loa.monitoring.actions.judging import accept_match, reject_match, rematch
from loa.monitoring.actions.recording import correct_evidence, record_evidence, withdraw_evidence
from loa.monitoring.api_evidence_schemas import (
    BecauseIn,
    CorrectIn,
    EvidenceFilter,
    EvidenceFull,
    EvidenceIn,
    EvidenceOut,
    FileOut,
    JudgeIn,
    LikelyOut,
    ManyIn,
    ManyOut,
    MatchOut,
    RematchIn,
    UnmatchedFilter,
)
from loa.monitoring.enums import Source
from loa.monitoring.happening import Happening
from loa.monitoring.models import Evidence, EvidenceFile, Match, Occurrence
from loa.monitoring.queries.evidence import agencies_seen_by, evidence_seen_by, of_agencies, unmatched
from loa.monitoring.queries.standing import Likely, likely_duties
from loa.monitoring.reasons import reason_words
from loa.organizations.api_base import ERRORS, Number, Page, Paging, caller_of, page_of
from loa.organizations.folding import folded
from loa.organizations.models import Agency, Person
from loa.organizations.policy import Forbidden, may
from loa.organizations.queries.reach import below
from loa.organizations.scopes import Scope
from loa.prepared import Question

__all__ = ["router", "seen_evidence", "seen_match", "told_match"]

router = Router()
_READ, _WRITE, _SEE = Scope.READ_EVIDENCE, Scope.WRITE_EVIDENCE, "evidence.see"
Once = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        max_length=200,
        pattern=r"^[^\x00]*$",
        description="Stands for `reference` where there is none: what is recorded again with it is given as it stands.",
    ),
]


# ----------------------------------------------------------------------------------------------------------- recording


@router.post("/evidence", response={200: EvidenceOut, 201: EvidenceOut, **ERRORS}, summary="Record evidence")
def record_one(request: HttpRequest, payload: EvidenceIn, key: Once = None) -> Any:
    """Records what happened; it is matched to what is owed and counted at once. What the agency recorded before under
    the same `reference` is given as it stands, with 200. Scope `write:evidence`."""
    person, began = caller_of(request, _WRITE), timezone.now()
    made = _recorded(payload, _agency_named(payload.agency), person, reference=payload.reference or key or "")
    return Status(201 if made.recorded_at >= began else 200, told_evidence(made))


def _recorded(given: EvidenceIn, agency: Agency, person: Person, *, reference: str) -> Evidence:
    values = given.model_dump(exclude={"agency", "reference", "placement_of"})
    happening = Happening(
        **values,
        agency=agency,
        source=Source.API,
        reference=reference,
        placement_of=str(given.placement_of) if given.placement_of else "",
    )
    return record_evidence(happening, by=person, on=timezone.localdate())


def _agency_named(key: UUID) -> Agency:
    found = _NAMED(key)
    if not found:
        raise Http404
    return found[0]


_FIELDS = tuple(one.attname for one in Agency._meta.concrete_fields)
_NAMED = Question(
    lambda key: Agency.objects.order_by().filter(key=key).values_list(*_FIELDS),
    lambda row: Agency.from_db("default", _FIELDS, row),
)


@router.post("/evidence/batch", response={200: ManyOut, **ERRORS}, summary="Record several at once")
def record_many(request: HttpRequest, payload: ManyIn) -> Any:
    """Records up to 200 things, each by itself: what is wrong with one keeps no other back. Give each a `reference`,
    so that the whole can be sent again. Scope `write:evidence`."""
    person = caller_of(request, _WRITE)
    agencies = Agency.objects.in_bulk({one.agency for one in payload.items}, field_name="key")
    rows = [_row(one, agencies, person) for one in payload.items]
    return {"recorded": sum(row["status"] == 201 for row in rows), "items": rows}


def _row(given: EvidenceIn, agencies: Mapping[UUID, Agency], person: Person) -> dict[str, Any]:
    agency, began = agencies.get(given.agency), timezone.now()
    if agency is None:
        return {"status": 404, "detail": _("There is no agency with this key.")}
    try:
        made = _recorded(given, agency, person, reference=given.reference)
    except PermissionDenied:
        return {"status": 403, "detail": _("Your posts do not give you the right to this.")}
    except ValidationError as problem:
        return {"status": 422, "detail": " ".join(problem.messages)}
    return {"status": 201 if made.recorded_at >= began else 200, "evidence": told_evidence(made)}


# ------------------------------------------------------------------------------------------------------------- looking


@router.get("/evidence", response={200: Page[EvidenceOut], **ERRORS}, summary="Find evidence")
def find_evidence(request: HttpRequest, wanted: Query[EvidenceFilter], paging: Query[Paging]) -> Any:
    """The evidence your person may see, the latest first. Scope `read:evidence`."""
    person = caller_of(request, _READ)
    if wanted.agency is None:
        rows = evidence_seen_by(person, on=timezone.localdate())
    else:
        rows = of_agencies(Evidence.objects.all(), _agencies(person, wanted.agency, below_it=wanted.below))
    found = _narrowed(rows, wanted).select_related("agency").defer("searched")
    return page_of(found.order_by("-happened_on", "-pk"), paging, told_evidence)


def _agencies(person: Person, key: UUID, *, below_it: bool) -> list[int]:
    """The agency, and those under it. Raises Forbidden where the person may not see its evidence."""
    agency, today = get_object_or_404(Agency, key=key), timezone.localdate()
    if not may(person, _SEE, agency, on=today):
        raise Forbidden(_SEE)
    if not below_it:
        return [agency.pk]
    return sorted(below({agency.pk}, today) & agencies_seen_by(person, on=today))


def _narrowed(rows: QuerySet[Evidence], wanted: EvidenceFilter) -> QuerySet[Evidence]:
    exact = {
        "kind": wanted.kind,
        "channel": wanted.channel,
        "source": wanted.source,
        "state": wanted.state,
        "reference": wanted.reference,
        "happened_on__gte": wanted.since,
        "happened_on__lte": wanted.until,
    }
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    for word in folded(wanted.q).split():
        rows = rows.filter(searched__contains=word)
    return rows


@router.get("/evidence/unmatched", response={200: Page[EvidenceOut], **ERRORS}, summary="What counts for nothing")
def get_unmatched(request: HttpRequest, wanted: Query[UnmatchedFilter], paging: Query[Paging]) -> Any:
    """The evidence of an agency that fits nothing it owes, or was rejected. Scope `read:evidence`."""
    agencies = _agencies(caller_of(request, _READ), wanted.agency, below_it=wanted.below)
    rows = unmatched(agencies, first=wanted.since, last=wanted.until)
    return page_of(rows.select_related("agency").defer("searched"), paging, told_evidence)


@router.get("/evidence/{uuid:key}", response={200: EvidenceFull, **ERRORS}, summary="One piece of evidence")
def get_evidence(request: HttpRequest, key: UUID) -> Any:
    """One thing that happened, what it is worth for which duty and why. Scope `read:evidence`."""
    return _full(seen_evidence(request, key))


@router.get(
    "/evidence/{uuid:key}/likely", response={200: list[LikelyOut], **ERRORS}, summary="What it may be meant for"
)
def get_likely(request: HttpRequest, key: UUID) -> Any:
    """The duties that evidence which counts for nothing may be meant for, likeliest first. Scope `read:evidence`."""
    found = likely_duties(seen_evidence(request, key), today=timezone.localdate())
    keys = dict(Agency.objects.filter(pk__in={one.duty.agency_id for one in found}).values_list("pk", "key"))
    return [_likely(one, keys[one.duty.agency_id]) for one in found]


# ------------------------------------------------------------------------------------------------------------ changing


@router.patch("/evidence/{uuid:key}", response={200: EvidenceFull, **ERRORS}, summary="Correct evidence")
def patch_evidence(request: HttpRequest, key: UUID, payload: CorrectIn) -> Any:
    """Puts right what was recorded; it is matched anew. Scope `write:evidence`."""
    evidence, person = seen_evidence(request, key, _WRITE), caller_of(request, _WRITE)
    changes = payload.model_dump(exclude_unset=True, exclude={"revision"})
    changes = {name: value for name, value in changes.items() if value is not None or name in _MAY_BE_NONE}
    correct_evidence(evidence, changes, by=person, on=timezone.localdate(), revision=payload.revision)
    return _full(seen_evidence(request, key, _WRITE))


_MAY_BE_NONE = frozenset({"minutes", "attendances", "copies", "words", "own_work"})


@router.post("/evidence/{uuid:key}/withdraw", response={200: EvidenceFull, **ERRORS}, summary="Withdraw evidence")
def withdraw_one(request: HttpRequest, key: UUID, payload: BecauseIn) -> Any:
    """Takes back what should not have been recorded; it stays to be seen and counts no more.
    Scope `write:evidence`."""
    evidence, person = seen_evidence(request, key, _WRITE), caller_of(request, _WRITE)
    withdraw_evidence(evidence, because=payload.because, by=person, on=timezone.localdate())
    return _full(seen_evidence(request, key, _WRITE))


@router.post("/evidence/{uuid:key}/files", response={201: list[FileOut], **ERRORS}, summary="Add files to evidence")
def add_files(request: HttpRequest, key: UUID, file: File[UploadedFile]) -> Any:
    """Keeps a photo, scan, list or recording with the evidence; the same file once. Scope `write:evidence`."""
    evidence, person = seen_evidence(request, key, _WRITE), caller_of(request, _WRITE)
    attach(evidence, received([file]), by=person, on=timezone.localdate())
    return Status(201, [_file(row) for row in evidence.files.all()])


# ------------------------------------------------------------------------------------------------------------- judging


@router.post("/matches/{id}/reject", response={200: MatchOut, **ERRORS}, summary="Reject evidence for a duty")
def reject_one(request: HttpRequest, id: Path[Number], payload: JudgeIn) -> Any:
    """The evidence does not count for the duty, whatever the rules say. Scope `write:evidence`."""
    match, person = seen_match(request, id, _WRITE), caller_of(request, _WRITE)
    reject_match(match, because=payload.because, by=person, on=timezone.localdate(), revision=payload.revision)
    return told_match(seen_match(request, id, _WRITE))


@router.post("/matches/{id}/accept", response={200: MatchOut, **ERRORS}, summary="Accept evidence for a duty")
def accept_one(request: HttpRequest, id: Path[Number], payload: JudgeIn) -> Any:
    """The evidence counts for the duty although the rules say no. Scope `write:evidence`."""
    match, person = seen_match(request, id, _WRITE), caller_of(request, _WRITE)
    accept_match(match, because=payload.because, by=person, on=timezone.localdate(), revision=payload.revision)
    return told_match(seen_match(request, id, _WRITE))


@router.post("/evidence/{uuid:key}/rematch", response={200: MatchOut, **ERRORS}, summary="Give evidence to a duty")
def rematch_one(request: HttpRequest, key: UUID, payload: RematchIn) -> Any:
    """The evidence counts for an occurrence that an agency owes. Scope `write:evidence`."""
    evidence, person = seen_evidence(request, key, _WRITE), caller_of(request, _WRITE)
    occurrence = get_object_or_404(Occurrence, pk=payload.occurrence)
    agency = _agency_named(payload.agency)
    made = rematch(evidence, occurrence, agency, because=payload.because, by=person, on=timezone.localdate())
    return told_match(seen_match(request, made.pk, _WRITE))


# ------------------------------------------------------------------------------------------------------------- telling


def seen_evidence(request: HttpRequest, key: UUID, scope: Scope = _READ) -> Evidence:
    """The piece, if who calls may see it. Raises Http404, and Problem where the token lacks the scope."""
    person = caller_of(request, scope)
    found = get_object_or_404(Evidence.objects.select_related("agency").defer("searched"), key=key)
    if not may(person, _SEE, found.agency_id, on=timezone.localdate()):
        raise Http404
    return found


def seen_match(request: HttpRequest, id: int, scope: Scope = _READ) -> Match:
    """The match, if who calls may see the evidence of the agency that owes. Raises as `seen_evidence` does."""
    person = caller_of(request, scope)
    found = get_object_or_404(Match.objects.select_related("evidence", "agency"), pk=id)
    if not may(person, _SEE, found.agency_id, on=timezone.localdate()):
        raise Http404
    return found


_PLAIN = tuple(name for name in EvidenceOut.model_fields if name != "agency")


def told_evidence(row: Evidence) -> dict[str, Any]:
    """One piece as programs are told of it."""
    agency = {"key": row.agency.key, "name": row.agency.name}
    return {"agency": agency, **{name: getattr(row, name) for name in _PLAIN}}


def _full(row: Evidence) -> dict[str, Any]:
    matches = row.matches.select_related("agency").order_by("pk")
    others = Evidence.objects.filter(item=row.item_id).exclude(pk=row.pk).order_by("pk")
    return {
        **told_evidence(row),
        "matches": [told_match(one, row) for one in matches],
        "files": [_file(one) for one in row.files.all()],
        "placements": list(others.values_list("key", flat=True)),
    }


def _file(row: EvidenceFile) -> dict[str, Any]:
    return {name: getattr(row, name) for name in FileOut.model_fields}


def told_match(row: Match, evidence: Evidence | None = None) -> dict[str, Any]:
    """One match as programs are told of it."""
    return {
        "id": row.pk,
        "evidence": (evidence or row.evidence).key,
        "occurrence": row.occurrence_id,
        "agency": {"key": row.agency.key, "name": row.agency.name},
        "state": row.state,
        "amount": row.amount,
        "reasons": reason_words(row.reason),
        "codes": row.reason,
        "decided": row.decided_by_id is not None,
        "decided_because": row.decided_because,
        "revision": row.revision,
    }


def _likely(one: Likely, agency: UUID) -> dict[str, Any]:
    occurrence = one.duty.occurrence
    return {
        "occurrence": occurrence.pk,
        "agency": agency,
        "window": occurrence.name,
        "text": one.duty.rule.text,
        "due_on": occurrence.due_on,
        "lacks": reason_words(one.lacks),
    }
