"""Explanations: the list, asking for one, answering it, judging it."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from loa.monitoring.actions import explaining
from loa.monitoring.actions.explaining import Question
from loa.monitoring.forms.urging import AnswerForm, AskForm, ExplanationFilter, JudgeForm, WhomForm, cleaned
from loa.monitoring.models import ExplanationRequest, Occurrence, Tally
from loa.monitoring.queries.reminders import agencies_named
from loa.monitoring.queries.urging import answering, explanations_seen_by
from loa.monitoring.views.asking import export_format, person_of
from loa.monitoring.views.doing import attempt
from loa.organizations.models import Agency, Person
from loa.organizations.policy import Forbidden, may, may_anywhere
from loa.organizations.queries.kinship import line_above
from loa.organizations.queries.people import held_posts
from loa.ui.export import Column, table_response
from loa.ui.listing import listing

__all__ = ["ask", "explanation", "explanations"]

_SORTS = {"asked": "asked_at", "agency": ("agency__name", "-asked_at"), "by": ("answer_by", "-asked_at")}
_DAYS = 5
"""Days an agency is given where nobody says otherwise."""


@login_required
def explanations(request: HttpRequest) -> HttpResponseBase:
    """The explanations that somebody's agencies asked for, and those asked of agencies in their charge."""
    today = timezone.localdate()
    form = ExplanationFilter(request.GET)
    rows = _narrowed(explanations_seen_by(person_of(request), today), cleaned(form), today)
    rows = rows.select_related("agency", "asking", "asked_by", "answered_by")
    if format := export_format(request):
        return table_response(rows.iterator(), _columns(), name=_("Explanations"), format=format)
    page = listing(request, rows, sorts=_SORTS, default="-asked")
    may_ask = may_anywhere(person_of(request), "explanations.ask", on=today)
    return render(
        request,
        "monitoring/explanations.html",
        {"listing": page, "filter_form": form, "today": today, "may_ask": may_ask},
    )


def _narrowed(rows: QuerySet[ExplanationRequest], given: dict[str, Any], on: date) -> QuerySet[ExplanationRequest]:
    states: dict[str, dict[str, object]] = {
        "waiting": {"answered_at": None},
        "late": {"answered_at": None, "answer_by__lt": on},
        "answered": {"answered_at__isnull": False, "accepted": None},
        "accepted": {"accepted": True},
        "refused": {"accepted": False},
    }
    rows = rows.filter(**states.get(given.get("state") or "", {}))
    if given.get("q"):
        rows = rows.filter(agency__in=agencies_named(given["q"]))
    if given.get("since"):
        rows = rows.filter(asked_at__date__gte=given["since"])
    return rows.filter(asked_at__date__lte=given["until"]) if given.get("until") else rows


def _columns() -> Sequence[Column[ExplanationRequest]]:
    return (
        Column(_("Asked"), lambda row: row.asked_at, 18),
        Column(_("Agency"), lambda row: row.agency.name, 40),
        Column(_("Asked by"), lambda row: f"{row.asked_by}, {row.asking.name}", 40),
        Column(_("Figure"), lambda row: row.figure, 50),
        Column(_("Question"), lambda row: row.question, 60),
        Column(_("Answer by"), lambda row: row.answer_by, 12),
        Column(_("Answered"), lambda row: row.answered_at, 18),
        Column(_("Explanation"), lambda row: row.answer, 60),
        Column(_("Accepted"), lambda row: {True: _("yes"), False: _("no"), None: ""}[row.accepted], 10),
        Column(_("Remark"), lambda row: row.remark, 40),
    )


@login_required
def ask(request: HttpRequest) -> HttpResponse:
    """Asks an agency (`?agency=` its key), about an occurrence where one is named (`?occurrence=`).

    For one that has ended its successor answers.
    """
    if "agency" not in request.GET:
        return _choose(request)
    person, today = person_of(request), timezone.localdate()
    named, occurrence = _asked_of(request), _about(request)
    agency = answering(named, today)
    if not may(person, "explanations.ask", agency, on=today):
        raise Forbidden("explanations.ask")
    initial = {"answer_by": today + timedelta(days=_DAYS), "figure": _figure(named, occurrence, today)}
    form = AskForm(request.POST or None, initial=initial)

    def act() -> object:
        about = Question(**form.cleaned_data, occurrence=occurrence)
        return explaining.ask(agency, about, asking=_asking(person, agency, today), by=person, on=today)

    said, back = _("The agency is asked to explain."), reverse("monitoring:explanations")
    if answer := attempt(request, form, act, said=said, back=back):
        return answer
    context = {
        "form": form, "agency": agency, "occurrence": occurrence, "cancel_url": back,
        "breadcrumbs": [(_("Explanations"), back), (_("Ask"), None)],
    }  # fmt: skip
    return render(request, "monitoring/explanation_ask.html", context)


