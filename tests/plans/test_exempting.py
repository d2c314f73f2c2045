"""One agency is let off an obligation, or owes another number of it, for some days and with a reason."""

from dataclasses import replace
from datetime import date

import pytest
from tests.factories import agency, person
from tests.plans.lives import NOW, TODAY, Office, duty, office, plan_in

from loa.audit.models import Entry
from loa.organizations.enums import Role
from loa.organizations.models import Notice
from loa.organizations.policy import Forbidden
from loa.plans.actions.exempting import Relief, exempt, revoke
from loa.plans.enums import BINDING, Change, State
from loa.plans.errors import PlanError
from loa.plans.events import exempted
from loa.plans.models import Exemption, Obligation

pytestmark = pytest.mark.django_db
RELIEF = Relief("Đang sáp nhập", "123/UBND-NC", TODAY, date(2026, 6, 30))


@pytest.fixture
def at() -> Office:
    return office()


@pytest.fixture
def five(at: Office) -> Obligation:
    return plan_in(State.IN_FORCE, at).obligations.get()


def test_the_leader_of_the_issuer_exempts_and_the_agency_is_told(at: Office, five: Obligation) -> None:
    officer = person(Role.OFFICER, at.department)
    made = exempt(five, at.department, replace(RELIEF, amount=2), by=at.leader, on=TODAY)
    assert (made.amount, made.valid_from, made.valid_to, made.made_by) == (2, TODAY, date(2026, 6, 30), at.leader)
    assert Entry.objects.get().verb == "plans.exempt"
    assert Notice.objects.get(person=officer).code == "plans.exempted"
    with pytest.raises(Forbidden):
        exempt(five, at.department, RELIEF, by=at.coordinator, on=TODAY)
    with pytest.raises(Forbidden):
        exempt(five, at.department, RELIEF, by=person(Role.LEADER, at.department), on=TODAY)


@pytest.mark.parametrize("state", sorted(set(State) - BINDING))
def test_only_what_binds_can_be_let_off(at: Office, state: State) -> None:
    with pytest.raises(PlanError):
        exempt(plan_in(state, at).obligations.get(), at.department, RELIEF, by=at.leader, on=TODAY)


@pytest.mark.parametrize(
    "wrong",
    [
        replace(RELIEF, reason=" "),
        replace(RELIEF, authority=""),
        replace(RELIEF, valid_to=date(2026, 3, 1)),
    ],
)
def test_it_has_a_reason_an_authority_and_its_days_in_order(at: Office, five: Obligation, wrong: Relief) -> None:
    with pytest.raises(PlanError):
        exempt(five, at.department, wrong, by=at.leader, on=TODAY)


def test_only_an_agency_that_is_bound_and_a_number_that_is_stated(at: Office, five: Obligation) -> None:
    with pytest.raises(PlanError):
        exempt(five, agency(), RELIEF, by=at.leader, on=TODAY)
    plain = duty(five.plan, at.department, quotas=[])
    with pytest.raises(PlanError):
        exempt(plain, at.department, replace(RELIEF, amount=2), by=at.leader, on=TODAY)


def test_days_are_let_off_once(at: Office, five: Obligation) -> None:
    exempt(five, at.department, RELIEF, by=at.leader, on=TODAY)
    for again in (RELIEF, replace(RELIEF, valid_to=None), replace(RELIEF, valid_from=date(2026, 1, 6))):
        with pytest.raises(PlanError):
            exempt(five, at.department, again, by=at.leader, on=TODAY)
    later = replace(RELIEF, valid_from=date(2026, 7, 1), valid_to=None)
    assert exempt(five, at.department, later, by=at.leader, on=TODAY).pk


def test_it_belongs_to_the_duty_whichever_version_is_given(at: Office, five: Obligation) -> None:
    amendment = plan_in(State.IN_FORCE, at, amends=five.plan, number="20/KH-UBND")
    seven = duty(amendment, at.department, replaces=five, change=Change.REPLACE)
    assert exempt(seven, at.department, RELIEF, by=at.leader, on=TODAY).obligation == five


def test_revoked_it_ends_the_day_before_and_what_was_stays(at: Office, five: Obligation) -> None:
    made = exempt(five, at.department, replace(RELIEF, valid_from=date(2026, 2, 1)), by=at.leader, on=TODAY)
    with pytest.raises(Forbidden):
        revoke(made, at=NOW, by=at.coordinator, on=TODAY)
    revoke(made, at=NOW, by=at.leader, on=TODAY)
    kept = Exemption.objects.get()
    assert (kept.valid_from, kept.valid_to, kept.revoked_at) == (date(2026, 2, 1), date(2026, 3, 1), NOW)
    with pytest.raises(PlanError):
        revoke(made, at=NOW, by=at.leader, on=TODAY)


def test_revoked_before_it_began_it_never_was(at: Office, five: Obligation) -> None:
    revoke(exempt(five, at.department, RELIEF, by=at.leader, on=TODAY), at=NOW, by=at.leader, on=TODAY)
    assert not Exemption.objects.exists()
    assert Entry.objects.latest("number").verb == "plans.revoke-exemption"


def test_both_are_announced(at: Office, five: Obligation) -> None:
    heard: list[tuple[Exemption, date]] = []

    def listen(exemption: Exemption, on: date, **_: object) -> None:
        heard.append((exemption, on))

    exempted.connect(listen)
    try:
        made = exempt(five, at.department, RELIEF, by=at.leader, on=TODAY)
        revoke(made, at=NOW, by=at.leader, on=TODAY)
    finally:
        exempted.disconnect(listen)
    assert [on for _, on in heard] == [TODAY, TODAY]
    assert all(one.pk == made.pk for one, _ in heard)
