"""For what agencies are proposed for praise or criticism: pure rules over scores (`commendation_rules.toml`)."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from django.utils.translation import gettext as _

from loa.monitoring.enums import CommendationKind
from loa.monitoring.queries.scores import Score

__all__ = ["Reason", "Rule", "proposed", "rules", "said_reason"]

Reason = list[Any]
"""The name of a rule, then a mapping of figures."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule; what is None is not asked."""

    name: str
    kind: CommendationKind
    months: int = 1
    owed: int = 1
    met_share: int | None = None
    missed_share: int | None = None
    times: int = 1

    def fits(self, score: Score) -> bool:
        """Whether a score is what the rule is about."""
        if len(score.months) < self.months or score.owed < self.owed:
            return False
        if self.met_share is not None:
            return all(month.met * 100 >= self.met_share * month.owed for month in score.months)
        return self.missed_share is not None and self._times_missed(score) >= self.times

    def reason(self, score: Score) -> Reason:
        """Why, as a code with figures."""
        figures = {
            "owed": score.owed, "met": score.met, "late": score.late, "missed": score.missed,
            "months": len(score.months), "bad_months": [f"{one.first:%m/%Y}" for one in self._bad(score)],
            "share": self.met_share if self.missed_share is None else self.missed_share,
        }  # fmt: skip
        return [self.name, figures]

    def _bad(self, score: Score) -> list[Any]:
        if self.missed_share is None:
            return []
        return [month for month in score.months if month.missed * 100 > self.missed_share * month.owed]

    def _times_missed(self, score: Score) -> int:
        return len(self._bad(score))


@cache
def rules() -> tuple[Rule, ...]:
    """The rules in their order."""
    raw = (resources.files("loa.monitoring") / "commendation_rules.toml").read_text("utf-8")
    return tuple(Rule(**{**entry, "kind": CommendationKind(entry["kind"])}) for entry in tomllib.loads(raw)["rule"])


def proposed(score: Score, book: Sequence[Rule] | None = None) -> list[tuple[CommendationKind, Reason]]:
    """What the rules propose for a score, at most once for praise and once for criticism."""
    found: dict[CommendationKind, Reason] = {}
    for rule in rules() if book is None else book:
        if rule.kind not in found and rule.fits(score):
            found[rule.kind] = rule.reason(score)
    return list(found.items())


def said_reason(reason: Reason) -> str:
    """A reason in the language of who reads."""
    figures = {**reason[1], "bad_months": ", ".join(reason[1]["bad_months"])}
    if figures["bad_months"]:
        words = _("More than %(share)d %% not done in %(bad_months)s; in all %(missed)d of %(owed)d, late %(late)d.")
        return words % figures
    words = _("At least %(share)d %% done in time in each of %(months)d months; in all %(met)d of %(owed)d.")
    return words % figures
