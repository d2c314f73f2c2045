"""The evidence behind one number: what is required, what counts, what does not, and why the standing is what it is."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from loa.monitoring.channels import channel_words
from loa.monitoring.enums import MatchState
from loa.monitoring.models import Match, Occurrence
from loa.monitoring.queries.evidence_pages import duty_of
from loa.monitoring.queries.standing import behind, standings_of
from loa.monitoring.queries.urging import answering
from loa.monitoring.views.asking import export_format, person_of
from loa.monitoring.views.weighed import weighed, why_of
from loa.monitoring.why import why_standing
from loa.organizations.models import Agency
from loa.organizations.policy import Forbidden, may
from loa.ui.export import Column, table_response
from loa.ui.listing import listing

__all__ = ["behind_number"]

_PAGE = 100


@login_required
def behind_number(request: HttpRequest, occurrence: int, agency: UUID) -> HttpResponseBase:
    """The evidence of an agency for one occurrence; `?format=` gives it as a file."""
    person, today = person_of(request), timezone.localdate()
    rows = Occurrence.objects.select_related("plan__issuer", "rule__plan", "obligation")
    one = get_object_or_404(rows, pk=occurrence)
    owing = get_object_or_404(Agency, key=agency)
    if not may(person, "evidence.see", owing, on=today):
        raise Forbidden("evidence.see")
    found = behind(one, owing).select_related("evidence__agency", "agency", "occurrence", "decided_by")
    if format := export_format(request):
        name = _("Evidence of %s") % owing.name
        return table_response(found, _columns(), name=name, format=format)
    return render(request, "monitoring/evidence_behind.html", _context(request, one, owing, found))


def _context(request: HttpRequest, one: Occurrence, agency: Agency, found: Any) -> dict[str, Any]:
    today = timezone.localdate()
    duty = duty_of(one, agency)
    stood = standings_of([duty], today=today)[0] if duty else None
    page = listing(request, found, sorts={"day": ("place", "happened_on")}, default="day", per_page=_PAGE)
    shown = weighed(page.rows, person_of(request), on=today)
    return {
        "occurrence": one,
        "agency": agency,
        "duty": duty,
        "stood": stood,
        "facts": why_standing(stood, today=today) if stood else [],
        "listing": page,
        "may_ask": may(person_of(request), "explanations.ask", answering(agency, today), on=today),
        "counted": [row for row in shown if row.match.state == MatchState.COUNTED],
        "left_out": [row for row in shown if row.match.state != MatchState.COUNTED],
        "breadcrumbs": [
            (agency.name, reverse("monitoring:agency", args=[agency.key])),
            (one.name, reverse("monitoring:occurrence", args=[one.pk])),
            (_("Evidence"), None),
        ],
    }


def _columns() -> Sequence[Column[Match]]:
    return (
        Column(_("Happened on"), lambda row: row.happened_on, 12),
        Column(_("Title"), lambda row: row.evidence.title, 60),
        Column(_("Agency"), lambda row: row.evidence.agency.name, 40),
        Column(_("Channel"), lambda row: channel_words(row.evidence.channel), 24),
        Column(_("What it counts as"), lambda row: row.get_state_display(), 24),
        Column(_("Counts as"), lambda row: row.amount if row.state == MatchState.COUNTED else 0, 10),
        Column(_("Why"), lambda row: " ".join(why_of(row)), 60),
        Column(_("Decided by"), lambda row: str(row.decided_by or ""), 24),
        Column(_("Reason"), lambda row: row.decided_because, 40),
        Column(_("Link"), lambda row: row.evidence.link, 40),
    )
