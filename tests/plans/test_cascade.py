"""Who owes a plan of its own, by when, and what of the superior plan it leaves uncovered."""

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries
from tests.factories import PlanFactory, agency, party, person
from tests.plans.lives import TODAY, Office, duty, office, plan_in

from loa.organizations.enums import AgencyKind, Role, Tier
from loa.organizations.models import Agency, Person
from loa.organizations.policy import Forbidden
from loa.plans.actions.cascading import draft_sub_plan, title_for
from loa.plans.enums import Change, Origin, PartyRole, Review, State
from loa.plans.errors import PlanError
from loa.plans.models import Obligation, Plan
from loa.plans.queries.bound import agencies_bound, binds, duties_of
from loa.plans.queries.cascade import coverage, held_against, sub_plans, superiors_owing
from loa.plans.queries.strength import weaknesses

pytestmark = pytest.mark.django_db
MARCH = date(2026, 3, 1)


@pytest.fixture
def at() -> Office:
    return office()


@pytest.fixture
def above(at: Office) -> Plan:
    """Five news items from the department, weekly news from all communes, plans of their own from both by 1 March."""
    plan = plan_in(State.IN_FORCE, at)
    weekly = {"quotas": [{"min": 1, "unit": "news item", "per": "week"}], "cadences": ["weekly"]}
    duty(plan, group="all-communes", text="Phát thanh mỗi tuần.", **weekly)
    own_plan = {"kinds": ["make-plan"], "cadences": ["once"], "quotas": [], "deadline": "2026-03-01"}
    duty(plan, at.department, group="all-communes", text="Xây dựng kế hoạch.", **own_plan)
    return plan


def issued(draft: Plan, on: date, *, number: str = "3/KH") -> Plan:
    Plan._base_manager.filter(pk=draft.pk).update(state=State.IN_FORCE, number=number, issued_on=on, effective_from=on)
    return Plan.objects.get(pk=draft.pk)


def coordinator_of(one: Agency) -> Person:
    return person(Role.COORDINATOR, one)


def test_groups_and_names_bind_on_a_day(at: Office, above: Plan) -> None:
    young = agency("UBND xã mới", kind=AgencyKind.PEOPLES_COMMITTEE, tier=Tier.COMMUNE, since=MARCH, under=at.province)
    assert agencies_bound(above, date(2026, 2, 1)) == {at.department.pk, at.commune.pk}
    assert agencies_bound(above, MARCH) == {at.department.pk, at.commune.pk, young.pk}
    weekly = above.obligations.all()[1]
    assert binds(weekly, at.commune, MARCH)
    assert not binds(weekly, at.department, MARCH)
    assert [row.text for row in duties_of(above, at.department, MARCH)] == [
        "Đăng ít nhất 05 tin, bài mỗi tháng trên trang thông tin điện tử.", "Xây dựng kế hoạch.",
    ]  # fmt: skip


def test_who_owes_a_plan_and_by_when(at: Office, above: Plan) -> None:
    rows = sub_plans(above, TODAY)
    assert [(row.agency, row.due_on, row.plan) for row in rows] == [
        (at.department, MARCH, None), (at.commune, MARCH, None),
    ]  # fmt: skip
    assert all(row.is_overdue(TODAY) and not row.is_overdue(MARCH) for row in rows)
    assert superiors_owing(at.commune, TODAY)[0][0] == above
    assert superiors_owing(agency(), TODAY) == []


def test_the_draft_holds_what_binds_the_agency_except_the_duty_to_plan(at: Office, above: Plan) -> None:
    made = draft_sub_plan(above, at.commune, by=coordinator_of(at.commune), on=TODAY)
    (own,) = made.obligations.all()
    weekly = above.obligations.all()[1]
    assert (made.superior, made.issuer, made.state) == (above, at.commune, State.DRAFT)
    assert (own.derived_from, own.origin, own.review, own.quotas) == (
        weekly, Origin.SUPERIOR, Review.PENDING, weekly.quotas,
    )  # fmt: skip
    assert [(one.role, one.agency, one.group) for one in own.parties.all()] == [(PartyRole.LEAD, at.commune, "")]


def test_an_agency_that_coordinates_takes_its_part_up_as_well(at: Office, above: Plan) -> None:
    party(above.obligations.all()[0], role=PartyRole.COORDINATE, agency=at.commune)
    made = draft_sub_plan(above, at.commune, by=coordinator_of(at.commune), on=TODAY)
    assert made.obligations.count() == 2


def test_a_sub_plan_is_drafted_by_its_agency_once_under_a_plan_in_force(at: Office, above: Plan) -> None:
    with pytest.raises(Forbidden):
        draft_sub_plan(above, at.commune, by=at.coordinator, on=TODAY)
    draft_sub_plan(above, at.commune, by=coordinator_of(at.commune), on=TODAY)
    with pytest.raises(PlanError):
        draft_sub_plan(above, at.commune, by=coordinator_of(at.commune), on=TODAY)
    waiting = plan_in(State.ISSUED, at, number="20/KH-UBND")
    with pytest.raises(PlanError):
        draft_sub_plan(waiting, at.department, by=coordinator_of(at.department), on=TODAY)


def test_the_superior_sees_who_has_who_drafts_and_who_was_late(at: Office, above: Plan) -> None:
    on_time = draft_sub_plan(above, at.department, by=coordinator_of(at.department), on=TODAY)
    issued(on_time, MARCH)
    draft = draft_sub_plan(above, at.commune, by=coordinator_of(at.commune), on=TODAY)
    told = {row.agency: (row.is_issued, row.is_late) for row in sub_plans(above, TODAY)}
    assert told == {at.department: (True, False), at.commune: (False, False)}
    issued(draft, TODAY)
    assert {row.agency: row.is_late for row in sub_plans(above, TODAY)} == {at.department: False, at.commune: True}
    assert superiors_owing(at.commune, TODAY) == []


