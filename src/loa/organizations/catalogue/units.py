"""Administrative units (đơn vị hành chính) before and since 1 July 2025, and what became of each.

The tables are taken from vietnamadminunits 1.0.4 by `tools/collect-units`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from importlib.resources.abc import Traversable
from pathlib import Path

from loa.organizations.catalogue.errors import BrokenTable, UnknownUnit
from loa.organizations.catalogue.tables import Row, read_table, shipped
from loa.organizations.catalogue.vocabulary import SuccessionKind, Tier, UnitType
from loa.organizations.folding import folded

__all__ = [
    "REORGANISED_ON",
    "Unit",
    "UnitSuccession",
    "communes_of",
    "predecessors",
    "province",
    "read_successions",
    "read_units",
    "successions",
    "successors",
    "unit",
    "units",
]

REORGANISED_ON = date(2025, 7, 1)
"""Districts ended, provinces and communes were merged: Resolution 202/2025/QH15 of 12 June 2025."""

_UNIT_COLUMNS = ("key", "code", "name", "full_name", "type", "tier", "parent")
_SUCCESSION_COLUMNS = ("predecessor", "successor", "kind", "extent", "weight", "main")


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as it was between two days. The same key with other days is the same unit in another position.

    `code` is the official one and is reused, as names are; only `key` tells units apart. None in `valid_from` means
    that the tables do not reach back to the beginning, None in `valid_to` that it still holds.
    """

    key: str
    code: str
    name: str
    full_name: str
    type: UnitType
    tier: Tier
    parent: str | None
    valid_from: date | None
    valid_to: date | None

    @property
    def in_sentence(self) -> str:
        """`thị xã Bình Minh`, but `Phường 5`: a number makes the word part of the name (Decree 30/2020, App. II)."""
        return self.full_name if self.name.isdigit() else f"{self.type.word} {self.name}"


@dataclass(frozen=True, slots=True)
class UnitSuccession:
    """One way from a unit to one that came after it.

    `weight` is the share of the predecessor that went this way; the weights of a predecessor add up to 1. Where a
    commune was divided they are equal shares, for no source gives the real ones; a district's are by its communes.
    `main` marks the successor that is taken where only one can be.
    """

    predecessor: str
    successor: str
    kind: SuccessionKind
    whole: bool
    weight: Decimal
    main: bool
    on: date


def read_units(
    source: Path | Traversable, *, valid_from: date | None = None, valid_to: date | None = None
) -> Iterator[Unit]:
    """The units of a table with the columns of `units-2025.csv`. Raises BrokenTable, for a repeated key too."""
    seen: set[str] = set()
    for row in read_table(source, _UNIT_COLUMNS):
        key = row.required("key")
        if key in seen:
            row.fail("key", f"mã “{key}” bị trùng", f"the key “{key}” comes twice")
        seen.add(key)
        yield Unit(
            key=key,
            code=row.text("code"),
            name=row.required("name"),
            full_name=row.required("full_name"),
            type=row.choice("type", UnitType),
            tier=row.choice("tier", Tier),
            parent=row.text("parent") or None,
            valid_from=valid_from,
            valid_to=valid_to,
        )


def read_successions(source: Path | Traversable, *, on: date = REORGANISED_ON) -> Iterator[UnitSuccession]:
    """The ways of a table with the columns of `successions-2025.csv`. Raises BrokenTable."""
    for row in read_table(source, _SUCCESSION_COLUMNS):
        yield UnitSuccession(
            predecessor=row.required("predecessor"),
            successor=row.required("successor"),
            kind=row.choice("kind", SuccessionKind),
            whole=_whole(row),
            weight=row.share("weight"),
            main=row.flag("main"),
            on=on,
        )


def _whole(row: Row) -> bool:
    extent = row.text("extent")
    if extent not in {"whole", "part"}:
        row.fail("extent", "chỉ nhận whole hoặc part", "must be whole or part")
    return extent == "whole"


