"""Housekeeping of the system itself."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any, NoReturn

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import Q, QuerySet
from django.utils import timezone
from django_q.models import OrmQ, Task
from django_q.tasks import async_task

from loa.monitoring.actions.ledger import LONGEST_WRITING, WRITE
from loa.monitoring.enums import ImportState, LedgerState
from loa.monitoring.models import EvidenceImport, Laying, LedgerExport
from loa.organizations.actions.notices import MAIL
from loa.organizations.actions.password_links import SEND
from loa.organizations.mailing import ask_in_parts
from loa.organizations.models import Notice, OwedLink
from loa.plans.enums import ReadingState
from loa.plans.models import Source, Telling
from loa.project.models import Attempt, WorkerSeen
from loa.project.work.queue import asked

__all__ = ["ask_again", "tidy", "unreadable"]

_PATIENCE = timedelta(minutes=10)
"""After this long, work that waits and is not in the queue was lost on the way there."""

_WORTH_MAILING = timedelta(days=3)
"""How long mail is tried: over a weekend on which nobody looks after the mail server."""

_KEPT = timedelta(days=14)
"""How long finished tasks and workers no longer heard of stay in sight."""


def tidy() -> None:
    """Forgets ended sessions and entries of the cache, results of tasks and tables of evidence that are old, links that
    were to be mailed and could not, and workers and attempts that nothing points to any more."""
    now = timezone.now()
    Session.objects.filter(expire_date__lt=now).delete()
    _forget_in_cache(now)
    Task.objects.filter(stopped__lt=now - _KEPT).delete()
    WorkerSeen.objects.filter(seen_at__lt=now - _KEPT).delete()
    EvidenceImport.objects.filter(uploaded_at__lt=now - _KEPT).delete()
    OwedLink.objects.filter(asked_at__lt=now - _WORTH_MAILING).delete()
    Attempt.objects.exclude(message__in=OrmQ.objects.values("pk")).delete()


def _forget_in_cache(now: datetime) -> None:
    """Django's cache in the database gets rid of what is over only when it is full."""
    told: dict[str, Any] = settings.CACHES["default"]
    if told["BACKEND"].endswith(".DatabaseCache"):
        with connection.cursor() as cursor:
            over = connection.ops.adapt_datetimefield_value(now)
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(told['LOCATION'])} WHERE expires < %s", [over])  # noqa: S608  # our own name


def ask_again() -> int:
    """Puts back into the queue what waits for it and is not there; gives how much.

    Rooms ask for work once their transaction is committed: a process killed in that very moment leaves work that nobody
    was asked for. Mail that no server took within the attempts of its task comes back here as well.
    """
    known = asked()  # before the rows are looked at: what leaves the queue meanwhile is done, and its row says so
    count = 0
    for task, keys, ask in _waiting(timezone.now()):
        lost = [key for key in keys if (task, key) not in known]
        ask(task, lost)
        count += len(lost)
    return count


_Ask = Callable[[str, Sequence[int]], None]


def _one_by_one(task: str, keys: Sequence[int], **options: int) -> None:
    for key in keys:
        async_task(task, key, **options)


def _waiting(now: datetime) -> Iterator[tuple[str, Iterable[int], _Ask]]:
    """The rows that wait for each task, and how it is asked for."""
    before = now - _PATIENCE
    fresh = (now - _WORTH_MAILING, before)
    unread = Source.objects.filter(state__in=[ReadingState.WAITING, ReadingState.READING], uploaded_at__lt=before)
    yield "loa.plans.tasks.read_source", _keys(unread), _one_by_one
    yield "loa.plans.tasks.tell_bound", _keys(Telling.objects.filter(told_at=None, asked_at__lt=before)), _one_by_one
    unlaid = Q(since__isnull=False, asked_at__lt=before) | Q(match_since__isnull=False, changed_at__lt=before)
    yield "loa.monitoring.tasks.lay_plan", _keys(Laying.objects.filter(unlaid), "plan_id"), _one_by_one
    unrecorded = EvidenceImport.objects.filter(state=ImportState.RUNNING, asked_at__lt=before)
    yield "loa.monitoring.tasks.import_evidence", _keys(unrecorded), _one_by_one
    unwritten = LedgerExport.objects.filter(state=LedgerState.WAITING, asked_at__lt=before)
    yield WRITE, _keys(unwritten), partial(_one_by_one, timeout=LONGEST_WRITING)
    unmailed = Notice.objects.filter(mailed_at=None, told_at__range=fresh)
    yield MAIL, _keys(unmailed.filter(person__mail_notices=True, person__is_active=True)), ask_in_parts
    yield SEND, _keys(OwedLink.objects.filter(asked_at__range=fresh, person__is_active=True)), ask_in_parts


def _keys(rows: QuerySet[Any], name: str = "pk") -> Iterable[int]:
    return rows.order_by(name).values_list(name, flat=True)


def unreadable() -> NoReturn:
    """Stands for a message of the queue that cannot be opened."""
    raise ValueError("This message of the queue cannot be opened: it was signed with another secret key.")
