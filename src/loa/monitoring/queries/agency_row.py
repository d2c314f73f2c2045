"""An agency's own row: what it owes in a period with its standing, what is overdue, how its last months went."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from loa.monitoring.binding import is_asked
from loa.monitoring.enums import Standing
from loa.monitoring.forecast import Forecast
from loa.monitoring.models import Evidence, Match, Occurrence
from loa.monitoring.queries.duties import Duties, Duty
from loa.monitoring.queries.forecasts import forecasts_of
from loa.monitoring.queries.held import dated_held_by, undated_held_by
from loa.monitoring.queries.scores import Month, scores
from loa.monitoring.queries.standing import Stood, standings_of
from loa.monitoring.taken_over import without_taken_over
from loa.organizations.models import Agency

__all__ = ["Line", "Row", "asked_once", "evidence_lately", "lines_of", "row_of", "trend"]

_HEAVY = (
    "explanation", "rule__read_as", "rule__doubts", "rule__searched", "plan__introduction", "plan__searched",
)  # fmt: skip
_LONGEST = timedelta(days=2 * 366)
"""No window that is looked at is longer."""
_MOST = 400
"""More duties than this nobody reads on one page; a shorter period shows them."""

_ORDER = {
    standing: place
    for place, standing in enumerate(
        (
            Standing.OVERDUE,
            Standing.AT_RISK,
            Standing.ON_TRACK,
            Standing.NOT_YET_DUE,
            Standing.MISSED,
            Standing.LATE,
            Standing.MET,
            Standing.WAIVED,
            Standing.CONTINUOUS,
        )
    )
}


@dataclass(frozen=True, slots=True)
class Line:
    """One duty of an agency as it stands; `forecast` only while it is in course."""

    stood: Stood
    forecast: Forecast | None = None

    @property
    def duty(self) -> Duty:
        return self.stood.duty

    @property
    def standing(self) -> Standing:
        return self.stood.standing

    @property
    def counted(self) -> int:
        """How many things count for it."""
        return self.stood.shown.counted

    @property
    def required(self) -> int:
        return self.duty.amount or 1

    @property
    def missing(self) -> int:
        return max(0, self.required - self.counted)

    @property
    def binds(self) -> bool:
        """Whether it was ordered: what is only asked for is never held against anybody."""
        return not is_asked(self.duty.occurrence.kind, self.duty.asked)

    @property
    def to_do(self) -> bool:
        """Whether anything can still be done about it, and must be."""
        return self.duty.leads and self.standing in (Standing.OVERDUE, Standing.AT_RISK, Standing.ON_TRACK)


@dataclass(frozen=True, slots=True)
class Row:
    """What an agency owes in a period: with a due day, the most pressing first, and all the time."""

    lines: Sequence[Line]
    always: Sequence[Line]
    more: int

    @property
    def overdue(self) -> list[Line]:
        return [line for line in self.lines if line.standing is Standing.OVERDUE and line.duty.leads and line.binds]

    @property
    def at_risk(self) -> list[Line]:
        return [line for line in self.lines if line.standing is Standing.AT_RISK and line.duty.leads and line.binds]

    @property
    def asked(self) -> int:
        """How many of those counted are only asked for: they are in no list of what is overdue or at risk."""
        return sum(line.duty.leads and not line.binds for line in self.lines)

    @property
    def counts(self) -> dict[Standing, int]:
        """How many duties that the agency leads have each standing."""
        return Counter(line.standing for line in self.lines if line.duty.leads)


def row_of(agency: Agency, first: date, last: date, *, today: date) -> Row:
    """What an agency owes in the windows that touch a period; also what is overdue from before, if today lies in it."""
    dated = Duties(_owed(agency, first, last, today), (agency.pk,))
    always = Duties(_light(undated_held_by((agency.pk,), first, last)).order_by(*_IN_ORDER), (agency.pk,))
    stood = standings_of([*dated[:_MOST], *always[:_MOST]], today=today)
    lines = lines_of(stood, today=today)
    return Row(
        lines=[line for line in lines if line.duty.due_on and _belongs(line, first)],
        always=[line for line in lines if line.duty.due_on is None],
        more=max(0, len(dated) - _MOST),
    )


def _belongs(line: Line, first: date) -> bool:
    """Of what was due before the period only what is still overdue."""
    return line.duty.occurrence.owed_on >= first or line.standing is Standing.OVERDUE


_IN_ORDER = ("owed_on", "plan", "rule__position", "pk", "held_by")


def _owed(agency: Agency, first: date, last: date, today: date) -> "QuerySet[Occurrence]":
    rows = dated_held_by((agency.pk,), min(first, today) - _LONGEST, last + _LONGEST).filter(window_from__lte=last)
    within = Q(owed_on__gte=first)
    if first <= today <= last:
        within |= Q(closes_on__gte=today)
    return _light(rows.filter(within)).order_by(*_IN_ORDER)


def _light(rows: "QuerySet[Occurrence]") -> "QuerySet[Occurrence]":
    return rows.select_related("rule", "plan__issuer").defer(*_HEAVY)


def lines_of(stood: Sequence[Stood], *, today: date) -> list[Line]:
    """Duties with their forecasts, the most pressing first."""
    told = forecasts_of(stood, today=today)
    lines = [Line(one, told.get((one.duty.occurrence.pk, one.duty.agency_id))) for one in stood]
    return sorted(lines, key=_pressing)


def asked_once(lines: Sequence[Line]) -> list[Line]:
    """The duties without those that a plan took over unchanged from one that is listed for the same day."""
    return without_taken_over(lines, lambda line: line.duty.told())


def _pressing(line: Line) -> tuple[bool, int, date, int]:
    chance = line.forecast.percent if line.forecast else 0
    return not line.duty.leads, _ORDER[line.standing], line.duty.due_on or date.max, -chance


# --------------------------------------------------------------------------------------------------- the last months


def trend(agency: Agency, *, today: date, months: int = 6) -> list[Month]:
    """The months before the day, the latest last, of what the agency leads and was not let off."""
    firsts = _months_before(today, months)
    found = scores([agency.pk], firsts[0], today.replace(day=1) - timedelta(days=1), today=today)
    known = {month.first: month for score in found for month in score.months}
    return [known.get(first, Month(first, 0)) for first in firsts]


def _months_before(today: date, months: int) -> list[date]:
    here, found = today.replace(day=1), list[date]()
    for _ in range(months):
        here = (here - timedelta(days=1)).replace(day=1)
        found.append(here)
    return found[::-1]


# --------------------------------------------------------------------------------------------------- the last evidence


def evidence_lately(agency: Agency, *, number: int = 5) -> list[tuple[Evidence, Sequence[Match]]]:
    """The latest evidence of an agency with what each piece is worth. Two queries."""
    found = list(Evidence.objects.filter(agency=agency).order_by("-happened_on", "-pk")[:number])
    matches = Match.objects.filter(evidence__in=found).select_related("occurrence__rule").order_by("state", "pk")
    by_piece: dict[int, list[Match]] = {one.pk: [] for one in found}
    for match in matches:
        by_piece[match.evidence_id].append(match)
    return [(one, by_piece[one.pk]) for one in found]
