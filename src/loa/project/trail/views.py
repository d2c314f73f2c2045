"""The trail on screen: a list page by page, one row with what it changed, and whether all of it is whole."""

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from loa.audit.models import Entry
from loa.audit.queries import entries, neighbours, slice_of, verbs_in_use
from loa.audit.wording import changes_of, subject_kind, verb_name
from loa.organizations.models import Agency, Person
from loa.project.trail.checking import last_outcome, start
from loa.project.trail.forms import TrailFilter
from loa.project.trail.reach import Reach, reach_of
from loa.ui.export import Column, table_response
from loa.ui.query import changed_query

__all__ = ["entry", "trail", "verify"]

_SIZE = 50


def _reach(request: HttpRequest) -> Reach:
    person = request.user
    assert isinstance(person, Person)  # noqa: S101  # for the type: `login_required` lets nobody else in
    return reach_of(person, on=timezone.localdate())


@login_required
def trail(request: HttpRequest) -> HttpResponseBase:
    """The rows somebody may read, newest first; `?before=` and `?after=` go on from a row."""
    reach = _reach(request)
    form = TrailFilter(request.GET)
    form.offer(verbs_in_use())
    rows = entries(form.wanted(reach))
    if (format := request.GET.get("format")) in ("csv", "xlsx"):
        return table_response(rows.iterator(), _columns(), name=_("Audit trail"), format=str(format))
    page = slice_of(rows, size=_SIZE, before=_number(request, "before"), after=_number(request, "after"))
    context = {
        "filter_form": form,
        "rows": [(row, verb_name(row.verb), subject_kind(row.subject_type)) for row in page],
        "newer_url": changed_query(request.GET, {"after": page.newer, "before": None}) if page.newer else "",
        "older_url": changed_query(request.GET, {"before": page.older, "after": None}) if page.older else "",
        "agencies": _agencies(page.rows),
        "outcome": last_outcome(),
    }
    return render(request, "trail/list.html", context)


def _number(request: HttpRequest, name: str) -> int | None:
    given = request.GET.get(name, "")
    return int(given) if given.isascii() and given.isdigit() and len(given) <= 15 else None


def _agencies(rows: Sequence[Entry]) -> dict[int, str]:
    """The names of the agencies of some rows, in one query."""
    wanted = {row.agency_id for row in rows if row.agency_id}
    return dict(Agency.objects.filter(pk__in=wanted).values_list("pk", "name"))


def _columns() -> Sequence[Column[Entry]]:
    names = dict(Agency.objects.values_list("pk", "name"))
    return (
        Column(_("Number"), lambda row: row.number, 10),
        Column(_("When"), lambda row: row.at, 18),
        Column(_("Who"), lambda row: row.actor_name, 30),
        Column(_("What was done"), lambda row: verb_name(row.verb), 34),
        Column(_("Matter"), lambda row: f"{subject_kind(row.subject_type)}: {row.subject_name}", 60),
        Column(_("Agency"), lambda row: names.get(row.agency_id or 0, ""), 40),
        Column(_("What changed"), lambda row: "; ".join(map(str, changes_of(row))), 80),
        Column(_("Id of the request"), lambda row: row.request_id, 34),
        Column(_("Hash"), lambda row: row.hash, 66),
    )


@login_required
def entry(request: HttpRequest, number: int) -> HttpResponse:
    """One row: what it changed, its hash, and its neighbours in the chain as far as they are open."""
    reach = _reach(request)
    row = get_object_or_404(Entry, number=number)
    if not reach.holds(row):
        raise Http404
    before, after = neighbours(row)
    context = {
        "entry": row,
        "title": verb_name(row.verb),
        "changes": changes_of(row),
        "kind": subject_kind(row.subject_type),
        "agency": Agency.objects.filter(pk=row.agency_id).first() if row.agency_id else None,
        "beside": [_neighbour(_("Before it"), before, reach), _neighbour(_("After it"), after, reach)],
        "subject_url": changed_query(request.GET, {"subject": f"{row.subject_type}:{row.subject_id}"}),
        "breadcrumbs": [(_("Audit trail"), reverse("audit:list")), (f"{row.number}", None)],
    }
    return render(request, "trail/entry.html", context)


def _neighbour(label: str, row: Entry | None, reach: Reach) -> dict[str, Any]:
    open_to = row is not None and reach.holds(row)
    return {"label": label, "row": row, "open": open_to, "title": verb_name(row.verb) if row and open_to else ""}


@login_required
@require_POST
def verify(request: HttpRequest) -> HttpResponse:
    """Has the whole trail checked; the list then says what was found."""
    _reach(request)
    start()
    return HttpResponseRedirect(reverse("audit:list"))