def test_a_plan_made_without_being_owed_is_listed_without_a_day(at: Office, above: Plan) -> None:
    other = agency("Báo tỉnh", under=at.province)
    issued(PlanFactory(issuer=other, superior=above), TODAY)
    assert [(row.due_on, row.is_issued) for row in sub_plans(above, TODAY) if row.agency == other] == [(None, True)]


def test_what_is_taken_out_or_weakened_is_uncovered(at: Office, above: Plan) -> None:
    party(above.obligations.all()[0], role=PartyRole.COORDINATE, agency=at.commune)
    made = draft_sub_plan(above, at.commune, by=coordinator_of(at.commune), on=TODAY)
    assert all(one.is_covered for one in coverage(made, TODAY))
    five, weekly = made.obligations.all()
    five.delete()
    weekly.quotas = [{"min": 3, "unit": "news item", "per": "month"}]
    weekly.save()
    found = coverage(made, TODAY)
    assert [(one.duty.text[:5], bool(one.answers), one.weak_in) for one in found] == [
        ("Đăng ", False, ()), ("Phát ", True, ("quotas",)),
    ]  # fmt: skip


def test_a_rejected_answer_is_no_answer(at: Office, above: Plan) -> None:
    made = draft_sub_plan(above, at.commune, by=coordinator_of(at.commune), on=TODAY)
    made.obligations.update(review=Review.REJECTED)
    assert [one.answers for one in coverage(made, TODAY)] == [()]


def test_an_answer_to_the_words_before_an_amendment_still_answers(at: Office, above: Plan) -> None:
    made = draft_sub_plan(above, at.commune, by=coordinator_of(at.commune), on=TODAY)
    weekly = above.obligations.all()[1]
    amendment = plan_in(State.IN_FORCE, at, amends=above, number="20/KH-UBND", effective_from=MARCH)
    more = {"quotas": [{"min": 2, "unit": "news item", "per": "week"}], "cadences": ["weekly"]}
    duty(amendment, group="all-communes", replaces=weekly, change=Change.REPLACE, **more)
    (one,) = coverage(made, TODAY)
    assert (len(one.answers), one.weak_in) == (1, ("quotas",))


def test_a_plan_without_a_superior_covers_nothing() -> None:
    assert coverage(PlanFactory(), TODAY) == ()


@pytest.mark.parametrize(
    ("theirs", "ours", "weak"),
    [
        ({}, {}, []),
        ({}, {"quotas": [{"min": 6, "unit": "news item", "per": "month"}]}, []),
        ({}, {"quotas": [{"min": 2, "unit": "news item", "per": "week"}]}, []),
        ({}, {"quotas": [{"min": 1, "unit": "news item", "per": "week"}]}, ["quotas"]),
        ({}, {"quotas": [{"min": 9, "unit": "event", "per": "month"}]}, ["quotas"]),
        ({}, {"quotas": []}, ["quotas"]),
        ({"quotas": []}, {"quotas": [], "cadences": ["quarterly"]}, ["cadence"]),
        ({"quotas": []}, {"quotas": [], "cadences": ["weekly"]}, []),
        ({"deadline": "2026-06-15"}, {"deadline": "2026-06-16"}, ["deadline"]),
        ({"deadline": "2026-06-15"}, {"deadline": "2026-06-15"}, []),
        ({"deadline": "2026-06-15"}, {"deadline": ""}, ["deadline"]),
        ({"deadline": ""}, {"deadline": "2026-06-15"}, []),
    ],
)
def test_less_is_fewer_rarer_or_later(theirs: dict[str, object], ours: dict[str, object], weak: list[str]) -> None:
    usual = {"quotas": [{"min": 5, "unit": "news item", "per": "month"}], "cadences": ["monthly"], "deadline": ""}
    assert weaknesses(Obligation(**{**usual, **theirs}), Obligation(**{**usual, **ours})) == weak


@pytest.mark.parametrize("rows", [1, 5])
def test_sub_plans_cost_the_same(
    at: Office, above: Plan, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(rows):
        one = agency(f"UBND xã {number}", kind=AgencyKind.PEOPLES_COMMITTEE, tier=Tier.COMMUNE, under=at.province)
        issued(draft_sub_plan(above, one, by=coordinator_of(one), on=TODAY), TODAY)
    plan = Plan.objects.select_related("issuer", "amends").get(pk=above.pk)
    with django_assert_num_queries(12):
        found = sub_plans(plan, TODAY)
    with django_assert_num_queries(15):
        held = held_against(plan, found, TODAY)
    assert len(held) == rows + 2
    assert all(row.covered for row in held if row.plan)


@pytest.mark.parametrize(
    ("issuer", "own", "title"),
    [
        ("Ủy ban nhân dân tỉnh Lạng Sơn", "UBND xã Bình Gia", "Tuyên truyền trên địa bàn xã Bình Gia năm 2026"),
        ("Ủy ban nhân dân tỉnh Lạng Sơn", "Sở Nội vụ", "Tuyên truyền trên địa bàn tỉnh Lạng Sơn năm 2026"),
        ("UBND tỉnh", "UBND xã Bình Gia", "Tuyên truyền trên địa bàn tỉnh Lạng Sơn năm 2026"),
    ],
)
def test_the_draft_of_a_commune_is_about_the_commune(issuer: str, own: str, title: str) -> None:
    superior = PlanFactory.build(issuer=agency(issuer), title="Tuyên truyền trên địa bàn tỉnh Lạng Sơn năm 2026")
    assert title_for(superior, agency(own)) == title
