"""What the time and amount of an obligation come to: its next windows and due dates, and why."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice

from loa.plans.models import Plan
from loa.plans.queries.review_content import Content
from loa.plans.queries.wording import language
from loa.reading.model import Quota
from loa.schedule import Occurrence, ScheduleError, Terms, explain_absence, occurrences, parse_terms

__all__ = ["Due", "Meaning", "meaning_of"]

_SHOWN = 4
_COUNTED = 400
"""Daily duties of a year; beyond it the number says nothing more."""


@dataclass(frozen=True, slots=True)
class Due:
    """One window: what it is called, when it is, when it is due, and how many are asked."""

    name: str
    start: date
    end: date
    due_on: date | None
    amount: str


@dataclass(frozen=True, slots=True)
class Meaning:
    """The windows to come, how many there are in all, and the reason of the first, sentence by sentence."""

    dues: list[Due]
    total: int
    reasons: list[str]


def meaning_of(content: Content, plan: Plan, today: date) -> Meaning:
    """What the content means in the time of the plan; the windows shown are the next from today, else the first."""
    tongue = language()
    try:
        terms = _terms(content)
    except ScheduleError as error:
        return Meaning([], 0, [error.message.vi if tongue == "vi" else error.message.en])
    found = list(islice(occurrences(terms, plan.period), _COUNTED))
    if not found:
        absence = explain_absence(terms)
        return Meaning([], 0, [(absence.vi if tongue == "vi" else absence.en)] if absence else [])
    coming = [one for one in found if one.window.end >= today] or found
    shown = coming[:_SHOWN]
    return Meaning([_due(one) for one in shown], len(found), list(_reasons(shown[0])))


def _terms(content: Content) -> Terms:
    return parse_terms(
        cadence=content.cadences,
        quotas=[Quota(**quota) for quota in content.quotas],
        deadline=content.deadline or None,
        kinds=content.kinds,
        requested=content.requested,
    )


def _due(one: Occurrence) -> Due:
    vietnamese = language() == "vi"
    name = one.name.vi if vietnamese else one.name.en
    required = one.required
    unit = required.unit.wording if required and required.unit else None
    words = f"{required.amount} {unit.vi if vietnamese else unit.en}" if required and unit and required.stated else ""
    return Due(name, one.window.start, one.window.end, one.due_on, words)


def _reasons(one: Occurrence) -> Iterator[str]:
    text = one.explanation.vi if language() == "vi" else one.explanation.en
    yield from text.splitlines()
