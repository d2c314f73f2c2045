"""The first page: each role finds what it must do, and it costs the same however much there is."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from tests.factories import LONG_AGO, PlanFactory, agency, person

from loa.organizations.enums import Role
from loa.organizations.models import Agency, Person, Post
from loa.plans.enums import State

pytestmark = pytest.mark.django_db


def _seen_by(who: Person, client: Client, path: str = "/") -> str:
    client.force_login(who)
    return client.get(path).content.decode()


@pytest.fixture
def committee() -> Agency:
    return agency("Ủy ban nhân dân tỉnh")


def test_nobody_is_let_in_without_signing_in(client: Client) -> None:
    assert client.get("/").headers["Location"].startswith("/accounts/login/")


def test_who_holds_no_post_is_told_whom_to_ask(client: Client) -> None:
    assert "quản trị viên" in _seen_by(person(), client)


def test_the_leader_finds_what_is_to_be_signed(committee: Agency, client: Client) -> None:
    plan = PlanFactory.create(issuer=committee, state=State.SUBMITTED, title="Kế hoạch chờ ký")
    page = _seen_by(person(Role.LEADER, committee), client)
    assert f'href="/plans/{plan.key}/"' in page
    assert "Kế hoạch chờ ký" not in _seen_by(person(Role.LEADER, agency()), client)


def test_plans_of_every_agency_one_looks_after_are_there_whichever_is_chosen(committee: Agency, client: Client) -> None:
    office = agency("Sở Nội vụ")
    PlanFactory.create(issuer=office, title="Của sở")
    PlanFactory.create(issuer=committee, title="Của tỉnh")
    who = person(Role.COORDINATOR, committee)
    Post.objects.create(person=who, agency=office, role=Role.COORDINATOR, valid_from=LONG_AGO)
    for chosen in (committee, office):
        page = _seen_by(who, client, f"/?agency={chosen.key}")
        assert "Của sở" in page
        assert "Của tỉnh" in page


def test_an_officer_sees_no_draft_of_the_agency_to_decide_on(committee: Agency, client: Client) -> None:
    PlanFactory.create(issuer=committee, title="Bản nháp")
    assert "Bản nháp" not in _seen_by(person(Role.OFFICER, committee), client)


@pytest.mark.parametrize("plans", [1, 6])
def test_the_desk_costs_the_same(
    committee: Agency, client: Client, plans: int, django_assert_max_num_queries: Any
) -> None:
    PlanFactory.create_batch(plans, issuer=committee, period_from=date(2026, 1, 1))
    client.force_login(person(Role.COORDINATOR, committee))
    with django_assert_max_num_queries(40):
        client.get("/")
