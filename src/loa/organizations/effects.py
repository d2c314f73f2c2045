"""What a reorganisation would do in other rooms, told before it is done.

A room registers a function when the applications are ready; the succession screen asks all of them.
"""

from collections.abc import Callable, Iterable

from loa.organizations.changes import Change

__all__ = ["Effect", "effects", "register"]

Effect = Callable[[Change], Iterable[str]]
"""Given a change that has not been made yet, sentences of what will follow, in the language at work."""

_registered: dict[str, Effect] = {}


def register(name: str, effect: Effect) -> None:
    """Asks `effect` from now on; registering a name again replaces its function."""
    _registered[name] = effect


def effects(change: Change) -> list[str]:
    """All that the other rooms say of the change."""
    return [line for _, effect in sorted(_registered.items()) for line in effect(change)]
