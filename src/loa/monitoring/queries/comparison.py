"""Figures from before a reorganisation beside figures from after it, brought to one map by the weights of succession.

On the new map what a predecessor did goes to its successors, each its weight. On the old map what a successor does is
divided among its predecessors in proportion to the weights with which it took them over. Nothing is lost: what nobody
took over, or what has no predecessor, stands in a row of its own. Parts are exact fractions.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.db.models import Sum
from vn_collate import collate_key

from loa.monitoring.binding import NEVER_LATE
from loa.monitoring.models import BranchTally
from loa.monitoring.queries.scores import scores
from loa.organizations.enums import AgencyKind, Tier
from loa.organizations.models import Agency, Designation, SuccessionShare
from loa.organizations.queries.reach import below

__all__ = [
    "NOBODY", "Compared", "Figures", "Handover", "Line", "Part", "Periods", "brought_back", "brought_forward",
    "compared", "figures_under", "handovers",
]  # fmt: skip

NOBODY = 0
"""In place of an agency: nobody followed, or nobody was there before."""

Parts = Mapping[int, Fraction]


@dataclass(frozen=True, slots=True)
class Figures:
    """How much was owed and how much of it was done in time; parts of things once they are brought to another map."""

    owed: Fraction = Fraction(0)
    in_time: Fraction = Fraction(0)

    @property
    def percent(self) -> float | None:
        return float(100 * self.in_time / self.owed) if self.owed else None

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(self.owed + other.owed, self.in_time + other.in_time)

    def times(self, part: Fraction) -> "Figures":
        return Figures(self.owed * part, self.in_time * part)


@dataclass(frozen=True, slots=True)
class Handover:
    """One change on one day, as plain values: who gives what part to whom.

    `ended` are the givers that ended by it, `new` the takers that began with it. What a giver that lasts does not give
    it keeps.
    """

    on: date
    parts: Mapping[int, Parts]
    ended: frozenset[int]
    new: frozenset[int]
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A weight that was used: from whom to whom (nobody: None), how much, since when and by which act."""

    giver: Agency
    taker: Agency | None
    weight: Fraction
    on: date
    basis: str

    @property
    def weight_shown(self) -> float:
        return round(float(self.weight), 4)


# ------------------------------------------------------------------------------------------------- from map to map


def brought_forward(figures: Mapping[int, Figures], changes: Sequence[Handover], *, last: date) -> dict[int, Figures]:
    """Figures of a period that ended on a day, on the map after all changes; these in the order of their days."""
    here = dict(figures)
    for change in changes:
        parts = {
            giver: _given(giver, taken, ends=giver in change.ended)
            for giver, taken in change.parts.items()
            if giver in change.ended or change.on > last
        }
        here = _moved(here, parts)
    return here


def brought_back(figures: Mapping[int, Figures], changes: Sequence[Handover], *, first: date) -> dict[int, Figures]:
    """Figures of a period that began on a day, on the map before all changes; these in the order of their days."""
    here = dict(figures)
    for change in reversed(changes):
        takers = {taker for taken in change.parts.values() for taker in taken if taker != NOBODY}
        parts = {taker: _origins(taker, change) for taker in takers if taker in change.new or change.on <= first}
        here = _moved(here, parts)
    return here


def _moved(figures: Mapping[int, Figures], parts: Mapping[int, Parts]) -> dict[int, Figures]:
    found: dict[int, Figures] = defaultdict(Figures)
    for agency, figure in figures.items():
        for to, part in parts.get(agency, {agency: Fraction(1)}).items():
            found[to] += figure.times(part)
    return dict(found)


def _given(giver: int, taken: Parts, *, ends: bool) -> dict[int, Fraction]:
    """To whom the figures of a giver go; the parts add up to 1."""
    whole = max(Fraction(1), sum(taken.values(), Fraction(0)))
    parts = {taker: weight / whole for taker, weight in taken.items() if weight}
    rest = 1 - sum(parts.values(), Fraction(0))
    if rest:
        keeper = NOBODY if ends else giver
        parts[keeper] = parts.get(keeper, Fraction(0)) + rest
    return parts


def _origins(taker: int, change: Handover) -> dict[int, Fraction]:
    """From whom the figures of a taker come, in proportion to the weights; one that was there before counts whole."""
    weights = {giver: taken[taker] for giver, taken in change.parts.items() if taken.get(taker)}
    if taker not in change.new:
        weights[taker] = weights.get(taker, Fraction(0)) + 1
    whole = sum(weights.values(), Fraction(0))
    return {giver: weight / whole for giver, weight in weights.items()} if whole else {NOBODY: Fraction(1)}


# ----------------------------------------------------------------------------------------------------- what is asked


def handovers(first: date, last: date) -> list[Handover]:
    """The changes after the first day and up to the last, in order; renaming hands nothing over. One query."""
    rows = SuccessionShare.objects.filter(
        succession__effective_on__gt=first, succession__effective_on__lte=last
    ).select_related("succession", "predecessor", "successor")
    by_change: dict[int, list[SuccessionShare]] = defaultdict(list)
    for row in rows.order_by("succession__effective_on", "succession", "pk"):
        by_change[row.succession_id].append(row)
    return [_handover(shares) for shares in by_change.values()]


