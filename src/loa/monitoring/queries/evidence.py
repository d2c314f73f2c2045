"""Evidence by who may see it, and what of it fits nothing."""

from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from loa.monitoring.enums import EvidenceState, MatchState
from loa.monitoring.models import Evidence, Match
from loa.organizations.enums import RelationKind
from loa.organizations.models import Agency, Person, Relation
from loa.organizations.policy import agencies_in_charge, matrix
from loa.organizations.queries.people import held_posts

__all__ = ["agencies_seen_by", "evidence_seen_by", "of_agencies", "unmatched"]

_SEE = "evidence.see"
_FEW = 50
"""Of so many agencies evidence is looked up one by one; of more the evidence of all is gone through in its order."""
_MOST_RUNS = 100


def evidence_seen_by(person: Person, *, on: date) -> QuerySet[Evidence]:
    """The evidence of the agencies whose evidence somebody may see: their own, those under them, those they guide."""
    return of_agencies(Evidence.objects.select_related("agency"), agencies_seen_by(person, on=on))


def of_agencies(rows: QuerySet[Evidence], agencies: Collection[int]) -> QuerySet[Evidence]:
    """Those of some agencies; asked for in a way that is quick for one agency and for a whole country."""
    if len(agencies) <= _FEW:
        return rows.filter(agency__in=agencies)
    existing = Agency.objects.order_by("pk").values_list("pk", flat=True)
    runs, whole = _runs(agencies, existing)
    if whole:
        return rows
    # As a sum, for which no index of agencies is taken: it would give all their evidence, to be sorted by day.
    rows = rows.alias(_agency=F("agency_id") + 0)
    if len(runs) > _MOST_RUNS:
        return rows.filter(_agency__in=agencies)
    return rows.filter(Q.create([Q(_agency__range=run) for run in runs], connector=Q.OR))


def _runs(agencies: Collection[int], existing: Iterable[int]) -> tuple[list[tuple[int, int]], bool]:
    """The first and last of all runs of agencies without another between them, and whether there is no other."""
    wanted, runs, whole = frozenset(agencies), list[tuple[int, int]](), True
    follows = False
    for one in existing:
        if one not in wanted:
            follows = whole = False
        elif follows:
            runs[-1] = (runs[-1][0], one)
        else:
            runs.append((one, one))
            follows = True
    return runs, whole


def agencies_seen_by(person: Person, *, on: date) -> frozenset[int]:
    """The agencies whose evidence somebody may see on a day; a fixed number of queries."""
    return agencies_in_charge(person, _SEE, on=on) | _guided(person, on)


def _guided(person: Person, on: date) -> frozenset[int]:
    """The agencies guided by those where the person holds a post that sees what is guided."""
    roles = {role for kinship, roles in matrix()[_SEE].items() if kinship == "guided" for role in roles}
    guides = {post.agency_id for post in held_posts(person, on) if post.role in roles}
    if not guides:
        return frozenset()
    kinds = [RelationKind.GUIDANCE, RelationKind.REPORTING]
    rows = Relation.objects.on(on).filter(to__in=guides, kind__in=kinds)
    return frozenset(rows.values_list("agency_id", flat=True))


def unmatched(agencies: Collection[int], *, first: date = date.min, last: date = date.max) -> QuerySet[Evidence]:
    """Evidence of these agencies that fits nothing they owe, or was rejected wherever it did; the latest first."""
    matches = Match.objects.filter(evidence=OuterRef("pk")).exclude(state=MatchState.REJECTED)
    rows = Evidence.objects.filter(state=EvidenceState.RECORDED, happened_on__range=(first, last))
    return of_agencies(rows, agencies).filter(~Exists(matches)).order_by("-happened_on", "-pk")
