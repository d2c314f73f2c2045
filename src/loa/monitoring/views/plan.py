"""The calendar of a plan: month, quarter, year, list, agencies, and what it asks for all the time."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from loa.monitoring.forms.duties import PlanFilter
from loa.monitoring.policy import sight_of
from loa.monitoring.queries.owed import (
    AgencyOwes,
    Asked,
    Part,
    agencies_under,
    done_elsewhere,
    months_of,
    never_due,
    obligations_of,
    owed_by_plan,
    plan_due,
)
from loa.monitoring.views.asking import export_format, last_of_month, month_asked, person_of
from loa.monitoring.views.entries import asked_entries
from loa.monitoring.views.matrix import matrix
from loa.monitoring.wording import KINDS
from loa.organizations.models import Agency
from loa.plans.models import Plan
from loa.plans.queries.versions import first_plan
from loa.schedule import Kind
from loa.ui.export import Column, table_response
from loa.ui.listing import listing, listing_of
from loa.ui.month import month_of
from loa.ui.parts import Link
from loa.ui.query import changed_query

__all__ = ["calendar"]

Context = dict[str, Any]
AgencyRow = tuple[Agency, list[tuple[int, date]], int]


@login_required
def calendar(request: HttpRequest, key: str) -> HttpResponseBase:
    """The page of a plan's calendar; `?view=` month, quarter, year, list, agencies or always."""
    plan = first_plan(get_object_or_404(Plan.objects.published().select_related("issuer", "laying"), key=key))
    today = timezone.localdate()
    sight = sight_of(plan, person_of(request), on=today)
    form = PlanFilter(request.GET, obligations=obligations_of(plan))
    part = form.part() if sight.whole else replace(form.part(), agencies=sight.agencies)
    view = request.GET.get("view", "month")
    context = {
        "plan": plan,
        "whole": sight.whole,
        "laying": getattr(plan, "laying", None),
        "today": today,
        "view": view if view in _VIEWS else "month",
        "filter_form": form,
        "tabs": _tabs(request, view if view in _VIEWS else "month"),
        "breadcrumbs": [(str(plan), reverse("plans:plan", args=[plan.key])), (_("Calendar"), None)],
    }
    return _VIEWS.get(view, _month)(request, plan, part, context)


def _start(plan: Plan, today: date) -> date:
    """Where a calendar opens: today, or the first day of a plan for another time."""
    return today if plan.period_from <= today <= plan.period_to else plan.period_from


def _month(request: HttpRequest, plan: Plan, part: Part, context: Context) -> HttpResponseBase:
    first = month_asked(request, _start(plan, context["today"]))
    asked = plan_due(plan, first, last_of_month(first), part=part)
    month = month_of(first, asked_entries(asked, request), today=context["today"])
    return render(request, "monitoring/plan_month.html", {**context, "month": month})


