"""Finding plans: those a person may see, by words and by what they are."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from loa.organizations.folding import folded
from loa.organizations.models import Designation
from loa.plans.enums import NUMBERED
from loa.plans.models import Consultation, Obligation, Plan

__all__ = ["Wanted", "found", "seen_by", "years_of"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which plans are asked for; what is empty does not narrow."""

    text: str = ""
    year: int | None = None
    state: str = ""
    kind: str = ""
    issuer_id: int | None = None
    issuer: str = ""


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
    if wanted.issuer:
        # By any name it has or had: plans of former agencies are looked for as well.
        named = Designation.objects.filter(searched__contains=folded(wanted.issuer))
        plans = plans.filter(issuer__in=named.values("agency"))
    # Counted row by row, so that a page of fifty counts for fifty plans and not for all.
    counted = Obligation.objects.standing().filter(plan=OuterRef("pk")).order_by().values("plan")
    number = Subquery(counted.annotate(number=Count("pk")).values("number"))
    return plans.select_related("issuer").annotate(duties=Coalesce(number, 0))


def years_of(plans: QuerySet[Plan]) -> list[int]:
    """The years that plans begin in, newest first."""
    days = plans.order_by().dates("period_from", "year", order="DESC")
    return [day.year for day in days]
