"""How agencies like one do: the same tier and kind under the same superior, in what fell due in a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from loa.monitoring.models import Assignment
from loa.monitoring.queries.scores import Score, scores
from loa.organizations.enums import RelationKind
from loa.organizations.models import Agency, Designation, Relation

__all__ = ["Place", "place_among_peers"]


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
    duties = Assignment.objects.filter(agency=agency, leads=True, held_from__lte=last, held_to__gte=first)
    led = set(duties.order_by().values_list("obligation_id", flat=True))
    found = {one.agency_id: one for one in scores({agency.pk, *peers}, first, last, today=on, obligations=led)}
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