def _choose(request: HttpRequest) -> HttpResponse:
    """Asks first which agency is meant."""
    today = timezone.localdate()
    if not may_anywhere(person_of(request), "explanations.ask", on=today):
        raise Forbidden("explanations.ask")
    form = WhomForm(request.GET if "name" in request.GET else None).about(today)
    if form.is_bound and form.is_valid():
        return redirect(f"{reverse('monitoring:ask-explanation')}?agency={form.cleaned_data['name'].key}")
    back = reverse("monitoring:explanations")
    context = {"form": form, "cancel_url": back, "breadcrumbs": [(_("Explanations"), back), (_("Ask"), None)]}
    return render(request, "monitoring/explanation_whom.html", context)


def _asked_of(request: HttpRequest) -> Agency:
    try:
        key = UUID(request.GET.get("agency", ""))
    except ValueError:
        raise Http404 from None
    return get_object_or_404(Agency, key=key)


def _about(request: HttpRequest) -> Occurrence | None:
    asked = request.GET.get("occurrence", "")
    if not asked:
        return None
    if not asked.isascii() or not asked.isdigit() or len(asked) > 18:
        raise Http404
    return get_object_or_404(Occurrence.objects.select_related("rule", "plan"), pk=int(asked))


def _figure(agency: Agency, occurrence: Occurrence | None, on: date) -> str:
    """The figure as it stands today."""
    if occurrence is None:
        return ""
    tally = Tally.objects.filter(occurrence=occurrence, agency=agency).first()
    told = {
        "duty": occurrence.rule.ref or occurrence.rule.text[:80], "window": occurrence.name, "day": f"{on:%d/%m/%Y}",
        "counted": tally.counted if tally else 0, "required": tally.required if tally else occurrence.amount or 1,
    }  # fmt: skip
    return _("%(duty)s, %(window)s: %(counted)d of %(required)d on %(day)s") % told


def _asking(person: Person, agency: Agency, on: date) -> Agency:
    """In whose name somebody asks: the nearest over the agency where they hold a post."""
    own = {post.agency_id for post in held_posts(person, on)}
    over = next((one for one in line_above(agency.pk, on) if one in own), None)
    return Agency.objects.get(pk=over or min(own))


@login_required
def explanation(request: HttpRequest, key: UUID) -> HttpResponse:
    """One explanation from the question to the verdict; what is to be done next stands below."""
    person, today = person_of(request), timezone.localdate()
    rows = explanations_seen_by(person, today)
    one = get_object_or_404(
        rows.select_related("agency", "asking", "occurrence__rule", "asked_by", "answered_by", "judged_by"), key=key
    )
    back = reverse("monitoring:explanation", args=[one.key])
    verb = "explanations.answer" if not one.answered_at else "explanations.ask"
    open_ = may(person, verb, one.agency_id, on=today) and one.accepted is None
    form: Any = (JudgeForm if one.answered_at else AnswerForm)(request.POST or None)
    if request.method == "POST":
        if one.accepted is None and not open_:
            raise Forbidden(verb)
        act, said = _judging(form, one, person, today) if one.answered_at else _answering(form, one, person, today)
        if answer := attempt(request, form, act, said=said, back=back):
            return answer
    context = {
        "one": one, "form": form if open_ else None, "today": today,
        "breadcrumbs": [(_("Explanations"), reverse("monitoring:explanations")), (one.agency.name, None)],
    }  # fmt: skip
    return render(request, "monitoring/explanation.html", context)


def _answering(form: AnswerForm, one: ExplanationRequest, by: Person, on: date) -> tuple[Any, str]:
    def act() -> object:
        return explaining.answer(one, words=form.cleaned_data["answer"], by=by, on=on)

    return act, _("The explanation is on record.")


def _judging(form: JudgeForm, one: ExplanationRequest, by: Person, on: date) -> tuple[Any, str]:
    def act() -> object:
        return explaining.judge(one, **form.cleaned_data, by=by, on=on)

    return act, _("The verdict is on record.")
