"""Duties one by one: what is behind a figure, and what became overdue."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from loa.monitoring.enums import Standing
from loa.monitoring.forms.board import BoardFilter
from loa.monitoring.queries.became_overdue import FELL, in_the_days
from loa.monitoring.queries.board.lists import Lines, StandingLine, lines_of
from loa.monitoring.queries.board.question import Question
from loa.monitoring.queries.board.trend import week_start
from loa.monitoring.views.asking import export_format
from loa.monitoring.views.board_frame import Board
from loa.ui.export import Column, table_response
from loa.ui.listing import listing_of
from loa.ui.parts import Link
from loa.ui.query import changed_query

__all__ = ["newly_overdue", "one_by_one"]

_FILTERS = ("branch", "group", "obligation", "kind", "q", "standing", "agency", "sort")
_FEW_FILTERS = ("branch", "group", "kind", "q", "day", "span")
_COMING = frozenset({Standing.ON_TRACK, Standing.AT_RISK, Standing.NOT_YET_DUE})


@login_required
def one_by_one(request: HttpRequest) -> HttpResponseBase:
    """The duties behind a figure; each opens to its evidence."""
    board = Board(request, _FILTERS, name="standing-list")
    wanted = board.form.standings()
    soonest = request.GET.get("sort") == "due" or (bool(wanted) and wanted <= _COMING)
    rows = _lines(board, board.question, wanted, latest=not soonest)
    if format := export_format(request):
        return table_response(rows, _columns(), name=_("Duties by standing"), format=format)
    agency = next(iter(board.named.values()), None) if board.form.agency_key() else None
    context = {**board.context(), "listing": listing_of(request, rows), "agency": agency, "soonest": soonest}
    return render(request, "monitoring/board_list.html", context)


def _lines(board: Board, question: Question, wanted: frozenset[Standing], *, latest: bool = True) -> Lines:
    whole = () if board.narrows or board.scope.agencies else board.scope.branches
    return lines_of(question, board.agencies, branches=whole, wanted=wanted, latest=latest)


@login_required
def newly_overdue(request: HttpRequest) -> HttpResponseBase:
    """What became overdue today, on another day, or in a week."""
    board = Board(request, _FEW_FILTERS, name="standing-overdue")
    form = board.form
    first, last = _days(form, board.today)
    asked = in_the_days(first, last, today=board.today)
    question = replace(board.question, first=asked.first, last=asked.last)
    rows = _lines(board, question, frozenset(FELL))
    if format := export_format(request):
        return table_response(rows, _columns(), name=_("Newly overdue"), format=format)
    step = timedelta(days=7 if form.is_week else 1)
    context = {
        **board.context(), "listing": listing_of(request, rows), "first": first, "last": last,
        "is_week": form.is_week, "views": _views(request, week=form.is_week),
        "previous": changed_query(request.GET, {"day": f"{first - step:%d/%m/%Y}"}),
        "next": changed_query(request.GET, {"day": f"{first + step:%d/%m/%Y}"}) if last < board.today else "",
    }  # fmt: skip
    return render(request, "monitoring/board_overdue.html", context)


def _days(form: BoardFilter, today: date) -> tuple[date, date]:
    day = form.day_chosen(today)
    if not form.is_week:
        return day, day
    return week_start(day), min(week_start(day) + timedelta(days=6), today)


def _views(request: HttpRequest, *, week: bool) -> list[Link]:
    labels = ((_("One day"), None, not week), (_("One week"), "week", week))
    return [Link(label, changed_query(request.GET, {"span": value}), current=now) for label, value, now in labels]


def _columns() -> Sequence[Column[StandingLine]]:
    return (
        Column(_("Due on"), lambda line: line.occurrence.due_on, 12),
        Column(_("Agency"), lambda line: line.agency.name, 40),
        Column(_("Obligation"), lambda line: str(line.occurrence.rule), 60),
        Column(_("Window"), lambda line: line.occurrence.name, 20),
        Column(_("Standing"), lambda line: line.standing.label, 20),
        Column(_("Counted"), lambda line: line.shown.counted, 10),
        Column(_("Required"), lambda line: 0 if line.standing is Standing.WAIVED else line.required, 10),
        Column(_("Unit"), lambda line: line.unit, 16),
        Column(_("Done on"), lambda line: line.shown.done_on, 12),
        Column(_("Late is possible until"), lambda line: line.occurrence.closes_on, 14),
        Column(_("Exemption"), lambda line: line.waiver.words if line.waiver else "", 30),
        Column(_("Plan"), lambda line: line.occurrence.plan.number, 20),
    )
