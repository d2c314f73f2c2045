"""The duties of one agency: what is coming, what is past, a month, what is never overdue."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _

from loa.monitoring.forms.duties import DutyFilter
from loa.monitoring.policy import may_see
from loa.monitoring.queries.duties import Duties, Duty, Filters, continuous, duties, elsewhere, plans_of
from loa.monitoring.views.asking import export_format, last_of_month, month_asked, person_of
from loa.monitoring.views.entries import duty_entries
from loa.monitoring.wording import KINDS
from loa.organizations.models import Agency
from loa.organizations.policy import Forbidden, may
from loa.plans.models import Plan
from loa.schedule.window import ONE_DAY
from loa.ui.export import Column, table_response
from loa.ui.listing import listing_of
from loa.ui.month import month_of
from loa.ui.parts import Link
from loa.ui.query import changed_query

__all__ = ["calendar"]

_COMING, _PAST, _MONTH, _ALWAYS = "coming", "past", "month", "always"
_FAR = timedelta(days=2 * 366)
"""Nobody plans further; plans of several years are seen by asking for dates."""


@login_required
def calendar(request: HttpRequest, key: str) -> HttpResponseBase:
    """The page of an agency's duties; `?view=` coming, past, month or always."""
    agency = get_object_or_404(Agency, key=key)
    today = timezone.localdate()
    if not may_see(person_of(request), agency, on=today):
        raise Forbidden("occurrences.see")
    plans = plans_of(agency)
    form = DutyFilter(request.GET, plans=_choices(plans))
    view = request.GET.get("view", _COMING)
    context: dict[str, Any] = {
        "agency": agency,
        "today": today,
        "may_record": may(person_of(request), "evidence.record", agency, on=today),
        "view": view,
        "filter_form": form,
        "tabs": _tabs(request, view),
        "breadcrumbs": [(agency.name, None), (_("Duties"), None)],
    }
    if view == _MONTH:
        return _month(request, agency, form.filters(), context)
    rows = _rows(agency, view, form, today)
    if format := export_format(request):
        return table_response(rows[:], _columns(), name=_("Duties of %s") % agency.name, format=format)
    if view == _ALWAYS:
        context["elsewhere"] = elsewhere(agency, *form.days(today, today))
    return render(request, "monitoring/agency.html", {**context, "listing": listing_of(request, rows)})


def _month(request: HttpRequest, agency: Agency, filters: Filters, context: dict[str, Any]) -> HttpResponse:
    today = timezone.localdate()
    first = month_asked(request, today)
    found = duties(agency, first, last_of_month(first), filters=filters)[:]
    month = month_of(first, duty_entries(found, request), today=today)
    return render(request, "monitoring/agency.html", {**context, "month": month})


def _rows(agency: Agency, view: str, form: DutyFilter, today: date) -> Duties:
    if view == _ALWAYS:
        return continuous(agency, *form.days(today, today), filters=form.filters())
    if view == _PAST:
        return duties(agency, *form.days(today - _FAR, today - ONE_DAY), filters=form.filters(), latest_first=True)
    return duties(agency, *form.days(today, today + _FAR), filters=form.filters())


def _tabs(request: HttpRequest, view: str) -> list[Link]:
    labels = {_COMING: _("Coming"), _PAST: _("Past"), _MONTH: _("Month"), _ALWAYS: _("All the time")}
    return [
        Link(label, changed_query(request.GET, {"view": name, "month": None, "sort": None}), current=name == view)
        for name, label in labels.items()
    ]


def _choices(plans: Iterable[Plan]) -> list[tuple[str, str]]:
    return [(str(plan.pk), str(plan)) for plan in plans]


def _columns() -> Sequence[Column[Duty]]:
    return (
        Column(_("Due on"), lambda duty: duty.due_on, 12),
        Column(_("Obligation"), lambda duty: str(duty.rule), 60),
        Column(_("Window"), lambda duty: duty.occurrence.name, 20),
        Column(_("Window from"), lambda duty: duty.occurrence.window_from, 12),
        Column(_("Window to"), lambda duty: duty.occurrence.window_to, 12),
        Column(_("Required"), lambda duty: 0 if duty.waived else duty.amount, 12),
        Column(_("Unit"), lambda duty: duty.unit, 16),
        Column(_("Kind"), lambda duty: KINDS[duty.kind], 16),
        Column(_("Role"), lambda duty: _("leads") if duty.leads else _("coordinates"), 12),
        Column(_("Exemption"), lambda duty: duty.waiver.words if duty.waiver else "", 40),
        Column(_("Plan"), lambda duty: str(duty.plan), 40),
        Column(_("What counts as proof"), lambda duty: " ".join(duty.proofs), 60),
    )
