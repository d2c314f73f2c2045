"""Standing as it is read: from counters and the day, and what stands behind each figure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Case, QuerySet, Value, When

from loa.monitoring.enums import Done, MatchState, Standing
from loa.monitoring.models import Evidence, Match, Occurrence, Tally
from loa.monitoring.queries.duties import Duty, continuous, duties
from loa.monitoring.queries.lineage import Lineage
from loa.monitoring.queries.owing import takings_of
from loa.monitoring.rules import Reason, Taking
from loa.monitoring.standing import DEFAULT, NOTHING, Owed, Shown, Thresholds, standing
from loa.organizations.models import Agency
from loa.schedule import Kind

__all__ = ["Likely", "Stood", "behind", "likely_duties", "owed_of_duty", "shown_of", "standings_of"]

_KEYS = 400
_NEAR = timedelta(days=31)
"""So far from the day a window may lie that evidence is offered for it."""


@dataclass(frozen=True, slots=True)
class Stood:
    """A duty of an agency with what it has to show and how that stands on a day."""

    duty: Duty
    shown: Shown
    standing: Standing

    @property
    def required(self) -> int:
        return self.duty.amount or 1


def standings_of(duties: Sequence[Duty], *, today: date, thresholds: Thresholds = DEFAULT) -> list[Stood]:
    """How some duties stand, in their order. One query for each 400 occurrences."""
    shown = _shown({duty.occurrence.pk for duty in duties}, {duty.agency_id for duty in duties})
    found = []
    for duty in duties:
        seen = shown.get((duty.occurrence.pk, duty.agency_id), NOTHING)
        found.append(Stood(duty, seen, standing(owed_of_duty(duty), seen, today=today, thresholds=thresholds)))
    return found


def owed_of_duty(duty: Duty) -> Owed:
    """What the pure function has to know of a duty.

    What is only asked of an agency stands as what it is: a quota that is asked for keeps pace or does not. Who is let
    off still counts towards what the plan asks, as counters are kept.
    """
    one, required = duty.occurrence, (duty.stated if duty.waived else duty.amount) or 1
    return Owed(Kind(one.kind), one.window_from, one.window_to, one.due_on, one.closes_on, required, duty.waived)


def shown_of(occurrence: Occurrence | int, agency: Agency | int) -> Shown:
    """What one agency has to show for one occurrence."""
    keys = [one if isinstance(one, int) else one.pk for one in (occurrence, agency)]
    return _shown({keys[0]}, {keys[1]}).get((keys[0], keys[1]), NOTHING)


def _shown(occurrences: set[int], agencies: set[int]) -> dict[tuple[int, int], Shown]:
    fields = ("occurrence_id", "agency_id", "counted", "in_time", "done", "done_on", "last_on")
    listed, found = sorted(occurrences), {}
    for start in range(0, len(listed), _KEYS):
        rows = Tally.objects.filter(occurrence__in=listed[start : start + _KEYS], agency__in=agencies)
        for occurrence, agency, counted, in_time, done, *days in rows.values_list(*fields):
            found[occurrence, agency] = Shown(counted, in_time, Done(done), *days)
    return found


def behind(occurrence: Occurrence | int, agency: Agency | int) -> QuerySet[Match]:
    """The matches behind a figure, those that count first, by day; with their evidence and who did it."""
    rows = Match.objects.filter(occurrence=occurrence, agency=agency)
    rows = rows.select_related("evidence__agency", "occurrence", "decided_by").defer("occurrence__explanation")
    place = Case(When(state=MatchState.COUNTED, then=Value(0)), default=Value(1))
    return rows.annotate(place=place).order_by("place", "happened_on", "pk")


# ------------------------------------------------------------------------------------------------------- likely duties


@dataclass(frozen=True, slots=True)
class Likely:
    """A duty that a piece of evidence may be meant for. `lacks` are codes of what keeps it from counting by itself."""

    duty: Duty
    lacks: Sequence[Reason]


def likely_duties(evidence: Evidence, *, today: date, most: int = 10) -> list[Likely]:
    """The duties that an unmatched piece may be meant for, the likeliest first: what lacks least, then what is nearest.

    Its agency's own and those of the agency it is part of, of about the day it happened and begun by now.
    """
    day = evidence.happened_on
    holders = {one.agency for one in Lineage().holders(evidence.agency_id, day)}
    found = [*duties(holders, day - _NEAR, day + 3 * _NEAR)[:], *continuous(holders, day, day)[:]]
    begun = [duty for duty in found if not duty.waived and duty.occurrence.window_from <= today]
    rows = Occurrence.objects.filter(pk__in={duty.occurrence.pk for duty in begun})
    takings = {one.pk: one for one in takings_of(rows)}
    likely = [Likely(duty, _lacks(evidence, takings[duty.occurrence.pk])) for duty in begun]
    near = [one for one in likely if len(one.lacks) <= _MOST_LACKING]
    return sorted(near, key=lambda one: (len(one.lacks), *_away(one.duty, day)))[:most]


_MOST_LACKING = 2
"""What lacks more than so many things is a different matter altogether."""


def _lacks(evidence: Evidence, taking: Taking) -> list[Reason]:
    demand, found = taking.demand, list[Reason]()
    if not demand.takes_kind(evidence.kind):
        found.append(["other-kind", evidence.kind])
    home = evidence.agency_id == taking.issuer
    if not demand.takes_channel(evidence.kind, evidence.channel, at_home=home):
        found.append(["other-channel", evidence.channel])
    if not demand.takes_areas(evidence.areas):
        found.append(["other-area"])
    if not taking.open_on(evidence.happened_on):
        found.append(["other-window", taking.window_from.isoformat(), taking.window_to.isoformat()])
    return found


def _away(duty: Duty, day: date) -> tuple[int, int]:
    """How far the window is from the day, what is continuous last; then the place in its plan."""
    one = duty.occurrence
    far = 10_000 if one.due_on is None else abs((one.owed_on - day).days)
    return far, one.pk
