"""How often what was foretold came true, on simulated years; ratios measured in one run.

    python bench/forecast.py            400 agencies over two years
    python bench/forecast.py --quick    a tenth of them, for a look

Each agency has a habit. Monthly, weekly and quarterly quotas and quarterly reports run for two years; on five mornings
of each window that is not met yet, the forecast says how probably it will be missed. The aims: in each tenth of the
forecasts, foretold and come true differ by at most five points where a hundred or more were made, and the mean squared
error (Brier score) is at most three quarters of that of always foretelling the share that was missed.
"""

import argparse
import random
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

TOP = Path(__file__).resolve().parents[1]
sys.path[0] = str(TOP)

from rich.console import Console  # noqa: E402 - after the path is set
from rich.table import Table  # noqa: E402

from loa.monitoring.forecast import Course, Former, FormerOnce, Peers, forecast, forecast_once  # noqa: E402

AIM_APART, AIM_BRIER, ENOUGH = 5.0, 0.75, 100
AGENCIES, YEARS, SEED = 400, 2, 20_26
MORNINGS = (0.1, 0.3, 0.5, 0.7, 0.9)

Days = list[int]
"""The days of a window, from 0, on which one thing each happened."""


@dataclass(frozen=True)
class Quota:
    """So many things in each window of so many days."""

    name: str
    required: int
    days: int
    windows: int


QUOTAS = (
    Quota("5 a month", 5, 30, 12 * YEARS),
    Quota("2 a month", 2, 30, 12 * YEARS),
    Quota("1 a week", 1, 7, 52 * YEARS),
    Quota("20 a quarter", 20, 91, 4 * YEARS),
)
REPORTS = 4 * YEARS


@dataclass(frozen=True)
class Told:
    """One forecast and what came."""

    chance: float
    missed: bool
    habit: str
    duty: str


# -------------------------------------------------------------------------------------------------------------- habits


def _spread(rng: random.Random, number: int, days: int) -> Days:
    return [rng.randrange(days) for _ in range(number)]


def _poisson(rng: random.Random, mean: float) -> int:
    """How many of a stream of things fall into one unit of time."""
    number, passed = 0, rng.expovariate(1.0)
    while passed < mean:
        number, passed = number + 1, passed + rng.expovariate(1.0)
    return number


def steady(rng: random.Random, quota: Quota, _window: int, temper: float) -> Days:
    """An even stream, somewhat above or below what is required."""
    return _spread(rng, _poisson(rng, quota.required * (0.9 + temper)), quota.days)


