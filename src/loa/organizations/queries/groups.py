"""Who belongs to a group of agencies that a plan names by its kind ("các sở, ban, ngành"), day by day.

The codes are those of the annotation guide (docs/annotation.md).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum, auto
from types import MappingProxyType

from django.db.models import Q, QuerySet

from loa.organizations.enums import AgencyKind, Tier
from loa.organizations.models import Agency, Designation
from loa.organizations.queries.lines import Lines, Spans, both, joined, overlapping
from loa.organizations.queries.seat import Seat, seats_of
from loa.schedule import Window

__all__ = ["GROUPS", "Membership", "Nobody", "UnknownGroup", "members", "members_between", "nobody_in"]


class Nobody(StrEnum):
    """Why a group has no members that could be named: `docs/organizations.md` says it in words."""

    NOT_SAID_WHO = "not_said_who"
    SAID_ELSEWHERE = "said_elsewhere"
    NO_AGENCIES = "no_agencies"


class UnknownGroup(LookupError):
    """A group code that the annotation guide does not have."""


class _Reach(StrEnum):
    """Where the members of a group are found."""

    BELOW = auto()
    """Anywhere under the issuer's committee in the line of authority; for a central issuer everywhere."""
    DIRECT = auto()
    """Directly under the issuer's committee, or reporting to it without any line superior (police, army)."""
    OWN = auto()
    """Directly under the issuer itself."""
    BESIDE = auto()
    """Of the tier and territory of the issuer's committee, whatever the line."""
    EVERYWHERE = auto()


@dataclass(frozen=True, slots=True)
class _Rule:
    """What makes an agency a member. No kinds means any; no tiers means the tier of the issuer's committee."""

    reach: _Reach
    kinds: frozenset[AgencyKind] = frozenset()
    tiers: frozenset[Tier] = frozenset()
    central_kinds: frozenset[AgencyKind] = frozenset()
    """The kinds of members where the issuer is a central body; they are central bodies too."""
    but_kinds: frozenset[AgencyKind] = frozenset()


_COMMITTEES = frozenset({AgencyKind.PEOPLES_COMMITTEE})
_DEPARTMENTS = frozenset({AgencyKind.DEPARTMENT, AgencyKind.OFFICE, AgencyKind.DIVISION})
_MINISTRIES = frozenset({AgencyKind.MINISTRY})
_FRONT = frozenset({AgencyKind.MASS_ORGANISATION})

_RULES: Mapping[str, _Rule] = MappingProxyType(
    {
        "all-departments": _Rule(_Reach.DIRECT, _DEPARTMENTS, central_kinds=_MINISTRIES),
        "all-provinces": _Rule(_Reach.EVERYWHERE, _COMMITTEES, frozenset({Tier.PROVINCE})),
        "all-districts": _Rule(_Reach.BELOW, _COMMITTEES, frozenset({Tier.DISTRICT})),
        "all-communes": _Rule(_Reach.BELOW, _COMMITTEES, frozenset({Tier.COMMUNE})),
        "all-agencies": _Rule(_Reach.DIRECT, tiers=frozenset(Tier), central_kinds=_MINISTRIES),
        "own-units": _Rule(_Reach.OWN, tiers=frozenset(Tier), but_kinds=_COMMITTEES),
        "mass-organisations": _Rule(_Reach.BESIDE, _FRONT, central_kinds=_FRONT),
    }
)
_NOBODY: Mapping[str, Nobody] = MappingProxyType(
    {
        "related-agencies": Nobody.NOT_SAID_WHO,
        "people": Nobody.NOT_SAID_WHO,
        "finance-agencies": Nobody.NOT_SAID_WHO,
        "assigned-leads": Nobody.SAID_ELSEWHERE,
        "all-villages": Nobody.NO_AGENCIES,
    }
)

GROUPS: tuple[str, ...] = (*_RULES, *_NOBODY)
"""All codes that are understood."""


def nobody_in(group: str) -> Nobody | None:
    """Why the group has no members to name; None for one that has. Raises UnknownGroup."""
    if group not in GROUPS:
        raise UnknownGroup(group)
    return _NOBODY.get(group)


def members(group: str, issuer: Agency, on: date) -> QuerySet[Agency]:
    """The agencies of the group on the day, by name. Raises UnknownGroup."""
    return Agency.objects.filter(pk__in=members_between(group, issuer, on, on)).order_by("name", "pk")


