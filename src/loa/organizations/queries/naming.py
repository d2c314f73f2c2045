"""Which agency a plan's wording means on a day, in the territory of the plan's issuer."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from django.db.models import Q, QuerySet

from loa.organizations.enums import Tier
from loa.organizations.models import Agency, Designation, SuccessionShare
from loa.organizations.queries.kinship import lines_above
from loa.organizations.queries.seat import Seat, seats_of
from loa.organizations.spelling import after_tier, plain, prefixes, spelling, split_tier, without_place

__all__ = ["Match", "Outcome", "Resolver", "resolve"]

_FAR = 50
"""Farther than anything in the issuer's territory or over it: only a name that says its place reaches so far."""
_DEEPEST_SUCCESSION = 6


class Outcome(StrEnum):
    """What looking for a name came to."""

    FOUND = "found"
    SEVERAL = "several"
    FORMER = "former"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Match:
    """What a name was found to mean. `agency` is given only when nothing else can be meant.

    `candidates` are those a person should be asked about: namesakes equally near to the issuer (SEVERAL), or what
    became of an agency that had the name before the day (FORMER), even when that is only one.
    """

    outcome: Outcome
    agency: Agency | None = None
    candidates: tuple[Agency, ...] = ()


@dataclass(frozen=True, slots=True)
class _Likeness:
    """A designation that a name fits; `placed` when the name says the territory, `exact` when the marks agree too."""

    agency_id: int
    tier: str
    place: str
    placed: bool
    exact: bool


def resolve(name: str, on: date, issuer: Agency) -> Match:
    """The agency that a plan of `issuer` means by this name on the day. For many names of one plan use `Resolver`."""
    return Resolver(issuer, on).resolve(name)


@dataclass
class Resolver:
    """Resolves the names of one plan: of `issuer`, on its day. Answers are kept."""

    issuer: Agency
    on: date
    _seats: tuple[Seat, ...] = field(init=False, repr=False)
    _committees: list[Designation] = field(init=False, repr=False)
    _kept: dict[str, Match] = field(default_factory=dict, init=False, repr=False)

    def __post_init__(self) -> None:
        self._seats = seats_of(self.issuer, self.on)
        order = {seat.agency_id: place for place, seat in enumerate(self._seats)}
        rows = Designation.objects.on(self.on).filter(agency__in=order).select_related("agency")
        self._committees = sorted(rows, key=lambda row: order[row.agency_id])

    def resolve(self, name: str) -> Match:
        """What the name means; see `Match`."""
        if name not in self._kept:
            self._kept[name] = self._match(name)
        return self._kept[name]

    def _match(self, name: str) -> Match:
        committee = self._committee(name)
        if committee is not None:
            return Match(Outcome.FOUND, committee)
        likely = _fitting(name, Designation.objects.on(self.on))
        nearest = self._nearest(likely, self.on)
        if nearest:
            agencies = _agencies(nearest)
            if len(agencies) == 1:
                return Match(Outcome.FOUND, agencies[0])
            return Match(Outcome.SEVERAL, candidates=agencies)
        former = self._former(name)
        return Match(Outcome.FORMER, candidates=former) if former else Match(Outcome.UNKNOWN)

    def _committee(self, name: str) -> Agency | None:
        """The nearest committee of the issuer's line that "Ủy ban nhân dân xã" means: no other lies nearer.

        It spares looking at every commune of the country. A name with a place must agree to the mark.
        """
        asked = plain(name)
        for row in self._committees:
            found = _likeness(name, asked, row)
            if found and (found.exact or not found.placed):
                return row.agency
        return None

    def _nearest(self, likely: Collection[_Likeness], on: date) -> set[int]:
        """Those nearest to the issuer; among several as near, those spelt with the same marks."""
        if not likely:
            return set()
        circle = _Circle(self.issuer.pk, self._seats, lines_above({one.agency_id for one in likely}, on))
        distance = {one: circle.distance(one) for one in likely}
        reached = {one: far for one, far in distance.items() if far is not None}
        if not reached:
            return set()
        near = [one for one, far in reached.items() if far == min(reached.values())]
        return {one.agency_id for one in near if one.exact} or {one.agency_id for one in near}

    def _former(self, name: str) -> tuple[Agency, ...]:
        """What became of those that had the name before the day: themselves under a new name, or their successors."""
        before = Designation.objects.filter(valid_to__lt=self.on)
        likely = _fitting(name, before)
        if not likely:
            return ()
        ends = before.filter(agency_id__in={one.agency_id for one in likely}).values_list("valid_to", flat=True)
        last = max(end for end in ends if end is not None)
        then = Resolver(self.issuer, last) if not self.issuer.exists_on(self.on) else self
        lost = then._nearest(likely, last) or {one.agency_id for one in likely if one.placed}
        return _agencies(_alive(lost, self.on))


