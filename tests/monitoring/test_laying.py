"""A plan laid on agencies and days: who holds what, and that only the future ever changes."""

from calendar import monthrange
from datetime import date

import pytest
from django.db.models import QuerySet
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from pytest_django import DjangoCaptureOnCommitCallbacks
from tests.factories import agency
from tests.monitoring.calendars import (
    DAY,
    FIRST,
    LAST,
    REFORM,
    amendment,
    commune,
    day,
    duty,
    end,
    everything,
    items,
    laid,
    merge,
    owed_before,
    owed_by,
    plan_of,
    province,
)

from loa.monitoring.actions import laying
from loa.monitoring.actions.laying import ask
from loa.monitoring.enums import LayingState
from loa.monitoring.models import Assignment, Laying, Occurrence
from loa.monitoring.tasks import lay_plan
from loa.organizations.enums import AgencyKind
from loa.organizations.models import Agency
from loa.plans.enums import Change, State
from loa.plans.models import Obligation, Plan

MONTHS = [f"2026-{month:02}/news item" for month in range(1, 13)]


ENDS = [(month, monthrange(2026, month)[1]) for month in range(1, 13)]


@pytest.mark.django_db
class TestWho:
    def test_a_named_agency_owes_every_window_of_the_year(self) -> None:
        home = agency()
        laid_plan(duty(plan_of(province()), home))
        assert owed_by(home) == MONTHS

    def test_nothing_is_owed_before_the_plan_binds(self) -> None:
        home = agency()
        laid_plan(duty(plan_of(province(), since=day("2026-03-10")), home))
        assert owed_by(home) == ["2026-03/news item@2026-03-10", *MONTHS[3:]]

    def test_a_deadline_that_passed_before_the_plan_binds_is_owed_at_once(self) -> None:
        home = agency()
        late = duty(
            plan_of(province(), since=day("2026-03-10")), home, cadences=["once"], quotas=[], deadline="2026-03-01"
        )
        laid_plan(late)
        (one,) = Occurrence.objects.all()
        assert (one.due_on, one.owed_on) == (day("2026-03-01"), day("2026-03-10"))

    def test_a_group_is_its_members_on_each_day(self) -> None:
        top = province()
        old = [commune(f"Ủy ban nhân dân xã {name}", top, until=REFORM - DAY) for name in ("Một", "Hai")]
        new = commune("Ủy ban nhân dân xã Ba", top, since=REFORM)
        laid_plan(duty(plan_of(top), "all-communes"))
        assert [owed_by(one) for one in (*old, new)] == [MONTHS[:6], MONTHS[:6], MONTHS[6:]]

    def test_who_is_named_twice_holds_it_once(self) -> None:
        top = province()
        home = agency(under=top)
        laid_plan(duty(plan_of(top), home, "all-departments", beside=["all-departments"]))
        assert Assignment.objects.filter(agency=home).values_list("leads", flat=True).get() is True

    def test_who_leads_for_a_time_coordinates_before_and_after(self) -> None:
        top = province()
        old = agency(under=top, until=day("2026-03-31"))
        home = agency(under=top)
        merge(old, into=home, on=day("2026-04-01"))
        laid_plan(duty(plan_of(top), old, beside=[home]))
        held = Assignment.objects.filter(agency=home).order_by("held_from").values_list("leads", "held_from", "held_to")
        assert list(held) == [(False, FIRST, day("2026-03-31")), (True, day("2026-04-01"), LAST)]

    def test_agencies_outside_the_executive_are_only_asked(self) -> None:
        union, home = agency(kind=AgencyKind.MASS_ORGANISATION), agency()
        laid_plan(duty(plan_of(province()), union, home))
        assert dict(Assignment.objects.values_list("agency", "requested")) == {union.pk: True, home.pk: False}

    def test_those_assigned_to_lead_are_the_leads_of_the_other_duties(self) -> None:
        plan, home, other = plan_of(province()), agency(), agency()
        duty(plan, home)
        shared = duty(plan, "assigned-leads")
        laid_plan(shared)
        assert set(shared.assignments.values_list("agency", flat=True)) == {home.pk}
        assert not other.assignments.exists()

    def test_a_successor_takes_over_only_where_that_is_recorded(self) -> None:
        first, second, heir, bare = (agency() for _ in range(4))
        plan = plan_of(province())
        duty(plan, first), duty(plan, second)
        merge(first, into=heir, on=REFORM)
        merge(second, into=bare, on=REFORM, takes_obligations=False)
        laid(plan)
        assert (owed_by(heir), owed_by(bare)) == (MONTHS[6:], [])

    def test_who_belonged_to_a_group_of_an_issuer_that_ended_goes_on(self) -> None:
        top = province()
        home = commune("Ủy ban nhân dân xã Một", top)
        heir = province("Ủy ban nhân dân tỉnh Mới")
        merge(top, into=heir, on=REFORM)
        home.relations.update(valid_to=REFORM - DAY)
        laid_plan(duty(plan_of(top), "all-communes"))
        assert owed_by(home) == MONTHS


