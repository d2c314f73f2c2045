"""A map of territories with what was done in time, and the same as a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from loa.monitoring.forms.map import MapForm
from loa.monitoring.queries.board.sight import tops_of
from loa.monitoring.queries.comparison import Figures
from loa.monitoring.queries.map_shapes import Drawn, Mapped, mapped
from loa.monitoring.views.asking import export_format, person_of
from loa.organizations.enums import Tier
from loa.organizations.models import Agency
from loa.ui.export import Column, table_response
from loa.ui.listing import listing_of

__all__ = ["shown_on_map"]

_USUAL = timedelta(days=90)
_CLASSES = (50, 70, 85, 95)
"""From these parts in time on, in percent, a shape has the next pattern."""
_READABLE = 60
"""Figures of more shapes than this would cover one another: they stand in the table and where one points."""
Row = tuple[Agency, Figures]


@dataclass(frozen=True, slots=True)
class Part:
    """A shape as it is drawn: which pattern, what it says, where it leads."""

    path: str
    pattern: int
    words: str
    sign: str
    x: int
    y: int
    url: str


@login_required
def shown_on_map(request: HttpRequest) -> HttpResponseBase:
    """One time under one superior that the person oversees; the table stands alone where no shapes were loaded."""
    today = timezone.localdate()
    tops = tops_of(person_of(request), on=today)
    if not tops:
        return render(request, "monitoring/map.html", {"form": None})
    usual = {"top": str(tops[0].key), "since": f"{today - _USUAL:%d/%m/%Y}", "until": f"{today:%d/%m/%Y}"}
    form = MapForm({**usual, **request.GET.dict()}, tops=[(str(top.key), top.name) for top in tops])
    if not form.is_valid():
        return render(request, "monitoring/map.html", {"form": form})
    top = next(one for one in tops if str(one.key) == form.cleaned_data["top"])
    found = _mapped(top, form.cleaned_data, today)
    if format := export_format(request):
        return table_response(found.rows, _columns(), name=_("Map of %s") % top.name, format=format)
    context = {
        "form": form,
        "top": top,
        "listing": listing_of(request, found.rows, per_page=100),
        "drawing": found.drawing,
        "parts": [_part(one, signed=len(found.drawn) <= _READABLE) for one in found.drawn],
        "unknown": [one.shape for one in found.drawn if one.agency is None],
        "legend": _legend(),
    }
    return render(request, "monitoring/map.html", context)


def _mapped(top: Agency, told: dict[str, Any], today: date) -> Mapped:
    named = top.designation(today)
    tier = Tier.PROVINCE if named is not None and named.tier == Tier.CENTRAL else Tier.COMMUNE
    return mapped(top, tier, told["since"], told["until"], on=today)


def _part(one: Drawn, *, signed: bool) -> Part:
    percent = one.figures.percent
    name = one.agency.name if one.agency else one.shape.name or one.shape.code
    url = reverse("monitoring:standing-agency", args=[one.agency.key]) if one.agency else ""
    words = _("%(name)s: nothing fell due") % {"name": name}
    if percent is not None:
        told = {"name": name, "percent": round(percent), **_counts(one.figures)}
        words = _("%(name)s: %(percent)d %% in time (%(in_time)d of %(owed)d)") % told
    sign = f"{round(percent)}" if signed and percent is not None else ""
    return Part(one.shape.path, _pattern(percent), words, sign, one.shape.x, one.shape.y, url)


def _counts(figures: Figures) -> dict[str, int]:
    return {"in_time": int(figures.in_time), "owed": int(figures.owed)}


def _pattern(percent: float | None) -> int:
    """0 where nothing fell due, then 1 for the worst to 5 for the best."""
    return 0 if percent is None else 1 + sum(percent >= least for least in _CLASSES)


def _legend() -> list[tuple[int, str]]:
    between = _("%(least)d to under %(most)d %%")
    words = [
        _("nothing fell due"),
        _("under %d %%") % _CLASSES[0],
        *(between % {"least": least, "most": most} for least, most in pairwise(_CLASSES)),
        _("%d %% and more") % _CLASSES[-1],
    ]
    return list(enumerate(words))


def _columns() -> Sequence[Column[Row]]:
    return (
        Column(_("Agency"), lambda row: row[0].name, 40),
        Column(_("Owed"), lambda row: int(row[1].owed), 12),
        Column(_("In time"), lambda row: int(row[1].in_time), 12),
        Column(_("Percent"), lambda row: "" if row[1].percent is None else round(row[1].percent, 1), 12),
    )
