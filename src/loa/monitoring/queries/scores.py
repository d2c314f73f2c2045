"""What agencies led and did over a time, month by month: why one is inspected, praised or criticised, and its peers."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from loa.monitoring.queries.board.agencies import agency_counts
from loa.monitoring.queries.board.question import Question, Window
from loa.monitoring.queries.board.sight import ALWAYS

__all__ = ["Month", "Score", "scores"]


@dataclass(frozen=True, slots=True)
class Month:
    """What fell due in a month: how much of it was owed, met in time, and done late."""

    first: date
    owed: int
    met: int = 0
    late: int = 0

    @property
    def missed(self) -> int:
        return self.owed - self.met - self.late

    @property
    def percent(self) -> float:
        """The part done in time; 0 where nothing was owed."""
        return 100 * self.met / self.owed if self.owed else 0.0


@dataclass(frozen=True, slots=True)
class Score:
    """What one agency owed and did over a time, by months in which anything fell due."""

    agency_id: int
    months: tuple[Month, ...]

    @property
    def owed(self) -> int:
        return sum(month.owed for month in self.months)

    @property
    def met(self) -> int:
        return sum(month.met for month in self.months)

    @property
    def late(self) -> int:
        return sum(month.late for month in self.months)

    @property
    def missed(self) -> int:
        return self.owed - self.met - self.late

    @property
    def percent(self) -> float:
        """The part done in time."""
        return 100 * self.met / self.owed


def scores(
    agencies: Collection[int],
    first: date,
    last: date,
    *,
    today: date,
    obligations: Collection[int] | None = None,
) -> list[Score]:
    """The scores of agencies that lead anything that fell due in the time before today, the worst first.

    Counted as boards count, without what is only asked for; `obligations` narrows it to these.
    """
    question = Question(first, last, today, obligations=obligations, binding=True)
    counts = agency_counts(question, dict.fromkeys(agencies, (ALWAYS,)), by=_month_of)
    found = [
        Score(
            agency, tuple(Month(month, one.due, one.kept, one.late) for month, one in sorted(months.items()) if one.due)
        )
        for agency, months in counts.items()
    ]
    measured = (score for score in found if score.months)
    return sorted(measured, key=lambda score: (-score.missed / score.owed, -score.missed, score.agency_id))


def _month_of(one: Window) -> date:
    return one.owed_on.replace(day=1)
