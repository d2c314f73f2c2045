"""The organisation as a tree along the line of authority, branch by branch: a country is never loaded whole."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Count, IntegerField, QuerySet, Value, When

from loa.organizations.enums import AgencyKind, RelationKind, Tier
from loa.organizations.models import Agency, Designation, Relation
from loa.organizations.queries.kinship import line_above

__all__ = ["Branch", "branch", "tree"]


@dataclass(frozen=True, slots=True)
class Branch:
    """An agency of the tree: how many stand directly under it, and those where the branch is open."""

    designation: Designation
    below: int
    children: "tuple[Branch, ...] | None" = None
    current: bool = False


def tree(on: date, opened: Agency | None = None) -> tuple[Branch, ...]:
    """Those under nobody, and the way down to `opened` with those directly under it.

    One query for each level over `opened` and four for the rest, however many agencies there are.
    """
    way = [opened.pk, *line_above(opened.pk, on)] if opened else []
    children = _children(way, on)
    tops = list(_ordered(_tops(on)))
    shown = {row.agency_id for row in tops}.union(*children.values())
    named = {row.agency_id: row for row in _ordered(Designation.objects.on(on).filter(agency__in=shown))}
    grown = _Grown(named, _counts(shown, on), children, opened.pk if opened else None)
    return grown.branches([row.agency_id for row in tops])


def branch(top: Agency, on: date) -> tuple[Branch, ...]:
    """The agencies directly under one, in three queries."""
    below = Relation.objects.on(on).filter(to=top, kind=RelationKind.LINE).values_list("agency_id", flat=True)
    rows = list(_ordered(Designation.objects.on(on).filter(agency__in=list(below))))
    counts = _counts([row.agency_id for row in rows], on)
    return tuple(Branch(row, counts.get(row.agency_id, 0)) for row in rows)


@dataclass(frozen=True, slots=True)
class _Grown:
    """What has been found of a tree, ready to be put together."""

    named: Mapping[int, Designation]
    counts: Mapping[int, int]
    children: Mapping[int, set[int]]
    current: int | None

    def branches(self, agency_ids: Iterable[int]) -> tuple[Branch, ...]:
        return tuple(self._branch(agency_id) for agency_id in agency_ids)

    def _branch(self, agency_id: int) -> Branch:
        below = self.children.get(agency_id)
        # `named` is in the order of the tree; a child without a designation on the day is not shown.
        inner = None if below is None else self.branches(key for key in self.named if key in below)
        return Branch(self.named[agency_id], self.counts.get(agency_id, 0), inner, agency_id == self.current)


def _children(tops: Collection[int], on: date) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    rows = Relation.objects.on(on).filter(to__in=tops, kind=RelationKind.LINE).values_list("to_id", "agency_id")
    for top, below in rows if tops else ():
        found[top].add(below)
    return dict(found)


def _tops(on: date) -> QuerySet[Designation]:
    under = Relation.objects.on(on).filter(kind=RelationKind.LINE)
    return Designation.objects.on(on).exclude(agency__in=under.values("agency"))


def _counts(agency_ids: Collection[int], on: date) -> dict[int, int]:
    rows = Relation.objects.on(on).filter(to__in=agency_ids, kind=RelationKind.LINE)
    return dict(rows.values_list("to_id").annotate(Count("pk")))


def _ordered(rows: QuerySet[Designation]) -> QuerySet[Designation]:
    """From the centre downwards; in a tier by kind as the words are listed, then by name."""
    return rows.select_related("agency").order_by(
        _rank("tier", Tier.values), _rank("kind", AgencyKind.values), "sort_key"
    )


def _rank(field: str, values: Collection[str]) -> Case:
    steps = [When(**{field: value}, then=Value(place)) for place, value in enumerate(values)]
    return Case(*steps, default=Value(len(steps)), output_field=IntegerField())
