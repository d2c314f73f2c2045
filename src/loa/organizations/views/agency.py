"""The page of an agency, and what can be done with it."""

from itertools import groupby
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from loa.organizations.actions.agencies import designate, found, may_charge, relate, require_charge
from loa.organizations.enums import RelationKind
from loa.organizations.forms.agencies import DesignateForm, FoundForm, RelateForm
from loa.organizations.models import Agency, SuccessionShare
from loa.organizations.policy import may
from loa.organizations.queries.directory import relations_of
from loa.organizations.queries.people import people_at
from loa.organizations.queries.tree import branch
from loa.organizations.views.asking import Asked, agency_of, asked, crumbs, show_problem
from loa.organizations.views.browser import time_of

__all__ = ["agency", "designate_agency", "found_agency", "relate_agency"]


@login_required
def agency(request: HttpRequest, key: UUID) -> HttpResponse:
    """What an agency is on a day, where it came from and went, and who works there."""
    ask = asked(request)
    kept = agency_of(key)
    context = {
        "agency": kept,
        "ask": ask,
        "designation": kept.designation(ask.on),
        "designations": kept.designations.order_by("-valid_from"),
        "relations": _relations(kept, ask),
        "below": branch(kept, ask.on),
        "came_from": _shares(SuccessionShare.objects.filter(successor=kept)),
        "went_to": _shares(SuccessionShare.objects.filter(predecessor=kept)),
        "posts": people_at(kept, ask.on) if may(ask.person, "people.see", kept, on=ask.today) else None,
        "may_change": may_charge(ask.person, "agencies.change", kept, on=ask.today),
        "may_post": may(ask.person, "people.change", kept, on=ask.today),
        "breadcrumbs": [*crumbs()],
        **time_of(request, ask),
    }
    return render(request, "organizations/agency.html", context)


def _relations(kept: Agency, ask: Asked) -> list[tuple[str, list[Agency]]]:
    """By kind of relation, in the order of the words."""
    rows = sorted(relations_of(kept, ask.on), key=lambda row: RelationKind.values.index(row.kind))
    return [
        (str(RelationKind(kind).label), [row.to for row in group])
        for kind, group in groupby(rows, lambda row: row.kind)
    ]


def _shares(rows: QuerySet[SuccessionShare]) -> QuerySet[SuccessionShare]:
    return rows.select_related("succession", "predecessor", "successor").order_by("succession__effective_on", "pk")


@login_required
def found_agency(request: HttpRequest) -> HttpResponse:
    """Founds an agency under one the person is in charge of."""
    ask = asked(request, "agencies.change")
    form = FoundForm(request.POST or None, today=ask.today, initial={"since": ask.today, **_under(request)})
    if request.method == "POST" and form.is_valid():
        try:
            made = found(
                form.details(), form.superiors(), since=form.cleaned_data["since"], by=ask.person, on=ask.today
            )
        except ValidationError as problem:
            show_problem(form, problem)
        else:
            messages.success(request, _("The agency is founded."))
            return redirect("organizations:agency", made.key)
    return _form_page(request, form, _("New agency"), crumbs(), "organizations:list")


def _under(request: HttpRequest) -> dict[str, str]:
    over = Agency.objects.filter(key=request.GET["under"]).first() if _is_key(request.GET.get("under", "")) else None
    return {"line": over.name, "reporting": over.name} if over else {}


def _is_key(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


@login_required
def designate_agency(request: HttpRequest, key: UUID) -> HttpResponse:
    """Gives an agency another name, code, tier or kind from a day on."""
    ask, kept = _charge(request, key)
    held = kept.designation(ask.today) or kept.designations.order_by("valid_from").last()
    first = DesignateForm.initial_of(held, ask.today) if held else {"since": ask.today}
    form = DesignateForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            designate(kept, form.details(), since=given["since"], seen=given["seen"], by=ask.person, on=ask.today)
        except ValidationError as problem:
            show_problem(form, problem)
        else:
            messages.success(request, _("The change is recorded."))
            return redirect("organizations:agency", kept.key)
    return _form_page(request, form, _("Change name, code, tier or kind"), crumbs(kept), kept, held=held)


@login_required
def relate_agency(request: HttpRequest, key: UUID) -> HttpResponse:
    """Puts an agency under another, or changes whom it reports to or who guides it, from a day on."""
    ask, kept = _charge(request, key)
    form = RelateForm(request.POST or None, today=ask.today, initial={"since": ask.today})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            relate(kept, RelationKind(given["kind"]), given["to"], since=given["since"], by=ask.person, on=ask.today)
        except ValidationError as problem:
            show_problem(form, problem)
        else:
            messages.success(request, _("The change is recorded."))
            return redirect("organizations:agency", kept.key)
    return _form_page(request, form, _("Change superior, reporting or guidance"), crumbs(kept), kept)


def _charge(request: HttpRequest, key: UUID) -> tuple[Asked, Agency]:
    """Raises Http404 and Forbidden."""
    ask, kept = asked(request), agency_of(key)
    require_charge(ask.person, "agencies.change", kept, on=ask.today)
    return ask, kept


def _form_page(
    request: HttpRequest, form: Any, heading: str, way: list[tuple[str, str]], back: Agency | str, **more: Any
) -> HttpResponse:
    context = {"form": form, "heading": heading, "breadcrumbs": way, "back": back, **more}
    status = 422 if form.errors else 200
    return render(request, "organizations/form.html", context, status=status)
