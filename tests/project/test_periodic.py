"""What comes back by itself: declared in one place, written into the schedule, nothing else there."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.core.cache import caches
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from django.utils.module_loading import import_string
from django_q.models import OrmQ, Schedule
from django_q.tasks import async_task
from pytest_django import Settings
from tests.factories import PlanFactory, person

from loa.monitoring.models import Laying
from loa.organizations.models import Notice
from loa.project.models import Attempt, WorkerSeen
from loa.project.periodic import PERIODIC, Periodic, sync_schedules
from loa.project.settings import CACHES
from loa.project.tasks import ask_again, tidy
from loa.project.work.queue import asked, take

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)  # 08:00 in Viet Nam
DAILY = Periodic("digest", "loa.project.tasks.tidy", daily_at=time(7, 30))


@pytest.mark.parametrize("periodic", PERIODIC, ids=lambda periodic: periodic.name)
def test_every_declared_task_exists(periodic: Periodic) -> None:
    assert callable(import_string(periodic.task))
    assert (periodic.minutes is None) != (periodic.daily_at is None)


@pytest.mark.django_db
def test_a_daily_task_comes_next_at_its_local_time() -> None:
    sync_schedules([DAILY], now=NOW)
    run = Schedule.objects.get().next_run
    assert timezone.localtime(run).isoformat() == "2026-03-03T07:30:00+07:00"


@pytest.mark.django_db
def test_what_is_due_keeps_its_time() -> None:
    sync_schedules([DAILY], now=NOW)
    due = Schedule.objects.get().next_run
    sync_schedules([DAILY], now=due + timedelta(minutes=5))
    assert Schedule.objects.get().next_run == due


@pytest.mark.django_db
def test_a_changed_time_takes_hold_and_what_is_no_longer_declared_goes() -> None:
    sync_schedules([DAILY, Periodic("old", "loa.project.tasks.tidy", minutes=5)], now=NOW)
    sync_schedules([Periodic("digest", "loa.project.tasks.tidy", minutes=15)], now=NOW)
    schedule = Schedule.objects.get()
    assert (schedule.minutes, schedule.next_run) == (15, NOW + timedelta(minutes=15))


@pytest.fixture
def lost(db: None, monkeypatch: pytest.MonkeyPatch) -> Notice:
    """A notice of an hour ago whose mail nobody was asked to send."""
    monkeypatch.setattr("django_q.tasks.Conf.SYNC", False)
    notice = Notice.objects.create(person=person(), code="issued")
    Notice.objects.update(told_at=timezone.now() - timedelta(hours=1))
    return notice


def test_work_that_was_lost_on_its_way_to_the_queue_is_asked_for_again(lost: Notice) -> None:
    assert ask_again() == 1
    claim = take("a")
    assert claim is not None
    assert (claim.name, claim.task["args"]) == ("loa.organizations.tasks.mail_notices", ([lost.pk],))


@pytest.mark.parametrize(
    ("moment", "ago"),
    [("mailed_at", timedelta()), ("told_at", timedelta()), ("told_at", timedelta(days=4))],
    ids=["done", "just now", "no longer worth it"],
)
def test_what_is_done_or_new_or_stale_is_not(lost: Notice, moment: str, ago: timedelta) -> None:
    Notice.objects.update(**{moment: timezone.now() - ago})
    assert ask_again() == 0


@pytest.mark.django_db
@pytest.mark.parametrize("waits", ["since", "match_since"])
def test_a_plan_not_laid_or_not_matched_to_the_end_is_asked_for_again(
    waits: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A rule is changed and the server killed before anybody is asked to match anew: evidence would count as before."""
    monkeypatch.setattr("django_q.tasks.Conf.SYNC", False)
    ago = timezone.now() - timedelta(hours=1)
    laying = Laying.objects.create(plan=PlanFactory(), asked_at=ago, changed_at=ago)
    assert ask_again() == 0
    Laying.objects.update(**{waits: NOW.date()})
    assert ask_again() == 1
    claim = take("a")
    assert claim is not None
    assert (claim.name, claim.task["args"]) == ("loa.monitoring.tasks.lay_plan", (laying.plan_id,))
    Laying.objects.update(asked_at=timezone.now(), changed_at=timezone.now())
    OrmQ.objects.all().delete()
    assert ask_again() == 0


def test_what_is_queued_is_not_asked_for_twice_and_other_work_in_the_queue_changes_nothing(lost: Notice) -> None:
    async_task("builtins.str", 1)
    assert ask_again() == 1
    assert ask_again() == 0
    assert sorted(name for name, _about in asked()) == ["builtins.str", "loa.organizations.tasks.mail_notices"]


@pytest.mark.django_db
def test_tidying_forgets_what_nothing_points_to_and_keeps_the_rest() -> None:
    now = timezone.now()
    kept = OrmQ.objects.create(key="loa", payload="x", lock=now)
    for message in (kept.pk, kept.pk + 1):
        Attempt.objects.create(message=message, worker="a", began_at=now)
    for name, days in (("new", 0), ("old", 20)):
        seen = now - timedelta(days=days)
        WorkerSeen.objects.create(name=name, started_at=seen, seen_at=seen)
    tidy()
    assert [attempt.message for attempt in Attempt.objects.all()] == [kept.pk]
    assert [worker.name for worker in WorkerSeen.objects.all()] == ["new"]


@pytest.mark.django_db
def test_many_entries_of_the_cache_push_none_out_and_those_past_their_time_go(
    monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    """Attempts to sign in are counted there: who makes enough of other entries must not get new attempts."""
    settings.CACHES = CACHES
    call_command("createcachetable", verbosity=0)
    cache = caches["default"]
    cache.add("attempts", 5, 3600)
    for number in range(310):
        cache.set(f"a{number}", 1, 3600)
    cache.set("old", 1, 3600)
    tidy()
    assert (cache.get("attempts"), cache.get("old")) == (5, 1)
    later = timezone.now() + timedelta(hours=2)
    monkeypatch.setattr("loa.project.tasks.timezone.now", lambda: later)
    tidy()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM loa_cache")
        assert cursor.fetchone() == (0,)
