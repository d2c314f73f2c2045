"""Writing, reviewing and moving on plans, for programs: each operation calls the verb that the pages call."""

from collections.abc import Callable
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import File, Form, Header, Router, Status
from ninja.files import UploadedFile

from loa.organizations.api_base import ERRORS, Problem, caller_of
from loa.organizations.api_once import once
from loa.organizations.models import Agency, Person
from loa.organizations.scopes import Scope
from loa.plans.actions.ending import close, withdraw
from loa.plans.actions.issuing import IssueData, issue, put_in_force
from loa.plans.actions.review import accept, correct, reject
from loa.plans.actions.review_shape import add
from loa.plans.actions.signing import Signature, return_to_draft, sign, submit
from loa.plans.actions.upload import AlreadyUploaded, upload
from loa.plans.actions.writing import Head, change_head, discard, write
from loa.plans.api_found import named_plan, seen_obligation, seen_plan
from loa.plans.api_schemas import (
    ChangeHeadIn,
    ContentIn,
    CorrectIn,
    EndIn,
    HeadIn,
    InForceIn,
    IssueIn,
    ObligationOut,
    PlanFull,
    PlanIn,
    ReasonIn,
    RejectIn,
    RevisionIn,
    SignIn,
    WithdrawIn,
    told_obligation,
    told_plan_full,
)
from loa.plans.models import Obligation, Plan
from loa.plans.queries.review_content import Body, Content

__all__ = ["router"]

router = Router()
_WRITE = Scope.WRITE_PLANS

Once = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        max_length=200,
        description="A text of yours: asked again with the same one within a day, the first answer is given again.",
    ),
]

# ------------------------------------------------------------------------------------------------------------ drafts


@router.post("/plans", response={201: PlanFull, **ERRORS}, summary="Begin a plan")
def begin_plan(request: HttpRequest, payload: PlanIn, key: Once = None) -> Any:
    """Begins a draft of an agency from nothing. Scope `write:plans`."""
    person = caller_of(request, _WRITE)
    issuer = get_object_or_404(Agency, key=payload.issuer)
    head = _head(person, payload)
    made = once(person, key, lambda: write(head, issuer=issuer, by=person, on=timezone.localdate()).key)
    return Status(201, told_plan_full(seen_plan(request, made, _WRITE)))


@router.post("/plans/documents", response={202: PlanFull, **ERRORS}, summary="Upload a document")
def upload_document(
    request: HttpRequest, file: File[UploadedFile], issuer: Form[UUID], superior: Form[UUID | None] = None
) -> Any:
    """Makes a draft of an agency and queues the reading of the document; the same file of the same agency is refused
    with 409. Scope `write:plans`."""
    person = caller_of(request, _WRITE)
    agency, above = get_object_or_404(Agency, key=issuer), named_plan(person, superior)
    try:
        source = upload(file, issuer=agency, superior=above, by=person, on=timezone.localdate())
    except AlreadyUploaded as known:
        detail = _("This very file was uploaded before: it is plan %s.") % known.plan.key
        raise Problem(409, "already-uploaded", detail) from known
    return Status(202, told_plan_full(seen_plan(request, source.plan.key, _WRITE)))


@router.put("/plans/{uuid:key}", response={200: PlanFull, **ERRORS}, summary="Change the head of a draft")
def put_head(request: HttpRequest, key: UUID, payload: ChangeHeadIn) -> Any:
    """Puts another head in the place of what stands. Scope `write:plans`."""
    plan, person = seen_plan(request, key, _WRITE), caller_of(request, _WRITE)
    head = _head(person, payload)
    change_head(plan, head, revision=payload.revision, by=person, on=timezone.localdate())
    return told_plan_full(seen_plan(request, key, _WRITE))


@router.delete("/plans/{uuid:key}", response={204: None, **ERRORS}, summary="Discard a draft")
def delete_plan(request: HttpRequest, key: UUID) -> Any:
    """Throws a draft away for good, with its document. Scope `write:plans`."""
    discard(seen_plan(request, key, _WRITE), by=caller_of(request, _WRITE), on=timezone.localdate())
    return Status(204, None)


def _head(person: Person, given: HeadIn) -> Head:
    return Head(
        title=given.title.strip(),
        kind=given.kind,
        period_from=given.period_from,
        period_to=given.period_to,
        introduction=given.introduction,
        superior=named_plan(person, given.superior),
        replaces=named_plan(person, given.replaces),
    )


# ------------------------------------------------------------------------------------------------------- obligations


@router.post("/plans/{uuid:key}/obligations", response={201: ObligationOut, **ERRORS}, summary="Add an obligation")
def add_obligation(request: HttpRequest, key: UUID, payload: ContentIn) -> Any:
    """Adds an obligation to a draft. Scope `write:plans`."""
    plan = seen_plan(request, key, _WRITE)
    made = add(plan, _content(payload), by=caller_of(request, _WRITE), on=timezone.localdate())
    return Status(201, _obligation(made))


@router.put("/obligations/{uuid:key}", response={200: ObligationOut, **ERRORS}, summary="Correct an obligation")
def put_obligation(request: HttpRequest, key: UUID, payload: CorrectIn) -> Any:
    """Puts what you say in the place of what stands; what the reader found is kept. Scope `write:plans`."""
    row, person = seen_obligation(request, key, _WRITE), caller_of(request, _WRITE)
    done = correct(row, _content(payload), revision=payload.revision, by=person, on=timezone.localdate())
    return _obligation(done)


