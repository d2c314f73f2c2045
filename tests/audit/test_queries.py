"""The trail is asked: what was done to a thing, what was done on some days, page after page."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from django.utils.translation import override
from pytest_django import DjangoAssertNumQueries
from tests.factories import PersonFactory, PlanFactory

from loa.audit.actions import record
from loa.audit.models import Entry
from loa.audit.queries import Wanted, entries, history, neighbours, slice_of
from loa.organizations.models import Person

pytestmark = pytest.mark.django_db


def _told(count: int) -> Person:
    person = PersonFactory()
    with transaction.atomic():
        for number in range(count):
            record("people.change", person, by=None, agency_id=7, after={"phone": str(number)})
    return person


@pytest.mark.parametrize("rows", [1, 20])
def test_the_history_of_a_thing_is_one_query_newest_first(
    rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    person = _told(rows)
    with transaction.atomic():
        record("people.change", PersonFactory(), by=None)
    with django_assert_num_queries(1):
        told = history(person)
    assert [line.number for line in told] == list(range(rows, 0, -1))


def test_a_line_of_history_speaks_the_language_of_the_reader() -> None:
    plan = PlanFactory()
    with transaction.atomic():
        record("plans.submit", plan, by=plan.drafted_by, before={"state": "draft"}, after={"state": "submitted"})
    with override("en"):
        line = history(plan)[0]
        assert (line.title, line.text) == ("Submit for signature", "State: draft → submitted for signature")
    with override("vi"):
        assert history(plan)[0].title == "Trình ký"


def test_pages_go_on_from_a_number_in_both_directions() -> None:
    _told(7)
    everything = entries(Wanted())
    first = slice_of(everything, size=3)
    assert ([row.number for row in first], first.newer, first.older) == ([7, 6, 5], None, 5)
    second = slice_of(everything, size=3, before=first.older)
    assert ([row.number for row in second], second.newer, second.older) == ([4, 3, 2], 4, 2)
    last = slice_of(everything, size=3, before=second.older)
    assert ([row.number for row in last], last.newer, last.older) == ([1], 1, None)
    back = slice_of(everything, size=3, after=last.newer)
    assert ([row.number for row in back], back.newer, back.older) == ([4, 3, 2], 4, 2)


def test_rows_are_narrowed_by_agency_and_day() -> None:
    _told(2)
    today = timezone.localdate()
    assert entries(Wanted(agencies=[7], since=today, until=today)).count() == 2
    assert entries(Wanted(agencies=[8])).count() == 0
    assert entries(Wanted(until=today - timedelta(days=1))).count() == 0


def test_the_neighbours_of_the_first_row() -> None:
    _told(2)
    before, after = neighbours(Entry.objects.get(number=1))
    assert before is None
    assert after is not None
    assert after.number == 2
