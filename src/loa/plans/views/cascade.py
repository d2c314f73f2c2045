"""An agency's own plan drafted from the superior one."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from loa.organizations.models import Agency
from loa.plans.actions.cascading import draft_sub_plan
from loa.plans.views.asking import page_of, person_of, seen_plan, tell_errors

__all__ = ["draft_own"]


@login_required
@require_POST
def draft_own(request: HttpRequest, key: UUID) -> HttpResponse:
    """Drafts the plan of the agency given, from what binds it today."""
    plan = seen_plan(request, key)
    agency = get_object_or_404(Agency, key=request.POST.get("agency") or None)
    try:
        made = draft_sub_plan(plan, agency, by=person_of(request), on=timezone.localdate())
    except ValidationError as problem:
        tell_errors(request, problem)
        return redirect(reverse("plans:tab", args=[plan.key, "sub-plans"]))
    messages.success(request, _("The draft holds every obligation that binds the agency. Complete and review it."))
    return redirect(page_of(made))
