"""What those who look after agencies see of them on the desk."""

from datetime import date
from typing import Any

import pytest
from tests.factories import agency, person
from tests.monitoring.calendars import commune, duty, items, laid, plan_of, province

from loa.monitoring.enums import Standing
from loa.monitoring.models import Occurrence, Tally
from loa.organizations.enums import Role
from loa.organizations.models import Agency
from loa.workspace.queries.watched import watched

pytestmark = pytest.mark.django_db

TODAY = date(2026, 6, 1)
"""The monthly windows ended yesterday, a Sunday."""


@pytest.fixture
def top() -> Agency:
    found = province()
    for name in ("An", "Bình"):
        commune(f"Ủy ban nhân dân xã {name}", found)
    plan = plan_of(found)
    duty(plan, "all-communes", quotas=items(1, "month"))
    laid(plan)
    return found


def test_what_became_overdue_today_and_who_is_furthest_behind(top: Agency) -> None:
    may = Occurrence.objects.get(owed_on=date(2026, 5, 31))
    done = Agency.objects.get(name__endswith="An")
    Tally.objects.create(
        occurrence=may, agency=done, obligation=may.obligation, branch=top, counted=1, done="met", done_on=may.owed_on
    )
    found = watched(person(Role.COORDINATOR, top), on=TODAY)
    assert found is not None
    assert [(str(line.agency), line.standing) for line in found.fell] == [("Ủy ban nhân dân xã Bình", Standing.MISSED)]
    assert found.fell_count == 1
    assert [(str(one.agency), one.counts.failed) for one in found.lagging] == [("Ủy ban nhân dân xã Bình", 1)]
    assert (found.so_far.due, found.so_far.kept) == (2, 1)
    assert not found.by_branch


def test_what_falls_due_this_week_with_nothing_to_show_is_at_risk(top: Agency) -> None:
    found = watched(person(Role.LEADER, top), on=date(2026, 6, 29))
    assert found is not None
    assert found.week.at_risk == 2


def test_who_looks_after_nobody_is_shown_nothing(top: Agency) -> None:
    below = Agency.objects.get(name__endswith="An")
    assert watched(person(Role.OFFICER, below), on=TODAY) is None
    assert watched(person(), on=TODAY) is None
    assert watched(person(Role.COORDINATOR, below), on=TODAY) is None
    assert watched(person(Role.COORDINATOR, agency()), on=TODAY) is None


def test_of_a_country_branches_are_shown_and_their_number_costs_nothing(
    top: Agency, django_assert_max_num_queries: Any
) -> None:
    centre = agency("Bộ Nội vụ")
    other = province("Ủy ban nhân dân tỉnh Khác")
    commune("Ủy ban nhân dân xã Lạ", other)
    plan = plan_of(other)
    duty(plan, "all-communes", quotas=items(1, "month"))
    laid(plan)
    for one in (top, other):
        one.relations.create(to=centre, kind="line", valid_from=date(2010, 1, 1))
    who = person(Role.LEADER, centre)
    with django_assert_max_num_queries(45):
        found = watched(who, on=TODAY)
    assert found is not None
    assert found.by_branch
    assert {(one.agency.pk, one.counts.failed) for one in found.lagging} == {(top.pk, 2), (other.pk, 1)}
    assert found.fell_count == 3
