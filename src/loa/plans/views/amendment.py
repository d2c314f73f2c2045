"""Starting an amendment: choosing what it writes anew and what it ends."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from loa.organizations.policy import Forbidden
from loa.plans.actions.amending import Chosen, change_choice, start_amendment
from loa.plans.forms.deeds import AmendForm, Empty
from loa.plans.models import Plan
from loa.plans.policy import may_do
from loa.plans.queries.versions import first_plan, obligations_in_force
from loa.plans.views.asking import address, crumbs, page_of, person_of, seen_plan, show_errors

__all__ = ["amend", "amend_more"]


def _chosen(request: HttpRequest) -> Chosen:
    """The choices of the table: fields `change-<key>` with `replace` or `end`."""
    picked: dict[str, list[int]] = {"replace": [], "end": []}
    for name, value in request.POST.items():
        key = name.removeprefix("change-")
        if key != name and key.isascii() and key.isdigit() and len(key) < 19 and value in picked:
            picked[str(value)].append(int(key))
    return Chosen(replaced=picked["replace"], ended=picked["end"])


@login_required
def amend(request: HttpRequest, key: UUID) -> HttpResponse:
    """A new document that changes this plan from a day on."""
    plan = seen_plan(request, key)
    person, today = person_of(request), timezone.localdate()
    if not may_do(person, "amend", plan, on=today):
        raise Forbidden("plans.amend")
    begin = {"title": _("Amendment of: %(title)s") % {"title": plan.title}, "effective_from": today}
    form = AmendForm(request.POST or None, initial=begin)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = start_amendment(
                plan, _chosen(request), title=given["title"], effective_from=given["effective_from"], by=person,
                on=today,
            )  # fmt: skip
        except ValidationError as problem:
            show_errors(form, problem)
        else:
            messages.success(request, _("The amendment is a draft. Write what changes, then submit it."))
            return redirect(address("plans:review", made.key) or page_of(made))
    return render(request, "plans/amend.html", {**_table(request, plan, plan), "form": form, "plan": plan})


@login_required
def amend_more(request: HttpRequest, key: UUID) -> HttpResponse:
    """Further obligations taken into an amendment that is still a draft."""
    amendment = seen_plan(request, key)
    person, today = person_of(request), timezone.localdate()
    if not may_do(person, "amend", amendment, on=today):
        raise Forbidden("plans.amend")
    form = Empty(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            change_choice(amendment, _chosen(request), by=person, on=today)
        except ValidationError as problem:
            show_errors(form, problem)
        else:
            messages.success(request, _("The obligations are in the amendment."))
            return redirect(page_of(amendment))
    return render(
        request,
        "plans/amend.html",
        {**_table(request, amendment.amends or amendment, amendment), "form": form, "plan": amendment},
    )


def _table(request: HttpRequest, base: Plan, shown: Plan) -> dict[str, object]:
    taken = (
        set(shown.obligations.exclude(replaces=None).values_list("replaces", flat=True)) if shown is not base else set()
    )
    picked = _chosen(request) if request.method == "POST" else Chosen()
    rows = [row for row in obligations_in_force(first_plan(base), timezone.localdate()) if row.pk not in taken]
    return {
        "rows": [
            (row, "replace" if row.pk in picked.replaced else "end" if row.pk in picked.ended else "") for row in rows
        ],
        "breadcrumbs": crumbs(shown),
    }
