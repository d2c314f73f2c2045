"""From terms to the series of windows they ask for."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from loa.schedule.deadline import DayOfLastMonth, DayOfMonth, DayOfQuarter, DayOfYear, Deadline, Point, WorkingDaysAfter
from loa.schedule.occurrence import Kind, Requirement
from loa.schedule.period import Period
from loa.schedule.settings import Alternatives, Settings
from loa.schedule.terms import Cadence, Quota, Terms, Unit
from loa.schedule.wording import Step, Wording, step

__all__ = ["Series", "series_of"]

_ONE = Requirement(1, None, stated=False)
_BY_DEADLINE = {
    DayOfLastMonth: Period.QUARTER,
    DayOfMonth: Period.MONTH,
    DayOfQuarter: Period.QUARTER,
    DayOfYear: Period.YEAR,
}


@dataclass(frozen=True, slots=True)
class Series:
    """Windows of one kind that ask for the same. Several periods only for reports in months: some may be merged.

    Without a period it is one window over the plan. `tag` keeps the keys of two series apart.
    """

    kind: Kind
    tag: str = ""
    periods: tuple[Period, ...] = ()
    required: Requirement | None = None
    deadline: Deadline | None = None
    steps: tuple[Step, ...] = ()

    @property
    def in_months(self) -> bool:
        return all(period.months for period in self.periods)


def series_of(terms: Terms, settings: Settings, event: date | None = None) -> tuple[Series, ...]:
    """Every series of some terms; none where the windows stand in another programme."""
    recurring = (*_quotas(terms), *_rhythm(terms, settings))
    if Cadence.ONCE in terms.cadences and not _is_recurring(terms.deadline):
        return (*recurring, Series(Kind.ONCE, deadline=terms.deadline))
    with_deadline = tuple(replace(series, deadline=terms.deadline) for series in recurring)
    return with_deadline or tuple(_single(terms, event))


def _is_recurring(deadline: Deadline | None) -> bool:
    return type(deadline) in _BY_DEADLINE


def _quotas(terms: Terms) -> Iterator[Series]:
    seen: Counter[str] = Counter()
    for quota in terms.quotas:
        series = _of_quota(quota, terms)
        seen[quota.unit] += 1
        again = f"#{seen[quota.unit]}" if seen[quota.unit] > 1 else ""
        yield replace(series, tag=f"/{quota.unit}{again}")


def _of_quota(quota: Quota, terms: Terms) -> Series:
    if quota.per is not None:
        return Series(Kind.QUOTA, periods=(quota.per,), required=Requirement(quota.amount, quota.unit, stated=True))
    period, issues = _issues(terms)
    amount = Wording(f"{quota.amount} {quota.unit.wording.vi}", f"{quota.amount} ({quota.unit.wording.en})")
    required = Requirement(quota.amount * issues, quota.unit, stated=True)
    if period is None:
        return Series(Kind.CONTINUOUS, required=required)
    return Series(
        Kind.QUOTA, periods=(period,), required=required, steps=(step("per-issue", each=amount, issues=issues),)
    )


def _issues(terms: Terms) -> tuple[Period | None, int]:
    """How many issues come out in which period: as a quota says, else one in the shortest period of the cadence."""
    for quota in terms.quotas:
        if quota.unit is Unit.ISSUE and quota.per is not None:
            return quota.per, quota.amount
    periods = _periods(terms)
    return (min(periods, key=lambda period: period.length), 1) if periods else (None, 1)


def _periods(terms: Terms) -> list[Period]:
    return [cadence.period for cadence in terms.cadences if cadence.period is not None]


def _rhythm(terms: Terms, settings: Settings) -> Iterator[Series]:
    """The series of the cadences that no quota measures."""
    measured = {quota.per for quota in terms.quotas}
    if None in measured:
        measured.add(_issues(terms)[0])
    periods = [period for period in _periods(terms) if period not in measured]
    steps: tuple[Step, ...] = ()
    if not periods and not terms.quotas and terms.deadline is not None and _is_recurring(terms.deadline):
        periods, steps = [_BY_DEADLINE[type(terms.deadline)]], (step("period-by-deadline"),)
    if terms.reports:
        yield from _reports(periods, settings, steps)
        return
    if len(periods) > 1 and settings.alternatives is Alternatives.LONGEST:
        periods, steps = [max(periods, key=lambda period: period.length)], (step("longest-of-alternatives"),)
    for period in periods:
        yield Series(Kind.QUOTA, "", (period,), _ONE, None, steps)


def _reports(periods: list[Period], settings: Settings, steps: tuple[Step, ...]) -> Iterator[Series]:
    """Reports in months are one series, because some stand for others; those in days and weeks are each their own."""
    in_months = {period for period in periods if period.months}
    if settings.reporting.nine_months and Period.QUARTER in in_months:
        in_months.add(Period.NINE_MONTHS)
    groups = [tuple(sorted(in_months, key=lambda period: period.length))] if in_months else []
    for group in (*groups, *((period,) for period in periods if not period.months)):
        yield Series(Kind.REPORT, "/report", group, steps=steps)


def _single(terms: Terms, event: date | None) -> Iterator[Series]:
    """The one window of terms under which nothing comes round."""
    continuous = Cadence.CONTINUOUS in terms.cadences
    after_event = isinstance(terms.deadline, WorkingDaysAfter)
    if continuous and not (after_event and event):
        yield Series(Kind.CONTINUOUS, deadline=terms.deadline, steps=(step("no-due-continuous"),))
    elif isinstance(terms.deadline, Point | WorkingDaysAfter):
        yield Series(Kind.ONCE, deadline=terms.deadline)
    elif Cadence.BY_PROGRAMME not in terms.cadences:
        yield Series(Kind.CONTINUOUS, steps=(step("no-due-unstated"),))
