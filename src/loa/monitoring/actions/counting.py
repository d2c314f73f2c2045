"""Counters of agencies and of branches, kept in the transaction of what changes them.

They are a cache of `loa.monitoring.standing.count` over the counted matches. Rows are locked in one order: pieces of
evidence, then tallies by occurrence and agency, then tallies of branches, then the head of the audit trail.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import F, QuerySet
from django.utils import timezone

from loa.monitoring.enums import Done, MatchState
from loa.monitoring.events import TallyChange, tally_changed
from loa.monitoring.models import Assignment, BranchTally, Match, Occurrence, Tally
from loa.monitoring.queries.held import Waivers, waiver_of, waivers
from loa.monitoring.queries.lineage import Lineage
from loa.monitoring.queries.owing import takings_of
from loa.monitoring.rules import Taking
from loa.monitoring.standing import NOTHING, Owed, Shown, Thing, count
from loa.prepared import Insertion, Question

__all__ = ["Moves", "Pair", "apply", "owed_of", "recount", "shown_of"]

Pair = tuple[int, int]
"""An occurrence and an agency."""
Moves = Mapping[Pair, Sequence[Thing] | None]
"""What came to the counted matches of pairs; None where they have to be counted anew."""

_KEYS = 400
_FEW = 4
_WRITTEN = ("counted", "in_time", "done", "done_on", "last_on", "required", "changed_at")
_NAMED = ("occurrence_id", "agency_id", "obligation_id", "branch_id")


def recount(pairs: Iterable[Pair], *, lineage: Lineage | None = None) -> None:
    """Counts the matches of these pairs anew and writes what differs. Inside a transaction."""
    listed = sorted(set(pairs))
    for start in range(0, len(listed), _KEYS):
        part = listed[start : start + _KEYS]
        takings = takings_of(Occurrence.objects.filter(pk__in={occurrence for occurrence, _ in part}))
        apply(dict.fromkeys(part), takings, lineage or Lineage())


def apply(moves: Moves, takings: Iterable[Taking], lineage: Lineage) -> None:
    """Brings the counters of pairs up to what came to them; `takings` are their occurrences. Inside a transaction."""
    known = {taking.pk: taking for taking in takings}
    moved = {pair: things for pair, things in moves.items() if pair[0] in known}
    if moved:
        _Counting(moved, known, lineage).write()


def shown_of(tally: Tally) -> Shown:
    """The counters of a row as the value the pure function gives."""
    return Shown(tally.counted, tally.in_time, Done(tally.done), tally.done_on, tally.last_on)


def owed_of(taking: Taking, required: int) -> Owed:
    """What the pure function has to know of an occurrence."""
    return Owed(taking.kind, taking.window_from, taking.window_to, taking.due_on, taking.closes_on, required)


@dataclass
class _Counting:
    """One writing of counters."""

    moves: Moves
    takings: Mapping[int, Taking]
    lineage: Lineage

    def write(self) -> None:
        changes: list[TallyChange] = []
        changed: list[Tally] = []
        for pair, tally in self._locked().items():
            required, before = tally.required, shown_of(tally)
            after = self._counted(pair, tally)
            if (tally.required, after) != (required, before):
                _show(tally, after)
                changed.append(tally)
                changes.append(TallyChange(*pair, tally.required, before, after))
        if not changes:
            return
        _write_over(changed)
        self._move_branches(changed, {(one.occurrence_id, one.agency_id): one.before for one in changes})
        tally_changed.send(Tally, changes=changes)

    # ---------------------------------------------------------------------------------------------------- tallies

    def _locked(self) -> dict[Pair, Tally]:
        """The rows of the pairs, locked in order; made where there are none and something is to be counted."""
        stored = self._stored(self.moves)
        missing = [pair for pair in sorted(self.moves) if pair not in stored and self._is_worth_a_row(pair)]
        if missing:
            # Somebody else may be making the same row: whoever comes second waits here and finds it.
            Tally.objects.bulk_create(map(self._fresh, missing), ignore_conflicts=True)
            stored.update(self._stored(missing))
        self.__dict__.pop("_things", None)  # what was read before the rows were locked may be old
        return dict(sorted(stored.items()))

    def _stored(self, pairs: Collection[Pair]) -> dict[Pair, Tally]:
        found = _LOCKED(sorted({occurrence for occurrence, _ in pairs}), sorted({agency for _, agency in pairs}))
        told = {(row.occurrence_id, row.agency_id): row for row in found}
        return {pair: row for pair, row in told.items() if pair in pairs}

    def _is_worth_a_row(self, pair: Pair) -> bool:
        return bool(self.moves[pair]) or pair in self._things

    def _fresh(self, pair: Pair) -> Tally:
        taking = self.takings[pair[0]]
        return Tally(
            occurrence_id=taking.pk,
            agency_id=pair[1],
            obligation_id=taking.obligation_id,
            required=self._required(pair),
            branch_id=self.lineage.branch(pair[1], taking.owed_on),
        )

    def _counted(self, pair: Pair, tally: Tally) -> Shown:
        added, before = self.moves[pair], shown_of(tally)
        taking = self.takings[pair[0]]
        if added is not None:
            after = _with_added(owed_of(taking, tally.required), before, added)
            if after is not None:
                return after
        tally.required = self._required(pair)
        return count(owed_of(taking, tally.required), self._things.get(pair, ()))

    @cached_property
    def _things(self) -> Mapping[Pair, list[Thing]]:
        """The counted matches of the pairs; asked once, after their rows were locked."""
        rows = Match.objects.filter(
            occurrence__in={occurrence for occurrence, _ in self.moves},
            agency__in={agency for _, agency in self.moves},
            state=MatchState.COUNTED,
        )
        found: dict[Pair, list[Thing]] = defaultdict(list)
        for occurrence, agency, day, amount in rows.order_by().values_list(
            "occurrence_id", "agency_id", "happened_on", "amount"
        ):
            found[occurrence, agency].append(Thing(day, amount))
        return found

    def _required(self, pair: Pair) -> int:
        taking = self.takings[pair[0]]
        waiver = waiver_of(taking, pair[1], self._waivers)
        amount = taking.amount if waiver is None or waiver.lets_off or taking.amount is None else waiver.amount
        return amount or 1

    @cached_property
    def _waivers(self) -> Waivers:
        obligations = {key for taking in self.takings.values() for key in (taking.obligation_id, taking.rule_id)}
        return waivers(obligations=obligations, agencies={agency for _, agency in self.moves})

    # ----------------------------------------------------------------------------------------------------- branches

    def _move_branches(self, changed: Sequence[Tally], before: Mapping[Pair, Shown]) -> None:
        """Counts agencies over from one column of their branch to another."""
        moved: dict[tuple[int, int], dict[str, int]] = defaultdict(lambda: defaultdict(int))
        for tally in changed:
            pair = (tally.occurrence_id, tally.agency_id)
            old, new = column(before[pair]), column(shown_of(tally))
            if old != new and self._counts(pair):
                place = moved[tally.occurrence_id, tally.branch_id]
                for name, step in ((old, -1), (new, 1)):
                    if name:
                        place[name] += step
        for (occurrence, branch), steps in sorted(moved.items()):
            _step(occurrence, branch, {name: step for name, step in steps.items() if step})

    def _counts(self, pair: Pair) -> bool:
        """Whether the agency owes the occurrence as lead and is not let off."""
        taking = self.takings[pair[0]]
        waiver = waiver_of(taking, pair[1], self._waivers)
        held = self._leading.get((taking.obligation_id, pair[1]), ())
        return not (waiver and waiver.lets_off) and any(first <= taking.owed_on <= last for first, last in held)

    @cached_property
    def _leading(self) -> Mapping[Pair, list[tuple[date, date]]]:
        """From when to when agencies lead the obligations, by obligation and agency."""
        agencies = sorted({agency for _, agency in self.moves})
        obligations = sorted({taking.obligation_id for taking in self.takings.values()})
        found: dict[Pair, list[tuple[date, date]]] = defaultdict(list)
        for obligation, agency, first, last in _LEADS(obligations, agencies):
            found[obligation, agency].append((first, last))
        return found


def column(shown: Shown) -> str:
    """In which column of a branch an agency is counted; none while it has nothing to show."""
    return shown.done.value if shown.counted else ""


def _write_over(tallies: Iterable[Tally]) -> None:
    """Writes rows that are there and locked. As new rows over the old: one statement, whatever their number."""
    rows = [Tally(**{name: getattr(tally, name) for name in (*_NAMED, *_WRITTEN)}) for tally in tallies]
    if len(rows) <= _FEW:
        for row in rows:
            _OVER(row)
        return
    Tally.objects.bulk_create(
        rows, batch_size=_KEYS, update_conflicts=True, unique_fields=["occurrence", "agency"], update_fields=_WRITTEN
    )


def _locked_rows(occurrences: list[int], agencies: list[int]) -> QuerySet[Any]:
    rows = Tally.objects.select_for_update().filter(occurrence__in=occurrences, agency__in=agencies)
    return rows.order_by("occurrence_id", "agency_id").values_list(*_COLUMNS)


def _leads(obligations: list[int], agencies: list[int]) -> QuerySet[Any]:
    rows = Assignment.objects.filter(agency__in=agencies, leads=True, obligation__in=obligations)
    return rows.order_by().values_list("obligation_id", "agency_id", "held_from", "held_to")


_COLUMNS = tuple(one.attname for one in Tally._meta.concrete_fields)
_LOCKED = Question(_locked_rows, lambda row: Tally.from_db("default", _COLUMNS, row))
_LEADS = Question(_leads, tuple)
_OVER = Insertion(Tally, unique=("occurrence", "agency"), update=_WRITTEN)


def _show(tally: Tally, shown: Shown) -> None:
    tally.counted, tally.in_time, tally.done = shown.counted, shown.in_time, shown.done
    tally.done_on, tally.last_on, tally.changed_at = shown.done_on, shown.last_on, timezone.now()


def _step(occurrence: int, branch: int, steps: Mapping[str, int]) -> None:
    if not steps:
        return
    moved = {name: F(name) + step for name, step in steps.items()}
    if not BranchTally.objects.filter(occurrence=occurrence, branch=branch).update(**moved):
        # Not laid out in branches yet: whoever does so later counts what stands here, and waits for it.
        BranchTally.objects.bulk_create(
            [BranchTally(occurrence_id=occurrence, branch_id=branch)], ignore_conflicts=True
        )
        BranchTally.objects.filter(occurrence=occurrence, branch=branch).update(**moved)


def _with_added(owed: Owed, before: Shown, things: Sequence[Thing]) -> Shown | None:
    """What more things make of a count, without those it was made of; None where these have to be asked."""
    now = before
    for thing in sorted(things):
        late = owed.due_on is not None and thing.happened_on > owed.due_on
        counted, in_time = now.counted + thing.amount, now.in_time + (0 if late else thing.amount)
        if now == NOTHING:
            now = count(owed, [thing])
            continue
        if now.last_on is None or thing.happened_on < now.last_on:
            if now.done_on is None and counted >= owed.required:
                return None  # reached on a day between
            if now.done_on is not None and thing.happened_on < now.done_on:
                return None  # reached sooner
        done_on = now.done_on
        if done_on is None and counted >= owed.required:
            done_on = thing.happened_on
        done = Done.MET if in_time >= owed.required else Done.LATE if counted >= owed.required else Done.PART
        now = Shown(counted, in_time, done, done_on, max(thing.happened_on, now.last_on or thing.happened_on))
    return now
