"""Drafts: begun from nothing or as a copy, their head, the superior plan, and thrown away."""

from dataclasses import replace
from datetime import date

import pytest
from tests.factories import PlanFactory, party, person
from tests.plans.lives import TODAY, Office, duty, office, plan_in

from loa.audit.models import Entry
from loa.organizations.enums import Role
from loa.organizations.policy import Forbidden
from loa.plans.actions.copying import copy, moved_day, moved_deadline, moved_title
from loa.plans.actions.writing import Head, change_head, discard, name_superior, write
from loa.plans.enums import EDITABLE, Origin, PartyRole, PlanKind, Review, State
from loa.plans.errors import ChangedMeanwhile, NotEditable, PlanError
from loa.plans.models import Plan

pytestmark = pytest.mark.django_db
HEAD = Head("Kế hoạch tuyên truyền năm 2026", PlanKind.YEARLY, date(2026, 1, 1), date(2026, 12, 31))


@pytest.fixture
def at() -> Office:
    return office()


def test_a_plan_is_begun_by_a_coordinator_of_the_agency(at: Office) -> None:
    plan = write(HEAD, issuer=at.province, by=at.coordinator, on=TODAY)
    assert (plan.state, plan.issuer, plan.title, plan.revision) == (State.DRAFT, at.province, HEAD.title, 1)
    assert Entry.objects.get().verb == "plans.write"
    for stranger in (at.leader, person(Role.COORDINATOR, at.department)):
        with pytest.raises(Forbidden):
            write(HEAD, issuer=at.province, by=stranger, on=TODAY)


def test_a_head_is_saved_once_and_only_over_what_was_seen(at: Office) -> None:
    plan = write(HEAD, issuer=at.province, by=at.coordinator, on=TODAY)
    change_head(plan, replace(HEAD, title="Tên mới"), revision=1, by=at.coordinator, on=TODAY)
    with pytest.raises(ChangedMeanwhile):
        change_head(plan, replace(HEAD, title="Tên khác"), revision=1, by=at.coordinator, on=TODAY)
    assert Plan.objects.get().title == "Tên mới"
    entry = Entry.objects.latest("number")
    assert (entry.before, entry.after) == ({"title": HEAD.title}, {"title": "Tên mới"})


def test_saving_what_is_there_already_changes_nothing(at: Office) -> None:
    plan = write(HEAD, issuer=at.province, by=at.coordinator, on=TODAY)
    assert change_head(plan, HEAD, revision=1, by=at.coordinator, on=TODAY).revision == 1
    assert Entry.objects.count() == 1


def test_a_plan_replaces_no_plan_of_others_and_not_itself(at: Office) -> None:
    plan = write(HEAD, issuer=at.province, by=at.coordinator, on=TODAY)
    for other in (plan, PlanFactory.create()):
        with pytest.raises(PlanError):
            change_head(plan, replace(HEAD, replaces=other), revision=1, by=at.coordinator, on=TODAY)


def test_what_a_document_said_of_itself_survives_a_change_of_the_head(at: Office) -> None:
    plan = plan_in(State.DRAFT, at, number="9/KH-UBND", signer_name="Lê Văn An")
    change_head(plan, HEAD, revision=1, by=at.coordinator, on=TODAY)
    plan.refresh_from_db()
    assert (plan.number, plan.signer_name) == ("9/KH-UBND", "Lê Văn An")


@pytest.mark.parametrize("state", sorted(set(State) - EDITABLE))
def test_the_head_of_a_closed_plan_stays(at: Office, state: State) -> None:
    with pytest.raises(NotEditable):
        change_head(plan_in(state, at), HEAD, revision=1, by=at.coordinator, on=TODAY)


def test_a_head_does_not_contradict_itself(at: Office) -> None:
    own = plan_in(State.DRAFT, at)
    below = PlanFactory(superior=own)
    for wrong in (
        replace(HEAD, period_to=date(2025, 1, 1)),
        replace(HEAD, superior=own),
        replace(HEAD, superior=below),
        replace(HEAD, replaces=PlanFactory(in_force=True)),
    ):
        with pytest.raises(PlanError):
            change_head(own, wrong, revision=1, by=at.coordinator, on=TODAY)


def test_a_superior_plan_is_named_at_any_time(at: Office) -> None:
    plan = plan_in(State.IN_FORCE, at)
    above = PlanFactory(in_force=True)
    assert name_superior(plan, above, by=at.coordinator, on=TODAY).superior == above
    with pytest.raises(Forbidden):
        name_superior(plan, None, by=at.leader, on=TODAY)
    with pytest.raises(PlanError):
        name_superior(plan, plan, by=at.coordinator, on=TODAY)


