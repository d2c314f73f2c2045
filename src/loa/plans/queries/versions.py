"""What of a plan binds on which day: amendments change rules from a day on and leave the past as it was."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from loa.plans.enums import Change
from loa.plans.models import Obligation, Plan
from loa.schedule.window import ONE_DAY

__all__ = [
    "Version",
    "amendments_of",
    "first_plan",
    "obligations_in_force",
    "root_of",
    "versions",
    "versions_of",
    "was_amended",
]


class Version(NamedTuple):
    """The words in which a duty binds from a day on; None when it no longer does."""

    since: date
    obligation: Obligation | None


def first_plan(plan: Plan) -> Plan:
    """The plan that stands at the beginning of a chain of amendments; a plan that amends none is its own."""
    while plan.amends is not None:
        plan = plan.amends
    return plan


def amendments_of(plan: Plan) -> list[Plan]:
    """The plans that amend it, and those that amend these, in the order in which they bind; drafts come last."""
    found: list[Plan] = []
    level = [plan.pk]
    while level:
        next_level = list(Plan.objects.filter(amends__in=level).select_related("issuer"))
        found.extend(next_level)
        level = [one.pk for one in next_level]
    return sorted(found, key=_order)


def was_amended(plan: Plan) -> bool:
    """Whether a plan that amends it binds or once bound."""
    return any(one.was_in_force for one in plan.amendments.all())


def root_of(obligation: Obligation) -> Obligation:
    """The obligation as the plan first issued has it: that to which assignments and occurrences belong."""
    while obligation.replaces is not None:
        obligation = obligation.replaces
    return obligation


def versions(obligation: Obligation) -> Sequence[Version]:
    """How one duty changed over time, whichever of its versions is given. Empty while the plan never was in force."""
    root = root_of(obligation)
    return versions_of(root.plan).get(root, ())


def versions_of(plan: Plan) -> Mapping[Obligation, Sequence[Version]]:
    """Every duty of the plan and its amendments, by its first version, with how it changed over time.

    Duties that an amendment added come after those of the plan. Parties are fetched along. The number of queries
    grows with the depth of the chain of amendments only.
    """
    first = first_plan(plan)
    family = {one.pk: one for one in [first, *amendments_of(first)]}
    lines = _lines(_obligations(family.values()))
    found = {line[0]: _over_time(line, family) for line in lines}
    return {root: line for root, line in found.items() if line}


def obligations_in_force(plan: Plan, on: date) -> list[Obligation]:
    """The obligations that bind on the day under the plan as amended, in its order, with their parties."""
    current = (_on(line, on) for line in versions_of(plan).values())
    return [obligation for obligation in current if obligation is not None]


def _obligations(family: Iterable[Plan]) -> list[Obligation]:
    plans = list(family)
    places = {plan.pk: place for place, plan in enumerate(plans)}
    rows = (
        Obligation.objects.standing().filter(plan__in=plans).select_related("plan").prefetch_related("parties__agency")
    )
    return sorted(rows, key=lambda row: (places[row.plan_id], row.position, row.pk))


def _lines(rows: list[Obligation]) -> list[list[Obligation]]:
    """Each duty with everything that replaces or ends it, the first version in front."""
    by_key = {row.pk: row for row in rows}
    lines: dict[int, list[Obligation]] = defaultdict(list)
    for row in rows:
        root = row
        while root.replaces_id in by_key:
            root = by_key[root.replaces_id]
        lines[root.pk].insert(0 if row is root else len(lines[root.pk]), row)
    return list(lines.values())


def _over_time(line: list[Obligation], family: Mapping[int, Plan]) -> list[Version]:
    bound = [(family[row.plan_id], row) for row in line if family[row.plan_id].was_in_force]
    found: list[Version] = []
    for day in sorted(_days_of_change(plan for plan, _ in bound)):
        now = _current(bound, day)
        if now != (found[-1].obligation if found else None):
            found.append(Version(day, now))
    return found


def _days_of_change(plans: Iterable[Plan]) -> set[date]:
    days: set[date] = set()
    for plan in plans:
        if plan.effective_from is not None:
            days.add(plan.effective_from)
        if plan.ended_on is not None and plan.effective_from is not None:
            days.add(max(plan.ended_on + ONE_DAY, plan.effective_from))
    return days


def _current(bound: list[tuple[Plan, Obligation]], day: date) -> Obligation | None:
    """What the latest of the plans that bind on the day says; None where it ends the duty, or none binds."""
    live = [(plan, row) for plan, row in bound if plan.binds_on(day)]
    # Where the plan first issued is over, what amended it is over as well.
    if not any(row is bound[0][1] for _, row in live):
        return None
    _, row = max(live, key=lambda pair: _order(pair[0]))
    return None if row.change == Change.END else row


def _order(plan: Plan) -> tuple[date, date, int]:
    return plan.effective_from or date.max, plan.issued_on or date.max, plan.pk


def _on(line: Sequence[Version], day: date) -> Obligation | None:
    found: Obligation | None = None
    for version in line:
        if version.since <= day:
            found = version.obligation
    return found
