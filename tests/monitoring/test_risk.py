"""Why something on its way is at risk: one rule, and the words that tell it."""

from datetime import date

import pytest
from django.utils import translation

from loa.monitoring.enums import Standing
from loa.monitoring.standing import Owed, Risk, Shown, risk, standing
from loa.monitoring.templatetags.forecasts import chance_said, chance_tone
from loa.monitoring.why import why_at_risk
from loa.schedule import Kind

FIRST, DUE = date(2026, 6, 1), date(2026, 6, 30)


def owed(required: int, kind: Kind = Kind.QUOTA) -> Owed:
    return Owed(kind, FIRST, DUE, DUE, DUE, required)


@pytest.mark.parametrize(
    ("duty", "counted", "day", "found", "words"),
    [
        (owed(10, Kind.QUOTA), 4, 16, Risk.BEHIND, "behind an even pace: 4 so far, 5 would be even"),
        (owed(10, Kind.QUOTA), 5, 18, None, ""),
        (owed(10, Kind.QUOTA), 9, 27, None, ""),
        (owed(10, Kind.QUOTA), 9, 28, Risk.LAST_DAYS, "2 days left, 1 missing"),
        (owed(10, Kind.QUOTA), 9, 30, Risk.LAST_DAYS, "due today, 1 missing"),
        (owed(1, Kind.QUOTA), 0, 16, Risk.BEHIND, "half of the time is over, nothing to show yet"),
        (owed(1, Kind.REPORT), 0, 22, None, ""),
        (owed(1, Kind.REPORT), 0, 23, Risk.SOON, "7 days left, nothing to show yet"),
        (owed(1, Kind.REPORT), 0, 29, Risk.SOON, "1 day left, nothing to show yet"),
    ],
)
def test_what_is_at_risk_says_why(duty: Owed, counted: int, day: int, found: Risk | None, words: str) -> None:
    today, shown = date(2026, 6, day), Shown(counted=counted)
    assert risk(duty, DUE, shown, today=today) is found
    with translation.override("en"):
        assert why_at_risk(duty, shown, today=today) == words
    stands = standing(duty, shown, today=today)
    assert (stands is Standing.AT_RISK) == (found is not None)


@pytest.mark.parametrize(
    ("percent", "words", "tone"),
    [
        (17, "unlikely to be missed (17 %)", "success"),
        (30, "may be missed (30 %)", "warning"),
        (60, "likely to be missed (60 %)", "danger"),
    ],
)
def test_a_chance_is_said_in_words_that_stand_beside_a_duty_at_risk(percent: int, words: str, tone: str) -> None:
    with translation.override("en"):
        assert chance_said(percent) == words
    assert chance_tone(percent) == tone
