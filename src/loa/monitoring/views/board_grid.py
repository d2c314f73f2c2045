"""Agencies by duties, or by months: every cell says how it stands and opens to what is behind it."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from loa.monitoring.queries.board.agencies import agency_counts
from loa.monitoring.queries.board.branches import branch_counts
from loa.monitoring.queries.board.counts import NONE, Counts, total
from loa.monitoring.queries.board.plans import duties_to_choose
from loa.monitoring.queries.board.question import Window
from loa.monitoring.queries.board.trend import month_start
from loa.monitoring.views.asking import export_format, last_of_month
from loa.monitoring.views.board_columns import count_columns
from loa.monitoring.views.board_frame import Board
from loa.ui.export import Column, table_response
from loa.ui.listing import Listing, listing_of
from loa.ui.parts import Link
from loa.ui.query import changed_query

__all__ = ["grid"]

_FILTERS = ("branch", "group", "obligation", "q", "standing", "by", "sort")
_SORTS = ("name", "share", "failed", "risk")
_PER_PAGE = 40
_LABEL = 60


@dataclass(frozen=True, slots=True)
class Head:
    """A column: short for its head, in full for who asks, and what its cells narrow the list to."""

    key: Any
    short: str
    full: str
    query: str

    @property
    def label(self) -> str:
        """What stands before a cell on a narrow screen."""
        return self.full if len(self.full) <= _LABEL else self.short


@dataclass(frozen=True, slots=True)
class Cell:
    """How the duties of a row in a column stand, and where they are listed."""

    head: Head
    counts: Counts
    url: str


@dataclass(frozen=True, slots=True)
class Row:
    """An agency or a branch with its cells; `changes` narrow a list to it."""

    name: str
    url: str
    cells: Sequence[Cell]
    counts: Counts
    list_url: str
    sort_key: str


Found = Mapping[Any, Mapping[Any, Counts]]


@login_required
def grid(request: HttpRequest) -> HttpResponseBase:
    """The grid of a branch, agency by agency; before one is chosen, branch by branch."""
    board = Board(request, _FILTERS, name="standing-grid")
    by_months = request.GET.get("by") == "month" or board.plan is None
    heads = _months(board) if by_months else _duties(board)
    by_branch = board.branch is None and len(board.seen.branches) > 1 and not board.narrows
    rows = _branch_rows(board, heads, months=by_months) if by_branch else _agency_rows(board, heads, months=by_months)
    sort = _sort_of(request)
    ordered = _in_order([row for row in rows if _is_wanted(board, row)], sort)
    if format := export_format(request):
        return table_response(ordered, _columns(heads), name=_("Grid of standing"), format=format)
    listing = _sortable(request, listing_of(request, ordered, per_page=_PER_PAGE), sort)
    context = {
        **board.context(), "listing": listing, "heads": heads, "by_branch": by_branch, "by_months": by_months,
        "sums": _sums(heads, ordered), "columns_by": _switch(board, by_months),
    }  # fmt: skip
    return render(request, "monitoring/board_grid.html", context)


# -------------------------------------------------------------------------------------------------------------- columns


def _months(board: Board) -> list[Head]:
    heads, first = [], month_start(board.question.first)
    while first <= board.question.last:
        last = last_of_month(first)
        since, until = max(first, board.question.first), min(last, board.question.last)
        query = f"time=dates&since={since:%d/%m/%Y}&until={until:%d/%m/%Y}"
        heads.append(Head(first, f"{first:%m/%y}", _("Month %s") % f"{first:%m/%Y}", query))
        first = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return heads


def _duties(board: Board) -> list[Head]:
    if board.plan is None:
        return []
    found = duties_to_choose(board.plan.pk, board.question)
    if board.question.obligation is not None:
        found = found.filter(pk=board.question.obligation)
    return [Head(one.pk, one.ref or str(place), str(one), f"obligation={one.pk}") for place, one in enumerate(found, 1)]


def _switch(board: Board, by_months: bool) -> list[Link]:
    """Duties or months as columns."""
    links = [(_("By duty"), None, not by_months), (_("By month"), "month", by_months)]
    return [
        Link(label, changed_query(board.request.GET, {"by": value}), current=current)
        for label, value, current in links
        if board.plan is not None or value
    ]


# ----------------------------------------------------------------------------------------------------------------- rows


def _agency_rows(board: Board, heads: Sequence[Head], *, months: bool) -> list[Row]:
    found: Found = agency_counts(board.question, board.agencies, by=_month_of if months else _duty_of)
    make = _row_maker(board, heads, "agency")
    return [
        make(one.name, reverse("monitoring:standing-agency", args=[one.key]), str(one.key), found[pk], one.sort_key)
        for pk, one in board.named.items()
        if pk in found
    ]


def _month_of(one: Window) -> date:
    return month_start(one.owed_on)


def _duty_of(one: Window) -> int:
    return one.obligation_id


def _branch_rows(board: Board, heads: Sequence[Head], *, months: bool) -> list[Row]:
    cells: dict[int, dict[Any, list[Counts]]] = defaultdict(lambda: defaultdict(list))
    by = "owed_on" if months else "obligation"
    counts = branch_counts(board.question, board.scope.branches, by=("branch", "owed_on" if months else "obligation"))
    for (branch, key), part in counts.items():
        cells[branch][month_start(key) if by == "owed_on" else key].append(part)
    make = _row_maker(board, heads, "branch")
    return [
        make(
            one.name, changed_query(board.request.GET, {"branch": one.pk}), str(one.pk),
            {key: total(parts) for key, parts in cells[one.pk].items()}, one.name,
        )
        for one in board.seen.branches
        if one.pk in cells
    ]  # fmt: skip


def _row_maker(board: Board, heads: Sequence[Head], kind: str) -> Callable[..., Row]:
    names = {name for head in heads for name in _names_in(head.query)}
    bare = board.list_link(**{**dict.fromkeys(names), kind: None})
    joint = "" if bare.endswith("?") else "&"

    def make(name: str, url: str, key: str, found: Mapping[Any, Counts], sort_key: str) -> Row:
        base = f"{bare}{joint}{kind}={key}"
        cells = [Cell(head, found.get(head.key, NONE), f"{base}&{head.query}") for head in heads]
        whole = board.list_link(**{kind: key})
        return Row(name, url, cells, total(found.values()), whole, sort_key)

    return make


def _names_in(query: str) -> list[str]:
    return [part.partition("=")[0] for part in query.split("&")]


def _is_wanted(board: Board, row: Row) -> bool:
    wanted = board.form.standings()
    return not wanted or any(row.counts.of(one) for one in wanted)


# ---------------------------------------------------------------------------------------------------------------- order


def _sort_of(request: HttpRequest) -> str:
    asked = request.GET.get("sort", "")
    return asked if asked.removeprefix("-") in _SORTS else "name"


def _in_order(rows: Sequence[Row], sort: str) -> list[Row]:
    """By name, or by a figure and then by name; where nothing is due the share comes last either way."""
    named = sorted(rows, key=attrgetter("sort_key"))
    name, down = sort.removeprefix("-"), sort.startswith("-")
    if name == "name":
        return named[::-1] if down else named
    if name == "share":
        due = [row for row in named if row.counts.due]
        due.sort(key=lambda row: row.counts.share or 0, reverse=down)
        return [*due, *(row for row in named if not row.counts.due)]
    figure = attrgetter("counts.failed") if name == "failed" else attrgetter("counts.at_risk")
    return sorted(named, key=figure, reverse=down)


def _sortable(request: HttpRequest, listing: Listing[Row], sort: str) -> Listing[Row]:
    return Listing(
        listing.rows, listing.total, listing.number, listing.per_page, sort, frozenset(_SORTS), request.GET
    )  # fmt: skip


def _sums(heads: Sequence[Head], rows: Sequence[Row]) -> list[Counts]:
    """The foot: every column over all rows, not only over those of the page."""
    return [total(row.cells[place].counts for row in rows) for place in range(len(heads))]


def _columns(heads: Sequence[Head]) -> list[Column[Row]]:
    return [
        Column(_("Agency"), lambda row: row.name, 40),
        *(_cell_column(place, head) for place, head in enumerate(heads)),
        *count_columns(_counts),
    ]


def _counts(row: Row) -> Counts:
    return row.counts


def _cell_column(place: int, head: Head) -> Column[Row]:
    return Column(head.full, lambda row: _in_words(row.cells[place].counts), 14)


def _in_words(counts: Counts) -> str:
    """Done in time of what is due, and the standing that asks for attention first."""
    if counts.worst is None:
        return ""
    return f"{counts.kept}/{counts.due} {counts.worst.label}"
