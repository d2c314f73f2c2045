"""What is only asked for has a standing, the same everywhere, and is held against nobody."""

from datetime import date

import pytest
from tests.monitoring.calendars import FIRST, LAST
from tests.monitoring.owing import Urging

from loa.monitoring.binding import is_asked
from loa.monitoring.enums import Standing
from loa.monitoring.models import Assignment, Occurrence
from loa.monitoring.queries.agency_row import row_of
from loa.monitoring.queries.board.lists import lines_of
from loa.monitoring.queries.board.question import Question
from loa.monitoring.queries.board.sight import ALWAYS
from loa.monitoring.queries.changes import changes_of
from loa.monitoring.queries.duties import duties
from loa.monitoring.queries.scores import scores
from loa.monitoring.queries.standing import standings_of
from loa.schedule import Kind

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 15)


def test_either_the_kind_or_the_assignment_asks() -> None:
    assert is_asked(Kind.REPORT, requested=True)
    assert is_asked(Kind.REQUESTED, requested=False)
    assert not is_asked(Kind.QUOTA, requested=False)


def fallen(here: Urging) -> tuple[list[Standing], list[Standing], int]:
    """The standings of the year by the pure function and on the board, and how much is listed as overdue or missed."""
    found = duties(here.home, FIRST, LAST)[:]
    page = [one.standing for one in standings_of(found, today=TODAY)]
    spans = {here.home.pk: (ALWAYS,)}
    board = [line.standing for line in lines_of(Question(FIRST, LAST, TODAY), spans, latest=False)]
    return page, board, len(row_of(here.home, FIRST, LAST, today=TODAY).overdue)


@pytest.mark.parametrize("by_kind", [False, True])
def test_it_stands_alike_everywhere_and_is_in_no_list_of_what_is_overdue(by_kind: bool) -> None:
    here = Urging()
    Occurrence.objects.update(closes_on=LAST)
    page, board, overdue = fallen(here)
    assert page == board
    assert (page.count(Standing.OVERDUE), overdue) == (2, 2)
    assert len([one for one in changes_of({here.home.pk: (ALWAYS,)}, today=TODAY) if one.what == "overdue"]) == 1
    if by_kind:
        Occurrence.objects.update(kind=Kind.REQUESTED)
    else:
        Assignment.objects.update(requested=True)
    page, board, overdue = fallen(here)
    assert page == board
    assert (page.count(Standing.OVERDUE), overdue) == (2, 0)
    assert [one for one in changes_of({here.home.pk: (ALWAYS,)}, today=TODAY) if one.what == "overdue"] == []
    assert list(scores([here.home.pk], FIRST, LAST, today=TODAY)) == []
