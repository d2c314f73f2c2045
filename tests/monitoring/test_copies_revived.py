"""A copy counts again when what it was copied from is withdrawn."""

from datetime import date

import pytest
from tests.monitoring.proving import THE_DAY, Proving, stay

from loa.audit.actions import verify
from loa.monitoring.actions import near_copies
from loa.monitoring.actions.recomputing import recompute
from loa.monitoring.actions.recording import withdraw_evidence
from loa.monitoring.enums import MatchState, NearCopyState
from loa.monitoring.models import Evidence, NearCopy, Tally

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _day(monkeypatch: pytest.MonkeyPatch) -> None:
    stay(monkeypatch)


def copied(here: Proving, copy: Evidence, other: Evidence) -> NearCopy:
    pair = NearCopy.objects.create(evidence=copy, other=other, likeness=95)
    near_copies.decide(pair, NearCopyState.COPY, seen_as=NearCopyState.FLAGGED, by=here.reviewer, on=THE_DAY)
    return pair


def counted() -> list[tuple[str, int]]:
    return list(Tally.objects.order_by("agency__name").values_list("agency__name", "counted"))


def test_it_counts_again_at_its_own_agency_and_elsewhere() -> None:
    here = Proving()
    original = here.prove("Bài gốc")
    within = here.prove("Bài chép của xã", day=date(2026, 3, 6))
    across = here.prove("Bài chép của xã khác", day=date(2026, 3, 7), agency=here.communes[1])
    copied(here, within, original)
    copied(here, across, original)
    names = [one.name for one in here.communes]
    assert counted() == [(names[0], 1), (names[1], 0)]
    withdraw_evidence(original, because="Ghi nhầm.", by=here.officer, on=THE_DAY)
    assert here.match(within).state == here.match(across).state == MatchState.COUNTED
    assert counted() == [(names[0], 1), (names[1], 1)]
    assert not recompute(check=True)
    assert list(verify()) == []


def test_it_stays_a_copy_while_another_original_stands() -> None:
    here = Proving()
    first, second = here.prove("Bài gốc"), here.prove("Bài gốc khác")
    copy = here.prove("Bài chép", day=date(2026, 3, 6))
    copied(here, copy, first)
    copied(here, copy, second)
    withdraw_evidence(first, because="Ghi nhầm.", by=here.officer, on=THE_DAY)
    assert here.match(copy).state == MatchState.COPY
    withdraw_evidence(second, because="Ghi nhầm.", by=here.officer, on=THE_DAY)
    assert here.match(copy).state == MatchState.COUNTED
