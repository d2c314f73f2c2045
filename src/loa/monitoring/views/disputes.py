"""Disputes: the list, the dialogue, the decision."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from loa.monitoring.actions.disputing import decide, open_dispute, speak, withdraw
from loa.monitoring.enums import DisputeState
from loa.monitoring.forms.disputes import DecisionForm, DisputeFilter, WordsForm
from loa.monitoring.models import Dispute, Match
from loa.monitoring.policy import may_decide
from loa.monitoring.queries.disputes import disputes_found, disputes_seen_by, said_in
from loa.monitoring.views.asking import export_format, person_of
from loa.monitoring.views.saying import show_errors, tell_errors
from loa.monitoring.views.weighed import why_of
from loa.organizations.models import Person
from loa.organizations.policy import Forbidden, may
from loa.ui.export import Column, table_response
from loa.ui.listing import listing

__all__ = ["decide_dispute", "dispute_list", "dispute_page", "open_one", "speak_in", "withdraw_dispute"]

_SORTS = {
    "opened": ("-is_open", "-opened_at"),
    "agency": "agency__name",
    "last": "last_said",
    "state": "state",
}


@login_required
def dispute_list(request: HttpRequest) -> HttpResponseBase:
    """The disputes somebody may see, those still open first."""
    person, today = person_of(request), timezone.localdate()
    form = DisputeFilter(request.GET)
    rows = disputes_found(disputes_seen_by(person, on=today), form.wanted(), person, on=today)
    if format := export_format(request):
        return table_response(rows.iterator(chunk_size=500), _columns(), name=_("Disputes"), format=format)
    page = listing(request, rows, sorts=_SORTS, default="opened")
    crumbs = [(_("Evidence"), reverse("monitoring:evidence")), (_("Disputes"), None)]
    return render(request, "monitoring/disputes.html", {"listing": page, "filter_form": form, "breadcrumbs": crumbs})


def _columns() -> list[Column[Any]]:
    return [
        Column(_("Opened at"), lambda row: row.opened_at, 16),
        Column(_("Agency"), lambda row: row.agency.name, 40),
        Column(_("Evidence"), lambda row: row.match.evidence.title, 60),
        Column(_("Obligation"), lambda row: str(row.match.occurrence.rule), 60),
        Column(_("Window"), lambda row: row.match.occurrence.name, 20),
        Column(_("State"), lambda row: row.get_state_display(), 24),
        Column(_("Opened by"), lambda row: str(row.opened_by), 24),
        Column(_("Messages"), lambda row: row.said, 10),
        Column(_("Ended by"), lambda row: str(row.decided_by or ""), 24),
        Column(_("Ended at"), lambda row: row.decided_at, 16),
        Column(_("Reason of the decision"), lambda row: row.decision, 60),
    ]


# --------------------------------------------------------------------------------------------------------- one dispute


@login_required
def dispute_page(request: HttpRequest, key: UUID) -> HttpResponse:
    """The dialogue, and what the reader may add to it."""
    return _page(request, _seen(person_of(request), key))


def _page(
    request: HttpRequest,
    dispute: Dispute,
    words: WordsForm | None = None,
    decision: DecisionForm | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    person, today = person_of(request), timezone.localdate()
    is_open = dispute.state == DisputeState.OPEN
    context = {
        "dispute": dispute,
        "match": dispute.match,
        "why": why_of(dispute.match),
        "said": said_in(dispute),
        "words": words or WordsForm(prefix="say"),
        "decision": decision or DecisionForm(prefix="decide"),
        "may_speak": is_open and may(person, "disputes.speak", dispute.agency_id, on=today),
        "may_decide": is_open and may_decide(person, dispute, on=today),
        "own_rejection": is_open and _may_not_for_own_rejection(person, dispute),
        "may_withdraw": is_open and dispute.opened_by_id == person.pk,
        "breadcrumbs": [
            (_("Evidence"), reverse("monitoring:evidence")),
            (_("Disputes"), reverse("monitoring:disputes")),
            (dispute.match.evidence.title, None),
        ],
    }
    return render(request, "monitoring/dispute.html", context, status=status)


def _may_not_for_own_rejection(person: Person, dispute: Dispute) -> bool:
    """Whether somebody could decide it, had they not rejected the evidence themselves."""
    today = timezone.localdate()
    own = dispute.match.decided_by_id == person.pk
    return (
        own
        and may(person, "disputes.decide", dispute.agency_id, on=today)
        and not may_decide(person, dispute, on=today)
    )


def _seen(person: Person, key: UUID) -> Dispute:
    related = ("agency", "opened_by", "decided_by", "match__decided_by", "match__evidence__agency")
    rows = Dispute.objects.select_related(*related, "match__occurrence__plan", "match__occurrence__rule")
    found = rows.filter(key=key).first()
    if found is None or not may(person, "evidence.see", found.agency_id, on=timezone.localdate()):
        raise Http404(_("There is no such dispute, or you may not see it."))
    return found


def _back(dispute: Dispute) -> HttpResponse:
    return redirect(reverse("monitoring:dispute", args=[dispute.key]))


@login_required
@require_POST
def speak_in(request: HttpRequest, key: UUID) -> HttpResponse:
    """Adds to the dialogue."""
    dispute = _seen(person_of(request), key)
    _require(request, "disputes.speak", dispute)
    form = WordsForm(request.POST, prefix="say")
    if form.is_valid():
        try:
            speak(dispute, text=form.cleaned_data["text"], by=person_of(request), on=timezone.localdate())
        except ValidationError as problem:
            show_errors(form, problem)
        else:
            messages.success(request, _("Recorded; the other side is told."))
            return _back(dispute)
    return _page(request, _seen(person_of(request), key), words=form, status=422)


@login_required
@require_POST
def decide_dispute(request: HttpRequest, key: UUID) -> HttpResponse:
    """Ends the dispute; who comes second is told who was first."""
    dispute = _seen(person_of(request), key)
    _require(request, "disputes.decide", dispute)
    form = DecisionForm(request.POST, prefix="decide")
    if form.is_valid():
        because = form.cleaned_data["because"]
        try:
            decide(dispute, upheld=form.upheld, because=because, by=person_of(request), on=timezone.localdate())
        except ValidationError as problem:
            show_errors(form, problem)
        else:
            messages.success(request, _("The decision is recorded and the agency is told."))
            return _back(dispute)
    return _page(request, _seen(person_of(request), key), decision=form, status=422)


@login_required
@require_POST
def withdraw_dispute(request: HttpRequest, key: UUID) -> HttpResponse:
    """Who opened it takes it back."""
    dispute = _seen(person_of(request), key)
    _require(request, "disputes.open", dispute)
    try:
        withdraw(dispute, by=person_of(request), on=timezone.localdate())
    except ValidationError as problem:
        tell_errors(request, problem)
    else:
        messages.success(request, _("The dispute is withdrawn; the evidence stays as it was."))
    return _back(dispute)


def _require(request: HttpRequest, verb: str, dispute: Dispute) -> None:
    if not may(person_of(request), verb, dispute.agency_id, on=timezone.localdate()):
        raise Forbidden(verb)


@login_required
def open_one(request: HttpRequest, pk: int) -> HttpResponse:
    """The agency says why evidence that does not count should count."""
    person, today = person_of(request), timezone.localdate()
    related = ("evidence__agency", "agency", "decided_by", "occurrence__plan", "occurrence__rule")
    match = get_object_or_404(Match.objects.select_related(*related), pk=pk)
    if not may(person, "evidence.see", match.agency_id, on=today):
        raise Http404
    if not may(person, "disputes.open", match.agency_id, on=today):
        raise Forbidden("disputes.open")
    form = WordsForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = open_dispute(match, text=form.cleaned_data["text"], by=person, on=today)
        except ValidationError as problem:
            show_errors(form, problem)
        else:
            messages.success(request, _("The dispute is open; those who may decide it are told."))
            return _back(made)
    page = reverse("monitoring:evidence-detail", args=[match.evidence.key])
    context = {
        "match": match,
        "why": why_of(match),
        "form": form,
        "cancel_url": page,
        "breadcrumbs": [(_("Evidence"), reverse("monitoring:evidence")), (match.evidence.title, page)],
    }
    return render(request, "monitoring/dispute_open.html", context, status=422 if form.errors else 200)
