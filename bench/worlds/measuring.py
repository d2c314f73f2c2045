"""How long something takes, and what to call it beside its aim."""

import time
from collections.abc import Callable
from typing import Any

__all__ = ["Result", "fetched", "page", "timed", "verdict"]

Result = tuple[str, str, str, str]
"""What was measured, the time or size, its ratio to the aim, and whether that is reached."""


def verdict(reached: bool) -> str:
    """Whether an aim is reached, in a word."""
    return "reached" if reached else "MISSED"


def timed(work: Callable[[], object], *, clock: Callable[[], float] = time.perf_counter) -> float:
    """The seconds of one run."""
    start = clock()
    work()
    return clock() - start


def fetched(client: Any, url: str) -> None:
    """Asks for a page and insists on getting it."""
    answer = client.get(url)
    if answer.status_code != 200:
        raise SystemExit(f"{url} answered {answer.status_code}")


def page(name: str, work: Callable[[], object], *, aim: float) -> Result:
    """One page against its aim in milliseconds: the time this process works for it, SQLite being part of it, not that
    of neighbours. The least of several times."""
    work()
    milliseconds = 1000 * min(timed(work, clock=time.process_time) for _ in range(9))
    return name, f"{milliseconds:.0f} ms", f"{milliseconds / aim:.2f} of {aim:.0f} ms", verdict(milliseconds <= aim)
