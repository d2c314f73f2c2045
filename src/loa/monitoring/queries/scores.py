"""What agencies led and met over a time, month by month: why one is inspected, praised or criticised."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import TruncMonth

from loa.monitoring.enums import Done
from loa.monitoring.models import Assignment, Occurrence, Tally
from loa.monitoring.queries.held import waiver_of, waivers
from loa.schedule import Kind

__all__ = ["Month", "Score", "scores"]

_NEVER_LATE = (Kind.CONTINUOUS.value, Kind.REQUESTED.value)
_NOT_ORDERED = frozenset(_NEVER_LATE)


@dataclass(frozen=True, slots=True)
class Month:
    """What fell due in a month: how much of it was owed, met in time, and done late."""

    first: date
    owed: int
    met: int = 0
    late: int = 0

    @property
    def missed(self) -> int:
        return self.owed - self.met - self.late


@dataclass(frozen=True, slots=True)
class Score:
    """What one agency owed and did over a time, by months in which anything fell due."""

    agency_id: int
    months: tuple[Month, ...]

    @property
    def owed(self) -> int:
        return sum(month.owed for month in self.months)

    @property
    def met(self) -> int:
        return sum(month.met for month in self.months)

    @property
    def late(self) -> int:
        return sum(month.late for month in self.months)

    @property
    def missed(self) -> int:
        return self.owed - self.met - self.late


def scores(agencies: Collection[int], first: date, last: date) -> list[Score]:
    """The scores of agencies that lead anything that fell due in the time, the worst first.

    A fixed number of queries that count in the database; only of agencies with an exemption are the pairs looked at.
    """
    due = Q(occurrence__due_on__range=(first, last))
    owed = _counts(_held(agencies, first, last), "obligation__occurrences__due_on")
    for key, count in _let_off(agencies, first, last).items():
        owed[key] -= count
    done = Tally.objects.filter(due, agency__in=agencies).exclude(occurrence__kind__in=_NEVER_LATE)
    met = _counts(done.filter(done=Done.MET), "occurrence__due_on")
    late = _counts(done.filter(done=Done.LATE), "occurrence__due_on")
    months: dict[int, list[Month]] = defaultdict(list)
    for (agency, month), count in sorted(owed.items(), key=lambda one: one[0][1]):
        if count > 0:
            in_time = min(met[agency, month], count)
            afterwards = min(late[agency, month], count - in_time)
            months[agency].append(Month(month, count, in_time, afterwards))
    found = [Score(agency, tuple(rows)) for agency, rows in months.items()]
    return sorted(found, key=lambda score: (-score.missed / score.owed, -score.missed, score.agency_id))


def _held(agencies: Collection[int], first: date, last: date) -> QuerySet[Assignment]:
    """Assignments that lead, once for each occurrence that fell due."""
    return Assignment.objects.filter(
        agency__in=agencies,
        leads=True,
        requested=False,
        obligation__occurrences__due_on__range=(first, last),
        obligation__occurrences__kind__in=[kind.value for kind in Kind if kind.value not in _NOT_ORDERED],
        held_from__lte=F("obligation__occurrences__owed_on"),
        held_to__gte=F("obligation__occurrences__owed_on"),
    ).order_by()


def _counts(rows: QuerySet[Assignment] | QuerySet[Tally], due: str) -> dict[tuple[int, date], int]:
    found: dict[tuple[int, date], int] = defaultdict(int)
    grouped = rows.order_by().annotate(month=TruncMonth(due)).values_list("agency_id", "month")
    for agency, month, count in grouped.annotate(count=Count("pk")):
        found[agency, month] = count
    return found


def _let_off(agencies: Collection[int], first: date, last: date) -> Mapping[tuple[int, date], int]:
    """What of it is not owed after all, by agency and month; what was done all the same is not counted as owed."""
    known = waivers()
    exempt = {agency for _, agency in known} & set(agencies)
    found: dict[tuple[int, date], int] = defaultdict(int)
    if not exempt:
        return found
    named = _held(exempt, first, last).annotate(one=F("obligation__occurrences"))
    pairs = list(named.values_list("one", "agency_id"))
    light = Occurrence.objects.only("obligation", "rule", "owed_on", "due_on")
    windows = light.in_bulk({one for one, _ in pairs})
    for one, agency in pairs:
        waiver = waiver_of(windows[one], agency, known)
        if waiver and waiver.lets_off:
            found[agency, windows[one].owed_on.replace(day=1)] += 1
    return found

