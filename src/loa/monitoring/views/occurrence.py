"""One occurrence: why it is due when it is, and who owes it."""

from collections.abc import Sequence

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from loa.monitoring.forms.duties import HolderFilter
from loa.monitoring.models import Assignment, Occurrence
from loa.monitoring.policy import sight_of
from loa.monitoring.proof import what_counts_as_proof
from loa.monitoring.queries.owed import Holder, explanation, holders_of, named, owed
from loa.monitoring.saying import said, unit_words
from loa.monitoring.views.asking import export_format, person_of
from loa.ui.export import Column, table_response
from loa.ui.listing import listing

__all__ = ["page"]


@login_required
def page(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The page of an occurrence; `?q=` finds one of many agencies."""
    one = get_object_or_404(Occurrence.objects.select_related("plan__issuer", "rule__plan", "obligation"), pk=pk)
    sight = sight_of(one.plan, person_of(request), on=timezone.localdate(), one=one)
    rows = owed(one) if sight.whole else owed(one).filter(agency__in=sight.agencies)
    rows = named(rows, request.GET.get("q", ""))
    if format := export_format(request):
        return table_response(holders_of(one, list(rows)), _columns(), name=_("Who owes %s") % one.name, format=format)
    return render(request, "monitoring/occurrence.html", _context(request, one, rows))


def _context(request: HttpRequest, one: Occurrence, rows: QuerySet[Assignment]) -> dict[str, object]:
    found = listing(request, rows, sorts={"agency": ("-leads", "sort_key")}, default="agency")
    wordings = what_counts_as_proof(kinds=one.rule.kinds, channels=one.rule.channels, unit=one.unit)
    return {
        "occurrence": one,
        "unit": unit_words(one),
        "listing": found,
        "holders": holders_of(one, list(found)),
        "filter_form": HolderFilter(request.GET),
        "lines": said(explanation(one)).splitlines(),
        "proofs": [said(wording) for wording in wordings],
        "breadcrumbs": [
            (str(one.plan), reverse("plans:plan", args=[one.plan.key])),
            (_("Calendar"), reverse("monitoring:plan", args=[one.plan.key])),
            (one.name, None),
        ],
    }


def _columns() -> Sequence[Column[Holder]]:
    return (
        Column(_("Agency"), lambda row: row.agency.name, 50),
        Column(_("Role"), lambda row: _("leads") if row.leads else _("coordinates"), 16),
        Column(_("Asked, not ordered"), lambda row: _("yes") if row.asked else "", 16),
        Column(_("Exemption"), lambda row: row.waiver.words if row.waiver else "", 50),
    )
