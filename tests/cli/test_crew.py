"""The crew goes on when a task kills its process, hangs it, or cannot be sent back."""

import os
import time

import pytest

from loa.cli.crew import Crew


def _work(task: str) -> str:
    if task == "die":
        os._exit(3)
    if task == "hang":
        time.sleep(600)
    return task.upper()


def _lost(task: str, late: bool) -> str:
    return f"{task} {'late' if late else 'lost'}"


def _done(tasks: list[str], *, size: int = 2, seconds: float = 120) -> list[str]:
    crew: Crew[str, str] = Crew(_work, lost=_lost, size=size, seconds=seconds)
    return [outcome for _, outcome in sorted(crew.outcomes(tasks))]


def test_every_task_is_done_once() -> None:
    assert _done([str(number) for number in range(7)]) == [str(number) for number in range(7)]


def test_nothing_to_do() -> None:
    assert _done([]) == []


@pytest.mark.parametrize("size", [1, 2])
def test_a_task_that_kills_its_process_is_lost_and_the_others_go_on(size: int) -> None:
    assert _done(["die", "a", "die", "b"], size=size) == ["die lost", "A", "die lost", "B"]


def test_a_task_that_hangs_is_ended_when_its_time_is_up() -> None:
    assert _done(["hang", "a", "b"], seconds=10) == ["hang late", "A", "B"]


def test_processes_end_when_nobody_waits_for_the_rest() -> None:
    crew: Crew[str, str] = Crew(_work, lost=_lost, size=1, seconds=20)
    outcomes = crew.outcomes(["a", "hang"])
    assert next(outcomes) == (0, "A")
    outcomes.close()
