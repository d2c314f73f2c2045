"""Rounds of inspection: the list, a round with its visits, planning more of them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from loa.monitoring.actions import inspecting
from loa.monitoring.forms.inspecting import RoundFilter, RoundForm, VisitsForm
from loa.monitoring.forms.urging import cleaned
from loa.monitoring.models import Inspection
from loa.monitoring.queries.board.sight import by_reach
from loa.monitoring.queries.inspections import counted, visits_of, worst
from loa.monitoring.queries.urging import inspections_seen_by
from loa.monitoring.views.asking import export_format, person_of
from loa.monitoring.views.doing import attempt
from loa.organizations.enums import Role
from loa.organizations.models import Agency, Person
from loa.organizations.policy import Forbidden, agencies_where, may
from loa.organizations.queries.people import people_with_role
from loa.ui.export import Column, table_response
from loa.ui.listing import listing, listing_of

__all__ = ["change_round", "inspection", "inspections", "inspectors_of", "new_round", "plan_visits"]

_SORTS = {"first": ("first_day", "pk"), "title": "title"}


@login_required
def inspections(request: HttpRequest) -> HttpResponseBase:
    """The rounds of somebody's own agencies."""
    person, today = person_of(request), timezone.localdate()
    form = RoundFilter(request.GET)
    rows = _narrowed(counted(inspections_seen_by(person, today)), cleaned(form))
    if format := export_format(request):
        return table_response(rows.iterator(), _columns(), name=_("Rounds of inspection"), format=format)
    context = {
        "listing": listing(request, rows, sorts=_SORTS, default="-first"), "filter_form": form,
        "may_plan": bool(list(agencies_where(person, "inspections.plan", on=today))),
    }  # fmt: skip
    return render(request, "monitoring/inspections.html", context)


def _narrowed(rows: QuerySet[Inspection], given: dict[str, Any]) -> QuerySet[Inspection]:
    if given.get("q"):
        rows = rows.filter(title__icontains=given["q"])
    if given.get("since"):
        rows = rows.filter(last_day__gte=given["since"])
    return rows.filter(first_day__lte=given["until"]) if given.get("until") else rows


def _columns() -> Sequence[Column[Any]]:
    return (
        Column(_("Name of the round"), lambda row: row.title, 50),
        Column(_("Agency"), lambda row: row.agency.name, 40),
        Column(_("Decision it rests on"), lambda row: row.decision, 30),
        Column(_("From"), lambda row: row.first_day, 12),
        Column(_("To"), lambda row: row.last_day, 12),
        Column(_("Visits"), lambda row: row.count, 10),
        Column(_("Closed"), lambda row: row.closed, 10),
        Column(_("Findings still open"), lambda row: row.open_findings, 10),
    )


@login_required
def new_round(request: HttpRequest) -> HttpResponse:
    """Begins a round, in the name of the agency of `?agency=`, else of the one with most under it."""
    person, today = person_of(request), timezone.localdate()
    agencies = by_reach(list(agencies_where(person, "inspections.plan", on=today)), today)
    if not agencies:
        raise Forbidden("inspections.plan")
    agency = next((one for one in agencies if str(one.key) == request.GET.get("agency")), agencies[0])
    form = RoundForm(request.POST or None, initial={"first_day": today})
    back = reverse("monitoring:inspections")
    if request.method == "POST" and form.is_valid():
        made: list[Inspection] = []

        def act() -> object:
            made.append(inspecting.plan_round(agency, form.told(), by=person, on=today))
            return made

        if attempt(request, form, act, said=_("The round is planned. Now choose whom to visit."), back=back):
            return redirect("monitoring:plan-visits", made[0].key)
    context = {
        "form": form, "agency": agency, "agencies": agencies, "cancel_url": back,
        "breadcrumbs": [(_("Inspections"), back), (_("New round"), None)],
    }  # fmt: skip
    return render(request, "monitoring/inspection_form.html", context)


