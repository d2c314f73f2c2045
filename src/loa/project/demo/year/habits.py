"""How agencies of the sample province go about their duties. The same agency has the same habit in every run."""

import random
from dataclasses import dataclass
from datetime import date

__all__ = ["HABITS", "Habit", "chance_of", "habit_of"]

_SUMMER = 7
_INSISTING, _SUREST = 0.5, 0.9


@dataclass(frozen=True, slots=True)
class Habit:
    """`share` is how much of what is required gets done on average, `spread` how far it strays from that.

    `late` and `never` are the chances that something with a due day comes late or not at all. `at_the_end`: most of it
    is done in the last days of a window. With `tires`, only a third gets done from July on. `listens` is the chance
    that the agency does what it was reminded of before the day; every further step makes it likelier.
    """

    name: str
    share: float
    spread: float
    late: float
    never: float
    at_the_end: bool = False
    tires: bool = False
    listens: float = 0.4

    def share_on(self, day: date) -> float:
        """How much gets done on average in a window that begins on the day."""
        return self.share / 3 if self.tires and day.month >= _SUMMER else self.share

    def heeds(self, step: int) -> float:
        """The chance that it acts on a reminder so many days after the due day, or before it."""
        return min(_SUREST, self.listens * (1.0 + _INSISTING * (step >= 0) + _INSISTING * (step > 1)))


HABITS: tuple[tuple[Habit, int], ...] = (
    (Habit("diligent", share=1.35, spread=0.2, late=0.02, never=0.0, listens=0.7), 24),
    (Habit("steady", share=1.1, spread=0.15, late=0.08, never=0.01, listens=0.5), 34),
    (Habit("at the last moment", share=1.05, spread=0.2, late=0.2, never=0.03, at_the_end=True, listens=0.45), 18),
    (Habit("slack", share=0.8, spread=0.3, late=0.3, never=0.12, listens=0.25), 12),
    (Habit("flagging", share=1.1, spread=0.2, late=0.15, never=0.05, tires=True, listens=0.15), 7),
    (Habit("failing", share=0.35, spread=0.35, late=0.35, never=0.35, listens=0.08), 5),
)
"""Each habit with how many agencies of a hundred have it."""


def chance_of(*named: object) -> random.Random:
    """Chance that falls the same way in every run for the same names."""
    return random.Random("/".join(str(name) for name in named))  # noqa: S311  # sample data


def habit_of(agency: str) -> Habit:
    """The habit of an agency by its key in the samples."""
    kinds = [habit for habit, _ in HABITS]
    return chance_of("habit", agency).choices(kinds, [weight for _, weight in HABITS])[0]