@dataclass(frozen=True, slots=True)
class _Circle:
    """How far agencies are from the issuer of a plan."""

    issuer_id: int
    seats: tuple[Seat, ...]
    lines: Mapping[int, tuple[int, ...]]

    def distance(self, one: _Likeness) -> int | None:
        """The issuer's own units, bodies of its territory, of the territories over it, the centre, those below; None
        for an agency of another territory unless the name says which.
        """
        line = self.lines[one.agency_id]
        if self.issuer_id in line and self._is_beside(one, 0, line, default=True):
            return -1
        for place in range(len(self.seats)):
            if self._is_beside(one, place, line):
                return place
        if one.tier == Tier.CENTRAL:
            return len(self.seats)
        for place, seat in enumerate(self.seats):
            if seat.agency_id in line:
                return 10 + place
        return _FAR if one.placed else None

    def _is_beside(self, one: _Likeness, place: int, line: tuple[int, ...], *, default: bool = False) -> bool:
        """Whether an agency is the committee at this place of the issuer's line, or a body of the same territory."""
        if place >= len(self.seats):
            return default
        seat = self.seats[place]
        if one.tier != seat.tier:
            return False
        if seat.agency_id in (one.agency_id, *line):
            return True
        return bool(seat.place) and one.place == seat.place and self._is_kin(place, line)

    def _is_kin(self, place: int, line: tuple[int, ...]) -> bool:
        """Whether a body with the same tier and place name is no namesake elsewhere: places recur below provinces."""
        seat = self.seats[place]
        if seat.tier == Tier.PROVINCE or place + 1 >= len(self.seats):
            return True
        over = self.seats[place + 1]
        rows = Designation.objects.filter(agency_id__in=line, tier=over.tier, place=over.place)
        return rows.exists()


def _fitting(name: str, designations: QuerySet[Designation]) -> set[_Likeness]:
    asked = plain(name)
    rows = designations.filter(_could_fit(asked) | Q(abbreviation__in={name.strip(), name.strip().upper()} - {""}))
    return {likeness for row in rows if (likeness := _likeness(name, asked, row))}


def _could_fit(asked: str) -> Q:
    """Rows worth a look: their stem begins the name, and what follows it, but for the tier, stands in theirs too."""
    found = Q(pk=None)
    for stem in prefixes(asked):
        one = Q(stem=stem) | Q(short_stem=stem)
        for word in after_tier(asked.removeprefix(stem)).split():
            one &= Q(searched__contains=word)
        found |= one
    return found


def _likeness(name: str, asked: str, row: Designation) -> _Likeness | None:
    full = plain(row.name)
    exact = " ".join(name.split()).casefold() in {row.name.casefold(), row.short_name.casefold()}
    if asked == full:
        return _Likeness(row.agency_id, row.tier, row.place, placed=True, exact=exact)
    if name.strip().upper() == row.abbreviation.upper() and row.abbreviation:
        return _Likeness(row.agency_id, row.tier, row.place, placed=False, exact=True)
    said = without_place(asked, row.place)
    core, word = split_tier(said)
    if core not in {row.stem, row.short_stem} or not _agrees(word, without_place(full, row.place), row):
        return None
    return _Likeness(row.agency_id, row.tier, row.place, placed=said != asked, exact=exact)


def _agrees(word: str, own_name: str, row: Designation) -> bool:
    """Whether the word of the tier that was said, if any, is that of the agency."""
    own_word = split_tier(own_name)[1]
    if not word or own_word:
        return not word or word == own_word
    return row.tier in dict(spelling().tier_words)[word]


def _alive(agency_ids: Collection[int], on: date) -> set[int]:
    """These agencies where they exist on the day, else those that came after them."""
    found, asking = set[int](), set(agency_ids)
    for _ in range(_DEEPEST_SUCCESSION):
        living = set(Agency.objects.existing(on).filter(pk__in=asking).values_list("pk", flat=True))
        found |= living
        asking -= living
        if not asking:
            break
        shares = SuccessionShare.objects.filter(predecessor_id__in=asking, succession__effective_on__lte=on)
        asking = set(shares.exclude(successor=None).values_list("successor_id", flat=True))
    return found


def _agencies(agency_ids: Collection[int]) -> tuple[Agency, ...]:
    return tuple(Agency.objects.filter(pk__in=agency_ids).order_by("name", "pk"))
