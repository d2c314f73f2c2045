"""Housekeeping of the system itself."""

from datetime import timedelta
from typing import NoReturn

from django.contrib.sessions.models import Session
from django.utils import timezone
from django_q.models import OrmQ, Task

from loa.project.models import Attempt, WorkerSeen

__all__ = ["tidy", "unreadable"]

_KEPT = timedelta(days=14)
"""How long finished tasks and workers no longer heard of stay in sight."""


def tidy() -> None:
    """Forgets ended sessions, old results of tasks, and workers and attempts that nothing points to any more."""
    now = timezone.now()
    Session.objects.filter(expire_date__lt=now).delete()
    Task.objects.filter(stopped__lt=now - _KEPT).delete()
    WorkerSeen.objects.filter(seen_at__lt=now - _KEPT).delete()
    Attempt.objects.exclude(message__in=OrmQ.objects.values("pk")).delete()


def unreadable() -> NoReturn:
    """Stands for a message of the queue that cannot be opened."""
    raise ValueError("This message of the queue cannot be opened: it was signed with another secret key.")
