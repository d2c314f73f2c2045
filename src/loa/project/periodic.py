"""All work that comes back by itself, in one place. `loa init` and every start write it into the schedule."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone
from django_q.models import Schedule

__all__ = ["PERIODIC", "Periodic", "sync_schedules"]


@dataclass(frozen=True, slots=True)
class Periodic:
    """A task by its dotted name, done every so many minutes, or daily at a time of Loa's time zone."""

    name: str
    task: str
    minutes: int | None = None
    daily_at: time | None = None


PERIODIC: Sequence[Periodic] = (
    Periodic("ask-again", "loa.project.tasks.ask_again", minutes=10),
    Periodic("remind", "loa.monitoring.tasks.remind_agencies", minutes=30),
    Periodic("deliver", "loa.monitoring.tasks.deliver_all", minutes=1),
    Periodic("read-watches", "loa.monitoring.tasks.read_watches", minutes=5),
    Periodic("read-pages", "loa.monitoring.tasks.read_pages", minutes=2),
    Periodic("tidy", "loa.project.tasks.tidy", daily_at=time(2, 30)),
)


@transaction.atomic
def sync_schedules(wanted: Sequence[Periodic] = PERIODIC, *, now: datetime | None = None) -> None:
    """Makes the schedule say what is declared, and nothing else. What is due keeps its time."""
    Schedule.objects.exclude(name__in=[periodic.name for periodic in wanted]).delete()
    for periodic in wanted:
        _sync(periodic, now or timezone.now())


def _sync(periodic: Periodic, now: datetime) -> None:
    first = _next_run(periodic, now)
    told = {
        "func": periodic.task,
        "schedule_type": Schedule.MINUTES if periodic.minutes else Schedule.DAILY,
        "minutes": periodic.minutes,
        "repeats": -1,
    }
    row, new = Schedule.objects.get_or_create(name=periodic.name, defaults={**told, "next_run": first})
    if not new and (any(getattr(row, name) != value for name, value in told.items()) or row.next_run > first):
        Schedule.objects.filter(pk=row.pk).update(**told, next_run=first)


def _next_run(periodic: Periodic, now: datetime) -> datetime:
    if periodic.daily_at is None:
        return now + timedelta(minutes=periodic.minutes or 1)
    local = timezone.localtime(now)
    run = local.replace(hour=periodic.daily_at.hour, minute=periodic.daily_at.minute, second=0, microsecond=0)
    return run if run > local else run + timedelta(days=1)
