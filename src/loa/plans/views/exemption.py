"""Letting an agency off an obligation, or changing its number; and taking that back."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from loa.organizations.models import Agency
from loa.organizations.policy import Forbidden, may
from loa.plans.actions.exempting import Relief, exempt, revoke
from loa.plans.forms.deeds import Empty, ExemptForm
from loa.plans.models import Exemption, Obligation
from loa.plans.policy import may_see
from loa.plans.queries.bound import Circle
from loa.plans.views.asking import crumbs, person_of, show_errors

__all__ = ["exempt_agency", "revoke_exemption"]

_OFFERED = 500


@login_required
def exempt_agency(request: HttpRequest, key: UUID) -> HttpResponse:
    """One agency, one obligation, from a day to a day."""
    found = Obligation.objects.select_related("plan__issuer").prefetch_related("parties")
    duty = get_object_or_404(found, key=key)
    person, today = person_of(request), timezone.localdate()
    if not may_see(person, duty.plan, on=today):
        raise Http404
    if not may(person, "plans.exempt", duty.plan.issuer_id, on=today):
        raise Forbidden("plans.exempt")
    form = ExemptForm(request.POST or None, initial={"valid_from": today}).about(today)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        relief = Relief(given["reason"], given["authority"], given["valid_from"], given["valid_to"], given["amount"])
        try:
            exempt(duty, given["agency"], relief, by=person, on=today)
        except ValidationError as problem:
            show_errors(form, problem)
        else:
            messages.success(request, _("The exemption is recorded and the agency is told."))
            return redirect(reverse("plans:obligation", args=[duty.key]))
    bound = Agency.objects.existing(today).filter(pk__in=Circle(duty.plan.issuer, today).bound_by(duty))[:_OFFERED]
    context = {"form": form, "duty": duty, "bound": bound, "breadcrumbs": crumbs(duty.plan)}
    return render(request, "plans/exempt.html", context)


@login_required
def revoke_exemption(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks, then ends the exemption from today on."""
    found = Exemption.objects.select_related("obligation__plan__issuer", "agency")
    exemption = get_object_or_404(found, pk=pk)
    person, today = person_of(request), timezone.localdate()
    plan = exemption.obligation.plan
    if not may_see(person, plan, on=today):
        raise Http404
    if not may(person, "plans.exempt", plan.issuer_id, on=today):
        raise Forbidden("plans.exempt")
    back = reverse("plans:obligation", args=[exemption.obligation.key])
    form = Empty(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            revoke(exemption, at=timezone.now(), by=person, on=today)
        except ValidationError as problem:
            show_errors(form, problem)
        else:
            messages.success(request, _("The exemption is revoked; from today on the agency owes in full."))
            return redirect(back)
    context = {"form": form, "exemption": exemption, "cancel_url": back, "breadcrumbs": crumbs(plan)}
    return render(request, "plans/revoke.html", context)
