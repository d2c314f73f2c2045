"""Figures and cells of boards. `{% load board %}`."""

from typing import Any

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import ngettext

from loa.monitoring.enums import Standing
from loa.monitoring.queries.board.counts import Counts
from loa.monitoring.views.board_columns import ORDER
from loa.monitoring.views.board_frame import Board
from loa.monitoring.views.board_grid import Cell
from loa.ui.wording import number_words

__all__ = [
    "board_cell", "board_link", "board_page", "capital", "duties_counted", "figure", "legend", "share_bar", "sign",
    "standing_bar",
]  # fmt: skip

register = template.Library()

_SIGNS = {
    Standing.MET: "✓",
    Standing.LATE: "◐",
    Standing.ON_TRACK: "▸",
    Standing.AT_RISK: "△",
    Standing.NOT_YET_DUE: "○",
    Standing.OVERDUE: "▲",
    Standing.MISSED: "✕",
    Standing.WAIVED: "–",
}
"""A form of its own for each standing, so that they are told apart without colours and without room for words."""


@register.filter
def sign(standing: str) -> str:
    """The sign of a standing."""
    return _SIGNS.get(Standing(standing), "")


@register.filter
def capital(words: object) -> str:
    """The words with a capital letter at their head."""
    text = str(words)
    return text[:1].upper() + text[1:]


@register.simple_tag
def legend() -> list[Standing]:
    """The standings a board shows, in its order."""
    return list(ORDER)


@register.filter
def figure(counts: Counts, standing: str) -> int:
    """How many have a standing."""
    return counts.of(Standing(standing))


def _in_words(counts: Counts) -> str:
    """What a cell says to who cannot see it, or rests on it."""
    return ", ".join(f"{number} {one.label}" for one in ORDER if (number := counts.of(one)))


@register.simple_tag
def board_cell(cell: Cell) -> SafeString:
    """A cell of the grid: sign, how much was done in time of what is due, and a link to what is behind it.

    Made in one piece: a page has some thousands.
    """
    counts, head = cell.counts, cell.head
    worst, due = counts.worst, counts.due
    if worst is None:
        return mark_safe('<td class="cell cell-none"><span aria-hidden="true">·</span></td>')
    faint = " is-faint" if due and (counts.percent or 0) >= _FAINT else ""
    figures = _figures(counts)
    words = escape(f"{head.short}: {_in_words(counts)}")
    return mark_safe(  # noqa: S308 - what is not ours is escaped
        f'<td class="cell cell-{worst.value}{faint}" data-label="{escape(head.label)}">'
        f'<a href="{escape(cell.url)}" title="{words}">'
        f'<span class="cell-sign" aria-hidden="true">{_SIGNS[worst]}</span>{figures}'
        f'<span class="unseen"> {words}</span></a></td>'
    )


def _figures(counts: Counts) -> str:
    """Done in time of what is due, of very many in percent; where nothing is due yet how many are owed."""
    if counts.due >= _MANY:
        return f"{number_words(counts.percent, 1)} %"
    return f"{counts.kept}/{counts.due}" if counts.due else str(counts.owed or counts.waived)


_MANY = 1_000
_FAINT = 80
"""From this percentage on, what is missing is shown more quietly."""


@register.inclusion_tag("monitoring/board_bar.html")
def standing_bar(counts: Counts) -> dict[str, Any]:
    """All standings as one bar, and what each part is in words."""
    whole = counts.owed + counts.waived
    parts, left = [], 0.0
    for one in ORDER:
        if number := counts.of(one):
            width = 100 * number / whole
            parts.append((one, number, f"{left:.3f}", f"{width:.3f}"))
            left += width
    return {"parts": parts, "whole": whole}


@register.inclusion_tag("monitoring/board_share.html")
def share_bar(counts: Counts) -> dict[str, Any]:
    """The share done in time with its denominator, drawn and in figures."""
    percent = counts.percent
    tone = "neutral" if percent is None else "success" if percent >= 90 else "warning" if percent >= 70 else "danger"
    return {"counts": counts, "percent": percent, "tone": tone, "width": f"{percent or 0:g}"}


@register.simple_tag
def board_link(board: Board, changes: dict[str, object] | None, standing: str = "") -> str:
    """The duties behind a figure of a row."""
    return board.list_link(standing, **(changes or {}))


@register.simple_tag
def duties_counted(number: int) -> str:
    """So many duties."""
    return ngettext("%s duty", "%s duties", number) % number_words(number)


@register.filter
def board_page(board: Board, name: str) -> str:
    """The address of another board about the same."""
    return board.link(name)
