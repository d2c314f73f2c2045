"""How far agencies are with plans of their own: counted from assignments, as the plan's page lists them."""

from datetime import date

import pytest
from tests.factories import ObligationFactory, PlanFactory, agency, party

from loa.monitoring.actions.laying import lay
from loa.organizations.enums import AgencyKind, Tier
from loa.plans.enums import State
from loa.plans.models import Plan
from loa.plans.queries.cascade import sub_plans
from loa.workspace.queries.sub_plan_counts import sub_plan_count

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)


@pytest.fixture
def plan() -> Plan:
    """A plan that five communes and its issuer must answer with plans of their own by 1 March."""
    province = agency("Ủy ban nhân dân tỉnh", kind=AgencyKind.PEOPLES_COMMITTEE, place="Bắc Sơn")
    for number in range(5):
        agency(f"UBND xã {number}", kind=AgencyKind.PEOPLES_COMMITTEE, tier=Tier.COMMUNE, under=province)
    made: Plan = PlanFactory.create(issuer=province)
    duty = ObligationFactory.create(
        plan=made, kinds=["make-plan"], cadences=["once"], quotas=[], deadline="2026-03-01", text="Xây dựng kế hoạch"
    )
    party(duty, group="all-communes")
    party(duty, agency=province, name="Ủy ban nhân dân tỉnh")
    day = date(2026, 1, 5)
    Plan._base_manager.filter(pk=made.pk).update(state=State.IN_FORCE, issued_on=day, effective_from=day)
    made.refresh_from_db()
    lay(made, day)
    return made


def test_issued_drafted_and_overdue_are_told_apart(plan: Plan) -> None:
    communes = [row.agency for row in sub_plans(plan, TODAY)]
    PlanFactory.create(issuer=communes[0], superior=plan, state=State.IN_FORCE, issued_on=date(2026, 2, 20))
    PlanFactory.create(issuer=communes[1], superior=plan)
    PlanFactory.create(issuer=communes[2], superior=plan, state=State.WITHDRAWN)
    told = sub_plan_count(plan, on=TODAY)
    assert (told.owed, told.issued, told.drafted, told.missing, told.overdue) == (5, 1, 1, 3, 4)


def test_nothing_is_overdue_on_the_day_itself(plan: Plan) -> None:
    assert sub_plan_count(plan, on=date(2026, 3, 1)).overdue == 0


def test_the_counts_agree_with_the_rows(plan: Plan) -> None:
    rows = sub_plans(plan, TODAY)
    told = sub_plan_count(plan, on=TODAY)
    assert told.owed == len(rows)
    assert told.overdue == sum(row.is_overdue(TODAY) for row in rows)
