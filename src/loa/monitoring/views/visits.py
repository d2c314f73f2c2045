"""One visit: its checklist, findings and end, on a phone as well; moving it, calling it off, its minutes."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from loa.monitoring.actions import findings as finding_deeds
from loa.monitoring.actions import inspecting
from loa.monitoring.actions.attaching import received
from loa.monitoring.actions.findings import Found
from loa.monitoring.actions.inspecting import Seen
from loa.monitoring.enums import InspectionState
from loa.monitoring.forms.inspecting import CloseVisitForm, FindingForm, MoveForm, RevisionForm
from loa.monitoring.minutes import minutes
from loa.monitoring.models import Check, Visit
from loa.monitoring.queries.inspections import checks_of
from loa.monitoring.queries.urging import visits_seen_by
from loa.monitoring.views.asking import person_of
from loa.monitoring.views.doing import Deed, Prepared, attempt, given, permitted
from loa.monitoring.views.inspections import inspectors_of
from loa.monitoring.views.official_file import official_file
from loa.organizations.policy import agencies_in_charge, may

__all__ = ["deed", "minutes_file", "visit"]

_MOST_LINES = 2000


@login_required
def visit(request: HttpRequest, key: UUID) -> HttpResponse:
    """The visit with everything that can be done now."""
    one = _seen(request, key)
    person, today = person_of(request), timezone.localdate()
    home = one.inspection.agency_id
    own = agencies_in_charge(person, "occurrences.see", on=today)
    may_hold = may(person, "inspections.hold", home, on=today)
    context = {
        "visit": one, "checks": checks_of(one), "findings": one.findings.prefetch_related("photos"), "today": today,
        "may_hold": may_hold, "may_plan": may(person, "inspections.plan", home, on=today),
        "sees_round": home in own,
        "finding_form": FindingForm().about(_lines(one)) if may_hold else None,
        "close_form": CloseVisitForm(initial={"revision": one.revision}) if may_hold else None,
        "breadcrumbs": [*_crumbs(one, sees_round=home in own)[:-1], (one.agency.name, None)],
    }  # fmt: skip
    return render(request, "monitoring/inspection_visit.html", context)


@login_required
def deed(request: HttpRequest, key: UUID, name: str) -> HttpResponse:
    """Opening, moving, calling off, checking, finding, closing."""
    one = _seen(request, key)
    found = permitted(request, _DEEDS, name, at=lambda _verb: one.inspection.agency_id)
    form, act, said = found.prepare(request, one)
    back = reverse("monitoring:visit", args=[one.key])
    if answer := attempt(request, form, act, said=said, back=back):
        return answer
    context = {
        "visit": one, "form": form, "name": name, "cancel_url": back, "checks": _entered(request, one, name),
        "breadcrumbs": _crumbs(one, sees_round=True),
    }  # fmt: skip
    return render(request, "monitoring/inspection_deed.html", context)


def _lines(one: Visit) -> QuerySet[Check]:
    """What a finding may belong to."""
    return one.checks.select_related("obligation__plan")


def _entered(request: HttpRequest, one: Visit, name: str) -> list[Any]:
    """The checklist as it was filled in, so that nothing is lost where it could not be saved."""
    if name != "check":
        return []
    seen, lines = _checked(request, one), list(checks_of(one))
    for line in lines:
        if line.pk in seen:
            line.agrees, line.remark = seen[line.pk].agrees, seen[line.pk].remark
    return lines


def _revised(request: HttpRequest, one: Visit) -> RevisionForm:
    return RevisionForm(request.POST or None, initial={"revision": one.revision})


def _open(request: HttpRequest, one: Visit) -> Prepared:
    form = _revised(request, one)
    return form, lambda: inspecting.open_visit(one, **given(request, form)), _("The visit has begun.")


def _cancel(request: HttpRequest, one: Visit) -> Prepared:
    form = _revised(request, one)
    said = _("The visit is called off and the agency is told.")
    return form, lambda: inspecting.cancel_visit(one, **given(request, form)), said


def _move(request: HttpRequest, one: Visit) -> Prepared:
    initial = {"revision": one.revision, "day": one.on, "inspector": one.inspector}
    form = MoveForm(request.POST or None, initial=initial)
    form.about(inspectors_of(one.inspection.agency, timezone.localdate()))
    return form, lambda: inspecting.move_visit(one, **given(request, form)), _("The visit is moved.")


def _check(request: HttpRequest, one: Visit) -> Prepared:
    form = _revised(request, one)

    def act() -> object:
        return inspecting.check(one, _checked(request, one), **given(request, form))

    return form, act, _("The checklist is saved.")


def _checked(request: HttpRequest, one: Visit) -> dict[int, Seen]:
    """What was seen, line by line; NUL, which no database holds, becomes a blank."""
    agrees = {"yes": True, "no": False}
    return {
        key: Seen(
            agrees.get(request.POST.get(f"agrees-{key}", "")),
            request.POST.get(f"remark-{key}", "").replace("\0", " ")[:4000],
        )
        for key in one.checks.values_list("pk", flat=True)[:_MOST_LINES]
        if f"remark-{key}" in request.POST
    }


def _find(request: HttpRequest, one: Visit) -> Prepared:
    form = FindingForm(request.POST or None, request.FILES or None)
    form.about(_lines(one))

    def act() -> object:
        told = given(request, form)
        photos, by, on = received(told.pop("photos")), told.pop("by"), told.pop("on")
        return finding_deeds.record_finding(one, Found(**told), photos=photos, by=by, on=on)

    return form, act, _("The finding is recorded.")


def _close(request: HttpRequest, one: Visit) -> Prepared:
    form = CloseVisitForm(request.POST or None, initial={"revision": one.revision})
    said = _("The visit is closed and the agency is told.")
    return form, lambda: inspecting.close_visit(one, **given(request, form)), said


_DEEDS: dict[str, Deed[Visit]] = {
    "open": Deed("inspections.hold", _open),
    "move": Deed("inspections.plan", _move),
    "cancel": Deed("inspections.plan", _cancel),
    "check": Deed("inspections.hold", _check),
    "find": Deed("inspections.hold", _find),
    "close": Deed("inspections.hold", _close),
}


@login_required
def minutes_file(request: HttpRequest, key: UUID, kind: str) -> HttpResponse:
    """The minutes of a visit that has begun, as `docx` or `pdf`."""
    one = _seen(request, key)
    if one.state not in (InspectionState.OPEN, InspectionState.CLOSED):
        raise Http404
    written = minutes(one, checks_of(one), list(one.findings.all()))
    return official_file(written, kind, f"bien-ban {one.on:%Y-%m-%d} {one.agency}")


def _seen(request: HttpRequest, key: UUID) -> Visit:
    rows = visits_seen_by(person_of(request), timezone.localdate())
    return get_object_or_404(rows.select_related("inspection__agency", "agency", "inspector"), key=key)


def _crumbs(one: Visit, *, sees_round: bool) -> list[tuple[str, str | None]]:
    round_page = reverse("monitoring:inspection", args=[one.inspection.key]) if sees_round else None
    return [
        (_("Inspections"), reverse("monitoring:inspections")),
        (one.inspection.title, round_page),
        (one.agency.name, reverse("monitoring:visit", args=[one.key])),
    ]
