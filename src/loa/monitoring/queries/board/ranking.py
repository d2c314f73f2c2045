"""Agencies by how much of what is due they did in time."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from typing import Generic, TypeVar

from loa.monitoring.queries.board.counts import Counts

__all__ = ["FEW", "Ranked", "ranked"]

FEW = 5
"""A share of fewer duties than this says little; it is marked."""

Who = TypeVar("Who")


@dataclass(frozen=True, slots=True)
class Ranked(Generic[Who]):
    """`rank` is None where nothing is due yet; `tied` where others share the rank."""

    who: Who
    counts: Counts
    rank: int | None
    tied: bool = False

    @property
    def few(self) -> bool:
        """Whether the share stands on very few duties."""
        return 0 < self.counts.due < FEW


def ranked(rows: Iterable[tuple[Who, Counts]]) -> list[Ranked[Who]]:
    """The greatest share first. Equal shares have one rank, and the next rank counts them all: 1, 1, 3.

    Among equals the order given is kept; those of whom nothing is due yet come last, without a rank.
    """
    given = list(rows)
    measured = sorted((row for row in given if row[1].due), key=_share, reverse=True)
    found: list[Ranked[Who]] = []
    for _, group in groupby(measured, key=_share):
        equal = list(group)
        rank = len(found) + 1
        found.extend(Ranked(who, counts, rank, len(equal) > 1) for who, counts in equal)
    return [*found, *(Ranked(who, counts, None) for who, counts in given if not counts.due)]


def _share(row: tuple[Who, Counts]) -> Fraction:
    return row[1].share or Fraction(0)
