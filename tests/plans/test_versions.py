"""Amendments change rules from a day on and leave the past as it was."""

from datetime import date
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries
from tests.factories import ObligationFactory, PlanFactory

from loa.plans.enums import Change, Review, State
from loa.plans.models import Obligation, Plan
from loa.plans.queries.versions import obligations_in_force, versions, versions_of

pytestmark = pytest.mark.django_db
JANUARY, MARCH, JUNE = date(2026, 1, 5), date(2026, 3, 1), date(2026, 6, 1)


def amendment(of: Plan, since: date, **fields: Any) -> Plan:
    state = fields.pop("state", State.IN_FORCE)
    return PlanFactory(issuer=of.issuer, amends=of, effective_from=since, issued_on=since, state=state, **fields)


@pytest.fixture
def base() -> Plan:
    return PlanFactory(in_force=True, state=State.AMENDED)


@pytest.fixture
def five(base: Plan) -> Obligation:
    return ObligationFactory(plan=base)


def test_a_duty_that_nothing_changed_has_one_version(base: Plan, five: Obligation) -> None:
    assert versions(five) == [(JANUARY, five)]


def test_a_plan_never_in_force_binds_nobody(five: Obligation) -> None:
    draft = ObligationFactory()
    assert versions(draft) == ()
    assert obligations_in_force(draft.plan, JUNE) == []


def test_a_replacement_binds_from_its_day_and_the_past_stays(base: Plan, five: Obligation) -> None:
    seven = ObligationFactory(plan=amendment(base, MARCH), change=Change.REPLACE, replaces=five)
    assert versions(five) == [(JANUARY, five), (MARCH, seven)] == versions(seven)
    assert obligations_in_force(base, date(2026, 2, 28)) == [five]
    assert obligations_in_force(base, MARCH) == [seven]


def test_an_end_is_told_by_nothing(base: Plan, five: Obligation) -> None:
    ObligationFactory(plan=amendment(base, MARCH), change=Change.END, replaces=five)
    assert versions(five) == [(JANUARY, five), (MARCH, None)]


def test_what_an_amendment_adds_begins_with_it(base: Plan, five: Obligation) -> None:
    added = ObligationFactory(plan=amendment(base, MARCH), change=Change.ADD)
    assert versions(added) == [(MARCH, added)]
    assert obligations_in_force(base, JUNE) == [five, added]


def test_amendments_of_amendments_follow_one_another(base: Plan, five: Obligation) -> None:
    first = amendment(base, MARCH, state=State.AMENDED)
    seven = ObligationFactory(plan=first, change=Change.REPLACE, replaces=five)
    second = amendment(first, JUNE)
    nine = ObligationFactory(plan=second, change=Change.REPLACE, replaces=seven)
    assert versions(five) == [(JANUARY, five), (MARCH, seven), (JUNE, nine)]
    assert list(versions_of(second)) == [five]


def test_the_latest_amendment_wins_whichever_was_written_first(base: Plan, five: Obligation) -> None:
    later = ObligationFactory(plan=amendment(base, JUNE), change=Change.REPLACE, replaces=five)
    sooner = ObligationFactory(plan=amendment(base, MARCH), change=Change.REPLACE, replaces=five)
    assert versions(five) == [(JANUARY, five), (MARCH, sooner), (JUNE, later)]


@pytest.mark.parametrize("state", [State.DRAFT, State.SUBMITTED, State.SIGNED, State.ISSUED])
def test_an_amendment_not_in_force_changes_nothing(base: Plan, five: Obligation, state: State) -> None:
    ObligationFactory(plan=amendment(base, MARCH, state=state), change=Change.REPLACE, replaces=five)
    assert versions(five) == [(JANUARY, five)]


def test_the_words_before_an_amendment_bind_again_when_it_is_withdrawn(base: Plan, five: Obligation) -> None:
    gone = amendment(base, MARCH, state=State.WITHDRAWN, ended_on=date(2026, 5, 31))
    seven = ObligationFactory(plan=gone, change=Change.REPLACE, replaces=five)
    assert versions(five) == [(JANUARY, five), (MARCH, seven), (JUNE, five)]


def test_nothing_of_a_plan_that_ended_is_owed_after_its_last_day() -> None:
    plan = PlanFactory(in_force=True, state=State.CLOSED, ended_on=date(2026, 5, 31))
    duty = ObligationFactory(plan=plan)
    assert versions(duty) == [(JANUARY, duty), (JUNE, None)]


def test_rejected_and_merged_obligations_do_not_count(base: Plan, five: Obligation) -> None:
    ObligationFactory(plan=base, review=Review.REJECTED)
    ObligationFactory(plan=base, merged_into=five)
    assert obligations_in_force(base, JUNE) == [five]


@pytest.mark.parametrize("rows", [1, 8])
def test_all_versions_cost_the_same(base: Plan, rows: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    changed = amendment(base, MARCH)
    for one in ObligationFactory.create_batch(rows, plan=base):
        ObligationFactory(plan=changed, change=Change.REPLACE, replaces=one)
    plan = Plan.objects.select_related("amends").get(pk=base.pk)
    with django_assert_num_queries(4):
        assert len(versions_of(plan)) == rows
