"""What evidence fits which duty, and what it is worth there: plain functions over plain values.

Nothing here knows of a database or a clock. The order in which pieces of evidence were recorded decides nothing but
ties of one day. What kinds of evidence go with what kinds of duties stands in `matching.toml`.
"""

import tomllib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from loa.monitoring.enums import EvidenceKind, MatchState
from loa.monitoring.window_names import names_duty, parts_of
from loa.schedule import Kind

__all__ = [
    "DEFAULT_GATE",
    "Candidate",
    "Demand",
    "Gate",
    "Piece",
    "Reason",
    "Taking",
    "Verdict",
    "copies_resolved",
    "demand_of",
    "nearest",
    "verdicts",
]

Reason = list[Any]
"""A code with its values, as it is stored and put into words by `loa.monitoring.reasons`."""

_AT_HOME = frozenset({"portal", "agency-site"})
"""Of the issuer of a plan its own site is the portal; how it is called makes no difference."""


@dataclass(frozen=True, slots=True)
class Gate:
    """The quality asked of evidence for one duty, and what people set in place of the words of the plan."""

    kinds: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    minimum_words: int | None = None
    own_work: bool = False
    with_photo: bool = False
    with_proof: bool = True
    exclusive: bool = True
    below: bool = True


DEFAULT_GATE = Gate()


@dataclass(frozen=True, slots=True)
class Demand:
    """What evidence one obligation takes: kinds of evidence, channels (any where empty), and the gate."""

    kinds: frozenset[str]
    channels: frozenset[str]
    unit: str
    gate: Gate

    def takes_kind(self, kind: str) -> bool:
        return kind in self.kinds

    def takes_channel(self, kind: str, channel: str, *, at_home: bool) -> bool:
        """Whether it stands on a channel of the duty, by what is said or by its nature. `at_home`: the issuer's own."""
        if not self.channels or not _nature(kind).channelled:
            return True
        stands_on = frozenset({channel}) if channel else _nature(kind).channels
        if at_home and stands_on & _AT_HOME:
            stands_on |= _AT_HOME
        return bool(stands_on & self.channels)

    def takes_areas(self, areas: Collection[str]) -> bool:
        """Whether it speaks of an area of the duty; nobody may have said yet of which it speaks."""
        return not self.gate.areas or not areas or bool(frozenset(areas) & frozenset(self.gate.areas))


