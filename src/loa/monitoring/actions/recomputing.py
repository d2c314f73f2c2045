"""Working out anew what evidence is worth and what it comes to, from the rows themselves and nothing that was counted.

First everything is read and compared, without a lock; then what differs is worked out again part by part, each part
locked and in a transaction of its own, so that nobody waits for long and a process that dies leaves no part half done.
"""

import gc
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max, Min, Q, QuerySet
from django.utils import timezone

from loa.monitoring.actions.alike import Alike
from loa.monitoring.actions.branching import Branches, refill
from loa.monitoring.actions.counting import Pair, owed_of, recount
from loa.monitoring.actions.matching import (
    Lineup,
    compared,
    kept_matches,
    lock_items,
    pieces_among,
    store,
    wanted_of,
)
from loa.monitoring.enums import EvidenceState, MatchState
from loa.monitoring.models import BranchTally, Evidence, Laying, Match, Tally
from loa.monitoring.queries.lineage import Lineage
from loa.monitoring.queries.owing import Owing
from loa.monitoring.rules import Taking
from loa.monitoring.standing import Thing, count
from loa.prepared import rows_of

__all__ = ["Differences", "Progress", "match_laid", "recompute"]

Progress = Callable[[int], None]
"""Told how many percent are done."""

_Part = Mapping[str, Any]
"""Conditions on the items of evidence."""
_PIECES = 20_000
_OCCURRENCES = 40
_MANY = 1_500
"""Of so many agencies the evidence is not looked for one by one: all evidence is gone through."""
_LISTED = 50


@dataclass
class Differences:
    """How many rows were not as they should be, and some of them by name."""

    matches: int = 0
    tallies: int = 0
    branches: int = 0
    pieces: int = 0
    counters: int = 0
    listed: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.matches or self.tallies or self.branches)

    def name(self, lines: Iterable[str]) -> None:
        self.listed.extend(line for line, _ in zip(lines, range(_LISTED - len(self.listed)), strict=False))


def recompute(*, check: bool = False, tell: Progress | None = None) -> Differences:
    """Works out every match and counter anew. With `check` nothing is written: what differs is told."""
    with _no_search_for_circles():
        return _Recomputing(Owing.all(), Lineage.whole(), check=check, tell=tell).run()