@login_required
def change_round(request: HttpRequest, key: UUID) -> HttpResponse:
    """Changes title, decision and days of a round."""
    one, person, today = _planned(request, key)
    initial = {name: getattr(one, name) for name in ("title", "decision", "first_day", "last_day", "revision")}
    form = RoundForm(request.POST or None, initial=initial)
    back = reverse("monitoring:inspection", args=[one.key])

    def act() -> object:
        revision = form.cleaned_data["revision"] or 0
        return inspecting.change_round(one, form.told(), revision=revision, by=person, on=today)

    if answer := attempt(request, form, act, said=_("The round is changed."), back=back):
        return answer
    context = {"form": form, "agency": one.agency, "cancel_url": back, "breadcrumbs": _crumbs(one)}
    return render(request, "monitoring/inspection_form.html", context)


def _planned(request: HttpRequest, key: UUID) -> tuple[Inspection, Person, Any]:
    """The round, for somebody who may plan it."""
    person, today = person_of(request), timezone.localdate()
    one = get_object_or_404(inspections_seen_by(person, today).select_related("agency"), key=key)
    if not may(person, "inspections.plan", one.agency_id, on=today):
        raise Forbidden("inspections.plan")
    return one, person, today


@login_required
def inspection(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """One round and its visits."""
    person, today = person_of(request), timezone.localdate()
    one = get_object_or_404(inspections_seen_by(person, today).select_related("agency", "made_by"), key=key)
    visits = visits_of(one)
    if format := export_format(request):
        return table_response(visits, _visit_columns(), name=_("Visits of %s") % one.title, format=format)
    context = {
        "inspection": one, "listing": listing_of(request, list(visits)), "today": today,
        "may_plan": may(person, "inspections.plan", one.agency_id, on=today),
        "breadcrumbs": [(_("Inspections"), reverse("monitoring:inspections")), (one.title, None)],
    }  # fmt: skip
    return render(request, "monitoring/inspection.html", context)


def _visit_columns() -> Sequence[Column[Any]]:
    return (
        Column(_("Day"), lambda row: row.on, 12),
        Column(_("Agency"), lambda row: row.agency.name, 40),
        Column(_("Inspector"), lambda row: str(row.inspector or ""), 30),
        Column(_("State"), lambda row: row.get_state_display(), 14),
        Column(_("Findings"), lambda row: row.count, 10),
        Column(_("Findings still open"), lambda row: row.open, 10),
        Column(_("Conclusion"), lambda row: row.conclusion, 60),
    )


@login_required
def plan_visits(request: HttpRequest, key: UUID) -> HttpResponse:
    """Chooses whom to visit; those that did least of what fell due this year are proposed."""
    one, person, today = _planned(request, key)
    visited = set(one.visits.values_list("agency_id", flat=True))
    ranked = worst(one.agency, today.replace(month=1, day=1), today, today=today)
    proposed = [(agency, score) for agency, score in ranked if agency.pk not in visited]
    first = max(one.first_day, min(today, one.last_day))
    form = VisitsForm(request.POST or None, initial={"day": first})
    form.about([agency.pk for agency, _score in proposed], inspectors_of(one.agency, today), today)
    back = reverse("monitoring:inspection", args=[one.key])

    def act() -> object:
        given = form.cleaned_data
        return inspecting.add_visits(
            one, form.agencies(), day=given["day"], inspector=given["inspector"], by=person, on=today
        )

    if answer := attempt(request, form, act, said=_("The visits are planned and the agencies are told."), back=back):
        return answer
    chosen = request.POST.getlist("proposed")
    context = {
        "form": form, "inspection": one, "proposed": proposed, "chosen": set(chosen), "cancel_url": back,
        "breadcrumbs": _crumbs(one),
    }  # fmt: skip
    return render(request, "monitoring/inspection_visits.html", context)


def inspectors_of(agency: Agency, on: Any) -> QuerySet[Person]:
    """Who can be sent to visit."""
    return people_with_role(agency, [Role.INSPECTOR, Role.COORDINATOR], on)


def _crumbs(one: Inspection) -> list[tuple[str, str | None]]:
    return [
        (_("Inspections"), reverse("monitoring:inspections")),
        (one.title, reverse("monitoring:inspection", args=[one.key])),
    ]
