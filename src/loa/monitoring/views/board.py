"""The board a superior opens first: how everything stands, branch by branch or group by group."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from loa.monitoring.queries.became_overdue import FELL, in_the_days
from loa.monitoring.queries.board.agencies import agency_counts, counts_together, everything
from loa.monitoring.queries.board.branches import branch_counts
from loa.monitoring.queries.board.counts import NONE, Counts, total
from loa.monitoring.queries.board.groups import AgencyGroup
from loa.monitoring.queries.board.sight import Sight
from loa.monitoring.queries.board.trend import counts_in
from loa.monitoring.views.asking import export_format
from loa.monitoring.views.board_columns import count_columns
from loa.monitoring.views.board_frame import Board, sight_of
from loa.organizations.models import Agency
from loa.ui.export import Column, table_response

__all__ = ["overview"]

_FILTERS = ("branch", "kind", "obligation")


@dataclass(frozen=True, slots=True)
class Part:
    """A row of the overview: what it is called, how it stands, where it opens, and where its figures do."""

    label: str
    counts: Counts
    url: str
    changes: dict[str, object]


@login_required
def overview(request: HttpRequest) -> HttpResponseBase:
    """The summary; who oversees nobody is shown their own agency."""
    sight = sight_of(request)
    if own := _only_own(sight):
        return HttpResponseRedirect(reverse("monitoring:standing-agency", args=[own.key]))
    board = Board(request, _FILTERS, name="standing")
    by_branch = board.branch is None and len(board.seen.branches) > 1
    parts = _by_branch(board) if by_branch else _by_group(board)
    counts = total(part.counts for part in parts)
    if format := export_format(request):
        columns = [Column(_("Branch") if by_branch else _("Group"), lambda part: part.label, 40), *_columns()]
        return table_response([*parts, Part(_("Total"), counts, "", {})], columns, name=_("Standing"), format=format)
    context = {**board.context(), "parts": parts, "counts": counts, "by_branch": by_branch, "fell": _fell_today(board)}
    return render(request, "monitoring/board.html", context)


def _only_own(sight: Sight) -> Agency | None:
    if sight.tops or len(sight.alone) > 1:
        return None
    return Agency.objects.get(pk__in=sight.alone)


def _by_branch(board: Board) -> list[Part]:
    counts = branch_counts(board.question, board.scope.branches)
    parts = [
        Part(one.name, counts.get((one.pk,), NONE), board.link("standing", branch=one.pk), {"branch": one.pk})
        for one in board.seen.branches
        if (one.pk,) in counts
    ]
    if board.scope.agencies:
        rest = total(counts_together(board.question, board.scope.agencies, by=everything).values())
        parts.append(Part(_("Others in sight"), rest, board.link("standing-grid"), {}))
    return parts


def _by_group(board: Board) -> list[Part]:
    sums: dict[AgencyGroup, list[Counts]] = defaultdict(list)
    for pk, row in agency_counts(board.question, board.agencies).items():
        sums[board.named[pk].group].extend(row.values())
    return [
        Part(
            str(group.label), total(sums[group]), board.link("standing-grid", group=group.value), {"group": group.value}
        )
        for group in AgencyGroup
        if group in sums
    ]


def _fell_today(board: Board) -> int:
    """How much became overdue today, of the same plan and branch."""
    today = timezone.localdate()
    asked = in_the_days(today, today, today=today)
    question = replace(board.question, first=asked.first, last=asked.last)
    counts = counts_in(question, board.scope)
    return sum(counts.of(one) for one in FELL)


def _columns() -> Sequence[Column[Part]]:
    return count_columns(lambda part: part.counts)
