"""Obligations by months, as a quarter or a year shows them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.http import HttpRequest

from loa.monitoring.queries.owed import Asked
from loa.plans.models import Obligation
from loa.ui.query import changed_query

__all__ = ["Cell", "Row", "matrix"]


@dataclass(slots=True)
class Cell:
    """What of one obligation falls due in one month."""

    month: date
    url: str
    asked: list[Asked] = field(default_factory=list)


@dataclass(slots=True)
class Row:
    """One obligation over the months."""

    rule: Obligation
    cells: list[Cell]


def matrix(asked: Iterable[Asked], months: Sequence[date], request: HttpRequest) -> list[Row]:
    """One row for each obligation, in the order of the plan; each cell leads to its month."""
    rows: dict[int, Row] = {}
    places = {month: place for place, month in enumerate(months)}
    for one in asked:
        key = one.occurrence.obligation_id
        if key not in rows:
            rows[key] = Row(one.rule, [Cell(month, _url(request, month, key)) for month in months])
        rows[key].cells[places[one.occurrence.owed_on.replace(day=1)]].asked.append(one)
    return sorted(rows.values(), key=lambda row: (row.rule.position, row.rule.pk))


def _url(request: HttpRequest, month: date, obligation: int) -> str:
    return changed_query(request.GET, {"view": "month", "month": f"{month:%Y-%m}", "obligation": obligation})
