"""What changed of late for the agencies that a private link carries: done, overdue, missed, disputes decided."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Max, QuerySet
from django.utils import timezone

from loa.monitoring.binding import is_asked
from loa.monitoring.enums import DisputeState, Done, Standing
from loa.monitoring.models import Dispute, Feed, Occurrence, Tally
from loa.monitoring.queries.board.lists import StandingLine, lines_of
from loa.monitoring.queries.board.question import Question
from loa.monitoring.queries.board.sight import ALWAYS, Sight, Spans, one_by_one, seen_by
from loa.organizations.models import Agency
from loa.organizations.queries.kinship import line_above
from loa.schedule.window import ONE_DAY

__all__ = ["Change", "changes_of", "last_change", "spans_of"]

_BACK = timedelta(days=30)
"""How far a feed looks back."""
_DUE_BACK = timedelta(days=120)
"""What closes in that time was due at most so long ago."""
_MOST = 200
_FEW = 500
_LIGHT = ("occurrence__explanation", "occurrence__rule__read_as", "occurrence__rule__doubts")


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that changed. `what` is `met`, `late`, `overdue`, `missed`, or the state of a dispute; `key` is what
    it keeps for good."""

    what: str
    at: datetime
    agency: Agency
    occurrence: Occurrence
    key: str
    counted: int
    required: int
    dispute: Dispute | None = None


def spans_of(feed: Feed, *, on: date) -> Spans:
    """The agencies that a link carries: those its person sees, or of one agency with all under it, where they see
    these too."""
    sight = seen_by(feed.person, on=on)
    question = Question(on - _DUE_BACK, on, on)
    if feed.agency_id is None:
        return one_by_one(sight, question)
    if {feed.agency_id, *line_above(feed.agency_id, on)} & sight.tops:
        return one_by_one(Sight(frozenset({feed.agency_id}), frozenset()), question)
    return {feed.agency_id: (ALWAYS,)} if feed.agency_id in sight.alone else {}


def last_change(agencies: Collection[int]) -> datetime | None:
    """When anything of these agencies changed last. Of very many agencies: of any at all, which is found at once."""
    tallies, disputes = Tally.objects.all(), Dispute.objects.all()
    if len(agencies) <= _FEW:
        tallies, disputes = tallies.filter(agency__in=agencies), disputes.filter(agency__in=agencies)
    told = (
        tallies.aggregate(last=Max("changed_at"))["last"],
        disputes.aggregate(last=Max("decided_at"))["last"],
    )
    return max((one for one in told if one), default=None)


def changes_of(agencies: Spans, *, today: date) -> list[Change]:
    """What changed in the last thirty days, the latest first. A fixed number of queries."""
    if not agencies:
        return []
    since = _morning(today - _BACK)
    found = [*_done(agencies, since), *_not_done(agencies, today), *_decided(agencies, since)]
    kept = [one for one in found if one.at >= since]
    return sorted(kept, key=lambda one: (one.at, one.key), reverse=True)[:_MOST]


def _morning(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _done(agencies: Spans, since: datetime) -> Iterator[Change]:
    rows = Tally.objects.filter(agency__in=list(agencies), done__in=[Done.MET, Done.LATE], changed_at__gte=since)
    rows = rows.select_related("agency", "occurrence__rule").defer(*_LIGHT).order_by("-changed_at", "-pk")
    for row in rows[:_MOST]:
        key = f"{row.done}/{row.occurrence_id}/{row.agency_id}"
        yield Change(row.done, row.changed_at, row.agency, row.occurrence, key, row.counted, row.required)


def _not_done(agencies: Spans, today: date) -> Iterator[Change]:
    question = Question(today - _DUE_BACK, today - ONE_DAY, today)
    for line in lines_of(question, agencies, wanted=(Standing.OVERDUE, Standing.MISSED))[:_MOST]:
        if is_asked(line.occurrence.kind, line.asked) or line.occurrence.due_on is None:
            continue  # what is only asked for is never held against anybody
        yield _fallen("overdue", line.occurrence.due_on, line)
        if line.standing is Standing.MISSED:
            yield _fallen("missed", line.occurrence.closes_on, line)


def _fallen(what: str, day: date, line: StandingLine) -> Change:
    one, agency = line.occurrence, line.agency
    key = f"{what}/{one.pk}/{agency.pk}"
    return Change(what, _morning(day + ONE_DAY), agency, one, key, line.shown.counted, line.required)


def _decided(agencies: Spans, since: datetime) -> Iterator[Change]:
    rows: QuerySet[Dispute] = Dispute.objects.filter(agency__in=list(agencies), decided_at__gte=since)
    rows = rows.filter(state__in=[DisputeState.UPHELD, DisputeState.DISMISSED])
    rows = rows.select_related("agency", "match__occurrence__rule", "match__evidence").order_by("-decided_at", "-pk")
    for row in rows[:_MOST]:
        at = row.decided_at or row.opened_at
        yield Change(row.state, at, row.agency, row.match.occurrence, f"dispute/{row.key}", 0, 0, row)
