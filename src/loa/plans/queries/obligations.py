"""The obligations of one plan, as its pages and files show them."""

from dataclasses import dataclass

from django.db.models import QuerySet

from loa.organizations.folding import folded
from loa.plans.enums import PartyRole
from loa.plans.models import Obligation, Plan

__all__ = ["WantedObligations", "obligations_of"]


@dataclass(frozen=True, slots=True)
class WantedObligations:
    """Which obligations are asked for; what is empty does not narrow."""

    text: str = ""
    kind: str = ""
    cadence: str = ""
    agency_id: int | None = None
    review: str = ""


def obligations_of(plan: Plan, wanted: WantedObligations | None = None) -> QuerySet[Obligation]:
    """The obligations of the plan that count, in its order, with their parties."""
    rows = plan.obligations.standing().prefetch_related("parties__agency").select_related("replaces")
    if wanted is None:
        return rows
    for word in folded(wanted.text).split():
        rows = rows.filter(searched__contains=word)
    if wanted.review:
        rows = rows.filter(review=wanted.review)
    if wanted.agency_id:
        named = PartyRole.LEAD, PartyRole.COORDINATE
        rows = rows.filter(parties__agency=wanted.agency_id, parties__role__in=named).distinct()
    return _with_code(_with_code(rows, "kinds", wanted.kind), "cadences", wanted.cadence)


def _with_code(rows: QuerySet[Obligation], field: str, code: str) -> QuerySet[Obligation]:
    """Those whose list of codes holds the code. SQLite cannot look into JSON lists, so it is done here."""
    if not code:
        return rows
    keys = [key for key, codes in rows.values_list("pk", field) if code in codes]
    return rows.filter(pk__in=keys)
