"""The page of one obligation: its words, its reading, its versions, its exemptions and what was made of it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from loa.organizations.policy import may
from loa.plans.enums import NUMBERED
from loa.plans.models import Obligation
from loa.plans.policy import may_see, visible_to
from loa.plans.queries.differences import FieldDifference, compared
from loa.plans.queries.readers_value import Reading, reading_of
from loa.plans.queries.review import anchor_of
from loa.plans.queries.versions import Version, root_of, versions
from loa.plans.queries.wording import fields_text, telling_fields
from loa.plans.views.asking import address, crumbs, person_of

__all__ = ["obligation_page"]


@dataclass(frozen=True, slots=True)
class _Shown:
    """A version with what it changed."""

    version: Version
    changed: tuple[FieldDifference, ...]


@login_required
def obligation_page(request: HttpRequest, key: UUID) -> HttpResponse:
    """Everything that is known about one obligation."""
    person, today = person_of(request), timezone.localdate()
    found = Obligation.objects.select_related("plan__issuer", "derived_from__plan", "replaces__plan", "split_from")
    duty = get_object_or_404(found.prefetch_related("parties__agency"), key=key)
    if not may_see(person, duty.plan, on=today):
        raise Http404
    root = root_of(duty)
    reading: list[Reading] = reading_of(duty)
    seen = visible_to(person, on=today)
    context: dict[str, Any] = {
        "duty": duty,
        "plan": duty.plan,
        "fields": fields_text(duty, telling_fields(duty)[1:]),
        "reading": reading,
        "versions": _shown(versions(duty)),
        "exemptions": root.exemptions.select_related("agency"),
        "derived": duty.derived.standing().filter(plan__in=seen).select_related("plan__issuer")[:50],
        "may_exempt": root.plan.is_binding and may(person, "plans.exempt", duty.plan.issuer_id, on=today),
        "edit_url": _edit_url(duty)
        if duty.plan.is_editable and may(person, "plans.review", duty.plan.issuer_id, on=today)
        else "",
        "calendar_url": address("monitoring:obligation", root.key) if root.plan.state in NUMBERED else "",
        "evidence_url": address("monitoring:evidence-rule", root.key) if root.plan.state in NUMBERED else "",
        "document_url": _in_document(duty),
        "root": root,
        "today": today,
        "breadcrumbs": crumbs(duty.plan),
    }
    return render(request, "plans/obligation.html", context)


def _in_document(duty: Obligation) -> str:
    """The words of the obligation in the document, where it has one."""
    anchor = anchor_of(duty)
    return f"{reverse('plans:tab', args=[duty.plan.key, 'document'])}#{anchor}" if anchor else ""


def _edit_url(duty: Obligation) -> str:
    return address("plans:review", duty.plan.key)


def _shown(line: Any) -> list[_Shown]:
    before: Obligation | None = None
    found = []
    for version in line:
        found.append(_Shown(version, compared(before, version.obligation) if before and version.obligation else ()))
        before = version.obligation or before
    return found[::-1]
