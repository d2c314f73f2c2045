"""Agencies of one group in the order of what they did in time."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from loa.monitoring.queries.board.agencies import agency_counts
from loa.monitoring.queries.board.branches import branch_counts
from loa.monitoring.queries.board.counts import Counts, total
from loa.monitoring.queries.board.groups import AgencyGroup
from loa.monitoring.queries.board.ranking import FEW, Ranked, ranked
from loa.monitoring.views.asking import export_format
from loa.monitoring.views.board_columns import count_columns
from loa.monitoring.views.board_frame import Board
from loa.organizations.folding import folded
from loa.ui.export import Column, table_response
from loa.ui.listing import listing_of
from loa.ui.parts import Link
from loa.ui.query import changed_query

__all__ = ["ranking"]

_FILTERS = ("branch", "kind", "obligation", "q")
_BRANCHES = "branches"


@dataclass(frozen=True, slots=True)
class Place:
    """Who is ranked, and what narrows a list to them; the key of a branch is a number."""

    board: Board
    name: str
    key: UUID | int

    @property
    def is_branch(self) -> bool:
        return isinstance(self.key, int)

    @property
    def url(self) -> str:
        """Where the name opens; asked of those on the page only."""
        if self.is_branch:
            return self.board.link("standing", branch=self.key)
        return reverse("monitoring:standing-agency", args=[self.key])

    @property
    def changes(self) -> dict[str, object]:
        return {"branch": self.key} if self.is_branch else {"agency": self.key, "group": None}


Rows = list[Ranked[Place]]


@login_required
def ranking(request: HttpRequest) -> HttpResponseBase:
    """Communes among communes, departments among departments; whole branches where several are in sight."""
    board = Board(request, _FILTERS, name="standing-ranking")
    sizes = board.group_sizes()
    several = board.branch is None and len(board.seen.branches) > 1
    group = _group_asked(request, sizes, several=several)
    rows = _branches(board) if group == _BRANCHES else _agencies(board, group)
    if format := export_format(request):
        return table_response(rows, _columns(), name=_("Ranking"), format=format)
    words = folded(board.form.chosen("q")).split()
    shown = [row for row in rows if all(word in folded(row.who.name) for word in words)] if words else rows
    context = {
        **board.context(), "listing": listing_of(request, shown, per_page=50), "few": FEW,
        "groups": _tabs(request, sizes, group, branches=len(board.seen.branches) if several else 0),
        "counts": total(row.counts for row in rows), "ranked": sum(1 for row in rows if row.rank),
    }  # fmt: skip
    return render(request, "monitoring/board_ranking.html", context)


def _group_asked(request: HttpRequest, sizes: Mapping[AgencyGroup, int], *, several: bool) -> str:
    """The group chosen; else whole branches where there are several, else the largest group."""
    asked = request.GET.get("group", "")
    if asked in sizes or (asked == _BRANCHES and several):
        return asked
    if several or not sizes:
        return _BRANCHES
    return max(sizes, key=lambda group: sizes[group])


def _branches(board: Board) -> Rows:
    counts = branch_counts(board.question, [one.pk for one in board.seen.branches])
    return ranked(
        (Place(board, one.name, one.pk), counts[one.pk,]) for one in board.seen.branches if (one.pk,) in counts
    )


def _agencies(board: Board, group: str) -> Rows:
    wanted = {pk: one for pk, one in board.everybody.items() if one.group == group}
    counts = agency_counts(board.question, {pk: board.all_agencies[pk] for pk in wanted})
    return ranked(
        (Place(board, one.name, one.key), total(counts[pk].values())) for pk, one in wanted.items() if pk in counts
    )


def _tabs(request: HttpRequest, sizes: Mapping[AgencyGroup, int], group: str, *, branches: int) -> list[Link]:
    found = [(_BRANCHES, _("Branches"), branches)] if branches else []
    found += [(one.value, _capital(str(one.label)), sizes[one]) for one in AgencyGroup if one in sizes]
    return [
        Link(label, changed_query(request.GET, {"group": value}), current=value == group, count=number)
        for value, label, number in found
    ]


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _columns() -> list[Column[Ranked[Place]]]:
    return [
        Column(_("Rank"), lambda row: row.rank, 8),
        Column(_("Agency"), lambda row: row.who.name, 40),
        *count_columns(_counts),
        Column(_("Note"), lambda row: _("few duties due") if row.few else "", 20),
    ]


def _counts(row: Ranked[Place]) -> Counts:
    return row.counts
