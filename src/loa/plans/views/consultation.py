"""Answering for an agency that was asked about a draft."""

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

from loa.plans.actions.consulting import answer
from loa.plans.forms.deeds import AnswerForm
from loa.plans.views.asking import person_of, seen_plan, tell_errors

__all__ = ["answer_consultation"]


@login_required
@require_POST
def answer_consultation(request: HttpRequest, key: UUID, pk: int) -> HttpResponse:
    """Stores the opinion; what cannot be stored is told on the page the person comes back to."""
    plan = seen_plan(request, key)
    asked = get_object_or_404(plan.consultations.select_related("agency", "plan__issuer"), pk=pk)
    form = AnswerForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            answer(
                asked, agrees=given["agrees"], words=given["answer"], at=timezone.now(), by=person_of(request),
                on=timezone.localdate(),
            )  # fmt: skip
        except ValidationError as problem:
            tell_errors(request, problem)
        else:
            messages.success(request, _("The opinion is recorded."))
    else:
        messages.error(request, _("Choose whether the agency agrees."))
    return redirect(reverse("plans:tab", args=[plan.key, "consultation"]))
