"""Praise and criticism: the list, proposing, one with its reasons and its decision."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from loa.monitoring.actions import commending as deeds
from loa.monitoring.commending import rules, said_reason
from loa.monitoring.enums import CommendationState
from loa.monitoring.forms.inspecting import CommendationFilter, DecideForm, ProposeForm
from loa.monitoring.forms.urging import cleaned
from loa.monitoring.models import Commendation
from loa.monitoring.queries.board.sight import by_reach
from loa.monitoring.queries.commendations import WantedCommendations, commendations_seen_by, found
from loa.monitoring.views.asking import export_format, person_of
from loa.monitoring.views.doing import attempt
from loa.organizations.policy import Forbidden, agencies_where, may
from loa.schedule.window import ONE_DAY
from loa.ui.export import Column, table_response
from loa.ui.listing import listing

__all__ = ["commendation", "commendations", "propose"]

_SORTS = {
    "time": ("last_day", "kind", "agency__name"), "agency": ("agency__name", "-last_day"),
    "state": ("state", "-last_day"),
}  # fmt: skip


@login_required
def commendations(request: HttpRequest) -> HttpResponseBase:
    """Proposals and decisions of somebody's own agencies, and decisions about agencies in their charge."""
    person, today = person_of(request), timezone.localdate()
    form = CommendationFilter(request.GET)
    rows = found(commendations_seen_by(person, today), _wanted(form)).select_related("agency", "by", "decided_by")
    if format := export_format(request):
        return table_response(rows.iterator(), _columns(), name=_("Praise and criticism"), format=format)
    page = listing(request, rows, sorts=_SORTS, default="-time")
    context = {
        "listing": page, "filter_form": form, "rows": [(row, _reasons(row)) for row in page],
        "may_propose": bool(list(agencies_where(person, "commendations.propose", on=today))),
    }  # fmt: skip
    return render(request, "monitoring/commendations.html", context)


def _wanted(form: CommendationFilter) -> WantedCommendations:
    given = cleaned(form)
    agency, kind, state = (given.get(name) or "" for name in ("q", "kind", "state"))
    return WantedCommendations(agency, kind, state, given.get("since"), given.get("until"))


def _reasons(row: Commendation) -> str:
    return " ".join(said_reason(reason) for reason in row.reasons)


def _columns() -> Sequence[Column[Commendation]]:
    return (
        Column(_("Kind"), lambda row: row.get_kind_display(), 14),
        Column(_("Agency"), lambda row: row.agency.name, 40),
        Column(_("From"), lambda row: row.first_day, 12),
        Column(_("To"), lambda row: row.last_day, 12),
        Column(_("Reasons"), _reasons, 60),
        Column(_("State"), lambda row: row.get_state_display(), 14),
        Column(_("Decision"), lambda row: row.decision, 50),
        Column(_("Decided by"), lambda row: str(row.decided_by or ""), 30),
    )


@login_required
def propose(request: HttpRequest) -> HttpResponse:
    """Has proposals made for a time, in the name of the agency of `?agency=` or of the one with most under it."""
    person, today = person_of(request), timezone.localdate()
    agencies = by_reach(list(agencies_where(person, "commendations.propose", on=today)), today)
    if not agencies:
        raise Forbidden("commendations.propose")
    agency = next((one for one in agencies if str(one.key) == request.GET.get("agency")), agencies[0])
    form = ProposeForm(request.POST or None, initial=_half_year(today))
    made: list[Commendation] = []

    def act() -> object:
        given = form.cleaned_data
        made.extend(deeds.propose(agency, given["first_day"], given["last_day"], by=person, on=today))
        return made

    back = reverse("monitoring:commendations")
    if answer := attempt(request, form, act, said=_("The proposals are in the list."), back=f"{back}?state=proposed"):
        return answer
    context = {
        "form": form, "agency": agency, "agencies": agencies, "rules": rules(), "cancel_url": back,
        "breadcrumbs": [(_("Praise and criticism"), back), (_("Propose"), None)],
    }  # fmt: skip
    return render(request, "monitoring/commendation_propose.html", context)


def _half_year(on: date) -> dict[str, date]:
    """The last half of a year that is over."""
    if on.month > 6:
        return {"first_day": date(on.year, 1, 1), "last_day": date(on.year, 6, 30)}
    first = date(on.year - 1, 7, 1)
    return {"first_day": first, "last_day": date(on.year, 1, 1) - ONE_DAY}


@login_required
def commendation(request: HttpRequest, key: UUID) -> HttpResponse:
    """One proposal with the figures it rests on, and its decision."""
    person, today = person_of(request), timezone.localdate()
    rows = commendations_seen_by(person, today).select_related("agency", "by", "decided_by")
    one = get_object_or_404(rows, key=key)
    may_decide = may(person, "commendations.decide", one.by_id, on=today)
    form = DecideForm(request.POST or None, initial={"revision": one.revision})
    if request.method == "POST" and not may_decide:
        raise Forbidden("commendations.decide")

    def act() -> object:
        return deeds.decide(one, **form.cleaned_data, by=person, on=today)

    back = reverse("monitoring:commendation", args=[one.key])
    if answer := attempt(request, form, act, said=_("The decision is on record."), back=back):
        return answer
    is_open = may_decide and (one.state == CommendationState.PROPOSED or bool(form.errors))
    context: dict[str, Any] = {
        "one": one, "reasons": [(said_reason(reason), reason[1]) for reason in one.reasons],
        "form": form if is_open else None,
        "breadcrumbs": [(_("Praise and criticism"), reverse("monitoring:commendations")), (one.agency.name, None)],
    }  # fmt: skip
    return render(request, "monitoring/commendation.html", context)
