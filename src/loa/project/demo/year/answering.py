"""What agencies of the sample province do when they are reminded: some at once, some at the second time, some never."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from loa.monitoring.happening import Happening
from loa.monitoring.models import Reminder
from loa.monitoring.queries.duties import Duty
from loa.project.demo.year.habits import chance_of, habit_of
from loa.project.demo.year.happenings import Doer, done_after_all
from loa.schedule import Kind

__all__ = ["Pair", "answers"]

Pair = tuple[int, int]
"""An occurrence and an agency."""

_SLOWEST = 4


def answers(day: date, owed: Mapping[Pair, Duty], doers: Mapping[int, Doer], today: date) -> Iterator[Happening]:
    """What the reminders of a day bring about on the days after it."""
    reminded = Reminder.objects.filter(sent_at__date=day).order_by("occurrence", "agency", "days", "to")
    missing: dict[Pair, tuple[int, int]] = {}
    for one in reminded:
        missing[one.occurrence_id, one.agency_id] = (one.days, max(0, one.required - one.counted))
    for pair, (step, count) in missing.items():
        duty = owed.get(pair)
        if duty is not None:
            doer = doers[duty.agency_id]
            chance = chance_of("answer", doer.key, duty.rule.ref, duty.occurrence.key, step)
            if chance.random() < habit_of(doer.key).heeds(step):
                yield from _made_good(duty, doer, day, (step, count), today)


def _made_good(duty: Duty, doer: Doer, day: date, missing: tuple[int, int], today: date) -> Iterator[Happening]:
    """What was missing, within some days; a quota is open only to its last day."""
    step, count = missing
    chance = chance_of("made-good", doer.key, duty.rule.ref, duty.occurrence.key, step)
    last = min(today, duty.occurrence.window_to) if duty.occurrence.kind == Kind.QUOTA else today
    for number in range(count):
        acted = day + timedelta(days=chance.randint(1, _SLOWEST))
        if acted <= last:
            yield done_after_all(duty, doer, acted, f"{step}-{number}")
