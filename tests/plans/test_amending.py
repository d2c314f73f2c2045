"""A plan in force is changed by another document; what was stays as it was."""

from datetime import date

import pytest
from tests.factories import PlanFactory, party, person
from tests.plans.lives import NOW, SIGNATURE, TODAY, Office, duty, office, plan_in

from loa.audit.models import Entry
from loa.organizations.enums import Role
from loa.organizations.policy import Forbidden
from loa.plans.actions.amending import Chosen, change_choice, start_amendment
from loa.plans.actions.issuing import IssueData, issue, put_in_force
from loa.plans.actions.signing import sign, submit
from loa.plans.enums import Change, Origin, PartyRole, Review, State
from loa.plans.errors import NotEditable, PlanError
from loa.plans.models import Obligation, Plan
from loa.plans.queries.differences import changes_of, compared, words_compared
from loa.plans.queries.versions import obligations_in_force, versions

pytestmark = pytest.mark.django_db
JANUARY, APRIL, JULY = date(2026, 1, 5), date(2026, 4, 1), date(2026, 7, 1)


@pytest.fixture
def at() -> Office:
    return office()


@pytest.fixture
def base(at: Office) -> Plan:
    plan = plan_in(State.IN_FORCE, at)
    duty(plan, at.commune, text="Phát thanh mỗi tuần 01 tin.")
    return plan


def amend(plan: Plan, at: Office, *, replaced: Obligation | None = None, ended: Obligation | None = None) -> Plan:
    chosen = Chosen([replaced.pk] if replaced else [], [ended.pk] if ended else [])
    return start_amendment(plan, chosen, title="Sửa đổi kế hoạch", effective_from=APRIL, by=at.coordinator, on=TODAY)


def carry_through(amendment: Plan, at: Office, *, number: str, since: date) -> Plan:
    amendment.obligations.filter(review=Review.PENDING).update(review=Review.CORRECTED)
    submit(amendment, by=at.coordinator, on=TODAY)
    sign(amendment, SIGNATURE, at=NOW, by=at.leader, on=TODAY)
    issue(amendment, IssueData(number, TODAY), by=at.clerk, on=TODAY)
    return put_in_force(amendment, effective_from=since, by=at.leader, on=TODAY)


def test_an_amendment_begins_as_a_draft_with_what_it_changes(at: Office, base: Plan) -> None:
    five, weekly = base.obligations.all()
    made = amend(base, at, replaced=five, ended=weekly)
    assert (made.state, made.amends, made.effective_from) == (State.DRAFT, base, APRIL)
    rows = made.obligations.values_list("replaces", "change", "review", "origin")
    assert set(rows) == {
        (five.pk, Change.REPLACE, Review.PENDING, Origin.COPY),
        (weekly.pk, Change.END, Review.ACCEPTED, Origin.COPY),
    }
    assert Entry.objects.latest("number").verb == "plans.amend"
    assert obligations_in_force(base, JULY) == [five, weekly]


def test_only_a_coordinator_amends_and_only_what_is_in_force(at: Office, base: Plan) -> None:
    with pytest.raises(Forbidden):
        start_amendment(base, Chosen(), title="Sửa đổi", effective_from=APRIL, by=at.leader, on=TODAY)
    with pytest.raises(PlanError):
        amend(plan_in(State.ISSUED, at, number="13/KH-UBND"), at)
    with pytest.raises(PlanError):
        amend(base, at, replaced=duty(PlanFactory(), at.department))
    with pytest.raises(PlanError):
        start_amendment(base, Chosen(), title=" ", effective_from=APRIL, by=at.coordinator, on=TODAY)


def test_more_is_taken_in_while_it_is_a_draft_and_nothing_twice(at: Office, base: Plan) -> None:
    five, weekly = base.obligations.all()
    made = amend(base, at, replaced=five)
    change_choice(made, Chosen([five.pk], [weekly.pk]), by=at.coordinator, on=TODAY)
    assert made.obligations.count() == 2
    Plan.objects.filter(pk=made.pk).update(state=State.SUBMITTED)
    with pytest.raises(NotEditable):
        change_choice(made, Chosen(), by=at.coordinator, on=TODAY)
    with pytest.raises(PlanError):
        change_choice(plan_in(State.DRAFT, at), Chosen(), by=at.coordinator, on=TODAY)