@dataclass(frozen=True, slots=True)
class _Tree:
    """The units of one side of the reorganisation, found by key and by parent."""

    by_key: Mapping[str, Unit]
    below: dict[str, list[Unit]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for one in self.by_key.values():
            if one.parent is None:
                continue
            if one.parent not in self.by_key:
                missing = f"“{one.parent}”"
                raise BrokenTable(
                    f"units ({one.key})", 1, "parent", f"không có đơn vị {missing}", f"there is no unit {missing}"
                )
            self.below.setdefault(one.parent, []).append(one)


@cache
def _tables() -> tuple[_Tree, _Tree]:
    """The tree before and the tree after; a unit that went on unchanged, with the same parent, has one row for both."""
    last_day = REORGANISED_ON - timedelta(days=1)
    before = {one.key: one for one in read_units(shipped("units-2024.csv.gz"), valid_to=last_day)}
    after = {one.key: one for one in read_units(shipped("units-2025.csv.gz"), valid_from=REORGANISED_ON)}
    for key in before.keys() & after.keys():
        if (before[key].full_name, before[key].parent) == (after[key].full_name, after[key].parent):
            old = before[key]
            lasting = Unit(key, old.code, old.name, old.full_name, old.type, old.tier, old.parent, None, None)
            before[key] = after[key] = lasting
    return _Tree(before), _Tree(after)


def _tree(on: date) -> _Tree:
    return _tables()[on >= REORGANISED_ON]


def units(on: date) -> tuple[Unit, ...]:
    """All units of the day, parents before children.

    Before 1 July 2025 it is the tree of 30 June 2025 for any day: the tables know no earlier changes.
    """
    order = {tier: place for place, tier in enumerate(Tier)}
    return tuple(sorted(_tree(on).by_key.values(), key=lambda one: order[one.tier]))


def unit(key: str, on: date) -> Unit:
    """The unit with the key on the day. Raises UnknownUnit."""
    found = _tree(on).by_key.get(key)
    if found is None:
        raise UnknownUnit(key, on.isoformat())
    return found


def exists(key: str, on: date) -> bool:
    """Whether there is a unit with the key on the day."""
    return key in _tree(on).by_key


def province(name: str, on: date) -> Unit:
    """The province or city under the Government by its name, with or without marks and the word before it.

    Raises UnknownUnit.
    """
    wanted = folded(name)
    for one in _tree(on).by_key.values():
        if one.tier is Tier.PROVINCE and wanted in {folded(one.name), folded(one.full_name)}:
            return one
    raise UnknownUnit(name, on.isoformat())


def children(key: str, on: date) -> tuple[Unit, ...]:
    """The units whose parent it is on the day, in the order of their keys."""
    return tuple(_tree(on).below.get(key, ()))


def communes_of(key: str, on: date) -> tuple[Unit, ...]:
    """The communes of a province or a district on the day. Raises UnknownUnit."""
    top = unit(key, on)
    if top.tier is Tier.COMMUNE:
        return (top,)
    return tuple(commune for below in children(key, on) for commune in communes_of(below.key, on))


@cache
def successions() -> tuple[UnitSuccession, ...]:
    """All ways of 1 July 2025: of merged provinces, of districts, of communes that did not go on as they were."""
    return tuple(read_successions(shipped("successions-2025.csv.gz")))


@cache
def _ways() -> tuple[dict[str, list[UnitSuccession]], dict[str, list[UnitSuccession]]]:
    onward: dict[str, list[UnitSuccession]] = {}
    back: dict[str, list[UnitSuccession]] = {}
    for way in successions():
        onward.setdefault(way.predecessor, []).append(way)
        back.setdefault(way.successor, []).append(way)
    return onward, back


def successors(key: str) -> tuple[UnitSuccession, ...]:
    """What became of a unit; none for one that goes on."""
    return tuple(_ways()[0].get(key, ()))


def predecessors(key: str) -> tuple[UnitSuccession, ...]:
    """Where a unit came from, districts among them; none for one that was there before."""
    return tuple(_ways()[1].get(key, ()))
