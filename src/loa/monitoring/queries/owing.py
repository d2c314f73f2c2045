"""What is owed by whom, as far as it takes evidence: fetched once, asked about many pieces."""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.db.models import QuerySet

from loa.monitoring.models import Assignment, Occurrence
from loa.monitoring.queries.lineage import Holder
from loa.monitoring.rules import DEFAULT_GATE, Candidate, Gate, Piece, Taking, demand_of, nearest
from loa.prepared import Question, rows_of
from loa.schedule import Kind

__all__ = ["Holding", "Owing", "takings_of"]

_GATE = (
    "kinds", "channels", "areas", "minimum_words", "own_work", "with_photo", "with_proof", "exclusive", "below",
)  # fmt: skip
_FIELDS = (
    "pk", "obligation_id", "plan_id", "plan__issuer_id", "rule_id", "rule__position", "rule__ref",
    "rule__derived_from_id", "key", "kind",
    "window_from", "window_to", "due_on", "owed_on", "closes_on", "amount",
    "unit", "rule__kinds", "rule__channels", "obligation__evidence_rule__pk",
    *(f"obligation__evidence_rule__{name}" for name in _GATE),
)  # fmt: skip
_KEYS = 500


class Holding(NamedTuple):
    """An obligation that an agency holds from a day to a day."""

    obligation: int
    leads: bool
    first: date
    last: date


Fitting = list[tuple[Taking, bool]]
"""Occurrences with whether the agency leads."""


class Owing:
    """Who holds which obligations, and which occurrences these have."""

    def __init__(self, holdings: Mapping[int, Sequence[Holding]], takings: Iterable[Taking]) -> None:
        self._takings: dict[int, list[Taking]] = defaultdict(list)
        for one in takings:
            self._takings[one.obligation_id].append(one)
        self._issuers = {one.issuer for each in self._takings.values() for one in each}
        # Agencies of one group hold the same for the same days: what fits one of them fits all.
        alike: dict[tuple[Holding, ...], tuple[Holding, ...]] = {}
        self._holdings = {
            agency: alike.setdefault(held, held)
            for agency, held in ((key, tuple(rows)) for key, rows in holdings.items())
        }
        self._open: dict[tuple[int, date, str], list[Taking]] = {}
        self._fitting: dict[tuple[object, ...], Fitting] = {}

    @classmethod
    def of(cls, agencies: Collection[int], days: Collection[date], *, about: bool) -> "Owing":
        """What these agencies owe that is open on one of the days, in two queries. `about`: a window may be named."""
        asked = sorted(agencies)
        return cls(_holdings(_HELD(asked)), _OPEN(asked, min(days), date.max if about else max(days)))

    @classmethod
    def all(cls, *, plan: int | None = None, since: date = date.min) -> "Owing":
        """All that is owed, or all of one plan, from a day on: for matching in bulk."""
        rows = Occurrence.objects.filter(owed_on__gte=since)
        if plan is not None:
            rows = rows.filter(plan=plan)
        takings = takings_of(rows)
        held = Assignment.objects.all()
        if plan is not None:
            held = held.filter(obligation__in={one.obligation_id for one in takings})
        return cls(_holdings(map(_holding, rows_of(_held(held)))), takings)

    @property
    def agencies(self) -> Collection[int]:
        """Those that hold anything."""
        return self._holdings.keys()

    def takings(self) -> list[Taking]:
        return [one for each in self._takings.values() for one in each]

    def position(self, holders: Iterable[Holder]) -> Hashable:
        """Equal for holders that hold the same in the same way: what fits some of them fits the others."""
        return tuple(
            (id(self._holdings.get(one.agency)), self._home(one.agency), one.way, one.since) for one in holders
        )

    def candidates(self, piece: Piece, holders: Iterable[Holder]) -> list[Candidate]:
        """The occurrences that a piece fits, at each of the agencies it may count for."""
        found: list[Candidate] = []
        for holder in holders:
            for taking, leads in self._fits(piece, holder.agency):
                gate = taking.demand.gate
                if taking.owed_on < holder.since or (holder.way == "inside" and not gate.below):
                    continue
                if not gate.areas or taking.demand.takes_areas(piece.areas):
                    found.append(Candidate(taking, holder.agency, leads, holder.way))
        return found

    def _fits(self, piece: Piece, agency: int) -> Fitting:
        held = self._holdings.get(agency)
        if not held:
            return []
        home = self._home(agency)
        key = (id(held), home, piece.kind, piece.channel, piece.day, piece.about)
        found = self._fitting.get(key)
        if found is None:
            found = self._fitting[key] = self._found(held, home, piece)
        return found

    def _home(self, agency: int) -> int:
        """The agency where it issued a plan itself; which other one it is makes no difference."""
        return agency if agency in self._issuers else 0

    def _found(self, held: Sequence[Holding], home: int, piece: Piece) -> Fitting:
        by_obligation: dict[int, Fitting] = defaultdict(list)
        for one in held:
            for taking in self._open_on(one.obligation, piece):
                day = taking.owed_on if taking.due_on else piece.day
                if one.first <= day <= one.last and _takes(taking, piece, home):
                    by_obligation[one.obligation].append((taking, one.leads))
        return [fit for fits in by_obligation.values() for fit in _meant(fits, piece)]

    def _open_on(self, obligation: int, piece: Piece) -> list[Taking]:
        key = (obligation, piece.day, piece.about)
        if key not in self._open:
            self._open[key] = [one for one in self._takings.get(obligation, ()) if _is_open(one, piece)]
        return self._open[key]


