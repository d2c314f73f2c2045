"""Whether the trail is whole: found out at once while it is short, by the task queue once it is long."""

from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.core.cache import cache
from django.utils import timezone
from django_q.tasks import async_task

from loa.audit.actions import Break, kept_head, verify

__all__ = ["Outcome", "check", "last_outcome", "start"]

_PLACE = "trail.outcome"
_KEPT = 7 * 24 * 60 * 60
_AT_ONCE = 20_000
"""How many rows a request may go through by itself: less than a second."""
_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the last check found; `at` is None while it runs."""

    rows: int
    at: datetime | None = None
    breaks: tuple[Break, ...] = ()


def start() -> None:
    """Checks the trail now, or has it checked."""
    rows = kept_head().number
    cache.set(_PLACE, Outcome(rows), _KEPT)
    if rows <= _AT_ONCE:
        check()
    else:
        async_task("loa.project.trail.checking.check")


def check() -> None:
    """Goes through the whole trail and keeps what it finds, the first breaks only."""
    rows = kept_head().number
    found = tuple(islice(verify(), _SHOWN))
    cache.set(_PLACE, Outcome(rows, timezone.now(), found), _KEPT)


def last_outcome() -> Outcome | None:
    """What the last check found; None where there was none within a week."""
    kept = cache.get(_PLACE)
    return kept if isinstance(kept, Outcome) else None
