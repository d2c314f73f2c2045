"""What binds an agency, and what it is only asked for (docs/standing.md).

What is asked of a body outside the executive is tracked and has a standing like anything else. It is never held against
it: nobody is reminded or urged, and it is in no list of what is overdue, no score and no proposal.
"""

from loa.schedule import Kind

__all__ = ["NEVER_LATE", "is_asked"]

NEVER_LATE = (Kind.CONTINUOUS.value, Kind.REQUESTED.value)
"""The kinds of occurrences that nobody is ever late with."""


def is_asked(kind: str, requested: bool) -> bool:
    """Whether an occurrence of a kind is only asked for, by what it is or because the assignment says so."""
    return requested or kind == Kind.REQUESTED
