"""Evidence: the list of it, and one piece with everything behind it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from loa.monitoring.channels import channel_words
from loa.monitoring.enums import EvidenceState
from loa.monitoring.fetching import problem_text
from loa.monitoring.forms.evidence import EvidenceFilter
from loa.monitoring.models import Evidence, Match
from loa.monitoring.own_evidence import page_of
from loa.monitoring.queries.evidence import evidence_seen_by
from loa.monitoring.queries.evidence_history import history_of
from loa.monitoring.queries.evidence_pages import (
    Item,
    as_items,
    evidence_found,
    in_items,
    matches_of,
    near_copies_of,
    page_copies_of,
    parts_items,
    placements_of,
    plans_over,
)
from loa.monitoring.queries.owed import obligations_of
from loa.monitoring.templatetags.evidence import area_words
from loa.monitoring.views.asking import export_format, person_of
from loa.monitoring.views.weighed import weighed
from loa.organizations.models import Person
from loa.organizations.policy import agencies_where, may, may_anywhere
from loa.plans.models import Plan
from loa.ui.export import Column, table_response
from loa.ui.listing import listing

__all__ = ["evidence_list", "evidence_page"]

_PHOTOS = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif"})
"""What every browser shows."""
_SORTS = {"happened": "happened_on", "title": "title", "agency": "agency__name"}
_PAGE = 50
_COUNTED = 10_000
"""So many rows are counted where each has to be looked at: of a whole country's evidence that would take seconds."""


@login_required
def evidence_list(request: HttpRequest) -> HttpResponseBase:
    """The evidence somebody may see, each item once, narrowed by filters, page by page or as a file."""
    person, today = person_of(request), timezone.localdate()
    own = tuple(agencies_where(person, "evidence.see", on=today))
    seen = evidence_seen_by(person, on=today)
    plans = plans_over(own, today)
    form = EvidenceFilter(request.GET, plans=plans, obligations=_duties(request, plans))
    wanted = form.wanted(own)
    rows = evidence_found(seen, wanted)
    if format := export_format(request):
        items = in_items(rows.order_by("-happened_on", "-pk"))
        return table_response(items, _columns(), name=_("Evidence"), format=format)
    most = _COUNTED if parts_items(wanted) else None
    page = listing(request, rows, sorts=_SORTS, default="-happened", per_page=_PAGE, most=most)
    context = {
        "listing": page,
        "items": as_items(page.rows),
        "filter_form": form,
        "may_record": may_anywhere(person, "evidence.record", on=today),
        "may_judge": may_anywhere(person, "evidence.judge", on=today),
        "breadcrumbs": [(_("Evidence"), None)],
    }
    return render(request, "monitoring/evidence_list.html", context)


def _duties(request: HttpRequest, plans: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """The duties of the plan chosen, to choose one of; none where no plan is."""
    chosen = request.GET.get("plan", "")
    if chosen not in dict(plans):
        return []
    return obligations_of(Plan.objects.get(pk=int(chosen)))


def _columns() -> list[Column[Item]]:
    return [
        Column(_("Happened on"), lambda row: row.evidence.happened_on, 12),
        Column(_("Title"), lambda row: row.evidence.title, 60),
        Column(_("Agency"), lambda row: row.evidence.agency.name, 40),
        Column(_("Kind"), lambda row: row.evidence.get_kind_display(), 24),
        Column(_("Channels"), _channels, 30),
        Column(_("Placements"), lambda row: len(row.placements), 10),
        Column(_("Reform areas"), lambda row: area_words(row.evidence.areas), 30),
        Column(_("Items"), lambda row: row.evidence.items, 8),
        Column(_("Minutes"), lambda row: row.evidence.minutes, 8),
        Column(_("Attendances"), lambda row: row.evidence.attendances, 8),
        Column(_("Copies"), lambda row: row.evidence.copies, 8),
        Column(_("Place"), lambda row: row.evidence.place, 24),
        Column(_("Link"), lambda row: row.evidence.link, 40),
        Column(_("Where it came from"), lambda row: row.evidence.get_source_display(), 16),
        Column(_("Recorded at"), lambda row: row.evidence.recorded_at, 16),
        Column(_("What it counts as"), _worth, 40),
        Column(_("Problem with the link"), lambda row: problem_text(row.evidence.link_problem), 24),
        Column(_("Resembles others"), lambda row: row.resembles or "", 10),
    ]


def _channels(row: Item) -> str:
    return "; ".join(channel_words(one.channel) for one in row.placements if one.channel)


def _worth(row: Item) -> str:
    if row.evidence.state == EvidenceState.WITHDRAWN:
        return row.evidence.get_state_display()
    return "; ".join(f"{state.label}: {count}" for state, count in row.states) or _("for no duty yet")


# -------------------------------------------------------------------------------------------------------- one of them


@login_required
def evidence_page(request: HttpRequest, key: UUID) -> HttpResponse:
    """Everything about one piece of evidence."""
    person = person_of(request)
    evidence = seen_evidence(person, key)
    return render(request, "monitoring/evidence.html", _about(evidence, person))


def seen_evidence(person: Person, key: UUID) -> Evidence:
    """The evidence, if the person may see it; otherwise there is none for them. Raises Http404."""
    found = Evidence.objects.select_related("agency", "recorded_by").filter(key=key).first()
    if found is None or not may(person, "evidence.see", found.agency_id, on=timezone.localdate()):
        raise Http404(_("There is no such evidence, or you may not see it."))
    return found


def _about(evidence: Evidence, person: Person) -> dict[str, Any]:
    today = timezone.localdate()
    seen = evidence_seen_by(person, on=today)
    standing = evidence.state == EvidenceState.RECORDED
    matches = matches_of(evidence)
    return {
        "evidence": evidence,
        "standing": standing,
        "room_page": page_of(evidence),
        "placements": placements_of(evidence, seen),
        "files": list(evidence.files.all()),
        "photos": _PHOTOS,
        "copies": page_copies_of(evidence),
        "near": near_copies_of(evidence, seen),
        "may_judge": standing and may(person, "evidence.judge", evidence.agency_id, on=today),
        "matches": weighed(matches, person, on=today),
        "may_rematch": standing and may_rematch(person, evidence, matches),
        "may_correct": standing and may(person, "evidence.record", evidence.agency_id, on=today),
        "may_withdraw": standing and may(person, "evidence.withdraw", evidence.agency_id, on=today),
        "history": history_of(evidence),
        "breadcrumbs": [(_("Evidence"), reverse("monitoring:evidence")), (evidence.title, None)],
    }


def may_rematch(person: Person, evidence: Evidence, matches: Sequence[Match]) -> bool:
    """Whether somebody may lay the evidence against another duty, of its own agency or of one it counts for."""
    agencies = {evidence.agency_id, *(one.agency_id for one in matches)}
    return any(may(person, "evidence.judge", agency, on=timezone.localdate()) for agency in agencies)
