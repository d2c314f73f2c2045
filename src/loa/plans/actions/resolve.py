"""Saying once what a name in a plan means, for every place where it stands."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from loa.audit.actions import record
from loa.organizations.models import Agency, Designation, Person
from loa.plans.actions.resolve_names import asks_outsiders, meanings
from loa.plans.actions.review_step import opened
from loa.plans.enums import PartyRole, Review
from loa.plans.errors import PlanError
from loa.plans.models import Obligation, Party, Plan
from loa.plans.queries.completeness import unresolved
from loa.plans.queries.review_agencies import day_of_names
from loa.plans.queries.wording import language
from loa.writing.wording import label

__all__ = ["NameGone", "Settled", "look_up_again", "settle_name"]


class NameGone(PlanError):
    """No obligation of the plan names this body any more."""

    def __init__(self, name: str) -> None:
        super().__init__(
            _("No obligation of this plan names “%(name)s” any more. Look at the list again.") % {"name": name},
            code="name-gone",
        )


@dataclass(frozen=True, slots=True)
class Settled:
    """What a name means: an agency, a group by its code, or, with neither, a body that Loa has no agency for."""

    agency: Agency | None = None
    group: str = ""

    @property
    def outside(self) -> bool:
        return self.agency is None and not self.group


@transaction.atomic
def settle_name(plan: Plan, name: str, *, to: Settled, by: Person, on: date) -> int:
    """Applies the meaning to every party of the plan with this name and tells how many. Raises NameGone.

    Obligations whose leads all turn out to be outside the executive become requests, unless a person decided already.
    """
    plan = opened(plan, by=by, on=on)
    parties = Party.objects.filter(obligation__plan=plan, name=name)
    touched = sorted(set(parties.values_list("obligation_id", flat=True)))
    if not touched:
        raise NameGone(name)
    before = sorted({str(party.agency or party.group or "") for party in parties.select_related("agency")})
    changed = parties.update(agency=to.agency, group=to.group, outside=to.outside)
    Obligation.objects.filter(pk__in=touched).update(revision=F("revision") + 1)
    _mark_requested(touched, on)
    after = {"name": name, "meaning": _meant(to), "obligations": touched}
    told = {"name": name, "meaning": ", ".join(before)}
    record("plans.settle-name", plan, by=by, agency_id=plan.issuer_id, before=told, after=after)
    return changed


def _meant(to: Settled) -> str:
    if to.group:
        return label("group", to.group, language())
    return str(to.agency or _("outside: no agency in Loa"))


@transaction.atomic
def look_up_again(plan: Plan, *, by: Person, on: date) -> int:
    """Looks the open names up once more, for agencies that came into Loa after the reading; tells how many it found."""
    plan = opened(plan, by=by, on=on)
    open_parties = unresolved(plan)
    names = set(open_parties.values_list("name", flat=True))
    known = meanings(names, issuer=plan.issuer, on=day_of_names(plan, on))
    found = {name: meaning.agency_id for name, meaning in known.items() if meaning.agency_id}
    touched: set[int] = set()
    for name, agency_id in found.items():
        parties = open_parties.filter(name=name)
        touched.update(parties.values_list("obligation_id", flat=True))
        Party.objects.filter(pk__in=list(parties.values_list("pk", flat=True))).update(agency=agency_id)
    if found:
        Obligation.objects.filter(pk__in=touched).update(revision=F("revision") + 1)
        _mark_requested(sorted(touched), on)
        record("plans.look-up-names", plan, by=by, agency_id=plan.issuer_id, after={"names": sorted(found)})
    return len(found)


def _mark_requested(touched: list[int], on: date) -> None:
    rows = Obligation.objects.filter(pk__in=touched, requested=False, review=Review.PENDING)
    leads = Party.objects.filter(obligation__in=rows, role=PartyRole.LEAD)
    ids = {party.agency_id for party in leads if party.agency_id}
    named = Designation.objects.on(on).filter(agency__in=ids)
    outside = {designation.agency_id for designation in named if designation.outside_executive}
    by_row: dict[int, list[Party]] = {}
    for party in leads:
        by_row.setdefault(party.obligation_id, []).append(party)
    asked = [pk for pk, found in by_row.items() if asks_outsiders(found, outside)]
    Obligation.objects.filter(pk__in=asked).update(requested=True)