def members_between(group: str, issuer: Agency, start: date, end: date) -> Mapping[int, Spans]:
    """The agencies that belong to the group at some time from `start` to `end`, each with the days it belongs.

    For several groups of one plan make a `Membership` once. Raises UnknownGroup.
    """
    return Membership(issuer, Window(start, end)).of(group)


class Membership:
    """The groups of one plan over a window: a handful of queries to make it, one more for each group.

    `among` asks of these agencies only whether they belong, which is cheaper than to name all members.
    """

    def __init__(self, issuer: Agency, window: Window, *, among: Collection[int] | None = None) -> None:
        self._issuer = issuer
        self._among = among
        self._window = window
        self._lines = Lines.within(window)
        seats = seats_of(issuer, _day_of(issuer, window))
        self._seat: Seat | None = seats[0] if seats else None
        self._province = _province_bodies(seats, window)

    def of(self, group: str) -> Mapping[int, Spans]:
        """The agencies of the group, each with the days it belongs. Raises UnknownGroup."""
        if nobody_in(group):
            return {}
        rule = _RULES[group]
        found: dict[int, list[Window]] = {}
        for agency_id, days in self._candidates(rule):
            spans = both((days,), self._reached(rule, agency_id))
            if spans and agency_id != self._issuer.pk:
                found.setdefault(agency_id, []).extend(spans)
        return {agency_id: joined(spans) for agency_id, spans in found.items()}

    def _candidates(self, rule: _Rule) -> list[tuple[int, Window]]:
        """Agencies of the right tier and kind, each with the days on which they are that."""
        rows = Designation.objects.filter(overlapping(self._window), self._is_like(rule)).exclude(
            kind__in=rule.but_kinds
        )
        if self._among is not None:
            rows = rows.filter(agency__in=self._among)
        told = rows.values_list("agency_id", "valid_from", "valid_to", "agency__founded_on", "agency__ended_on")
        return [
            (agency_id, Window(start, end))
            for agency_id, since, until, founded, ended in told
            if (start := max(since, founded, self._window.start))
            <= (end := min(until or date.max, ended or date.max, self._window.end))
        ]

    def _is_like(self, rule: _Rule) -> Q:
        if self._is_central and rule.central_kinds:
            return Q(tier=Tier.CENTRAL, kind__in=rule.central_kinds)
        alike = Q(tier__in=rule.tiers or {self._seat.tier} if self._seat else rule.tiers)
        if rule.kinds:
            alike &= Q(kind__in=rule.kinds)
        if rule.reach is _Reach.BESIDE and self._seat:
            alike &= Q(place=self._seat.place)
        return alike

    @property
    def _is_central(self) -> bool:
        return self._seat is None

    def _reached(self, rule: _Rule, agency_id: int) -> Spans:
        """The days on which the agency is where the rule looks."""
        whole = (self._window,)
        lines = self._lines
        if rule.reach is _Reach.OWN:
            return lines.directly_under(agency_id, self._issuer.pk)
        if rule.reach is _Reach.EVERYWHERE or self._seat is None:
            return whole
        top = self._seat.agency_id
        if rule.reach is _Reach.DIRECT:
            return (*lines.directly_under(agency_id, top), *lines.reporting_to(agency_id, top))
        if rule.reach is _Reach.BELOW:
            return lines.under(agency_id, {top})
        if self._seat.place and self._seat.tier == Tier.PROVINCE:
            return whole
        return lines.under(agency_id, {top, *self._province})


def _day_of(issuer: Agency, window: Window) -> date:
    """The first day of the window on which the issuer exists, to ask where it sits."""
    day = max(issuer.founded_on, window.start)
    return min(day, issuer.ended_on) if issuer.ended_on else day


def _province_bodies(seats: tuple[Seat, ...], window: Window) -> frozenset[int]:
    """The bodies of the province that a lower committee lies in: Party lines lead to one of them."""
    provinces = [seat for seat in seats if seat.tier == Tier.PROVINCE and seat.place]
    if not provinces or seats[0] in provinces:
        return frozenset()
    rows = Designation.objects.filter(overlapping(window), tier=Tier.PROVINCE, place=provinces[0].place)
    return frozenset(rows.values_list("agency_id", flat=True))
