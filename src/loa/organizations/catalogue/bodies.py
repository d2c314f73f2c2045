"""The bodies that a unit of each tier has, and the mergers of bodies in 2025: the tables read, the names composed."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from loa.organizations.catalogue.tables import Row, read_table, shipped
from loa.organizations.catalogue.units import Unit
from loa.organizations.catalogue.vocabulary import AgencyKind, SuccessionKind, Tier, UnitType, Verified

__all__ = ["BODY_COLUMNS", "Body", "BodyChange", "bodies", "body_changes", "composed"]

BODY_COLUMNS = (
    *("tier", "slug", "name", "short_name", "abbreviation", "kind", "line", "reporting", "guidance"),
    *("valid_from", "valid_to", "where", "verified", "note"),
)
_CHANGE_COLUMNS = ("on", "predecessor", "successor", "kind", "verified", "source")


@dataclass(frozen=True, slots=True)
class Body:
    """A body that every unit of a tier has (or those named in `where`), from a day to a day.

    `line`, `reporting` and `guidance` name the slug of a body of the same unit, with `^` of the unit above, with
    `central/` of the centre. `where` is empty for all, else names of provinces or units, or types of units.
    """

    tier: Tier
    slug: str
    name: str
    short_name: str
    abbreviation: str
    kind: AgencyKind
    line: str
    reporting: str
    guidance: str
    valid_from: date | None
    valid_to: date | None
    where: frozenset[str]
    verified: Verified

    def exists_on(self, day: date) -> bool:
        """Whether the row holds on the day."""
        return (self.valid_from or day) <= day <= (self.valid_to or day)

    def belongs_to(self, unit: Unit) -> bool:
        """Whether a unit of the tier has this body by itself. A unit that is named goes before its type."""
        if not self.where or unit.name in self.where:
            return True
        return unit.type in self.where and not any(unit.name in other.where for other in _named(self.slug))


@dataclass(frozen=True, slots=True)
class BodyChange:
    """A body whose work went to another on a day. Both are written as tier and slug: `province/labour`."""

    on: date
    predecessor: str
    successor: str
    kind: SuccessionKind
    verified: Verified


@cache
def bodies() -> tuple[Body, ...]:
    """All rows of `bodies.csv`. The same slug with other days is the same body."""
    return tuple(_body(row) for row in read_table(shipped("bodies.csv"), BODY_COLUMNS))


def _body(row: Row) -> Body:
    where = row.required("where")
    return Body(
        tier=row.choice("tier", Tier),
        slug=row.required("slug"),
        name=row.required("name"),
        short_name=row.required("short_name"),
        abbreviation=row.text("abbreviation"),
        kind=row.choice("kind", AgencyKind),
        line=row.text("line"),
        reporting=row.text("reporting"),
        guidance=row.text("guidance"),
        valid_from=row.day("valid_from"),
        valid_to=row.day("valid_to"),
        where=frozenset() if where == "all" else frozenset(where.split(";")),
        verified=row.choice("verified", Verified),
    )


@cache
def _named(slug: str) -> tuple[Body, ...]:
    return tuple(body for body in bodies() if body.slug == slug and body.where)


@cache
def body_changes() -> tuple[BodyChange, ...]:
    """All rows of `departments-2025.csv`."""
    return tuple(
        BodyChange(
            on=row.day("on") or date.fromisoformat(row.required("on")),
            predecessor=row.required("predecessor"),
            successor=row.required("successor"),
            kind=row.choice("kind", SuccessionKind),
            verified=row.choice("verified", Verified),
        )
        for row in read_table(shipped("departments-2025.csv"), _CHANGE_COLUMNS)
    )


_PARTY = {
    UnitType.PROVINCE: ("Tỉnh ủy", "TU"),
    UnitType.CENTRAL_CITY: ("Thành ủy", "TU"),
    UnitType.URBAN_DISTRICT: ("Quận ủy", "QU"),
    UnitType.RURAL_DISTRICT: ("Huyện ủy", "HU"),
    UnitType.TOWN: ("Thị ủy", "TU"),
    UnitType.DISTRICT_CITY: ("Thành ủy", "TU"),
}
_YOUTH = {UnitType.PROVINCE: "Tỉnh Đoàn", UnitType.CENTRAL_CITY: "Thành Đoàn"}


def composed(pattern: str, unit: Unit) -> str:
    """The name of a body of the unit: `Ủy ban nhân dân {full}` becomes `Ủy ban nhân dân xã Bình Gia`."""
    party, abbreviation = _PARTY.get(unit.type, ("Đảng ủy", "ĐU"))
    return pattern.format(
        full=unit.in_sentence,
        unit=unit.type.word,
        name=unit.name,
        party=party,
        partyabbr=abbreviation,
        youth=_YOUTH.get(unit.type, "Đoàn Thanh niên"),
    )
