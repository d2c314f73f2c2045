"""Questions to the trail."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db import models
from django.db.models import Q, QuerySet
from django.utils import timezone

from loa.audit.models import Entry
from loa.audit.wording import Change, changes_of, verb_name

__all__ = ["Slice", "Told", "Wanted", "entries", "history", "neighbours", "slice_of", "verbs_in_use"]


@dataclass(frozen=True, slots=True)
class Told:
    """One row of the trail in words; `{% timeline %}` shows a list of them."""

    number: int
    verb: str
    title: str
    at: datetime
    by: str
    changes: tuple[Change, ...] = ()
    url: str = ""
    tone: str = "neutral"

    @property
    def text(self) -> str:
        """What differs, in one line."""
        return "; ".join(str(change) for change in self.changes if change.differs)[:500]


def history(subject: models.Model, *, limit: int = 200) -> list[Told]:
    """What was done to this, newest first, in one query and in the language of the moment."""
    found = Entry.objects.filter(subject_type=subject._meta.label_lower, subject_id=str(subject.pk))
    return [_told(entry) for entry in found.order_by("-number")[:limit]]


def _told(entry: Entry) -> Told:
    return Told(
        number=entry.number,
        verb=entry.verb,
        title=verb_name(entry.verb),
        at=entry.at,
        by=entry.actor_name,
        changes=tuple(changes_of(entry)),
    )


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows are asked for; what is empty does not narrow. `agencies` None means those of all agencies.

    `unplaced` adds the rows that belong to no agency. `text` is looked for in the names of the actor and the subject,
    and in the number of the request; `people` are those whose name was found otherwise, blind to marks.
    """

    agencies: Collection[int] | None = None
    unplaced: bool = False
    text: str = ""
    people: Collection[int] = ()
    verb: str = ""
    actor_id: int | None = None
    agency_id: int | None = None
    subject_type: str = ""
    subject_id: str = ""
    since: date | None = None
    until: date | None = None


def entries(wanted: Wanted) -> QuerySet[Entry]:
    """The rows asked for, newest first."""
    exact = {
        "verb": wanted.verb,
        "actor_id": wanted.actor_id,
        "agency_id": wanted.agency_id,
        "subject_type": wanted.subject_type,
        "subject_id": wanted.subject_id,
    }
    found = Entry.objects.filter(**{name: value for name, value in exact.items() if value}).order_by("-number")
    if wanted.agencies is not None:
        placed = Q(agency_id__in=wanted.agencies)
        found = found.filter(placed | Q(agency_id=None) if wanted.unplaced else placed)
    if wanted.text:
        words = Q(actor_name__icontains=wanted.text) | Q(subject_name__icontains=wanted.text)
        found = found.filter(words | Q(request_id=wanted.text) | Q(actor_id__in=wanted.people))
    return _between(found, wanted.since, wanted.until)


def _between(found: QuerySet[Entry], since: date | None, until: date | None) -> QuerySet[Entry]:
    if since:
        found = found.filter(at__gte=_midnight(since))
    if until:
        found = found.filter(at__lt=_midnight(until + timedelta(days=1)))
    return found


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


@dataclass(frozen=True, slots=True)
class Slice:
    """Some rows in the order of the trail, newest first, and the numbers to go on from on either side."""

    rows: list[Entry] = field(default_factory=list)
    newer: int | None = None
    older: int | None = None

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.rows)


def slice_of(found: QuerySet[Entry], *, size: int, before: int | None = None, after: int | None = None) -> Slice:
    """The rows with numbers under `before`, or over `after`; the newest where neither is given. One query.

    The trail grows for ever: it is never counted, and pages go on from a number rather than from the start.
    """
    if after is not None:
        rows = list(found.filter(number__gt=after).order_by("number")[: size + 1])
        more, rows = len(rows) > size, rows[:size][::-1]
        return Slice(rows, newer=rows[0].number if more else None, older=rows[-1].number if rows else None)
    narrowed = found if before is None else found.filter(number__lt=before)
    rows = list(narrowed[: size + 1])
    more, rows = len(rows) > size, rows[:size]
    newer = rows[0].number if rows and before is not None else None
    return Slice(rows, newer=newer, older=rows[-1].number if more else None)


def neighbours(entry: Entry) -> tuple[Entry | None, Entry | None]:
    """The rows before and after this one in the chain."""
    beside = {row.number: row for row in Entry.objects.filter(number__in=(entry.number - 1, entry.number + 1))}
    return beside.get(entry.number - 1), beside.get(entry.number + 1)


def verbs_in_use() -> list[str]:
    """The verbs that have a row."""
    return list(Entry.objects.order_by("verb").values_list("verb", flat=True).distinct())
