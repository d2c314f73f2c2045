"""Agencies to choose from where the review asks who is meant."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from loa.organizations.folding import folded
from loa.organizations.models import Agency, Designation
from loa.organizations.queries.naming import Match, Resolver
from loa.plans.models import Obligation, Party, Plan
from loa.plans.queries.wording import party_text

__all__ = ["AskedName", "agencies_like", "asked_names", "day_of_names", "names_of"]

_MOST = 12
"""How many agencies a search offers; who wants another types more."""


@dataclass(frozen=True, slots=True)
class AskedName:
    """A name in the plan: how often it stands there, its first place, what it means, and what it may mean."""

    name: str
    count: int
    first: Obligation | None
    meaning: Party | None
    candidates: tuple[Agency, ...]

    @property
    def words(self) -> str:
        """What it means in words; empty while open."""
        return party_text(self.meaning) if self.meaning and not self.meaning.outside else ""

    @property
    def is_open(self) -> bool:
        return self.meaning is None


def day_of_names(plan: Plan, today: date) -> date:
    """The day as of which the names in the plan are understood, never one to come."""
    return min(plan.issued_on or plan.period_from, today)


def names_of(ids: Collection[int]) -> Mapping[int, str]:
    """The names of these agencies. One query."""
    return dict(Agency.objects.filter(pk__in=ids).values_list("pk", "name")) if ids else {}


def agencies_like(words: str, on: date) -> list[Designation]:
    """Agencies of the day whose name, short name, abbreviation or code holds all the words, blind to marks."""
    wanted = folded(words).split()
    if not wanted:
        return []
    rows = Designation.objects.on(on).select_related("agency").order_by("sort_key", "pk")
    for word in wanted:
        rows = rows.filter(searched__contains=word)
    return list(rows[:_MOST])


def asked_names(plan: Plan, today: date) -> list[AskedName]:
    """Every distinct name in the obligations that count, open ones first, with candidates for those."""
    parties = Party.objects.filter(obligation__in=plan.obligations.standing()).exclude(name="")
    counts = {row["name"]: row["count"] for row in parties.values("name").annotate(count=Count("pk")).order_by("name")}
    first: dict[str, Party] = {}
    known: dict[str, Party] = {}
    for party in parties.select_related("obligation", "agency").order_by("obligation__position", "pk"):
        first.setdefault(party.name, party)
        if party.is_resolved:
            known.setdefault(party.name, party)
    open_names = set(parties.filter(agency=None, group="", outside=False).values_list("name", flat=True))
    resolver = Resolver(plan.issuer, day_of_names(plan, today))
    matches = {name: resolver.resolve(name) for name in sorted(open_names)}
    found = [
        AskedName(
            name=name,
            count=count,
            first=first[name].obligation,
            meaning=None if name in open_names else known[name],
            candidates=_candidates(matches[name]) if name in open_names else (),
        )
        for name, count in counts.items()
    ]
    return sorted(found, key=lambda one: (not one.is_open, one.name))


def _candidates(match: Match) -> tuple[Agency, ...]:
    """Those a name may mean; an agency that came into Loa after the reading is one of them."""
    return (match.agency,) if match.agency else match.candidates
