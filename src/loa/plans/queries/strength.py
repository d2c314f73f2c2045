"""Whether one obligation asks less than another: fewer, rarer or later."""

from collections import defaultdict
from datetime import date

from loa.plans.models import Obligation
from loa.reading.model import Quota

__all__ = ["Weakness", "weaknesses"]

Weakness = str
"""The field in which the one obligation asks less: `quotas`, `cadence` or `deadline`."""

_A_YEAR = {
    "day": 365, "week": 52, "two weeks": 26, "month": 12, "quarter": 4, "half-year": 2, "nine months": 1, "year": 1,
    "daily": 365, "weekly": 52, "biweekly": 26, "monthly": 12, "quarterly": 4, "semiannual": 2, "annual": 1,
    "nine-months": 1, "once": 1,
}  # fmt: skip
"""How often a period, or a cadence, comes in a year."""


def weaknesses(theirs: Obligation, ours: Obligation) -> list[Weakness]:
    """In what the second asks less than the first. What the first does not say cannot be asked less of."""
    found: list[Weakness] = []
    wanted, given = _amounts(theirs), _amounts(ours)
    if any(given.get(unit, 0) < amount for unit, amount in wanted.items()):
        found.append("quotas")
    if not wanted and _rhythm(ours) < _rhythm(theirs):
        found.append("cadence")
    if (latest := _day(theirs)) and ((own := _day(ours)) is None or own > latest):
        found.append("deadline")
    return found


def _amounts(obligation: Obligation) -> dict[str, int]:
    """How many of each unit in a year. Numbers for each issue of a bulletin cannot be compared and stay out."""
    found: dict[str, int] = defaultdict(int)
    for quota in (Quota(**one) for one in obligation.quotas):
        if quota.per in _A_YEAR:
            found[quota.unit] += quota.min * _A_YEAR[quota.per]
    return dict(found)


def _rhythm(obligation: Obligation) -> int:
    """How often in a year by its densest cadence; a number says how often as well."""
    stated = [*obligation.cadences, *(quota["per"] for quota in obligation.quotas)]
    return max((_A_YEAR.get(code, 0) for code in stated), default=0)


def _day(obligation: Obligation) -> date | None:
    try:
        return date.fromisoformat(obligation.deadline)
    except ValueError:
        return None
