"""Counts as columns of a file."""

from collections.abc import Callable
from typing import TypeVar

from django.utils.translation import gettext as _

from loa.monitoring.enums import Standing
from loa.monitoring.queries.board.counts import Counts
from loa.ui.export import Column

__all__ = ["ORDER", "count_columns"]

Row = TypeVar("Row")

ORDER = (
    Standing.MET, Standing.LATE, Standing.ON_TRACK, Standing.AT_RISK, Standing.NOT_YET_DUE, Standing.OVERDUE,
    Standing.MISSED, Standing.WAIVED,
)  # fmt: skip
"""The standings from left to right."""


def count_columns(counts: Callable[[Row], Counts]) -> list[Column[Row]]:
    """What is owed, how it stands, what is due of it and the share done in time."""
    return [
        Column(_("Owed in all"), lambda row: counts(row).owed, 12),
        *(_column(standing, counts) for standing in ORDER),
        Column(_("Due so far"), lambda row: counts(row).due, 12),
        Column(_("Done in time of these"), lambda row: counts(row).kept, 12),
        Column(_("Percent in time"), lambda row: counts(row).percent, 12),
    ]


def _column(standing: Standing, counts: Callable[[Row], Counts]) -> Column[Row]:
    label = str(standing.label)
    return Column(label[:1].upper() + label[1:], lambda row: counts(row).of(standing), 14)
