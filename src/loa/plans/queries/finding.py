"""Finding plans: those a person may see, by words and by what they are."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from loa.organizations.folding import folded
from loa.organizations.models import Agency
from loa.plans.enums import NUMBERED, Review
from loa.plans.models import Consultation, Plan

__all__ = ["Wanted", "found", "issuers_of", "seen_by", "years_of"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which plans are asked for; what is empty does not narrow."""

    text: str = ""
    year: int | None = None
    state: str = ""
    kind: str = ""
    issuer_id: int | None = None


def seen_by(agencies: Collection[int]) -> QuerySet[Plan]:
    """What somebody may see who may see the drafts of these agencies: published plans of all, drafts of theirs,
    and drafts they are or were asked about."""
    asked = Consultation.objects.filter(agency__in=agencies).values("plan")
    return Plan.objects.filter(Q(state__in=NUMBERED) | Q(issuer__in=agencies) | Q(pk__in=asked))


def found(plans: QuerySet[Plan], wanted: Wanted) -> QuerySet[Plan]:
    """Those of the plans that are asked for, with their issuer and `duties`, the number of their obligations."""
    for word in folded(wanted.text).split():
        plans = plans.filter(searched__contains=word)
    if wanted.year:
        plans = plans.filter(period_from__year__lte=wanted.year, period_to__year__gte=wanted.year)
    exact = {"state": wanted.state, "kind": wanted.kind, "issuer": wanted.issuer_id}
    plans = plans.filter(**{name: value for name, value in exact.items() if value})
    counted = ~Q(obligations__review=Review.REJECTED) & Q(obligations__merged_into=None)
    return plans.select_related("issuer").annotate(duties=Count("obligations", filter=counted))


def years_of(plans: QuerySet[Plan]) -> list[int]:
    """The years that plans begin in, newest first."""
    days = plans.order_by().dates("period_from", "year", order="DESC")
    return [day.year for day in days]


def issuers_of(plans: QuerySet[Plan]) -> QuerySet[Agency]:
    """The agencies whose plans these are."""
    return Agency.objects.filter(pk__in=plans.order_by().values("issuer"))