def _quarter(request: HttpRequest, plan: Plan, part: Part, context: Context) -> HttpResponseBase:
    asked = month_asked(request, _start(plan, context["today"]))
    first = asked.replace(month=(asked.month - 1) // 3 * 3 + 1)
    return _matrix(request, plan, part, {**context, "first": first, "count": 3})


def _year(request: HttpRequest, plan: Plan, part: Part, context: Context) -> HttpResponseBase:
    first = month_asked(request, _start(plan, context["today"])).replace(month=1)
    return _matrix(request, plan, part, {**context, "first": first, "count": 12})


def _matrix(request: HttpRequest, plan: Plan, part: Part, context: Context) -> HttpResponseBase:
    months = [_later(context["first"], number) for number in range(context["count"])]
    asked = plan_due(plan, months[0], last_of_month(months[-1]), part=part)
    beside = {"previous": _later(months[0], -len(months)), "next": _later(months[-1], 1)}
    rows = matrix(asked, months, request)
    return render(request, "monitoring/plan_matrix.html", {**context, **beside, "months": months, "rows": rows})


def _later(month: date, count: int) -> date:
    index = month.year * 12 + month.month - 1 + count
    return date(index // 12, index % 12 + 1, 1)


def _list(request: HttpRequest, plan: Plan, part: Part, context: Context) -> HttpResponseBase:
    first, last = context["filter_form"].days(date.min, date.max)
    return _rows(request, plan_due(plan, first, last, part=part), context)


def _always(request: HttpRequest, plan: Plan, part: Part, context: Context) -> HttpResponseBase:
    first, last = context["filter_form"].days(date.min, date.max)
    if context["whole"]:
        context["elsewhere"] = done_elsewhere(plan)
    return _rows(request, never_due(plan, first, last, part=part), context)


def _rows(request: HttpRequest, rows: Sequence[Asked], context: Context) -> HttpResponseBase:
    if format := export_format(request):
        return table_response(rows, _columns(), name=_("Calendar of %s") % context["plan"], format=format)
    return render(request, "monitoring/plan_list.html", {**context, "listing": listing_of(request, rows)})


def _agencies(request: HttpRequest, plan: Plan, part: Part, context: Context) -> HttpResponseBase:
    agencies = agencies_under(plan, part=part)
    months = months_of(plan)
    if format := export_format(request):
        owes = _by_agency(plan, part, months)
        columns = _month_columns(months, owes)
        return table_response(agencies, columns, name=_("Agencies of %s") % plan, format=format)
    page = listing(request, agencies, sorts={"name": "sort_key"}, default="name")
    owes = _by_agency(plan, replace(part, agencies=[agency.pk for agency in page]), months)
    rows = [_agency_row(agency, owes.get(agency.pk), months) for agency in page]
    return render(
        request, "monitoring/plan_agencies.html", {**context, "listing": page, "months": months, "rows": rows}
    )


def _agency_row(agency: Agency, owes: AgencyOwes | None, months: Sequence[date]) -> AgencyRow:
    counts = owes.months if owes else {}
    return agency, [(counts.get(month, 0), month) for month in months], owes.total if owes else 0


def _by_agency(plan: Plan, part: Part, months: Sequence[date]) -> Mapping[int, AgencyOwes]:
    if not months:
        return {}
    return {row.agency_id: row for row in owed_by_plan(plan, months[0], last_of_month(months[-1]), part=part)}


def _month_columns(months: Iterable[date], owes: Mapping[int, AgencyOwes]) -> list[Column[Agency]]:
    def of(month: date) -> Callable[[Agency], int]:
        return lambda agency: owes[agency.pk].months.get(month, 0) if agency.pk in owes else 0

    return [
        Column(_("Agency"), lambda agency: agency.name, 40),
        *(Column(f"{month:%m/%Y}", of(month), 10) for month in months),
        Column(_("Total"), lambda agency: owes[agency.pk].total if agency.pk in owes else 0, 10),
    ]


def _columns() -> Sequence[Column[Asked]]:
    return (
        Column(_("Due on"), lambda row: row.occurrence.due_on, 12),
        Column(_("Obligation"), lambda row: str(row.rule), 60),
        Column(_("Window"), lambda row: row.occurrence.name, 20),
        Column(_("Window from"), lambda row: row.occurrence.window_from, 12),
        Column(_("Window to"), lambda row: row.occurrence.window_to, 12),
        Column(_("Required of each"), lambda row: row.occurrence.amount, 12),
        Column(_("Unit"), lambda row: row.unit, 16),
        Column(_("Kind"), lambda row: KINDS[Kind(row.occurrence.kind)], 16),
        Column(_("Agencies"), lambda row: row.count, 12),
        Column(_("Let off"), lambda row: row.waived, 12),
        Column(_("Coordinating"), lambda row: row.coordinating, 12),
    )


_VIEWS: Mapping[str, Callable[[HttpRequest, Plan, Part, Context], HttpResponseBase]] = {
    "month": _month,
    "quarter": _quarter,
    "year": _year,
    "list": _list,
    "agencies": _agencies,
    "always": _always,
}


def _tabs(request: HttpRequest, view: str) -> list[Link]:
    labels = {
        "month": _("Month"),
        "quarter": _("Quarter"),
        "year": _("Year"),
        "list": _("List"),
        "agencies": _("By agency"),
        "always": _("All the time"),
    }
    kept = {"sort": None, "since": None, "until": None}
    return [
        Link(label, changed_query(request.GET, {**kept, "view": name}), current=name == view)
        for name, label in labels.items()
    ]
