"""The pages of recording evidence: the entry, what it counts for, correcting it and taking it back."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from loa.monitoring.actions.attaching import Received, attach
from loa.monitoring.actions.recording import correct_evidence, record_evidence, withdraw_evidence
from loa.monitoring.errors import ChangedMeanwhile, MonitoringError
from loa.monitoring.fetching import Proposal, proposal_of
from loa.monitoring.forms.recording import CorrectForm, RecordForm, WithdrawForm
from loa.monitoring.models import Evidence
from loa.monitoring.queries.evidence import evidence_seen_by
from loa.monitoring.queries.standing import likely_duties
from loa.monitoring.queries.worth import worth_of
from loa.monitoring.reasons import reason_words
from loa.monitoring.views.asking import person_of
from loa.monitoring.views.recording_entry import (
    Desk,
    begun,
    bookmarklet,
    desk_of,
    expected,
    happening_of,
    placement_of,
    proposed,
    recorded_already,
    typed,
    with_same_link,
)
from loa.monitoring.views.recording_files import forget, given, keep, kept
from loa.organizations.policy import may, require

__all__ = ["correct", "page_of_entry", "record", "recorded", "save", "show_faults", "withdraw"]


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def record(request: HttpRequest) -> HttpResponse:
    """Asks for an entry; POST saves it, or with `look` fills it in from the link, or with `preview` tells its worth."""
    desk = desk_of(person_of(request), timezone.localdate())
    if request.method == "GET":
        begin, placement = begun(request, desk)
        form = desk.form(initial=begin)
        return page_of_entry(request, form, placement=placement, looks=bool(begin.get("link")) and not placement)
    if "look" in request.POST:
        return _looked_up(request, desk)
    sent = desk.form(request.POST, request.FILES)
    if "preview" in request.POST:
        return _previewed(request, desk, sent)
    return _saved(request, desk, sent) if sent.is_valid() else _returned(request, desk, sent)


def page_of_entry(request: HttpRequest, form: RecordForm, *, status: int = 200, **more: Any) -> HttpResponse:
    """The page of the entry."""
    scope = reverse("monitoring:offline-evidence").removesuffix("offline/")
    context = {"form": form, "worths": None, "scope": scope, "bookmarklet": bookmarklet(request), **more}
    crumbs = [(_("Evidence"), reverse("monitoring:evidence")), (_("Record evidence"), None)]
    return render(request, "monitoring/record.html", {"breadcrumbs": crumbs, **context}, status=status)


def _looked_up(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The page of the link is read while the person waits; what they typed stays."""
    sent = desk.form(request.POST, request.FILES)
    sent.is_valid()
    link = sent.cleaned_data.get("link") or ""
    proposal = proposal_of(link) if link else Proposal("", problem="address")
    filled = proposed(typed(request.POST), proposal, desk.today)
    agency = sent.cleaned_data.get("agency")
    more = {
        "proposal": proposal,
        "known_link": with_same_link(agency, link) if agency else None,
        "worths": _worths(request, desk, sent, filled),
        **_what_came(request, desk, sent),
    }
    return page_of_entry(request, desk.form(initial=filled), **more)


def _worths(request: HttpRequest, desk: Desk, sent: RecordForm, filled: dict[str, Any]) -> Any:
    """What the entry as it was filled in would count for."""
    again = request.POST.copy()
    for name, value in filled.items():
        again.setlist(name, [str(one) for one in value] if isinstance(value, list) else [_as_sent(value)])
    files = _files_of(request, desk, sent)
    # Files that were chosen and are not sent along for a look count as if they were.
    chosen = request.POST.get("chosen", "").split()
    has_photo = "photos" in chosen or any(one.is_picture for one in files)
    return expected(desk.form(again), has_photo=has_photo, has_files=bool(files or chosen))


def _as_sent(value: Any) -> str:
    return "" if value is None else str(value)


def _previewed(request: HttpRequest, desk: Desk, sent: RecordForm) -> HttpResponse:
    sent.is_valid()
    worths = _worths(request, desk, sent, {})
    return page_of_entry(
        request, desk.form(initial=typed(request.POST)), worths=worths, **_what_came(request, desk, sent)
    )  # fmt: skip


def _files_of(request: HttpRequest, desk: Desk, sent: RecordForm) -> list[Received]:
    try:
        return given(request, sent, desk.person)
    except MonitoringError:
        return []


def _what_came(request: HttpRequest, desk: Desk, sent: RecordForm) -> dict[str, Any]:
    """Keeps the files of an entry that comes back to the person, and the item it is a placement of."""
    reference = str(sent.cleaned_data.get("reference") or "")
    keep(desk.person, reference, _files_of(request, desk, sent))
    placement = placement_of(sent, desk.agencies) if sent.cleaned_data.get("placement_of") else None
    return {"kept": kept(desk.person, reference), "placement": placement, "returned": True}


def _returned(request: HttpRequest, desk: Desk, sent: RecordForm, **more: Any) -> HttpResponse:
    return page_of_entry(request, sent, status=422, **_what_came(request, desk, sent), **more)


