"""The review screen: the document beside what was read from it."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from loa.audit.wording import verb_name
from loa.organizations.policy import require
from loa.plans.actions.review import accept_undoubted
from loa.plans.actions.review_undo import last_step, undo
from loa.plans.models import Plan
from loa.plans.queries.review import SHOWS, Sheet, Show, Wanted, document_of, names_another_issuer, review_sheet
from loa.plans.queries.review_agencies import day_of_names
from loa.plans.views.asking import crumbs, page_of, person_of, seen_plan, tell_errors
from loa.ui.parts import Link
from loa.ui.query import changed_query

__all__ = ["back_to_review", "review", "review_accept_undoubted", "review_undo", "reviewed_plan"]


def reviewed_plan(request: HttpRequest, key: UUID) -> Plan:
    """The plan, if the person may see and review it. Raises Http404 and Forbidden."""
    plan = seen_plan(request, key)
    require(person_of(request), "plans.review", plan.issuer_id, on=timezone.localdate())
    return plan


def back_to_review(request: HttpRequest, plan: Plan, place: str = "") -> HttpResponse:
    """Back to the screen with the filters it had, at a place of it."""
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return redirect(reverse("plans:review", args=[plan.key]) + query + (f"#{place}" if place else ""))


@login_required
def review(request: HttpRequest, key: UUID) -> HttpResponse:
    """The whole screen, or its right side alone where a part of the page is asked for."""
    plan = reviewed_plan(request, key)
    if not plan.is_editable:
        messages.info(request, _("The content of this plan is closed, so there is nothing to review."))
        return redirect(page_of(plan))
    wanted = _wanted(request)
    sheet = review_sheet(plan, wanted)
    step = last_step(plan, person_of(request))
    is_part = bool(request.headers.get("HX-Request")) and not request.headers.get("HX-Boosted")
    context = {
        "plan": plan,
        "sheet": sheet,
        "wanted": wanted,
        "tabs": _tabs(request, wanted, sheet),
        "here": f"?{request.GET.urlencode()}" if request.GET else "",
        "last_step": verb_name(step.verb) if step else "",
        "is_part": is_part,
    }
    if not is_part:
        document = document_of(plan)
        day = day_of_names(plan, timezone.localdate())
        context |= {
            "document": document,
            "other_issuer": document is not None and names_another_issuer(document, plan, day),
            "plan_url": page_of(plan),
            "breadcrumbs": crumbs(plan),
        }
    response = render(request, "plans/review/reading.html" if is_part else "plans/review/page.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _wanted(request: HttpRequest) -> Wanted:
    asked = request.GET.get("show", "")
    show: Show = next((one for one in SHOWS if one == asked), "all")
    return Wanted(show, request.GET.get("body", ""), in_order=request.GET.get("order") == "document")


def _tabs(request: HttpRequest, wanted: Wanted, sheet: Sheet) -> list[Link]:
    counts = {"all": sheet.total, "doubtful": sheet.doubtful, "unreviewed": sheet.pending}
    labels = {"all": _("All"), "doubtful": _("To check"), "unreviewed": _("Not reviewed")}
    return [
        Link(
            labels[show],
            changed_query(request.GET, {"show": show if show != "all" else None}),
            current=wanted.show == show,
            count=counts[show],
        )
        for show in SHOWS
    ]


@login_required
@require_POST
def review_accept_undoubted(request: HttpRequest, key: UUID) -> HttpResponse:
    """Accepts all that nobody doubts."""
    plan = reviewed_plan(request, key)
    try:
        count = accept_undoubted(plan, by=person_of(request), on=timezone.localdate())
    except ValidationError as problem:
        tell_errors(request, problem)
    else:
        told = ngettext("%(count)d obligation is accepted.", "%(count)d obligations are accepted.", count)
        messages.success(request, told % {"count": count})
    return back_to_review(request, plan, "next")


@login_required
@require_POST
def review_undo(request: HttpRequest, key: UUID) -> HttpResponse:
    """Takes back the person's last step."""
    plan = reviewed_plan(request, key)
    try:
        step = undo(plan, by=person_of(request), on=timezone.localdate())
    except ValidationError as problem:
        tell_errors(request, problem)
    else:
        messages.success(request, _("Undone: %(step)s") % {"step": verb_name(step.verb)})
    return back_to_review(request, plan)