@pytest.mark.django_db
class TestAgain:
    def test_laying_twice_changes_nothing(self) -> None:
        plan = small_plan()
        laid(plan)
        before = everything()
        laid(plan)
        assert everything() == before

    def test_what_a_dead_worker_left_is_taken_over(self) -> None:
        plan = small_plan()
        ask(plan, FIRST)
        lay_plan(plan.pk)
        whole = everything()
        Occurrence.objects.all().delete()
        Assignment.objects.filter(agency__name__contains="Hai").delete()
        Laying.objects.update(state=LayingState.RUNNING, laid=0, since=FIRST)
        lay_plan(plan.pk)
        assert len(everything()) == len(whole)
        assert (Laying.objects.get().state, Laying.objects.get().is_pending) == (LayingState.DONE, False)

    def test_readers_see_a_plan_whole_or_not_at_all(self, monkeypatch: pytest.MonkeyPatch) -> None:
        home = agency()
        plan = small_plan(home)
        monkeypatch.setattr(laying, "store_windows", _dies)
        with pytest.raises(KeyboardInterrupt):
            laid(plan)
        assert Assignment.objects.filter(agency=home).exists()
        assert (owed_by(home), Laying.objects.get().state) == ([], LayingState.RUNNING)
        monkeypatch.undo()
        lay_plan(plan.pk)
        assert owed_by(home) == MONTHS

    def test_a_duty_that_cannot_be_understood_is_named_and_the_others_are_laid(self) -> None:
        plan, home = plan_of(province()), agency()
        broken = duty(plan, home, deadline="khi có điều kiện")
        duty(plan, home)
        found = laid(plan)
        assert found.state == LayingState.FAILED
        assert [problem["obligation"] for problem in found.problems] == [broken.pk]
        assert owed_by(home) == MONTHS

    def test_the_task_is_queued_once_the_verb_is_committed(
        self, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
    ) -> None:
        plan = small_plan()
        with django_capture_on_commit_callbacks(execute=True):
            ask(plan, FIRST)
            assert Laying.objects.get().state == LayingState.WAITING
        assert Laying.objects.get().state == LayingState.DONE


@pytest.mark.django_db
class TestChanges:
    def test_an_amendment_changes_what_is_owed_from_its_day(self) -> None:
        home = agency()
        plan = plan_of(province())
        five = duty(plan, home)
        laid(plan)
        before = owed_before(REFORM)
        duty(
            amendment(plan, REFORM),
            home,
            quotas=items(7, "month"),
            text="Bảy tin, bài",
            change=Change.REPLACE,
            replaces=five,
        )
        laid(plan, REFORM)
        amounts = Occurrence.objects.order_by("owed_on").values_list("amount", flat=True)
        assert list(amounts) == [5] * 6 + [7] * 6
        assert owed_before(REFORM) == before

    def test_an_amendment_may_name_others(self) -> None:
        old, new = agency(), agency()
        plan = plan_of(province())
        five = duty(plan, old)
        laid(plan)
        duty(amendment(plan, REFORM), new, change=Change.REPLACE, replaces=five)
        laid(plan, REFORM)
        assert (owed_by(old), owed_by(new)) == (MONTHS[:6], MONTHS[6:])

    def test_what_an_amendment_adds_belongs_to_the_calendar_of_the_plan(self) -> None:
        plan = plan_of(province())
        laid_plan(duty(plan, agency()))
        duty(amendment(plan, REFORM), agency(), change=Change.ADD)
        laid(plan, REFORM)
        assert Occurrence.objects.filter(plan=plan).count() == 12 + 6

    def test_a_duty_that_ends_within_a_window_leaves_that_window_unowed(self) -> None:
        home = agency()
        plan = plan_of(province())
        five, always = duty(plan, home), duty(plan, home, cadences=["continuous"], quotas=[])
        laid(plan)
        ending = amendment(plan, day("2026-06-15"))
        for one in (five, always):
            duty(ending, change=Change.END, replaces=one)
        laid(plan, day("2026-06-15"))
        assert owed_by(home) == MONTHS[:5]
        assert always.occurrences.get().window_to == day("2026-06-14")

    def test_nothing_is_owed_after_a_plan_has_ended(self) -> None:
        home = agency()
        plan = small_plan(home)
        laid(plan)
        before = owed_before(REFORM)
        raw_update(plan, state=State.CLOSED, ended_on=REFORM - DAY)
        laid(plan, REFORM)
        assert {row for row in owed_before(date.max) if row[2] != "continuous"} == before
        assert {row[-1] for row in owed_before(date.max)} == {date(2026, month, last) for month, last in ENDS[:6]}


