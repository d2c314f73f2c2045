"""The demonstration: what happened in its province, and that every page of the system opens in it.

The story takes long to tell, so it is told once, and one test asks everything of it.
"""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection, transaction

from loa.audit.actions import verify
from loa.monitoring.enums import DisputeState, Done, FindingState, LetterState, MatchState, NearCopyState
from loa.monitoring.models import (
    Commendation,
    Dispute,
    Evidence,
    Finding,
    Match,
    NearCopy,
    Occurrence,
    Reminder,
    Tally,
    UrgingLetter,
)
from loa.organizations.enums import Role
from loa.organizations.models import Agency, Person
from loa.plans.enums import State
from loa.plans.models import Plan
from loa.project.demo.people import account
from loa.project.demo.places import UNVISITED, named_addresses, places
from loa.project.demo.story import tell
from loa.project.demo.visiting import visits
from loa.project.work.draining import drain

TODAY = date(2026, 11, 21)


def _at_once(func: Callable[[], object], **_: object) -> None:
    func()


def _drain_with_statistics() -> None:
    """What a transaction has written and not committed the database does not measure by itself; it then plans badly."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    drain()


@pytest.fixture
def province(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The story, in the transaction of the test: what waits for a commit is done at once, and no answer ends it."""
    monkeypatch.setattr("django_q.tasks.Conf.SYNC", False)
    monkeypatch.setattr(transaction, "on_commit", _at_once)
    monkeypatch.setattr("loa.project.demo.story.drain", _drain_with_statistics)
    monkeypatch.setattr(connection, "close_if_unusable_or_obsolete", lambda: None)
    tell(TODAY, only_last=timedelta(days=26))


@pytest.mark.timeout(900)  # some eight hundred pages; slow machines take minutes
def test_the_province_is_alive_and_every_page_opens_or_refuses_as_it_should(province: None) -> None:
    _somebody_for_every_role_lives_in_it()
    _plans_stand_where_a_desk_should_show_them()
    _the_year_has_what_a_year_has()
    _every_address_is_on_the_round()
    faults = list(visits(places(), roles=[Role.COORDINATOR, Role.OFFICER, Role.ADMINISTRATOR]))
    told = [f"{visit.role} {visit.place.url}: {visit.problem}" for visit in faults if visit.problem]
    assert [fault for fault in told if not fault.endswith("slow")] == []
    assert list(verify()) == []


def _somebody_for_every_role_lives_in_it() -> None:
    assert 100 <= Agency.objects.existing(TODAY).count() <= 140
    assert Person.objects.filter(email__in=[account(role) for role in Role]).count() == len(Role)


def _plans_stand_where_a_desk_should_show_them() -> None:
    states = set(Plan.objects.values_list("state", flat=True))
    assert {State.IN_FORCE, State.CLOSED, State.SUBMITTED, State.CONSULTING, State.DRAFT} <= states
    plan = Plan.objects.get(number="09/KH-UBND", superior=None)
    laid = Occurrence.objects.filter(obligation__plan=plan)
    assert laid.filter(due_on__gte=TODAY).exists()
    assert laid.values("obligation").distinct().count() > 20


def _the_year_has_what_a_year_has() -> None:
    """Evidence of every fate, agencies ahead and behind, people reminded, heard, inspected and praised."""
    assert Evidence.objects.count() > 500
    assert set(MatchState) == set(Match.objects.values_list("state", flat=True))
    assert set(Done) == set(Tally.objects.values_list("done", flat=True))
    assert {NearCopyState.COPY, NearCopyState.FLAGGED} <= set(NearCopy.objects.values_list("state", flat=True))
    assert {DisputeState.OPEN, DisputeState.UPHELD, DisputeState.DISMISSED} == set(
        Dispute.objects.values_list("state", flat=True)
    )
    assert {LetterState.DRAFT, LetterState.SIGNED, LetterState.SENT} == set(
        UrgingLetter.objects.values_list("state", flat=True)
    )
    assert Reminder.objects.exists()
    assert Finding.objects.get().state == FindingState.OPEN
    assert Commendation.objects.exists()


def _every_address_is_on_the_round() -> None:
    on_it = {place.name for place in places()}
    outside = {name for name in named_addresses() if name.startswith("api:")} | set(UNVISITED)
    assert named_addresses().keys() - on_it - outside == set()
