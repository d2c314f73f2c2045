"""Texts that resemble each other: the list, and two of them side by side with a decision."""

from collections.abc import Collection
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from loa.monitoring.actions.near_copies import JUDGE, decide
from loa.monitoring.enums import NearCopyState
from loa.monitoring.forms.watching import CopyForm, NearCopyFilter
from loa.monitoring.models import NearCopy
from loa.monitoring.queries.evidence import agencies_seen_by
from loa.monitoring.queries.near_copies import compared_texts, judged_by, near_copies_found
from loa.monitoring.views.asking import export_format, person_of
from loa.monitoring.views.saying import tell_errors
from loa.organizations.policy import Forbidden, may_anywhere, require
from loa.ui.export import Column, table_response
from loa.ui.listing import listing

__all__ = ["decide_copy", "near_copy_list", "near_copy_page"]

_SORTS = {"likeness": "likeness", "found": "found_at", "agency": "evidence__agency__name", "state": "state"}


@login_required
def near_copy_list(request: HttpRequest) -> HttpResponseBase:
    """The pairs somebody judges; those not looked at yet, unless others are asked for."""
    person, today = person_of(request), timezone.localdate()
    if not may_anywhere(person, JUDGE, on=today):
        raise Forbidden(JUDGE)
    form = NearCopyFilter(request.GET or {"state": NearCopyState.FLAGGED.value})
    rows = near_copies_found(judged_by(person, on=today), form.wanted())
    if format := export_format(request):
        columns = _columns(agencies_seen_by(person, on=today))
        return table_response(rows.iterator(chunk_size=500), columns, name=_("Near copies"), format=format)
    page = listing(request, rows, sorts=_SORTS, default="-likeness")
    crumbs = [(_("Evidence"), reverse("monitoring:evidence")), (_("Near copies"), None)]
    seen = agencies_seen_by(person, on=today)
    context = {"listing": page, "seen": seen, "filter_form": form, "breadcrumbs": crumbs}
    return render(request, "monitoring/near_copies.html", context)


def _columns(seen: Collection[int]) -> list[Column[Any]]:
    """What may not be seen is named by its agency alone."""
    return [
        Column(_("Likeness"), lambda row: row.likeness, 10),
        Column(_("Later text"), lambda row: row.evidence.title, 60),
        Column(_("Agency of the later"), lambda row: row.evidence.agency.name, 40),
        Column(_("Day of the later"), lambda row: row.evidence.happened_on, 12),
        Column(_("Earlier text"), lambda row: row.other.title if row.other.agency_id in seen else "", 60),
        Column(_("Agency of the earlier"), lambda row: row.other.agency.name, 40),
        Column(_("Day of the earlier"), lambda row: row.other.happened_on, 12),
        Column(_("Decision"), lambda row: row.get_state_display(), 24),
        Column(_("Decided by"), lambda row: str(row.decided_by or ""), 30),
        Column(_("Decided at"), lambda row: row.decided_at, 16),
    ]


@login_required
def near_copy_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Two texts side by side, what they have in common marked."""
    pair = _judged_pair(request, pk)
    sides, files = compared_texts(pair, person_of(request), on=timezone.localdate())
    context = {
        "pair": pair,
        "sides": sides,
        "files": files,
        "same_agency": pair.evidence.agency_id == pair.other.agency_id,
        "breadcrumbs": [
            (_("Evidence"), reverse("monitoring:evidence")),
            (_("Near copies"), reverse("monitoring:near-copies")),
            (_("Two texts"), None),
        ],
    }
    return render(request, "monitoring/near_copies_pair.html", context)


@login_required
@require_POST
def decide_copy(request: HttpRequest, pk: int) -> HttpResponse:
    """Keeps a decision; what both pieces count for follows."""
    pair = _judged_pair(request, pk)
    form = CopyForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose what the two texts are to each other."))
        return redirect("monitoring:near-copy", pk)
    to, seen_as = (NearCopyState(form.cleaned_data[name]) for name in ("state", "seen_as"))
    try:
        decide(pair, to, seen_as=seen_as, by=person_of(request), on=timezone.localdate())
    except ValidationError as problem:
        tell_errors(request, problem)
        return redirect("monitoring:near-copy", pk)
    messages.success(request, _("Decided. What both pieces of evidence count for was asked anew."))
    return redirect("monitoring:near-copies")


def _judged_pair(request: HttpRequest, pk: int) -> NearCopy:
    """A pair; Forbidden for who does not judge the later one. Raises Http404."""
    related = ("evidence__agency", "other__agency", "decided_by")
    pair = NearCopy.objects.select_related(*related).filter(pk=pk).first() if pk < 2**63 else None
    if pair is None:
        raise Http404(_("These two texts are not compared any more."))
    require(person_of(request), JUDGE, pair.evidence.agency_id, on=timezone.localdate())
    return pair
