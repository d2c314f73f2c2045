"""How agencies stand, agency by agency: what they owe, less what their tallies show.

Agencies that owe the same share what is counted of them before anything is shown. Of many agencies the database counts
what is done of what is over; other tallies, and duties that are excused, are looked at one by one.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from django.db.models import CharField, Count, ExpressionWrapper, F, Q, QuerySet

from loa.monitoring.enums import Done
from loa.monitoring.models import Assignment, Tally
from loa.monitoring.queries.board.counts import EARLY, Counts, counted
from loa.monitoring.queries.board.question import Question, Window, dated, names_of, windows
from loa.monitoring.queries.board.sight import ALWAYS, Spans
from loa.monitoring.queries.board.specials import Exemptions, as_shown, exemptions_of
from loa.monitoring.spans import Span, clipped
from loa.monitoring.standing import NOTHING
from loa.monitoring.taken_over import Told, without_taken_over
from loa.plans.models import Obligation

__all__ = ["agency_counts", "counts_together", "everything"]

By = Callable[[Window], Hashable]
Numbers = dict[tuple[int, Hashable], Counter[str]]
_NO_SPANS: Sequence[Span] = ()
_TOGETHER = 0
"""Stands for all agencies where they are not told apart; no agency has this key."""
MANY = 300
"""Of more agencies than this the database counts what is done; below, to fetch it costs less than more queries."""


class _Holding(NamedTuple):
    """An obligation that an agency leads, over some days."""

    obligation: int
    days: Span


def everything(_one: Window) -> Hashable:
    """Puts all duties together."""
    return None


def agency_counts(question: Question, agencies: Spans, *, by: By = everything) -> dict[int, dict[Any, Counts]]:
    """How the duties of each agency stand, by what the windows are told apart.

    At most five queries; of many agencies three more, and two for each thing that the windows are told apart by.
    Agencies that owe nothing in the time are left out.
    """
    return _counted(question, agencies, by, apart=True)


def counts_together(question: Question, agencies: Spans, *, by: By = everything) -> dict[Any, Counts]:
    """The same of all the agencies together."""
    return _counted(question, agencies, by, apart=False).get(_TOGETHER, {})


def _counted(question: Question, agencies: Spans, by: By, *, apart: bool) -> dict[int, dict[Any, Counts]]:
    held = _held(question, agencies)
    found: Sequence[Window] = windows(dated(question).filter(obligation__in=held.obligations))
    if question.binding:
        found = _told_once(found)
    board = _Board(question.today, by, apart, found, exemptions_of(found, agencies), held)
    board.put_what_is_owed()
    board.put_what_is_shown()
    board.put_specials()
    return board.counts()


def _told_once(found: Sequence[Window]) -> Sequence[Window]:
    """The windows without those that an agency's own plan took over unchanged: one deed meets both."""
    rules = Obligation.objects.filter(pk__in={one.rule_id for one in found}, derived_from__isnull=False)
    origins = dict(rules.values_list("pk", "derived_from_id"))
    if not origins:
        return found

    def told(one: Window) -> Told:
        return Told((one.obligation_id, one.rule_id), origins.get(one.rule_id), (one.due_on, one.amount))

    return without_taken_over(found, told)


@dataclass(frozen=True, slots=True)
class _Held:
    """Who leads which obligations over which days; `whole` are those of whom all is in sight that they hold."""

    of: Mapping[int, Sequence[_Holding]]
    obligations: frozenset[int]
    whole: frozenset[int]


def _held(question: Question, agencies: Spans) -> _Held:
    rows = Assignment.objects.filter(agency__in=list(agencies), leads=True)
    if question.binding:
        rows = rows.filter(requested=False)
    rows = rows.filter(held_from__lte=question.last, held_to__gte=question.first).order_by()
    if question.plan is not None or question.obligation is not None or question.obligations is not None:
        rows = rows.filter(obligation__in=set(dated(question).order_by().values_list("obligation_id", flat=True)))
    whole = frozenset(agency for agency, spans in agencies.items() if list(spans) == [ALWAYS])
    of: dict[int, list[_Holding]] = defaultdict(list)
    same: dict[tuple[Any, ...], _Holding] = {}
    for agency, *told in _plain_days(rows):
        held = same.get(key := tuple(told))
        if held is None:
            held = same[key] = _Holding(told[0], Span(_day(told[1]), _day(told[2])))
        if agency in whole:
            of[agency].append(held)
        else:
            spans = clipped(agencies.get(agency, _NO_SPANS), held.days)
            of[agency].extend(_Holding(held.obligation, span) for span in spans)
    return _Held(of, frozenset(held.obligation for held in same.values()), whole)


