"""The duties behind a figure, one row for each agency that owes one: what a number on a board opens to."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from typing import NamedTuple, overload

from loa.monitoring.enums import Done, Standing
from loa.monitoring.models import Assignment, Occurrence, Tally
from loa.monitoring.queries.board.agencies import counts_together
from loa.monitoring.queries.board.branches import branch_counts
from loa.monitoring.queries.board.question import Question, Window, dated, windows
from loa.monitoring.queries.board.sight import Spans
from loa.monitoring.queries.board.specials import exemptions_of
from loa.monitoring.queries.held import Waiver
from loa.monitoring.queries.order import sort_key_of
from loa.monitoring.saying import unit_words
from loa.monitoring.spans import covers
from loa.monitoring.standing import NOTHING, Owed, Shown, standing
from loa.organizations.models import Agency
from loa.schedule import Kind

__all__ = ["Lines", "StandingLine", "lines_of"]

_LIGHT = (
    "explanation", "rule__read_as", "rule__doubts", "rule__searched", "plan__introduction", "plan__searched",
)  # fmt: skip
_FEW = 500
"""So many agencies are named to the database; of more it is asked for all, and they are picked here."""
_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class StandingLine:
    """One duty of one agency: what it has to show of what is required, and how that stands."""

    occurrence: Occurrence
    agency: Agency
    asked: bool
    waiver: Waiver | None
    shown: Shown
    required: int
    standing: Standing

    @property
    def unit(self) -> str:
        """What is counted, in the language of who reads."""
        return unit_words(self.occurrence)

    @property
    def owed(self) -> Owed:
        """What the pure function knows of it."""
        one = self.occurrence
        days = (one.window_from, one.window_to, one.due_on, one.closes_on)
        return Owed(Kind(one.kind), *days, self.required, self.standing is Standing.WAIVED)

    @property
    def missing(self) -> int:
        """How many are still to be shown."""
        return max(0, self.required - self.shown.counted)


class _Pair(NamedTuple):
    one: Window
    agency: int
    asked: bool
    waiver: Waiver | None
    shown: Shown
    required: int
    standing: Standing


class Lines(Sequence[StandingLine]):
    """Rows by due day, then by agency. They are counted at once, and fetched as they are sliced: six queries each."""

    def __init__(
        self,
        question: Question,
        agencies: Spans,
        numbers: Mapping[int, int],
        wanted: Collection[Standing],
        *,
        latest: bool,
    ) -> None:
        rows = [pk for pk, number in numbers.items() if number]
        found = windows(dated(question)) if len(rows) > _FEW else windows(Occurrence.objects.filter(pk__in=rows))
        kept = [one for one in found if numbers.get(one.pk)]
        self._windows = sorted(kept, key=lambda one: one.owed_on, reverse=latest)
        self._ends = list(accumulate(numbers[one.pk] for one in self._windows))
        self._agencies, self._wanted, self._today = agencies, wanted, question.today

    def __len__(self) -> int:
        return self._ends[-1] if self._ends else 0

    @overload
    def __getitem__(self, index: int) -> StandingLine: ...
    @overload
    def __getitem__(self, index: slice) -> list[StandingLine]: ...
    def __getitem__(self, index: int | slice) -> StandingLine | list[StandingLine]:
        if isinstance(index, slice):
            start, stop, _ = index.indices(len(self))
            return self._slice(start, stop)
        return self._slice(index, index + 1)[0]

    def __iter__(self) -> Iterator[StandingLine]:
        """All of them, some hundreds at a time."""
        for start in range(0, len(self), _AT_ONCE):
            yield from self[start : start + _AT_ONCE]

    def _slice(self, start: int, stop: int) -> list[StandingLine]:
        if stop <= start:
            return []
        begin, end = bisect_right(self._ends, start), bisect_left(self._ends, stop)
        before = self._ends[begin - 1] if begin else 0
        pairs = _pairs(self._windows[begin : end + 1], self._agencies, self._today)
        wanted = [pair for pair in pairs if not self._wanted or pair.standing in self._wanted]
        return _told(wanted[start - before : stop - before])


def lines_of(
    question: Question,
    agencies: Spans,
    *,
    branches: Collection[int] = (),
    wanted: Collection[Standing] = (),
    latest: bool = True,
) -> Lines:
    """The duties of these agencies that stand one of these ways, or all of them.

    `branches` says that the agencies are exactly those of whole branches: then their counters do the counting.
    """
    if branches:
        counts = {pk: part for (pk,), part in branch_counts(question, branches, by=("occurrence",)).items()}
    else:
        counts = counts_together(question, agencies, by=_itself)
    numbers = {pk: sum(part.of(one) for one in wanted or Standing) for pk, part in counts.items()}
    return Lines(question, agencies, numbers, wanted, latest=latest)


def _itself(one: Window) -> int:
    return one.pk


# --------------------------------------------------------------------------------------------------------- put together


def _pairs(found: Sequence[Window], agencies: Spans, today: date) -> Iterator[_Pair]:
    """In the order of the windows, then of the alphabet."""
    holders = _holders(found, agencies)
    tallies = _tallies(found, agencies)
    exemptions = exemptions_of(found, agencies)
    for one in found:
        for agency, asked in holders.get(one.pk, ()):
            waiver = exemptions.of(one, agency)
            let_off = waiver is not None and waiver.lets_off
            changed = waiver.amount if waiver and waiver.amount and one.amount is not None else 0
            owed = one.owed(changed, waived=let_off)
            shown = tallies.get((one.pk, agency), NOTHING)
            yield _Pair(one, agency, asked, waiver, shown, owed.required, standing(owed, shown, today=today))


def _holders(found: Sequence[Window], agencies: Spans) -> dict[int, list[tuple[int, bool]]]:
    """For each window the agencies that lead it, by the alphabet, and whether they are only asked."""
    rows = Assignment.objects.filter(obligation__in={one.obligation_id for one in found}, leads=True)
    if len(agencies) <= _FEW:
        rows = rows.filter(agency__in=list(agencies))
    of: dict[int, list[Window]] = defaultdict(list)
    for one in found:
        of[one.obligation_id].append(one)
    holders: dict[int, list[tuple[int, bool]]] = defaultdict(list)
    in_order = rows.annotate(sort_key=sort_key_of("agency")).order_by("sort_key", "agency_id", "held_from")
    fields = ("agency_id", "obligation_id", "requested", "held_from", "held_to")
    for agency, obligation, asked, first, last in in_order.values_list(*fields):
        for one in of[obligation]:
            if first <= one.owed_on <= last and covers(agencies.get(agency, ()), one.owed_on):
                holders[one.pk].append((agency, asked))
    return holders


def _tallies(found: Sequence[Window], agencies: Spans) -> dict[tuple[int, int], Shown]:
    rows = Tally.objects.filter(occurrence__in=[one.pk for one in found]).order_by()
    if len(agencies) <= _FEW:
        rows = rows.filter(agency__in=list(agencies))
    fields = ("occurrence_id", "agency_id", "counted", "in_time", "done", "done_on", "last_on")
    return {
        (pk, agency): Shown(counted, in_time, Done(done), *days)
        for pk, agency, counted, in_time, done, *days in rows.values_list(*fields)
    }


def _told(pairs: Sequence[_Pair]) -> list[StandingLine]:
    rows = Occurrence.objects.select_related("rule", "plan").defer(*_LIGHT)
    occurrences = rows.in_bulk({pair.one.pk for pair in pairs})
    agencies = Agency.objects.in_bulk({pair.agency for pair in pairs})
    return [
        StandingLine(occurrences[pair.one.pk], agencies[pair.agency], *pair[2:])
        for pair in pairs
    ]  # fmt: skip
