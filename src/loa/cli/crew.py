"""Several processes that work off a list. A task that kills or hangs its process gets an outcome all the same.

The pools of the standard library break as a whole when one process dies, and cannot stop a single task; here each
process has its own pipe, so it can be ended and replaced alone.
"""

import multiprocessing
import signal
import time
from collections import deque
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Generic, TypeVar

__all__ = ["Crew"]

T = TypeVar("T")
R = TypeVar("R")

_TASKS_PER_PROCESS = 200
"""A process is replaced after so many tasks, so that memory lost by native code stays small."""


@dataclass
class _Worker:
    process: BaseProcess
    pipe: Connection
    task: int | None = None
    due: float = 0.0
    done: int = 0
    ended: bool = False

    def end(self) -> None:
        """Ends the process at once, whatever it is doing."""
        self.ended = True
        self.pipe.close()
        self.process.kill()
        self.process.join()


class Crew(Generic[T, R]):
    """`work` is done on each task in one of `size` processes and may take `seconds`; `lost` makes the outcome of
    a task whose process died (`late` false) or was ended because time was up (`late` true).

    `work` must be a function of a module: processes are spawned, which is safe on every system.
    """

    def __init__(self, work: Callable[[T], R], *, lost: Callable[[T, bool], R], size: int, seconds: float) -> None:
        self._work = work
        self._lost = lost
        self._size = size
        self._seconds = seconds
        self._context = multiprocessing.get_context("spawn")

    def outcomes(self, tasks: Sequence[T]) -> Generator[tuple[int, R], None, None]:
        """The number of each task and its outcome, in the order in which they are finished."""
        waiting = deque(range(len(tasks)))
        crew = [self._hired() for _ in range(min(self._size, len(tasks)))]
        try:
            while True:
                crew = [self._employed(worker, waiting, tasks) for worker in crew]
                busy = [worker for worker in crew if worker.task is not None]
                if not busy:
                    return
                for worker in _ready(busy):
                    number = worker.task
                    assert number is not None  # noqa: S101 - only busy ones are ready
                    yield number, self._outcome(worker, tasks[number])
        finally:
            for worker in crew:
                worker.end()

    def _hired(self) -> _Worker:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=_serve, args=(theirs, self._work), daemon=True)
        process.start()
        theirs.close()
        return _Worker(process, ours)

    def _employed(self, worker: _Worker, waiting: deque[int], tasks: Sequence[T]) -> _Worker:
        """The worker, or its successor, with a task if one is waiting."""
        if worker.task is not None or not waiting:
            return worker
        if worker.ended or worker.done >= _TASKS_PER_PROCESS:
            worker.end()
            worker = self._hired()
        try:
            worker.pipe.send(tasks[waiting[0]])
        except OSError:  # it died while it had nothing to do
            worker.ended = True
            return self._employed(worker, waiting, tasks)
        worker.task, worker.due = waiting.popleft(), time.monotonic() + self._seconds
        return worker

    def _outcome(self, worker: _Worker, task: T) -> R:
        worker.task = None
        try:
            if worker.pipe.poll():
                outcome: R = worker.pipe.recv()
                worker.done += 1
                return outcome
        except (EOFError, OSError):
            worker.end()
            return self._lost(task, False)
        worker.end()
        return self._lost(task, True)


def _ready(busy: list[_Worker]) -> list[_Worker]:
    """Waits until a worker answers, dies or is late; gives all that did."""
    patience = max(0.0, min(worker.due for worker in busy) - time.monotonic())
    answered = wait([worker.pipe for worker in busy], patience)
    now = time.monotonic()
    return [worker for worker in busy if worker.pipe in answered or worker.due <= now]


def _serve(pipe: Connection, work: Callable[[T], R]) -> None:
    """What a process does: task after task, until its pipe is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which then ends its processes
    while True:
        try:
            task: T = pipe.recv()
        except (EOFError, OSError):
            return
        pipe.send(work(task))
