"""Recording while a plan is laid anew: nothing is lost, nobody sees an error, counters fit the new calendar."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from threading import Event
from typing import Any

import pytest
from django.db import IntegrityError, connection, connections
from tests.monitoring.calendars import laid
from tests.monitoring.proving import THE_DAY, Proving
from tests.monitoring.test_laying import raw_update

from loa.audit.actions import verify
from loa.audit.models import Entry
from loa.monitoring.actions.again import once_more
from loa.monitoring.actions.judging import accept_match
from loa.monitoring.actions.recomputing import recompute
from loa.monitoring.events import evidence_recorded
from loa.monitoring.models import BranchTally, Evidence, Match, Occurrence, Tally
from loa.plans.enums import State
from loa.plans.models import Plan


@contextmanager
def listening(deed: Callable[[], None]) -> Iterator[None]:
    """Does something when evidence has been matched and counted, before it is committed."""

    def heard(**_: Any) -> None:
        deed()

    evidence_recorded.connect(heard)
    try:
        yield
    finally:
        evidence_recorded.disconnect(heard)


def shortened(plan: Plan) -> None:
    """The plan ends with February, and its calendar with it."""
    try:
        raw_update(plan, state=State.CLOSED, ended_on=date(2026, 2, 28))
        laid(Plan.objects.get(pk=plan.pk), date(2026, 1, 1))
    finally:
        connections.close_all()


@pytest.mark.django_db
def test_what_the_database_refuses_once_is_done_again_and_only_once() -> None:
    here = Proving()
    refused: list[int] = []

    def refuse() -> None:
        refused.append(Evidence.objects.count())
        if len(refused) == 1:
            raise IntegrityError("gone")

    with listening(refuse):
        here.prove()
    assert refused == [1, 1]
    assert (Evidence.objects.count(), Match.objects.count(), Tally.objects.get().counted) == (1, 1, 1)
    assert Entry.objects.filter(verb="evidence.record").count() == 1
    assert list(verify()) == []


def test_what_is_refused_twice_is_raised() -> None:
    tries: list[int] = []

    @once_more
    def never() -> None:
        tries.append(1)
        raise IntegrityError("never")

    with pytest.raises(IntegrityError, match="never"):
        never()
    assert len(tries) == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("link", ["https://xa.example/tin", ""])
def test_evidence_recorded_while_its_window_goes_is_kept(link: str) -> None:
    """What counts holds counters that the laying waits for; of what is held nothing does, and the window just goes."""
    if connection.vendor == "sqlite":
        pytest.skip("one writer at a time: they never meet")
    here = Proving()
    recorded, plan_laid = Event(), Event()

    def wait() -> None:
        if not recorded.is_set():
            recorded.set()
            plan_laid.wait(3)

    def lay_meanwhile() -> None:
        recorded.wait(20)
        shortened(here.plan)
        plan_laid.set()

    with listening(wait), ThreadPoolExecutor(1) as threads:
        meanwhile = threads.submit(lay_meanwhile)
        evidence = here.prove(link=link)
        meanwhile.result(30)
    assert Evidence.objects.get() == evidence
    assert not Match.objects.exists()
    assert not Tally.objects.filter(counted__gt=0).exists()
    assert Entry.objects.filter(verb="evidence.record").count() == 1
    assert not recompute(check=True)
    assert list(verify()) == []


@pytest.mark.django_db(transaction=True)
def test_a_person_judges_while_the_window_goes() -> None:
    """Whoever is second waits; what the person said is on record, and nothing is counted for what nobody owes."""
    if connection.vendor == "sqlite":
        pytest.skip("one writer at a time: they never meet")
    here = Proving()
    match = here.match()

    def judged() -> None:
        try:
            accept_match(match, because="Đúng việc.", by=here.reviewer, on=THE_DAY)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as threads:
        deeds = [threads.submit(shortened, here.plan), threads.submit(judged)]
        problems = [type(problem).__name__ for deed in deeds if (problem := deed.exception(30))]
    assert set(problems) <= {"ChangedMeanwhile", "MonitoringError"}
    kept = Occurrence.everything.exclude(dropped_at=None)
    assert not Tally.objects.filter(occurrence__in=kept).exists()
    assert not BranchTally.objects.filter(occurrence__in=kept).exists()
    assert {one.reason[0][0] for one in Match.objects.all()} <= {"no-longer-owed"}
    assert not recompute(check=True)
