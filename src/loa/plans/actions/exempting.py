"""Letting one agency off an obligation, or asking another number of it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from loa.audit.actions import record
from loa.organizations.enums import Role
from loa.organizations.models import Agency, Person
from loa.organizations.policy import require
from loa.plans.actions.steps import locked
from loa.plans.actions.telling import tell_holders
from loa.plans.errors import PlanError
from loa.plans.events import exempted
from loa.plans.models import Exemption, Obligation
from loa.plans.queries.bound import binds
from loa.plans.queries.versions import root_of
from loa.schedule.window import ONE_DAY

__all__ = ["Relief", "exempt", "revoke"]


@dataclass(frozen=True, slots=True)
class Relief:
    """What is allowed: nothing is owed (`amount` None), or another number; by whom, why, from when to when."""

    reason: str
    authority: str
    valid_from: date
    valid_to: date | None = None
    amount: int | None = None


@transaction.atomic
def exempt(obligation: Obligation, agency: Agency, relief: Relief, *, by: Person, on: date) -> Exemption:
    """Lets an agency off a duty in force, or changes its number (miễn, điều chỉnh chỉ tiêu), and tells it.

    Raises Forbidden and PlanError. Announces `exempted`.
    """
    require(by, "plans.exempt", obligation.plan.issuer_id, on=on)
    root = root_of(obligation)
    plan = locked(root.plan)
    if not plan.is_binding:
        raise PlanError(_("Only the obligations of a plan in force can be changed for an agency."), code="not-in-force")
    _check(obligation, root, agency, relief)
    made = Exemption.objects.create(
        obligation=root, agency=agency, amount=relief.amount, reason=relief.reason.strip(),
        authority=relief.authority.strip(), valid_from=relief.valid_from, valid_to=relief.valid_to, made_by=by,
    )  # fmt: skip
    record("plans.exempt", plan, by=by, agency_id=plan.issuer_id, after=_told(made))
    exempted.send(Exemption, exemption=made, on=on)
    tell_holders("exempted", plan, roles=[Role.COORDINATOR, Role.OFFICER], agencies=[agency.pk], on=on, duty=str(root))
    return made


def _check(obligation: Obligation, root: Obligation, agency: Agency, relief: Relief) -> None:
    if not relief.reason.strip() or not relief.authority.strip():
        raise PlanError(_("Say why, and who or which document allows it."), code="reason")
    if relief.valid_to and relief.valid_to < relief.valid_from:
        raise PlanError(_("The exemption ends before it begins."), code="valid_to")
    if relief.amount is not None and not obligation.quotas:
        raise PlanError(_("This obligation states no number that could be changed."), code="amount")
    if not binds(obligation, agency, relief.valid_from):
        raise PlanError(_("This obligation does not bind that agency on that day."), code="agency")
    same = Exemption.objects.filter(obligation=root, agency=agency)
    ends_later = Q(valid_to=None) | Q(valid_to__gte=relief.valid_from)
    begins_before = Q(valid_from__lte=relief.valid_to) if relief.valid_to else Q()
    if same.filter(ends_later & begins_before).exists():
        raise PlanError(_("There is an exemption for these days already. Revoke it first."), code="twice")


@transaction.atomic
def revoke(exemption: Exemption, *, at: datetime, by: Person, on: date) -> None:
    """Ends an exemption: from the day on the agency owes in full again; what was before stays.

    One that had not begun is taken out. Raises Forbidden and PlanError. Announces `exempted`.
    """
    require(by, "plans.exempt", exemption.obligation.plan.issuer_id, on=on)
    plan = locked(exemption.obligation.plan)
    kept = Exemption.objects.select_for_update().select_related("obligation", "agency").get(pk=exemption.pk)
    if kept.revoked_at or (kept.valid_to and kept.valid_to < on):
        raise PlanError(_("This exemption is over already."), code="over")
    told = _told(kept)
    record("plans.revoke-exemption", plan, by=by, agency_id=plan.issuer_id, before=told, after={**told, "valid_to": on})
    if kept.valid_from >= on:
        kept.delete()
        kept.pk = exemption.pk
    else:
        kept.valid_to, kept.revoked_at = on - ONE_DAY, at
        kept.save()
    exempted.send(Exemption, exemption=kept, on=on)


def _told(exemption: Exemption) -> dict[str, object]:
    return {
        "obligation": str(exemption.obligation),
        "agency": str(exemption.agency),
        "amount": exemption.amount,
        "reason": exemption.reason,
        "authority": exemption.authority,
        "valid_from": exemption.valid_from,
        "valid_to": exemption.valid_to,
    }
