"""What waits for whom: each task reaches those who may do it, and nobody else."""

from datetime import date
from typing import Any

import pytest
from tests.factories import ObligationFactory, PlanFactory, agency, person

from loa.organizations.enums import Role
from loa.organizations.models import Agency, Person
from loa.plans.enums import Review, State
from loa.plans.models import Consultation
from loa.workspace.queries.tasks_at_hand import tasks_at_hand

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)


@pytest.fixture
def committee() -> Agency:
    return agency("Ủy ban nhân dân tỉnh")


def _deeds(who: Person) -> list[tuple[str, str]]:
    return [(task.deed, task.about) for task in tasks_at_hand(who, on=TODAY)]


@pytest.mark.parametrize(
    ("state", "role", "deed"),
    [
        (State.SUBMITTED, Role.LEADER, "Sign"),
        (State.SIGNED, Role.RECORDS_CLERK, "Give number and date"),
        (State.ISSUED, Role.COORDINATOR, "Put in force"),
        (State.DRAFT, Role.COORDINATOR, "Complete and submit"),
    ],
)
def test_a_plan_waits_for_the_role_whose_step_is_next(
    committee: Agency, state: State, role: Role, deed: str, settings: Any
) -> None:
    settings.LANGUAGE_CODE = "en"
    plan = PlanFactory.create(issuer=committee, state=state)
    assert (deed, plan.title) in _deeds(person(role, committee)) or deed in dict(_deeds(person(role, committee)))
    assert _deeds(person(Role.OFFICER, committee)) == []
    assert _deeds(person(role, agency())) == []


def test_the_coordinator_is_told_how_many_obligations_are_left_to_look_at(committee: Agency) -> None:
    plan = PlanFactory.create(issuer=committee)
    ObligationFactory.create_batch(2, plan=plan, review=Review.PENDING)
    ObligationFactory.create(plan=plan, review=Review.REJECTED)
    (task,) = tasks_at_hand(person(Role.REVIEWER, committee), on=TODAY)
    assert "2" in task.note


def test_an_opinion_overdue_stands_out_and_an_answered_one_is_gone(committee: Agency) -> None:
    asked, answered = agency(), agency()
    plan = PlanFactory.create(issuer=committee, state=State.CONSULTING)
    for one in (asked, answered):
        Consultation.objects.create(plan=plan, agency=one, asked_on=date(2026, 2, 1), answer_by=date(2026, 2, 20))
    Consultation.objects.filter(agency=answered).update(answered_at="2026-02-10T08:00:00+07:00", agrees=True)
    (task,) = tasks_at_hand(person(Role.OFFICER, asked), on=TODAY)
    assert (task.by, task.tone) == (date(2026, 2, 20), "danger")
    assert tasks_at_hand(person(Role.OFFICER, answered), on=TODAY) == []


@pytest.mark.parametrize("plans", [1, 4])
def test_the_number_of_queries_does_not_grow_with_the_plans(
    committee: Agency, plans: int, django_assert_num_queries: Any
) -> None:
    who = person(Role.COORDINATOR, committee)
    PlanFactory.create_batch(plans, issuer=committee)
    with django_assert_num_queries(12):
        tasks_at_hand(who, on=TODAY)
