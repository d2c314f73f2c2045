"""What other rooms do reaches the calendar: by their own verbs, once they are committed."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks
from tests.factories import agency, person
from tests.monitoring.calendars import FIRST, REFORM, commune, duty, laid, owed_before, owed_by, plan_of, province
from tests.monitoring.proving import THE_DAY, Proving, stay

from loa.monitoring.models import Laying, Tally
from loa.organizations.actions.succession import succeed
from loa.organizations.actions.undoing import undo_succession
from loa.organizations.changes import Change, Share
from loa.organizations.enums import Role, SuccessionKind
from loa.organizations.events import organization_changed
from loa.organizations.models import Agency
from loa.plans.actions.ending import close
from loa.plans.actions.exempting import Relief, exempt
from loa.plans.events import put_in_force
from loa.plans.models import Plan
from loa.project.tasks import ask_again
from loa.project.work.draining import drain

pytestmark = pytest.mark.django_db
TODAY = date(2026, 5, 4)


@pytest.fixture
def top() -> Agency:
    return province()


def test_a_merger_hands_the_open_obligations_on_and_undoing_it_gives_them_back(
    top: Agency, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    old, heir = agency("Sở Cũ", under=top), agency("Sở Mới", under=top)
    one = duty(plan_of(top), old)
    laid(one.plan)
    before, whole = owed_before(REFORM), owed_by(old)
    administrator = person(Role.ADMINISTRATOR, top)
    change = Change(SuccessionKind.MERGE, REFORM, (Share(old, heir),))
    with django_capture_on_commit_callbacks(execute=True):
        made = succeed(change, by=administrator, on=TODAY)
    assert (owed_by(old), owed_by(heir)) == (whole[:6], whole[6:])
    assert owed_before(REFORM) == before
    with django_capture_on_commit_callbacks(execute=True):
        undo_succession(made, by=administrator, on=TODAY)
    assert (owed_by(old), owed_by(heir)) == (whole, [])


def test_a_plan_that_is_closed_asks_for_nothing_more(
    top: Agency, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    home = agency(under=top)
    one = duty(plan_of(top), home)
    laid(one.plan)
    with django_capture_on_commit_callbacks(execute=True):
        close(one.plan, last_day=date(2026, 4, 30), by=person(Role.LEADER, top), on=date(2026, 4, 30))
    assert len(owed_by(home)) == 4


def test_an_exemption_lays_nothing_and_tells_who_keeps_a_copy(
    top: Agency, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    home = agency(under=top)
    one = duty(plan_of(top), home)
    before = laid(one.plan)
    relief = Relief(amount=None, reason="Thiên tai", authority="Công văn", valid_from=TODAY, valid_to=None)
    with django_capture_on_commit_callbacks(execute=True):
        exempt(one, home, relief, by=person(Role.LEADER, top), on=TODAY)
    after = Laying.objects.get()
    assert (after.asked, after.laid, after.is_pending, after.match_since) == (before.asked, before.laid, False, None)
    assert before.changed_at is not None
    assert after.changed_at is not None
    assert after.changed_at > before.changed_at


def test_only_plans_that_reach_beyond_the_day_are_laid_anew(top: Agency) -> None:
    one = duty(plan_of(top), commune("Ủy ban nhân dân xã Một", top))
    laid(one.plan)
    organization_changed.send(Agency, since=date(2027, 1, 1), agencies=[])
    assert Laying.objects.get().asked == 0
    organization_changed.send(Agency, since=REFORM, agencies=[])
    assert (Laying.objects.get().asked, Laying.objects.get().since) == (1, REFORM)


def test_several_requests_become_one_from_the_earliest_day(top: Agency) -> None:
    plan = plan_of(top)
    put_in_force.send(Plan, plan=plan, on=FIRST)
    amending = plan_of(top, since=REFORM, amends=plan, number="2/KH")
    put_in_force.send(Plan, plan=amending, on=REFORM)
    laying = Laying.objects.get()
    assert (laying.plan, laying.since, laying.asked) == (plan, FIRST, 2)


def test_killed_before_an_exemption_was_counted_once_more_the_clock_counts(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    """What was recorded while the exemption was not committed yet has been counted without it."""
    stay(monkeypatch)
    monkeypatch.setattr("django_q.tasks.Conf.SYNC", False)
    here = Proving()
    here.prove()
    Laying.objects.update(match_since=None)
    relief = Relief(amount=1, reason="Thiên tai", authority="Công văn", valid_from=date(2026, 3, 1))
    with django_capture_on_commit_callbacks():
        exempt(here.duty, here.home, relief, by=here.leader, on=THE_DAY)
    right = Tally.objects.values_list("required", flat=True).get()
    Tally.objects.update(required=5)
    Laying.objects.update(changed_at=timezone.now() - timedelta(hours=1))
    assert ask_again() >= 1
    drain()
    assert (Tally.objects.values_list("required", flat=True).get(), right) == (1, 1)
    assert Laying.objects.get().match_since is None