def _plain_days(rows: QuerySet[Assignment]) -> Iterator[Any]:
    """Agency, obligation and days as the database gives them: few are different, and each is read once."""
    days = (ExpressionWrapper(F(name), output_field=CharField()) for name in ("held_from", "held_to"))
    return rows.values_list("agency_id", "obligation_id", *days).iterator(10_000)


def _day(told: date | str) -> date:
    return told if isinstance(told, date) else date.fromisoformat(told)


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
        # Holdings are shared among agencies: which ones an agency has is told by which objects they are.
        alike: dict[frozenset[int], tuple[Sequence[_Holding], list[int]]] = {}
        excused = {agency for agency, _ in self.exemptions.pairs}
        for agency, holdings in self.held.of.items():
            usual = holdings
            if agency in excused:
                usual = [one for one in holdings if not self._is_special(agency, one.obligation)]
            alike.setdefault(frozenset(map(id, usual)), (usual, []))[1].append(agency)
        of: dict[int, list[Window]] = defaultdict(list)
        for one in self.windows:
            of[one.obligation_id].append(one)
        for same, agencies in alike.values():
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
        over: Sequence[Window] = ()
        simple = frozenset[int]()
        if len(self.held.of) > MANY:
            over, simple = self._over(), self.held.whole - {agency for agency, _ in self.exemptions.pairs}
            self._put_counted(over, simple)
        rest = self.places.keys() - {one.pk for one in over}
        self._put_tallies(rest, self.held.of)
        if over and (others := self.held.of.keys() - simple):
            self._put_tallies([one.pk for one in over], others)

    def _over(self) -> Sequence[Window]:
        """What is due no more, of obligations with which nobody in sight is held to more than to lead them."""
        rows = Assignment.objects.filter(obligation__in=self.held.obligations, leads=False)
        shared = set(rows.order_by().values_list("obligation_id", flat=True).distinct())
        return [one for one in self.windows if one.due_on < self.today and one.obligation_id not in shared]

    def _put_counted(self, over: Sequence[Window], agencies: Collection[int]) -> None:
        """What agencies have done of windows that stand alike as long as nothing is shown for them."""
        alike: dict[tuple[Hashable, str], list[int]] = defaultdict(list)
        for one in over:
            _, key, blank = self.places[one.pk]
            alike[key, blank].append(one.pk)
        for (key, blank), pks in alike.items():
            rows = Tally.objects.filter(occurrence__in=pks).exclude(done=Done.PART).order_by()
            for agency, done, count in rows.values_list("agency_id", "done").annotate(Count("pk")):
                if agency in agencies and agency in self.owed:
                    cell = self.numbers[agency if self.apart else _TOGETHER, key]
                    cell[blank] -= count
                    cell[done] += count

    def _put_tallies(self, pks: Collection[int], agencies: Collection[int]) -> None:
        # Some ten thousand times for a province: what the loop asks again and again it asks of names of its own.
        numbers, owed, places, apart, today = self.numbers, self.owed, self.places, self.apart, self.today
        met, part, nobody = Done.MET.value, Done.PART.value, frozenset[int]()
        stands: dict[tuple[int, int], str] = {}
        for agency, pk, done, count in self._tallies(pks, agencies):
            if pk not in owed.get(agency, nobody):
                self.shown[agency, pk] = done, count
                continue
            one, key, blank = places[pk]
            cell = numbers[agency if apart else _TOGETHER, key]
            cell[blank] -= 1
            if done == part:
                if (name := stands.get((pk, count))) is None:
                    name = stands[pk, count] = names_of(one, one.owed(), as_shown(done, count), today)[0]
                cell[name] += 1
                continue
            cell[done] += 1
            if done == met and one.due_on >= today:
                cell[EARLY] += 1

    def _tallies(self, pks: Collection[int], agencies: Collection[int]) -> Iterator[tuple[int, int, str, int]]:
        """The tallies that may change how something stands: of what is over only those that are done."""
        open_ = [one.pk for one in self.windows if one.is_open(self.today)]
        rows = Tally.objects.filter(occurrence__in=list(pks), agency__in=list(agencies)).order_by()
        rows = rows.filter(~Q(done=Done.PART) | Q(occurrence__in=open_))
        return rows.values_list("agency_id", "occurrence_id", "done", "counted").iterator(10_000)

    # -------------------------------------------------------------------------------------------------------- specials

    def put_specials(self) -> None:
        """What is excused or owed in another number, window by window."""
        for agency in {agency for agency, _ in self.exemptions.pairs}:
            for held in self.held.of.get(agency, ()):
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
