"""The worker: takes messages, has its lanes do them, keeps the leases, puts scheduled work into the queue."""

import logging
import os
import signal
import socket
import time
import uuid
from collections.abc import Callable
from multiprocessing.connection import wait
from types import FrameType

from django import db
from django.utils import timezone
from django_q.brokers import get_broker
from django_q.models import Schedule
from django_q.scheduler import scheduler

from loa.project.models import WorkerSeen
from loa.project.work.lane import Lane
from loa.project.work.queue import LEASE, Claim, fail, finish, release, renew, take

__all__ = ["Worker"]

_LOG = logging.getLogger("loa.work")
_POLL = 0.5
_BEAT = LEASE.total_seconds() / 4
_SCHEDULE = 10
_GRACE = 20
"""Seconds that tasks at work get to end when the worker is asked to stop."""


class _Every:
    """Does something, at most once in so many seconds."""

    def __init__(self, seconds: float, do: Callable[[], None]) -> None:
        self._seconds, self._do, self._last = seconds, do, float("-inf")

    def __call__(self) -> None:
        if time.monotonic() - self._last >= self._seconds:
            self._do()
            self._last = time.monotonic()


class Worker:
    """Works until it is told to stop. `idle_end` lets it stop by itself once nothing is due."""

    def __init__(self, lanes: int, *, idle_end: bool = False) -> None:
        self.name = f"{socket.gethostname()[:60]}-{os.getpid()}-{uuid.uuid4().hex[:8]}"
        self._lanes = [Lane() for _ in range(lanes)]
        self._idle_end = idle_end
        self._stopping = False
        self._started_at = timezone.now()
        self._beat = _Every(_BEAT, self._say_alive)
        self._look = _Every(_SCHEDULE, _put_scheduled)

    def stop(self, _signal: int = 0, _frame: FrameType | None = None) -> None:
        """Takes no more; what is in hand gets some time to end. Fit for a signal handler."""
        self._stopping = True

    def listen_to_signals(self) -> None:
        """Stops on Ctrl-C and on the system's wish."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self.stop)

    def run(self) -> None:
        """Works until told to stop, through any outage of the database."""
        _LOG.info("worker %s takes tasks, %d at a time", self.name, len(self._lanes))
        try:
            while not self._stopping:
                self._turn_safely()
            self._wind_up()
        finally:
            for lane in self._lanes:
                lane.end()
        _LOG.info("worker %s has stopped", self.name)

    def _turn_safely(self) -> None:
        try:
            self._turn()
        except (db.OperationalError, db.InterfaceError) as error:
            _LOG.warning("the database does not answer, trying again: %s", error)
            db.connections.close_all()
            time.sleep(_POLL * 4)

    def _turn(self) -> None:
        db.close_old_connections()
        self._beat()
        self._look()
        self._collect()
        if not self._feed() and self._idle_end and not self._busy():
            self._stopping = True
        elif not self._stopping:
            wait([lane.pipe for lane in self._busy()], timeout=_POLL) if self._busy() else time.sleep(_POLL)

    def _busy(self) -> list[Lane]:
        return [lane for lane in self._lanes if lane.claim]

    def _feed(self) -> bool:
        """Gives idle lanes what is due; whether there was anything."""
        fed = False
        for lane in self._lanes:
            if lane.claim is None and (claim := take(self.name)):
                _LOG.info("task %s begins, attempt %d", claim.name, claim.count)
                lane.give(claim)
                fed = True
        return fed

    def _collect(self) -> None:
        for lane in self._busy():
            outcome = lane.outcome()
            if outcome is not None and lane.claim is not None:
                claim, lane.claim = lane.claim, None
                _conclude(claim, *outcome)

    def _say_alive(self) -> None:
        WorkerSeen.objects.update_or_create(
            name=self.name, defaults={"seen_at": timezone.now()}, create_defaults=self._first_sight()
        )
        renew([lane.claim for lane in self._busy() if lane.claim])

    def _first_sight(self) -> dict[str, object]:
        return {"seen_at": timezone.now(), "started_at": self._started_at}

    def _wind_up(self) -> None:
        until = time.monotonic() + _GRACE
        while self._busy() and time.monotonic() < until:
            self._beat()
            self._collect()
            wait([lane.pipe for lane in self._busy()], timeout=_POLL)
        for lane in self._busy():
            lane.end()
            if lane.claim:
                release(lane.claim)
        WorkerSeen.objects.filter(name=self.name).delete()


def _conclude(claim: Claim, success: bool, told: object) -> None:
    """Writes down how the attempt ended. Should the database be away, the lease ends and the task is done again."""
    if success:
        finish(claim, told)
        _LOG.info("task %s is done", claim.name)
    else:
        again = fail(claim, str(told))
        _LOG.error("task %s failed, %s: %s", claim.name, "will be tried again" if again else "for good", told)


def _put_scheduled() -> None:
    """Puts into the queue what its schedule says is due. Several workers may do so at once."""
    if Schedule.objects.filter(next_run__lt=timezone.now()).exclude(repeats=0).exists():
        scheduler(broker=get_broker())
