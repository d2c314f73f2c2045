"""What waits for whom: each task reaches those who may do it, and nobody else."""

from datetime import date
from typing import Any

import pytest
from tests.factories import ObligationFactory, PlanFactory, agency, person

from loa.monitoring.enums import LetterState
from loa.monitoring.models import Evidence, ExplanationRequest, NearCopy, UrgingLetter
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
    with django_assert_num_queries(22):
        tasks_at_hand(who, on=TODAY)


# ------------------------------------------------------------------------------------------------ proof and urging


def _letter(of: Agency) -> UrgingLetter:
    return UrgingLetter.objects.create(agency=of, to=agency())


def test_a_signed_letter_waits_for_the_clerk(committee: Agency) -> None:
    letter = _letter(committee)
    UrgingLetter.objects.update(state=LetterState.SIGNED)
    assert [task.url for task in tasks_at_hand(person(Role.RECORDS_CLERK, committee), on=TODAY)] == [
        f"/letters/{letter.key}/"
    ]
    assert tasks_at_hand(person(Role.LEADER, committee), on=TODAY) == []


def test_letters_wait_for_the_leader_singly_while_they_are_few(committee: Agency) -> None:
    leader = person(Role.LEADER, committee)
    letters = [_letter(committee) for _ in range(2)]
    urls = {task.url for task in tasks_at_hand(leader, on=TODAY)}
    assert urls == {f"/letters/{letter.key}/" for letter in letters}
    for _ in range(5):
        _letter(committee)
    (task,) = tasks_at_hand(leader, on=TODAY)
    assert (task.url, task.about) == ("/letters/?state=draft", "7 văn bản")
    assert tasks_at_hand(person(Role.OFFICER, committee), on=TODAY) == []
    assert tasks_at_hand(person(Role.LEADER, agency()), on=TODAY) == []


def test_an_explanation_that_is_late_stands_first(committee: Agency) -> None:
    asking = agency("Ủy ban nhân dân tỉnh")
    for figure, by in (("2 của 5", date(2026, 3, 9)), ("1 của 5", date(2026, 2, 27))):
        ExplanationRequest.objects.create(
            agency=committee, asking=asking, asked_by=person(Role.COORDINATOR, asking), figure=figure, question="?",
            answer_by=by,
        )  # fmt: skip
    found = tasks_at_hand(person(Role.OFFICER, committee), on=TODAY)
    assert [(task.about, task.tone) for task in found] == [("1 của 5", "danger"), ("2 của 5", "info")]
    assert tasks_at_hand(person(Role.OFFICER, asking), on=TODAY) == []


def test_what_resembles_another_waits_for_those_who_judge_it(committee: Agency) -> None:
    below = agency(under=committee)
    one, other = (_evidence(below) for _ in range(2))
    pair = NearCopy.objects.create(evidence=one, other=other, likeness=92)
    who = person(Role.REVIEWER, committee)
    assert [task.url for task in tasks_at_hand(who, on=TODAY)] == ["/near-copies/?state=flagged"]
    NearCopy.objects.filter(pk=pair.pk).update(state="different")
    assert tasks_at_hand(who, on=TODAY) == []


def test_evidence_that_fits_nothing_waits_for_those_who_recorded_it(committee: Agency) -> None:
    _evidence(committee)
    assert [task.url for task in tasks_at_hand(person(Role.OFFICER, committee), on=TODAY)] == ["/evidence/unmatched/"]
    assert tasks_at_hand(person(Role.OFFICER, agency()), on=TODAY) == []


def _evidence(of: Agency) -> Evidence:
    return Evidence.objects.create(
        agency=of, kind="article", happened_on=date(2026, 2, 20), title="Tin", source="person",
        recorded_at="2026-02-20T08:00:00+07:00",
    )  # fmt: skip
