"""Drafting an agency's own plan from what a superior plan asks of it."""

import re
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from loa.audit.actions import record
from loa.organizations.models import Agency, Person
from loa.organizations.policy import require
from loa.plans.actions.duplicating import duplicate
from loa.plans.enums import ENDED, Origin, PartyRole, Review
from loa.plans.errors import PlanError
from loa.plans.models import Party, Plan
from loa.plans.queries.bound import duties_of
from loa.plans.queries.cascade import is_about_work

__all__ = ["draft_sub_plan", "title_for"]

_COMMITTEE = re.compile(r"^(?:ủy ban nhân dân|uỷ ban nhân dân|ubnd) ", re.IGNORECASE)


@transaction.atomic
def draft_sub_plan(superior: Plan, agency: Agency, *, by: Person, on: date) -> Plan:
    """A draft of the agency with every duty that binds it on the day, each to be reviewed and completed.

    The duty to make this very plan is left out: issuing it meets that. Raises Forbidden and PlanError.
    """
    require(by, "plans.write", agency, on=on)
    if not superior.is_binding:
        raise PlanError(_("The superior plan is not in force."), code="not-in-force")
    if Plan.objects.filter(superior=superior, issuer=agency, amends=None).exclude(state__in=ENDED).exists():
        raise PlanError(_("The agency has a plan under this one already. Go on with that one."), code="twice")
    duties = [duty for duty in duties_of(superior, agency, on) if is_about_work(duty)]
    made = Plan.objects.create(
        issuer=agency, superior=superior, kind=superior.kind, title=title_for(superior, agency),
        period_from=superior.period_from, period_to=superior.period_to, drafted_by=by,
    )  # fmt: skip
    for position, duty in enumerate(duties, 1):
        # Within its own plan the agency answers for its part, whether it leads or coordinates above.
        lead = Party(role=PartyRole.LEAD, name=agency.name, agency=agency)
        kept = [one for one in duty.parties.all() if one.role in {PartyRole.REPORTS_TO, PartyRole.VIA}]
        duplicate(
            duty, made, position=position, parties=[lead, *kept], origin=Origin.SUPERIOR, derived_from=duty,
            review=Review.PENDING,
        )  # fmt: skip
    told = {"superior": str(superior), "obligations": len(duties)}
    record("plans.draft-sub-plan", made, by=by, agency_id=agency.pk, after=told)
    return made


def title_for(superior: Plan, agency: Agency) -> str:
    """The title of the superior plan, said of the agency's own territory where both are people's committees."""
    above, own = _territory(superior.issuer.name), _territory(agency.name)
    return superior.title.replace(above, own) if above and own else superior.title


def _territory(name: str) -> str:
    """`tỉnh Lạng Sơn` of a committee's name; empty for others, and where the name says only the tier."""
    rest = _COMMITTEE.sub("", name)
    return rest if rest != name and " " in rest else ""
