"""How the agencies that a person looks after stand today: what fell overdue, what is at risk, and where."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from loa.monitoring.queries.became_overdue import FELL, in_the_days
from loa.monitoring.queries.board.agencies import agency_counts
from loa.monitoring.queries.board.branches import branch_counts
from loa.monitoring.queries.board.counts import Counts, total
from loa.monitoring.queries.board.lists import StandingLine, lines_of
from loa.monitoring.queries.board.question import Question
from loa.monitoring.queries.board.sight import Seen, one_by_one, seen_by, seen_of
from loa.monitoring.queries.board.trend import counts_in
from loa.organizations.models import Agency, Person
from loa.schedule.window import ONE_DAY

__all__ = ["Lagging", "Watched", "watched"]

_LINES = 5
_AGENCIES = 6


@dataclass(frozen=True, slots=True)
class Lagging:
    """A branch, or an agency, and how its duties of the time stand."""

    agency: Agency
    counts: Counts


@dataclass(frozen=True, slots=True)
class Watched:
    """`fell` are the first that became overdue today, `fell_count` all; `week` what falls due up to Sunday.

    `so_far` is what fell due from the first of the month before up to yesterday; `lagging` those with most of it
    overdue or missed, the worst first. `by_branch` says that these are whole branches.
    """

    first: date
    last: date
    sunday: date
    fell: Sequence[StandingLine]
    fell_count: int
    week: Counts
    so_far: Counts
    lagging: Sequence[Lagging]
    by_branch: bool


def watched(person: Person, *, on: date) -> Watched | None:
    """What somebody sees of those under them; None where there is nobody, for the desk tells of one's own agency apart.

    Its queries do not grow with agencies.
    """
    sight = seen_by(person, on=on)
    if not sight.tops:
        return None
    first = (on.replace(day=1) - ONE_DAY).replace(day=1)
    past, week = Question(first, on - ONE_DAY, on), Question(on, on + timedelta(days=6 - on.weekday()), on)
    seen = seen_of(sight, Question(first, week.last, on))
    if len(seen.branches) > 1:
        counts = {pk: part for (pk,), part in branch_counts(past, seen.scope().branches).items()}
        fell_count, fell = _number_fallen(seen, on), list[StandingLine]()
    else:
        agencies = one_by_one(sight, past)
        if agencies.keys() <= sight.tops:
            return None
        counts = {pk: total(parts.values()) for pk, parts in agency_counts(past, agencies).items()}
        fallen = lines_of(in_the_days(on, on, today=on), agencies, wanted=FELL)
        fell_count, fell = len(fallen), fallen[:_LINES]
    return Watched(
        first=past.first,
        last=past.last,
        sunday=week.last,
        fell=fell,
        fell_count=fell_count,
        week=counts_in(week, seen.scope()),
        so_far=total(counts.values()),
        lagging=_lagging(counts),
        by_branch=len(seen.branches) > 1,
    )


def _number_fallen(seen: Seen, on: date) -> int:
    counts = counts_in(in_the_days(on, on, today=on), seen.scope())
    return sum(counts.of(one) for one in FELL)


def _lagging(counts: Mapping[int, Counts]) -> list[Lagging]:
    """Those with the most overdue or missed; of as many the one that did the smaller part."""
    failing = [(pk, one) for pk, one in counts.items() if one.failed]
    worst = sorted(failing, key=lambda pair: (-pair[1].failed, pair[1].percent or 0.0, pair[0]))[:_AGENCIES]
    agencies = Agency.objects.in_bulk([pk for pk, _ in worst])
    return [Lagging(agencies[pk], one) for pk, one in worst]
