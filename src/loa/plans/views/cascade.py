"""An agency's own plan drafted from the superior one."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from loa.organizations.policy import Forbidden, may_anywhere
from loa.plans.actions.cascading import draft_sub_plan
from loa.plans.forms.head import AgencyForm
from loa.plans.views.asking import crumbs, issuers_for, page_of, person_of, seen_plan, show_errors

__all__ = ["draft_own"]


@login_required
def draft_own(request: HttpRequest, key: UUID) -> HttpResponse:
    """Asks for which agency, then drafts its plan from what binds it today."""
    plan = seen_plan(request, key)
    person, today = person_of(request), timezone.localdate()
    if not may_anywhere(person, "plans.write", on=today):
        raise Forbidden("plans.write")
    agencies = issuers_for(person, "plans.write").exclude(pk=plan.issuer_id)
    form = AgencyForm(request.POST or None).offer(agencies)
    if request.method == "POST" and form.is_valid():
        try:
            made = draft_sub_plan(plan, form.cleaned_data["agency"], by=person, on=today)
        except ValidationError as problem:
            show_errors(form, problem)
        else:
            messages.success(
                request, _("The draft holds every obligation that binds the agency. Complete and review it.")
            )
            return redirect(page_of(made))
    context = {"form": form, "plan": plan, "none": not agencies, "breadcrumbs": crumbs(plan)}
    return render(request, "plans/draft_own.html", context)
