"""Reminders as lists show them, and what each step achieved."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _

from loa.monitoring.enums import LetterState, RemindedPerson
from loa.monitoring.models import Reminder, UrgingLine
from loa.organizations.folding import folded
from loa.organizations.models import Agency, Designation, Person
from loa.organizations.policy import agencies_in_charge

__all__ = ["SPANS", "Effect", "agencies_named", "effects", "reminders_seen_by"]

SPANS = (3, 7, 14)
"""Days after a reminder within which is counted what was met."""


def reminders_seen_by(person: Person, on: date) -> QuerySet[Reminder]:
    """The reminders of the agencies somebody is in charge of."""
    rows = Reminder.objects.filter(agency__in=agencies_in_charge(person, "occurrences.see", on=on))
    light = rows.select_related("agency", "occurrence__rule", "occurrence__plan")
    return light.defer("occurrence__explanation", "occurrence__rule__read_as", "occurrence__rule__doubts")


def agencies_named(words: str) -> QuerySet[Agency]:
    """The agencies that ever had these words in their name, blind to marks."""
    names = Designation.objects.filter(agency=OuterRef("pk"))
    for word in folded(words).split():
        names = names.filter(searched__contains=word)
    return Agency.objects.filter(Exists(names))


@dataclass(frozen=True, slots=True)
class Effect:
    """What a step achieved: of so many reminders so many were answered, within each of `SPANS` and ever.

    `days` is None for urging letters: of so many duties that they urged.
    """

    days: int | None
    to: str
    sent: int
    within: tuple[int, ...]
    answered: int

    @property
    def reaches(self) -> str:
        """Whom the step reaches, in the language of who reads."""
        return str(RemindedPerson(self.to).label) if self.to else _("the agency, by urging letter")

    @property
    def cells(self) -> list[tuple[int, float, int]]:
        """How many were met within each span and in percent; last, with a span of 0, ever."""
        counts = zip((*self.within, self.answered), (*SPANS, 0), strict=True)
        return [(count, round(100 * count / self.sent, 1), span) for count, span in counts]


def effects(agencies: Collection[int], first: date, last: date) -> list[Effect]:
    """What each step sent in the time to agencies achieved, by day, and then urging letters. Two queries.

    Of a letter counts what was still owed on the day it was sent.
    """
    rows = Reminder.objects.filter(agency__in=agencies, sent_at__date__range=(first, last)).order_by()
    counted = rows.annotate(day=TruncDate("sent_at")).values_list("days", "to", "day", "answered_on")
    found: dict[tuple[int, str], list[int]] = defaultdict(_nothing)
    for days, to, *told in counted.annotate(count=Count("pk")):
        _add(found[days, to], *told)
    letters = _by_letter(agencies, first, last)
    return [*(_effect(*key, cells) for key, cells in sorted(found.items())), *letters]


def _by_letter(agencies: Collection[int], first: date, last: date) -> Iterator[Effect]:
    sent = UrgingLine.objects.filter(letter__to__in=agencies, letter__state=LetterState.SENT)
    rows = sent.filter(letter__sent_at__date__range=(first, last)).order_by()
    counted = rows.annotate(day=TruncDate("letter__sent_at")).values_list("day", "answered_on")
    cells = _nothing()
    for day, answered, count in counted.annotate(count=Count("pk")):
        if answered is None or answered >= day:
            _add(cells, day, answered, count)
    if cells[0]:
        yield _effect(None, "", cells)


def _nothing() -> list[int]:
    return [0] * (len(SPANS) + 2)


def _add(cells: list[int], day: date, answered: date | None, count: int) -> None:
    cells[0] += count
    if answered is not None:
        cells[-1] += count
        for place, span in enumerate(SPANS, start=1):
            cells[place] += count if answered <= day + timedelta(days=span) else 0


def _effect(days: int | None, to: str, cells: list[int]) -> Effect:
    return Effect(days, to, cells[0], tuple(cells[1:-1]), cells[-1])