def _is_open(one: Taking, piece: Piece) -> bool:
    if one.open_on(piece.day):
        return True
    return bool(piece.about) and not one.within and one.named(piece.about) and piece.day <= one.closes_on


def _takes(taking: Taking, piece: Piece, home: int) -> bool:
    demand = taking.demand
    return demand.takes_kind(piece.kind) and demand.takes_channel(
        piece.kind, piece.channel, at_home=taking.issuer == home
    )


def _meant(fits: Fitting, piece: Piece) -> Fitting:
    """All windows it lies within, and of the others the one that is meant."""
    meant = nearest((taking for taking, _ in fits if not taking.within), piece)
    return [fit for fit in fits if fit[0].within or fit[0] is meant]


def takings_of(rows: QuerySet[Occurrence]) -> list[Taking]:
    """Occurrences as they take evidence, in one query."""
    return [_taking(row) for row in _told(rows)]


def _told(rows: QuerySet[Occurrence]) -> QuerySet[Any]:
    return rows.order_by("obligation_id", "window_from", "pk").values_list(*_FIELDS)


def _open(agencies: list[int], first: date, last: date) -> QuerySet[Any]:
    """What agencies owe that is open on a day between these."""
    obligations = Assignment.objects.filter(agency__in=agencies).order_by().values("obligation")
    return _told(Occurrence.objects.filter(obligation__in=obligations, closes_on__gte=first, window_from__lte=last))


def _taking(row: Sequence[Any]) -> Taking:
    *told, unit, kinds, channels, ruled = row[:20]
    pk, obligation, plan, issuer, rule, position, ref, derived_from, key, kind, *days, amount = told
    first, last, due_on, owed_on, closes_on = days
    gate = DEFAULT_GATE if ruled is None else _gate(row[20:])
    kind = Kind(kind)
    reports = kind is Kind.REPORT or "/report" in key
    demand = demand_of(tuple(kinds), tuple(channels), unit, reports, gate)
    within = kind in (Kind.QUOTA, Kind.CONTINUOUS) or due_on is None or _comes_round(kind, key)
    return Taking(
        pk, obligation, plan, issuer, rule, position, ref, derived_from, key, kind,
        first, last, due_on, owed_on, closes_on, amount, within, demand,
    )  # fmt: skip


def _comes_round(kind: Kind, key: str) -> bool:
    """Whether what is only asked for is asked in each window, as a quota is."""
    return kind is Kind.REQUESTED and key[:1].isdigit() and "/report" not in key


def _gate(values: Sequence[Any]) -> Gate:
    kinds, channels, areas, *rest = values
    return Gate(tuple(kinds), tuple(channels), tuple(areas), *rest)


def _held(rows: QuerySet[Assignment]) -> QuerySet[Any]:
    fields = ("agency_id", "obligation_id", "leads", "held_from", "held_to")
    return rows.order_by("agency_id", "obligation_id", "held_from", "leads").values_list(*fields)


def _holdings(rows: Iterable[tuple[int, Holding]]) -> dict[int, list[Holding]]:
    found: dict[int, list[Holding]] = defaultdict(list)
    for agency, holding in rows:
        found[agency].append(holding)
    return found


def _holding(row: Sequence[Any]) -> tuple[int, Holding]:
    return row[0], Holding(*row[1:])


_OPEN = Question(_open, _taking, kept=5_000)
_HELD = Question(lambda agencies: _held(Assignment.objects.filter(agency__in=agencies)), _holding)
