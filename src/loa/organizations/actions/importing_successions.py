"""What became of agencies: ways from one to another, recorded once, with shares that add up to the whole."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from loa.organizations.catalogue import AgencyRow, AgencySuccession, SuccessionKind, Tier, Verified
from loa.organizations.changes import equal_parts
from loa.organizations.models import Agency, Succession, SuccessionShare
from loa.organizations.queries.importing_timeline import EARLIEST

__all__ = ["agency_ids", "life_of", "record_ways", "unrecorded", "ways_in"]

_AT_ONCE = 1000
_BY_PREDECESSOR = frozenset({SuccessionKind.SPLIT, SuccessionKind.ABOLISH})


def life_of(rows: Iterable[AgencyRow]) -> Mapping[str, tuple[str, date | None]]:
    """The tier and the last day of each agency in the rows, as `ways_in` asks for."""
    in_order = sorted(rows, key=lambda row: row.valid_from or EARLIEST)
    return {row.key: (row.tier, row.valid_to) for row in in_order}


def ways_in(rows: Iterable[AgencyRow], life: Mapping[str, tuple[str, date | None]]) -> tuple[AgencySuccession, ...]:
    """The ways that the predecessors named in rows come to; those that `life` does not have are left out.

    A predecessor that goes on has given up one matter only and has no weight; equal shares for the others, as a table
    of agencies does not tell more.
    """
    heirs: dict[tuple[str, date], list[AgencyRow]] = defaultdict(list)
    for row in rows:
        if row.valid_from:
            for key in life.keys() & set(row.predecessor_keys):
                heirs[key, row.valid_from].append(row)
    return tuple(way for (key, on), taking in heirs.items() for way in _ways(key, on, taking, life[key]))


def _ways(key: str, on: date, taking: Sequence[AgencyRow], life: tuple[str, date | None]) -> Iterator[AgencySuccession]:
    tier, last_day = life
    ended = last_day == on - timedelta(days=1)
    for share, row in zip(equal_parts(len(taking)), taking, strict=True):
        kind = _kind(tier, row, len(taking)) if ended else SuccessionKind.SPLIT
        yield AgencySuccession(key, row.key, kind, share if ended else None, on, Verified.NO)


def _kind(tier: str, row: AgencyRow, heirs: int) -> SuccessionKind:
    if heirs > 1:
        return SuccessionKind.ABOLISH if tier == Tier.DISTRICT else SuccessionKind.SPLIT
    if tier != row.tier:
        return SuccessionKind.TIER_CHANGE
    return SuccessionKind.MERGE if len(row.predecessor_keys) > 1 else SuccessionKind.RENAME


def unrecorded(ways: Collection[AgencySuccession], ids: Mapping[str, int]) -> tuple[AgencySuccession, ...]:
    """Those of the ways that no succession of the same day tells of; `ids` are those of the agencies known by key."""
    rows = SuccessionShare.objects.filter(succession__effective_on__in={way.on for way in ways})
    told = set(rows.values_list("predecessor_id", "successor_id", "succession__effective_on"))
    return tuple(way for way in ways if (ids.get(way.predecessor), ids.get(way.successor), way.on) not in told)


def record_ways(ways: Collection[AgencySuccession], ids: Mapping[str, int], *, basis: str = "") -> int:
    """Records these ways, those that belong to one change as one succession; how many successions were made.

    A merger is one change for the agency it made, a division one for the agency that was divided.
    """
    changes: dict[tuple[str, SuccessionKind, date], list[AgencySuccession]] = defaultdict(list)
    for way in ways:
        about = way.predecessor if way.kind in _BY_PREDECESSOR else way.successor
        changes[about, way.kind, way.on].append(way)
    made = [Succession(kind=kind, effective_on=on, basis=basis) for _, kind, on in changes]
    Succession.objects.bulk_create(made, batch_size=_AT_ONCE)
    pairs = zip(made, changes.values(), strict=True)
    shares = (_share(succession, way, ids) for succession, ways in pairs for way in ways)
    SuccessionShare.objects.bulk_create(shares, batch_size=_AT_ONCE)
    return len(made)


def _share(succession: Succession, way: AgencySuccession, ids: Mapping[str, int]) -> SuccessionShare:
    whole = way.weight is not None
    return SuccessionShare(
        succession=succession,
        predecessor_id=ids[way.predecessor],
        successor_id=ids[way.successor],
        weight=way.weight or 0,
        takes_obligations=whole,
        takes_history=whole,
    )


def agency_ids(keys: Collection[str]) -> Mapping[str, int]:
    """The agencies that tables know by these keys."""
    return dict(Agency.objects.filter(external_key__in=keys).values_list("external_key", "pk"))