@pytest.mark.parametrize("state", State)
def test_only_drafts_are_thrown_away(at: Office, state: State) -> None:
    plan = plan_in(state, at)
    with pytest.raises(Forbidden):
        discard(plan, by=at.leader, on=TODAY)
    if state in EDITABLE:
        discard(plan, by=at.coordinator, on=TODAY)
        assert not Plan.objects.exists()
        assert Entry.objects.get().verb == "plans.discard"
    else:
        with pytest.raises(NotEditable):
            discard(plan, by=at.coordinator, on=TODAY)


def test_a_draft_that_others_build_on_is_kept(at: Office) -> None:
    plan = plan_in(State.DRAFT, at)
    duty(PlanFactory(), at.commune, derived_from=plan.obligations.get())
    with pytest.raises(PlanError):
        discard(plan, by=at.coordinator, on=TODAY)
    assert Plan.objects.filter(pk=plan.pk).exists()


def test_a_copy_moves_the_dates_and_is_reviewed_again(at: Office) -> None:
    plan = plan_in(State.IN_FORCE, at)
    once = duty(
        plan, at.commune, text="Hoàn thành trước ngày 15/6/2026.", deadline="2026-06-15", cadences=["once"], quotas=[]
    )
    party(once, role=PartyRole.REPORTS_TO, agency=at.department)
    made = copy(plan, years=1, issuer=at.province, by=at.coordinator, on=TODAY)
    assert (made.state, made.copied_from, made.number, made.issued_on) == (State.DRAFT, plan, "", None)
    assert (made.title, made.period_from, made.period_to) == (
        "Thông tin, tuyên truyền cải cách hành chính năm 2027", date(2027, 1, 1), date(2027, 12, 31),
    )  # fmt: skip
    five, moved = made.obligations.all()
    assert (moved.text, moved.deadline, moved.derived_from) == ("Hoàn thành trước ngày 15/6/2027.", "2027-06-15", once)
    assert {row.review for row in (five, moved)} == {Review.PENDING}
    assert {row.origin for row in (five, moved)} == {Origin.COPY}
    assert sorted(moved.parties.values_list("role", "agency")) == sorted(
        [(PartyRole.LEAD, at.commune.pk), (PartyRole.REPORTS_TO, at.department.pk)]
    )
    assert Entry.objects.get().verb == "plans.copy"


def test_a_copy_takes_what_binds_now_rather_than_what_was_first_issued(at: Office) -> None:
    plan = plan_in(State.AMENDED, at)
    five = plan.obligations.get()
    amendment = plan_in(State.IN_FORCE, at, amends=plan, number="20/KH-UBND", effective_from=date(2026, 2, 1))
    duty(amendment, at.department, text="Đăng 07 tin.", replaces=five, change="replace")
    made = copy(plan, years=0, issuer=at.department, by=person(Role.COORDINATOR, at.department), on=TODAY)
    assert "Đăng 07 tin." in made.obligations.values_list("text", flat=True)
    assert five.text not in made.obligations.filter(derived_from=five).values_list("text", flat=True)


def test_a_copy_is_made_by_who_writes_for_the_agency(at: Office) -> None:
    plan = plan_in(State.IN_FORCE, at)
    with pytest.raises(Forbidden):
        copy(plan, years=1, issuer=at.province, by=at.clerk, on=TODAY)
    with pytest.raises(PlanError):
        copy(plan, years=1, issuer=at.department, replaces=True, by=person(Role.COORDINATOR, at.department), on=TODAY)


@pytest.mark.parametrize(
    ("deadline", "moved"),
    [
        ("2024-02-29", "2025-02-28"),
        ("2024", "2025"),
        ("2024-11", "2025-11"),
        ("2024-Q3", "2025-Q3"),
        ("", ""),
        ("11-25 of every year", "11-25 of every year"),
        ("day 15 of the last month of the reporting period", "day 15 of the last month of the reporting period"),
    ],
)
def test_deadlines_move_by_whole_years(deadline: str, moved: str) -> None:
    assert moved_deadline(deadline, 1) == moved


def test_days_and_titles_move_by_whole_years() -> None:
    assert moved_day(date(2024, 2, 29), 4) == date(2028, 2, 29)
    assert moved_title("Giai đoạn 2021-2025, số 20211", 5) == "Giai đoạn 2026-2030, số 20211"
