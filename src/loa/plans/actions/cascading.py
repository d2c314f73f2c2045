"""Drafting an agency's own plan from what a superior plan asks of it."""

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

__all__ = ["draft_sub_plan"]


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
        issuer=agency, superior=superior, kind=superior.kind, title=superior.title, period_from=superior.period_from,
        period_to=superior.period_to, drafted_by=by,
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
