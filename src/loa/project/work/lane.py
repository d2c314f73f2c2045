"""A process that does one task after another for its worker, as the worker sees it.

It speaks with the worker through a pipe of its own, so that whatever kills it (a fault in a library, the system short
of memory, `kill -9`) can leave no lock behind that others wait for. When the worker goes, it goes.
"""

import contextlib
import multiprocessing
import time
from typing import Any

from loa.project.work.performing import work
from loa.project.work.queue import Claim

__all__ = ["Lane"]

_SPAWN = multiprocessing.get_context("spawn")
_LONGEST = 600
"""Seconds a task may take where it does not say otherwise."""


class Lane:
    """One such process, and the task it has in hand."""

    def __init__(self) -> None:
        self.claim: Claim | None = None
        self._started = 0.0
        self._begin()

    def _begin(self) -> None:
        self.pipe, orders = _SPAWN.Pipe()
        self._line, end = _SPAWN.Pipe()
        self._process = _SPAWN.Process(target=work, args=(orders, end), name="loa-lane", daemon=True)
        self._process.start()
        orders.close()
        end.close()

    def give(self, claim: Claim) -> None:
        """Sets the process to work on the task."""
        if not self._process.is_alive():
            self.renew()
        self.claim, self._started = claim, time.monotonic()
        with contextlib.suppress(OSError):  # it died this moment, which `outcome` will tell
            self.pipe.send(claim.task)

    def outcome(self) -> tuple[bool, Any] | None:
        """Whether the task went well and its result or problem; None while it is being done."""
        if self.claim is None:
            return None
        try:
            if self.pipe.poll():
                told: tuple[bool, Any] = self.pipe.recv()
                return told
        except (EOFError, OSError):
            self._process.join(5)
        longest = self.claim.task.get("timeout") or _LONGEST
        if time.monotonic() - self._started > longest:
            self.renew()
            return False, f"The task took longer than {longest} seconds and was stopped."
        if not self._process.is_alive():
            code = self._process.exitcode
            self.renew()
            return False, f"The process of the task ended unexpectedly (code {code})."
        return None

    def renew(self) -> None:
        """Ends the process, whatever it is at, and begins another."""
        self.end()
        self._begin()

    def end(self) -> None:
        """Ends the process, whatever it is at."""
        self._process.kill()
        self._process.join()
        self.pipe.close()  # harmless when closed before
        self._line.close()
