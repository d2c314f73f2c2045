"""What is asked about: which duties, falling due when, seen on which day; and how one of them stands."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import Q, QuerySet

from loa.monitoring.binding import NEVER_LATE
from loa.monitoring.enums import Standing
from loa.monitoring.models import Occurrence
from loa.monitoring.queries.board.counts import EARLY
from loa.monitoring.standing import NOTHING, Owed, Shown, standing
from loa.schedule import Kind

__all__ = ["Question", "Window", "asked_for", "dated", "names_of", "windows"]

_FIELDS = (
    "pk", "obligation_id", "rule_id", "kind", "window_from", "window_to", "due_on", "owed_on", "closes_on", "amount",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Question:
    """What falls due from the first day to the last, of a plan, a duty or a kind where one is named, as of today.

    `binding` is what is held against agencies: not what is only asked for (`loa.monitoring.binding`), and what an own
    plan took over unchanged once (`loa.monitoring.taken_over`). Only agencies can be asked so, not branches,
    whose counters do not tell who is asked.
    """

    first: date
    last: date
    today: date
    plan: int | None = None
    obligation: int | None = None
    kind: str = ""
    obligations: Collection[int] | None = None
    binding: bool = False


class Window(NamedTuple):
    """What of an occurrence its standing depends on."""

    pk: int
    obligation_id: int
    rule_id: int
    kind: str
    window_from: date
    window_to: date
    due_on: date
    owed_on: date
    closes_on: date
    amount: int | None

    def owed(self, required: int = 0, *, waived: bool = False) -> Owed:
        """What an agency owes of it; `required` where it is another number than the plan says."""
        days = (self.window_from, self.window_to, self.due_on, self.closes_on)
        return Owed(Kind(self.kind), *days, required or self.amount or 1, waived)

    def is_open(self, today: date) -> bool:
        """Whether one can still act in time: only then what is there so far changes how it stands."""
        return self.window_from <= today <= self.due_on

    def blank(self, today: date) -> Standing:
        """How it stands where nothing was shown and nothing excused."""
        return standing(self.owed(), NOTHING, today=today)


def asked_for(question: Question, prefix: str = "") -> Q:
    """What falls due in the time, as a condition on occurrences; what is never due has no place on a board."""
    wanted: dict[str, object] = {
        "due_on__isnull": False,
        "owed_on__range": (question.first, question.last),
        "plan": question.plan,
        "obligation": question.obligation,
        "kind": question.kind or None,
        "obligation__in": question.obligations,
    }
    found = Q(**{f"{prefix}{name}": value for name, value in wanted.items() if value is not None})
    never = NEVER_LATE if question.binding else (Kind.CONTINUOUS,)
    return found & ~Q(**{f"{prefix}kind__in": never})


def dated(question: Question) -> QuerySet[Occurrence]:
    """What falls due in the time."""
    return Occurrence.objects.filter(asked_for(question))


def windows(rows: QuerySet[Occurrence]) -> list[Window]:
    """The occurrences by the day on which they are owed. One query."""
    return [Window(*row) for row in rows.order_by("owed_on", "pk").values_list(*_FIELDS)]


def names_of(one: Window, owed: Owed, shown: Shown, today: date) -> tuple[str, ...]:
    """Under which names of `Counts` a duty goes."""
    found = standing(owed, shown, today=today)
    if found is Standing.MET and one.due_on >= today:
        return found.value, EARLY
    return (found.value,)