@router.post(
    "/obligations/{uuid:key}/accept", response={200: ObligationOut, **ERRORS}, summary="Accept it as it stands"
)
def accept_obligation(request: HttpRequest, key: UUID, payload: RevisionIn) -> Any:
    """Agrees to an obligation of a draft. Scope `write:plans`."""
    row, person = seen_obligation(request, key, _WRITE), caller_of(request, _WRITE)
    return _obligation(accept(row, revision=payload.revision, by=person, on=timezone.localdate()))


@router.post("/obligations/{uuid:key}/reject", response={200: ObligationOut, **ERRORS}, summary="Say it is none")
def reject_obligation(request: HttpRequest, key: UUID, payload: RejectIn) -> Any:
    """Says that this is no obligation, and why. Scope `write:plans`."""
    row, person = seen_obligation(request, key, _WRITE), caller_of(request, _WRITE)
    done = reject(row, reason=payload.reason, revision=payload.revision, by=person, on=timezone.localdate())
    return _obligation(done)


def _content(given: ContentIn) -> Content:
    return Content(
        text=given.text,
        topic=given.topic,
        kinds=tuple(given.kinds),
        cadences=tuple(given.cadences),
        quotas=tuple(quota.dict() for quota in given.quotas),
        deadline=given.deadline,
        window=given.window,
        channels=tuple(given.channels),
        requested=given.requested,
        parties=tuple(_bodies(given)),
    )


def _bodies(given: ContentIn) -> list[Body]:
    wanted = {party.agency for party in given.parties if party.agency}
    known = dict(Agency.objects.filter(key__in=wanted).values_list("key", "pk"))
    if missing := wanted - known.keys():
        keys = ", ".join(sorted(map(str, missing)))
        raise Problem(422, "unknown-agency", _("There is no agency with the key %s.") % keys)
    for party in given.parties:
        if not (party.agency or party.group or party.name.strip()):
            raise Problem(422, "nobody", _("Each body needs an agency, a group or a name."))
    return [
        Body(
            party.role.value,
            party.name,
            party.group or "",
            known[party.agency] if party.agency else None,
            party.outside,
        )
        for party in given.parties
    ]


def _obligation(row: Obligation) -> dict[str, Any]:
    kept = Obligation.objects.select_related("plan", "replaces").prefetch_related("parties__agency")
    return told_obligation(kept.get(pk=row.pk))


# -------------------------------------------------------------------------------------------------------------- life


def _step(request: HttpRequest, key: UUID, do: Callable[[Plan, Person], object]) -> dict[str, Any]:
    plan, person = seen_plan(request, key, _WRITE), caller_of(request, _WRITE)
    do(plan, person)
    return told_plan_full(seen_plan(request, key, _WRITE))


@router.post("/plans/{uuid:key}/submit", response={200: PlanFull, **ERRORS}, summary="Submit for signature")
def submit_plan(request: HttpRequest, key: UUID) -> Any:
    """Lays a draft before the leader. Scope `write:plans`."""
    return _step(request, key, lambda plan, by: submit(plan, by=by, on=timezone.localdate()))


@router.post("/plans/{uuid:key}/return", response={200: PlanFull, **ERRORS}, summary="Return for changes")
def return_plan(request: HttpRequest, key: UUID, payload: ReasonIn) -> Any:
    """Sends a submitted or signed plan back. Scope `write:plans`."""
    today = timezone.localdate()
    return _step(request, key, lambda plan, by: return_to_draft(plan, reason=payload.reason, by=by, on=today))


@router.post("/plans/{uuid:key}/sign", response={200: PlanFull, **ERRORS}, summary="Sign")
def sign_plan(request: HttpRequest, key: UUID, payload: SignIn) -> Any:
    """Signs a submitted plan. Scope `write:plans`."""
    signature = Signature(payload.authority, payload.capacity, payload.name)
    now = timezone.now()
    return _step(request, key, lambda plan, by: sign(plan, signature, at=now, by=by, on=timezone.localdate(now)))


@router.post("/plans/{uuid:key}/issue", response={200: PlanFull, **ERRORS}, summary="Issue")
def issue_plan(request: HttpRequest, key: UUID, payload: IssueIn) -> Any:
    """Numbers and dates a signed plan. Scope `write:plans`."""
    given = IssueData(payload.number, payload.issued_on, payload.issue_place)
    return _step(request, key, lambda plan, by: issue(plan, given, by=by, on=timezone.localdate()))


@router.post("/plans/{uuid:key}/put-in-force", response={200: PlanFull, **ERRORS}, summary="Put in force")
def put_plan_in_force(request: HttpRequest, key: UUID, payload: InForceIn) -> Any:
    """Makes an issued plan bind from a day on. Scope `write:plans`."""
    first, today = payload.effective_from, timezone.localdate()
    return _step(request, key, lambda plan, by: put_in_force(plan, effective_from=first, by=by, on=today))


@router.post("/plans/{uuid:key}/withdraw", response={200: PlanFull, **ERRORS}, summary="Withdraw")
def withdraw_plan(request: HttpRequest, key: UUID, payload: WithdrawIn) -> Any:
    """Takes an issued plan back. Scope `write:plans`."""
    last, reason, today = payload.last_day, payload.reason, timezone.localdate()
    return _step(request, key, lambda plan, by: withdraw(plan, reason=reason, last_day=last, by=by, on=today))


@router.post("/plans/{uuid:key}/close", response={200: PlanFull, **ERRORS}, summary="Close")
def close_plan(request: HttpRequest, key: UUID, payload: EndIn) -> Any:
    """Closes a plan whose work is done. Scope `write:plans`."""
    last, today = payload.last_day, timezone.localdate()
    return _step(request, key, lambda plan, by: close(plan, last_day=last, by=by, on=today))
