"""Whom to remind of what today: which steps hold for whom, and which pairs of occurrence and agency stand at one."""

import tomllib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from importlib import resources

from django.db.models import Exists, F, OuterRef, Q

from loa.monitoring.binding import NEVER_LATE
from loa.monitoring.enums import Done, RemindedPerson
from loa.monitoring.models import Assignment, Occurrence, Reminder, ReminderStep, Tally, UrgingLine
from loa.monitoring.queries.held import Waivers, waiver_of, waivers
from loa.monitoring.queries.reached import superiors_of
from loa.monitoring.taken_over import Told, without_taken_over
from loa.organizations.queries.kinship import lines_above
from loa.schedule.vietnam import vietnam
from loa.schedule.window import ONE_DAY

__all__ = ["Book", "Owing", "Step", "book_of_steps", "default_steps", "owing", "own_steps", "steps_for"]

_CATCHING_UP = 3
"""So many working days a step may be late, when Loa was off or offices were closed; older ones are let go."""


@dataclass(frozen=True, slots=True, order=True)
class Step:
    """So many days from the due day somebody is reminded, or a letter is drafted where `to` is empty."""

    days: int
    to: str = ""

    @property
    def letter(self) -> bool:
        return not self.to


@dataclass(frozen=True, slots=True)
class Owing:
    """An agency stands at a step with an occurrence that it has not done; `superior` is who urges it."""

    occurrence_id: int
    agency_id: int
    superior_id: int
    step: Step
    counted: int
    required: int


@cache
def default_steps() -> tuple[Step, ...]:
    """The steps of `reminder_steps.toml`, by day."""
    raw = (resources.files("loa.monitoring") / "reminder_steps.toml").read_text("utf-8")
    return tuple(sorted(step for entry in tomllib.loads(raw)["step"] for step in _steps(entry)))


def _steps(entry: Mapping[str, object]) -> Iterator[Step]:
    days, to = entry["days"], entry.get("to", ())
    assert isinstance(days, int)  # noqa: S101 - a slip in our own file
    assert isinstance(to, list)  # noqa: S101 - as above
    yield from (Step(days, RemindedPerson(one).value) for one in to)
    if entry.get("letter"):
        yield Step(days)


def own_steps(agency_id: int) -> tuple[Step, ...]:
    """The steps an agency has set itself; none where the default, or those of one over it, hold."""
    rows = ReminderStep.objects.filter(agency=agency_id).values_list("days", "to")
    return tuple(sorted(Step(days, to) for days, to in rows))


@dataclass(frozen=True)
class Book:
    """The steps that agencies have set, and over whom they stand."""

    own: Mapping[int, tuple[Step, ...]]
    lines: Mapping[int, tuple[int, ...]] = field(default_factory=dict)

    def of(self, agency_id: int) -> tuple[Step, ...]:
        """The steps by which an agency urges: its own, else those of the nearest over it, else the default."""
        for one in (agency_id, *self.lines.get(agency_id, ())):
            if steps := self.own.get(one):
                return steps
        return default_steps()

    def days(self) -> frozenset[int]:
        """On which days from the due day anybody is reminded."""
        return frozenset(step.days for steps in (default_steps(), *self.own.values()) for step in steps)

    def letter_days(self) -> frozenset[int]:
        """On which days from the due day letters are drafted."""
        return frozenset(step.days for steps in (default_steps(), *self.own.values()) for step in steps if step.letter)


def book_of_steps(agencies: Collection[int], on: date) -> Book:
    """The steps by which some agencies urge. One query where nobody has set any."""
    own: dict[int, list[Step]] = defaultdict(list)
    for agency, days, to in ReminderStep.objects.values_list("agency_id", "days", "to"):
        own[agency].append(Step(days, to))
    lines = lines_above(agencies, on) if own and agencies else {}
    return Book({agency: tuple(sorted(steps)) for agency, steps in own.items()}, lines)


def steps_for(agency_id: int, on: date) -> tuple[Step, ...]:
    """The steps by which one agency urges."""
    return book_of_steps((agency_id,), on).of(agency_id)


# ------------------------------------------------------------------------------------------------------------ who owes