def last_minute(rng: random.Random, quota: Quota, _window: int, temper: float) -> Days:
    """Little until the last sixth of the window, then as much as is missing, mostly."""
    early = _spread(rng, _poisson(rng, quota.required * 0.2), quota.days)
    makes_it = rng.random() < 0.65 + 0.3 * temper
    missing = max(0, quota.required - len(early)) if makes_it else _poisson(rng, quota.required * 0.4)
    end = max(1, quota.days // 6)
    return early + [quota.days - 1 - rng.randrange(end) for _ in range(missing)]


def seasonal(rng: random.Random, quota: Quota, window: int, temper: float) -> Days:
    """Much in some parts of the year, little in others; the same each year."""
    part = window * quota.days % 365 / 365
    level = 0.6 if part < 0.17 or 0.5 < part < 0.67 else 1.5
    return _spread(rng, _poisson(rng, quota.required * level * (0.7 + temper)), quota.days)


def failing(rng: random.Random, quota: Quota, window: int, temper: float) -> Days:
    """Begins well and does less and less from some month on."""
    since = temper * quota.windows
    level = 1.4 if window < since else max(0.2, 1.4 - 0.25 * (window - since))
    return _spread(rng, _poisson(rng, quota.required * level), quota.days)


def careful(rng: random.Random, quota: Quota, _window: int, temper: float) -> Days:
    """What is required in the first half, and seldom anything goes wrong."""
    number = quota.required if rng.random() < 0.93 + 0.05 * temper else quota.required - 1
    return [rng.randrange(max(1, quota.days // 2)) for _ in range(number)]


HABITS: tuple[Callable[[random.Random, Quota, int, float], Days], ...] = (
    steady, last_minute, seasonal, failing, careful,
)  # fmt: skip


# --------------------------------------------------------------------------------------------------------- foretelling


def quota_forecasts(rng: random.Random, quota: Quota, agencies: int) -> Iterator[Told]:
    """Every forecast of a quota: all agencies window by window, each knowing its own past and that of all."""
    tempers = [rng.random() for _ in range(agencies)]
    past: dict[int, list[Days]] = defaultdict(list)
    peers = Peers()
    for window in range(quota.windows):
        missed_now = 0
        for agency in range(agencies):
            habit = HABITS[agency % len(HABITS)]
            days = habit(rng, quota, window, tempers[agency])
            missed = len(days) < quota.required
            missed_now += missed
            for part in MORNINGS:
                if told := _on_a_morning(quota, days, past[agency][-26:], part, peers):
                    yield Told(told, missed, habit.__name__, quota.name)
            past[agency].append(days)
        peers = Peers(peers.windows + agencies, peers.missed + missed_now)


def _on_a_morning(quota: Quota, days: Days, past: list[Days], part: float, peers: Peers) -> float | None:
    """The chance foretold when so much of the window has passed; None when it is met by then."""
    morning = int(part * quota.days)
    counted = _before(days, morning)
    if counted >= quota.required:
        return None
    former = [Former(quota.required, _before(one, morning), len(one)) for one in reversed(past)]
    course = Course(quota.required, counted, quota.days, quota.days - morning)
    return forecast(course, former, peers).percent / 100


def _before(days: Days, morning: int) -> int:
    return sum(day < morning for day in days)


def report_forecasts(rng: random.Random, agencies: int) -> Iterator[Told]:
    """Every forecast of a quarterly report: some are early, some at the last day, some late by habit."""
    past: dict[int, list[FormerOnce]] = defaultdict(list)
    tempers = [(rng.choice((0.03, 0.15, 0.5)), rng.choice((2, 5, 12))) for _ in range(agencies)]
    peers = Peers()
    for _ in range(REPORTS):
        late_now = 0
        for agency, (late_share, early) in enumerate(tempers):
            late = rng.random() < late_share
            ahead = None if late else min(25, int(rng.expovariate(1 / early)))
            late_now += late
            for left in (20, 10, 5, 3, 1):
                if ahead is None or ahead < left:
                    told = forecast_once(left, past[agency][::-1], peers)
                    yield Told(told.percent / 100, late, f"{late_share:.0%} late", "report")
            past[agency].append(FormerOnce(ahead))
        peers = Peers(peers.windows + agencies, peers.missed + late_now)


# ------------------------------------------------------------------------------------------------------------ measuring


def brier(told: list[Told]) -> float:
    """The mean squared error."""
    return sum((one.chance - one.missed) ** 2 for one in told) / len(told)


def base(told: list[Told]) -> float:
    """That of always foretelling the share that was missed."""
    share = sum(one.missed for one in told) / len(told)
    return share * (1 - share)


def reliability(told: list[Told]) -> Iterator[tuple[int, int, float, float]]:
    """For each tenth of the forecasts: which, how many, foretold and come true, in percent."""
    tenths: dict[int, list[Told]] = defaultdict(list)
    for one in told:
        tenths[min(9, int(one.chance * 10))].append(one)
    for tenth, found in sorted(tenths.items()):
        yield (
            tenth,
            len(found),
            100 * sum(one.chance for one in found) / len(found),
            100 * sum(one.missed for one in found) / len(found),
        )


def main() -> int:
    """Prints the tables; 1 where an aim is not reached."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="a tenth of the agencies")
    parser.add_argument("--seed", type=int, default=SEED)
    asked = parser.parse_args()
    agencies = AGENCIES // 10 if asked.quick else AGENCIES
    rng = random.Random(asked.seed)  # noqa: S311 - a simulation, repeatable
    told = [one for quota in QUOTAS for one in quota_forecasts(rng, quota, agencies)]
    told += report_forecasts(rng, agencies)
    reached = _show(told)
    return 0 if reached else 1


def _show(told: list[Told]) -> bool:
    console = Console(width=100)
    tenths = list(reliability(told))
    table = Table("Foretold", "Forecasts", "Mean foretold", "Missed", "Apart", title="Reliability")
    for tenth, count, foretold, came in tenths:
        table.add_row(
            f"{tenth * 10}-{tenth * 10 + 10} %", f"{count:,}", f"{foretold:.1f} %", f"{came:.1f} %",
            f"{foretold - came:+.1f}",
        )  # fmt: skip
    console.print(table)
    for name in ("duty", "habit"):
        console.print(_scores(told, name))
    ratio = brier(told) / base(told)
    worst = max(abs(foretold - came) for _, count, foretold, came in tenths if count >= ENOUGH)
    console.print(
        f"{len(told):,} forecasts, Brier score {brier(told):.4f}, base rate {base(told):.4f}, ratio {ratio:.2f}"
    )
    console.print(f"Aim: ratio at most {AIM_BRIER}, no tenth more than {AIM_APART:.0f} points apart: {worst:.1f}")
    reached = ratio <= AIM_BRIER and worst <= AIM_APART
    console.print("reached" if reached else "MISSED")
    return reached


def _scores(told: list[Told], name: str) -> Table:
    table = Table(name.capitalize(), "Forecasts", "Foretold", "Missed", "Brier", "Base rate", title=f"By {name}")
    groups: dict[str, list[Told]] = defaultdict(list)
    for one in told:
        groups[getattr(one, name)].append(one)
    for group, found in groups.items():
        foretold, missed = (100 * sum(values) / len(found) for values in _columns(found))
        table.add_row(
            group, f"{len(found):,}", f"{foretold:.1f} %", f"{missed:.1f} %", f"{brier(found):.4f}",
            f"{base(found):.4f}",
        )  # fmt: skip
    return table


def _columns(told: list[Told]) -> tuple[list[float], list[float]]:
    return [one.chance for one in told], [float(one.missed) for one in told]


if __name__ == "__main__":
    sys.exit(main())
