"""What is put before the forecast: how an agency's former windows of its duties went, and those of agencies like it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median_low
from typing import NamedTuple

from django.db.models import F, Sum

from loa.monitoring.enums import Done, MatchState, Standing
from loa.monitoring.forecast import NO_PEERS, Course, Forecast, Former, FormerOnce, Peers, forecast, forecast_once
from loa.monitoring.models import BranchTally, Match, Occurrence, Tally
from loa.monitoring.queries.held import dated_held_by, waiver_of, waivers
from loa.monitoring.queries.standing import Stood
from loa.plans.models import Obligation
from loa.schedule import Kind

__all__ = ["forecasts_of"]

_BACK = timedelta(days=2 * 366)
_WINDOWS = 26
"""So many former windows of a duty are looked at."""
_OF_PEERS = 4
"""So many are looked at of agencies like it."""
_OPEN = frozenset({Standing.ON_TRACK, Standing.AT_RISK, Standing.NOT_YET_DUE})

Pair = tuple[int, int]
"""An occurrence and an agency."""


def forecasts_of(stood: Iterable[Stood], *, today: date) -> dict[Pair, Forecast]:
    """The chance of missing what is in course, by occurrence and agency. Eight queries, whatever their number.

    Nothing is foretold of what has not begun, is done, let off, only asked for or never due.
    """
    wanted = [one for one in stood if _is_in_course(one, today)]
    if not wanted:
        return {}
    past = _past_of(wanted, today)
    return {(one.duty.occurrence.pk, one.duty.agency_id): past.forecast(one, today) for one in wanted}


def _is_in_course(one: Stood, today: date) -> bool:
    duty = one.duty
    begun = one.standing in _OPEN and duty.occurrence.window_from <= today
    return begun and duty.leads and duty.kind in (Kind.QUOTA, Kind.ONCE, Kind.REPORT)


class _Window(NamedTuple):
    """A former window as an agency owed it."""

    pk: int
    agency: int
    first: date
    due_on: date
    required: int


@dataclass(frozen=True, slots=True)
class _Past:
    """What the past says, by duty and agency; the latest window first."""

    windows: Mapping[Pair, Sequence[_Window]]
    tallies: Mapping[Pair, Tally]
    things: Mapping[Pair, Sequence[tuple[date, int]]]
    peers: Mapping[int, Peers]

    def forecast(self, one: Stood, today: date) -> Forecast:
        duty, occurrence = one.duty, one.duty.occurrence
        windows = self.windows.get((occurrence.obligation_id, duty.agency_id), ())
        peers = self.peers.get(occurrence.obligation_id, NO_PEERS)
        due_on = occurrence.due_on or occurrence.owed_on
        left = (due_on - today).days + 1
        if duty.kind is not Kind.QUOTA:
            return forecast_once(left, [FormerOnce(self._ahead(window)) for window in windows], peers)
        days = (due_on - occurrence.window_from).days + 1
        former = [self._former(window, left / days) for window in windows]
        return forecast(Course(duty.amount or 1, one.shown.counted, days, left, self._step(windows)), former, peers)

    def _ahead(self, window: _Window) -> int | None:
        tally = self.tallies.get((window.pk, window.agency))
        if tally is None or tally.done != Done.MET or tally.done_on is None:
            return None
        return (window.due_on - tally.done_on).days

    def _former(self, window: _Window, part_left: float) -> Former:
        """The window on the morning on which the same part of it was left."""
        days = (window.due_on - window.first).days + 1
        morning = window.due_on - timedelta(days=round(part_left * days) - 1)
        things = self.things.get((window.pk, window.agency), ())
        in_time = [(day, amount) for day, amount in things if day <= window.due_on]
        by_then = sum(amount for day, amount in in_time if day < morning)
        return Former(window.required, by_then, sum(amount for _, amount in in_time))

    def _step(self, windows: Sequence[_Window]) -> int:
        amounts = [amount for one in windows for _, amount in self.things.get((one.pk, one.agency), ())]
        return median_low(amounts) if amounts else 1


def _past_of(wanted: Sequence[Stood], today: date) -> _Past:
    duties = _with_the_year_before({one.duty.occurrence.obligation_id for one in wanted})
    windows = _windows(duties, {one.duty.agency_id for one in wanted}, today)
    agencies = {agency for _, agency in windows}
    former = {window.pk for found in windows.values() for window in found}
    rows = Tally.objects.filter(occurrence__in=former, agency__in=agencies)
    tallies = {(row.occurrence_id, row.agency_id): row for row in rows}
    return _Past(windows, tallies, _things(former, agencies), _peers(duties, today))


def _with_the_year_before(obligations: Collection[int]) -> dict[int, int]:
    """The duties, and those of an earlier plan they were copied from, each with the duty whose past it is."""
    copied = Obligation.objects.filter(
        pk__in=obligations,
        derived_from__plan__issuer=F("plan__issuer"),
        derived_from__plan__period_to__lt=F("plan__period_from"),
    )
    before = {former: obligation for obligation, former in copied.values_list("pk", "derived_from_id") if former}
    return {**before, **{key: key for key in obligations}}


def _windows(duties: Mapping[int, int], agencies: Collection[int], today: date) -> dict[Pair, list[_Window]]:
    """The former windows of each duty and agency, without those it was let off."""
    known = waivers(obligations=duties.keys(), agencies=agencies)
    rows = dated_held_by(agencies, today - _BACK, today - timedelta(days=1))
    rows = rows.filter(obligation__in=duties.keys(), leads=True).order_by("-due_on", "pk")
    fields = ("pk", "obligation_id", "rule_id", "window_from", "due_on", "owed_on", "amount")
    found: dict[Pair, list[_Window]] = defaultdict(list)
    for one in rows.only(*fields):
        pair = (duties[one.obligation_id], one.held_by)
        waiver = waiver_of(one, one.held_by, known)
        required = one.amount if waiver is None else waiver.amount
        if len(found[pair]) < _WINDOWS and (waiver is None or not waiver.lets_off):
            found[pair].append(_Window(one.pk, one.held_by, one.window_from, one.due_on, required or 1))
    return found


def _things(former: Collection[int], agencies: Collection[int]) -> dict[Pair, list[tuple[date, int]]]:
    rows = Match.objects.filter(occurrence__in=former, agency__in=agencies, state=MatchState.COUNTED)
    found: dict[Pair, list[tuple[date, int]]] = defaultdict(list)
    for occurrence, agency, day, amount in rows.order_by().values_list(
        "occurrence_id", "agency_id", "happened_on", "amount"
    ):
        found[occurrence, agency].append((day, amount))
    return found


def _peers(duties: Mapping[int, int], today: date) -> dict[int, Peers]:
    """How all that owe the same did in its latest windows, from the tallies of branches."""
    rows = Occurrence.objects.filter(obligation__in=duties.keys(), due_on__lt=today).order_by("-due_on", "pk")
    latest: dict[int, list[int]] = defaultdict(list)
    for pk, obligation in rows.values_list("pk", "obligation_id"):
        if len(latest[duties[obligation]]) < _OF_PEERS:
            latest[duties[obligation]].append(pk)
    of = {pk: obligation for obligation, pks in latest.items() for pk in pks}
    sums = BranchTally.objects.filter(occurrence__in=of).order_by().values_list("occurrence_id")
    counts: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for occurrence, owed, waived, met in sums.annotate(Sum("owed"), Sum("waived"), Sum("met")):
        counts[of[occurrence]][0] += owed - waived
        counts[of[occurrence]][1] += owed - waived - met
    return {key: Peers(owed, max(0, missed)) for key, (owed, missed) in counts.items() if owed > 0}
