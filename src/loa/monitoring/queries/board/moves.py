"""What moves within the open duties of whole branches: who keeps pace, and whose duty is not that of everybody."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from django.db.models import Count, Exists, OuterRef, Q

from loa.monitoring.enums import Done, Standing
from loa.monitoring.models import Assignment, Tally
from loa.monitoring.queries.board.question import Window, names_of
from loa.monitoring.queries.board.specials import Exemptions, as_shown, exemptions_of
from loa.monitoring.standing import NOTHING, Shown
from loa.organizations.queries.lines import Lines, Superiors
from loa.schedule import Window as Days

__all__ = ["Move", "moves"]


class Move(NamedTuple):
    """So many more duties of a branch, or fewer, go under a name of `Counts`."""

    branch: int
    one: Window
    name: str
    number: int


def moves(found: Mapping[int, Window], branches: Collection[int], *, today: date) -> Iterator[Move]:
    """What is to be moved when all that is open and not done was counted as if nothing were shown for it."""
    yield from _those_who_keep_pace(found, branches, today)
    yield from _those_unlike_others(found, branches, today)


def _those_who_keep_pace(found: Mapping[int, Window], branches: Collection[int], today: date) -> Iterator[Move]:
    deciding = {pk: one for pk, one in found.items() if _decides(one, today)}
    if not deciding:
        return
    for pk, branch, count, agencies in _on_the_way(deciding, branches):
        one = found[pk]
        yield Move(branch, one, one.blank(today).value, -agencies)
        yield Move(branch, one, _usual(one, as_shown(Done.PART, count), today), agencies)


def _on_the_way(found: Mapping[int, Window], branches: Collection[int]) -> Iterator[tuple[int, int, int, int]]:
    """Occurrence, branch, how much there is to show, and how many that lead it have so much but not enough."""
    rows = Tally.objects.filter(occurrence__in=list(found), branch__in=list(branches), done=Done.PART).order_by()
    obligations = {one.obligation_id for one in found.values()}
    # Who only coordinates has tallies too. To ask that of each costs as much as to count them: only where there are.
    shared = set(
        Assignment.objects.filter(obligation__in=obligations, leads=False)
        .values_list("obligation_id", flat=True)
        .distinct()
    )
    if shared:
        leading = Assignment.objects.filter(
            agency=OuterRef("agency"), obligation=OuterRef("obligation"), leads=True,
            held_from__lte=OuterRef("occurrence__owed_on"), held_to__gte=OuterRef("occurrence__owed_on"),
        )  # fmt: skip
        rows = rows.filter(~Q(obligation__in=shared) | Exists(leading))
    yield from rows.values_list("occurrence_id", "branch_id", "counted").annotate(Count("pk"))


def _decides(one: Window, today: date) -> bool:
    """Whether how much there is to show changes how it stands."""
    owed = one.owed()
    almost = names_of(one, owed, Shown(counted=owed.required - 1), today)
    return one.blank(today) is Standing.AT_RISK and almost != (Standing.AT_RISK,)


def _usual(one: Window, shown: Shown, today: date) -> str:
    return names_of(one, one.owed(), shown, today)[0]


# ------------------------------------------------------------------------------------------------------ unlike others


class _Special(NamedTuple):
    """A duty that one agency owes in another way than everybody."""

    agency: int
    one: Window
    done: str = Done.PART
    counted: int = 0
    branch: int | None = None

    @property
    def shown(self) -> Shown:
        return as_shown(self.done, self.counted) if self.counted else NOTHING


def _those_unlike_others(found: Mapping[int, Window], branches: Collection[int], today: date) -> Iterator[Move]:
    exemptions = exemptions_of(found.values())
    changed = [
        (special, names)
        for special in _specials(found, exemptions)
        if special.done == Done.PART and (names := _changes(special, exemptions, today))
    ]
    placed = _Branches(branches, [special for special, _ in changed])
    for special, names in changed:
        branch = placed.of(special)
        if branch is None:
            continue
        for name, count in names:
            yield Move(branch, special.one, name, count)


def _changes(special: _Special, exemptions: Exemptions, today: date) -> tuple[tuple[str, int], ...]:
    """From where it was counted to where it belongs; who is let off was only counted by what is shown."""
    one, shown = special.one, special.shown
    counted = _usual(one, shown, today)
    waiver = exemptions.of(one, special.agency)
    if waiver is not None and waiver.lets_off:
        target = one.blank(today).value
    else:
        (target,) = exemptions.names(one, special.agency, shown, today=today)
    return () if target == counted else ((counted, -1), (target, 1))


def _specials(found: Mapping[int, Window], exemptions: Exemptions) -> list[_Special]:
    """The pairs that are excused or owed in another number, with what they have to show."""
    of: dict[int, list[Window]] = defaultdict(list)
    for one in found.values():
        of[one.obligation_id].append(one)
    exempt = {agency for agency, _ in exemptions.pairs}
    rows = Assignment.objects.filter(agency__in=exempt, obligation__in=list(of), leads=True).order_by()
    fields = ("agency_id", "obligation_id", "held_from", "held_to")
    specials = [
        _Special(agency, one)
        for agency, obligation, first, last in rows.values_list(*fields)
        if (agency, obligation) in exemptions.pairs
        for one in of[obligation]
        if first <= one.owed_on <= last
    ]
    return _with_tallies(specials)


def _with_tallies(specials: list[_Special]) -> list[_Special]:
    if not specials:
        return []
    pks, agencies = {one.one.pk for one in specials}, {one.agency for one in specials}
    rows = Tally.objects.filter(occurrence__in=pks, agency__in=agencies).order_by()
    fields = ("agency_id", "occurrence_id", "done", "counted", "branch_id")
    shown = {(row[0], row[1]): row[2:] for row in rows.values_list(*fields)}
    return [one if (row := shown.get((one.agency, one.one.pk))) is None else _shown(one, *row) for one in specials]


def _shown(special: _Special, done: str, counted: int, branch: int) -> _Special:
    return special._replace(done=done, counted=counted, branch=branch)


class _Branches:
    """The branches of agencies, looked for in the line of authority only where no tally names them."""

    def __init__(self, branches: Collection[int], specials: list[_Special]) -> None:
        self._branches = frozenset(branches)
        unknown = [one.one.owed_on for one in specials if one.branch is None]
        self._superiors = Lines.within(Days(min(unknown), max(unknown))).superiors if unknown else {}

    def of(self, special: _Special) -> int | None:
        """The branch of who owes it on the day it is owed; None where that is not among those counted."""
        if special.branch is not None:
            return special.branch if special.branch in self._branches else None
        here: int | None = special.agency
        passed = set[int]()
        while here is not None and here not in self._branches and here not in passed:
            passed.add(here)
            here = _over(self._superiors, here, special.one.owed_on)
        return here if here in self._branches else None


def _over(superiors: Superiors, agency: int, day: date) -> int | None:
    return next((to for to, days in superiors.get(agency, ()) if days.start <= day <= days.end), None)
