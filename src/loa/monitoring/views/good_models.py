"""Good models: the list, one, adding and changing, approving."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from loa.monitoring.actions import good_models as deeds
from loa.monitoring.actions.good_models import Shown
from loa.monitoring.enums import ReformArea
from loa.monitoring.forms.inspecting import ApproveForm, ModelFilter, ModelForm
from loa.monitoring.forms.urging import cleaned
from loa.monitoring.models import GoodModel
from loa.monitoring.queries.evidence import evidence_seen_by
from loa.monitoring.queries.good_models import WantedModels, evidence_offered, found, models_seen_by
from loa.monitoring.views.asking import export_format, person_of
from loa.monitoring.views.doing import attempt
from loa.organizations.models import Agency
from loa.organizations.policy import Forbidden, agencies_where, may
from loa.ui.export import Column, table_response
from loa.ui.listing import listing_of

__all__ = ["add", "approve", "change", "good_model", "good_models"]


@login_required
def good_models(request: HttpRequest) -> HttpResponseBase:
    """The models of agencies in one's charge, and all that are approved."""
    person, today = person_of(request), timezone.localdate()
    form = ModelFilter(request.GET)
    given = cleaned(form)
    wanted = WantedModels(*(given.get(name) or "" for name in ("q", "title", "area", "approved")))
    rows = found(models_seen_by(person, today), wanted)
    if format := export_format(request):
        return table_response(rows, _columns(), name=_("Good models"), format=format)
    context = {
        "listing": listing_of(request, rows), "filter_form": form,
        "may_add": bool(list(agencies_where(person, "models.add", on=today))),
    }  # fmt: skip
    return render(request, "monitoring/good_models.html", context)


def _areas(row: GoodModel) -> list[str]:
    return [str(ReformArea(area).label) for area in row.areas if area in ReformArea.values]


def _columns() -> Sequence[Column[GoodModel]]:
    return (
        Column(_("Name of the model"), lambda row: row.title, 50),
        Column(_("Agency"), lambda row: row.agency.name, 40),
        Column(_("What it is and what it brings"), lambda row: row.summary, 70),
        Column(_("Reform areas"), lambda row: ", ".join(_areas(row)), 40),
        Column(_("Applied since"), lambda row: row.since, 12),
        Column(_("Link"), lambda row: row.link, 40),
        Column(_("Approved"), lambda row: row.approved_at, 18),
        Column(_("May be published"), lambda row: _("yes") if row.publishable else "", 10),
    )


@login_required
def good_model(request: HttpRequest, key: UUID) -> HttpResponse:
    """One model with the evidence for it that the reader may see."""
    person, today = person_of(request), timezone.localdate()
    one = get_object_or_404(models_seen_by(person, today), key=key)
    may_approve = may(person, "models.approve", one.agency_id, on=today)
    context = {
        "one": one, "areas": _areas(one), "may_change": may(person, "models.add", one.agency_id, on=today),
        "evidence": evidence_seen_by(person, on=today).filter(good_models=one).order_by("-happened_on", "pk"),
        "approve_form": ApproveForm(initial={"revision": one.revision, "publishable": one.publishable})
        if may_approve else None,
        "breadcrumbs": _crumbs(one.title),
    }  # fmt: skip
    return render(request, "monitoring/good_model.html", context)


@login_required
def add(request: HttpRequest) -> HttpResponse:
    """Adds a model; `?evidence=` the key of what it was seen by."""
    person, today = person_of(request), timezone.localdate()
    agencies = list(agencies_where(person, "models.add", on=today))
    if not agencies:
        raise Forbidden("models.add")
    linked = _linked(request)
    form = ModelForm(request.POST or None, initial={"evidence": linked, "agency": agencies[0]})
    form.about(Agency.objects.filter(pk__in=agencies), evidence_offered(agencies, linked))

    def act() -> object:
        return deeds.add(form.cleaned_data["agency"], _shown(form), by=person, on=today)

    back = reverse("monitoring:good-models")
    if answer := attempt(request, form, act, said=_("The model is added and waits for approval."), back=back):
        return answer
    context = {"form": form, "cancel_url": back, "breadcrumbs": _crumbs(_("Add"))}
    return render(request, "monitoring/good_model_form.html", context)


def _linked(request: HttpRequest) -> list[int]:
    try:
        key = UUID(request.GET.get("evidence", ""))
    except ValueError:
        return []
    seen = evidence_seen_by(person_of(request), on=timezone.localdate())
    return list(seen.filter(key=key).values_list("pk", flat=True))


def _shown(form: ModelForm) -> Shown:
    given = form.cleaned_data
    names = ("title", "summary", "areas", "since", "link")
    return Shown(**{name: given[name] for name in names}, evidence=list(given["evidence"]))


@login_required
def change(request: HttpRequest, key: UUID) -> HttpResponse:
    """Changes a model; it waits for approval again."""
    person, today = person_of(request), timezone.localdate()
    one = get_object_or_404(models_seen_by(person, today), key=key)
    if not may(person, "models.add", one.agency_id, on=today):
        raise Forbidden("models.add")
    linked = list(one.evidence.values_list("pk", flat=True))
    initial: dict[str, Any] = {
        "revision": one.revision, "agency": one.agency_id, "title": one.title, "summary": one.summary,
        "areas": one.areas, "since": one.since, "link": one.link, "evidence": linked,
    }  # fmt: skip
    form = ModelForm(request.POST or None, initial=initial)
    form.about(Agency.objects.filter(pk=one.agency_id), evidence_offered([one.agency_id], linked))

    def act() -> object:
        return deeds.change(one, _shown(form), revision=form.cleaned_data["revision"] or 0, by=person, on=today)

    back = reverse("monitoring:good-model", args=[one.key])
    if answer := attempt(request, form, act, said=_("The model is changed and waits for approval."), back=back):
        return answer
    context = {"form": form, "one": one, "cancel_url": back, "breadcrumbs": _crumbs(one.title)}
    return render(request, "monitoring/good_model_form.html", context)


@login_required
def approve(request: HttpRequest, key: UUID) -> HttpResponse:
    """Approves a model, and says whether the public may see it."""
    person, today = person_of(request), timezone.localdate()
    one = get_object_or_404(models_seen_by(person, today), key=key)
    if not may(person, "models.approve", one.agency_id, on=today):
        raise Forbidden("models.approve")
    initial = {"revision": one.revision, "publishable": one.publishable}
    form = ApproveForm(request.POST or None, initial=initial)
    back = reverse("monitoring:good-model", args=[one.key])

    def act() -> object:
        return deeds.approve(one, **form.cleaned_data, by=person, on=today)

    if answer := attempt(request, form, act, said=_("The model is approved."), back=back):
        return answer
    context = {"form": form, "one": one, "approving": True, "cancel_url": back, "breadcrumbs": _crumbs(one.title)}
    return render(request, "monitoring/good_model_form.html", context)


def _crumbs(here: str) -> list[tuple[str, str | None]]:
    return [(_("Good models"), reverse("monitoring:good-models")), (here, None)]
