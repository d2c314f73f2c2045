"""Good models and initiatives as lists, pages and the portal show them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from loa.monitoring.enums import EvidenceState
from loa.monitoring.models import Evidence, GoodModel
from loa.monitoring.queries.reminders import agencies_named
from loa.organizations.folding import folded
from loa.organizations.models import Person
from loa.organizations.policy import agencies_in_charge

__all__ = ["WantedModels", "evidence_offered", "found", "models_seen_by", "models_to_approve", "published"]

_OFFERED = 30


@dataclass(frozen=True, slots=True)
class WantedModels:
    """What narrows the list; `title` is blind to marks."""

    agency: str = ""
    title: str = ""
    area: str = ""
    approved: str = ""


def models_seen_by(person: Person, on: date) -> QuerySet[GoodModel]:
    """The models of agencies somebody is in charge of, and all that are approved: they are to be copied."""
    own = Q(agency__in=agencies_in_charge(person, "occurrences.see", on=on))
    return GoodModel.objects.filter(own | Q(approved_at__isnull=False)).select_related(
        "agency", "added_by", "approved_by"
    )


def models_to_approve(person: Person, on: date) -> QuerySet[GoodModel]:
    """Models that wait for somebody's approval, the oldest first."""
    agencies = agencies_in_charge(person, "models.approve", on=on)
    return GoodModel.objects.filter(agency__in=agencies, approved_at=None).select_related("agency").order_by("added_at")


def published() -> QuerySet[GoodModel]:
    """What the public may see, the latest approved first."""
    rows = GoodModel.objects.filter(publishable=True, approved_at__isnull=False).select_related("agency")
    return rows.order_by("-approved_at", "-pk")


def found(rows: QuerySet[GoodModel], wanted: WantedModels) -> list[GoodModel]:
    """Those that are asked for, the latest first. Good models are few: titles are compared here."""
    if wanted.agency:
        rows = rows.filter(agency__in=agencies_named(wanted.agency))
    states: dict[str, dict[str, object]] = {
        "yes": {"approved_at__isnull": False}, "no": {"approved_at": None}, "public": {"publishable": True},
    }  # fmt: skip
    rows = rows.filter(**states.get(wanted.approved, {})).order_by("-added_at", "-pk")
    words = folded(wanted.title).split()
    return [
        row for row in rows
        if all(word in folded(row.title) for word in words) and (not wanted.area or wanted.area in row.areas)
    ]  # fmt: skip


def evidence_offered(agencies: Collection[int], linked: Collection[int] = ()) -> QuerySet[Evidence]:
    """What can be linked to a model: the latest evidence of its agency, and what is linked already."""
    rows = Evidence.objects.filter(agency__in=agencies, state=EvidenceState.RECORDED)
    latest = list(rows.order_by("-happened_on", "-pk").values_list("pk", flat=True)[:_OFFERED])
    return Evidence.objects.filter(pk__in=[*latest, *linked]).order_by("-happened_on", "-pk")
