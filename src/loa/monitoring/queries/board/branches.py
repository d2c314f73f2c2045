"""How branches stand: counters of what is done, and for what is still open a look at how far it has come.

What is met, late, overdue or missed follows from counters and days alone. Whether something open is at risk depends
on how much there is to show; that is asked of groups of agencies that have the same to show, and of no others.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Mapping, Sequence
from datetime import date
from typing import Any, Literal

from django.db.models import F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from loa.monitoring.models import BranchTally, Occurrence
from loa.monitoring.queries.board.counts import Counts, counted
from loa.monitoring.queries.board.moves import moves
from loa.monitoring.queries.board.question import Question, Window, asked_for, windows

__all__ = ["By", "branch_counts"]

By = Literal["branch", "obligation", "owed_on", "occurrence"]
_PATHS: Mapping[By, str] = {
    "branch": "branch_id",
    "obligation": "occurrence__obligation_id",
    "owed_on": "occurrence__owed_on",
    "occurrence": "occurrence_id",
}
_REST = F("owed") - F("waived") - F("met") - F("late")
Key = tuple[Any, ...]
Numbers = dict[Key, Counter[str]]
Found = dict[Key, Counts]


def branch_counts(question: Question, branches: Collection[int], *, by: Sequence[By] = ("branch",)) -> Found:
    """How the duties of whole branches stand, by what they are told apart. At most eight queries.

    A key has one value for each word of `by`.
    """
    numbers: Numbers = defaultdict(Counter)
    rows = BranchTally.objects.filter(asked_for(question, "occurrence__"), branch__in=list(branches)).order_by()
    _put_closed(numbers, rows, by, question.today)
    if question.last >= question.today:
        _put_open(numbers, rows, by, question, branches)
    return {key: counts for key, found in numbers.items() if (counts := counted(found))}


def _put_closed(numbers: Numbers, rows: QuerySet[BranchTally], by: Sequence[By], today: date) -> None:
    """What is over, what has not begun, and what of the open is done: by counters and days."""
    passed, ahead = Q(occurrence__due_on__lt=today), Q(occurrence__due_on__gte=today)
    sums = {
        "waived_": Sum("waived"),
        "met_": Sum("met"),
        "late_": Sum("late"),
        "early_": Sum("met", filter=ahead),
        "missed_": Sum(_REST, filter=passed & Q(occurrence__closes_on__lt=today)),
        "overdue_": Sum(_REST, filter=passed & Q(occurrence__closes_on__gte=today)),
        "not_yet_due_": Sum(_REST, filter=ahead & Q(occurrence__window_from__gt=today)),
    }
    zeroed = {name: Coalesce(value, 0) for name, value in sums.items()}
    names = [name.rstrip("_") for name in sums]
    for row in rows.values_list(*(_PATHS[one] for one in by)).annotate(**zeroed):
        key, values = row[: len(by)], row[len(by) :]
        numbers[tuple(key)].update(dict(zip(names, values, strict=True)))


def _put_open(
    numbers: Numbers, rows: QuerySet[BranchTally], by: Sequence[By], question: Question, branches: Collection[int]
) -> None:
    """What is under way and not done: at risk or not."""
    today = question.today
    open_ = rows.filter(occurrence__window_from__lte=today, occurrence__due_on__gte=today)
    rest = list(open_.annotate(rest=_REST).values_list("branch_id", "occurrence_id", "rest"))
    found = {one.pk: one for one in windows(Occurrence.objects.filter(pk__in={pk for _, pk, _ in rest}))}
    for branch, pk, count in rest:
        numbers[_key(by, branch, found[pk])][found[pk].blank(today).value] += count
    for move in moves(found, branches, today=today):
        numbers[_key(by, move.branch, move.one)][move.name] += move.number


def _key(by: Sequence[By], branch: int, one: Window) -> Key:
    values: dict[By, Hashable] = {
        "branch": branch, "obligation": one.obligation_id, "owed_on": one.owed_on, "occurrence": one.pk,
    }  # fmt: skip
    return tuple(values[name] for name in by)
