"""The page that asks which agencies the names of a plan mean."""

import pytest
from django.test import Client
from django.urls import reverse
from tests.factories import ObligationFactory, PlanFactory, agency, party, person

from loa.organizations.enums import AgencyKind, Role, Tier
from loa.organizations.models import Agency
from loa.plans.models import Obligation, Plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan() -> Plan:
    issuer = agency("Ủy ban nhân dân tỉnh An Bình", kind=AgencyKind.PEOPLES_COMMITTEE, tier=Tier.PROVINCE)
    made: Plan = PlanFactory.create(issuer=issuer)
    return made


@pytest.fixture
def office(plan: Plan) -> Agency:
    return agency("Sở Nội vụ", under=plan.issuer)


@pytest.fixture
def desk(client: Client, plan: Plan) -> Client:
    client.force_login(person(Role.COORDINATOR, plan.issuer))
    return client


def obligation(plan: Plan, name: str = "Sở Nội vụ") -> Obligation:
    made: Obligation = ObligationFactory.create(plan=plan)
    party(made, name=name)
    return made


def at(name: str, plan: Plan) -> str:
    return reverse(f"plans:{name}", args=[plan.key])


def test_names_are_asked_about_once_and_settled_everywhere(desk: Client, plan: Plan, office: Agency) -> None:
    for _ in range(2):
        obligation(plan, "Phòng Lạ")
    page = desk.get(at("review-names", plan)).content.decode()
    assert page.count('name="name" value="Phòng Lạ"') == 2
    found = desk.get(at("review-names", plan), {"name": "Phòng Lạ", "q": "noi vu"}).content.decode()
    assert f'value="agency-{office.pk}"' in found
    for nonsense in ("", "agency-x", "agency-999999", "group"):
        desk.post(at("review-names", plan), {"name": "Phòng Lạ", "meaning": nonsense})
    desk.post(at("review-names", plan), {"name": "Phòng Lạ", "meaning": f"agency-{office.pk}"})
    assert {one.agency for row in plan.obligations.all() for one in row.parties.all()} == {office}
    assert "Mọi tên gọi đã được xác định" in desk.get(at("review-names", plan)).content.decode()


def test_open_names_are_looked_up_again(desk: Client, plan: Plan) -> None:
    row = obligation(plan)
    office = agency("Sở Nội vụ", under=plan.issuer)
    answer = desk.post(at("review-look-up", plan), follow=True)
    assert "1 tên gọi" in answer.content.decode()
    assert row.parties.get().agency == office


def test_namesakes_are_offered_to_choose_from(desk: Client, plan: Plan) -> None:
    twins = [agency("Phòng Văn hóa", under=plan.issuer) for _ in range(2)]
    obligation(plan, "Phòng Văn hóa")
    page = desk.get(at("review-names", plan)).content.decode()
    assert all(f'value="agency-{twin.pk}"' in page for twin in twins)


def test_an_answer_can_be_opened_again(desk: Client, plan: Plan, office: Agency) -> None:
    obligation(plan).parties.update(agency=office)
    page = desk.get(at("review-names", plan)).content.decode()
    assert "Lưu cho mọi chỗ" not in page
    again = desk.get(at("review-names", plan), {"name": "Sở Nội vụ"}).content.decode()
    assert "Lưu cho mọi chỗ" in again


def test_only_reviewers_settle_names(client: Client, plan: Plan) -> None:
    obligation(plan)
    client.force_login(person(Role.OFFICER, plan.issuer))
    assert client.post(at("review-names", plan), {"name": "Sở Nội vụ", "meaning": "outside"}).status_code == 403
    assert client.post(at("review-look-up", plan)).status_code == 403


def test_agencies_are_searched_blind_to_marks_and_ticked_ones_stay(desk: Client, plan: Plan, office: Agency) -> None:
    asked = {"parties-lead": ["group:all-communes:"], "parties-lead_new": "noi vu"}
    page = desk.get(reverse("plans:review-bodies", args=[plan.key, "lead"]), asked).content.decode()
    assert f'value="agency:{office.pk}:Sở Nội vụ">' in page
    assert 'value="group:all-communes:" checked>' in page
    assert desk.get(reverse("plans:review-bodies", args=[plan.key, "chief"])).status_code == 404
