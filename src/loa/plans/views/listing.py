"""The list of plans."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from loa.organizations.policy import may_anywhere
from loa.plans.forms.finding import PlanFilter
from loa.plans.models import Plan
from loa.plans.policy import visible_to
from loa.plans.queries.cascade import superiors_owing
from loa.plans.queries.finding import found, years_of
from loa.plans.views.asking import address, issuers_for, person_of
from loa.ui.export import Column, table_response
from loa.ui.listing import listing

__all__ = ["plan_list"]

_SORTS = {
    "number": "number", "title": "title", "issuer": "issuer__name", "period": ("-period_from", "issuer__name"),
    "state": "state", "issued": "issued_on", "changed": "updated_at",
}  # fmt: skip


def _columns() -> list[Column[Plan]]:
    return [
        Column(_("Number and symbol"), lambda plan: plan.number),
        Column(_("Title"), lambda plan: plan.title, 60),
        Column(_("Issuer"), lambda plan: plan.issuer.name, 30),
        Column(_("Kind"), lambda plan: plan.get_kind_display()),
        Column(_("Covers from"), lambda plan: plan.period_from, 12),
        Column(_("Covers to"), lambda plan: plan.period_to, 12),
        Column(_("State"), lambda plan: plan.get_state_display()),
        Column(_("Issued on"), lambda plan: plan.issued_on, 12),
        Column(_("In force from"), lambda plan: plan.effective_from, 12),
        Column(_("Obligations"), lambda plan: plan.duties, 10),  # type: ignore[attr-defined]  # counted by the query
    ]


@login_required
def plan_list(request: HttpRequest) -> HttpResponseBase:
    """The plans the person may see, narrowed by filters, page by page or as a file."""
    person, today = person_of(request), timezone.localdate()
    seen = visible_to(person, on=today)
    form = PlanFilter(request.GET)
    form.offer(years_of(seen))
    plans = found(seen, form.wanted())
    if file_format := request.GET.get("format"):
        rows = plans.order_by("-period_from", "issuer__name", "pk")
        return table_response(rows.iterator(chunk_size=500), _columns(), name=_("plans"), format=file_format)
    context = {
        "listing": listing(request, plans, sorts=_SORTS, default="period"),
        "filter_form": form,
        "may_write": may_anywhere(person, "plans.write", on=today),
        "upload_url": address("plans:upload"),
        "owed": [
            (agency, *owing)
            for agency in issuers_for(person, "plans.write")
            for owing in superiors_owing(agency, today)
        ],
    }
    return render(request, "plans/list.html", context)
