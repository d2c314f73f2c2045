"""What an obligation says, as one value: to compare, to show, and to keep in the trail."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from loa.plans.enums import PartyRole
from loa.plans.models import Obligation, Party, Plan

__all__ = ["FIELDS", "LISTS", "Body", "Content", "content_as_read", "content_of", "with_meanings"]


@dataclass(frozen=True, slots=True)
class Body:
    """A party as a value: who, and in which role."""

    role: str
    name: str = ""
    group: str = ""
    agency: int | None = None
    outside: bool = False

    @property
    def as_read(self) -> tuple[str, str]:
        """What a reader tells of it; the agency is found afterwards."""
        return (self.role, self.name or self.group)


@dataclass(frozen=True, slots=True)
class Content:
    """What an obligation says, whoever says it: the reader or a person."""

    text: str
    topic: str = ""
    kinds: tuple[str, ...] = ()
    cadences: tuple[str, ...] = ()
    quotas: tuple[Mapping[str, Any], ...] = ()
    deadline: str = ""
    window: str = ""
    channels: tuple[str, ...] = ()
    requested: bool = False
    parties: tuple[Body, ...] = ()

    def plain(self) -> dict[str, Any]:
        """As JSON, field by field."""
        plain = asdict(self)
        return {name: list(value) if isinstance(value, tuple) else value for name, value in plain.items()}

    def differing(self, other: "Content") -> list[str]:
        """The names of the fields in which the two differ; of the parties only what a reader can tell counts."""
        mine, theirs = self.plain(), other.plain()
        mine["parties"] = [party.as_read for party in self.parties]
        theirs["parties"] = [party.as_read for party in other.parties]
        return [name for name in FIELDS if mine[name] != theirs[name]]


FIELDS = tuple(field.name for field in fields(Content))
"""The names of the fields, in the order in which a duty is told."""
LISTS = ("kinds", "cadences", "quotas", "channels")


def content_of(obligation: Obligation) -> Content:
    """What the obligation says now; asks for its parties unless they were fetched with it."""
    parties = sorted(obligation.parties.all(), key=lambda party: (party.position, party.pk))
    values = {name: getattr(obligation, name) for name in FIELDS if name != "parties"}
    return _content(values, (_body(party) for party in parties))


def content_as_read(read_as: Mapping[str, Any], *, requested: bool = False) -> Content:
    """What the reader found; a reading does not tell whether a duty is a request, so that stands as given."""
    values = {
        "text": read_as["text"],
        "topic": (read_as["topic"] or "")[:500],
        "kinds": read_as["kind"],
        "cadences": _cadences(read_as["cadence"]),
        "quotas": read_as["quotas"],
        "deadline": read_as["deadline"] or "",
        "window": read_as["window"] or "",
        "channels": read_as["channels"],
        "requested": requested,
    }
    via = [read_as["via"]] if read_as["via"] else []
    named = {
        PartyRole.LEAD: read_as["lead"],
        PartyRole.COORDINATE: read_as["coordinate"],
        PartyRole.REPORTS_TO: read_as["reports_to"],
        PartyRole.VIA: via,
    }
    return _content(values, (_as_body(role, party) for role, parties in named.items() for party in parties))


def _cadences(code: str | list[str] | None) -> list[str]:
    if code is None:
        return []
    return [code] if isinstance(code, str) else code


def _as_body(role: PartyRole, party: str | Mapping[str, str]) -> Body:
    return Body(role.value, name=party) if isinstance(party, str) else Body(role.value, group=party["group"])


def _body(party: Party) -> Body:
    return Body(str(party.role), party.name, party.group, party.agency_id, party.outside)


def _content(values: Mapping[str, Any], parties: Iterable[Body]) -> Content:
    lists = {name: tuple(values[name]) for name in LISTS}
    return Content(**{**values, **lists, "parties": tuple(parties)})


def with_meanings(parties: Collection[Body], plan: Plan) -> tuple[Body, ...]:
    """The bodies with the meaning their names were found to have anywhere in the plan. One query."""
    names = {body.name for body in parties if body.name}
    known = {party.name: party for party in Party.objects.filter(obligation__plan=plan, name__in=names)}
    return tuple(
        replace(body, agency=one.agency_id, group=one.group, outside=one.outside)
        if (one := known.get(body.name))
        else body
        for body in parties
    )
