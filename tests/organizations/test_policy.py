"""Who may: by the posts people hold, how their agencies stand to one another, and the day."""

from datetime import date, timedelta

import pytest
from tests.factories import LONG_AGO, agency, person

from loa.organizations.enums import AgencyKind, Role, Tier
from loa.organizations.models import Delegation, Post
from loa.organizations.policy import Forbidden, may, require

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)


def test_a_coordinator_writes_plans_of_the_own_agency_only() -> None:
    mine, other = agency(), agency()
    coordinator = person(Role.COORDINATOR, mine)
    assert may(coordinator, "plans.write", mine, on=TODAY)
    assert not may(coordinator, "plans.write", other, on=TODAY)


def test_the_superior_sees_what_lies_below_however_deep() -> None:
    province = agency(kind=AgencyKind.PEOPLES_COMMITTEE)
    commune = agency(kind=AgencyKind.PEOPLES_COMMITTEE, tier=Tier.COMMUNE, under=province)
    division = agency(kind=AgencyKind.DIVISION, tier=Tier.COMMUNE, under=commune)
    assert may(person(Role.LEADER, province), "occurrences.see", division, on=TODAY)
    assert not may(person(Role.LEADER, division), "occurrences.see", province, on=TODAY)


def test_a_post_counts_only_while_it_is_held() -> None:
    mine = agency()
    leader = person(Role.LEADER, mine)
    Post.objects.update(valid_to=TODAY - timedelta(days=1))
    assert not may(leader, "plans.sign", mine, on=TODAY)


def test_who_stands_in_may_what_the_holder_may() -> None:
    mine = agency()
    leader, deputy = person(Role.LEADER, mine), person()
    Delegation.objects.create(
        post=leader.posts.get(), to=deputy, valid_from=TODAY, valid_to=TODAY, reason="đi công tác"
    )
    assert may(deputy, "plans.sign", mine, on=TODAY)
    deputy_tomorrow = type(deputy).objects.get(pk=deputy.pk)
    assert not may(deputy_tomorrow, "plans.sign", mine, on=TODAY + timedelta(days=1))


def test_nobody_may_nothing() -> None:
    mine = agency(since=LONG_AGO)
    asleep = person(Role.LEADER, mine, is_active=False)
    assert not may(None, "agencies.see", mine, on=TODAY)
    with pytest.raises(Forbidden):
        require(asleep, "agencies.see", mine, on=TODAY)
