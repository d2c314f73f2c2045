"""The queue as workers see it: messages of django-q2's table, taken on a lease that must be renewed.

A lease that is not renewed ends, and the message is taken again: so nothing is lost when a worker is killed. Each step
checks that the lease is still its own, so a worker that was only asleep cannot undo what another did since.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django_q.models import OrmQ, Task
from django_q.signing import BadSignature, SignedPackage

from loa.project.models import Attempt

__all__ = ["LEASE", "MOST_ATTEMPTS", "Claim", "asked", "fail", "finish", "release", "renew", "take"]

LEASE = timedelta(seconds=30)
"""How long a message is out of reach of others after its worker was last heard of."""

MOST_ATTEMPTS = 5
_PAUSE = timedelta(seconds=5)
"""Rest after the first failed attempt; each further one doubles it."""

_LOOKED_AT = 10


@dataclass(frozen=True, slots=True)
class Claim:
    """A message taken by a worker for one attempt."""

    message: int
    worker: str
    count: int
    task: dict[str, Any] = field(repr=False)

    @property
    def name(self) -> str:
        """The task in words for the log."""
        func = self.task.get("func", "?")
        return func if isinstance(func, str) else f"{func.__module__}.{func.__qualname__}"


def asked() -> set[tuple[str, Any]]:
    """What is in the queue or being done, as the name of the task and the row it is about; of a task about several
    rows, each of them.
    """
    found: set[tuple[str, Any]] = set()
    for message in OrmQ.objects.order_by().iterator():
        task = _opened(message)
        about = (task.get("args") or [None])[0]
        found.update((str(task["func"]), key) for key in (about if isinstance(about, list) else [about]))
    return found


def take(worker: str) -> Claim | None:
    """Takes the oldest message that is due, or gives None. One that killed its worker too often is put away."""
    for message in _due():
        claim = _claim(message, worker)
        if claim and claim.count > MOST_ATTEMPTS:
            _put_away(claim, success=False, result=_last_problem(claim))
        elif claim:
            return claim
    return None


def _due() -> list[OrmQ]:
    return list(OrmQ.objects.filter(lock__lt=timezone.now()).order_by("pk")[:_LOOKED_AT])


@transaction.atomic
def _claim(message: OrmQ, worker: str) -> Claim | None:
    now = timezone.now()
    if not OrmQ.objects.filter(pk=message.pk, lock=message.lock).update(lock=now + LEASE):
        return None  # another worker was quicker
    attempt, new = Attempt.objects.get_or_create(message=message.pk, defaults=_begun(worker, now, 1))
    if not new:
        Attempt.objects.filter(pk=message.pk).update(**_begun(worker, now, attempt.count + 1))
    return Claim(message.pk, worker, 1 if new else attempt.count + 1, _opened(message))


def _begun(worker: str, now: datetime, count: int) -> dict[str, Any]:
    return {"worker": worker, "began_at": now, "count": count}


def _opened(message: OrmQ) -> dict[str, Any]:
    """What the message asks for; of one that cannot be opened (another secret key), a task that fails saying so."""
    try:
        opened: dict[str, Any] = SignedPackage.loads(message.payload)
    except (BadSignature, TypeError, ImportError, AttributeError):
        return {"id": f"unreadable-{message.pk}", "name": "unreadable", "func": "loa.project.tasks.unreadable"}
    return opened


def _mine(claim: Claim) -> bool:
    """Whether the lease is still this attempt's. Locks it until the transaction ends."""
    own = Attempt.objects.select_for_update().filter(pk=claim.message, worker=claim.worker, count=claim.count)
    return own.exists()


def renew(claims: Collection[Claim]) -> None:
    """The worker still works at these."""
    mine = Attempt.objects.filter(
        message__in=[claim.message for claim in claims], worker__in={c.worker for c in claims}
    )
    OrmQ.objects.filter(pk__in=mine.values("message")).update(lock=timezone.now() + LEASE)


def finish(claim: Claim, result: object = None) -> bool:
    """The task is done: takes the message off and keeps the result. False when the lease had gone to another."""
    return _put_away(claim, success=True, result=result)


@transaction.atomic
def fail(claim: Claim, problem: str) -> bool:
    """The attempt failed. Gives whether the task will be tried again; if not, it is kept among the failed."""
    if not _mine(claim):
        return True
    if claim.count >= MOST_ATTEMPTS:
        _put_away(claim, success=False, result=problem)
        return False
    Attempt.objects.filter(pk=claim.message).update(problem=problem)
    OrmQ.objects.filter(pk=claim.message).update(lock=timezone.now() + _PAUSE * 2 ** (claim.count - 1))
    return True


@transaction.atomic
def release(claim: Claim) -> None:
    """The worker stops before it could do this: the message is free at once, the attempt is not counted."""
    if _mine(claim):
        Attempt.objects.filter(pk=claim.message).update(count=F("count") - 1)
        OrmQ.objects.filter(pk=claim.message).update(lock=timezone.now())


@transaction.atomic
def _put_away(claim: Claim, *, success: bool, result: object) -> bool:
    if not _mine(claim):
        return False
    OrmQ.objects.filter(pk=claim.message).delete()
    Attempt.objects.filter(pk=claim.message).delete()
    now = timezone.now()
    Task.objects.update_or_create(
        id=claim.task["id"],
        defaults={
            "name": claim.task["name"],
            "func": claim.name,
            "args": claim.task.get("args", ()),
            "kwargs": claim.task.get("kwargs", {}),
            "group": claim.task.get("group"),
            "started": claim.task.get("started", now),
            "stopped": now,
            "success": success,
            "result": result,
            "attempt_count": min(claim.count, MOST_ATTEMPTS),
        },
    )
    return True


def _last_problem(claim: Claim) -> str:
    known = Attempt.objects.filter(pk=claim.message).values_list("problem", flat=True).first()
    return known or "The worker process ended each time before the task was done."
