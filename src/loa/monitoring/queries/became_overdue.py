"""What became overdue on a day: what was due the day before and was not done in time."""

from collections.abc import Collection, Mapping
from datetime import date

from loa.monitoring.enums import Standing
from loa.monitoring.queries.board.lists import Lines, lines_of
from loa.monitoring.queries.board.question import Question
from loa.monitoring.queries.board.sight import ALWAYS, Spans
from loa.schedule.window import ONE_DAY

__all__ = ["FELL", "became_overdue", "in_the_days"]

FELL = (Standing.OVERDUE, Standing.MISSED, Standing.LATE)
"""How what became overdue may stand afterwards. Some duties cannot be done late: they are missed at once."""


def became_overdue(agencies: Spans | Collection[int], day: date, *, today: date | None = None) -> Lines:
    """What these agencies lead that became overdue on the day, fetched as it is sliced.

    What was done late since then stays in the list; the standing is that of `today`, else of the day itself.
    """
    spans = agencies if isinstance(agencies, Mapping) else dict.fromkeys(agencies, (ALWAYS,))
    return lines_of(in_the_days(day, day, today=today or day), spans, wanted=FELL)


def in_the_days(first: date, last: date, *, today: date) -> Question:
    """The question about what became overdue from one day to another: it was due a day sooner."""
    return Question(first - ONE_DAY, last - ONE_DAY, max(today, last))
