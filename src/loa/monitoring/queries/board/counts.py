"""How many duties stand how."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from fractions import Fraction

from loa.monitoring.enums import Standing

__all__ = ["EARLY", "NONE", "Counts", "counted", "total"]

EARLY = "early"
"""Beside the standings: what is met although its due day has not passed. It is counted as met too."""

_WORST_FIRST = (
    Standing.MISSED,
    Standing.OVERDUE,
    Standing.AT_RISK,
    Standing.LATE,
    Standing.ON_TRACK,
    Standing.NOT_YET_DUE,
    Standing.MET,
    Standing.WAIVED,
)


@dataclass(frozen=True, slots=True)
class Counts:
    """So many duties of each standing. What is never due is not counted; `early` are those of `met` not due yet."""

    met: int = 0
    early: int = 0
    late: int = 0
    on_track: int = 0
    at_risk: int = 0
    not_yet_due: int = 0
    overdue: int = 0
    missed: int = 0
    waived: int = 0

    @property
    def owed(self) -> int:
        """All that must be done: everything but what is waived."""
        return self.due + self.early + self.on_track + self.at_risk + self.not_yet_due

    @property
    def due(self) -> int:
        """What must have been done by now: the denominator of the share."""
        return self.kept + self.late + self.overdue + self.missed

    @property
    def kept(self) -> int:
        """What was done in time of what is due: the numerator of the share."""
        return self.met - self.early

    @property
    def failed(self) -> int:
        """What is overdue or missed."""
        return self.overdue + self.missed

    @property
    def open(self) -> int:
        """What is neither done nor too late."""
        return self.on_track + self.at_risk + self.not_yet_due

    @property
    def share(self) -> Fraction | None:
        """How much of what is due was done in time; None where nothing is due yet."""
        return Fraction(self.kept, self.due) if self.due else None

    @property
    def percent(self) -> float | None:
        """The share in percent, to one decimal."""
        return None if self.share is None else round(float(self.share * 100), 1)

    @property
    def worst(self) -> Standing | None:
        """The standing that asks for attention first; None where nothing is owed."""
        return next((one for one in _WORST_FIRST if self.of(one)), None)

    def of(self, standing: Standing) -> int:
        """How many have the standing; what is continuous is never counted."""
        return 0 if standing is Standing.CONTINUOUS else int(getattr(self, standing.value))

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(*(getattr(self, name) + getattr(other, name) for name in _NAMES))

    def __bool__(self) -> bool:
        return any(getattr(self, name) for name in _NAMES)


_NAMES = tuple(field.name for field in fields(Counts))
NONE = Counts()


def counted(numbers: Mapping[str, int]) -> Counts:
    """The counts by name of standing as one value; what is not counted in them is left out."""
    return Counts(*(numbers.get(name, 0) for name in _NAMES))


def total(parts: Iterable[Counts]) -> Counts:
    """All of them together."""
    numbers: Counter[str] = Counter()
    for part in parts:
        for name in _NAMES:
            numbers[name] += getattr(part, name)
    return counted(numbers)
