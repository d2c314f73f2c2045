"""The running system as processes that can be killed: `loa serve`, its web processes and its worker beside it."""

import contextlib
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from pathlib import Path

from bench.worlds.loading import free_port

__all__ = ["TARGETS", "Serving"]

TARGETS = ("a web process", "the server", "the worker", "a task's process", "all of them")
_PATIENCE = 240
"""Seconds after which it is said that it does not come up again."""


class Serving:
    """Loa, running; `starts` counts how often the server itself had to be started."""

    def __init__(self, home: Path, *, web: int, lanes: int) -> None:
        self._size = web
        self._environment = {**os.environ, "LOA_TASKS_AT_ONCE": str(lanes)}
        self.port = free_port()
        self.log = home / "serve.log"
        self.starts = 0
        self._main = self._started()

    def _started(self) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-c", "from loa.cli import app; app()", "serve"]
        self.starts += 1
        with self.log.open("ab") as log:
            return subprocess.Popen(
                [*command, "--port", str(self.port), "--workers", str(self._size)],
                stdout=subprocess.DEVNULL,
                stderr=log,
                env=self._environment,
            )

    def come_up(self) -> float:
        """Waits until all of it runs and answers, and starts the server where it ended; gives the seconds it took."""
        began = time.monotonic()
        while not self._complete():
            if time.monotonic() - began > _PATIENCE:
                raise SystemExit(f"it does not come up again: {self.log.read_text()[-3000:]}")
            if self._main.poll() is not None:  # killed, or its address was not free yet
                self._main = self._started()
            time.sleep(0.2)
        return time.monotonic() - began

    def _complete(self) -> bool:
        return len(self._web()) == self._size and len(self._worker()) == 1 and self._answers()

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=10) as answer:
                return bool(answer.status == 200)
        except (OSError, urllib.error.HTTPError):
            return False

    def kill(self, target: str, choose: Callable[[Sequence[int]], int]) -> None:
        """Ends one of its processes, or all, as the system does when it is short of memory: with no word before."""
        found: dict[str, Callable[[], Sequence[int]]] = {
            "a web process": lambda: [choose(self._web())],
            "the server": lambda: [self._main.pid],
            "the worker": self._worker,
            "a task's process": lambda: [choose(self._lanes() or self._worker())],
            "all of them": lambda: [self._main.pid, *self._web(), *self._worker(), *self._lanes()],
        }
        for pid in found[target]():
            with contextlib.suppress(ProcessLookupError):  # it ended by itself this moment
                os.kill(pid, signal.SIGKILL)
        if target in {"the server", "all of them"}:
            self._main.wait()

    def end(self) -> None:
        """Asks it to end, as an administrator does."""
        self._main.terminate()
        self._main.wait(120)

    # ------------------------------------------------------------------------------------------------ who is who

    def _web(self) -> list[int]:
        return [pid for pid, words in _below(self._main.pid) if not _is_worker(words) and not _tracks(words)]

    def _worker(self) -> list[int]:
        return [pid for pid, words in _below(self._main.pid) if _is_worker(words)]

    def _lanes(self) -> list[int]:
        return [pid for worker in self._worker() for pid, words in _below(worker) if not _tracks(words)]


def _is_worker(words: str) -> bool:
    return words.endswith("worker --below")


def _tracks(words: str) -> bool:
    """Python's own process that tidies up after others."""
    return "resource_tracker" in words


def _below(parent: int) -> list[tuple[int, str]]:
    """The living children of a process with their command lines."""
    told = subprocess.run(
        ["ps", "-e", "-ww", "-o", "pid=,ppid=,stat=,args="], capture_output=True, text=True, check=True
    ).stdout
    rows = [line.split(None, 3) for line in told.splitlines()]
    return [(int(row[0]), row[3]) for row in rows if int(row[1]) == parent and not row[2].startswith("Z")]