def test_in_force_it_changes_the_future_and_leaves_the_past(at: Office, base: Plan) -> None:
    five, weekly = base.obligations.all()
    before = {row.pk: (row.text, row.quotas, row.deadline) for row in base.obligations.all()}
    made = amend(base, at, replaced=five, ended=weekly)
    seven = made.obligations.get(replaces=five)
    seven.quotas = [{"min": 7, "unit": "news item", "per": "month"}]
    seven.save()
    added = duty(made, at.commune, text="Mở chuyên mục hỏi đáp.", change=Change.ADD)
    carry_through(made, at, number="40/KH-UBND", since=APRIL)
    base.refresh_from_db()
    assert base.state == State.AMENDED
    assert {row.pk: (row.text, row.quotas, row.deadline) for row in base.obligations.all()} == before
    assert obligations_in_force(base, date(2026, 3, 31)) == [five, weekly]
    assert obligations_in_force(base, APRIL) == [seven, added]
    assert versions(weekly) == [(JANUARY, weekly), (APRIL, None)]


def test_an_amendment_is_amended_in_turn(at: Office, base: Plan) -> None:
    five = base.obligations.all()[0]
    first = carry_through(amend(base, at, replaced=five), at, number="40/KH-UBND", since=APRIL)
    seven = first.obligations.get()
    second = start_amendment(
        first, Chosen([seven.pk]), title="Sửa đổi lần hai", effective_from=JULY, by=at.coordinator, on=JULY
    )
    carry_through(second, at, number="60/KH-UBND", since=JULY)
    first.refresh_from_db()
    assert first.state == State.AMENDED
    assert versions(five) == [(JANUARY, five), (APRIL, seven), (JULY, second.obligations.get())]


def test_what_no_longer_binds_cannot_be_amended_again(at: Office, base: Plan) -> None:
    five = base.obligations.all()[0]
    carry_through(amend(base, at, replaced=five), at, number="40/KH-UBND", since=TODAY)
    with pytest.raises(PlanError):
        amend(Plan.objects.get(pk=base.pk), at, replaced=five)


def test_nothing_is_amended_that_ended_meanwhile(at: Office, base: Plan) -> None:
    made = amend(base, at)
    duty(made, at.commune)
    Plan.objects.filter(pk=made.pk).update(state=State.ISSUED)
    Plan._base_manager.filter(pk=base.pk).update(state=State.CLOSED, ended_on=TODAY)
    with pytest.raises(PlanError):
        put_in_force(made, effective_from=APRIL, by=at.leader, on=TODAY)


def test_differences_are_told_word_by_word() -> None:
    pieces = words_compared("Đăng ít nhất 05 tin, bài mỗi tháng.", "Đăng ít nhất 07 tin, bài mỗi quý.")
    assert [(piece.kind, piece.words.strip()) for piece in pieces] == [
        ("same", "Đăng ít nhất"), ("gone", "05"), ("new", "07"), ("same", "tin, bài mỗi"), ("gone", "tháng."),
        ("new", "quý."),
    ]  # fmt: skip


@pytest.mark.parametrize(("before", "after"), [("", "Mới"), ("Cũ", ""), ("", ""), ("Như nhau", "Như nhau")])
def test_the_pieces_make_both_texts_again(before: str, after: str) -> None:
    pieces = words_compared(before, after)
    assert "".join(piece.words for piece in pieces if piece.kind != "new") == before
    assert "".join(piece.words for piece in pieces if piece.kind != "gone") == after


def test_differences_name_the_fields_that_differ_and_no_others(at: Office, base: Plan) -> None:
    five = base.obligations.all()[0]
    made = amend(base, at, replaced=five)
    seven = made.obligations.get()
    seven.quotas = [{"min": 7, "unit": "news item", "per": "month"}]
    seven.save()
    party(seven, role=PartyRole.COORDINATE, agency=at.commune)
    (change,) = changes_of(made)
    assert (change.change, change.before, change.after) == (Change.REPLACE, five, seven)
    assert [(one.name, one.before, one.after) for one in change.fields] == [
        ("Cơ quan phối hợp", "", "UBND xã Đồng Đăng"),
        ("Định mức", "ít nhất 05 tin, bài/tháng", "ít nhất 07 tin, bài/tháng"),
    ]
    assert compared(five, five) == ()


@pytest.mark.parametrize("rows", [1, 6])
def test_changes_cost_the_same(at: Office, rows: int, django_assert_num_queries: object) -> None:
    base = plan_in(State.IN_FORCE, at)
    keys = [base.obligations.get().pk, *(duty(base, at.commune).pk for _ in range(rows - 1))]
    made = start_amendment(base, Chosen(keys), title="Sửa", effective_from=APRIL, by=at.coordinator, on=TODAY)
    with django_assert_num_queries(5):  # type: ignore[operator]  # the fixture is a function
        assert len(changes_of(made)) == rows


def test_an_amendment_is_written_by_the_issuer_alone(at: Office, base: Plan) -> None:
    with pytest.raises(Forbidden):
        start_amendment(
            base, Chosen(), title="Sửa", effective_from=APRIL, by=person(Role.COORDINATOR, at.department), on=TODAY
        )