def owing(on: date) -> list[Owing]:
    """Every pair that stands at a step today and was not brought through it yet; a fixed number of queries.

    What is met, let off, continuous, asked and not ordered, or not begun is nobody's debt. Of several steps to the
    same person only the last counts.
    """
    since = _since(on)
    days = book_of_steps((), on).days()
    windows = _windows({on - timedelta(days=late + day) for late in range((on - since).days) for day in days}, on)
    pairs = list(_pairs(windows, on))
    over = superiors_of(((windows[one].plan.issuer_id, agency) for one, agency in pairs), on)
    book = book_of_steps(set(over.values()), on)
    brought, figures = _brought(windows, book.letter_days()), _figures(windows)
    known = waivers(obligations={key for one in windows.values() for key in (one.obligation_id, one.rule_id)})
    return [
        Owing(one.pk, agency, superior, step, *figures.get((one.pk, agency), (0, required)))
        for one, agency, required in without_taken_over(list(_not_let_off(windows, pairs, known)), _told)
        for superior in [over[one.plan.issuer_id, agency]]
        for step in _reached(one, book.of(superior), since, on)
        if (one.pk, agency, step) not in brought and not (step.letter and superior == agency)
    ]


def _since(on: date) -> date:
    """The day up to which steps are let go."""
    day, left = on, _CATCHING_UP
    while left:
        day -= ONE_DAY
        left -= vietnam().is_working(day)
    return day


def _windows(due: Collection[date], on: date) -> dict[int, Occurrence]:
    rows = Occurrence.objects.filter(due_on__in=due, window_from__lte=on).exclude(kind__in=NEVER_LATE)
    light = rows.select_related("plan", "rule").only(
        "obligation", "rule__derived_from", "due_on", "owed_on", "window_from", "amount", "unit", "plan__issuer"
    )
    return {one.pk: one for one in light}


def _pairs(windows: Mapping[int, Occurrence], on: date) -> Iterator[tuple[int, int]]:
    """Occurrence and agency of what agencies that still exist lead and have not done."""
    done = Tally.objects.filter(occurrence=OuterRef("occurrence"), agency=OuterRef("agency")).exclude(done=Done.PART)
    rows = Assignment.objects.filter(
        Q(agency__ended_on=None) | Q(agency__ended_on__gte=on),
        leads=True,
        requested=False,
        obligation__occurrences__in=list(windows),
        held_from__lte=F("obligation__occurrences__owed_on"),
        held_to__gte=F("obligation__occurrences__owed_on"),
    )
    named = rows.order_by().annotate(occurrence=F("obligation__occurrences"))
    yield from named.filter(~Exists(done)).values_list("occurrence", "agency_id").iterator()


def _not_let_off(
    windows: Mapping[int, Occurrence], pairs: Iterable[tuple[int, int]], known: Waivers
) -> Iterator[tuple[Occurrence, int, int]]:
    exempt = {agency for _, agency in known}
    for key, agency in pairs:
        one = windows[key]
        waiver = waiver_of(one, agency, known) if agency in exempt else None
        if waiver is None:
            yield one, agency, one.amount or 1
        elif not waiver.lets_off:
            yield one, agency, waiver.amount or 1


def _told(owed: tuple[Occurrence, int, int]) -> Told:
    one, agency, required = owed
    return Told((one.obligation_id, one.rule_id), one.rule.derived_from_id, (agency, one.due_on, one.unit, required))


def _reached(one: Occurrence, steps: Iterable[Step], since: date, on: date) -> Iterator[Step]:
    """The last step to each person that has come, where it came lately."""
    assert one.due_on is not None  # noqa: S101 - for the type: only what is due is looked at
    passed = (on - one.due_on).days
    latest: dict[str, Step] = {step.to: step for step in sorted(steps) if step.days <= passed}
    yield from (step for step in latest.values() if one.due_on + timedelta(days=step.days) > since)


def _brought(windows: Mapping[int, Occurrence], letter_days: Collection[int]) -> set[tuple[int, int, Step]]:
    """The steps that pairs were brought through already; who is in a letter is in no second one for the same window."""
    sent = Reminder.objects.filter(occurrence__in=list(windows)).values_list("occurrence_id", "agency_id", "days", "to")
    lines = UrgingLine.objects.filter(occurrence__in=list(windows)).values_list("occurrence_id", "letter__to_id")
    return {(one, agency, Step(days, to)) for one, agency, days, to in sent} | {
        (one, agency, Step(days)) for one, agency in lines for days in letter_days
    }


def _figures(windows: Mapping[int, Occurrence]) -> dict[tuple[int, int], tuple[int, int]]:
    rows = Tally.objects.filter(occurrence__in=list(windows), done=Done.PART)
    return {
        (one, agency): (counted, required)
        for one, agency, counted, required in rows.values_list("occurrence_id", "agency_id", "counted", "required")
    }
