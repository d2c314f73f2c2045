"""The province of the samples, with its people and a plan at each point of its life."""

from dataclasses import dataclass
from datetime import date

from loa.monitoring.actions.laying import lay
from loa.organizations.actions.loading import load_agencies
from loa.organizations.models import Agency, Person
from loa.plans.actions import review
from loa.plans.actions.issuing import IssueData, put_in_force, record_issued
from loa.plans.actions.reading import read_source
from loa.plans.actions.signing import Signature
from loa.plans.actions.upload import upload
from loa.plans.models import Plan
from loa.project.demo.people import load_people
from loa.project.demo.samples import agency_rows, document

__all__ = ["PLAN", "THE_DAY", "Province", "load_province"]

THE_DAY = date(2026, 3, 18)
"""A Wednesday without holidays about: the day on which every journey takes place."""
PLAN = "lang-son-plan-2026.docx"
_NAMED_ON = date(2026, 1, 12)


@dataclass(frozen=True)
class Province:
    """What journeys ask for by name; agencies by the keys of the sample, people by the first part of their address."""

    def agency(self, key: str) -> Agency:
        return Agency.objects.get(external_key=key)

    def person(self, name: str) -> Person:
        return Person.objects.get(email=f"{name}@demo.loa.example")

    def plan_under_review(self) -> Plan:
        """The plan of the province as it is just after its document was read."""
        coordinator = self.person("coordinator")
        source = upload(
            document(PLAN), issuer=self.agency("p-20/pc"), superior=None, by=coordinator, on=THE_DAY
        )  # fmt: skip
        read_source(source.pk, on=THE_DAY)
        return Plan.objects.get(source=source)

    def reviewed_plan(self) -> Plan:
        """The same with every obligation accepted."""
        plan, coordinator = self.plan_under_review(), self.person("coordinator")
        review.accept_undoubted(plan, by=coordinator, on=THE_DAY)
        for duty in plan.obligations.filter(review="pending"):
            review.accept(duty, revision=duty.revision, by=coordinator, on=THE_DAY)
        return Plan.objects.get(pk=plan.pk)

    def plan_to_sign(self) -> Plan:
        """The same as if its document had come as a draft: without number, day and signer."""
        plan = self.reviewed_plan()
        blank = {"number": "", "issued_on": None, "signer_authority": "", "signer_capacity": "", "signer_name": ""}
        Plan.objects.filter(pk=plan.pk).update(**blank)
        return Plan.objects.get(pk=plan.pk)

    def plan_in_force(self) -> Plan:
        """The same issued, in force, and in the calendar of every agency it binds."""
        plan, coordinator = self.reviewed_plan(), self.person("coordinator")
        signature = Signature("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Nguyễn Văn Mẫu")
        record_issued(plan, IssueData(plan.number, _NAMED_ON, "Lạng Sơn"), signature, by=coordinator, on=THE_DAY)
        put_in_force(Plan.objects.get(pk=plan.pk), effective_from=_NAMED_ON, by=coordinator, on=THE_DAY)
        made = Plan.objects.get(pk=plan.pk)
        lay(made)
        return made


def load_province() -> Province:
    """Agencies on both sides of July 2025, and people since the beginning of the year."""
    load_agencies(agency_rows(), by=None, on=THE_DAY)
    load_people(date(2026, 1, 1))
    return Province()
