"""Findings of inspections: the list, one with its photos, its remedy and its end."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from loa.monitoring.actions import findings as deeds
from loa.monitoring.actions.attaching import received
from loa.monitoring.enums import FindingState, InspectionState
from loa.monitoring.forms.inspecting import BackForm, CloseFindingForm, FindingFilter, RemedyForm, RevisionForm
from loa.monitoring.forms.urging import cleaned
from loa.monitoring.models import Finding, FindingPhoto
from loa.monitoring.pictures import small_jpeg
from loa.monitoring.queries.reminders import agencies_named
from loa.monitoring.queries.urging import findings_seen_by
from loa.monitoring.views.asking import export_format, person_of
from loa.monitoring.views.doing import Deed, Prepared, attempt, given, permitted
from loa.organizations.policy import may
from loa.ui.export import Column, table_response
from loa.ui.listing import listing

__all__ = ["deed", "finding", "findings", "photo"]

_SORTS = {"due": ("due_on", "pk"), "agency": ("visit__agency__name", "due_on"), "visited": ("visit__on", "pk")}


@login_required
def findings(request: HttpRequest) -> HttpResponseBase:
    """The findings of the visits somebody sees; `?state=overdue` those not remedied in time."""
    today = timezone.localdate()
    form = FindingFilter(request.GET)
    rows = _narrowed(findings_seen_by(person_of(request), today), cleaned(form), today)
    rows = rows.select_related("visit__agency", "visit__inspection__agency")
    if format := export_format(request):
        return table_response(rows.iterator(), _columns(), name=_("Findings"), format=format)
    page = listing(request, rows, sorts=_SORTS, default="due")
    return render(request, "monitoring/findings.html", {"listing": page, "filter_form": form, "today": today})


def _narrowed(rows: QuerySet[Finding], given: dict[str, Any], on: date) -> QuerySet[Finding]:
    if given.get("q"):
        rows = rows.filter(visit__agency__in=agencies_named(given["q"]))
    if given.get("state") == "overdue":
        rows = rows.filter(state=FindingState.OPEN, due_on__lt=on)
    elif given.get("state"):
        rows = rows.filter(state=given["state"])
    if given.get("since"):
        rows = rows.filter(visit__on__gte=given["since"])
    return rows.filter(visit__on__lte=given["until"]) if given.get("until") else rows


def _columns() -> Sequence[Column[Finding]]:
    return (
        Column(_("Agency"), lambda row: row.visit.agency.name, 40),
        Column(_("Round of inspection"), lambda row: row.visit.inspection.title, 40),
        Column(_("Visited on"), lambda row: row.visit.on, 12),
        Column(_("What was found"), lambda row: row.text, 60),
        Column(_("What has to be done"), lambda row: row.remedy, 50),
        Column(_("To be remedied by"), lambda row: row.due_on, 12),
        Column(_("State"), lambda row: row.get_state_display(), 16),
        Column(_("What was done"), lambda row: row.remedied, 50),
        Column(_("Closed"), lambda row: row.closed_at, 18),
    )


@login_required
def finding(request: HttpRequest, key: UUID) -> HttpResponse:
    """One finding and what can be done about it now."""
    one = _seen(request, key)
    person, today = person_of(request), timezone.localdate()
    visit = one.visit
    may_hold = may(person, "inspections.hold", visit.inspection.agency_id, on=today)
    photos = list(one.photos.all())
    context = {
        "one": one, "today": today, "photos_found": [photo for photo in photos if not photo.of_remedy],
        "photos_done": [photo for photo in photos if photo.of_remedy],
        "may_judge": may_hold and one.state == FindingState.REMEDIED,
        "may_drop": may_hold and one.state == FindingState.OPEN and visit.state == InspectionState.OPEN,
        "may_remedy": one.state == FindingState.OPEN and may(person, "findings.remedy", visit.agency_id, on=today),
        "breadcrumbs": [*_crumbs(one)[:-1], (visit.agency.name, None)],
    }  # fmt: skip
    return render(request, "monitoring/finding.html", context)


@login_required
def deed(request: HttpRequest, key: UUID, name: str) -> HttpResponse:
    """Reporting a remedy, sending it back, closing, or taking a finding out again."""
    one = _seen(request, key)
    homes = {"findings.remedy": one.visit.agency_id, "inspections.hold": one.visit.inspection.agency_id}
    form, act, said = permitted(request, _DEEDS, name, at=homes.__getitem__).prepare(request, one)
    page = reverse("monitoring:finding", args=[one.key])
    visit = reverse("monitoring:visit", args=[one.visit.key])
    if answer := attempt(request, form, act, said=said, back=visit if name == "drop" else page):
        return answer
    context = {"one": one, "form": form, "name": name, "cancel_url": page, "breadcrumbs": _crumbs(one)}
    return render(request, "monitoring/finding_deed.html", context)


def _remedy(request: HttpRequest, one: Finding) -> Prepared:
    form = RemedyForm(request.POST or None, request.FILES or None, initial={"revision": one.revision})

    def act() -> object:
        told = given(request, form)
        return deeds.remedy(one, **{**told, "photos": received(told["photos"])})

    return form, act, _("The remedy is reported.")


def _back(request: HttpRequest, one: Finding) -> Prepared:
    form = BackForm(request.POST or None, initial={"revision": one.revision})
    return form, lambda: deeds.send_back(one, **given(request, form)), _("The agency is told what is missing.")


def _close(request: HttpRequest, one: Finding) -> Prepared:
    form = CloseFindingForm(request.POST or None, initial={"revision": one.revision})
    return form, lambda: deeds.close_finding(one, **given(request, form)), _("The finding is closed.")


def _drop(request: HttpRequest, one: Finding) -> Prepared:
    form = RevisionForm(request.POST or None, initial={"revision": one.revision})
    return form, lambda: deeds.drop_finding(one, **given(request, form)), _("The finding is taken out.")


_DEEDS: dict[str, Deed[Finding]] = {
    "remedy": Deed("findings.remedy", _remedy),
    "back": Deed("inspections.hold", _back),
    "close": Deed("inspections.hold", _close),
    "drop": Deed("inspections.hold", _drop),
}


@login_required
def photo(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """A photo, for whoever sees its finding; shown as the picture it was found to be and as nothing else.

    `?small=1` gives it as a page shows it.
    """
    seen = findings_seen_by(person_of(request), timezone.localdate())
    one = get_object_or_404(FindingPhoto.objects.filter(finding__in=seen), key=key)
    ending = str(one.file.name).rpartition(".")[2]
    small = None
    if "small" in request.GET:
        with one.file.open("rb") as picture:
            small = small_jpeg(picture)
    response: HttpResponseBase
    if small:
        response = HttpResponse(small, content_type="image/jpeg")
    else:
        response = FileResponse(one.file.open("rb"), content_type=f"image/{ending}", filename=f"{one.key}.{ending}")
    response.headers["Cache-Control"] = "private, max-age=3600"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _seen(request: HttpRequest, key: UUID) -> Finding:
    rows = findings_seen_by(person_of(request), timezone.localdate())
    rows = rows.select_related(
        "visit__agency", "visit__inspection__agency", "check_line__obligation__plan", "remedied_by", "closed_by"
    )
    return get_object_or_404(rows, key=key)


def _crumbs(one: Finding) -> list[tuple[str, str | None]]:
    return [
        (_("Findings"), reverse("monitoring:findings")),
        (one.visit.agency.name, reverse("monitoring:finding", args=[one.key])),
    ]
