"""The steps of a review that take a form: correct, split, add."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from loa.plans.actions.review import correct
from loa.plans.actions.review_shape import add, split
from loa.plans.enums import PartyRole
from loa.plans.errors import ChangedMeanwhile
from loa.plans.forms.obligation import ObligationForms, SplitForm
from loa.plans.forms.obligation_parties import boxes_of, found_bodies, ticked_of
from loa.plans.models import Obligation, Plan
from loa.plans.queries.review import anchor_of, document_of, key_of
from loa.plans.queries.review_agencies import day_of_names
from loa.plans.queries.review_content import Content, content_as_read, content_of, with_meanings
from loa.plans.queries.review_meaning import meaning_of
from loa.plans.queries.review_words import Fact, compared
from loa.plans.views.asking import crumbs, person_of, show_errors
from loa.plans.views.review import back_to_review, reviewed_plan
from loa.plans.views.review_steps import obligation_of, revision_of

__all__ = ["review_add", "review_bodies", "review_edit", "review_meaning", "review_split"]


def _forms(request: HttpRequest, plan: Plan, content: Content, revision: int) -> ObligationForms:
    data = request.POST if request.method == "POST" else None
    day = day_of_names(plan, timezone.localdate())
    return ObligationForms.of(content, issuer=plan.issuer, on=day, data=data, revision=revision)


def _page(request: HttpRequest, plan: Plan, forms: ObligationForms, **more: Any) -> HttpResponse:
    meant = more.pop("meant", None) or forms.shown()
    context = {
        "plan": plan,
        "forms": forms,
        "document": document_of(plan),
        "meaning": meaning_of(meant, plan, timezone.localdate()),
        "here": f"?{request.GET.urlencode()}" if request.GET else "",
        "breadcrumbs": crumbs(plan),
        **more,
    }
    return render(request, "plans/review/edit.html", context, status=422 if forms.are_wrong else 200)


@login_required
def review_edit(request: HttpRequest, key: UUID, obligation: UUID) -> HttpResponse:
    """An obligation with every field, the reader's value beside the person's."""
    plan = reviewed_plan(request, key)
    row = obligation_of(plan, obligation)
    content = content_of(row)
    forms = _forms(request, plan, content, row.revision)
    meanwhile: dict[str, Fact] = {}
    usable = request.method == "POST" and forms.is_valid()
    if taken := request.POST.get("take_back"):
        _show_reading(forms, row, taken)
    elif usable and "preview" not in request.POST:
        try:
            correct(row, forms.content(), revision=revision_of(request), by=person_of(request), on=timezone.localdate())
        except ChangedMeanwhile as problem:
            row = obligation_of(plan, obligation)
            meanwhile = {fact.key: fact for fact in compared(content_of(row), forms.content())}
            forms.rebase(row.revision)
            show_errors(forms.main, problem)
        except ValidationError as problem:
            show_errors(forms.main, problem)
        else:
            messages.success(request, _("The obligation is saved."))
            return back_to_review(request, plan, key_of(row))
    return _page(request, plan, forms, row=row, was=_reading(row, forms), meanwhile=meanwhile, anchor=anchor_of(row))


def _reading(row: Obligation, forms: ObligationForms) -> dict[str, Fact]:
    """The reader's values that differ from what the page shows, by field."""
    if row.read_as is None:
        return {}
    now = forms.shown()
    as_read = content_as_read(row.read_as, requested=now.requested)
    return {fact.key: fact for fact in compared(as_read, now)}


def _show_reading(forms: ObligationForms, row: Obligation, key: str) -> None:
    if row.read_as is not None:
        plan = row.plan
        as_read = content_as_read(row.read_as, requested=forms.shown().requested)
        as_read = replace(as_read, parties=with_meanings(as_read.parties, plan))
        forms.take_back(key, as_read, issuer=plan.issuer, on=day_of_names(plan, timezone.localdate()))


