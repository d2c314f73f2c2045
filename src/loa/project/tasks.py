"""Housekeeping of the system itself."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NoReturn

from django.contrib.sessions.models import Session
from django.db.models import Q
from django.utils import timezone
from django_q.models import OrmQ, Task
from django_q.tasks import async_task

from loa.monitoring.enums import ImportState, LedgerState
from loa.monitoring.models import EvidenceImport, Laying, LedgerExport
from loa.organizations.models import Notice
from loa.plans.enums import ReadingState
from loa.plans.models import Source
from loa.project.models import Attempt, WorkerSeen

__all__ = ["ask_again", "tidy", "unreadable"]

_PATIENCE = timedelta(minutes=10)
"""After this long, work that waits and is not in the queue was lost on the way there."""

_WORTH_MAILING = timedelta(days=1)
_KEPT = timedelta(days=14)
"""How long finished tasks and workers no longer heard of stay in sight."""


def tidy() -> None:
    """Forgets ended sessions, results of tasks and tables of evidence that are old, and workers and attempts that
    nothing points to any more."""
    now = timezone.now()
    Session.objects.filter(expire_date__lt=now).delete()
    Task.objects.filter(stopped__lt=now - _KEPT).delete()
    WorkerSeen.objects.filter(seen_at__lt=now - _KEPT).delete()
    EvidenceImport.objects.filter(uploaded_at__lt=now - _KEPT).delete()
    Attempt.objects.exclude(message__in=OrmQ.objects.values("pk")).delete()


def ask_again() -> int:
    """Puts back into the queue what waits for it and is not there; gives how much.

    Rooms ask for work once their transaction is committed: a process killed in that very moment leaves work that nobody
    was asked for. As long as anything but this is queued, what waits may be in it.
    """
    if OrmQ.objects.count() > 1:
        return 0
    lost = list(_lost(timezone.now()))
    for task, key in lost:
        async_task(task, key)
    return len(lost)


def _lost(now: datetime) -> Iterator[tuple[str, int]]:
    before = now - _PATIENCE
    unread = Source.objects.filter(state__in=[ReadingState.WAITING, ReadingState.READING], uploaded_at__lt=before)
    for key in unread.values_list("pk", flat=True):
        yield "loa.plans.tasks.read_source", key
    unlaid = Q(since__isnull=False, asked_at__lt=before) | Q(match_since__isnull=False, changed_at__lt=before)
    for key in Laying.objects.filter(unlaid).values_list("plan_id", flat=True):
        yield "loa.monitoring.tasks.lay_plan", key
    unrecorded = EvidenceImport.objects.filter(state=ImportState.RUNNING, asked_at__lt=before)
    for key in unrecorded.values_list("pk", flat=True):
        yield "loa.monitoring.tasks.import_evidence", key
    unwritten = LedgerExport.objects.filter(state=LedgerState.WAITING, asked_at__lt=before)
    for key in unwritten.values_list("pk", flat=True):
        yield "loa.monitoring.tasks.write_ledger", key
    unmailed = Notice.objects.filter(mailed_at=None, told_at__range=(now - _WORTH_MAILING, before))
    for key in unmailed.filter(person__mail_notices=True, person__is_active=True).values_list("pk", flat=True):
        yield "loa.organizations.tasks.mail_notice", key


def unreadable() -> NoReturn:
    """Stands for a message of the queue that cannot be opened."""
    raise ValueError("This message of the queue cannot be opened: it was signed with another secret key.")
