"""Doing what is due at once, in this process: for loading samples and for tests, where no worker runs beside."""

from loa.project.work.performing import perform
from loa.project.work.queue import fail, finish, take

__all__ = ["TaskFailed", "drain"]


class TaskFailed(Exception):
    """A task that had to succeed did not; the words are its traceback."""


def drain() -> int:
    """Does every task that is due, one after another; gives how many. Raises TaskFailed at the first that fails."""
    done = 0
    while claim := take("drain"):
        success, told = perform(claim.task)
        if not success:
            fail(claim, str(told))
            raise TaskFailed(f"{claim.name}: {told}")
        finish(claim, told)
        done += 1
    return done
