"""Recording evidence: who may, what is refused, once only, corrected, withdrawn; and what people decide about it."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories import agency, person
from tests.monitoring.calendars import amendment, commune, duty, end, items, laid, merge, plan_of, province

from loa.audit.models import Entry
from loa.monitoring.actions.judging import accept_match, reject_match, rematch
from loa.monitoring.actions.recording import correct_evidence, record_evidence, withdraw_evidence
from loa.monitoring.actions.ruling import change_rule
from loa.monitoring.enums import EvidenceKind, EvidenceState, MatchState, Source
from loa.monitoring.errors import ChangedMeanwhile, MonitoringError
from loa.monitoring.happening import Happening
from loa.monitoring.models import BranchTally, Evidence, Match, Occurrence, Tally
from loa.monitoring.queries.evidence import evidence_seen_by, unmatched
from loa.monitoring.queries.standing import likely_duties, shown_of
from loa.organizations.enums import AgencyKind, Role
from loa.organizations.models import Agency, Person
from loa.organizations.policy import Forbidden
from loa.plans.actions.exempting import Relief, exempt
from loa.plans.models import Plan

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 1)
MARCH = date(2026, 3, 10)


class Here:
    """A commune that owes five items a month, its officer, and who coordinates for the province."""

    def __init__(self) -> None:
        self.top = province()
        self.home = commune("Ủy ban nhân dân xã Một", self.top)
        self.plan: Plan = plan_of(self.top)
        self.root = duty(self.plan, self.home)
        laid(self.plan)
        self.officer = person(Role.OFFICER, self.home)
        self.boss = person(Role.COORDINATOR, self.top)

    def record(self, day: date = MARCH, by: Person | None = None, **told: Any) -> Evidence:
        return record_evidence(self.happening(day, **told), by=by or self.officer, on=TODAY)

    def happening(self, day: date = MARCH, **told: Any) -> Happening:
        values = {"agency": self.home, "kind": EvidenceKind.ARTICLE, "title": "Tin", "source": Source.PERSON}
        values["link"] = f"https://xa.example/{Evidence.objects.count()}"
        return Happening(happened_on=day, **{**values, **told})

    @property
    def march(self) -> Occurrence:
        return Occurrence.objects.get(obligation=self.root, window_from=date(2026, 3, 1))

    def counted(self, one: Agency | None = None) -> int:
        return shown_of(self.march, one or self.home).counted


@pytest.fixture
def here() -> Here:
    return Here()


def test_only_those_who_record_for_the_agency_may(here: Here) -> None:
    assert here.record().recorded_by == here.officer
    for other in (here.boss, person(Role.OFFICER), person(Role.AUDITOR, here.home), None):
        with pytest.raises(Forbidden):
            record_evidence(here.happening(), by=other, on=TODAY)
    assert record_evidence(here.happening(source=Source.FEED), by=None, on=TODAY).recorded_by is None
    assert Evidence.objects.count() == 2


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"title": "  "}, "title"),
        ({"title": "a" * 501}, "title"),
        ({"happened_on": date(2026, 6, 2)}, "happened_on"),
        ({"happened_on": date(26, 6, 1)}, "happened_on"),
        ({"happened_on": date(2005, 6, 1)}, "happened_on"),
        ({"items": 0}, "items"),
        ({"items": 10**12}, "items"),
        ({"minutes": -1}, "minutes"),
        ({"link": "javascript:alert(1)"}, "link"),
        ({"link": "xa.example"}, "link"),
        ({"channel": "telepathy"}, "channel"),
        ({"areas": ["cooking"]}, "areas"),
        ({"placement_of": "nobody"}, "placement_of"),
        ({"placement_of": "00000000-0000-0000-0000-000000000000"}, "placement_of"),
    ],
)
def test_what_cannot_be_evidence_is_refused_with_a_sentence(here: Here, told: dict[str, Any], field: str) -> None:
    told = dict(told)
    with pytest.raises(MonitoringError) as problem:
        here.record(told.pop("happened_on", MARCH), **told)
    codes = {one.code for one in getattr(problem.value, "error_list", [problem.value])}
    assert field in codes
    assert not Evidence.objects.exists()


def test_what_is_announced_twice_is_recorded_once(here: Here) -> None:
    first = here.record(source=Source.API, reference="a-1")
    before = (Match.objects.count(), Entry.objects.count())
    again = here.record(source=Source.API, reference="a-1", title="Tin khác")
    assert (again.pk, again.title) == (first.pk, "Tin")
    assert (Match.objects.count(), Entry.objects.count()) == before
    assert here.record(source=Source.API, reference="a-2").pk != first.pk


def test_recording_takes_few_queries_however_much_there_is(here: Here) -> None:
    def queries() -> int:
        happening = here.happening(source=Source.API, reference=f"n{Evidence.objects.count()}")
        officer = Person.objects.get(pk=here.officer.pk)
        with CaptureQueriesContext(connection) as done:
            record_evidence(happening, by=officer, on=TODAY)
        return sum(1 for one in done.captured_queries if "SAVEPOINT" not in one["sql"])

    here.record()
    few = queries()
    for _ in range(12):
        here.record()
    assert queries() <= few <= 24


def test_placements_of_one_item_count_once(here: Here) -> None:
    first = here.record(channel="portal", link="https://xa.example/tin?id=1&utm_source=zalo", reference="t#portal")
    same = here.record(channel="social", link="http://www.xa.example/tin?id=1#top")
    named = here.record(channel="bulletin", link="", placement_of=str(first.key))
    stem = here.record(channel="newspaper", link="https://bao.example/9", reference="t#newspaper")
    assert {one.item_id for one in (first, same, named, stem)} == {first.pk}
    assert here.counted() == 1
    withdraw_evidence(first, because="Nhầm", by=here.officer, on=TODAY)
    assert here.counted() == 1  # the next placement takes over
    assert same.matches.get().state == MatchState.COUNTED


def test_a_correction_is_matched_anew_and_guarded(here: Here) -> None:
    one = here.record()
    correct_evidence(one, {"happened_on": date(2026, 4, 2)}, by=here.officer, on=TODAY, revision=1)
    assert here.counted() == 0
    assert Match.objects.get().occurrence.window_from == date(2026, 4, 1)
    with pytest.raises(ChangedMeanwhile):
        correct_evidence(one, {"title": "Khác"}, by=here.officer, on=TODAY, revision=1)
    with pytest.raises(Forbidden):
        correct_evidence(one, {"title": "Khác"}, by=here.boss, on=TODAY, revision=2)
    assert Entry.objects.filter(verb="evidence.correct").count() == 1


def test_what_is_withdrawn_is_kept_and_counts_no_more(here: Here) -> None:
    one = here.record()
    with pytest.raises(MonitoringError):
        withdraw_evidence(one, because=" ", by=here.officer, on=TODAY)
    withdraw_evidence(one, because="Nhầm tháng", by=here.officer, on=TODAY)
    one.refresh_from_db()
    assert (one.state, one.withdrawn_because, here.counted()) == (EvidenceState.WITHDRAWN, "Nhầm tháng", 0)
    with pytest.raises(MonitoringError):
        withdraw_evidence(one, because="Nữa", by=here.officer, on=TODAY)


# -------------------------------------------------------------------------------------------------------------- people


def test_people_decide_and_the_rules_leave_it_alone(here: Here) -> None:
    one = here.record(link="")  # nothing shows it: held
    match = one.matches.get()
    assert (match.state, here.counted()) == (MatchState.HELD, 0)
    for nobody in (here.officer, person(Role.COORDINATOR), person(Role.LEADER, here.top)):
        with pytest.raises(Forbidden):
            accept_match(match, because="Có ảnh", by=nobody, on=TODAY)
    accept_match(match, because="Đã kiểm tra tại chỗ", by=here.boss, on=TODAY, revision=1)
    assert here.counted() == 1
    with pytest.raises(ChangedMeanwhile):
        reject_match(match, because="Không", by=here.boss, on=TODAY, revision=1)
    correct_evidence(one, {"title": "Tin đã sửa"}, by=here.officer, on=TODAY, revision=1)
    laid(here.plan)
    match.refresh_from_db()
    assert (match.state, match.decided_by, here.counted()) == (MatchState.COUNTED, here.boss, 1)
    reject_match(match, because="Không đúng nội dung", by=here.boss, on=TODAY)
    assert here.counted() == 0
    assert BranchTally.objects.get(occurrence=here.march).part == 0
    assert list(unmatched([here.home.pk])) == [one]
    verbs = Entry.objects.filter(verb__startswith="evidence.").values_list("verb", flat=True)
    assert {"evidence.record", "evidence.accept", "evidence.correct", "evidence.reject"} == set(verbs)


def test_evidence_is_given_to_another_duty_of_its_agency_only(here: Here) -> None:
    other = commune("Ủy ban nhân dân xã Hai", here.top)
    one = here.record(kind=EvidenceKind.SURVEY)
    assert not one.matches.exists()
    (likely, *_) = likely_duties(one, today=TODAY)
    assert (likely.duty.occurrence, [code for code, *_ in likely.lacks]) == (here.march, ["other-kind"])
    for agency_, occurrence in ((other, here.march), (here.top, here.march)):
        with pytest.raises((MonitoringError, Forbidden)):
            rematch(one, occurrence, agency_, because="Đúng hơn", by=here.boss, on=TODAY)
    rematch(one, here.march, here.home, because="Khảo sát đã đăng thành tin", by=here.boss, on=TODAY)
    assert here.counted() == 1
    assert not unmatched([here.home.pk]).exists()


def test_who_sees_evidence(here: Here) -> None:
    one = here.record()
    assert list(evidence_seen_by(here.officer, on=TODAY)) == [one]
    assert list(evidence_seen_by(here.boss, on=TODAY)) == [one]
    for nobody in (person(Role.OFFICER), person(Role.OFFICER, here.top)):
        assert not evidence_seen_by(nobody, on=TODAY).exists()


# -------------------------------------------------------------------------------------------------- what changes around


def test_a_rule_of_evidence_is_for_who_issued_the_plan_and_matches_anew(here: Here) -> None:
    short, long = here.record(words=50), here.record(words=400)
    assert here.counted() == 2
    with pytest.raises(Forbidden):
        change_rule(here.root, {"minimum_words": 200}, by=here.officer, on=TODAY, revision=0)
    with pytest.raises(MonitoringError):
        change_rule(here.root, {"kinds": ["novel"]}, by=here.boss, on=TODAY, revision=0)
    change_rule(here.root, {"minimum_words": 200}, by=here.boss, on=TODAY, revision=0)
    assert here.counted() == 1
    states = {one: one.matches.get().state for one in (short, long)}
    assert states == {short: MatchState.HELD, long: MatchState.COUNTED}
    with pytest.raises(ChangedMeanwhile):
        change_rule(here.root, {"minimum_words": 10}, by=here.boss, on=TODAY, revision=0)


def test_units_inside_an_agency_work_for_it(here: Here) -> None:
    inside = agency("Phòng Văn hóa - Xã hội", kind=AgencyKind.DIVISION, under=here.home)
    here.record(agency=inside, by=person(Role.OFFICER, inside))
    beside = commune("Ủy ban nhân dân xã Hai", here.top)
    here.record(agency=beside, by=person(Role.OFFICER, beside))
    assert (here.counted(), Tally.objects.count()) == (1, 1)


def test_evidence_recorded_before_the_plan_is_matched_when_it_is_laid(here: Here) -> None:
    here.record()
    late = plan_of(here.top, number="13/KH-UBND")
    root = duty(late, here.home, quotas=items(1, "month"))
    laid(late)
    march = Occurrence.objects.get(obligation=root, window_from=date(2026, 3, 1))
    assert shown_of(march, here.home).counted == 1
    row = BranchTally.objects.get(occurrence=march)
    assert (row.branch_id, row.owed, row.met) == (here.top.pk, 1, 1)


def test_an_exemption_changes_what_is_required(here: Here) -> None:
    here.record()
    leader = person(Role.LEADER, here.top)
    exempt(here.root, here.home, Relief("Thiên tai", "Công văn", date(2026, 3, 1), None, 1), by=leader, on=TODAY)
    assert shown_of(here.march, here.home).done_on == MARCH
    assert BranchTally.objects.get(occurrence=here.march).met == 1


def test_an_amendment_moves_evidence_with_its_windows(here: Here) -> None:
    for _ in range(3):
        here.record(date(2026, 5, 10))
    duty(amendment(here.plan, date(2026, 5, 1)), here.home, quotas=items(3, "month"), replaces=here.root)
    laid(here.plan, date(2026, 5, 1))
    (tally,) = Tally.objects.filter(counted__gt=0)
    assert (tally.counted, tally.required, tally.done) == (3, 3, "met")


def test_who_takes_over_open_duties_is_credited_with_what_was_done_for_them(here: Here) -> None:
    for day in (date(2026, 4, 3), date(2026, 5, 4)):
        here.record(day)
    on = date(2026, 5, 15)
    new = commune("Ủy ban nhân dân xã Mới", here.top, since=on)
    merge(here.home, into=new, on=on)
    laid(here.plan, on)
    shown = {(row.agency_id, row.occurrence.window_from.month): row.counted for row in Tally.objects.all()}
    assert shown == {(here.home.pk, 4): 1, (here.home.pk, 5): 0, (new.pk, 5): 1}


def test_nobody_records_for_a_day_on_which_the_agency_was_not(here: Here) -> None:
    end(here.home, date(2026, 2, 28))
    with pytest.raises(ValidationError):
        here.record()
    assert here.record(date(2026, 2, 27)).pk
