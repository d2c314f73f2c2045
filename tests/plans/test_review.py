"""The verbs of the review: what each leaves, who may, and that nobody overwrites anybody unseen."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from tests.factories import ObligationFactory, PlanFactory, agency, party, person

from loa.audit.models import Entry
from loa.organizations.enums import Role
from loa.organizations.models import Person
from loa.organizations.policy import Forbidden
from loa.plans.actions import review, review_shape, review_undo
from loa.plans.actions.review_step import WrongContent
from loa.plans.enums import Origin, PartyRole, Review, State
from loa.plans.errors import ChangedMeanwhile, NotEditable
from loa.plans.models import Obligation, Plan
from loa.plans.queries.review_content import Body, Content, content_of

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)


def read_as(text: str, **values: Any) -> dict[str, Any]:
    """A reading in the form of the annotation guide."""
    silent: dict[str, Any] = {
        "id": "kh-01", "lead": ["Sở Nội vụ"], "coordinate": [], "kind": ["publish"], "cadence": "monthly", "quotas": [],
        "deadline": None, "window": None, "channels": [], "reports_to": [], "via": None, "topic": None,
    }  # fmt: skip
    return {**silent, "text": text, **values}


def obligation(plan: Plan, text: str = "Đăng tin, bài hằng tháng.", **fields: Any) -> Obligation:
    usual: dict[str, Any] = {"quotas": [], "review": Review.PENDING, "origin": Origin.READER, "read_as": read_as(text)}
    made: Obligation = ObligationFactory.create(plan=plan, text=text, **{**usual, **fields})
    party(made, name="Sở Nội vụ")
    return made


@pytest.fixture
def plan() -> Plan:
    made: Plan = PlanFactory.create()
    return made


@pytest.fixture
def reviewer(plan: Plan) -> Person:
    return person(Role.REVIEWER, plan.issuer)


def again(row: Obligation) -> Obligation:
    return Obligation.objects.get(pk=row.pk)


def verbs_told() -> list[str]:
    return list(Entry.objects.order_by("number").values_list("verb", flat=True))


def test_accepting_agrees_with_the_reader(plan: Plan, reviewer: Person) -> None:
    row = review.accept(obligation(plan), revision=1, by=reviewer, on=TODAY)
    assert (again(row).review, again(row).revision) == (Review.ACCEPTED, 2)
    assert verbs_told() == ["plans.accept-obligation"]


def test_accepting_what_differs_from_the_reading_is_a_correction(plan: Plan, reviewer: Person) -> None:
    row = obligation(plan, text="Đăng tin, bài.", read_as=read_as("Đăng tin, bài hằng tháng."))
    assert review.accept(row, revision=1, by=reviewer, on=TODAY).review == Review.CORRECTED


def test_a_correction_keeps_the_readers_value(plan: Plan, reviewer: Person) -> None:
    row = obligation(plan)
    mine = replace(content_of(row), cadences=("quarterly",), deadline="2026-06-30")
    kept = again(review.correct(row, mine, revision=1, by=reviewer, on=TODAY))
    assert (kept.review, kept.cadences, kept.deadline) == (Review.CORRECTED, ["quarterly"], "2026-06-30")
    assert kept.read_as == row.read_as
    entry = Entry.objects.get()
    assert entry.before == {"cadences": ["monthly"], "deadline": "", "review": "pending", "review_note": ""}
    assert entry.after == {
        "cadences": ["quarterly"],
        "deadline": "2026-06-30",
        "review": "corrected",
        "review_note": "",
    }


def test_a_correction_back_to_the_reading_is_an_acceptance(plan: Plan, reviewer: Person) -> None:
    row = obligation(plan, cadences=["weekly"], review=Review.CORRECTED)
    kept = review.correct(row, replace(content_of(row), cadences=("monthly",)), revision=1, by=reviewer, on=TODAY)
    assert kept.review == Review.ACCEPTED


def test_naming_the_agency_of_a_read_name_is_no_correction(plan: Plan, reviewer: Person) -> None:
    row, office = obligation(plan), agency("Sở Nội vụ")
    mine = replace(content_of(row), parties=(Body("lead", "Sở Nội vụ", agency=office.pk),))
    kept = review.correct(row, mine, revision=1, by=reviewer, on=TODAY)
    assert (kept.review, kept.parties.get().agency) == (Review.ACCEPTED, office)


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": " "},
        {"deadline": "hôm nào đó"},
        {"cadences": ("often",)},
        {"quotas": ({"min": 0, "unit": "event", "per": "month"},)},
    ],
)
def test_content_that_makes_no_calendar_is_refused_whole(plan: Plan, reviewer: Person, wrong: dict[str, Any]) -> None:
    row = obligation(plan)
    with pytest.raises(WrongContent):
        review.correct(row, replace(content_of(row), **wrong), revision=1, by=reviewer, on=TODAY)
    assert (again(row).revision, again(row).text, verbs_told()) == (1, row.text, [])


def test_the_readers_values_come_back_with_the_agency_found_for_a_name(plan: Plan, reviewer: Person) -> None:
    office = agency("Sở Nội vụ")
    party(obligation(plan), name="Sở Nội vụ", agency=office)
    row = obligation(plan, cadences=["weekly"], channels=["social"], review=Review.CORRECTED)
    row.parties.all().delete()
    party(row, name="Sở Nội vụ", agency=office, role=PartyRole.VIA)
    one = review.take_back(row, ["cadences"], revision=1, by=reviewer, on=TODAY)
    assert (one.cadences, one.channels, one.review) == (["monthly"], ["social"], Review.CORRECTED)
    whole = review.take_back(row, revision=2, by=reviewer, on=TODAY)
    assert (whole.channels, whole.review) == ([], Review.ACCEPTED)
    assert [(kept.role, kept.agency) for kept in whole.parties.all()] == [(PartyRole.LEAD, office)]


def test_what_a_person_wrote_has_no_reading_to_go_back_to(plan: Plan, reviewer: Person) -> None:
    row = obligation(plan, read_as=None, origin=Origin.PERSON)
    with pytest.raises(review.NoReading):
        review.take_back(row, revision=1, by=reviewer, on=TODAY)


def test_a_rejection_needs_a_reason_and_stays_to_be_seen(plan: Plan, reviewer: Person) -> None:
    row = obligation(plan)
    with pytest.raises(review.NoReason):
        review.reject(row, reason="  ", revision=1, by=reviewer, on=TODAY)
    kept = review.reject(row, reason="Chỉ là căn cứ.", revision=1, by=reviewer, on=TODAY)
    assert (again(kept).review, again(kept).review_note) == (Review.REJECTED, "Chỉ là căn cứ.")
    assert not plan.obligations.standing().exists()


def test_all_without_doubts_are_accepted_at_once_in_one_row_of_the_trail(plan: Plan, reviewer: Person) -> None:
    sure, doubtful = obligation(plan), obligation(plan, doubts=[{"field": "lead", "code": "lead-missing"}])
    rejected = obligation(plan, review=Review.REJECTED)
    assert review.accept_undoubted(plan, by=reviewer, on=TODAY) == 1
    assert [again(row).review for row in (sure, doubtful, rejected)] == ["accepted", "pending", "rejected"]
    assert review.accept_undoubted(plan, by=reviewer, on=TODAY) == 0
    assert verbs_told() == ["plans.accept-undoubted"]


def test_splitting_makes_two_that_want_a_look(plan: Plan, reviewer: Person) -> None:
    row, behind = obligation(plan, "Đăng tin, bài; mở chuyên mục."), obligation(plan, "Việc sau.")
    first, second = review_shape.split(row, "Đăng tin, bài;", "mở chuyên mục.", revision=1, by=reviewer, on=TODAY)
    assert [one.text for one in plan.obligations.all()] == ["Đăng tin, bài;", "mở chuyên mục.", "Việc sau."]
    assert (first.review, second.review, second.split_from) == (Review.PENDING, Review.PENDING, first)
    assert (second.kinds, [one.name for one in second.parties.all()]) == (["publish"], ["Sở Nội vụ"])
    assert again(behind).revision == 1
    with pytest.raises(WrongContent):
        review_shape.split(second, "mở", " ", revision=1, by=reviewer, on=TODAY)


def test_merging_unites_words_and_fields_in_the_order_of_the_plan(plan: Plan, reviewer: Person) -> None:
    first = obligation(plan, "Đăng tin, bài.", channels=["portal"])
    second = obligation(plan, "Mở chuyên mục.", kinds=["column"], channels=["portal", "social"], deadline="2026-03-31")
    kept = review_shape.merge(second, {first.pk: 1}, revision=1, by=reviewer, on=TODAY)
    assert (kept.pk, kept.text) == (first.pk, "Đăng tin, bài. Mở chuyên mục.")
    assert (kept.kinds, kept.channels, kept.deadline) == (["publish", "column"], ["portal", "social"], "2026-03-31")
    assert (kept.review, kept.parties.count()) == (Review.PENDING, 1)
    assert again(second).merged_into == kept
    with pytest.raises(ChangedMeanwhile):
        review.accept(second, revision=2, by=reviewer, on=TODAY)


def test_merging_with_one_that_changed_or_with_none_is_told(plan: Plan, reviewer: Person) -> None:
    first, second = obligation(plan), obligation(plan)
    with pytest.raises(ChangedMeanwhile):
        review_shape.merge(first, {second.pk: 7}, revision=1, by=reviewer, on=TODAY)
    with pytest.raises(WrongContent):
        review_shape.merge(first, {first.pk: 1}, revision=1, by=reviewer, on=TODAY)


def test_an_added_obligation_needs_no_further_review(plan: Plan, reviewer: Person) -> None:
    obligation(plan)
    made = review_shape.add(plan, Content(text="Tổ chức hội nghị.", kinds=("conference",)), by=reviewer, on=TODAY)
    assert (made.origin, made.review, made.read_as) == (Origin.PERSON, Review.ACCEPTED, None)
    assert list(plan.obligations.all())[-1] == made
    with pytest.raises(WrongContent):
        review_shape.add(plan, Content(text="…", deadline="?"), by=reviewer, on=TODAY)
    assert plan.obligations.count() == 2


Step = Callable[[Obligation, Person], object]
STEPS: dict[str, Step] = {
    "accept": lambda row, by: review.accept(row, revision=1, by=by, on=TODAY),
    "reject": lambda row, by: review.reject(row, reason="Trùng.", revision=1, by=by, on=TODAY),
    "correct": lambda row, by: review.correct(
        row, replace(content_of(row), text="Khác.", parties=()), revision=1, by=by, on=TODAY
    ),
    "take back": lambda row, by: review.take_back(row, revision=1, by=by, on=TODAY),
    "split": lambda row, by: review_shape.split(row, "Đăng tin,", "bài.", revision=1, by=by, on=TODAY),
    "merge": lambda row, by: review_shape.merge(
        row, {other.pk: 1 for other in row.plan.obligations.exclude(pk=row.pk)}, revision=1, by=by, on=TODAY
    ),
    "accept all": lambda row, by: review.accept_undoubted(row.plan, by=by, on=TODAY),
    "add": lambda row, by: review_shape.add(row.plan, Content(text="Thêm."), by=by, on=TODAY),
}
each_step = pytest.mark.parametrize("step", STEPS.values(), ids=STEPS)


def state_of(plan: Plan) -> list[Any]:
    rows = plan.obligations.filter(merged_into=None).prefetch_related("parties")
    return [(row.pk, content_of(row), row.review, row.review_note) for row in rows]


@each_step
def test_every_step_leaves_one_row_and_can_be_undone(plan: Plan, reviewer: Person, step: Step) -> None:
    row = obligation(plan)
    obligation(plan, "Việc khác.")
    before = state_of(plan)
    step(row, reviewer)
    assert len(verbs_told()) == 1
    after = state_of(plan)
    review_undo.undo(plan, by=reviewer, on=TODAY)
    assert state_of(plan) == before
    assert (after != before) or step is STEPS["take back"]
    assert verbs_told()[1:] == ["plans.undo-review"]
    with pytest.raises(review_undo.NothingToUndo):
        review_undo.undo(plan, by=reviewer, on=TODAY)


@each_step
def test_only_reviewers_of_the_agency_take_steps(plan: Plan, step: Step) -> None:
    row = obligation(plan)
    obligation(plan)
    for stranger in (person(Role.OFFICER, plan.issuer), person(Role.REVIEWER)):
        with pytest.raises(Forbidden):
            step(row, stranger)
    with pytest.raises(Forbidden):
        review_undo.undo(plan, by=person(Role.REVIEWER), on=TODAY)
    assert verbs_told() == []


@each_step
def test_a_plan_that_is_signed_is_reviewed_no_more(plan: Plan, reviewer: Person, step: Step) -> None:
    row = obligation(plan)
    obligation(plan)
    Plan.objects.update(state=State.SIGNED)
    with pytest.raises(NotEditable):
        step(row, reviewer)


@pytest.mark.parametrize("name", ["accept", "reject", "correct", "take back", "split", "merge"])
def test_who_saw_an_older_state_is_told(plan: Plan, reviewer: Person, name: str) -> None:
    row = obligation(plan)
    obligation(plan)
    review.accept(row, revision=1, by=person(Role.COORDINATOR, plan.issuer), on=TODAY)
    with pytest.raises(ChangedMeanwhile):
        STEPS[name](row, reviewer)
    assert len(verbs_told()) == 1


def test_steps_are_undone_one_after_the_other(plan: Plan, reviewer: Person) -> None:
    row = obligation(plan)
    before = state_of(plan)
    review.correct(row, replace(content_of(row), text="Một."), revision=1, by=reviewer, on=TODAY)
    review.correct(row, replace(content_of(row), text="Hai."), revision=2, by=reviewer, on=TODAY)
    review_undo.undo(plan, by=reviewer, on=TODAY)
    assert again(row).text == "Một."
    review_undo.undo(plan, by=reviewer, on=TODAY)
    assert state_of(plan) == before


def test_what_another_plan_was_copied_from_stays(plan: Plan, reviewer: Person) -> None:
    made = review_shape.add(plan, Content(text="Thêm."), by=reviewer, on=TODAY)
    ObligationFactory.create(derived_from=made)
    with pytest.raises(review_undo.ChangedSince):
        review_undo.undo(plan, by=reviewer, on=TODAY)
    assert again(made).text == "Thêm."


def test_a_step_is_not_undone_over_what_others_did_since(plan: Plan, reviewer: Person) -> None:
    row = obligation(plan)
    review.accept(row, revision=1, by=reviewer, on=TODAY)
    other = person(Role.COORDINATOR, plan.issuer)
    review.reject(row, reason="Trùng.", revision=2, by=other, on=TODAY)
    with pytest.raises(review_undo.ChangedSince):
        review_undo.undo(plan, by=reviewer, on=TODAY)
    assert again(row).review == Review.REJECTED


def test_the_parts_of_a_split_are_not_undone_once_they_were_reviewed(plan: Plan, reviewer: Person) -> None:
    row = obligation(plan)
    _, part = review_shape.split(row, "Đăng tin,", "bài.", revision=1, by=reviewer, on=TODAY)
    review.accept(part, revision=1, by=person(Role.COORDINATOR, plan.issuer), on=TODAY)
    with pytest.raises(review_undo.ChangedSince):
        review_undo.undo(plan, by=reviewer, on=TODAY)
    assert Obligation.objects.filter(pk=part.pk).exists()
