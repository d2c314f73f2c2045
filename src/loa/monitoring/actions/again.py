"""Doing a verb once more when the calendar changed under it, or when two waited for each other."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import IntegrityError, OperationalError, transaction

__all__ = ["once_more"]

P = ParamSpec("P")
R = TypeVar("R")
_DEADLOCK = "40P01"


def once_more(deed: Callable[P, R]) -> Callable[P, R]:
    """Does the verb again from the start when the database refuses what it wrote: each time in its own transaction.

    While evidence is laid against what is owed, a plan may be laid anew and what was owed be gone when both commit.
    The second time the calendar is as it will be. Of two who wait for each other the database lets one go on and tells
    the other, who begins again. What is refused twice is raised.
    """

    @wraps(deed)
    def done(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return deed(*args, **kwargs)
        except IntegrityError:
            return deed(*args, **kwargs)
        except OperationalError as problem:
            if not _begins_again(problem):
                raise
            return deed(*args, **kwargs)

    return done


def _begins_again(problem: OperationalError) -> bool:
    """Whether two waited for each other, and nothing was done before in the same transaction."""
    deadlock = getattr(problem.__cause__, "sqlstate", None) == _DEADLOCK
    return deadlock and not transaction.get_connection().in_atomic_block
