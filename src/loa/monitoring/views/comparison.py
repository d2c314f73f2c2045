"""Figures from before and after a reorganisation, side by side on one map."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from loa.monitoring.forms.comparison import ComparisonForm
from loa.monitoring.queries.board.sight import tops_of
from loa.monitoring.queries.comparison import Compared, Line, compared
from loa.monitoring.views.asking import export_format, person_of
from loa.organizations.enums import Tier
from loa.organizations.models import Agency, Succession
from loa.ui.export import Column, table_response

__all__ = ["comparison"]

_HALF_YEAR = timedelta(days=181)


@login_required
def comparison(request: HttpRequest) -> HttpResponseBase:
    """Two times under one superior that the person oversees; everything chosen stands in the address."""
    today = timezone.localdate()
    tops = tops_of(person_of(request), on=today)
    if not tops:
        return render(request, "monitoring/comparison.html", {"form": None})
    form = ComparisonForm(
        {**_usual(tops[0], today), **request.GET.dict()}, tops=[(str(top.key), top.name) for top in tops]
    )
    found = _found(form, tops)
    if found is not None and (format := export_format(request)):
        rows = [*found.lines, Line(None, found.before, found.after)]
        return table_response(rows, _columns(rows[-1]), name=_("Comparison"), format=format)
    context = {"form": form, "found": found, "old_map": form.data.get("map") == "old"}
    return render(request, "monitoring/comparison.html", context)


def _found(form: ComparisonForm, tops: Sequence[Agency]) -> Compared | None:
    if not form.is_valid():
        return None
    told = form.cleaned_data
    top = next(one for one in tops if str(one.key) == told["top"])
    return compared(top, told["tier"], form.periods(), old_map=told["map"] == "old", today=timezone.localdate())


def _usual(top: Agency, today: date) -> dict[str, str]:
    """The half years before and after the latest reorganisation; without one the same days of last year."""
    latest = Succession.objects.filter(effective_on__lte=today).order_by("-effective_on").first()
    turn = latest.effective_on if latest else today.replace(month=1, day=1)
    last = min(turn + _HALF_YEAR, today)
    named = top.designation(today)
    tier = Tier.PROVINCE if named is not None and named.tier == Tier.CENTRAL else Tier.COMMUNE
    days = {
        "before_from": turn - _HALF_YEAR,
        "before_to": turn - timedelta(days=1),
        "after_from": turn,
        "after_to": last,
    }
    return {"top": str(top.key), "tier": tier, "map": "new", **{name: f"{day:%d/%m/%Y}" for name, day in days.items()}}


def _columns(total: Line) -> Sequence[Column[Line]]:
    return (
        Column(_("Agency"), lambda line: _name(line, total), 40),
        Column(_("Owed before"), lambda line: round(float(line.before.owed), 3), 14),
        Column(_("In time before"), lambda line: round(float(line.before.in_time), 3), 14),
        Column(_("Percent before"), lambda line: _percent(line.before.percent), 12),
        Column(_("Owed after"), lambda line: round(float(line.after.owed), 3), 14),
        Column(_("In time after"), lambda line: round(float(line.after.in_time), 3), 14),
        Column(_("Percent after"), lambda line: _percent(line.after.percent), 12),
        Column(_("Change in points"), lambda line: _percent(line.change), 12),
    )


def _name(line: Line, total: Line) -> str:
    if line.agency is not None:
        return line.agency.name
    return _("Total") if line is total else _("Nobody followed, or nobody was there before")


def _percent(value: float | None) -> float | str:
    return "" if value is None else round(value, 1)
