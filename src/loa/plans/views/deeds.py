"""One page for each deed: what will happen, what has to be entered, and the button."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from loa.organizations.models import Agency
from loa.organizations.policy import Forbidden
from loa.plans.errors import ChangedMeanwhile
from loa.plans.forms.deeds import ConsultForm, SuperiorForm
from loa.plans.models import Plan
from loa.plans.policy import DEEDS as RIGHTS
from loa.plans.policy import may_do
from loa.plans.views.asking import crumbs, page_of, person_of, seen_plan, show_errors
from loa.plans.views.deed_table import DEEDS, DeedPage

__all__ = ["deed"]


@login_required
def deed(request: HttpRequest, key: UUID, name: str) -> HttpResponse:
    """Asks for what the deed needs, then does it."""
    plan = seen_plan(request, key)
    page = DEEDS.get(name)
    if page is None:
        raise Http404
    person, today = person_of(request), timezone.localdate()
    if not may_do(person, name, plan, on=today):
        raise Forbidden(RIGHTS[name].verb)
    form = _form(page, plan, request)
    if request.method == "POST" and form.is_valid():
        try:
            page.perform(plan, form, person, today)
        except ChangedMeanwhile:
            messages.error(request, _("The plan was changed since you opened this page. Look at it again first."))
            return redirect(page_of(plan))
        except ValidationError as problem:
            show_errors(form, problem)
        else:
            messages.success(request, str(page.done))
            return redirect("plans:list") if name == "discard" else redirect(page_of(plan))
    open_now = plan.state in RIGHTS[name].states
    context = {"plan": plan, "page": page, "form": form, "open_now": open_now, "breadcrumbs": crumbs(plan)}
    return render(request, "plans/deed.html", {**context, "cancel_url": page_of(plan)})


def _form(page: DeedPage, plan: Plan, request: HttpRequest) -> forms.Form:
    today = timezone.localdate()
    given: Any = request.POST if request.method == "POST" else None
    form = page.form(given, initial=dict(page.begin(plan, person_of(request), today)))
    if isinstance(form, ConsultForm):
        named = Agency.objects.existing(today).filter(pk__in=_named(plan)).exclude(pk=plan.issuer_id)
        form.about(named, today)
    elif isinstance(form, SuperiorForm):
        form.about(plan, today)
    return form


def _named(plan: Plan) -> list[int]:
    parties = plan.obligations.standing().values_list("parties__agency", flat=True)
    return [agency for agency in parties if agency]
