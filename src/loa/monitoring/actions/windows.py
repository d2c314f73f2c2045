"""The windows of a duty over the versions that amendments gave it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from loa import schedule
from loa.monitoring.explained import stored
from loa.monitoring.models import Occurrence
from loa.plans.models import Obligation
from loa.plans.queries.versions import Version
from loa.schedule import Kind, Window, occurrences_under
from loa.schedule.window import ONE_DAY

__all__ = ["FIELDS", "wanted_windows"]

FIELDS = (
    "rule_id", "kind", "name_vi", "name_en", "window_from", "window_to", "due_on", "owed_on", "closes_on", "amount",
    "unit", "amount_stated", "explanation",
)  # fmt: skip
"""What of a stored window may change while it stays the same window."""


@dataclass(frozen=True, slots=True)
class _Duty:
    root: Obligation
    versions: Sequence[Version]
    plan_id: int


def wanted_windows(root: Obligation, versions: Sequence[Version], plan_id: int) -> list[Occurrence]:
    """Unsaved rows of every window of the duty. Raises UnknownCode and UnknownDeadline.

    Where the duty ends before a window does, the window is not owed: nobody could know that it would be that short.
    What is continuous ends with the duty.
    """
    duty = _Duty(root, versions, plan_id)
    rows = [_row(one, duty) for one in _occurrences(duty)]
    _close(rows, _period(duty).end)
    return rows


def _close(rows: Sequence[Occurrence], end: date) -> None:
    """Says until when what comes late is still done late: until the next of the same kind falls due."""
    following: dict[tuple[str, str], date] = {}
    for row in sorted(rows, key=lambda row: row.owed_on, reverse=True):
        chain = (row.kind, row.unit)
        row.closes_on = max(row.owed_on, _last_taken(row, following.get(chain), end))
        following[chain] = min(row.owed_on, following.get(chain, row.owed_on))


def _last_taken(row: Occurrence, following: date | None, end: date) -> date:
    if row.kind in (Kind.QUOTA, Kind.CONTINUOUS):
        return row.window_to
    return following - ONE_DAY if following else end


def _occurrences(duty: _Duty) -> Iterator[schedule.Occurrence]:
    terms = [schedule.Version(one.since, one.obligation.terms() if one.obligation else None) for one in duty.versions]
    period = _period(duty)
    found = occurrences_under(terms, period)
    if terms[-1].terms is not None:
        yield from found
        return
    last = terms[-1].since - ONE_DAY
    whole = {one.key: one.window for one in occurrences_under(terms[:-1], period)}
    for one in found:
        if one.kind is Kind.CONTINUOUS or one.window.end < last or whole.get(one.key) == one.window:
            yield one


def _period(duty: _Duty) -> Window:
    """The time of the plan; an amendment may reach further."""
    plans = [one.obligation.plan for one in duty.versions if one.obligation is not None]
    return Window(min(plan.period_from for plan in plans), max(plan.period_to for plan in plans))


def _row(one: schedule.Occurrence, duty: _Duty) -> Occurrence:
    required = one.required
    owed_on = max(one.due_on or one.window.end, duty.versions[0].since)
    return Occurrence(
        plan_id=duty.plan_id,
        obligation_id=duty.root.pk,
        rule_id=_rule(one, owed_on, duty).pk,
        key=one.key,
        kind=one.kind,
        name_vi=one.name.vi,
        name_en=one.name.en,
        window_from=one.window.start,
        window_to=one.window.end,
        due_on=one.due_on,
        owed_on=owed_on,
        amount=required.amount if required else None,
        unit=(required.unit or "") if required else "",
        amount_stated=bool(required and required.stated),
        explanation=_explanation(one),
    )


def _explanation(one: schedule.Occurrence) -> dict[str, Any]:
    return stored(replace(one.explanation, words=""))


def _rule(one: schedule.Occurrence, owed_on: date, duty: _Duty) -> Obligation:
    """The version whose words the window explains itself with; of several alike the latest that held by then."""
    bound = [(version.since, version.obligation) for version in duty.versions if version.obligation is not None]
    alike = [(since, rule) for since, rule in bound if rule.text == one.explanation.words]
    held = [rule for since, rule in alike if since <= owed_on]
    return held[-1] if held else alike[0][1]
