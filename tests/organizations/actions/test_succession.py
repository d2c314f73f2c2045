"""Reorganisations: who exists on each day, who takes over, and what is refused."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from pytest_django import DjangoAssertNumQueries
from tests.factories import LONG_AGO, agency, person, put_under

from loa.audit.models import Entry
from loa.organizations.actions.agencies import designate
from loa.organizations.actions.succession import succeed
from loa.organizations.actions.undoing import undo_succession
from loa.organizations.changes import Change, Details, NewAgency, Share, equal_parts
from loa.organizations.enums import AgencyKind, RelationKind, Role, SuccessionKind, Tier
from loa.organizations.errors import OrganizationError
from loa.organizations.events import organization_changed
from loa.organizations.models import Agency, Designation, Person, Post, Relation, Succession
from loa.organizations.policy import Forbidden
from loa.organizations.queries.consequences import consequences
from loa.organizations.queries.kinship import line_above

pytestmark = pytest.mark.django_db
DAY = date(2025, 7, 1)
EVE = DAY - timedelta(days=1)
TODAY = date(2025, 6, 1)
KIND = SuccessionKind


@pytest.fixture
def province() -> Agency:
    return agency("UBND tỉnh", kind=AgencyKind.PEOPLES_COMMITTEE)


@pytest.fixture
def admin(province: Agency) -> Person:
    return person(Role.ADMINISTRATOR, province)


def _new(name: str, province: Agency, **fields: Any) -> NewAgency:
    return NewAgency(name, Tier.COMMUNE, AgencyKind.PEOPLES_COMMITTEE, superior=province, **fields)


def _commune(name: str, under: Agency, **fields: Any) -> Agency:
    return agency(name, kind=AgencyKind.PEOPLES_COMMITTEE, tier=Tier.COMMUNE, under=under, **fields)


def test_a_merger_ends_the_old_the_day_before_and_keeps_their_history(province: Agency, admin: Person) -> None:
    old = [_commune(name, province, code=code) for name, code in (("Xã A", "29771"), ("Xã B", "29772"))]
    new = _new("Xã A", province, code="29771")
    made = succeed(Change(KIND.MERGE, DAY, tuple(Share(one, new) for one in old)), by=admin, on=TODAY)
    successor = made.shares.first().successor  # type: ignore[union-attr]  # it was just made
    assert successor is not None
    assert set(Agency.objects.existing(EVE)) == {province, *old}
    assert set(Agency.objects.existing(DAY)) == {province, successor}
    reused = Designation.objects.filter(code="29771")
    assert [(row.agency, row.valid_from, row.valid_to) for row in reused.order_by("valid_from")] == [
        (old[0], LONG_AGO, EVE), (successor, DAY, None),
    ]  # fmt: skip
    assert line_above(successor.pk, DAY) == (province.pk,)
    assert line_above(old[0].pk, EVE) == (province.pk,)
    assert line_above(old[0].pk, DAY) == ()


def test_subordinates_and_posts_go_over_to_the_main_successor(province: Agency, admin: Person) -> None:
    department, other = agency("Sở A", under=province), agency("Sở B", under=province)
    unit = agency("Trung tâm", under=department)
    put_under(other, department, kind=RelationKind.REPORTING)
    officer = person(Role.OFFICER, department)
    succeed(Change(KIND.MERGE, DAY, (Share(department, other),)), by=admin, on=TODAY)
    assert line_above(unit.pk, EVE) == (department.pk, province.pk)
    assert line_above(unit.pk, DAY) == (other.pk, province.pk)
    assert not Relation.objects.on(DAY).filter(agency=other, kind=RelationKind.REPORTING).exists()
    assert [(post.agency, post.valid_to) for post in officer.posts.order_by("valid_from")] == [
        (department, EVE), (other, None),
    ]  # fmt: skip
    assert [notice.code for notice in officer.notices.all()] == ["organizations.succeeded"]


def test_a_successor_reports_to_whom_its_predecessor_reported(province: Agency, admin: Person) -> None:
    home, old = agency("Sở Nội vụ", under=province), agency("Sở A", under=province)
    put_under(old, home, kind=RelationKind.REPORTING)
    put_under(old, home, kind=RelationKind.GUIDANCE)
    new = NewAgency("Sở B", Tier.PROVINCE, AgencyKind.DEPARTMENT)
    change = Change(KIND.RENAME, DAY, (Share(old, new),))
    (told,) = consequences(change).beginning
    assert (told.line, told.reporting, told.guidance) == (province, home, home)
    successor = succeed(change, by=admin, on=TODAY).shares.get().successor
    assert {(row.kind, row.to) for row in Relation.objects.on(DAY).filter(agency=successor)} == {
        (RelationKind.LINE, province), (RelationKind.REPORTING, home), (RelationKind.GUIDANCE, home),
    }  # fmt: skip


def test_what_is_not_carried_over_ends(province: Agency, admin: Person) -> None:
    old = agency("Sở A", under=province)
    unit, officer = agency("Trung tâm", under=old), person(Role.OFFICER, old)
    change = Change(KIND.ABOLISH, DAY, (Share(old, None),), carries_subordinates=False, carries_posts=False)
    told = consequences(change)
    assert [(moved.relation.agency, moved.to) for moved in told.relations] == [(unit, None)]
    succeed(change, by=admin, on=TODAY)
    assert line_above(unit.pk, DAY) == ()
    assert not Post.objects.on(DAY).filter(person=officer).exists()


def test_a_part_is_given_away_and_the_predecessor_goes_on(province: Agency, admin: Person) -> None:
    old = _commune("Xã A", province)
    share = Share(old, _new("Xã C", province), Decimal("0.4"))
    succeed(Change(KIND.SPLIT, DAY, (share,), lasting=frozenset({old.pk})), by=admin, on=TODAY)
    assert {str(one) for one in Agency.objects.existing(DAY)} == {"UBND tỉnh", "Xã A", "Xã C"}


def test_a_name_goes_on_at_another_tier(province: Agency, admin: Person) -> None:
    town = agency("UBND Bình Minh", kind=AgencyKind.PEOPLES_COMMITTEE, tier=Tier.DISTRICT, under=province)
    succeed(Change(KIND.TIER_CHANGE, DAY, (Share(town, _new("UBND Bình Minh", province)),)), by=admin, on=TODAY)
    tiers = {
        day: [one.designation(day).tier for one in Agency.objects.existing(day).filter(name="UBND Bình Minh")]  # type: ignore[union-attr]  # it exists
        for day in (EVE, DAY)
    }
    assert tiers == {EVE: [Tier.DISTRICT], DAY: [Tier.COMMUNE]}


@pytest.mark.parametrize(
    ("kind", "weights", "code"),
    [
        (KIND.SPLIT, ("0.5", "0.4"), "weights"),
        (KIND.SPLIT, ("1.5", "-0.5"), "weights"),
        (KIND.SPLIT, ("1",), "kind"),
        (KIND.MERGE, ("1",), "kind"),
        (KIND.RENAME, ("0.5", "0.5"), "kind"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_left_half_done(
    province: Agency, admin: Person, kind: SuccessionKind, weights: tuple[str, ...], code: str
) -> None:
    old = _commune("Xã A", province)
    shares = tuple(Share(old, _new(f"Xã {place}", province), Decimal(weight)) for place, weight in enumerate(weights))
    with pytest.raises(OrganizationError) as problem:
        succeed(Change(kind, DAY, shares), by=admin, on=TODAY)
    assert problem.value.code == code
    assert Agency.objects.count() == 2
    assert not Entry.objects.exists()


def test_a_change_in_the_past_of_a_later_one_is_refused(province: Agency, admin: Person) -> None:
    old = _commune("Xã A", province)
    renamed = Details(name="Xã A mới", tier=Tier.COMMUNE, kind=AgencyKind.PEOPLES_COMMITTEE)
    designate(old, renamed, since=DAY, seen=None, by=admin, on=TODAY)
    with pytest.raises(OrganizationError):
        succeed(Change(KIND.RENAME, EVE, (Share(old, _new("Xã X", province)),)), by=admin, on=TODAY)


def test_only_who_is_in_charge_of_all_may(province: Agency, admin: Person) -> None:
    mine, foreign = _commune("Xã A", province), _commune("Xã B", agency(kind=AgencyKind.PEOPLES_COMMITTEE))
    for by in (admin, person(Role.LEADER, province)):
        with pytest.raises(Forbidden):
            succeed(Change(KIND.MERGE, DAY, (Share(mine, foreign),)), by=by, on=TODAY)


def test_one_row_of_the_trail_and_one_announcement(province: Agency, admin: Person) -> None:
    heard: list[tuple[date, list[int]]] = []

    def listen(*, since: date, agencies: list[int], **_: Any) -> None:
        heard.append((since, agencies))

    organization_changed.connect(listen)
    old, other = _commune("Xã A", province), _commune("Xã B", province)
    try:
        succeed(Change(KIND.MERGE, DAY, (Share(old, other),)), by=admin, on=TODAY)
    finally:
        organization_changed.disconnect(listen)
    assert heard == [(DAY, [old.pk, other.pk])]
    assert [entry.verb for entry in Entry.objects.all()] == ["agencies.succeed"]


def test_undoing_leaves_everything_as_it_was(province: Agency, admin: Person) -> None:
    old, other = agency("Sở A", under=province), agency("Sở B", under=province)
    agency("Trung tâm", under=old)
    person(Role.OFFICER, old)
    stranger = person(Role.ADMINISTRATOR)
    before = _picture()
    change = Change(
        KIND.SPLIT, DAY, (Share(old, other, Decimal("0.5")), Share(old, _new("Sở C", province), Decimal("0.5")))
    )
    made = succeed(change, by=admin, on=TODAY)
    assert _picture() != before
    with pytest.raises(Forbidden):
        undo_succession(made, by=stranger, on=DAY)
    undo_succession(made, by=admin, on=DAY)
    assert _picture() == before
    assert [entry.verb for entry in Entry.objects.all()] == ["agencies.succeed", "agencies.undo-succession"]


def _picture() -> list[Any]:
    models: list[Any] = [Agency, Designation, Relation, Post, Succession]
    return [sorted(model.objects.values_list(), key=str) for model in models]


def test_undoing_is_refused_once_something_rests_on_it(province: Agency, admin: Person) -> None:
    old = _commune("Xã A", province)
    made = succeed(Change(KIND.RENAME, DAY, (Share(old, _new("Xã B", province)),)), by=admin, on=TODAY)
    successor = made.shares.get().successor
    assert successor is not None
    later = succeed(
        Change(KIND.RENAME, DAY + timedelta(days=90), (Share(successor, _new("Xã C", province)),)), by=admin, on=TODAY
    )
    with pytest.raises(OrganizationError):
        undo_succession(made, by=admin, on=TODAY)
    undo_succession(later, by=admin, on=TODAY)
    Post.objects.create(person=person(), agency=successor, role=Role.OFFICER, valid_from=DAY)
    with pytest.raises(OrganizationError):
        undo_succession(made, by=admin, on=TODAY)
    with pytest.raises(Forbidden):
        undo_succession(made, by=person(Role.ADMINISTRATOR), on=TODAY)


def test_what_was_loaded_from_a_table_is_not_undone(province: Agency, admin: Person) -> None:
    old = _commune("Xã A", province)
    loaded = Succession.objects.create(kind=KIND.ABOLISH, effective_on=DAY)
    loaded.shares.create(predecessor=old)
    with pytest.raises(OrganizationError):
        undo_succession(loaded, by=admin, on=TODAY)


@pytest.mark.parametrize("subordinates", [1, 20])
def test_the_effect_costs_the_same_however_many(
    province: Agency, subordinates: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    old, other = agency("Sở A", under=province), agency("Sở B", under=province)
    for _ in range(subordinates):
        agency(under=old)
        person(Role.OFFICER, old)
    with django_assert_num_queries(3):
        told = consequences(Change(KIND.MERGE, DAY, (Share(old, other),)))
    assert (len(told.relations), len(told.posts)) == (subordinates, subordinates)


@given(st.integers(1, 60))
def test_equal_parts_are_whole_together(number: int) -> None:
    parts = equal_parts(number)
    assert sum(parts) == 1
    assert max(parts) - min(parts) < Decimal("0.0001")


class TestAnyChange(TestCase):
    """Whatever is merged with whatever: each day knows exactly those that exist on it."""

    @settings(max_examples=25)
    @given(st.integers(2, 5), st.integers(1, 4), st.data())
    def test_each_day_knows_who_exists(self, old: int, new: int, data: st.DataObject) -> None:
        province = agency("UBND tỉnh", kind=AgencyKind.PEOPLES_COMMITTEE)
        admin = person(Role.ADMINISTRATOR, province)
        communes = [_commune(f"Xã {number}", province) for number in range(old)]
        heirs = [_new(f"Xã {number}", province) for number in range(new)]
        shares: list[Share] = []
        for commune in communes:
            chosen = data.draw(st.lists(st.sampled_from(heirs), min_size=1, unique=True))
            shares += [Share(commune, heir, part) for heir, part in zip(chosen, equal_parts(len(chosen)), strict=True)]
        made = succeed(Change(KIND.MERGE, DAY, tuple(shares)), by=admin, on=TODAY)
        used = {share.successor for share in shares}
        assert Agency.objects.existing(EVE).count() == 1 + old
        assert Agency.objects.existing(DAY).count() == 1 + len(used)
        for commune in communes:
            given = made.shares.filter(predecessor=commune)
            assert sum(share.weight for share in given) == 1