@login_required
def review_add(request: HttpRequest, key: UUID) -> HttpResponse:
    """A new obligation, from words selected in the document or typed."""
    plan = reviewed_plan(request, key)
    selected = " ".join(request.GET.get("text", "").split())[:20_000]
    forms = _forms(request, plan, Content(text=selected), 0)
    if request.method == "POST" and forms.is_valid() and "preview" not in request.POST:
        try:
            made = add(plan, forms.content(), by=person_of(request), on=timezone.localdate())
        except ValidationError as problem:
            show_errors(forms.main, problem)
        else:
            messages.success(request, _("The obligation is added."))
            return back_to_review(request, plan, key_of(made))
    return _page(request, plan, forms, row=None, was={}, meanwhile={}, anchor="")


@login_required
def review_split(request: HttpRequest, key: UUID, obligation: UUID) -> HttpResponse:
    """Two obligations of one: the words are cut where the person says."""
    plan = reviewed_plan(request, key)
    row = obligation_of(plan, obligation)
    cut = _cut(request.GET.get("at", ""), row.text)
    begin = {"revision": row.revision, "first": row.text[:cut].strip(), "second": row.text[cut:].strip()}
    form = SplitForm(request.POST or None, initial=begin)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            split(
                row, given["first"], given["second"],
                revision=given["revision"], by=person_of(request), on=timezone.localdate(),
            )  # fmt: skip
        except ChangedMeanwhile as problem:
            data = request.POST.copy()
            data["revision"] = str(obligation_of(plan, obligation).revision)
            form = SplitForm(data)
            show_errors(form, problem)
        except ValidationError as problem:
            show_errors(form, problem)
        else:
            messages.success(request, _("There are two obligations now; both want a look."))
            return back_to_review(request, plan, key_of(row))
    context = {
        "plan": plan, "row": row, "form": form, "places": _places(row.text), "document": document_of(plan),
        "now": obligation_of(plan, obligation), "anchor": anchor_of(row), "breadcrumbs": crumbs(plan),
        "here": f"?{request.GET.urlencode()}" if request.GET else "",
    }  # fmt: skip
    return render(request, "plans/review/split.html", context, status=422 if form.errors else 200)


def _cut(asked: str, text: str) -> int:
    """Where to cut: the character asked for, else behind the sign of division nearest to the middle."""
    if asked.isascii() and asked.isdigit() and len(asked) < 7:
        return min(int(asked), len(text))
    places = _places(text)
    return min((place for place, _words in places), key=lambda place: abs(place - len(text) // 2), default=len(text))


def _places(text: str) -> list[tuple[int, str]]:
    """The characters at which the words can be cut, behind `;`, `.` and `,`, with the words that follow."""
    found = [at + 1 for at, sign in enumerate(text[:-1]) if sign in ";.," and text[at + 1].isspace()]
    return [(at, " ".join(text[at:].split()[:8])) for at in found]


@login_required
@require_POST
def review_meaning(request: HttpRequest, key: UUID) -> HttpResponse:
    """What the entries of the form mean for the calendar, as a part of its page."""
    plan = reviewed_plan(request, key)
    entered = _forms(request, plan, Content(text=""), 0).timed()
    meaning = meaning_of(entered, plan, timezone.localdate()) if entered else None
    return render(request, "plans/review/meaning.html", {"meaning": meaning, "plan": plan})


@login_required
def review_bodies(request: HttpRequest, key: UUID, role: str) -> HttpResponse:
    """The boxes of a role with the agencies that the words typed may mean, as a part of the page."""
    plan = reviewed_plan(request, key)
    if role not in PartyRole.values:
        raise Http404(role)
    day = day_of_names(plan, timezone.localdate())
    kept = ticked_of(request.GET, role)
    words = request.GET.get(f"parties-{role}_new", "")
    known = {body for body, _checked in kept}
    found = [body for body in found_bodies(words, role=role, issuer=plan.issuer, on=day) if body not in known]
    context = {"boxes": boxes_of([*kept, *((body, False) for body in found)]), "role": role}
    return render(request, "plans/review/boxes.html", context)
