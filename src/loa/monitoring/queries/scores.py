"""What agencies led and met over a time, month by month: why one is inspected, praised or criticised."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from loa.monitoring.binding import NEVER_LATE
from loa.monitoring.enums import Done
from loa.monitoring.models import Assignment, Occurrence, Tally
from loa.monitoring.queries.held import waiver_of, waivers

__all__ = ["Month", "Score", "scores"]


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

    Two queries for what is owed, one for each month for what was done, one for exemptions. Agencies with the same
    days under a duty share the count of its windows.
    """
    held = list(_held(agencies, first, last))
    windows = _windows({obligation for _, obligation, _, _ in held}, first, last)
    owed = _owed(held, windows)
    for key, count in _let_off(held, windows).items():
        owed[key] -= count
    done = _done(set(agencies), [one for rows in windows.values() for one in rows])
    months: dict[int, list[Month]] = defaultdict(list)
    for (agency, month), count in sorted(owed.items(), key=lambda one: one[0][1]):
        if count > 0:
            met = min(done[agency, month, Done.MET], count)
            months[agency].append(Month(month, count, met, min(done[agency, month, Done.LATE], count - met)))
    found = [Score(agency, tuple(rows)) for agency, rows in months.items()]
    return sorted(found, key=lambda score: (-score.missed / score.owed, -score.missed, score.agency_id))


_Held = tuple[int, int, date, date]
_Counts = dict[tuple[int, date], int]


def _held(agencies: Collection[int], first: date, last: date) -> Iterable[_Held]:
    """Agency, obligation and days of what is led in the time."""
    rows = Assignment.objects.filter(agency__in=agencies, leads=True, requested=False)
    rows = rows.filter(held_from__lte=last, held_to__gte=first).order_by()
    return rows.values_list("agency_id", "obligation_id", "held_from", "held_to").iterator()


def _windows(obligations: Collection[int], first: date, last: date) -> Mapping[int, list[Occurrence]]:
    """The windows that fell due in the time, by obligation."""
    found: dict[int, list[Occurrence]] = defaultdict(list)
    rows = Occurrence.objects.filter(due_on__range=(first, last)).exclude(kind__in=NEVER_LATE)
    for one in rows.only("obligation", "rule", "owed_on", "due_on").iterator():
        if one.obligation_id in obligations:
            found[one.obligation_id].append(one)
    return found


def _owed(held: Iterable[_Held], windows: Mapping[int, list[Occurrence]]) -> _Counts:
    counted: dict[tuple[int, date, date], Counter[date]] = {}
    found: _Counts = defaultdict(int)
    for agency, obligation, since, until in held:
        key = (obligation, since, until)
        if key not in counted:
            due = (one.owed_on for one in windows.get(obligation, ()))
            counted[key] = Counter(day.replace(day=1) for day in due if since <= day <= until)
        for month, count in counted[key].items():
            found[agency, month] += count
    return found


def _done(agencies: Collection[int], windows: Iterable[Occurrence]) -> dict[tuple[int, date, str], int]:
    """How many windows of each month agencies did, in time and late."""
    months: dict[date, list[int]] = defaultdict(list)
    for one in windows:
        months[one.owed_on.replace(day=1)].append(one.pk)
    found: dict[tuple[int, date, str], int] = defaultdict(int)
    for month, keys in months.items():
        rows = Tally.objects.filter(occurrence__in=keys).exclude(done=Done.PART).order_by()
        for agency, done, count in rows.values_list("agency_id", "done").annotate(count=Count("pk")):
            if agency in agencies:
                found[agency, month, done] += count
    return found


def _let_off(held: Iterable[_Held], windows: Mapping[int, list[Occurrence]]) -> _Counts:
    """What is not owed after all, by agency and month; what was done all the same is not counted as owed."""
    known = waivers()
    exempt = {agency for _, agency in known}
    found: _Counts = defaultdict(int)
    for agency, obligation, since, until in held:
        for one in windows.get(obligation, ()) if agency in exempt else ():
            waiver = waiver_of(one, agency, known)
            if since <= one.owed_on <= until and waiver and waiver.lets_off:
                found[agency, one.owed_on.replace(day=1)] += 1
    return found
