"""Composes the agencies of a province on a day from its units and the table of bodies."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date, timedelta

from loa.organizations.catalogue.bodies import Body, bodies, body_changes, composed
from loa.organizations.catalogue.rows import AgencyRow
from loa.organizations.catalogue.units import REORGANISED_ON, Unit, children, exists, predecessors, unit
from loa.organizations.catalogue.vocabulary import Tier

__all__ = ["agencies_across", "agencies_of_province", "central_agencies"]

_COMMITTEE = "pc"
_PROVINCE_ONLY = frozenset({Tier.PROVINCE})


def central_agencies(on: date) -> tuple[AgencyRow, ...]:
    """The bodies of the centre that guide those of provinces: not a full list of ministries."""
    return tuple(
        AgencyRow(
            key=f"central/{body.slug}",
            name=body.name,
            short_name=body.short_name,
            abbreviation=body.abbreviation,
            code="",
            place="",
            tier=Tier.CENTRAL,
            kind=body.kind,
            line_parent=None,
            reporting_recipient=None,
            guidance=None,
            valid_from=body.valid_from,
            valid_to=body.valid_to,
            verified=body.verified,
        )
        for body in bodies()
        if body.tier is Tier.CENTRAL and body.exists_on(on)
    )


def agencies_of_province(
    province_key: str,
    *,
    on: date,
    bodies_of: Collection[Tier] = _PROVINCE_ONLY,
    also: Collection[str] = (),
) -> tuple[AgencyRow, ...]:
    """The agencies of a province on a day, superiors before those below.

    Each unit has its People's Committee; units of the tiers in `bodies_of` have their other bodies too. `also` are
    slugs of `bodies.csv` that some provinces have and this one is not known to have. Raises UnknownUnit.
    """
    rows = tuple(_rows(unit(province_key, on), on, frozenset(bodies_of), frozenset(also)))
    known = {row.key for row in (*rows, *central_agencies(on))}
    return tuple(_within(row, known) for row in rows)


def agencies_across(
    province_key: str,
    *,
    since: date,
    until: date,
    bodies_of: Collection[Tier] = _PROVINCE_ONLY,
    also: Collection[str] = (),
) -> tuple[AgencyRow, ...]:
    """All states of the agencies of a province of 2025, and of the provinces merged into it, between two days.

    An agency whose name or position changed has a row for each state, in the order of the days. Raises UnknownUnit.
    """
    found: dict[AgencyRow, None] = {}
    for day in sorted({since, *(change.on for change in body_changes() if since < change.on <= until), REORGANISED_ON}):
        if since <= day <= until:
            for key in _provinces(province_key, day):
                found.update(dict.fromkeys(agencies_of_province(key, on=day, bodies_of=bodies_of, also=also)))
    return tuple(found)


def _provinces(key: str, day: date) -> tuple[str, ...]:
    merged = tuple(way.predecessor for way in predecessors(key))
    return merged if merged and day < REORGANISED_ON else (key,)


def _rows(top: Unit, on: date, bodies_of: frozenset[Tier], also: frozenset[str]) -> Iterator[AgencyRow]:
    for body in bodies_of_unit(top, on, also):
        if body.slug == _COMMITTEE or top.tier in bodies_of:
            yield _row(top, body, on, also)
    for below in children(top.key, on):
        yield from _rows(below, on, bodies_of, also)


def bodies_of_unit(one: Unit, on: date, also: Collection[str] = ()) -> Iterator[Body]:
    """The bodies a unit has on a day, in the order of the table."""
    for body in bodies():
        if body.tier is one.tier and body.exists_on(on) and (body.slug in also or body.belongs_to(one)):
            yield body


def _row(one: Unit, body: Body, on: date, also: frozenset[str]) -> AgencyRow:
    return AgencyRow(
        key=f"{one.key}/{body.slug}",
        name=composed(body.name, one),
        short_name=composed(body.short_name, one),
        abbreviation=composed(body.abbreviation, one),
        code=one.code if body.slug == _COMMITTEE else "",
        place=one.name,
        tier=one.tier,
        kind=body.kind,
        line_parent=_reference(one, body.line),
        reporting_recipient=_reference(one, body.reporting),
        guidance=_reference(one, body.guidance),
        valid_from=max(filter(None, (one.valid_from, body.valid_from)), default=None),
        valid_to=min(filter(None, (one.valid_to, body.valid_to)), default=None),
        verified=body.verified,
        predecessor_keys=tuple(_predecessors(one, body, on, also)),
    )


def _reference(one: Unit, slug: str) -> str | None:
    """The key that a cell such as `pc`, `^home-affairs` or `central/justice` means for this unit."""
    if not slug or slug.startswith("central/"):
        return slug or None
    return f"{one.parent}/{slug[1:]}" if slug.startswith("^") else f"{one.key}/{slug}"


def _within(row: AgencyRow, known: set[str]) -> AgencyRow:
    """The row with parents that are in the list: a division that was left out gives way to its People's Committee."""
    return replace(
        row,
        line_parent=_known(row, row.line_parent, known),
        reporting_recipient=_known(row, row.reporting_recipient, known),
        guidance=_known(row, row.guidance, known),
    )


def _known(row: AgencyRow, key: str | None, known: set[str]) -> str | None:
    if key is None or key in known:
        return key
    committee = f"{key.partition('/')[0]}/{_COMMITTEE}"
    return committee if committee in known and committee != row.key else None


def _predecessors(one: Unit, body: Body, on: date, also: frozenset[str]) -> Iterator[str]:
    """The agencies whose work this one took over when this state of it began."""
    ways = predecessors(one.key)
    began = max(filter(None, (one.valid_from if ways else None, body.valid_from)), default=None)
    if began is None or began > on:
        return
    day_before = began - timedelta(days=1)
    changed = [change for change in body_changes() if change.successor == f"{one.tier}/{body.slug}"]
    for ground in _grounds(one, began):
        had = {old.slug for old in bodies_of_unit(ground, day_before, also)}
        if ground.key != one.key and body.slug in had and (body.slug == _COMMITTEE or ground.tier is one.tier):
            yield f"{ground.key}/{body.slug}"
        for change in changed:
            tier, _, slug = change.predecessor.partition("/")
            if change.on == began and tier == ground.tier and slug in had:
                yield f"{ground.key}/{slug}"


def _grounds(one: Unit, began: date) -> tuple[Unit, ...]:
    """The units whose ground the unit has from the day on: those before it, and itself if it was there."""
    if began != REORGANISED_ON:
        return (one,)
    day_before = REORGANISED_ON - timedelta(days=1)
    before = tuple(unit(way.predecessor, day_before) for way in predecessors(one.key))
    return (one, *before) if exists(one.key, day_before) else before
