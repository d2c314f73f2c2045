"""The life of a plan: each verb by those who may, from the states that allow it, with one row of the trail."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks
from tests.factories import PlanFactory, agency, party, person
from tests.plans.lives import NOW, NUMBER, SIGNATURE, TODAY, Office, duty, office, plan_in

from loa.audit.models import Entry
from loa.organizations.enums import Role
from loa.organizations.models import Notice, Person
from loa.organizations.policy import Forbidden
from loa.plans.actions.consulting import answer, consult, end_consultation
from loa.plans.actions.ending import close, withdraw
from loa.plans.actions.issuing import IssueData, issue, put_in_force, record_issued
from loa.plans.actions.signing import Signature, return_to_draft, sign, submit
from loa.plans.actions.telling import tell_all_bound
from loa.plans.enums import BINDING, EDITABLE, STEPS, Review, State
from loa.plans.errors import ChangedMeanwhile, IllegalStep, Incomplete, PlanError
from loa.plans.events import ended
from loa.plans.events import put_in_force as in_force
from loa.plans.models import Plan
from loa.plans.queries.people import head_of

pytestmark = pytest.mark.django_db

Verb = Callable[[Plan, Person], object]


def _consult(plan: Plan, by: Person) -> object:
    return consult(plan, [plan.obligations.get().parties.get().agency or plan.issuer], answer_by=TODAY, by=by, on=TODAY)


VERBS: dict[str, tuple[Verb, frozenset[State], frozenset[Role]]] = {
    "consult": (_consult, EDITABLE, frozenset({Role.COORDINATOR})),
    "end-consultation": (
        lambda plan, by: end_consultation(plan, by=by, on=TODAY),
        frozenset({State.CONSULTING}), frozenset({Role.COORDINATOR}),
    ),
    "submit": (lambda plan, by: submit(plan, by=by, on=TODAY), EDITABLE, frozenset({Role.COORDINATOR})),
    "return": (
        lambda plan, by: return_to_draft(plan, reason="Thiếu thời hạn", by=by, on=TODAY),
        frozenset({State.SUBMITTED, State.SIGNED}), frozenset({Role.LEADER}),
    ),
    "sign": (
        lambda plan, by: sign(plan, SIGNATURE, at=NOW, by=by, on=TODAY),
        frozenset({State.SUBMITTED}), frozenset({Role.LEADER}),
    ),
    "issue": (
        lambda plan, by: issue(plan, NUMBER, by=by, on=TODAY), frozenset({State.SIGNED}),
        frozenset({Role.RECORDS_CLERK, Role.COORDINATOR}),
    ),
    "record": (
        lambda plan, by: record_issued(plan, NUMBER, SIGNATURE, by=by, on=TODAY), frozenset({State.DRAFT}),
        frozenset({Role.RECORDS_CLERK, Role.COORDINATOR}),
    ),
    "put-in-force": (
        lambda plan, by: put_in_force(plan, effective_from=TODAY, by=by, on=TODAY), frozenset({State.ISSUED}),
        frozenset({Role.COORDINATOR, Role.LEADER}),
    ),
    "withdraw": (
        lambda plan, by: withdraw(plan, reason="Trái thẩm quyền", last_day=TODAY, by=by, on=TODAY),
        frozenset({State.ISSUED}) | BINDING, frozenset({Role.LEADER}),
    ),
    "close": (
        lambda plan, by: close(plan, last_day=TODAY, by=by, on=TODAY),
        BINDING, frozenset({Role.COORDINATOR, Role.LEADER}),
    ),
}  # fmt: skip


@pytest.fixture
def at() -> Office:
    return office()


@pytest.mark.parametrize("name", VERBS)
@pytest.mark.parametrize("state", State)
def test_a_verb_works_from_its_states_and_from_no_other(at: Office, name: str, state: State) -> None:
    verb, states, roles = VERBS[name]
    plan = plan_in(state, at)
    doer = person(min(roles), at.province)
    before = Entry.objects.count()
    if state in states:
        verb(plan, doer)
        assert Entry.objects.count() == before + 1
        return
    with pytest.raises(PlanError):
        verb(plan, doer)
    assert Plan.objects.get(pk=plan.pk).state == state
    assert Entry.objects.count() == before


@pytest.mark.parametrize("name", VERBS)
def test_a_verb_is_done_by_those_who_may_at_the_issuer_only(at: Office, name: str) -> None:
    verb, states, roles = VERBS[name]
    state = min(states)
    for role in Role:
        plan = plan_in(state, at, number="", issued_on=None) if state in EDITABLE else plan_in(state, at)
        if role in roles:
            verb(plan, person(role, at.province))
        else:
            with pytest.raises(Forbidden):
                verb(plan, person(role, at.province))
        Plan._base_manager.all().update(number="", state=State.DRAFT)
    with pytest.raises(Forbidden):
        verb(plan_in(state, at), person(min(roles), at.department))


@pytest.mark.parametrize("from_", State)
@pytest.mark.parametrize("to", State)
def test_every_step_is_in_the_table_or_illegal(at: Office, from_: State, to: State) -> None:
    plan = plan_in(from_, at)
    if to in STEPS[from_]:
        assert plan.step_to(to) == STEPS[from_][to]
    else:
        with pytest.raises(IllegalStep):
            plan.step_to(to)


def test_the_whole_way(at: Office) -> None:
    plan = plan_in(State.DRAFT, at)
    submit(plan, by=at.coordinator, on=TODAY)
    sign(plan, SIGNATURE, at=NOW, by=at.leader, on=TODAY)
    issue(plan, NUMBER, by=at.clerk, on=TODAY)
    done = put_in_force(plan, effective_from=date(2026, 3, 15), by=at.coordinator, on=TODAY)
    assert (done.state, done.number, done.issued_on, done.effective_from) == (
        State.IN_FORCE, "12/KH-UBND", TODAY, date(2026, 3, 15),
    )  # fmt: skip
    assert (done.signed_by, done.signer_name, done.came_signed) == (at.leader, "Trần Thị Bình", False)
    told = Entry.objects.filter(subject_id=str(plan.pk)).values_list("verb", flat=True)
    assert list(told) == ["plans.submit", "plans.sign", "plans.issue", "plans.put-in-force"]


def test_a_plan_that_came_signed_is_recorded_without_signing_it(at: Office) -> None:
    plan = record_issued(plan_in(State.DRAFT, at), NUMBER, SIGNATURE, by=at.clerk, on=TODAY)
    assert (plan.state, plan.came_signed, plan.signed_by) == (State.ISSUED, True, None)
    assert Entry.objects.latest("number").verb == "plans.record"


def test_nothing_incomplete_is_submitted_or_recorded(at: Office) -> None:
    empty = PlanFactory(issuer=at.province, title=" ")
    with pytest.raises(Incomplete) as lacking:
        submit(empty, by=at.coordinator, on=TODAY)
    assert len(lacking.value.messages) == 3
    vague = plan_in(State.DRAFT, at)
    party(duty(vague, review=Review.PENDING, deadline="sớm nhất"), name="Sở Ngoại vụ")
    with pytest.raises(Incomplete) as lacking:
        record_issued(vague, NUMBER, SIGNATURE, by=at.clerk, on=TODAY)
    assert len(lacking.value.messages) == 4


def test_what_was_rejected_does_not_hold_a_plan_up(at: Office) -> None:
    plan = plan_in(State.DRAFT, at)
    party(duty(plan, review=Review.REJECTED, deadline="sớm nhất"), name="Sở Ngoại vụ")
    assert submit(plan, by=at.coordinator, on=TODAY).state == State.SUBMITTED


def test_a_return_says_why_and_takes_the_signature_away(at: Office) -> None:
    plan = plan_in(State.SUBMITTED, at)
    sign(plan, SIGNATURE, at=NOW, by=at.leader, on=TODAY)
    back = return_to_draft(plan, reason="Thiếu thời hạn", by=at.leader, on=TODAY)
    assert (back.return_reason, back.signed_by, back.signed_at) == ("Thiếu thời hạn", None, None)
    with pytest.raises(PlanError):
        return_to_draft(plan_in(State.SUBMITTED, at), reason=" ", by=at.leader, on=TODAY)


@pytest.mark.parametrize(
    ("number", "day"),
    [
        ("KH-UBND", TODAY),
        ("12", TODAY),
        ("12/", TODAY),
        ("12/KH-UBND", date(2026, 3, 3)),
        ("12/KH-UBND", date(2026, 2, 1)),
    ],
)
def test_a_number_or_day_that_cannot_be_is_refused(at: Office, number: str, day: date) -> None:
    plan = plan_in(State.SIGNED, at, signed_at=NOW, signed_by=at.leader)
    with pytest.raises(PlanError):
        issue(plan, IssueData(number, day), by=at.clerk, on=TODAY)


def test_days_are_those_of_vietnam_not_of_greenwich(at: Office) -> None:
    """Signed on the second at five in the morning, when it is still the first in London."""
    dawn = datetime(2026, 3, 1, 22, 0, tzinfo=UTC)
    plan = plan_in(State.SIGNED, at, signed_at=dawn, signed_by=at.leader)
    with pytest.raises(PlanError):
        issue(plan, IssueData("12/KH-UBND", date(2026, 3, 1)), by=at.clerk, on=TODAY)
    assert issue(plan, NUMBER, by=at.clerk, on=TODAY).issued_on == TODAY


def test_a_number_is_given_once_a_year(at: Office) -> None:
    plan_in(State.IN_FORCE, at)
    with pytest.raises(PlanError, match="12/KH-UBND"):
        issue(plan_in(State.SIGNED, at), NUMBER, by=at.clerk, on=TODAY)
    plan_in(State.IN_FORCE, at, number="13/KH-UBND", issued_on=date(2025, 12, 31))
    assert issue(plan_in(State.SIGNED, at), IssueData("13/KH-UBND", TODAY), by=at.clerk, on=TODAY).number


def test_a_signature_names_who_and_in_which_capacity(at: Office) -> None:
    with pytest.raises(PlanError):
        sign(plan_in(State.SUBMITTED, at), Signature("", "Chủ tịch", ""), at=NOW, by=at.leader, on=TODAY)


@pytest.mark.parametrize(
    ("title", "head"), [("Phó Chủ tịch", "Chủ tịch"), ("Phó chánh Văn phòng", "Chánh Văn phòng"), ("Giám đốc", "")]
)
def test_a_deputy_signs_for_the_head(title: str, head: str) -> None:
    assert head_of(title) == head


def test_what_changed_since_the_leader_looked_is_not_signed(at: Office) -> None:
    plan = plan_in(State.SUBMITTED, at)
    looked_at = plan.revision
    return_to_draft(plan, reason="Thiếu thời hạn", by=at.leader, on=TODAY)
    submit(plan, by=at.coordinator, on=TODAY)
    with pytest.raises(ChangedMeanwhile):
        sign(plan, SIGNATURE, at=NOW, by=at.leader, on=TODAY, revision=looked_at)
    plan.refresh_from_db()
    assert sign(plan, SIGNATURE, at=NOW, by=at.leader, on=TODAY, revision=plan.revision).state == State.SIGNED


@pytest.mark.parametrize("last_day", [date(2026, 1, 31), date(2026, 3, 1)])
def test_whoever_closes_a_plan_cannot_wipe_out_what_was_owed(at: Office, last_day: date) -> None:
    plan = plan_in(State.IN_FORCE, at)
    with pytest.raises(PlanError):
        close(plan, last_day=last_day, by=at.coordinator, on=TODAY)
    close(plan, last_day=TODAY, by=at.coordinator, on=TODAY)
    over = plan_in(State.IN_FORCE, at, number="7/KH-UBND", period_to=date(2026, 1, 31))
    close(over, last_day=date(2026, 1, 31), by=at.coordinator, on=TODAY)


def test_a_plan_is_not_withdrawn_from_before_it_bound(at: Office) -> None:
    plan = plan_in(State.IN_FORCE, at, effective_from=date(2026, 1, 5))
    with pytest.raises(PlanError):
        withdraw(plan, reason="Sai", last_day=date(2016, 3, 2), by=at.leader, on=TODAY)
    withdraw(plan, reason="Sai", last_day=date(2026, 1, 4), by=at.leader, on=TODAY)
    plan.refresh_from_db()
    assert (plan.state, plan.ended_on) == (State.WITHDRAWN, date(2026, 1, 4))


def test_a_plan_does_not_bind_before_it_was_issued(at: Office) -> None:
    with pytest.raises(PlanError):
        put_in_force(plan_in(State.ISSUED, at), effective_from=date(2026, 1, 4), by=at.leader, on=TODAY)


def test_a_plan_whose_time_is_over_does_not_come_into_force(at: Office) -> None:
    plan = plan_in(State.ISSUED, at, number="8/KH-UBND")
    with pytest.raises(PlanError):
        put_in_force(plan, effective_from=date(2027, 1, 1), by=at.leader, on=TODAY)
    assert put_in_force(plan, effective_from=date(2026, 12, 31), by=at.leader, on=TODAY).state == State.IN_FORCE


def test_force_and_end_are_announced_inside_the_transaction(at: Office) -> None:
    heard: list[tuple[str, Plan, date]] = []

    def begin(plan: Plan, on: date, **_: object) -> None:
        heard.append(("force", plan, on))

    def stop(plan: Plan, on: date, **_: object) -> None:
        heard.append(("end", plan, on))

    in_force.connect(begin)
    ended.connect(stop)
    try:
        plan = put_in_force(plan_in(State.ISSUED, at), effective_from=TODAY, by=at.leader, on=TODAY)
        close(plan, last_day=date(2026, 12, 31), by=at.leader, on=TODAY)
    finally:
        in_force.disconnect(begin)
        ended.disconnect(stop)
    assert heard == [("force", plan, TODAY), ("end", plan, date(2026, 12, 31))]


def test_a_plan_that_replaces_another_ends_it_the_day_before(at: Office) -> None:
    old = plan_in(State.AMENDED, at)
    bit = plan_in(State.IN_FORCE, at, amends=old, number="20/KH-UBND")
    new = plan_in(State.ISSUED, at, replaces=old, number="30/KH-UBND")
    put_in_force(new, effective_from=date(2026, 4, 1), by=at.leader, on=TODAY)
    for one in (old, bit):
        one.refresh_from_db()
        assert (one.state, one.ended_on) == (State.SUPERSEDED, date(2026, 3, 31))


def test_a_plan_withdrawn_before_it_bound_never_did(at: Office) -> None:
    plan = withdraw(
        plan_in(State.ISSUED, at, effective_from=None), reason="Sai", last_day=TODAY, by=at.leader, on=TODAY
    )
    assert (plan.was_in_force, plan.ended_on, plan.end_reason) == (False, None, "Sai")


def test_agencies_asked_answer_while_they_are_asked(at: Office) -> None:
    plan = plan_in(State.DRAFT, at)
    consult(plan, [at.department, at.commune], answer_by=TODAY, by=at.coordinator, on=TODAY)
    asked = plan.consultations.get(agency=at.department)
    officer = person(Role.OFFICER, at.department)
    with pytest.raises(PlanError):
        answer(asked, agrees=False, words=" ", at=NOW, by=officer, on=TODAY)
    answer(asked, agrees=False, words="Giảm định mức", at=NOW, by=officer, on=TODAY)
    told = answer(asked, agrees=True, words="", at=NOW, by=officer, on=TODAY)
    assert (told.agrees, told.answered_by) == (True, officer)
    with pytest.raises(Forbidden):
        answer(asked, agrees=True, words="", at=NOW, by=at.coordinator, on=TODAY)
    end_consultation(plan, by=at.coordinator, on=TODAY)
    with pytest.raises(PlanError):
        answer(asked, agrees=True, words="", at=NOW, by=officer, on=TODAY)


def test_an_agency_is_asked_again_after_it_answered(at: Office) -> None:
    plan = plan_in(State.DRAFT, at)
    for _ in range(2):
        consult(plan, [at.department], answer_by=TODAY, by=at.coordinator, on=TODAY)
        asked = plan.consultations.get(answered_at=None)
        answer(asked, agrees=True, words="", at=NOW, by=person(Role.LEADER, at.department), on=TODAY)
    assert plan.consultations.count() == 2


@pytest.mark.parametrize("agencies", [(), ("province",)])
def test_a_consultation_asks_somebody_else_by_a_day_to_come(at: Office, agencies: tuple[str, ...]) -> None:
    plan = plan_in(State.DRAFT, at)
    with pytest.raises(PlanError):
        consult(plan, [getattr(at, name) for name in agencies], answer_by=TODAY, by=at.coordinator, on=TODAY)
    with pytest.raises(PlanError):
        consult(plan, [at.commune], answer_by=date(2026, 3, 1), by=at.coordinator, on=TODAY)


def test_those_concerned_are_told(
    at: Office, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    officer = person(Role.OFFICER, at.department)
    stranger = person(Role.OFFICER, agency())
    plan = plan_in(State.DRAFT, at)
    with django_capture_on_commit_callbacks(execute=True):
        submit(plan, by=at.coordinator, on=TODAY)
        sign(plan, SIGNATURE, at=NOW, by=at.leader, on=TODAY)
        issue(plan, NUMBER, by=at.clerk, on=TODAY)
        put_in_force(plan, effective_from=TODAY, by=at.leader, on=TODAY)
    told = {who: sorted(Notice.objects.filter(person=who).values_list("code", flat=True)) for who in (
        at.leader, at.clerk, officer, stranger,
    )}  # fmt: skip
    assert told == {
        at.leader: ["plans.submitted"],
        at.clerk: ["plans.signed"],
        officer: ["plans.in-force", "plans.issued"],
        stranger: [],
    }
    for telling in plan.tellings.all():
        tell_all_bound(telling.pk)
    assert Notice.objects.filter(person=officer).count() == 2
    sentences = {notice.sentence for notice in Notice.objects.filter(person=officer)}
    assert all("12/KH-UBND" in sentence for sentence in sentences)
