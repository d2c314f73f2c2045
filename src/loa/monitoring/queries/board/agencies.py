"""How agencies stand, agency by agency: what they owe, less what their tallies show.

Agencies that owe the same share what is counted of them before anything is shown; only tallies, and duties that are
excused, are looked at one by one.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Q

from loa.monitoring.enums import Done
from loa.monitoring.models import Assignment, Tally
from loa.monitoring.queries.board.counts import EARLY, Counts, counted
from loa.monitoring.queries.board.question import Question, Window, dated, names_of, windows
from loa.monitoring.queries.board.sight import ALWAYS, Spans
from loa.monitoring.queries.board.specials import Exemptions, as_shown, exemptions_of
from loa.monitoring.spans import Span, clipped
from loa.monitoring.standing import NOTHING

__all__ = ["agency_counts", "counts_together", "everything"]

By = Callable[[Window], Hashable]
Numbers = dict[tuple[int, Hashable], Counter[str]]
_NO_SPANS: Sequence[Span] = ()
_TOGETHER = 0
"""Stands for all agencies where they are not told apart; no agency has this key."""


class _Holding(NamedTuple):
    """An obligation that an agency leads, over some days."""

    obligation: int
    days: Span


def everything(_one: Window) -> Hashable:
    """Puts all duties together."""
    return None


def agency_counts(question: Question, agencies: Spans, *, by: By = everything) -> dict[int, dict[Any, Counts]]:
    """How the duties of each agency stand, by what the windows are told apart. At most five queries.

    Agencies that owe nothing in the time are left out.
    """
    return _counted(question, agencies, by, apart=True)


def counts_together(question: Question, agencies: Spans, *, by: By = everything) -> dict[Any, Counts]:
    """The same of all the agencies together."""
    return _counted(question, agencies, by, apart=False).get(_TOGETHER, {})


def _counted(question: Question, agencies: Spans, by: By, *, apart: bool) -> dict[int, dict[Any, Counts]]:
    held = _held(question, agencies)
    found = windows(dated(question).filter(obligation__in=held.obligations))
    board = _Board(question.today, by, apart, found, exemptions_of(found, agencies), held)
    board.put_what_is_owed()
    board.put_what_is_shown()
    board.put_specials()
    return board.counts()


@dataclass(frozen=True, slots=True)
class _Held:
    """Who leads which obligations over which days."""

    of: Mapping[int, Sequence[_Holding]]
    obligations: frozenset[int]


def _held(question: Question, agencies: Spans) -> _Held:
    rows = Assignment.objects.filter(agency__in=list(agencies), leads=True)
    rows = rows.filter(held_from__lte=question.last, held_to__gte=question.first).order_by()
    if question.plan is not None or question.obligation is not None:
        rows = rows.filter(obligation__in=set(dated(question).order_by().values_list("obligation_id", flat=True)))
    of: dict[int, list[_Holding]] = defaultdict(list)
    obligations = set[int]()
    for agency, obligation, *days in rows.values_list("agency_id", "obligation_id", "held_from", "held_to"):
        spans = agencies.get(agency, _NO_SPANS)
        held = [Span(*days)] if list(spans) == [ALWAYS] else clipped(spans, Span(*days))
        of[agency].extend(_Holding(obligation, span) for span in held)
        obligations.add(obligation)
    return _Held(of, frozenset(obligations))


class _Place(NamedTuple):
    """A window as the board counts it: where it goes, and how it stands while nothing is shown."""

    one: Window
    key: Hashable
    blank: str


@dataclass(slots=True)
class _Board:
    """The numbers while they are put together."""

    today: date
    by: By
    apart: bool
    windows: Sequence[Window]
    exemptions: Exemptions
    held: _Held
    numbers: Numbers = field(default_factory=lambda: defaultdict(Counter))
    places: dict[int, _Place] = field(default_factory=dict)
    owed: dict[int, frozenset[int]] = field(default_factory=dict)
    shown: dict[tuple[int, int], tuple[str, int]] = field(default_factory=dict)

    def counts(self) -> dict[int, dict[Any, Counts]]:
        found: dict[int, dict[Any, Counts]] = defaultdict(dict)
        for (agency, key), numbers in self.numbers.items():
            if counts := counted(numbers):
                found[agency][key] = counts
        return dict(found)

    def _is_special(self, agency: int, obligation: int) -> bool:
        return (agency, obligation) in self.exemptions.pairs

    # ------------------------------------------------------------------------------------------------------------ owed

    def put_what_is_owed(self) -> None:
        """What everybody owes, as it stands before anything is shown; agencies alike are counted once."""
        self.places = {one.pk: _Place(one, self.by(one), one.blank(self.today).value) for one in self.windows}
        alike: dict[frozenset[_Holding], list[int]] = defaultdict(list)
        for agency, holdings in self.held.of.items():
            usual = (one for one in holdings if not self._is_special(agency, one.obligation))
            alike[frozenset(usual)].append(agency)
        of: dict[int, list[Window]] = defaultdict(list)
        for one in self.windows:
            of[one.obligation_id].append(one)
        for same, agencies in alike.items():
            self._put_alike([one for held in same for one in _within(of[held.obligation], held.days)], agencies)

    def _put_alike(self, found: Iterable[Window], agencies: Iterable[int]) -> None:
        sums: dict[Hashable, Counter[str]] = defaultdict(Counter)
        keys = frozenset(one.pk for one in found)
        for pk in keys:
            place = self.places[pk]
            sums[place.key][place.blank] += 1
        for agency in agencies:
            self.owed[agency] = keys
            for key, numbers in sums.items():
                if self.apart:
                    self.numbers[agency, key] = numbers.copy()
                else:
                    self.numbers[_TOGETHER, key].update(numbers)

    # ----------------------------------------------------------------------------------------------------------- shown

    def put_what_is_shown(self) -> None:
        """Moves what is done, or on its way, from where it stood to where it stands."""
        # Some ten thousand times for a province: what the loop asks again and again it asks of names of its own.
        numbers, owed, places, apart, today = self.numbers, self.owed, self.places, self.apart, self.today
        met, part, nobody = Done.MET.value, Done.PART.value, frozenset[int]()
        for agency, pk, done, count in self._tallies():
            if pk not in owed.get(agency, nobody):
                self.shown[agency, pk] = done, count
                continue
            one, key, blank = places[pk]
            cell = numbers[agency if apart else _TOGETHER, key]
            cell[blank] -= 1
            if done == part:
                cell[names_of(one, one.owed(), as_shown(done, count), today)[0]] += 1
                continue
            cell[done] += 1
            if done == met and one.due_on >= today:
                cell[EARLY] += 1

    def _tallies(self) -> Iterator[tuple[int, int, str, int]]:
        """The tallies that may change how something stands: of what is over only those that are done."""
        open_ = [one.pk for one in self.windows if one.is_open(self.today)]
        rows = Tally.objects.filter(occurrence__in=list(self.places), agency__in=list(self.held.of)).order_by()
        rows = rows.filter(~Q(done=Done.PART) | Q(occurrence__in=open_))
        return rows.values_list("agency_id", "occurrence_id", "done", "counted").iterator(10_000)

    # -------------------------------------------------------------------------------------------------------- specials

    def put_specials(self) -> None:
        """What is excused or owed in another number, window by window."""
        for agency, holdings in self.held.of.items():
            for held in holdings:
                if self._is_special(agency, held.obligation):
                    self._put_special(agency, held)

    def _put_special(self, agency: int, held: _Holding) -> None:
        row = agency if self.apart else _TOGETHER
        for one in self.windows:
            if one.obligation_id != held.obligation or not held.days.first <= one.owed_on <= held.days.last:
                continue
            done, count = self.shown.get((agency, one.pk), (Done.PART, 0))
            shown = as_shown(done, count) if count else NOTHING
            for name in self.exemptions.names(one, agency, shown, today=self.today):
                self.numbers[row, self.places[one.pk].key][name] += 1


def _within(found: Sequence[Window], days: Span) -> Iterator[Window]:
    return (one for one in found if days.first <= one.owed_on <= days.last)
