"""One search over everything, blind to marks, and to what is not for the eyes of who asks."""

from datetime import date

import pytest
from tests.factories import ObligationFactory, PersonFactory, PlanFactory, agency, person

from loa.organizations.enums import Role
from loa.plans.models import Plan
from loa.workspace.queries.search import search

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)


def test_marks_and_case_do_not_matter() -> None:
    plan = PlanFactory.create(title="Tuyên truyền CẢI CÁCH hành chính ở đô thị", in_force=True)
    agency("Sở Đô thị")
    found = search("cai cach do thi", person=PersonFactory.create(), on=TODAY)
    assert found.plans.rows == [plan]
    assert list(map(str, search("so do thi", person=PersonFactory.create(), on=TODAY).agencies.rows)) == ["Sở Đô thị"]


def test_a_draft_and_its_obligations_are_found_by_their_own_agency_only() -> None:
    plan: Plan = PlanFactory.create(title="Dự thảo kín")
    ObligationFactory.create(plan=plan, text="Nhiệm vụ kín đáo")
    insider = person(Role.OFFICER, plan.issuer)
    assert search("kin", person=PersonFactory.create(), on=TODAY).nothing
    assert [row.pk for row in search("kin", person=insider, on=TODAY).plans.rows] == [plan.pk]
    assert len(search("kin dao", person=insider, on=TODAY).obligations.rows) == 1


def test_nothing_is_found_for_nothing() -> None:
    PlanFactory.create(in_force=True)
    assert search("  ", person=PersonFactory.create(), on=TODAY).nothing


def test_a_draft_read_from_a_dated_document_is_no_issued_plan() -> None:
    """The reader takes number and day from the document; the plan is a draft until somebody records its issue."""
    plan: Plan = PlanFactory.create(title="Dự thảo kín", number="9/KH-UBND", issued_on=TODAY)
    ObligationFactory.create(plan=plan, text="Nhiệm vụ kín đáo")
    assert search("kin", person=PersonFactory.create(), on=TODAY).nothing
    assert search("kin", person=person(Role.OFFICER, plan.issuer), on=TODAY).plans.rows == [plan]


def test_people_are_found_by_those_who_may_see_them() -> None:
    mine, other = agency(), agency()
    sought = person(Role.OFFICER, mine, full_name="Nguyễn Thị Ánh Đào")
    colleague, stranger = person(Role.OFFICER, mine), person(Role.COORDINATOR, other)
    assert search("anh dao", person=colleague, on=TODAY).people.rows == [sought]
    assert search("anh dao", person=stranger, on=TODAY).nothing
    assert search("anh dao", person=sought, on=date(1990, 1, 1)).nothing
