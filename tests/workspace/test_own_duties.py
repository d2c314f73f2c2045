"""What an agency owes around a day, each thing said once."""

from datetime import date

import pytest
from tests.factories import ObligationFactory, PlanFactory, agency, party

from loa.monitoring.actions.laying import lay
from loa.monitoring.enums import Standing
from loa.monitoring.queries.remedies import Deed
from loa.organizations.models import Agency
from loa.plans.enums import State
from loa.plans.models import Obligation, Plan
from loa.workspace.queries.own_duties import own_duties

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 25)


def _in_force(issuer: Agency, of: Agency, *, amount: int = 5, source: Obligation | None = None) -> Obligation:
    plan = PlanFactory.create(issuer=issuer)
    quotas = [{"min": amount, "unit": "news item", "per": "month"}]
    duty: Obligation = ObligationFactory.create(plan=plan, quotas=quotas, derived_from=source)
    party(duty, agency=of, name=of.name)
    day = date(2026, 1, 5)
    Plan._base_manager.filter(pk=plan.pk).update(state=State.IN_FORCE, issued_on=day, effective_from=day)
    plan.refresh_from_db()
    lay(plan, day)
    return duty


def test_a_duty_taken_over_into_the_own_plan_is_listed_once() -> None:
    province, commune = agency(), agency()
    duty = _in_force(province, commune)
    _in_force(commune, commune, source=duty)
    own = own_duties(commune, on=TODAY)
    assert [(one.duty.plan.issuer, one.duty.due_on) for one in own.coming] == [(province, date(2026, 3, 31))]


def test_what_the_own_plan_asks_beyond_it_is_listed_too() -> None:
    province, commune = agency(), agency()
    duty = _in_force(province, commune)
    _in_force(commune, commune, source=duty, amount=8)
    own = own_duties(commune, on=TODAY)
    assert sorted(one.duty.amount or 0 for one in own.coming) == [5, 8]
    assert not own.this_week


def test_what_is_overdue_stays_in_sight_and_what_is_to_be_done_comes_with_its_steps() -> None:
    commune = agency()
    plan = PlanFactory.create(issuer=agency())
    duty = ObligationFactory.create(
        plan=plan, kinds=["report"], cadences=["quarterly"], quotas=[],
        deadline="day 15 of the last month of the reporting period",
    )  # fmt: skip
    party(duty, agency=commune, name=commune.name)
    day = date(2026, 1, 5)
    Plan._base_manager.filter(pk=plan.pk).update(state=State.IN_FORCE, issued_on=day, effective_from=day)
    plan.refresh_from_db()
    lay(plan, day)
    own = own_duties(commune, on=TODAY)
    assert [(one.duty.due_on, one.standing) for one in own.overdue] == [(date(2026, 3, 15), Standing.OVERDUE)]
    assert [(one.deed, one.line) for one in own.steps] == [(Deed.MAKE, own.overdue[0])]
    assert not own.this_week
