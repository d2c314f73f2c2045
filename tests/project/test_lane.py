"""The process that does tasks: what it tells, and what becomes of it when it is killed, hangs, or loses its worker."""

import contextlib
import os
import signal
import time
from collections.abc import Iterator
from typing import Any

import pytest

from loa.project.work.lane import Lane
from loa.project.work.performing import perform
from loa.project.work.queue import Claim


def claim(func: str, *args: object, **options: object) -> Claim:
    return Claim(1, "worker", 1, {"id": "a" * 32, "name": "task", "func": func, "args": args, **options})


@pytest.fixture
def lane() -> Iterator[Lane]:
    lane = Lane()
    yield lane
    lane.end()


def outcome(lane: Lane, within: float = 120) -> tuple[bool, Any]:
    until = time.monotonic() + within
    while time.monotonic() < until:
        told = lane.outcome()
        if told is not None:
            lane.claim = None
            return told
        time.sleep(0.02)
    pytest.fail("the lane told nothing")


def pid_of(lane: Lane) -> int:
    lane.give(claim("os.getpid"))
    return int(outcome(lane)[1])


def test_one_task_after_another_in_the_same_process(lane: Lane) -> None:
    assert pid_of(lane) == pid_of(lane) != os.getpid()


def test_a_task_that_fails_tells_why_and_harms_nothing(lane: Lane) -> None:
    lane.give(claim("builtins.int", "x"))
    success, told = outcome(lane)
    assert not success
    assert "invalid literal" in told
    assert pid_of(lane)


def test_a_process_killed_in_mid_task_is_told_and_replaced(lane: Lane) -> None:
    first = pid_of(lane)
    lane.give(claim("time.sleep", 60))
    os.kill(first, signal.SIGKILL)
    success, told = outcome(lane)
    assert not success
    assert "ended unexpectedly" in told
    assert pid_of(lane) != first


def test_a_process_killed_while_it_waits_is_replaced(lane: Lane) -> None:
    first = pid_of(lane)
    os.kill(first, signal.SIGKILL)
    with contextlib.suppress(ChildProcessError):  # whoever starts a process looks after those that ended
        os.waitid(os.P_PID, first, os.WEXITED | os.WNOWAIT)
    assert pid_of(lane) != first


def test_a_task_that_hangs_is_stopped(lane: Lane) -> None:
    pid_of(lane)
    lane.give(claim("time.sleep", 60, timeout=1))
    success, told = outcome(lane)
    assert not success
    assert "longer than 1 seconds" in told


@pytest.mark.django_db
def test_what_cannot_be_kept_is_kept_in_words() -> None:
    assert perform({"id": "x", "func": "builtins.object"})[1].startswith("<object object")
    assert perform({"id": "x", "func": "builtins.int", "args": ("7",)}) == (True, 7)


@pytest.mark.django_db
def test_a_task_is_known_to_the_trail_by_its_id() -> None:
    assert perform({"id": "abc", "func": "loa.audit.acting.request_id"}) == (True, "task-abc")
