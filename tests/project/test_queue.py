"""Messages on a lease: taken once, given back when their worker is gone, counted, put away."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from django_q.models import OrmQ, Task
from django_q.tasks import async_task

from loa.project.models import Attempt
from loa.project.work.queue import LEASE, MOST_ATTEMPTS, Claim, fail, finish, release, renew, take

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def queued(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tasks wait for a worker here, which other tests do not let them."""
    monkeypatch.setattr("django_q.tasks.Conf.SYNC", False)


def taken(worker: str = "a") -> Claim:
    claim = take(worker)
    assert claim is not None
    return claim


def later(**delta: float) -> None:
    """Lets time pass for what lies in the queue."""
    for message in OrmQ.objects.all():
        OrmQ.objects.filter(pk=message.pk).update(lock=(message.lock or timezone.now()) - timedelta(**delta))


def test_a_message_is_taken_by_one_worker_only() -> None:
    async_task("builtins.str", 1)
    assert taken("a").task["func"] == "builtins.str"
    assert take("b") is None


def test_an_older_message_comes_first() -> None:
    for number in (1, 2):
        async_task("builtins.str", number)
    assert [taken().task["args"], taken().task["args"]] == [(1,), (2,)]


def test_a_task_asked_for_in_a_transaction_that_fails_is_not_there() -> None:
    with transaction.atomic():
        async_task("builtins.str", 1)
        transaction.set_rollback(True)
    assert take("a") is None


def test_when_the_lease_ends_another_worker_goes_on() -> None:
    async_task("builtins.str", 1)
    taken("killed")
    later(seconds=LEASE.total_seconds() - 15)
    assert take("b") is None
    later(seconds=15)
    assert taken("b").count == 2


def test_a_renewed_lease_holds() -> None:
    async_task("builtins.str", 1)
    claim = taken("a")
    later(seconds=20)
    renew([claim])
    later(seconds=20)
    assert take("b") is None


def test_who_lost_the_lease_can_neither_renew_nor_finish_nor_fail() -> None:
    async_task("builtins.str", 1)
    asleep = taken("asleep")
    later(minutes=1)
    again = taken("b")
    renew([asleep])
    assert not finish(asleep, "late")
    fail(asleep, "late")
    assert Task.objects.count() == 0
    assert finish(again, "done")
    assert Task.objects.get().result == "done"


def test_what_is_done_leaves_a_result_and_nothing_else() -> None:
    async_task("builtins.str", 1)
    finish(taken(), "1")
    assert (OrmQ.objects.count(), Attempt.objects.count()) == (0, 0)
    task = Task.objects.get()
    assert (task.success, task.func, task.attempt_count) == (True, "builtins.str", 1)


def test_a_failed_attempt_is_made_again_after_ever_longer_rests() -> None:
    async_task("builtins.int", "x")
    for rest in (5, 10, 20):
        claim, before = taken(), timezone.now()
        assert fail(claim, "wrong")
        assert before <= OrmQ.objects.get().lock - timedelta(seconds=rest) <= timezone.now()
        later(hours=1)


def test_after_the_last_attempt_the_failure_stays_in_sight() -> None:
    async_task("builtins.int", "x")
    for _ in range(MOST_ATTEMPTS - 1):
        assert fail(taken(), "wrong")
        later(hours=1)
    assert not fail(taken(), "wrong for good")
    assert take("a") is None
    assert list(Task.objects.values_list("success", "attempt_count")) == [(False, MOST_ATTEMPTS)]
    assert Task.objects.get().result == "wrong for good"


def test_a_task_that_kills_its_worker_every_time_is_put_away() -> None:
    async_task("os.abort")
    for _ in range(MOST_ATTEMPTS):
        assert taken().message
        later(hours=1)
    assert take("a") is None
    assert not Task.objects.get().success
    assert OrmQ.objects.count() == 0


def test_a_worker_that_stops_gives_back_what_it_has_not_done() -> None:
    async_task("builtins.str", 1)
    release(taken("a"))
    assert taken("b").count == 1


def test_a_message_signed_with_another_key_is_told_apart() -> None:
    OrmQ.objects.create(key="loa", payload="rubbish", lock=timezone.now())
    assert taken().task["func"] == "loa.project.tasks.unreadable"
