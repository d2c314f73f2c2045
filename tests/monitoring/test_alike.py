"""What is matched as its like is needs no look; whatever is otherwise is found, and put right."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from tests.factories import agency, person
from tests.monitoring.calendars import FIRST, REFORM, commune, duty, items, laid, merge, plan_of, province

from loa.monitoring.actions.alike import Alike
from loa.monitoring.actions.matching import match_again
from loa.monitoring.actions.recomputing import recompute
from loa.monitoring.actions.recording import record_evidence
from loa.monitoring.enums import EvidenceKind, EvidenceState, MatchState, NearCopyState, Source
from loa.monitoring.happening import Happening
from loa.monitoring.models import Evidence, EvidenceFile, Match, NearCopy, Occurrence
from loa.monitoring.queries.lineage import Lineage
from loa.monitoring.queries.owing import Owing
from loa.organizations.enums import AgencyKind, Role
from loa.organizations.models import Agency

pytestmark = pytest.mark.django_db

TODAY = date(2026, 12, 31)


@dataclass
class Year:
    """Two communes that merge at mid-year, a third with a division, and six pieces of which no item has two."""

    agencies: list[Agency]
    pieces: list[Evidence]


@pytest.fixture
def year() -> Year:
    top = province()
    communes = [commune(f"Ủy ban nhân dân xã {name}", top) for name in ("Một", "Hai", "Ba")]
    division = agency("Phòng Văn hóa xã Ba", kind=AgencyKind.DIVISION, under=communes[2])
    new = commune("Ủy ban nhân dân xã Mới", top, since=REFORM)
    merge(communes[0], communes[1], into=new, on=REFORM)
    plan = plan_of(top)
    duty(plan, "all-communes", quotas=items(2, "month"))
    duty(plan, "all-communes", quotas=items(1, "quarter"), channels=["portal"])
    laid(plan)
    agencies = [top, *communes, division, new]
    did = [(communes[0], 20), (communes[1], 20), (communes[2], 20), (division, 40), (division, 41), (new, 200)]
    pieces = [_recorded(who, FIRST + timedelta(days=after), number) for number, (who, after) in enumerate(did)]
    assert Match.objects.filter(state=MatchState.COUNTED).count() >= len(pieces)
    return Year(agencies, pieces)


def _recorded(who: Agency, day: date, number: int) -> Evidence:
    happening = Happening(
        agency=who, kind=EvidenceKind.ARTICLE, happened_on=day, title=f"Tin {number}", source=Source.PERSON,
        channel="portal", link=f"https://xa.example/{number}",
    )  # fmt: skip
    return record_evidence(happening, by=person(Role.COORDINATOR, who), on=TODAY)


def _alike() -> Alike:
    return Alike(Owing.all(), Lineage.whole())


def _span() -> tuple[int, int]:
    keys = sorted(Evidence.objects.values_list("pk", flat=True))
    return keys[0], keys[-1]


def test_what_was_matched_by_the_rules_needs_no_look(year: Year) -> None:
    assert _alike().differing(*_span()) == (len(year.pieces), set())


def test_files_and_copies_make_a_piece_unlike_others(year: Year) -> None:
    proved, copied, *_ = year.pieces
    Evidence.objects.filter(pk=proved.pk).update(link="")
    EvidenceFile.objects.create(evidence=proved, name="a.jpg", media_type="image/jpeg", size=1, sha256="0" * 64)
    NearCopy.objects.create(evidence=copied, other=proved, likeness=95, state=NearCopyState.COPY)
    match_again([copied.pk])
    assert _alike().differing(*_span())[1] == set()
    EvidenceFile.objects.all().delete()
    NearCopy.objects.all().delete()
    assert _alike().differing(*_span())[1] == {proved.pk, copied.pk}


def _other_agency(match: Match) -> None:
    taken = set(Match.objects.filter(occurrence=match.occurrence_id).values_list("agency_id", flat=True))
    free = Agency.objects.exclude(pk__in=taken).first()
    assert free
    Match.objects.filter(pk=match.pk).update(agency=free)


def _other_occurrence(match: Match) -> None:
    other = Occurrence.objects.exclude(matches__evidence=match.evidence_id).first()
    Match.objects.filter(pk=match.pk).update(occurrence=other)


def _further(match: Match) -> None:
    match.pk, match.occurrence = None, Occurrence.objects.exclude(matches__evidence=match.evidence_id)[0]
    match.save()


CORRUPTIONS: dict[str, Callable[[Match], object]] = {
    "gone": lambda one: Match.objects.filter(pk=one.pk).delete(),
    "further": _further,
    "agency": _other_agency,
    "occurrence": _other_occurrence,
    "day": lambda one: Match.objects.filter(pk=one.pk).update(happened_on=one.happened_on + timedelta(days=1)),
    "amount": lambda one: Match.objects.filter(pk=one.pk).update(amount=one.amount + 1),
    "state": lambda one: Match.objects.filter(pk=one.pk).update(state=MatchState.HELD),
    "reason": lambda one: Match.objects.filter(pk=one.pk).update(reason=[["own"]]),
    "item": lambda one: Match.objects.filter(pk=one.pk).update(
        item=Evidence.objects.exclude(pk=one.evidence_id).first()
    ),
    "withdrawn": lambda one: Evidence.objects.filter(pk=one.evidence_id).update(state=EvidenceState.WITHDRAWN),
    "channel": lambda one: Evidence.objects.filter(pk=one.evidence_id).update(channel="social", kind="broadcast"),
    "happened": lambda one: Evidence.objects.filter(pk=one.evidence_id).update(happened_on=date(2026, 6, 1)),
}


@pytest.mark.parametrize("corruption", CORRUPTIONS)
def test_what_is_otherwise_is_found_and_put_right(year: Year, corruption: str) -> None:
    match = Match.objects.filter(state=MatchState.COUNTED, evidence=year.pieces[3]).order_by("pk")[0]
    CORRUPTIONS[corruption](match)
    pieces, differing = _alike().differing(*_span())
    assert differing == {match.evidence_id}
    assert pieces == len(year.pieces) - (corruption == "withdrawn")
    assert recompute(check=True)
    recompute()
    assert not recompute(check=True)


def test_what_people_said_and_what_shares_its_item_is_always_looked_at(year: Year) -> None:
    first, second, third, *_ = year.pieces
    Match.objects.filter(evidence=third).update(decided_by=person(Role.COORDINATOR, year.agencies[0]))
    Evidence.objects.filter(pk=second.pk).update(item=first)
    assert _alike().differing(*_span())[1] == {first.pk, third.pk}


def test_whom_things_count_for_is_the_same_by_day_and_by_stretches_of_days(year: Year) -> None:
    lineage = Lineage.whole()
    for one in year.agencies:
        spans = lineage.holder_spans(one.pk)
        for day in (FIRST, REFORM - timedelta(days=1), REFORM, TODAY, date.min, date.max):
            (found,) = (holders for span, holders in spans if span.first <= day <= span.last)
            assert found == lineage.holders(one.pk, day)
