"""What a schedule consists of."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from loa.schedule.period import Period
from loa.schedule.terms import Unit
from loa.schedule.window import Window
from loa.schedule.wording import Step, Wording
from loa.schedule.working_days import DayOff

__all__ = ["Explanation", "Kind", "Occurrence", "Requirement"]


class Kind(StrEnum):
    """How an occurrence is met and what becomes of it when it is not."""

    QUOTA = "quota"
    """So many things within the window."""
    REPORT = "report"
    """One report on the window."""
    ONCE = "once"
    """One thing, once."""
    CONTINUOUS = "continuous"
    """Never overdue: the last activity is shown."""
    REQUESTED = "requested"
    """Asked of a body outside the executive: tracked, never escalated."""


@dataclass(frozen=True, slots=True)
class Requirement:
    """At least `amount` of `unit`; `stated` is False where the plan gives a rhythm but no number: one will do."""

    amount: int
    unit: Unit | None
    stated: bool


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why an occurrence is as it is: rule of the due date, words of the plan, steps, days off that mattered."""

    rule: Step
    words: str
    steps: tuple[Step, ...]
    days_off: tuple[DayOff, ...]

    @property
    def vi(self) -> str:
        return "\n".join(self._lines(vi=True))

    @property
    def en(self) -> str:
        return "\n".join(self._lines(vi=False))

    def _lines(self, *, vi: bool) -> Iterator[str]:
        yield self.rule.vi if vi else self.rule.en
        if self.words:
            words = self.words.rstrip(" .;")  # the sentence around them has its own end
            yield f"Kế hoạch ghi: “{words}”." if vi else f"In the words of the plan: “{words}”."
        for step in self.steps:
            yield step.vi if vi else step.en
        for off in self.days_off:
            yield f"{off.day:%d/%m/%Y}: {off.name.vi}." if vi else f"{off.day}: {off.name.en}."


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One window of a duty (kỳ thực hiện).

    `key` is the same whenever the same schedule is made, and no two occurrences of a duty share one. `period` is
    None for what does not come round. `due_on` is None where nothing is ever overdue or the day is not known yet: the
    explanation says which. It may lie after the window, or before its end.
    """

    key: str
    name: Wording
    kind: Kind
    period: Period | None
    window: Window
    due_on: date | None
    required: Requirement | None
    explanation: Explanation
