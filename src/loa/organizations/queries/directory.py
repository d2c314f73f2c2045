"""The agencies of a day as programs ask for them: found by words and class, with their superiors, as a tree."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet

from loa.organizations.enums import RelationKind
from loa.organizations.folding import folded
from loa.organizations.models import Agency, Designation, Post, Relation, Succession, SuccessionShare

__all__ = [
    "Branch",
    "Sought",
    "branch_of",
    "called",
    "ever_under",
    "relations_of",
    "sought",
    "successions_of",
    "superiors",
]


@dataclass(frozen=True, slots=True)
class Sought:
    """Which agencies are asked for; what is empty does not narrow.

    `under` is the direct line superior; `unstaffed_of` are agencies, of which those without people are asked for.
    """

    text: str = ""
    tier: str = ""
    kind: str = ""
    under: Agency | None = None
    unstaffed_of: frozenset[int] | None = None


def sought(wanted: Sought, on: date) -> QuerySet[Designation]:
    """The designations that hold on the day, with their agencies, in the order of their names."""
    rows = Designation.objects.on(on).select_related("agency")
    for word in folded(wanted.text).split():
        rows = rows.filter(searched__contains=word)
    exact = {"tier": wanted.tier, "kind": wanted.kind}
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if wanted.under is not None:
        line = Relation.objects.on(on).filter(to=wanted.under, kind=RelationKind.LINE)
        rows = rows.filter(agency__in=line.values("agency"))
    if wanted.unstaffed_of is not None:
        staffed = Post.objects.on(on).filter(person__is_active=True)
        rows = rows.filter(agency__in=wanted.unstaffed_of).exclude(agency__in=staffed.values("agency"))
    return rows.order_by("sort_key", "pk")


def superiors(agencies: Collection[int], on: date) -> dict[int, Agency]:
    """The line superior of each of the agencies that has one on the day; one query."""
    rows = Relation.objects.on(on).filter(agency__in=agencies, kind=RelationKind.LINE).select_related("to")
    return {row.agency_id: row.to for row in rows}


def relations_of(agency: Agency, on: date) -> QuerySet[Relation]:
    """How the agency stands to others on the day."""
    return Relation.objects.on(on).filter(agency=agency).select_related("to").order_by("kind", "to__name", "pk")


@dataclass(frozen=True, slots=True)
class Branch:
    """An agency of the tree with those directly under it; `more` where the tree was cut off below it."""

    designation: Designation
    children: "tuple[Branch, ...]"
    more: bool


def branch_of(root: Agency, on: date, *, depth: int) -> Branch | None:
    """The agencies under one in the line of authority, so many levels deep; None on a day the agency does not exist.

    One query for each level and one for the names.
    """
    children: dict[int, list[int]] = defaultdict(list)
    level, seen = {root.pk}, {root.pk}
    for _ in range(depth + 1):
        rows = Relation.objects.on(on).filter(to__in=level, kind=RelationKind.LINE).values_list("to_id", "agency_id")
        found = [(above, below) for above, below in rows if below not in seen]
        for above, below in found:
            children[above].append(below)
        level = {below for _above, below in found}
        seen |= level
        if not level:
            break
    named = Designation.objects.on(on).filter(agency__in=seen).select_related("agency")
    by_id = {row.agency_id: row for row in named}
    return _branch(root.pk, children, by_id, depth) if root.pk in by_id else None


def _branch(agency_id: int, children: Mapping[int, list[int]], named: Mapping[int, Designation], depth: int) -> Branch:
    below = [key for key in children.get(agency_id, ()) if key in named]
    if depth == 0:
        return Branch(named[agency_id], (), more=bool(below))
    ordered = sorted(below, key=lambda key: (named[key].sort_key, key))
    return Branch(named[agency_id], tuple(_branch(key, children, named, depth - 1) for key in ordered), more=False)


def ever_under(agencies: Collection[int], on: date) -> frozenset[int]:
    """The agencies that lie under these in the line of authority on the day, and those that ended under them.

    One query for each level.
    """
    found: set[int] = set()
    level = set(agencies)
    holds = Q(valid_to=None) | Q(valid_to__gte=on) | Q(agency__ended_on__lt=on, valid_to__gte=F("agency__ended_on"))
    while level:
        rows = Relation.objects.filter(holds, to__in=level, kind=RelationKind.LINE, valid_from__lte=on)
        level = set(rows.order_by().values_list("agency_id", flat=True)) - found
        found |= level
    return frozenset(found)


def called(words: str) -> QuerySet[Designation, int]:
    """The agencies that were ever called by these words, with or without marks."""
    rows = Designation.objects.order_by()
    for word in folded(words).split():
        rows = rows.filter(searched__contains=word)
    return rows.values_list("agency_id", flat=True)


def successions_of(agency: Agency) -> QuerySet[Succession]:
    """The changes the agency came from or went into, the latest first, with their shares."""
    shares = SuccessionShare.objects.filter(predecessor=agency) | SuccessionShare.objects.filter(successor=agency)
    found = Succession.objects.filter(pk__in=shares.values("succession"))
    return found.prefetch_related("shares__predecessor", "shares__successor").order_by("-effective_on", "-pk")
