"""Saying once what a name means."""

from datetime import date

import pytest
from tests.factories import ObligationFactory, PlanFactory, agency, party, person

from loa.audit.models import Entry
from loa.organizations.enums import AgencyKind, Role
from loa.organizations.policy import Forbidden
from loa.plans.actions.resolve import NameGone, Settled, look_up_again, settle_name
from loa.plans.enums import PartyRole, Review, State
from loa.plans.errors import NotEditable
from loa.plans.models import Obligation, Party, Plan

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)
NAME = "Phòng Văn hóa"


@pytest.fixture
def plan() -> Plan:
    made: Plan = PlanFactory.create()
    for role in (PartyRole.LEAD, PartyRole.COORDINATE):
        party(ObligationFactory.create(plan=made, review=Review.PENDING), role=role, name=NAME)
    party(ObligationFactory.create(), name=NAME)
    return made


def test_an_answer_holds_wherever_the_name_stands_in_the_plan(plan: Plan) -> None:
    office = agency(NAME)
    reviewer = person(Role.REVIEWER, plan.issuer)
    assert settle_name(plan, NAME, to=Settled(office), by=reviewer, on=TODAY) == 2
    assert [one.agency for one in Party.objects.order_by("pk")] == [office, office, None]
    assert [row.revision for row in Obligation.objects.order_by("pk")] == [2, 2, 1]
    entry = Entry.objects.get()
    assert entry.after is not None
    assert (entry.verb, entry.after["name"], entry.after["meaning"]) == ("plans.settle-name", NAME, NAME)


@pytest.mark.parametrize(
    ("to", "group", "outside"), [(Settled(), "", True), (Settled(group="all-communes"), "all-communes", False)]
)
def test_a_name_may_mean_a_group_or_nobody_loa_knows(plan: Plan, to: Settled, group: str, *, outside: bool) -> None:
    settle_name(plan, NAME, to=to, by=person(Role.COORDINATOR, plan.issuer), on=TODAY)
    found = Party.objects.filter(obligation__plan=plan)
    assert {(one.group, one.outside, one.is_resolved) for one in found} == {(group, outside, True)}


def test_agencies_that_came_after_the_reading_are_found_at_once(plan: Plan) -> None:
    reviewer = person(Role.REVIEWER, plan.issuer)
    assert look_up_again(plan, by=reviewer, on=TODAY) == 0
    office = agency(NAME, under=plan.issuer)
    assert look_up_again(plan, by=reviewer, on=TODAY) == 1
    assert [one.agency for one in Party.objects.order_by("pk")] == [office, office, None]
    assert [entry.verb for entry in Entry.objects.all()] == ["plans.look-up-names"]
    with pytest.raises(Forbidden):
        look_up_again(plan, by=person(Role.REVIEWER), on=TODAY)


def test_an_answer_can_be_changed(plan: Plan) -> None:
    reviewer, office = person(Role.REVIEWER, plan.issuer), agency(NAME)
    settle_name(plan, NAME, to=Settled(), by=reviewer, on=TODAY)
    settle_name(plan, NAME, to=Settled(office), by=reviewer, on=TODAY)
    found = Party.objects.filter(obligation__plan=plan)
    assert {(one.agency, one.outside) for one in found} == {(office, False)}


def test_what_only_bodies_outside_the_executive_lead_becomes_a_request(plan: Plan) -> None:
    front = agency(NAME, kind=AgencyKind.MASS_ORGANISATION)
    settle_name(plan, NAME, to=Settled(front), by=person(Role.REVIEWER, plan.issuer), on=TODAY)
    assert [row.requested for row in plan.obligations.all()] == [True, False]


def test_wrong_person_closed_plan_and_unknown_name_are_told(plan: Plan) -> None:
    reviewer = person(Role.REVIEWER, plan.issuer)
    with pytest.raises(Forbidden):
        settle_name(plan, NAME, to=Settled(), by=person(Role.REVIEWER), on=TODAY)
    with pytest.raises(NameGone):
        settle_name(plan, "Sở Lạ", to=Settled(), by=reviewer, on=TODAY)
    Plan.objects.update(state=State.SIGNED)
    with pytest.raises(NotEditable):
        settle_name(plan, NAME, to=Settled(), by=reviewer, on=TODAY)
    assert not Entry.objects.exists()
