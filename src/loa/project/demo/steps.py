"""How a plan goes its way in the demonstration: each step by somebody who may, on a day in the past."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from loa.organizations.models import Agency, Person
from loa.plans.actions.issuing import IssueData, issue, put_in_force
from loa.plans.actions.reading import read_source
from loa.plans.actions.resolve import Settled, settle_name
from loa.plans.actions.review import accept, accept_undoubted
from loa.plans.actions.signing import Signature, sign, submit
from loa.plans.actions.upload import upload
from loa.plans.enums import Review
from loa.plans.models import Plan
from loa.plans.queries.completeness import unresolved

__all__ = ["Hands", "accept_all", "bring_into_force", "read_in"]


@dataclass(frozen=True, slots=True)
class Hands:
    """Who does what for one agency."""

    agency: Agency
    coordinator: Person
    leader: Person
    clerk: Person
    capacity: str
    authority: str = "TM."


def read_in(file: SimpleUploadedFile, hands: Hands, *, on: date, superior: Plan | None = None) -> Plan:
    """Uploads a document and reads it."""
    source = upload(file, issuer=hands.agency, superior=superior, by=hands.coordinator, on=on)
    read_source(source.pk, on=on)
    return Plan.objects.get(pk=source.plan_id)


def accept_all(plan: Plan, by: Person, *, on: date) -> None:
    """Reviews the whole plan: every obligation is right, bodies without an agency stand outside."""
    for name in set(unresolved(plan).values_list("name", flat=True)):
        settle_name(plan, name, to=Settled(), by=by, on=on)
    accept_undoubted(plan, by=by, on=on)
    for obligation in plan.obligations.filter(review=Review.PENDING, merged_into=None):
        accept(obligation, revision=obligation.revision, by=by, on=on)


def bring_into_force(plan: Plan, hands: Hands, number: str, *, on: date) -> Plan:
    """Submits, signs, numbers and puts in force on one day."""
    submit(plan, by=hands.coordinator, on=on)
    at = timezone.make_aware(datetime.combine(on, time(9, 30)))
    signature = Signature(hands.authority, hands.capacity, hands.leader.full_name)
    sign(plan, signature, at=at, by=hands.leader, on=on)
    issue(plan, IssueData(number, on, "Lạng Sơn"), by=hands.clerk, on=on)
    return put_in_force(plan, effective_from=on, by=hands.coordinator, on=on)
