"""The organisation browser: a tree, a table, and a way through time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db.models import Case, IntegerField, Value, When
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from loa.organizations.enums import AgencyKind, Tier
from loa.organizations.folding import folded
from loa.organizations.forms.browsing import AgencyFilter, DayForm
from loa.organizations.models import Agency, Designation
from loa.organizations.policy import agencies_in_charge, may_anywhere
from loa.organizations.queries.directory import Sought, sought, superiors
from loa.organizations.queries.moments import change_days, neighbours
from loa.organizations.queries.people import held_posts
from loa.organizations.queries.tree import branch as branch_below
from loa.organizations.queries.tree import tree
from loa.organizations.views.asking import Asked, agency_of, asked
from loa.schedule.window import ONE_DAY
from loa.ui.export import FORMATS, Column, table_response
from loa.ui.listing import listing
from loa.ui.parts import Link
from loa.ui.query import changed_query

__all__ = ["branch", "browse", "suggest", "time_of"]

_SORTS = {
    "fit": ("fit", "sort_key"),
    "name": "sort_key",
    "tier": ("tier", "sort_key"),
    "kind": ("kind", "sort_key"),
    "place": ("place", "sort_key"),
}
_MARGIN = 365
"""Days that the time slider reaches beyond the first and the last change."""
_SUGGESTIONS = 12


@dataclass(frozen=True, slots=True)
class Slider:
    """The days between which one can slide, and the changes before and after the day shown."""

    first: date
    last: date
    marks: tuple[date, ...]
    previous: date | None
    next: date | None


@login_required
def browse(request: HttpRequest) -> HttpResponseBase:
    """The agencies of a day: `?view=table` with search, filters and export, else the tree."""
    ask = asked(request)
    wanted = _wanted(request, ask)
    as_table = request.GET.get("view", "table" if wanted != Sought() else "tree") == "table"
    if request.GET.get("format") in FORMATS:
        rows = sought(wanted, ask.on)
        return table_response(rows.iterator(chunk_size=2000), _columns(), name="co-quan", format=request.GET["format"])
    context = {
        "ask": ask,
        "filter_form": _filter_form(request, ask),
        **time_of(request, ask),
        "tabs": _tabs(request, as_table=as_table),
        "may_change": may_anywhere(ask.person, "agencies.change", on=ask.today),
        "may_succeed": may_anywhere(ask.person, "agencies.succeed", on=ask.today),
    }
    part = _table(request, wanted, ask) if as_table else _tree(request, ask)
    return render(request, f"organizations/{'table' if as_table else 'tree'}.html", {**context, **part})


def _columns() -> Sequence[Column[Designation]]:
    return (
        Column(_("Name"), lambda row: row.name, 50),
        Column(_("Short name"), lambda row: row.short_name, 30),
        Column(_("Abbreviation"), lambda row: row.abbreviation, 14),
        Column(_("Official code"), lambda row: row.code, 12),
        Column(_("Territory"), lambda row: row.place, 20),
        Column(_("Tier"), lambda row: row.get_tier_display(), 14),
        Column(_("Kind"), lambda row: row.get_kind_display(), 24),
        Column(_("From"), lambda row: row.valid_from, 12),
        Column(_("To"), lambda row: row.valid_to, 12),
    )


def _filter_form(request: HttpRequest, ask: Asked) -> AgencyFilter:
    form = AgencyFilter(request.GET or None)
    if not may_anywhere(ask.person, "people.change", on=ask.today):
        del form.fields["staff"]
    return form


def _wanted(request: HttpRequest, ask: Asked) -> Sought:
    charge = None
    if request.GET.get("staff") == "none":
        charge = frozenset(agencies_in_charge(ask.person, "people.change", on=ask.today))
    tier, kind = request.GET.get("tier", ""), request.GET.get("kind", "")
    return Sought(
        text=request.GET.get("q", "")[:100],
        tier=tier if tier in Tier.values else "",
        kind=kind if kind in AgencyKind.values else "",
        unstaffed_of=charge,
    )


def _table(request: HttpRequest, wanted: Sought, ask: Asked) -> dict[str, Any]:
    found = sought(wanted, ask.on).annotate(fit=_fit(wanted.text))
    page = listing(request, found, sorts=_SORTS, default="fit" if wanted.text else "name")
    over = superiors([row.agency_id for row in page], ask.on)
    return {"listing": page, "rows": [(row, over.get(row.agency_id)) for row in page]}


def _fit(text: str) -> Case:
    """Names that hold the words as they were typed, one after another, come before those that hold them anywhere."""
    whole = When(searched__contains=folded(text), then=Value(0))
    return Case(whole, default=Value(1), output_field=IntegerField())


def _tree(request: HttpRequest, ask: Asked) -> dict[str, Any]:
    return {"branches": tree(ask.on, _opened(request.GET.get("open", ""), ask))}


def _opened(key: str, ask: Asked) -> Agency | None:
    """The branch that was asked for; at first the own one."""
    try:
        return Agency.objects.filter(key=UUID(key)).first()
    except ValueError:
        own = {post.agency_id for post in held_posts(ask.person, ask.today)}
        return Agency.objects.existing(ask.on).filter(pk__in=own).order_by("pk").first()


def _tabs(request: HttpRequest, *, as_table: bool) -> list[Link]:
    def url(view: str) -> str:
        return changed_query(request.GET, {"view": view, "page": None, "sort": None})

    return [
        Link(_("Tree"), url("tree"), current=not as_table),
        Link(_("Table"), url("table"), current=as_table),
    ]


def time_of(request: HttpRequest, ask: Asked) -> dict[str, Any]:
    """What `organizations/time.html` reads."""
    kept = [(name, value) for name, values in request.GET.lists() for value in values if name not in {"on", "page"}]
    return {"slider": _slider(ask), "day_form": DayForm(initial={"on": ask.on}), "kept": kept}


def _slider(ask: Asked) -> Slider:
    marks = change_days()
    # The first day is that of all that was there before the tables begin; sliding there shows nothing.
    told = marks[1:] or marks or (ask.today,)
    previous, following = neighbours(told, ask.on)
    first = min(told[0], ask.on) - ONE_DAY * _MARGIN
    last = max(told[-1], ask.on, ask.today) + ONE_DAY * _MARGIN
    return Slider(first, last, told, previous, following)


@login_required
def branch(request: HttpRequest, key: UUID) -> HttpResponse:
    """The agencies directly under one, as a part that unfolds in place."""
    ask = asked(request)
    return render(request, "organizations/branch.html", {"branches": branch_below(agency_of(key), ask.on), "ask": ask})


@login_required
def suggest(request: HttpRequest) -> HttpResponse:
    """Names that begin to fit what is typed into any field, as options of a list."""
    ask = asked(request)
    text = next((str(value) for name, value in request.GET.items() if name != "on"), "")
    rows = sought(Sought(text=text[:100]), ask.on)[:_SUGGESTIONS] if len(text.strip()) > 1 else []
    return render(request, "organizations/options.html", {"rows": rows})
