"""The chance that an agency misses a window, from its pace, its own past and agencies like it.

Nothing here knows of a database, and the same input always gives the same answer. docs/forecast.md tells what is
computed; `bench/forecast.py` measures how often what was foretold came true.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from statistics import fmean, median_low, variance

__all__ = ["NO_PEERS", "Course", "Forecast", "Former", "FormerOnce", "Peers", "Reason", "forecast", "forecast_once"]


@dataclass(frozen=True, slots=True)
class Course:
    """A window in course on a morning: what is required, what there is to show, how long it is, how much is left.

    `left` are the days left, this one and the due day counted; `step` is as how many one thing usually counts.
    """

    required: int
    counted: int
    days: int
    left: int
    step: int = 1


@dataclass(frozen=True, slots=True)
class Former:
    """A former window of the same duty: what there was when as much of it was left, and what on the due day."""

    required: int
    by_then: int
    in_time: int

    @property
    def missed(self) -> bool:
        return self.in_time < self.required


@dataclass(frozen=True, slots=True)
class FormerOnce:
    """A former time of a thing to be done by a day: so many days before it (0 is the day); None when not in time."""

    ahead: int | None


@dataclass(frozen=True, slots=True)
class Peers:
    """How many former windows of the duty agencies like this one had, and how many of them they missed."""

    windows: int = 0
    missed: int = 0


NO_PEERS = Peers()


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason of a forecast as a code with its numbers; the pages put it into words."""

    code: str
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Forecast:
    """The chance of missing the window in percent, 1 to 99 while it is open, and why."""

    percent: int
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class _Weights:
    """How much each source of knowledge says, in windows; chosen on simulated years, see `bench/forecast.py`.

    `recent`: what a window weighs against the next later one. `unknown_pace`: what an even pace weighs beside the own
    past. `vary`: how steady windows are as long as nothing else is known (the more the steadier). `model`: what the
    pace says beside former windows that stood alike; `alike`: how far apart, as a part of what is required, still is
    alike. `peers`: what all peers together say at the beginning of a window. `unmoved` and `unstretched`: how much it
    takes to read the pace otherwise for an agency. `unforeseen`: as often it goes otherwise than all of this says.
    `late`: the share of things that come late as long as nothing is known. `rush`: over how many days before the due
    day those in time hand in. What ends in `_known` is how much the guess before it weighs.
    """

    recent: float = 0.92
    unknown_pace: float = 2.0
    vary: float = 15.0
    vary_known: float = 4.0
    model: float = 1.5
    alike: float = 0.25
    peers: float = 4.0
    unmoved: float = 2.4
    unstretched: float = 2.0
    unforeseen: float = 0.03
    late: float = 0.2
    late_known: float = 3.0
    rush: int = 7
    rush_known: float = 3.0


_WEIGHTS = _Weights()
_LONGEST_SUM = 500
"""Where more things than this are required they are counted in larger steps."""
_SURE = 0.002
"""No chance is taken to be nearer to never or always than this."""
_ROUNDS = 8
_FAR, _STEEP = 5.0, 1.5


# ------------------------------------------------------------------------------------------------------------- quotas


def forecast(course: Course, former: Sequence[Former] = (), peers: Peers = NO_PEERS) -> Forecast:
    """The chance that what is required is not reached by the due day; `former` windows begin with the latest."""
    if course.counted >= course.required:
        return Forecast(0, ())
    if course.left <= 0:
        return Forecast(100, ())
    scaled = [_scaled(one, course.required) for one in former]
    pace = _pace(course, scaled)
    bent = _bent(pace, course.required, scaled)
    by_pace = bent.chance(_log_odds(_chance(pace, course.required, course.counted)))
    chance = _with_the_past(by_pace, course, scaled, peers)
    return Forecast(_percent(chance), tuple(_reasons(course, former, peers)))


@dataclass(frozen=True, slots=True)
class _Scaled:
    """A former window in terms of what is required now."""

    by_then: float
    in_time: float
    missed: bool


@dataclass(frozen=True, slots=True)
class _Pace:
    """What should come by now and after, how steady windows are, and as how many one thing counts."""

    by_now: float
    rest: float
    vary: float
    step: int


