"""How agencies like one do: the same tier and kind under the same superior, in what fell due in a time."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from loa.monitoring.binding import NEVER_LATE
from loa.monitoring.enums import Done
from loa.monitoring.models import Assignment, Occurrence, Tally
from loa.monitoring.queries.held import Waivers, waiver_of, waivers
from loa.organizations.enums import RelationKind
from loa.organizations.models import Agency, Designation, Relation

__all__ = ["Place", "Score", "place_among_peers", "scores"]


@dataclass(frozen=True, slots=True)
class Score:
    """Of what an agency owed as lead and what fell due: how much it did, and how much of that in time."""

    owed: int
    in_time: int
    late: int

    @property
    def done(self) -> int:
        return self.in_time + self.late

    @property
    def percent(self) -> float:
        """The part done in time; of nothing owed nothing is missing."""
        return 100 * self.in_time / self.owed if self.owed else 100.0


@dataclass(frozen=True, slots=True)
class Place:
    """Where an agency stands among those like it. `rank` 1 is the best; `ties` others share it.

    `lower` and `upper` are the quartiles. `scores` are those of the others by their key, the best first.
    """

    own: Score
    agencies: int
    rank: int
    ties: int
    lower: float
    median: float
    upper: float
    scores: Sequence[tuple[int, Score]]


def place_among_peers(agency: Agency, first: date, last: date, *, on: date) -> Place | None:
    """The place of an agency among its peers of the day; None without peers, or where nothing fell due. Eight queries.

    Only what the agency itself owes is compared: others may owe more.
    """
    peers = _peers(agency, on)
    if not peers:
        return None
    found = scores({agency.pk, *peers}, _owed_by(agency, first, last))
    own = found.pop(agency.pk, None)
    if own is None or not found:
        return None
    return _place(own, found)


def _peers(agency: Agency, on: date) -> set[int]:
    """Those with the same superior, tier and kind on the day."""
    like = Designation.objects.on(on).filter(agency=agency).values_list("tier", "kind").first()
    line = Relation.objects.on(on).filter(kind=RelationKind.LINE)
    superior = line.filter(agency=agency).values_list("to_id", flat=True).first()
    if like is None or superior is None:
        return set()
    beside = line.filter(to=superior).exclude(agency=agency).values("agency")
    rows = Designation.objects.on(on).filter(agency__in=beside, tier=like[0], kind=like[1])
    return set(rows.values_list("agency_id", flat=True))


def _owed_by(agency: Agency, first: date, last: date) -> list[Occurrence]:
    """What fell due of the duties that the agency leads."""
    duties = Assignment.objects.filter(
        agency=agency, leads=True, requested=False, held_from__lte=last, held_to__gte=first
    )
    rows = Occurrence.objects.filter(
        obligation__in=duties.order_by().values("obligation"), due_on__isnull=False, owed_on__range=(first, last)
    ).exclude(kind__in=NEVER_LATE)
    return list(rows.only("pk", "obligation_id", "rule_id", "owed_on").order_by("owed_on"))


def scores(agencies: Collection[int], occurrences: Sequence[Occurrence]) -> dict[int, Score]:
    """What agencies did of some occurrences, in four queries; agencies that owed none of them are left out."""
    obligations = {key for one in occurrences for key in (one.obligation_id, one.rule_id)}
    known = waivers(obligations=obligations, agencies=agencies)
    owed = _owed(agencies, occurrences, known)
    exempt = {agency for _, agency in known}
    done = _done_counted(owed.keys() - exempt, occurrences)
    done.update(_done_singly(owed, exempt, occurrences))
    return {
        agency: Score(len(keys), done[agency, Done.MET], done[agency, Done.LATE])
        for agency, keys in owed.items()
        if keys
    }


def _owed(
    agencies: Collection[int], occurrences: Sequence[Occurrence], known: Waivers
) -> Mapping[int, Collection[int]]:
    """The occurrences each agency owed as lead and was not let off, as their keys."""
    by_duty: dict[int, list[Occurrence]] = defaultdict(list)
    for one in occurrences:
        by_duty[one.obligation_id].append(one)
    rows = Assignment.objects.filter(obligation__in=by_duty, agency__in=agencies, leads=True, requested=False)
    shared: dict[tuple[int, date, date], frozenset[int]] = {}
    found: dict[int, set[int]] = defaultdict(set)
    fields = ("agency_id", "obligation_id", "held_from", "held_to")
    for agency, duty, first, last in rows.order_by().values_list(*fields):
        key = (duty, first, last)
        if key not in shared:
            shared[key] = frozenset(one.pk for one in by_duty[duty] if first <= one.owed_on <= last)
        found[agency] |= shared[key]
    return _without_waived(found, occurrences, known)


def _without_waived(
    owed: dict[int, set[int]], occurrences: Iterable[Occurrence], known: Waivers
) -> Mapping[int, Collection[int]]:
    exempt = {agency for _, agency in known} & owed.keys()
    for one in occurrences if exempt else ():
        for agency in exempt:
            waiver = waiver_of(one, agency, known)
            if waiver is not None and waiver.lets_off:
                owed[agency].discard(one.pk)
    return owed


def _done_counted(agencies: Collection[int], occurrences: Iterable[Occurrence]) -> Counter[tuple[int, str]]:
    """How much each agency did in time and late, counted by the database."""
    rows = Tally.objects.filter(agency__in=agencies, occurrence__in=[one.pk for one in occurrences])
    rows = rows.exclude(done=Done.PART).order_by()
    return Counter(
        {(agency, done): count for agency, done, count in rows.values_list("agency_id", "done").annotate(Count("pk"))}
    )


def _done_singly(
    owed: Mapping[int, Collection[int]], agencies: Collection[int], occurrences: Iterable[Occurrence]
) -> Counter[tuple[int, str]]:
    """The same for agencies that were let off some of it, which must not count."""
    rows = Tally.objects.filter(agency__in=agencies, occurrence__in=[one.pk for one in occurrences])
    rows = rows.exclude(done=Done.PART).order_by()
    return Counter(
        (agency, done)
        for agency, occurrence, done in rows.values_list("agency_id", "occurrence_id", "done")
        if occurrence in owed.get(agency, ())
    )


def _place(own: Score, others: Mapping[int, Score]) -> Place:
    parts = sorted([own.percent, *(score.percent for score in others.values())])
    return Place(
        own=own,
        agencies=len(parts),
        rank=1 + sum(part > own.percent for part in parts),
        ties=parts.count(own.percent) - 1,
        lower=_quantile(parts, 0.25),
        median=_quantile(parts, 0.5),
        upper=_quantile(parts, 0.75),
        scores=sorted(others.items(), key=lambda pair: (-pair[1].percent, pair[0])),
    )


def _quantile(parts: Sequence[float], at: float) -> float:
    """The value below which this part of the sorted values lies, between two of them where need be."""
    place = at * (len(parts) - 1)
    below = int(place)
    above = min(below + 1, len(parts) - 1)
    return parts[below] + (parts[above] - parts[below]) * (place - below)
