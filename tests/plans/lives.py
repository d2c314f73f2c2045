"""People and plans at each point of their life, for the tests of what can be done with them."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.test import Client
from django.urls import reverse
from tests.factories import ObligationFactory, PlanFactory, agency, party, person

from loa.organizations.enums import AgencyKind, Role, Tier
from loa.organizations.models import Agency, Person
from loa.plans.actions.issuing import IssueData
from loa.plans.actions.signing import Signature
from loa.plans.enums import NUMBERED, State
from loa.plans.models import Obligation, Plan

TODAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
NUMBER = IssueData("12/KH-UBND", TODAY, "Lạng Sơn")
SIGNATURE = Signature("KT. CHỦ TỊCH", "Phó Chủ tịch", "Trần Thị Bình")


@dataclass(frozen=True)
class Office:
    """A province with a department and a commune under it, and the people of its committee."""

    province: Agency
    department: Agency
    commune: Agency
    coordinator: Person
    leader: Person
    clerk: Person


def office() -> Office:
    """A province's committee with one agency of each kind below."""
    province = agency("UBND tỉnh", kind=AgencyKind.PEOPLES_COMMITTEE, abbreviation="UBND", place="Lạng Sơn")
    department = agency("Sở Nội vụ", under=province, abbreviation="SNV")
    commune = agency("UBND xã Đồng Đăng", kind=AgencyKind.PEOPLES_COMMITTEE, tier=Tier.COMMUNE, under=province)
    return Office(
        province, department, commune,
        coordinator=person(Role.COORDINATOR, province),
        leader=person(Role.LEADER, province, full_name="Trần Thị Bình"),
        clerk=person(Role.RECORDS_CLERK, province),
    )  # fmt: skip


def plan_in(state: State, at: Office, **fields: Any) -> Plan:
    """A plan of the province in the state, with one obligation that the department leads."""
    issued = {"number": "12/KH-UBND", "issued_on": date(2026, 1, 5), "effective_from": date(2026, 1, 5)}
    plan = PlanFactory(issuer=at.province, state=state, **{**(issued if state in NUMBERED else {}), **fields})
    duty(plan, at.department)
    return plan


def duty(plan: Plan, *leads: Agency, group: str = "", **fields: Any) -> Obligation:
    """An obligation led by agencies or by a group."""
    made = ObligationFactory(plan=plan, **fields)
    for one in leads:
        party(made, name=one.name, agency=one)
    if group:
        party(made, group=group)
    return made


def signed_in(who: Person) -> Client:
    client = Client()
    client.force_login(who)
    return client


def page(plan: Plan, name: str = "plan", *more: object) -> str:
    return reverse(f"plans:{name}", args=[plan.key, *more])