@dataclass(frozen=True, slots=True)
class Taking:
    """An occurrence, as far as it takes evidence. `within`: what it counts has to happen within its window."""

    pk: int
    obligation_id: int
    plan: int
    issuer: int
    rule_id: int
    position: int
    ref: str
    derived_from: int | None
    key: str
    kind: Kind
    window_from: date
    window_to: date
    due_on: date | None
    owed_on: date
    closes_on: date
    amount: int | None
    within: bool
    demand: Demand

    def open_on(self, day: date) -> bool:
        """Whether what happens on the day can still be done for it, in time or late."""
        return self.window_from <= day <= (self.window_to if self.within else self.closes_on)

    def named(self, about: str) -> bool:
        """Whether this is the window that somebody named."""
        window, obligation = parts_of(about)
        if obligation and obligation not in map(str, (self.obligation_id, self.rule_id, self.derived_from)):
            return False
        return self.key == window or self.key.partition("@")[0].partition("/")[0] == window

    @property
    def exclusive(self) -> bool:
        """Whether what counts here counts for no other quota of the plan."""
        return self.kind is Kind.QUOTA and self.demand.gate.exclusive

    @property
    def precedence(self) -> tuple[object, ...]:
        """What sorts the most fitting quota of a plan first: few channels, an area, a unit; then the place."""
        demand = self.demand
        return (
            not demand.channels, len(demand.channels), not demand.gate.areas, not demand.unit, self.position,
            self.obligation_id, self.window_from, self.pk,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of evidence, as far as it decides what it is worth. `near_copy`: a person said it is a copy."""

    pk: int
    item: int
    agency: int
    kind: str
    channel: str
    areas: tuple[str, ...]
    day: date
    items: int = 1
    about: str = ""
    words: int | None = None
    own_work: bool | None = None
    has_photo: bool = False
    has_proof: bool = False
    near_copy: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """An occurrence that a piece fits, at the agency that owes it. `way` says how that agency comes to the piece."""

    taking: Taking
    agency: int
    leads: bool
    way: str = "own"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a piece is worth for one occurrence at one agency, and why."""

    piece: Piece
    taking: Taking
    agency: int
    leads: bool
    state: MatchState
    reason: Sequence[Reason]

    @property
    def amount(self) -> int:
        """As how many it counts: items where the plan counts something, else as the one thing it is."""
        return self.piece.items if self.taking.demand.unit else 1


# ------------------------------------------------------------------------------------------------------------- the book


@dataclass(frozen=True, slots=True)
class _Nature:
    channelled: bool = False
    channels: frozenset[str] = frozenset()
    unproved: bool = False


@cache
def _book() -> Mapping[str, Mapping[str, Any]]:
    return tomllib.loads((resources.files("loa.monitoring") / "matching.toml").read_text("utf-8"))


@cache
def _nature(kind: str) -> _Nature:
    told = _book()["evidence"].get(kind, {})
    return _Nature(told.get("channelled", False), frozenset(told.get("channels", ())), told.get("unproved", False))


@cache
def demand_of(kinds: tuple[str, ...], channels: tuple[str, ...], unit: str, reports: bool, gate: Gate) -> Demand:
    """What evidence a duty takes, by its kinds, channels and unit; what people set stands in their place."""
    taken = frozenset(gate.kinds) or _kinds_taken(kinds, unit, reports=reports)
    stated = gate.channels or channels
    wider = _book()["wider"]
    return Demand(taken, frozenset(stated).union(*(wider.get(one, ()) for one in stated)), unit, gate)


def _kinds_taken(kinds: Sequence[str], unit: str, *, reports: bool) -> frozenset[str]:
    if reports:
        return frozenset({EvidenceKind.REPORT.value})
    of_kinds = _of_kinds(kinds)
    if unit not in _book()["unit"]:
        return of_kinds
    counted = _book()["unit"][unit]
    taken = frozenset(counted["evidence"])
    return (taken & of_kinds or taken) if counted.get("narrowed") else taken


def _of_kinds(kinds: Sequence[str]) -> frozenset[str]:
    """Of paper work what is named first; of outreach every form that is named."""
    known = [_book()["kind"][kind] for kind in kinds if kind in _book()["kind"]]
    if not known:
        return frozenset()
    if not known[0].get("outreach"):
        return frozenset(known[0]["evidence"])
    return frozenset().union(*(one["evidence"] for one in known if one.get("outreach")))


# -------------------------------------------------------------------------------------------------------------- windows


def nearest(takings: Iterable[Taking], piece: Piece) -> Taking | None:
    """Of several windows of one duty that a thing may be meant for, the one due nearest to it, the later on a tie.

    A window that the piece names itself goes before; a report that names another window is meant for none of these: the
    report of a quarter is not the one that is owed once for the year. News of every day is meant for a thing done once
    only where its channel is said, or where it is named.
    """
    named, unnamed = [], []
    for one in takings:
        if piece.about and one.named(piece.about):
            named.append(one)
        elif one.window_from <= piece.day and not (_of_another(one, piece) or _of_every_day(one, piece)):
            unnamed.append(one)
    return min(named or unnamed, key=lambda one: _distance(one, piece.day), default=None)


def _of_another(one: Taking, piece: Piece) -> bool:
    """Whether it names another duty, or another window where each report has its own."""
    reports = one.kind is Kind.REPORT or piece.kind == EvidenceKind.REPORT
    return names_duty(piece.about) or (bool(piece.about) and reports)


def _of_every_day(one: Taking, piece: Piece) -> bool:
    """Whether it would meet any outreach at all: no unit is said, and nobody set kinds that tell one from another."""
    said = one.demand.unit or one.demand.gate.kinds
    return one.kind is Kind.ONCE and not said and piece.kind in {EvidenceKind.ARTICLE, EvidenceKind.BROADCAST}


def _distance(one: Taking, day: date) -> tuple[int, int, int]:
    due = one.due_on or one.window_to
    return abs((due - day).days), -due.toordinal(), one.pk


# ------------------------------------------------------------------------------------------------------------- verdicts


def verdicts(piece: Piece, candidates: Iterable[Candidate], decided: Collection[tuple[int, int, int]]) -> list[Verdict]:
    """What a piece is worth at each candidate, other placements of the same item set aside.

    `decided` are the exclusive places (agency, plan) with the obligation that people gave the piece.
    """
    weighed = [_weighed(piece, candidate) for candidate in candidates]
    found: list[Verdict] = []
    for place, group in _by_place(weighed).items():
        found.extend(_one_of(group, [obligation for *at, obligation in decided if tuple(at) == place]))
    found.extend(one for one in weighed if not _competes(one))
    return found


def _weighed(piece: Piece, candidate: Candidate) -> Verdict:
    lacking = _lacking(piece, candidate.taking.demand)
    if lacking:
        state, reason = MatchState.HELD, lacking
    elif piece.near_copy:
        state, reason = MatchState.COPY, [["near-copy"]]
    else:
        state, reason = MatchState.COUNTED, _why(piece, candidate)
    return Verdict(piece, candidate.taking, candidate.agency, candidate.leads, state, reason)


def _competes(one: Verdict) -> bool:
    return one.state is MatchState.COUNTED and one.leads and one.taking.exclusive


def _by_place(weighed: Iterable[Verdict]) -> dict[tuple[int, int], list[Verdict]]:
    found: dict[tuple[int, int], list[Verdict]] = {}
    for one in weighed:
        if _competes(one):
            found.setdefault((one.agency, one.taking.plan), []).append(one)
    return found


def _one_of(group: list[Verdict], given: Sequence[int]) -> list[Verdict]:
    """The most fitting of those that exclude one another counts, unless people gave the piece to one already."""
    group.sort(key=lambda one: one.taking.precedence)
    first = None if given else group[0]
    if first is None:
        return [_elsewhere(one, ["given"]) for one in group]
    # One obligation may take a piece in several of its windows: it excludes other obligations only.
    same = first.taking.obligation_id
    told = ["more-fitting", first.taking.ref]
    return [one if one.taking.obligation_id == same else _elsewhere(one, told) for one in group]


def _elsewhere(one: Verdict, reason: Reason) -> Verdict:
    return Verdict(one.piece, one.taking, one.agency, one.leads, MatchState.ELSEWHERE, [reason])


def _why(piece: Piece, candidate: Candidate) -> list[Reason]:
    taking = candidate.taking
    channel = piece.channel if taking.demand.channels else ""
    areas = tuple(area for area in piece.areas if area in taking.demand.gate.areas) if piece.areas else ()
    how = "window" if taking.within else "named" if piece.about and taking.named(piece.about) else "nearest"
    return _reasons(candidate.way, piece.kind, channel, areas, (how, taking.window_from, taking.window_to))


@lru_cache(maxsize=50_000)
def _reasons(way: str, kind: str, channel: str, areas: tuple[str, ...], window: tuple[str, date, date]) -> list[Reason]:
    """The same reason is given again and again; nobody changes what is given."""
    how, first, last = window
    found: list[Reason] = [[way], ["kind", kind]]
    if channel:
        found.append(["channel", channel])
    found += [["area", area] for area in areas]
    found.append([how, first.isoformat(), last.isoformat()])
    return found


def _lacking(piece: Piece, demand: Demand) -> list[Reason]:
    """What the gate of a duty asks for and the piece does not have."""
    gate = demand.gate
    found: list[Reason] = []
    if gate.areas and not piece.areas:
        found.append(["no-area"])
    if gate.minimum_words and (piece.words is None or piece.words < gate.minimum_words):
        found.append(["words-unknown", gate.minimum_words] if piece.words is None else _too_few(piece, gate))
    if gate.own_work and not piece.own_work:
        found.append(["own-work-unsaid"] if piece.own_work is None else ["reprint"])
    if gate.with_photo and not piece.has_photo:
        found.append(["no-photo"])
    if gate.with_proof and not piece.has_proof and not _nature(piece.kind).unproved:
        found.append(["no-proof"])
    return found


def _too_few(piece: Piece, gate: Gate) -> Reason:
    return ["words", piece.words, gate.minimum_words]


# --------------------------------------------------------------------------------------------------------------- copies


def copies_resolved(found: Iterable[Verdict], counted: Mapping[tuple[int, int], date]) -> list[Verdict]:
    """The verdicts on all placements of one item, where one of them counts for an obligation at an agency.

    It is the earliest, unless people said that another counts: `counted` is the day of that one, by obligation and
    agency.
    """
    taken: dict[tuple[int, int], tuple[int, date]] = {place: (-1, day) for place, day in counted.items()}
    resolved: list[Verdict] = []
    for one in sorted(found, key=lambda one: (one.piece.day, one.piece.pk)):
        place = (one.taking.obligation_id, one.agency)
        if one.state is not MatchState.COUNTED:
            resolved.append(one)
            continue
        piece, day = taken.setdefault(place, (one.piece.pk, one.piece.day))
        resolved.append(one if piece == one.piece.pk else _copy(one, day))
    return resolved


def _copy(one: Verdict, day: date) -> Verdict:
    reason: Reason = ["same-item", day.isoformat()]
    return Verdict(one.piece, one.taking, one.agency, one.leads, MatchState.COPY, [reason])
