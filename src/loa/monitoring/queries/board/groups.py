"""Agencies by name, and the groups they are compared within: communes with communes, departments with departments."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from loa.organizations.enums import OUTSIDE_EXECUTIVE, AgencyKind, Tier
from loa.organizations.folding import folded
from loa.organizations.models import Designation

__all__ = ["AgencyGroup", "Named", "group_of", "group_sizes", "named_agencies"]


class AgencyGroup(TextChoices):
    """Agencies alike, so that their figures can be compared."""

    PROVINCES = "provinces", _("provinces")
    MINISTRIES = "ministries", _("ministries and central bodies")
    DEPARTMENTS = "departments", _("departments and offices of provinces")
    DISTRICTS = "districts", _("districts")
    COMMUNES = "communes", _("communes")
    DIVISIONS = "divisions", _("divisions and offices below the province")
    UNITS = "units", _("public service units")
    PRESS = "press", _("press agencies")
    OUTSIDE = "outside", _("Party bodies and mass organisations")


_COMMITTEES = {
    Tier.PROVINCE: AgencyGroup.PROVINCES,
    Tier.DISTRICT: AgencyGroup.DISTRICTS,
    Tier.COMMUNE: AgencyGroup.COMMUNES,
}
_KINDS = {
    AgencyKind.PUBLIC_SERVICE_UNIT: AgencyGroup.UNITS,
    AgencyKind.PUBLIC_SERVICE_CENTRE: AgencyGroup.UNITS,
    AgencyKind.PRESS: AgencyGroup.PRESS,
    **dict.fromkeys(OUTSIDE_EXECUTIVE, AgencyGroup.OUTSIDE),
}


def group_of(tier: str, kind: str) -> AgencyGroup:
    """The group of an agency of a tier and a kind."""
    if kind in _KINDS:
        return _KINDS[AgencyKind(kind)]
    if tier == Tier.CENTRAL:
        return AgencyGroup.MINISTRIES
    if kind == AgencyKind.PEOPLES_COMMITTEE:
        return _COMMITTEES[Tier(tier)]
    return AgencyGroup.DEPARTMENTS if tier == Tier.PROVINCE else AgencyGroup.DIVISIONS


@dataclass(frozen=True, slots=True)
class Named:
    """An agency as a board shows it, under the name and in the group it had on the last day asked about."""

    pk: int
    key: UUID
    name: str
    group: AgencyGroup
    sort_key: str
    searched: str

    def is_called(self, words: str) -> bool:
        """Whether its name has every one of the words, marks or not."""
        return all(word in self.searched for word in folded(words).split())


def group_sizes(agencies: Collection[int], on: date) -> Counter[AgencyGroup]:
    """How many of the agencies are in each group, as `named_agencies` puts them. One query."""
    rows = Designation.objects.filter(agency__in=list(agencies)).order_by("agency_id", "valid_from")
    found: dict[int, tuple[str, str]] = {}
    for pk, tier, kind, since in rows.values_list("agency_id", "tier", "kind", "valid_from"):
        if since <= on or pk not in found:
            found[pk] = tier, kind
    sizes: Counter[AgencyGroup] = Counter()
    for (tier, kind), count in Counter(found.values()).items():
        sizes[group_of(tier, kind)] += count
    return sizes


def named_agencies(agencies: Collection[int], on: date) -> dict[int, Named]:
    """The agencies by the alphabet, under their last name up to the day, else their first. One query."""
    rows = Designation.objects.filter(agency__in=list(agencies)).order_by("agency_id", "valid_from")
    fields = ("agency_id", "agency__key", "name", "tier", "kind", "sort_key", "searched", "valid_from")
    found: dict[int, Named] = {}
    for pk, key, name, tier, kind, sort_key, searched, since in rows.values_list(*fields):
        if since <= on or pk not in found:
            found[pk] = Named(pk, key, name, group_of(tier, kind), sort_key, searched)
    return dict(sorted(found.items(), key=lambda item: (item[1].sort_key, item[0])))