def _scaled(one: Former, required: int) -> _Scaled:
    by = required / max(1, one.required)
    return _Scaled(one.by_then * by, one.in_time * by, one.missed)


def _pace(course: Course, former: Sequence[_Scaled]) -> _Pace:
    """The agency's own past says how much comes by now and how much after; where it is short an even pace stands in."""
    passed = 1 - course.left / course.days
    weights = _fading(len(former))
    known = sum(weights) + _WEIGHTS.unknown_pace
    own_now = sum(weight * one.by_then for weight, one in zip(weights, former, strict=True))
    own_rest = sum(weight * (one.in_time - one.by_then) for weight, one in zip(weights, former, strict=True))
    by_now = (own_now + _WEIGHTS.unknown_pace * course.required * passed) / known
    rest = (own_rest + _WEIGHTS.unknown_pace * course.required * (1 - passed)) / known
    step = max(1, course.step, -(-course.required // _LONGEST_SUM))
    return _Pace(by_now / step, rest / step, _steadiness([one.in_time / step for one in former]), step)


def _fading(number: int) -> list[float]:
    return [_WEIGHTS.recent**age for age in range(number)]


def _chance(pace: _Pace, required: int, counted: float) -> float:
    """The chance of missing by the pace alone: what came by now, against what should have, says how good the window is.

    The rate is gamma distributed, so that what is still to come follows a negative binomial distribution.
    """
    seen = counted / pace.step
    rest = pace.rest * (pace.vary + seen) / (pace.vary + pace.by_now)
    return _chance_of_fewer(math.ceil((required - counted) / pace.step), rest, pace.vary + seen)


@dataclass(frozen=True, slots=True)
class _Bent:
    """How the pace has to be read for an agency: its log-odds are moved by `by` and stretched by `slope`."""

    by: float = 0.0
    slope: float = 1.0

    def chance(self, log_odds: float) -> float:
        return _share(self.by + self.slope * log_odds)


def _bent(pace: _Pace, required: int, former: Sequence[_Scaled]) -> _Bent:
    """How far the pace alone was wrong about the agency's own former windows, on the same morning of each.

    Who works towards the number and reaches it at the last moment does better than a chance stream would, and how
    much is missing then says little. A logistic regression, drawn towards the pace as it is, by Newton's method.
    """
    told = [
        (weight, _log_odds(_chance(pace, required, one.by_then)), one.missed)
        for weight, one in zip(_fading(len(former)), former, strict=True)
        if one.by_then < required
    ]
    bent = _Bent()
    for _ in range(_ROUNDS if told else 0):
        bent = _bent_better(bent, told)
    return bent


def _bent_better(bent: _Bent, told: Sequence[tuple[float, float, bool]]) -> _Bent:
    move, stretch = -_WEIGHTS.unmoved * bent.by, -_WEIGHTS.unstretched * (bent.slope - 1)
    moved, both, stretched = _WEIGHTS.unmoved, 0.0, _WEIGHTS.unstretched
    for weight, odds, missed in told:
        chance = bent.chance(odds)
        wrong, sure = weight * (missed - chance), weight * chance * (1 - chance)
        move, stretch = move + wrong, stretch + wrong * odds
        moved, both, stretched = moved + sure, both + sure * odds, stretched + sure * odds * odds
    whole = moved * stretched - both * both
    by = bent.by + (stretched * move - both * stretch) / whole
    slope = bent.slope + (moved * stretch - both * move) / whole
    return _Bent(min(_FAR, max(-_FAR, by)), min(_STEEP, max(0.0, slope)))


def _log_odds(chance: float) -> float:
    kept = min(1 - _SURE, max(_SURE, chance))
    return math.log(kept / (1 - kept))


def _share(log_odds: float) -> float:
    return 1 / (1 + math.exp(-log_odds))


def _steadiness(totals: Sequence[float]) -> float:
    """How little windows differ beyond chance, by the method of moments, drawn towards what is usual."""
    usual = 1 / _WEIGHTS.vary
    if len(totals) < 2:
        return _WEIGHTS.vary
    mean = fmean(totals)
    beyond = max(0.0, variance(totals) - mean) / mean**2 if mean else usual
    known = _WEIGHTS.vary_known
    return 1 / max(0.02, (len(totals) * beyond + known * usual) / (len(totals) + known))


def _chance_of_fewer(number: int, mean: float, shape: float) -> float:
    """The chance of fewer than so many, where counts of this mean vary by a gamma distribution of this shape."""
    if mean <= 0:
        return 1.0
    first = math.exp(-shape * math.log1p(mean / shape))
    part = mean / (mean + shape)
    terms = accumulate(range(1, number), lambda term, k: term * (shape + k - 1) / k * part, initial=first)
    return min(1.0, math.fsum(terms))


def _with_the_past(by_pace: float, course: Course, former: Sequence[_Scaled], peers: Peers) -> float:
    """The chance by the pace, weighed with how former windows ended that stood alike, and with the peers.

    How peers ended says less and less the further the window has gone.
    """
    says, misses = _WEIGHTS.model, _WEIGHTS.model * by_pace
    for fades, one in zip(_fading(len(former)), former, strict=True):
        apart = (course.counted - one.by_then) / course.required / _WEIGHTS.alike
        weight = fades * math.exp(-apart * apart / 2)
        says, misses = says + weight, misses + weight * one.missed
    if peers.windows:
        weight = _WEIGHTS.peers * course.left / course.days / (1 + len(former))
        says, misses = says + weight, misses + weight * peers.missed / peers.windows
    return _WEIGHTS.unforeseen + (1 - 2 * _WEIGHTS.unforeseen) * misses / says


def _reasons(course: Course, former: Sequence[Former], peers: Peers) -> list[Reason]:
    found = [Reason("left", (course.required - course.counted, course.left))]
    even = round(course.required * (course.days - course.left) / course.days)
    found.append(Reason("behind" if course.counted < even else "ahead", (course.counted, even)))
    if former:
        found.append(Reason("past", (sum(one.missed for one in former), len(former))))
        found.append(Reason("rest", (median_low(one.in_time - one.by_then for one in former),)))
    return found + _of_peers(len(former), peers)


def _of_peers(former: int, peers: Peers) -> list[Reason]:
    if peers.windows:
        return [Reason("peers", (peers.missed, peers.windows))]
    return [] if former else [Reason("no_past")]


def _percent(chance: float) -> int:
    return min(99, max(1, round(100 * chance)))


# ------------------------------------------------------------------------------------------------ once, by a day


def forecast_once(left: int, former: Sequence[FormerOnce] = (), peers: Peers = NO_PEERS) -> Forecast:
    """The chance that what is to be done once comes late; `left` as in `Course`, `former` from the latest on.

    What is late is still open now for certain; what comes in time may have been done by now. So the longer it stays
    open, against when the agency usually hands in, the more it looks like being late.
    """
    if left <= 0:
        return Forecast(100, ())
    late = _share_late(former, peers)
    still_open = _share_still_open(left, former)
    chance = late / (late + (1 - late) * still_open)
    reasons = [Reason("open", (left,))]
    if former:
        reasons.append(Reason("past_late", (sum(one.ahead is None for one in former), len(former))))
    usual = [one.ahead for one in former if one.ahead is not None]
    if usual:
        reasons.append(Reason("usual", (median_low(usual),)))
    return Forecast(_percent(chance), (*reasons, *_of_peers(len(former), peers)))


def _share_late(former: Sequence[FormerOnce], peers: Peers) -> float:
    """The part that comes late: own past, drawn towards the peers, these towards what is usual."""
    known = _WEIGHTS.late_known
    usual = (peers.missed + known * _WEIGHTS.late) / (peers.windows + known)
    weights = _fading(len(former))
    missed = sum(weight for weight, one in zip(weights, former, strict=True) if one.ahead is None)
    return (missed + known * usual) / (sum(weights) + known)


def _share_still_open(left: int, former: Sequence[FormerOnce]) -> float:
    """Of what comes in time, the part that is still open on this morning."""
    in_time = [one.ahead for one in former if one.ahead is not None]
    still_open = sum(1 for ahead in in_time if ahead < left)
    usual = min(1.0, left / (_WEIGHTS.rush + 1))
    return (still_open + _WEIGHTS.rush_known * usual) / (len(in_time) + _WEIGHTS.rush_known)