@contextmanager
def _no_search_for_circles() -> Iterator[None]:
    """Millions of plain rows come and go, and none refers to itself: to look for such takes a quarter of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def match_laid(plan_id: int) -> None:
    """Matches evidence anew with what was laid or ruled of a plan since it was matched last. Can be done again."""
    while (laying := Laying.objects.filter(plan=plan_id, match_since__isnull=False).first()) is not None:
        since = laying.match_since or date.min
        owing = Owing.all(plan=plan_id)
        lineage = Lineage()
        lineage.prepare(owing.agencies, lines=True)
        _Recomputing(owing, lineage, plan=plan_id, since=since).run()
        same = Laying.objects.filter(pk=laying.pk, match_since=laying.match_since, changed_at=laying.changed_at)
        same.update(match_since=None)


class _Recomputing:
    """One run, over everything or over one plan from a day on."""

    def __init__(  # what it works on, and how
        self,
        owing: Owing,
        lineage: Lineage,
        *,
        plan: int | None = None,
        since: date = date.min,
        check: bool = False,
        tell: Progress | None = None,
    ) -> None:
        self._owing = owing
        self._lineage = lineage
        self._plan = plan
        self._since = since
        self._check = check
        self._tell = tell or (lambda _percent: None)
        self._found = Differences()

    def run(self) -> Differences:
        for items, percent in self._to_match():
            for start in range(0, len(items), _KEYS):
                self._match({"item__in": items[start : start + _KEYS]})
            self._tell(60 * percent // 100)
        takings = sorted(self._owing.takings(), key=lambda one: one.pk)
        if self._plan is not None:
            takings = [one for one in takings if one.owed_on >= self._since]
        for start in range(0, len(takings), _OCCURRENCES):
            self._count(takings[start : start + _OCCURRENCES])
            self._tell(60 + 40 * min(start + _OCCURRENCES, len(takings)) // len(takings))
        return self._found

    # ---------------------------------------------------------------------------------------------------- matches

    def _to_match(self) -> Iterator[tuple[list[int], int]]:
        """Items to match anew, in parts, with how many percent have been looked through by then."""
        if self._plan is not None:
            yield self._items_of_plan(), 100
            return
        ends = Evidence.objects.aggregate(first=Min("pk"), last=Max("pk"))
        first, last = ends["first"] or 0, ends["last"] or -1
        alike = Alike(self._owing, self._lineage)
        for start in range(first, last + 1, _PIECES):
            end = min(start + _PIECES - 1, last)
            pieces, items = alike.differing(start, end)
            self._found.pieces += pieces
            yield sorted(items), 100 * (end - first + 1) // (last - first + 1)

    def _items_of_plan(self) -> list[int]:
        """The items with a placement that could count for what is owed from the day on, or does."""
        takings = [one for one in self._owing.takings() if one.owed_on >= self._since]
        if not takings:
            return []
        first, last = min(one.window_from for one in takings), max(one.closes_on for one in takings)
        rows = Evidence.objects.filter(Q(happened_on__gte=first) | ~Q(about=""), happened_on__lte=last)
        found = set[int]()
        agencies = sorted(self._lineage.reaching(self._owing.agencies))
        if len(agencies) > _MANY:
            return sorted(set(rows.order_by().values_list("item_id", flat=True)))
        for start in range(0, len(agencies), _KEYS):
            part = rows.filter(agency__in=agencies[start : start + _KEYS])
            found.update(part.order_by().values_list("item_id", flat=True))
        matched = Match.objects.filter(occurrence__plan=self._plan, happened_on__gte=first)
        return sorted(found.union(matched.order_by().values_list("item_id", flat=True)))

    def _match(self, part: _Part) -> None:
        lineup = self._lineup(part)
        if not lineup:
            return
        self._found.matches += len(lineup.fresh) + len(lineup.changed) + len(lineup.gone)
        self._found.name(_names(lineup))
        if not self._check:
            with transaction.atomic():
                lock_items([*Evidence.objects.filter(**part).order_by().values_list("item_id", flat=True).distinct()])
                lineup = self._lineup(part)
                store(lineup)
                self._count_earlier(lineup)

    def _count_earlier(self, lineup: Lineup) -> None:
        """Counts what was owed before the day: where a later window is no longer owed, an earlier one may take over."""
        earlier = {taking.pk for taking in self._owing.takings() if taking.owed_on < self._since}
        moved = [pair for pair in {*lineup.added, *lineup.anew} if pair[0] in earlier]
        recount(moved, lineage=self._lineage)

    def _lineup(self, part: _Part) -> Lineup:
        pieces = pieces_among(Evidence.objects.filter(state=EvidenceState.RECORDED, **part))
        kept = kept_matches(self._matches(part))
        return compared(pieces, wanted_of(pieces, self._owing, self._lineage, kept), kept)

    def _matches(self, part: _Part) -> QuerySet[Match]:
        # By the item that the evidence has now; a match may still name the one it had.
        rows = Match.objects.filter(**{f"evidence__{name}": value for name, value in part.items()})
        return rows if self._plan is None else rows.filter(occurrence__plan=self._plan)

    # --------------------------------------------------------------------------------------------------- counters

    def _count(self, takings: Sequence[Taking]) -> None:
        branches = Branches(takings, self._lineage)
        wrong = self._wrong_tallies(takings, branches)
        self._found.tallies += len(wrong)
        self._found.name(f"tally {one.occurrence_id} {one.agency_id}: {one.counted}/{one.required}" for one in wrong)
        if wrong and not self._check:
            self._write_tallies(takings, branches)
        if self._check:
            self._compare_branches(branches)
            return
        with transaction.atomic():
            self._found.branches += refill(takings, self._lineage)

    def _write_tallies(self, takings: Sequence[Taking], branches: Branches) -> None:
        with transaction.atomic():
            keys = [taking.pk for taking in takings]
            rows = Tally.objects.select_for_update().filter(occurrence__in=keys)
            list(rows.order_by("occurrence_id", "agency_id").values_list("pk"))
            Tally.objects.bulk_create(
                self._wrong_tallies(takings, branches), batch_size=2_000, update_conflicts=True,
                unique_fields=["occurrence", "agency"],
                update_fields=["branch", *_FIGURES[1:], "changed_at"],
            )  # fmt: skip

    def _wrong_tallies(self, takings: Sequence[Taking], branches: Branches) -> list[Tally]:
        """The rows as they should be, where they are not."""
        stored = _stored_tallies([taking.pk for taking in takings])
        self._found.counters += len(stored)
        wrong = []
        for taking, agency, things in _counted(takings):
            figures = _figures(taking, agency, things, branches)
            if stored.pop((taking.pk, agency), None) != figures:
                wrong.append(_tally(taking, agency, figures))
        known = branches.takings
        for (occurrence, agency), row in stored.items():
            figures = _figures(known[occurrence], agency, (), branches)
            if row != figures:
                wrong.append(_tally(known[occurrence], agency, figures))
        return wrong

    def _compare_branches(self, branches: Branches) -> None:
        wanted = {place: tuple(figures[name] for name in _COLUMNS) for place, figures in branches.figures().items()}
        rows = BranchTally.objects.filter(occurrence__in=branches.takings).order_by()
        stored = {(row[0], row[1]): row[2:] for row in rows.values_list("occurrence_id", "branch_id", *_COLUMNS)}
        wrong = sorted(place for place in wanted.keys() | stored.keys() if wanted.get(place) != stored.get(place))
        self._found.branches += len(wrong)
        self._found.name(f"branch {place}: {stored.get(place)} for {wanted.get(place)}" for place in wrong)


_FIGURES = ("branch_id", "required", "counted", "in_time", "done", "done_on", "last_on")
_COLUMNS = ("owed", "waived", "met", "late", "part")
_KEYS = 2_000


def _names(lineup: Lineup) -> Iterator[str]:
    for verdict in lineup.fresh:
        yield f"match {verdict.piece.pk} {verdict.taking.pk} {verdict.agency}: missing, {verdict.state}"
    for one in lineup.changed:
        yield f"match {one.pk}: {one.state}"
    for pk in lineup.gone:
        yield f"match {pk}: too many"


def _counted(takings: Sequence[Taking]) -> Iterator[tuple[Taking, int, list[Thing]]]:
    """The counted matches of some occurrences, agency by agency."""
    known = {taking.pk: taking for taking in takings}
    rows = Match.objects.filter(occurrence__in=known, state=MatchState.COUNTED).order_by("occurrence_id", "agency_id")
    told = rows.values_list("occurrence_id", "agency_id", "happened_on", "amount")
    pair, things = (0, 0), list[Thing]()
    for occurrence, agency, day, amount in rows_of(told):
        if (occurrence, agency) != pair:
            if things:
                yield known[pair[0]], pair[1], things
            pair, things = (occurrence, agency), []
        things.append(Thing(day, amount))
    if things:
        yield known[pair[0]], pair[1], things


def _stored_tallies(occurrences: Collection[int]) -> dict[Pair, tuple[Any, ...]]:
    rows = Tally.objects.filter(occurrence__in=occurrences).order_by()
    told = rows.values_list("occurrence_id", "agency_id", *_FIGURES)
    return {(row[0], row[1]): row[2:] for row in rows_of(told)}


def _figures(taking: Taking, agency: int, things: Sequence[Thing], branches: Branches) -> tuple[Any, ...]:
    """What the row of an agency should hold, in the order of `_FIGURES`."""
    required = branches.required(taking, agency)
    shown = count(owed_of(taking, required), things)
    return (
        branches.branch(taking, agency), required, shown.counted, shown.in_time, shown.done.value, shown.done_on,
        shown.last_on,
    )  # fmt: skip


def _tally(taking: Taking, agency: int, figures: tuple[Any, ...]) -> Tally:
    told = dict(zip(_FIGURES, figures, strict=True))
    return Tally(
        occurrence_id=taking.pk, agency_id=agency, obligation_id=taking.obligation_id, changed_at=timezone.now(), **told
    )