class TestTheFuture(TestCase):
    """Whatever happens to the organisation on whatever day: what was owed before it stays as it was."""

    @settings(max_examples=25)
    @given(on=st.dates(FIRST + DAY, LAST), happening=st.sampled_from(["merge", "end", "move", "found", "split"]))
    def test_a_change_of_organisation_changes_only_the_future(self, on: date, happening: str) -> None:
        top = province()
        here = [commune(f"Ủy ban nhân dân xã {name}", top) for name in ("Một", "Hai", "Ba")]
        plan = plan_of(top)
        duty(plan, "all-communes", quotas=items(1, "week"), cadences=["weekly"])
        duty(plan, here[0], beside=["all-communes"], cadences=["continuous"], quotas=[])
        laid(plan)
        before = owed_before(on)
        HAPPENINGS[happening](top, here, on)
        laid(plan, on)
        assert owed_before(on) == before
        again = everything()
        laid(plan, on)
        assert everything() == again


class TestAmendments(TestCase):
    """Whatever an amendment says on whatever day: what was owed before it stays; only cut windows may end then."""

    @settings(max_examples=25)
    @given(on=st.dates(FIRST + DAY, LAST), then=st.sampled_from(["weekly", "monthly", "quarterly", "annual", "end"]))
    def test_an_amendment_changes_only_the_future(self, on: date, then: str) -> None:
        home = agency()
        plan = plan_of(province())
        roots = [duty(plan, home, cadences=[one], quotas=[]) for one in ("monthly", "annual", "continuous")]
        laid(plan)
        before = owed_before(on)
        changing = amendment(plan, on)
        change = Change.END if then == "end" else Change.REPLACE
        for root in roots:
            duty(changing, home, cadences=[then], quotas=[], text="Từ nay", change=change, replaces=root)
        laid(plan, on)
        after = owed_before(on)
        assert before <= after
        assert {row[-1] for row in after - before} <= {on - DAY}


def _merge(top: Agency, here: list[Agency], on: date) -> None:
    merge(here[0], here[1], into=commune("Ủy ban nhân dân xã Mới", top, since=on), on=on)


def _end(top: Agency, here: list[Agency], on: date) -> None:
    end(here[2], on - DAY)


def _move(top: Agency, here: list[Agency], on: date) -> None:
    here[1].relations.update(valid_to=on - DAY)


def _found(top: Agency, here: list[Agency], on: date) -> None:
    commune("Ủy ban nhân dân xã Bốn", top, since=on)


def _split(top: Agency, here: list[Agency], on: date) -> None:
    merge(here[0], into=agency("Phòng Một", since=on), on=on)


HAPPENINGS = {"merge": _merge, "end": _end, "move": _move, "found": _found, "split": _split}


def _dies(*_: object) -> None:
    """A worker that is stopped where everything but the windows is written."""
    raise KeyboardInterrupt


def laid_plan(one: Obligation) -> Laying:
    return laid(one.plan)


def raw_update(plan: Plan, **values: object) -> None:
    """Past the guards of closed plans: actions that end plans are tested elsewhere."""
    QuerySet(Plan).filter(pk=plan.pk).update(**values)


def small_plan(*leads: Agency) -> Plan:
    top = province()
    for name in ("Một", "Hai"):
        commune(f"Ủy ban nhân dân xã {name}", top)
    plan = plan_of(top)
    duty(plan, "all-communes", *leads)
    duty(plan, *leads, beside=["all-communes"], cadences=["continuous"], quotas=[])
    return plan
