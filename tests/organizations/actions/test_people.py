"""People, their posts and what they hand on: by those in charge of them, with one row of the trail each."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks
from tests.factories import agency, person

from loa.audit.models import Entry
from loa.organizations import mailing
from loa.organizations.actions.people import (
    Card,
    add_person,
    card_of,
    change_person,
    change_self,
    send_password_link,
    set_active,
)
from loa.organizations.actions.posts import Handing, PostData, delegate, end_post, give_post, revoke_delegation
from loa.organizations.enums import Role
from loa.organizations.errors import ChangedMeanwhile, OrganizationError
from loa.organizations.models import Agency, Delegation, Person, Post
from loa.organizations.policy import Forbidden, may
from loa.organizations.queries.people import people_with_role

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)
EVE = TODAY - timedelta(days=1)
CARD = Card("Moi@demo.loa.example", "Lường Thị Mới")


@pytest.fixture
def mine() -> Agency:
    return agency()


@pytest.fixture
def admin(mine: Agency) -> Person:
    return person(Role.ADMINISTRATOR, mine)


@pytest.fixture(autouse=True)
def queued(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """What was handed to the task queue in place of handing it on."""
    calls: list[tuple[str, int]] = []
    monkeypatch.setattr(mailing, "async_task", lambda name, keys: calls.extend((name, key) for key in keys))
    return calls


def _post(at: Agency, role: Role = Role.OFFICER) -> PostData:
    return PostData(at, role, TODAY)


def test_a_new_person_has_a_post_and_gets_a_link(
    mine: Agency,
    admin: Person,
    queued: list[tuple[str, int]],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        made = add_person(CARD, _post(mine), by=admin, on=TODAY)
    assert (made.email, made.has_usable_password()) == ("moi@demo.loa.example", False)
    assert list(people_with_role(mine, [Role.OFFICER], TODAY)) == [made]
    assert queued == [("loa.project.sign_in_mail.send_password_links", made.pk)]
    assert [entry.verb for entry in Entry.objects.all()] == ["people.add"]


@pytest.mark.parametrize(
    "card", [Card("moi@demo.loa.example", " "), Card("TAKEN@demo.loa.example", "A"), Card("a@b.vn", "A", language="fr")]
)
def test_an_entry_that_cannot_be_is_refused(mine: Agency, admin: Person, card: Card) -> None:
    person(email="taken@demo.loa.example")
    with pytest.raises(OrganizationError):
        add_person(card, _post(mine), by=admin, on=TODAY)


def test_nobody_enters_people_elsewhere(mine: Agency, admin: Person) -> None:
    for by, at in ((admin, agency()), (person(Role.LEADER, mine), mine)):
        with pytest.raises(Forbidden):
            add_person(CARD, _post(at), by=by, on=TODAY)


def test_who_holds_a_post_elsewhere_is_not_for_one_administrator_alone(mine: Agency, admin: Person) -> None:
    both = person(Role.OFFICER, mine)
    change_person(both, Card(both.email, "Tên Mới"), seen=None, by=admin, on=TODAY)
    Post.objects.create(person=both, agency=agency(), role=Role.LEADER, valid_from=TODAY + timedelta(days=9))
    stolen = Card("thief@demo.loa.example", "Tên Mới")
    with pytest.raises(Forbidden):
        change_person(both, stolen, seen=None, by=admin, on=TODAY)
    with pytest.raises(Forbidden):
        send_password_link(both, by=admin, on=TODAY)
    with pytest.raises(Forbidden):
        set_active(both, False, by=admin, on=TODAY)


def test_who_stands_in_elsewhere_is_not_for_one_administrator_alone(mine: Agency, admin: Person) -> None:
    """With the address and a new password the administrator would act as the leader of another agency."""
    there = agency()
    colleague, leader = person(Role.OFFICER, mine), person(Role.LEADER, there)
    send_password_link(colleague, by=admin, on=TODAY)
    handed = Handing(colleague, TODAY, TODAY, "đi công tác")
    delegation = delegate(leader.posts.get(), handed, by=leader, on=TODAY)
    for somebody in (colleague, _without_post(delegation)):
        with pytest.raises(Forbidden):
            send_password_link(somebody, by=admin, on=TODAY)
    send_password_link(colleague, by=admin, on=TODAY + timedelta(days=1))


def _without_post(delegation: Delegation) -> Person:
    """Somebody who holds nothing but what was handed to them."""
    somebody = person()
    Delegation.objects.create(
        post=delegation.post, to=somebody, valid_from=TODAY, valid_to=TODAY, reason=delegation.reason
    )
    return somebody


def test_a_change_made_meanwhile_is_not_overwritten(mine: Agency, admin: Person) -> None:
    officer = person(Role.OFFICER, mine)
    seen = card_of(officer)
    change_person(officer, Card(officer.email, "Một"), seen=seen, by=admin, on=TODAY)
    with pytest.raises(ChangedMeanwhile):
        change_person(officer, Card(officer.email, "Hai"), seen=seen, by=admin, on=TODAY)
    officer.refresh_from_db()
    assert officer.full_name == "Một"
    assert [(entry.verb, entry.agency_id) for entry in Entry.objects.all()] == [("people.change", mine.pk)]


def test_people_change_their_own_card_but_not_their_address() -> None:
    me = person()
    assert (
        change_self(me, Card(me.email, "Tên Mới", phone="0205 3 812 000", language="en"), seen=None, on=TODAY).language
        == "en"
    )
    with pytest.raises(OrganizationError):
        change_self(me, Card("other@demo.loa.example", "Tên Mới"), seen=None, on=TODAY)


def test_who_is_locked_out_may_nothing_and_nobody_locks_out_themselves(mine: Agency, admin: Person) -> None:
    leader = person(Role.LEADER, mine)
    set_active(leader, False, by=admin, on=TODAY)
    leader = Person.objects.get(pk=leader.pk)
    assert not may(leader, "plans.sign", mine, on=TODAY)
    assert not people_with_role(mine, [Role.LEADER], TODAY).exists()
    with pytest.raises(OrganizationError):
        send_password_link(leader, by=admin, on=TODAY)
    set_active(leader, True, by=admin, on=TODAY)
    assert people_with_role(mine, [Role.LEADER], TODAY).exists()
    with pytest.raises(OrganizationError):
        set_active(admin, False, by=admin, on=TODAY)


def test_a_post_is_given_once_and_told(mine: Agency, admin: Person) -> None:
    officer = person()
    give_post(officer, _post(mine), by=admin, on=TODAY)
    assert [notice.code for notice in officer.notices.all()] == ["organizations.post-given"]
    with pytest.raises(OrganizationError):
        give_post(officer, _post(mine), by=admin, on=TODAY)
    with pytest.raises(OrganizationError):
        give_post(officer, PostData(mine, Role.EDITOR, TODAY, EVE), by=admin, on=TODAY)
    with pytest.raises(OrganizationError):
        give_post(officer, PostData(mine, Role.EDITOR, date(1990, 1, 1)), by=admin, on=TODAY)
    with pytest.raises(Forbidden):
        give_post(admin, _post(agency()), by=admin, on=TODAY)


def test_a_post_ends_with_what_was_handed_on(mine: Agency, admin: Person) -> None:
    leader, deputy = person(Role.LEADER, mine), person()
    post = leader.posts.get()
    week = Handing(deputy, TODAY, TODAY + timedelta(days=7), "đi công tác")
    delegate(post, week, by=leader, on=TODAY)
    end_post(post, TODAY, by=admin, on=TODAY)
    assert may(Person.objects.get(pk=deputy.pk), "plans.sign", mine, on=TODAY)
    assert not may(Person.objects.get(pk=deputy.pk), "plans.sign", mine, on=TODAY + timedelta(days=1))
    with pytest.raises(OrganizationError):
        end_post(post, TODAY, by=admin, on=TODAY)
    with pytest.raises(Forbidden):
        end_post(post, EVE, by=leader, on=TODAY)


def test_only_the_holder_or_the_administrator_hands_a_post_on(mine: Agency, admin: Person) -> None:
    leader, deputy = person(Role.LEADER, mine), person(Role.LEADER, mine)
    week = Handing(deputy, TODAY, TODAY + timedelta(days=7), "nghỉ phép")
    post = leader.posts.get()
    for by in (deputy, person(Role.OFFICER, mine), person(Role.ADMINISTRATOR)):
        with pytest.raises(Forbidden):
            delegate(post, week, by=by, on=TODAY)
    made = delegate(post, week, by=admin, on=TODAY)
    with pytest.raises(Forbidden):
        revoke_delegation(made, by=deputy, on=TODAY)
    revoke_delegation(made, by=leader, on=TODAY + timedelta(days=2))
    assert Delegation.objects.get().valid_to == TODAY + timedelta(days=1)
    with pytest.raises(OrganizationError):
        revoke_delegation(made, by=leader, on=TODAY + timedelta(days=3))


def test_a_post_is_handed_on_only_within_its_days_and_for_a_reason(mine: Agency) -> None:
    leader, deputy = person(Role.LEADER, mine), person()
    post = leader.posts.get()
    post.valid_to = TODAY + timedelta(days=3)
    post.save()
    for handing in (
        Handing(deputy, TODAY, TODAY + timedelta(days=4), "nghỉ phép"),
        Handing(deputy, TODAY, EVE, "nghỉ phép"),
        Handing(deputy, TODAY, TODAY, " "),
        Handing(leader, TODAY, TODAY, "nghỉ phép"),
        Handing(person(is_active=False), TODAY, TODAY, "nghỉ phép"),
    ):
        with pytest.raises(OrganizationError):
            delegate(post, handing, by=leader, on=TODAY)
    assert not Delegation.objects.exists()


def test_revoking_before_it_began_takes_it_out(mine: Agency) -> None:
    leader, deputy = person(Role.LEADER, mine), person()
    later = TODAY + timedelta(days=5)
    made = delegate(leader.posts.get(), Handing(deputy, later, later, "họp"), by=leader, on=TODAY)
    revoke_delegation(made, by=leader, on=TODAY)
    assert not Delegation.objects.exists()
    assert [entry.verb for entry in Entry.objects.all()] == ["people.delegate", "people.revoke-delegation"]


def test_nobody_stands_in_twice_for_the_same_post(mine: Agency) -> None:
    leader, deputy, other = person(Role.LEADER, mine), person(), person()
    post = leader.posts.get()
    week = Handing(deputy, TODAY, TODAY + timedelta(days=7), "đi công tác")
    delegate(post, week, by=leader, on=TODAY)
    with pytest.raises(OrganizationError):
        delegate(post, replace(week, valid_from=TODAY + timedelta(days=7)), by=leader, on=TODAY)
    delegate(post, replace(week, to=other), by=leader, on=TODAY)
    later = TODAY + timedelta(days=8)
    delegate(post, replace(week, valid_from=later, valid_to=later), by=leader, on=TODAY)


def test_that_a_post_was_held_cannot_be_undone(mine: Agency, admin: Person) -> None:
    officer = person(Role.OFFICER, mine)
    post = officer.posts.get()
    with pytest.raises(OrganizationError):
        end_post(post, post.valid_from - timedelta(days=1), by=admin, on=TODAY)
    assert officer.posts.get().valid_to is None
    give_post(officer, PostData(mine, Role.EDITOR, TODAY + timedelta(days=9)), by=admin, on=TODAY)
    end_post(officer.posts.get(role=Role.EDITOR), TODAY, by=admin, on=TODAY)
    assert not officer.posts.filter(role=Role.EDITOR).exists()
