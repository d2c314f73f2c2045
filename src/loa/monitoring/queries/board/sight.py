"""Whom somebody sees on a board: branches as a whole, and agencies by the days on which they are in sight."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, QuerySet

from loa.monitoring.models import BranchTally
from loa.monitoring.queries.board.question import Question, asked_for
from loa.monitoring.spans import Span, clipped, joined
from loa.organizations.enums import RelationKind
from loa.organizations.models import Agency, Person, Relation
from loa.organizations.policy import Kinship, matrix
from loa.organizations.queries.lines import overlapping
from loa.organizations.queries.people import held_posts
from loa.schedule import Window as Days

__all__ = [
    "ALWAYS",
    "Scope",
    "Seen",
    "Sight",
    "Spans",
    "by_reach",
    "one_by_one",
    "seen_by",
    "seen_of",
    "tops_of",
    "under",
]

SEE = "occurrences.see"
ALWAYS = Span(date.min, date.max)
_DEEPEST = 12

Spans = Mapping[int, Sequence[Span]]
"""Agencies with the days on which they are in sight."""


@dataclass(frozen=True, slots=True)
class Sight:
    """`tops` are seen with all under them, `alone` by themselves."""

    tops: frozenset[int]
    alone: frozenset[int]

    @property
    def oversees(self) -> bool:
        """Whether there is anybody to compare: more than one agency of one's own."""
        return bool(self.tops) or len(self.alone) > 1

    def __bool__(self) -> bool:
        return bool(self.tops or self.alone)


@dataclass(frozen=True, slots=True)
class Scope:
    """What is counted: whole branches by their counters, and agencies one by one."""

    branches: tuple[int, ...] = ()
    agencies: Spans = field(default_factory=dict)


def seen_by(person: Person, *, on: date) -> Sight:
    """Whose duties somebody may see, by the posts of the day. At most three queries."""
    allowed = matrix()[SEE]
    posts = held_posts(person, on)
    at = {
        kinship: frozenset(post.agency_id for post in posts if post.role in allowed.get(kinship, ()))
        for kinship in (Kinship.OWN, Kinship.BELOW, Kinship.GUIDED)
    }
    tops = at[Kinship.BELOW]
    return Sight(tops, (at[Kinship.OWN] | _guided(at[Kinship.GUIDED], on)) - tops)


def tops_of(person: Person, *, on: date) -> list[Agency]:
    """The agencies somebody sees with all under them, the one with most directly under it first."""
    return by_reach(seen_by(person, on=on).tops, on)


def by_reach(tops: Collection[int], on: date) -> list[Agency]:
    """Some agencies, the one with most directly under it first."""
    rows = Relation.objects.on(on).filter(to__in=tops, kind=RelationKind.LINE).order_by()
    below = dict(rows.values_list("to").annotate(Count("pk")))
    named = Agency.objects.filter(pk__in=tops).order_by("name", "pk")
    return sorted(named, key=lambda one: -below.get(one.pk, 0))


def _guided(guides: Collection[int], on: date) -> frozenset[int]:
    if not guides:
        return frozenset()
    kinds = (RelationKind.GUIDANCE, RelationKind.REPORTING)
    rows = Relation.objects.on(on).filter(to__in=guides, kind__in=kinds)
    return frozenset(rows.values_list("agency_id", flat=True))


# ------------------------------------------------------------------------------------------------------------- the line


def under(tops: Collection[int], first: date, last: date) -> dict[int, Sequence[Span]]:
    """The tops, and all under them in the line of authority in the time, by the days on which they were."""
    found: dict[int, list[Span]] = defaultdict(list, {top: [ALWAYS] for top in tops})
    asking: dict[int, list[Span]] = dict(found)
    for _ in range(_DEEPEST):
        asking = _directly_under(asking, first, last)
        fresh = {agency: spans for agency, spans in asking.items() if not _covered(found.get(agency, ()), spans)}
        if not fresh:
            break
        for agency, spans in fresh.items():
            found[agency] = joined([*found[agency], *spans])
        asking = fresh
    return dict(found)


def _covered(known: Sequence[Span], spans: Sequence[Span]) -> bool:
    return joined([*known, *spans]) == list(known)


def _directly_under(tops: Spans, first: date, last: date) -> dict[int, list[Span]]:
    found: dict[int, list[Span]] = defaultdict(list)
    fields = ("agency_id", "to_id", "valid_from", "valid_to")
    for agency, to, start, end in _line(first, last).filter(to__in=list(tops)).values_list(*fields):
        if start <= first and (end is None or end >= last) and agency not in found:
            found[agency] = list(tops[to])  # of thousands nearly all: nothing to cut
            continue
        days = Span(start if start > first else date.min, end if end and end < last else date.max)
        found[agency].extend(clipped(tops[to], days))
    return {agency: joined(spans) if len(spans) > 1 else spans for agency, spans in found.items()}


def _line(first: date, last: date) -> QuerySet[Relation]:
    return Relation.objects.filter(overlapping(Days(first, last)), kind=RelationKind.LINE)


def _above(agencies: Collection[int], first: date, last: date) -> dict[int, set[int]]:
    """All over each of the agencies in the time, however far. One query for each level."""
    over: dict[int, set[int]] = defaultdict(set)
    asked, asking = set[int](), set(agencies)
    for _ in range(_DEEPEST):
        if not asking:
            break
        found = set()
        for agency, to in _line(first, last).filter(agency__in=asking).values_list("agency_id", "to_id"):
            over[agency].add(to)
            found.add(to)
        asked |= asking
        asking = found - asked
    return {agency: _climbed(agency, over) for agency in agencies}


def _climbed(agency: int, over: Mapping[int, set[int]]) -> set[int]:
    found, asking = set[int](), set(over.get(agency, ()))
    while asking:
        found |= asking
        asking = {up for one in asking for up in over.get(one, ())} - found
    return found


# ------------------------------------------------------------------------------------------------------ what is counted


@dataclass(frozen=True, slots=True)
class Seen:
    """What of a time somebody sees: whole branches by name, and agencies that lie in none of them."""

    branches: tuple[Agency, ...]
    rest: Spans

    def scope(self, branch: int | None = None) -> Scope:
        """All of it, or one of its branches."""
        if branch is not None:
            return Scope((branch,))
        return Scope(tuple(one.pk for one in self.branches), self.rest)


def seen_of(sight: Sight, question: Question) -> Seen:
    """The branches that owe something in the time and are seen whole, and who is seen beside them.

    A branch is a province, or an agency that stands under none. One query for each level of the line and two more.
    """
    rows = BranchTally.objects.filter(asked_for(question, "occurrence__")).order_by()
    owing = set(rows.values_list("branch_id", flat=True).distinct()) if sight.tops else set()
    above = _above(owing | sight.tops | sight.alone, question.first, question.last)
    seen = {branch for branch in owing if branch in sight.tops or above[branch] & sight.tops}
    inside = {top for top in sight.tops - seen if above[top] & owing and not above[top] & seen}
    alone = {one: (ALWAYS,) for one in sight.alone if one not in seen and not above[one] & seen}
    rest = {**alone, **(under(inside, question.first, question.last) if inside else {})}
    return Seen(tuple(Agency.objects.filter(pk__in=seen).order_by("name", "pk")), rest)


def one_by_one(sight: Sight, question: Question, branch: int | None = None) -> Spans:
    """The agencies in sight, or those of a branch, by the days on which they are."""
    if branch is not None:
        return under({branch}, question.first, question.last)
    return {**dict.fromkeys(sight.alone, (ALWAYS,)), **under(sight.tops, question.first, question.last)}