def _saved(request: HttpRequest, desk: Desk, sent: RecordForm) -> HttpResponse:
    if same := recorded_already(sent):
        return _returned(request, desk, sent, same_link=same)
    try:
        evidence = save(request, desk, sent)
    except ValidationError as problem:
        show_faults(sent, problem)
        return _returned(request, desk, sent)
    return redirect("monitoring:evidence-recorded", evidence.key)


def save(request: HttpRequest, desk: Desk, form: RecordForm) -> Evidence:
    """Records what a valid form says, with its files: all of it or nothing."""
    files = given(request, form, desk.person)
    happening = happening_of(form, has_photo=any(one.is_picture for one in files))
    with transaction.atomic():
        evidence = record_evidence(happening, by=desk.person, on=desk.today)
        if files:
            attach(evidence, files, by=desk.person, on=desk.today)
    forget(desk.person, happening.reference)
    return evidence


def show_faults(form: Any, problem: ValidationError) -> None:
    """Puts what an action refused beside the fields it is about, else above the form."""
    for one in getattr(problem, "error_list", [problem]):
        one.code = "documents" if one.code == "files" else one.code
        field = one.code if one.code in form.fields and not form.fields[one.code].widget.is_hidden else None
        form.add_error(field, one)


# ------------------------------------------------------------------------------------------------------- what is there


@login_required
def recorded(request: HttpRequest, key: UUID) -> HttpResponse:
    """What a piece counts for and what is missing yet, and what to do next."""
    person, today = person_of(request), timezone.localdate()
    evidence = get_object_or_404(evidence_seen_by(person, on=today).select_related("agency"), key=key)
    require(person, "evidence.record", evidence.agency, on=today)
    worths = worth_of(evidence)
    entry = reverse("monitoring:record-evidence")
    context = {
        "evidence": evidence,
        "worths": worths,
        "likely": [] if worths else _likely(evidence, today),
        "again_url": f"{entry}?again={evidence.key}",
        "placement_url": f"{entry}?placement={evidence.key}",
        "may_withdraw": may(person, "evidence.withdraw", evidence.agency, on=today),
        "breadcrumbs": _crumbs(evidence, _("Recorded")),
    }
    return render(request, "monitoring/evidence_recorded.html", context)


def _likely(evidence: Evidence, today: date) -> list[dict[str, Any]]:
    """The duties it may be meant for, and what keeps it from counting for them."""
    found = likely_duties(evidence, today=today, most=4)
    return [{"duty": one.duty, "reasons": reason_words(one.lacks)} for one in found]


def _crumbs(evidence: Evidence, here: str) -> list[tuple[str, str | None]]:
    detail = reverse("monitoring:evidence-detail", args=[evidence.key])
    return [(_("Evidence"), reverse("monitoring:evidence")), (evidence.title, detail), (here, None)]


def _own(request: HttpRequest, key: UUID, verb: str) -> Evidence:
    """The evidence, of an agency for which the person may do this; what they may not see is not there."""
    person, today = person_of(request), timezone.localdate()
    evidence: Evidence = get_object_or_404(evidence_seen_by(person, on=today).select_related("agency"), key=key)
    require(person, verb, evidence.agency, on=today)
    return evidence


@login_required
@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, key: UUID) -> HttpResponse:
    """Puts right what was recorded; who saved in between is not overwritten."""
    evidence, today = _own(request, key, "evidence.record"), timezone.localdate()
    form = CorrectForm(request.POST or None, today=today, initial=_as_recorded(evidence))
    if request.method == "POST" and form.is_valid():
        told = form.told()
        revision = form.cleaned_data["revision"]
        try:
            correct_evidence(evidence, told, by=person_of(request), on=today, revision=revision)
        except ChangedMeanwhile as problem:
            evidence.refresh_from_db()
            again = request.POST.copy()
            again["revision"] = str(evidence.revision)
            form.data = again
            show_faults(form, problem)
        except ValidationError as problem:
            show_faults(form, problem)
        else:
            messages.success(request, _("The evidence is corrected."))
            return redirect("monitoring:evidence-detail", evidence.key)
    context = {"form": form, "evidence": evidence, "breadcrumbs": _crumbs(evidence, _("Correct"))}
    return render(request, "monitoring/evidence_correct.html", context, status=422 if form.errors else 200)


def _as_recorded(evidence: Evidence) -> dict[str, Any]:
    said = {True: "yes", False: "no", None: ""}
    told = {name: getattr(evidence, name) for name in CorrectForm.base_fields}
    return {**told, "own_work": said[evidence.own_work]}


@login_required
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, key: UUID) -> HttpResponse:
    """Takes evidence back, with the reason."""
    evidence, today = _own(request, key, "evidence.withdraw"), timezone.localdate()
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            withdraw_evidence(evidence, because=form.cleaned_data["because"], by=person_of(request), on=today)
        except ValidationError as problem:
            show_faults(form, problem)
        else:
            messages.success(request, _("The evidence is withdrawn and counts no more."))
            return redirect("monitoring:evidence-detail", evidence.key)
    context = {"form": form, "evidence": evidence, "breadcrumbs": _crumbs(evidence, _("Withdraw"))}
    return render(request, "monitoring/evidence_withdraw.html", context, status=422 if form.errors else 200)
