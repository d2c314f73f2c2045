"""Commits that wait for the disk together, and verbs that are done once more."""

import pytest
from django.db import OperationalError, connection, transaction

from loa.monitoring.actions.again import once_more
from loa.monitoring.actions.durability import on_disk_later


def waits_for_disk() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SHOW synchronous_commit" if connection.vendor == "postgresql" else "PRAGMA synchronous")
        return cursor.fetchone()[0] in ("on", 2)


def look_and_fail(seen: list[bool]) -> None:
    seen.append(waits_for_disk())
    raise LookupError


@pytest.mark.django_db(transaction=True)
def test_commits_wait_for_the_disk_again_whatever_happens_within() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit TO on" if connection.vendor == "postgresql" else "PRAGMA synchronous=2")
    within: list[bool] = []
    with pytest.raises(LookupError), on_disk_later():
        look_and_fail(within)
    assert within == [False]
    if connection.vendor == "sqlite":  # PostgreSQL goes back to what the server says
        assert waits_for_disk()


@pytest.mark.django_db(transaction=True)
def test_in_a_transaction_of_the_caller_nothing_is_put_off() -> None:
    with transaction.atomic():
        before = waits_for_disk()
        with on_disk_later():
            assert waits_for_disk() is before


class Deadlock(Exception):
    sqlstate = "40P01"


def deed_that_meets(problem: Exception, times: int) -> list[int]:
    """How often the deed was begun."""
    begun: list[int] = []

    @once_more
    def deed() -> None:
        begun.append(1)
        if len(begun) <= times:
            raise OperationalError from problem

    deed()
    return begun


def test_who_is_told_to_give_way_begins_again() -> None:
    assert len(deed_that_meets(Deadlock(), times=1)) == 2


@pytest.mark.parametrize(("problem", "times"), [(Deadlock(), 2), (ConnectionError(), 1)])
def test_what_is_refused_twice_or_for_another_reason_is_raised(problem: Exception, times: int) -> None:
    with pytest.raises(OperationalError):
        deed_that_meets(problem, times)


@pytest.mark.django_db
def test_within_another_transaction_nothing_is_begun_again() -> None:
    with pytest.raises(OperationalError), transaction.atomic():
        deed_that_meets(Deadlock(), times=1)
