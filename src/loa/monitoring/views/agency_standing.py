"""An agency's own row: how its duties stand, what to do next, how its last months went, how others like it do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _

from loa.monitoring.enums import Standing
from loa.monitoring.forms.agency_standing import RowFilter
from loa.monitoring.policy import may_see
from loa.monitoring.queries.agency_row import Line, Row, asked_once, evidence_lately, row_of, trend
from loa.monitoring.queries.evidence import unmatched
from loa.monitoring.queries.peers import Place, place_among_peers
from loa.monitoring.queries.remedies import remedies_of
from loa.monitoring.queries.scores import Month
from loa.monitoring.templatetags.forecasts import reasons_said
from loa.monitoring.views.asking import export_format, person_of
from loa.monitoring.views.own_period import period_asked
from loa.monitoring.wording import KINDS
from loa.organizations.models import Agency, Person
from loa.organizations.policy import Forbidden, agencies_in_charge, may
from loa.ui.export import Column, table_response
from loa.ui.listing import listing_of
from loa.ui.parts import Bar
from loa.ui.query import changed_query

__all__ = ["agency_standing"]

_SHOWN_STEPS = 8
_PER_PAGE = 60
_LATELY = timedelta(days=60)
_PEER_DAYS = timedelta(days=90)


@login_required
def agency_standing(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """The row of one agency in a period; `?standing=` and `?q=` narrow it, `?format=` gives it as a file."""
    agency = get_object_or_404(Agency, key=key)
    person, today = person_of(request), timezone.localdate()
    if not may_see(person, agency, on=today):
        raise Forbidden("occurrences.see")
    period = period_asked(request, today)
    row = row_of(agency, period.first, period.last, today=today)
    form = RowFilter(request.GET)
    lines = form.narrowed([*row.lines, *row.always])
    if format := export_format(request):
        return table_response(lines, _columns(), name=_("Standing of %s") % agency.name, format=format)
    context = {
        "agency": agency,
        "today": today,
        "period": period,
        "row": row,
        "figures": _figures(request, row),
        "filter_form": form,
        "listing": listing_of(request, lines, per_page=_PER_PAGE),
        "breadcrumbs": [(agency.name, None), (_("Standing"), None)],
        **_next(agency, row, person, today),
        **_beside(agency, person, today),
    }
    return render(request, "monitoring/agency_standing.html", context)


def _next(agency: Agency, row: Row, person: Person, today: date) -> dict[str, Any]:
    """What to do next, for who may do it, and for those over them to see."""
    steps = remedies_of(agency, asked_once(row.lines), today=today)
    return {
        "steps": steps[:_SHOWN_STEPS],
        "more_steps": steps[_SHOWN_STEPS:],
        "may_record": may(person, "evidence.record", agency, on=today),
    }


def _beside(agency: Agency, person: Person, today: date) -> dict[str, Any]:
    """The last months, the peers, the last evidence."""
    months = trend(agency, today=today)
    place = place_among_peers(agency, today - _PEER_DAYS, today - timedelta(days=1), on=today)
    sees_evidence = may(person, "evidence.see", agency, on=today)
    return {
        "months": months,
        "bars": [_bar(month) for month in months if month.owed],
        "place": place,
        "named_peers": _named(place, person, today) if place else [],
        "evidence": evidence_lately(agency) if sees_evidence else [],
        "sees_evidence": sees_evidence,
        "unmatched": unmatched((agency.pk,), first=today - _LATELY).count() if sees_evidence else 0,
    }


def _figures(request: HttpRequest, row: Row) -> list[tuple[Standing, int, str]]:
    """How many duties have each standing, each figure with the address of its list."""
    order = (Standing.OVERDUE, Standing.AT_RISK, Standing.ON_TRACK, Standing.NOT_YET_DUE, Standing.MET, Standing.LATE)
    shown = [*order, *((Standing.MISSED,) if row.counts[Standing.MISSED] else ())]
    return [(one, row.counts[one], changed_query(request.GET, {"standing": one.value}) + "#duties") for one in shown]


def _bar(month: Month) -> Bar:
    text = f"{month.met}/{month.owed}"
    if month.late:
        text = _("%(figure)s, %(late)d late") % {"figure": text, "late": month.late}
    return Bar(f"{month.first:%m/%Y}", round(month.percent, 1), text=text)


@dataclass(frozen=True, slots=True)
class _Peer:
    agency: Agency
    in_time: int
    owed: int
    percent: float


def _named(place: Place, person: Person, today: date) -> list[_Peer]:
    """The peers that somebody may see, the best first; the others stay without a name."""
    reach = agencies_in_charge(person, "occurrences.see", on=today)
    scores = [(key, score) for key, score in place.scores if key in reach]
    agencies = Agency.objects.in_bulk([key for key, _score in scores])
    return [_Peer(agencies[key], score.met, score.owed, score.percent) for key, score in scores]


def _columns() -> Sequence[Column[Line]]:
    return (
        Column(_("Obligation"), lambda line: str(line.duty.rule), 60),
        Column(_("Window"), lambda line: line.duty.occurrence.name, 20),
        Column(_("Due on"), lambda line: line.duty.due_on, 12),
        Column(_("Standing"), lambda line: str(line.standing.label), 16),
        Column(_("Counted"), lambda line: line.counted, 10),
        Column(_("Required"), lambda line: 0 if line.duty.waived else line.required, 10),
        Column(_("Unit"), lambda line: line.duty.unit, 12),
        Column(_("Chance of missing, percent"), lambda line: line.forecast.percent if line.forecast else "", 14),
        Column(_("Reasons"), lambda line: " ".join(reasons_said(line.forecast.reasons)) if line.forecast else "", 60),
        Column(_("Kind"), lambda line: KINDS[line.duty.kind], 16),
        Column(_("Role"), lambda line: _("leads") if line.duty.leads else _("coordinates"), 12),
        Column(_("Last activity"), lambda line: line.stood.shown.last_on, 12),
        Column(_("Plan"), lambda line: str(line.duty.plan), 40),
    )
