"""Who took over from whom, agency by agency, so that open duties and history can be handed on."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from loa.organizations.catalogue.agencies import agencies_of_province
from loa.organizations.catalogue.bodies import body_changes
from loa.organizations.catalogue.rows import AgencyRow
from loa.organizations.catalogue.units import REORGANISED_ON, predecessors
from loa.organizations.catalogue.vocabulary import SuccessionKind, Tier, Verified

__all__ = ["AgencySuccession", "agency_successions"]


@dataclass(frozen=True, slots=True)
class AgencySuccession:
    """One agency that took over from another. `weight` is None where only a matter went over and no share is known."""

    predecessor: str
    successor: str
    kind: SuccessionKind
    weight: Decimal | None
    on: date
    verified: Verified


def agency_successions(
    province_key: str, *, bodies_of: Collection[Tier] = frozenset({Tier.PROVINCE}), also: Collection[str] = ()
) -> tuple[AgencySuccession, ...]:
    """All successions of 2025 that led to the agencies of a province of today, by day. Raises UnknownUnit.

    For each predecessor the weights of one day add up to 1 where `bodies_of` covers its heirs.
    """
    days = sorted({change.on for change in body_changes()} | {REORGANISED_ON})
    old = [way.predecessor for way in predecessors(province_key)] or [province_key]
    found: dict[AgencySuccession, None] = {}
    for day in days:
        for key in [province_key] if day >= REORGANISED_ON else old:
            for row in agencies_of_province(key, on=day, bodies_of=bodies_of, also=also):
                found.update(dict.fromkeys(way for way in _to(row) if way.on == day))
    return tuple(found)


def _to(row: AgencyRow) -> Iterator[AgencySuccession]:
    unit_key, _, slug = row.key.partition("/")
    ways = {way.predecessor: way for way in predecessors(unit_key)}
    changes = {
        (change.predecessor.partition("/")[2], change.on): change
        for change in body_changes()
        if change.successor == f"{row.tier}/{slug}"
    }
    for key in row.predecessor_keys:
        on = row.valid_from or REORGANISED_ON
        ground, _, old_slug = key.partition("/")
        change, way = changes.get((old_slug, on)), ways.get(ground)
        kind = way.kind if way else change.kind if change else SuccessionKind.MERGE
        partial = change is not None and change.kind is SuccessionKind.SPLIT
        weight = None if partial else way.weight if way else Decimal(1)
        yield AgencySuccession(key, row.key, kind, weight, on, change.verified if change else Verified.YES)
