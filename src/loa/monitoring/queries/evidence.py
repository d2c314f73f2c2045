"""Evidence by who may see it, and what of it fits nothing."""

from collections.abc import Collection
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from loa.monitoring.enums import EvidenceState, MatchState
from loa.monitoring.models import Evidence, Match
from loa.organizations.enums import RelationKind
from loa.organizations.models import Person, Relation
from loa.organizations.policy import agencies_in_charge, matrix
from loa.organizations.queries.people import held_posts

__all__ = ["agencies_seen_by", "evidence_seen_by", "unmatched"]

_SEE = "evidence.see"


def evidence_seen_by(person: Person, *, on: date) -> QuerySet[Evidence]:
    """The evidence of the agencies whose evidence somebody may see: their own, those under them, those they guide."""
    return Evidence.objects.filter(agency__in=agencies_seen_by(person, on=on)).select_related("agency")


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
    rows = Evidence.objects.filter(agency__in=agencies, state=EvidenceState.RECORDED, happened_on__range=(first, last))
    return rows.filter(~Exists(matches)).order_by("-happened_on", "-pk")
