"""A scripted year with known answers: on a composed plan everywhere, on the annotated plan 004 where it is at hand."""

from collections import Counter
from datetime import date

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks
from tests.monitoring.scripted_year import (
    ANSWERS,
    BEGUN,
    HEALTH,
    HOME,
    PORTAL,
    STATION,
    Year,
    answers,
    composed_year,
    play,
    stood,
)
from tests.monitoring.test_seeds import SEEDS, Province, bind, press

from loa.monitoring.actions.recomputing import recompute
from loa.monitoring.enums import MatchState, Standing
from loa.monitoring.models import Match
from loa.monitoring.queries.standing import behind
from loa.schedule import Kind

pytestmark = pytest.mark.django_db


def seeded_year(executing: DjangoCaptureOnCommitCallbacks) -> Year:
    """The annotated plan 004 from its document to the calendar."""
    here = Province("Bình Thuận", "Sở Nội vụ", "Sở Y tế", *(name for name in PORTAL[1:] if not name.startswith("Văn")))
    station, newspaper = press(STATION, here.top), press("Báo Bình Thuận", here.top)
    plan = bind(here, "004", BEGUN, {one.name: one for one in (station, newspaper, here.office)}, executing)
    every = [*here.departments.values(), here.office, station, *here.districts]
    return Year(here.top, {one.name: one for one in every}, plan, here.coordinator)


@pytest.fixture(params=["composed", "seed 004"])
def year(request: pytest.FixtureRequest, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> Year:
    if request.param == "composed":
        return composed_year()
    if not SEEDS.is_dir():
        pytest.skip("no folder `shared` beside the repository")
    return seeded_year(django_capture_on_commit_callbacks)


def test_the_year_comes_to_the_answers_worked_out_by_hand(year: Year) -> None:
    play(year)
    assert list(answers(year)) == list(ANSWERS)

    # Every figure is the sum of what stands behind it.
    july = stood(year, HEALTH, "own-site", date(2023, 7, 31)).duty
    states = Counter(match.state for match in behind(july.occurrence, july.agency_id))
    assert states == {MatchState.COUNTED: 3, MatchState.REJECTED: 1}
    quotas = Match.objects.filter(occurrence__kind=Kind.QUOTA, agency=year.agencies[HEALTH])
    assert quotas.filter(state=MatchState.COPY).count() == 1
    assert quotas.filter(state=MatchState.HELD, amount=3).count() == 1

    # Seen from a day within the year: what is not over yet is not missed yet.
    spring = date(2023, 4, 20)
    assert stood(year, HEALTH, "own-site", date(2023, 2, 28), today=spring).standing is Standing.MISSED
    assert stood(year, HEALTH, "own-site", date(2023, 4, 30), today=spring).standing is Standing.AT_RISK
    assert stood(year, HOME, "own-site", date(2023, 6, 30), today=spring).standing is not Standing.MISSED

    found = recompute(check=True)
    assert not found, found.listed
