"""The plans that a plan can be related to, and those it is."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from loa.organizations.models import Agency
from loa.organizations.queries.kinship import guides_of, line_above
from loa.plans.enums import BINDING
from loa.plans.models import Plan

__all__ = ["Relatives", "possible_superiors", "relatives_of", "replaceable"]


@dataclass(frozen=True, slots=True)
class Relatives:
    """The issued plans that grew out of one: its amendments, and those that replace it."""

    amendments: tuple[Plan, ...]
    replacements: tuple[Plan, ...]


def relatives_of(plan: Plan, seen: QuerySet[Plan]) -> Relatives:
    """Among the plans the reader may see. One query."""
    rows = list(seen.filter(Q(amends=plan) | Q(replaces=plan)).order_by("issued_on", "pk"))
    return Relatives(
        tuple(row for row in rows if row.amends_id == plan.pk),
        tuple(row for row in rows if row.replaces_id == plan.pk),
    )


def possible_superiors(issuer: Agency, on: date, *, but: Plan | None = None) -> QuerySet[Plan]:
    """Issued plans of the agencies over the issuer, and of those that guide it, that were not ended before the day."""
    above = {*line_above(issuer.pk, on), *guides_of(issuer.pk, on)}
    open_plans = Q(state__in=BINDING) | Q(state="issued") | Q(ended_on__gte=on)
    own = Q(pk=but.superior_id) if but and but.superior_id else Q(pk=None)
    return Plan.objects.published().filter(Q(open_plans, issuer__in=above, amends=None) | own).select_related("issuer")


def replaceable(issuer: Agency, *, but: Plan | None = None) -> QuerySet[Plan]:
    """The plans in force of the issuer that amend no other."""
    own = Q(pk=but.replaces_id) if but and but.replaces_id else Q(pk=None)
    found = Plan.objects.filter(Q(state__in=BINDING, issuer=issuer, amends=None) | own)
    return found.exclude(pk=but.pk) if but else found
