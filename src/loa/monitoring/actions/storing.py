"""Writing the difference between the calendar as it should be and as it is stored."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date
from itertools import islice

from loa.monitoring.actions.dropping import drop, take_back
from loa.monitoring.actions.holders import Wanted
from loa.monitoring.actions.windows import FIELDS
from loa.monitoring.models import Assignment, Occurrence
from loa.monitoring.spans import Span, clipped, joined
from loa.schedule.window import ONE_DAY

__all__ = ["store_assignments", "store_first", "store_windows"]

_BATCH = 2_000
"""Rows written at once. A transaction of that size holds up nobody."""
_KEYS = 500
"""Keys named in one statement; databases have a limit."""

_Holder = tuple[int, int, bool, bool]
"""Obligation, agency, whether it leads, whether it is only asked."""


def store_first(wanted: Sequence[Wanted], roots: Collection[int], tell: Callable[[int], None]) -> None:
    """The assignments of a plan that has no occurrences yet, batch by batch, each kept at once.

    Nobody sees them before the occurrences come. What an earlier attempt left is taken over.
    """
    there = set(_stored(roots).values())
    rows = [one for one in wanted if one not in there]
    for start in range(0, len(rows), _BATCH):
        # Another worker may be at the same plan: what it has written already is right.
        _create(rows[start : start + _BATCH], ignore_conflicts=True)
        tell(100 * min(start + _BATCH, len(rows)) // len(rows))


def store_assignments(wanted: Iterable[Wanted], roots: Collection[int], since: date) -> None:
    """Makes the assignments of the duties those wanted from the day on, and leaves them before it."""
    stored = _stored(roots)
    target = _target(stored.values(), wanted, since)
    longer: dict[date, list[int]] = defaultdict(list)
    gone: list[int] = []
    for key, row in stored.items():
        held_to = target.pop((row[:4], row.held_from), None)
        if held_to is None:
            gone.append(key)
        elif held_to != row.held_to:
            longer[held_to].append(key)
    for keys in _chunks(gone):
        Assignment.objects.filter(pk__in=keys).delete()
    for held_to, changed in longer.items():
        for keys in _chunks(changed):
            Assignment.objects.filter(pk__in=keys).update(held_to=held_to)
    _create([Wanted(*holder, held_from, held_to) for (holder, held_from), held_to in target.items()])


def store_windows(wanted: Iterable[Occurrence], roots: Collection[int], since: date) -> None:
    """Makes the occurrences of the duties those wanted from the day on, and leaves what was owed before it.

    A window that a change cuts short may end before the day: it is still the same window. One that was dropped and is
    owed again comes back.
    """
    stored = {(row.obligation_id, row.key): row for row in Occurrence.everything.filter(obligation__in=roots)}
    open_ = {name: row for name, row in stored.items() if row.owed_on >= since and row.dropped_at is None}
    fresh, changed, again = [], [], []
    for one in wanted:
        name = (one.obligation_id, one.key)
        row = open_.pop(name, None) or _dropped(stored.get(name), one.owed_on >= since)
        if row is None:
            if one.owed_on >= since and name not in stored:
                fresh.append(one)
            continue
        if row.dropped_at is not None:
            again.append(row.pk)
        if _take_over(row, one):
            changed.append(row)
    drop([row.pk for row in open_.values()])
    for keys in _chunks(again):
        take_back(keys)
    Occurrence.objects.bulk_update(changed, FIELDS, batch_size=_KEYS // len(FIELDS))
    Occurrence.objects.bulk_create(fresh, batch_size=_KEYS)


def _dropped(row: Occurrence | None, is_owed: bool) -> Occurrence | None:
    """A stored row that was dropped, where it is owed from now on."""
    return row if row is not None and row.dropped_at is not None and is_owed else None


def _take_over(row: Occurrence, wanted: Occurrence) -> bool:
    """Gives a stored row the values wanted; whether it had others."""
    differs = False
    for name in FIELDS:
        if getattr(row, name) != getattr(wanted, name):
            setattr(row, name, getattr(wanted, name))
            differs = True
    return differs


def _stored(roots: Collection[int]) -> dict[int, Wanted]:
    rows = Assignment.objects.filter(obligation__in=roots).order_by()
    fields = ("pk", "obligation_id", "agency_id", "leads", "requested", "held_from", "held_to")
    return {key: Wanted(*row) for key, *row in rows.values_list(*fields).iterator(chunk_size=_BATCH)}


def _target(stored: Iterable[Wanted], wanted: Iterable[Wanted], since: date) -> dict[tuple[_Holder, date], date]:
    """The last day of each assignment as it should be stored, by its holder and first day."""
    spans: dict[_Holder, list[Span]] = defaultdict(list)
    before, after = Span(date.min, _day_before(since)), Span(since, date.max)
    for rows, part in ((stored, before), (wanted, after)):
        for row in rows:
            spans[row[:4]].extend(clipped([Span(row.held_from, row.held_to)], part))
    return {(holder, span.first): span.last for holder, held in spans.items() for span in joined(held)}


def _day_before(day: date) -> date:
    return day if day == date.min else day - ONE_DAY


def _create(rows: Iterable[Wanted], *, ignore_conflicts: bool = False) -> None:
    source = iter(rows)
    while batch := [Assignment(**row._asdict()) for row in islice(source, _BATCH)]:
        Assignment.objects.bulk_create(batch, batch_size=_BATCH, ignore_conflicts=ignore_conflicts)


def _chunks(keys: Sequence[int]) -> Iterable[Sequence[int]]:
    return (keys[start : start + _KEYS] for start in range(0, len(keys), _KEYS))
