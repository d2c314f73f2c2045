"""How standing went over time, beside the time before."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from loa.monitoring.enums import Standing
from loa.monitoring.queries.board.counts import Counts, total
from loa.monitoring.queries.board.sight import Scope
from loa.monitoring.queries.board.trend import Point, before, counts_in, month_start, trend, week_start
from loa.monitoring.views.asking import export_format
from loa.monitoring.views.board_columns import count_columns
from loa.monitoring.views.board_frame import Board
from loa.ui.export import Column, table_response
from loa.ui.parts import Link
from loa.ui.query import changed_query

__all__ = ["over_time"]

_FILTERS = ("branch", "group", "kind", "obligation", "q", "by")
_HEIGHT = 200.0
_WIDTH, _NARROWEST, _WIDEST = 1120.0, 32.0, 84.0
"""Of the chart, and of one stretch of it, in the units of the drawing."""
_STACKED = (
    ("met", (Standing.MET,)),
    ("late", (Standing.LATE,)),
    ("open", (Standing.ON_TRACK, Standing.AT_RISK, Standing.NOT_YET_DUE)),
    ("failed", (Standing.OVERDUE, Standing.MISSED)),
)
"""The parts of a column from below."""


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a column of the chart."""

    name: str
    y: str
    height: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """A week or a month: its label, its drawing, and where its duties are listed."""

    point: Point
    label: str
    x: str
    width: str
    middle: str
    blocks: Sequence[Block]
    changes: dict[str, object]


@login_required
def over_time(request: HttpRequest) -> HttpResponseBase:
    """The chart with its table, by month or by week, and the same figures of the time before."""
    board = Board(request, _FILTERS, name="standing-trend")
    weeks = request.GET.get("by") == "week"
    scope = Scope((), board.agencies) if board.narrows else board.scope
    points = trend(board.question, scope, week_start if weeks else month_start)
    if format := export_format(request):
        return table_response(points, _columns(), name=_("Standing over time"), format=format)
    counts, earlier = total(point.counts for point in points), before(board.question)
    former = counts_in(earlier, scope)
    context = {
        **board.context(), "stretches": _drawn(points, weeks=weeks), "counts": counts, "former": former,
        "earlier": earlier, "change": _change(counts, former), "width": f"{_step(len(points)) * max(len(points), 1):g}",
        "views": _views(request, weeks=weeks), "weeks": weeks,
    }  # fmt: skip
    return render(request, "monitoring/board_trend.html", context)


def _change(now: Counts, former: Counts) -> float | None:
    """By how many points the share rose or fell."""
    if now.share is None or former.share is None:
        return None
    return round(float((now.share - former.share) * 100), 1)


def _views(request: HttpRequest, *, weeks: bool) -> list[Link]:
    labels = ((_("By month"), None, not weeks), (_("By week"), "week", weeks))
    return [Link(label, changed_query(request.GET, {"by": value}), current=now) for label, value, now in labels]


def _drawn(points: Sequence[Point], *, weeks: bool) -> list[Stretch]:
    top = max((point.counts.owed for point in points), default=0) or 1
    step = _step(len(points))
    return [_stretch(place * step, step, point, top, weeks=weeks) for place, point in enumerate(points)]


def _step(number: int) -> float:
    return min(max(_WIDTH / max(number, 1), _NARROWEST), _WIDEST)


def _stretch(left: float, step: float, point: Point, top: int, *, weeks: bool) -> Stretch:
    blocks, filled = [], 0
    for name, standings in _STACKED:
        number = sum(point.counts.of(one) for one in standings)
        filled += number
        if number:
            blocks.append(Block(name, f"{_HEIGHT - _HEIGHT * filled / top:.2f}", f"{_HEIGHT * number / top:.2f}"))
    label = f"{point.first:%d/%m}" if weeks else f"{point.first:%m/%y}"
    days: dict[str, object] = {"time": "dates", "since": f"{point.first:%d/%m/%Y}", "until": f"{point.last:%d/%m/%Y}"}
    x, width, middle = (f"{one:.1f}" for one in (left + step * 0.15, step * 0.7, left + step / 2))
    return Stretch(point, label, x, width, middle, blocks, days)


def _columns() -> list[Column[Point]]:
    return [
        Column(_("From"), lambda point: point.first, 12),
        Column(_("To"), lambda point: point.last, 12),
        *count_columns(_counts),
    ]


def _counts(point: Point) -> Counts:
    return point.counts
