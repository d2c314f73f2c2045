"""From the rows of a table to agencies over time, beside what is known of them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import fields, replace
from datetime import date, timedelta
from itertools import pairwise
from uuid import UUID

from loa.organizations.catalogue import AgencyRow
from loa.organizations.enums import RelationKind
from loa.organizations.models import Agency
from loa.organizations.queries.importing import Named, Picture
from loa.organizations.queries.importing_timeline import EARLIEST, Span, clipped, laid_over, span_at

__all__ = ["PARENT_COLUMNS", "Gap", "Overlap", "painted", "references"]

_DAY = timedelta(days=1)


PARENT_COLUMNS = {
    RelationKind.LINE: "line_parent",
    RelationKind.REPORTING: "reporting_recipient",
    RelationKind.GUIDANCE: "guidance",
}


_NOTHING = Named("", "", "", "", "", "", "")


class Overlap(Exception):
    """Two rows of one agency hold on the same days; `row` is the later."""

    def __init__(self, row: AgencyRow) -> None:
        super().__init__(row.key)
        self.row = row


class Gap(Exception):
    """Between the last day known of an agency and the first of the row there are days without a name."""

    def __init__(self, row: AgencyRow) -> None:
        super().__init__(row.key)
        self.row = row


ALL_COLUMNS = frozenset(field.name for field in fields(AgencyRow))


def painted(
    agency: Agency,
    known: Picture | None,
    rows: Sequence[AgencyRow],
    keys: Mapping[str, UUID],
    *,
    on: date,
    columns: Collection[str] = ALL_COLUMNS,
) -> Picture:
    """The agency as its rows want it. `keys` has the key of every agency that the rows name as a parent.

    Of what is not in `columns` the table says nothing, and it stays as it is known.

    A row holds from its `valid_from`. Without one it corrects what holds on its last day, or on `on`, from the
    beginning of that; an agency that is new begins on `EARLIEST`. Its last day ends what it falls into. Days before
    it and states that begin after it stay as they are known. Raises Overlap and Gap.
    """
    named = known.named if known else ()
    parents: dict[RelationKind, tuple[Span[frozenset[UUID]], ...]] = dict.fromkeys(RelationKind, ())
    parents.update(known.parents if known else {})
    before: date | None = None
    for start, row in sorted(((_start(row, known, on), row) for row in rows), key=lambda pair: pair[0]):
        if before is not None and start <= before:
            raise Overlap(row)
        was = span_at(known.named, start) if known else None
        named = laid_over(named, Span(start, row.valid_to, _named(row, was, columns)), cuts=True)
        targets = references(row)
        for kind, column in PARENT_COLUMNS.items():
            if column not in columns:
                continue
            value = frozenset({keys[targets[column]]} if column in targets else ())
            parents[kind] = laid_over(parents[kind], Span(start, row.valid_to, value))
        before = row.valid_to or date.max
    _refuse_gap(named, rows[-1])
    return Picture(agency, named, {kind: clipped(spans, named[-1].end) for kind, spans in parents.items()})


def _start(row: AgencyRow, known: Picture | None, on: date) -> date:
    if row.valid_from:
        return row.valid_from
    if known is None:
        return EARLIEST
    holds = span_at(known.named, row.valid_to or on)
    return holds.start if holds else known.named[-1].start


def _named(row: AgencyRow, known: Span[Named] | None, columns: Collection[str]) -> Named:
    said = {field.name for field in fields(Named)} & set(columns)
    cells = {name: str(getattr(row, name)) for name in said}
    return replace(known.value if known else _NOTHING, **cells)


def references(row: AgencyRow) -> Mapping[str, str]:
    """The keys of the parents that the row names, by its columns."""
    cells = {column: getattr(row, column) for column in PARENT_COLUMNS.values()}
    return {column: key for column, key in cells.items() if key}


def _refuse_gap(named: Sequence[Span[Named]], row: AgencyRow) -> None:
    for earlier, later in pairwise(named):
        if earlier.end is None or earlier.end + _DAY != later.start:
            raise Gap(row)