def _handover(shares: Sequence[SuccessionShare]) -> Handover:
    on = shares[0].succession.effective_on
    parts: dict[int, dict[int, Fraction]] = defaultdict(lambda: defaultdict(Fraction))
    for share in shares:
        taker = share.successor_id if share.successor_id and share.takes_history else NOBODY
        parts[share.predecessor_id][taker] += Fraction(share.weight)
    ended = {one.predecessor_id for one in shares if one.predecessor.ended_on and one.predecessor.ended_on < on}
    new = {one.successor_id for one in shares if one.successor and one.successor.founded_on >= on}
    return Handover(on, parts, frozenset(ended), frozenset(key for key in new if key), shares[0].succession.basis)


@dataclass(frozen=True, slots=True)
class Line:
    """One agency of the map that was chosen: before and after."""

    agency: Agency | None
    before: Figures
    after: Figures

    @property
    def change(self) -> float | None:
        """By how many points the part done in time rose."""
        if self.before.percent is None or self.after.percent is None:
            return None
        return self.after.percent - self.before.percent


@dataclass(frozen=True, slots=True)
class Compared:
    """A period before and one after on one map, with the weights that were used."""

    lines: Sequence[Line]
    before: Figures
    after: Figures
    parts: Sequence[Part]


@dataclass(frozen=True, slots=True)
class Periods:
    """The two times that are compared, each with its first and last day; the first ends before the second begins."""

    before: tuple[date, date]
    after: tuple[date, date]


def compared(top: Agency, tier: str, periods: Periods, *, old_map: bool, today: date) -> Compared:
    """What agencies of a tier under a superior did of what was due in two times, on the old map or the new.

    Of what stands under a central agency whole branches are compared: a province with all below it. The number of
    queries grows with the levels of the organisation and not with its agencies.
    """
    changes = handovers(periods.before[0], periods.after[1])
    figures = _figures_of_branches if _is_central(top, periods.after[1]) else _figures
    before = figures(_under(top, tier, periods.before, changes, back=True), periods.before, today)
    after = figures(_under(top, tier, periods.after, changes, back=False), periods.after, today)
    if old_map:
        before = brought_back(before, changes, first=periods.before[0])
        after = brought_back(after, changes, first=periods.after[0])
    else:
        before = brought_forward(before, changes, last=periods.before[1])
        after = brought_forward(after, changes, last=periods.after[1])
    return _put_together(before, after, changes)


def _under(top: Agency, tier: str, period: tuple[date, date], changes: Sequence[Handover], *, back: bool) -> set[int]:
    """The agencies of the tier that stood under the superior, or under those it came from, at some end of the time."""
    tops = {top.pk, *(_kin(top.pk, changes) if back else ())}
    found: set[int] = set()
    for on in set(period):
        reached = below(tops, on) - tops
        named = Designation.objects.on(on).filter(agency__in=reached, tier=tier)
        found |= set(named.values_list("agency_id", flat=True))
    return found


def _kin(agency: int, changes: Sequence[Handover]) -> set[int]:
    """All from whom an agency took anything over, and those these came from."""
    found = {agency}
    for change in reversed(changes):
        found |= {giver for giver, taken in change.parts.items() if found & taken.keys() - {NOBODY}}
    return found - {agency}


def _figures(agencies: Collection[int], period: tuple[date, date], today: date) -> dict[int, Figures]:
    found = scores(agencies, *period, today=today)
    return {one.agency_id: Figures(Fraction(one.owed), Fraction(one.met)) for one in found}


def figures_under(top: Agency, tier: str, period: tuple[date, date], *, on: date) -> dict[int, Figures]:
    """What the committees of a tier that stand under another on a day did in a time, as they are, on no other map.

    Who has a territory is asked for: offices and units of the tier are not.
    """
    reached = below({top.pk}, on) - {top.pk}
    named = Designation.objects.on(on).filter(agency__in=reached, tier=tier, kind=AgencyKind.PEOPLES_COMMITTEE)
    figures = _figures_of_branches if _is_central(top, on) else _figures
    agencies = set(named.values_list("agency_id", flat=True))
    return {**dict.fromkeys(agencies, Figures()), **figures(agencies, period, on)}


def _is_central(top: Agency, on: date) -> bool:
    named = top.designation(on)
    return named is not None and named.tier == Tier.CENTRAL


def _figures_of_branches(agencies: Collection[int], period: tuple[date, date], today: date) -> dict[int, Figures]:
    """The same of all that stand under each, from the tallies of branches."""
    rows = BranchTally.objects.filter(
        branch__in=agencies, occurrence__due_on__lt=today, occurrence__owed_on__range=period
    ).exclude(occurrence__kind__in=NEVER_LATE)
    sums = rows.order_by().values_list("branch_id").annotate(Sum("owed"), Sum("waived"), Sum("met"))
    return {
        branch: Figures(Fraction(owed - waived), Fraction(met)) for branch, owed, waived, met in sums if owed > waived
    }


def _put_together(before: Mapping[int, Figures], after: Mapping[int, Figures], changes: Sequence[Handover]) -> Compared:
    shown = before.keys() | after.keys()
    used = [
        (giver, taker, weight, change)
        for change in changes
        for giver, taken in change.parts.items()
        for taker, weight in taken.items()
        if giver in shown or taker in shown - {NOBODY}
    ]
    named = Agency.objects.in_bulk({*shown, *(key for giver, taker, *_ in used for key in (giver, taker))} - {NOBODY})
    lines = [Line(named.get(key), before.get(key, Figures()), after.get(key, Figures())) for key in shown]
    return Compared(
        lines=sorted(lines, key=lambda line: (line.agency is None, collate_key(str(line.agency)))),
        before=sum(before.values(), Figures()),
        after=sum(after.values(), Figures()),
        parts=[
            Part(named[giver], named.get(taker), weight, change.on, change.basis)
            for giver, taker, weight, change in used
        ],
    )
