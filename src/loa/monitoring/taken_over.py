"""Duties that an agency's own plan took over unchanged from a superior's: one deed meets both, so one is told."""

from collections.abc import Callable, Hashable, Sequence
from typing import NamedTuple, TypeVar

__all__ = ["Told", "without_taken_over"]

_One = TypeVar("_One")


class Told(NamedTuple):
    """What decides whether a duty is told: its obligations, the one it was taken over from, and what has to agree."""

    obligations: tuple[int, int]
    derived_from: int | None
    alike: Hashable


def without_taken_over(found: Sequence[_One], told: Callable[[_One], Told]) -> list[_One]:
    """Those that were taken over from none that is found too and agrees with them; in their order."""
    seen = [told(one) for one in found]
    listed = {(key, one.alike) for one in seen for key in one.obligations}
    return [one for one, said in zip(found, seen, strict=True) if (said.derived_from, said.alike) not in listed]
