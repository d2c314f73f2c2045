"""Beginning a plan and writing its head."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from loa.organizations.policy import Forbidden, may_anywhere
from loa.plans.actions.copying import copy
from loa.plans.actions.writing import Head, change_head, write
from loa.plans.errors import ChangedMeanwhile
from loa.plans.forms.head import CopyForm, HeadForm, NewPlanForm
from loa.plans.models import Plan
from loa.plans.policy import may_do
from loa.plans.views.asking import crumbs, issuers_for, page_of, person_of, seen_plan, show_errors

__all__ = ["copy_plan", "edit_head", "new_plan"]


@login_required
def new_plan(request: HttpRequest) -> HttpResponse:
    """A plan from nothing."""
    person, today = person_of(request), timezone.localdate()
    if not may_anywhere(person, "plans.write", on=today):
        raise Forbidden("plans.write")
    year = today.year
    begin = {"period_from": today.replace(month=1, day=1), "period_to": today.replace(year=year, month=12, day=31)}
    form = NewPlanForm(request.POST or None, initial=begin).offer(issuers_for(person, "plans.write"), today)
    if request.method == "POST" and form.is_valid():
        try:
            plan = write(Head(**form.head()), issuer=form.cleaned_data["issuer"], by=person, on=today)
        except ValidationError as problem:
            show_errors(form, problem)
        else:
            messages.success(request, _("The draft is there. Now add its obligations."))
            return redirect(page_of(plan))
    return render(request, "plans/head_form.html", {"form": form, "breadcrumbs": crumbs()})


@login_required
def edit_head(request: HttpRequest, key: UUID) -> HttpResponse:
    """The head of a draft; what somebody else saved meanwhile is shown beside what was entered."""
    plan = seen_plan(request, key)
    person, today = person_of(request), timezone.localdate()
    if not may_do(person, "edit", plan, on=today):
        raise Forbidden("plans.write")
    form = HeadForm(request.POST or None, initial=_stored(plan)).about(plan.issuer, today, plan)
    meanwhile: list[tuple[str, object]] = []
    if request.method == "POST" and form.is_valid():
        revision = form.cleaned_data["revision"] or 0
        try:
            change_head(plan, Head(**form.head()), revision=revision, by=person, on=today)
        except ChangedMeanwhile as problem:
            meanwhile = _differences(form, Plan.objects.get(pk=plan.pk))
            form = _with_revision(request.POST, plan, today)
            show_errors(form, problem)
        except ValidationError as problem:
            show_errors(form, problem)
        else:
            messages.success(request, _("The head of the plan is saved."))
            return redirect(page_of(plan))
    context = {"form": form, "plan": plan, "meanwhile": meanwhile, "breadcrumbs": crumbs(plan)}
    return render(request, "plans/head_form.html", context)


def _stored(plan: Plan) -> dict[str, Any]:
    names = ("revision", "title", "kind", "period_from", "period_to", "introduction", "superior", "replaces")
    return {name: getattr(plan, name) for name in names}


def _differences(form: HeadForm, now: Plan) -> list[tuple[str, object]]:
    """What is stored now where it is not what was entered: the field's name and the stored value."""
    stored = _stored(now)
    return [
        (str(form.fields[name].label), stored[name]) for name, value in form.head().items() if stored[name] != value
    ]


def _with_revision(given: QueryDict, plan: Plan, today: date) -> HeadForm:
    """The same entries on top of what is stored now, so that saving again is a choice and not an accident."""
    data = given.copy()
    data["revision"] = str(Plan.objects.values_list("revision", flat=True).get(pk=plan.pk))
    again = HeadForm(data).about(plan.issuer, today, plan)
    again.is_valid()
    return again


@login_required
def copy_plan(request: HttpRequest, key: UUID) -> HttpResponse:
    """A new draft from another plan, its dates moved."""
    plan = seen_plan(request, key)
    person, today = person_of(request), timezone.localdate()
    if not may_anywhere(person, "plans.write", on=today):
        raise Forbidden("plans.write")
    form = CopyForm(request.POST or None).offer(issuers_for(person, "plans.write"))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = copy(
                plan, years=given["years"], issuer=given["issuer"], replaces=given["replaces"], by=person, on=today
            )
        except ValidationError as problem:
            show_errors(form, problem)
        else:
            messages.success(request, _("The copy is a draft. Review every obligation before you submit it."))
            return redirect(page_of(made))
    return render(request, "plans/copy.html", {"form": form, "plan": plan, "breadcrumbs": crumbs(plan)})
