"""Doing a verb once more when the calendar changed under it."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import IntegrityError

__all__ = ["once_more"]

P = ParamSpec("P")
R = TypeVar("R")


def once_more(deed: Callable[P, R]) -> Callable[P, R]:
    """Does the verb again from the start when the database refuses what it wrote: each time in its own transaction.

    While evidence is laid against what is owed, a plan may be laid anew and what was owed be gone when both commit.
    The second time the calendar is as it will be. What is refused twice is raised.
    """

    @wraps(deed)
    def done(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return deed(*args, **kwargs)
        except IntegrityError:
            return deed(*args, **kwargs)

    return done
