"""Judging evidence: reject it, let it count, lay it against another duty; one by one or several at once."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from loa.monitoring.actions.judging import accept_match, reject_match, rematch
from loa.monitoring.forms.evidence import BecauseForm, DutyForm, SearchForm
from loa.monitoring.models import Evidence, Match, Occurrence
from loa.monitoring.queries.evidence_pages import matches_of
from loa.monitoring.views.asking import person_of
from loa.monitoring.views.evidence import may_rematch, seen_evidence
from loa.monitoring.views.offers import likely_offers, offers_called
from loa.monitoring.views.saying import show_errors
from loa.monitoring.views.weighed import why_of
from loa.organizations.models import Agency, Person
from loa.organizations.policy import Forbidden, may

__all__ = ["accept", "named_by", "reject", "rematch_evidence"]

JUDGE = "evidence.judge"


@dataclass(frozen=True, slots=True)
class _Deed:
    """What a person may do about a match, in words."""

    do: Callable[..., object]
    heading: str | Promise
    explained: str | Promise
    button: str | Promise
    done: str | Promise
    kind: str = "primary"


_REJECT = _Deed(
    reject_match,
    gettext_lazy("Reject this evidence"),
    gettext_lazy(
        "It then no longer counts for this duty, and the figures of the agency change at once. "
        "The agency may dispute it."
    ),
    gettext_lazy("Reject"),
    gettext_lazy("The evidence is rejected. You can take that back here: let it count."),
    kind="danger",
)
_ACCEPT = _Deed(
    accept_match,
    gettext_lazy("Let this evidence count"),
    gettext_lazy(
        "It then counts for this duty although the rules say no, and the figures of the agency change at once."
    ),
    gettext_lazy("Let it count"),
    gettext_lazy("The evidence counts. You can take that back here: reject it."),
)


@login_required
def reject(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks why, then rejects."""
    return _judged(request, pk, _REJECT)


@login_required
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks why, then lets it count."""
    return _judged(request, pk, _ACCEPT)


def _judged(request: HttpRequest, pk: int, deed: _Deed) -> HttpResponse:
    person, today = person_of(request), timezone.localdate()
    match = _match_to_judge(person, pk, today)
    page = reverse("monitoring:evidence-detail", args=[match.evidence.key])
    form = BecauseForm(request.POST if request.method == "POST" else None, initial={"revision": match.revision})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            deed.do(match, because=given["because"], by=person, on=today, revision=given["revision"])
        except ValidationError as problem:
            form = form.renewed(_match_to_judge(person, pk, today).revision)
            show_errors(form, problem)
        else:
            messages.success(request, str(deed.done))
            return redirect(f"{page}#match-{pk}")
    context = {
        "deed": deed,
        "match": match,
        "why": why_of(match),
        "form": form,
        "cancel_url": page,
        "breadcrumbs": _crumbs(match.evidence),
    }
    return render(request, "monitoring/evidence_judge.html", context, status=422 if form.errors else 200)


def _match_to_judge(person: Person, pk: int, today: date) -> Match:
    related = ("evidence__agency", "agency", "decided_by", "occurrence__plan", "occurrence__rule")
    match = get_object_or_404(Match.objects.select_related(*related), pk=pk)
    if not may(person, "evidence.see", match.agency_id, on=today):
        raise Http404
    if not may(person, JUDGE, match.agency_id, on=today):
        raise Forbidden(JUDGE)
    return match


def _crumbs(evidence: Evidence) -> list[tuple[str, str | None]]:
    page = reverse("monitoring:evidence-detail", args=[evidence.key])
    return [(_("Evidence"), reverse("monitoring:evidence")), (evidence.title, page)]


# ---------------------------------------------------------------------------------------------------- another duty


@login_required
def rematch_evidence(request: HttpRequest, key: UUID) -> HttpResponse:
    """Offers the duties that the evidence may be meant for, and any other by its words; lays it against one."""
    person, today = person_of(request), timezone.localdate()
    evidence = seen_evidence(person, key)
    matches = matches_of(evidence)
    if not may_rematch(person, evidence, matches):
        raise Forbidden(JUDGE)
    page = reverse("monitoring:evidence-detail", args=[evidence.key])
    form = DutyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = rematch(evidence, *named_by(form.pair()), because=form.cleaned_data["because"], by=person, on=today)
        except ValidationError as problem:
            show_errors(form, problem)
        else:
            messages.success(request, _("The evidence counts for the duty chosen. You can take that back here."))
            return redirect(f"{page}#match-{made.pk}")
    words = request.GET.get("q", "").replace("\0", " ")[:200]
    context = {
        "evidence": evidence,
        "matches": matches,
        "offers": likely_offers(evidence, person, today=today),
        "found": offers_called(words, evidence, person, today=today) if words.strip() else [],
        "searched": bool(words.strip()),
        "search": SearchForm({"q": words}),
        "form": form,
        "chosen": request.POST.get("duty", ""),
        "cancel_url": page,
        "breadcrumbs": _crumbs(evidence),
    }
    return render(request, "monitoring/evidence_rematch.html", context, status=422 if form.errors else 200)


def named_by(pair: tuple[int, int]) -> tuple[Occurrence, Agency]:
    """The occurrence and the agency chosen. Raises Http404 where there are none."""
    found = Occurrence.objects.select_related("rule").filter(pk=pair[0]).first()
    agency = Agency.objects.filter(pk=pair[1]).first()
    if found is None or agency is None:
        raise Http404
    return found, agency
