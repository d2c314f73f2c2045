"""Evidence of an agency that has ended: who stood over it on its last day judges it; nobody else gains anything."""

from datetime import date

import pytest
from django.urls import reverse
from tests.factories import agency, person
from tests.monitoring.calendars import DAY, commune, district, merge, province
from tests.monitoring.proving import THE_DAY, Proving, signed_in, stay

from loa.monitoring.actions.disputing import decide, open_dispute
from loa.monitoring.actions.judging import accept_match, reject_match
from loa.monitoring.enums import DisputeState, MatchState
from loa.monitoring.models import ExplanationRequest, Match
from loa.monitoring.queries.disputes import deciders
from loa.monitoring.queries.urging import answering
from loa.organizations.enums import Role
from loa.organizations.policy import Forbidden, agencies_in_charge, may

pytestmark = pytest.mark.django_db
END = THE_DAY - DAY * 5


@pytest.fixture(autouse=True)
def _day(monkeypatch: pytest.MonkeyPatch) -> None:
    stay(monkeypatch)


@pytest.fixture
def here() -> Proving:
    """A province whose first commune has proved something in February and was merged into the second in March."""
    made = Proving()
    made.prove(day=date(2026, 2, 10))
    merge(made.home, into=made.communes[1], on=END + DAY)
    return made


def test_who_stood_over_it_on_its_last_day_judges_and_nobody_else(here: Proving) -> None:
    match = Match.objects.get()
    heir = person(Role.REVIEWER, here.communes[1])
    stranger = person(Role.REVIEWER, province("Ủy ban nhân dân tỉnh Cao Bằng"))
    for who in (heir, stranger, here.officer, here.neighbour):
        with pytest.raises(Forbidden):
            reject_match(match, because="Không đúng.", by=who, on=THE_DAY)
    rejected = reject_match(match, because="Không đúng.", by=here.reviewer, on=THE_DAY)
    assert rejected.state == MatchState.REJECTED
    counted = accept_match(match, because="Đúng.", by=here.reviewer, on=THE_DAY)
    assert counted.state == MatchState.COUNTED


def test_a_dispute_opened_before_its_end_is_decided_after_it() -> None:
    here = Proving()
    dispute = open_dispute(here.rejected(), text="Bài nói về một cửa.", by=here.officer, on=END)
    merge(here.home, into=here.communes[1], on=END + DAY)
    assert here.leader in deciders(here.home.pk, THE_DAY)
    assert decide(dispute, upheld=True, because="Đúng.", by=here.leader, on=THE_DAY).state == DisputeState.UPHELD


def test_only_seeing_and_judging_outlast_the_agency(here: Proving) -> None:
    kept = {"occurrences.see", "evidence.see", "evidence.judge"}
    asked = {
        "evidence.withdraw",
        "evidence.record",
        "agencies.change",
        "explanations.ask",
        "people.change",
        "letters.sign",
    }
    people = [here.reviewer, here.leader, here.coordinator, person(Role.ADMINISTRATOR, here.top)]
    allowed = {verb for verb in kept | asked for who in people if may(who, verb, here.home, on=THE_DAY)}
    assert allowed == kept


def test_a_superior_that_ended_too_is_climbed_past() -> None:
    top = province()
    middle = district("Ủy ban nhân dân huyện Bắc Sơn", top)
    home = commune("Ủy ban nhân dân xã Chiến Thắng", middle)
    reviewer = person(Role.REVIEWER, top)
    old = agency("Ủy ban nhân dân xã Đã Bỏ")
    merge(home, middle, into=top, on=END)
    assert may(reviewer, "evidence.judge", home, on=THE_DAY)
    assert not may(reviewer, "evidence.judge", old, on=THE_DAY)


def test_lists_hold_what_may_be_seen_one_by_one() -> None:
    top, other = province(), province("Ủy ban nhân dân tỉnh Cao Bằng")
    middle = district("Ủy ban nhân dân huyện Bắc Sơn", top)
    home, moved = commune("Ủy ban nhân dân xã Chiến Thắng", middle), commune("Ủy ban nhân dân xã Vũ Lễ", middle)
    merge(home, middle, into=top, on=END)
    agencies = [top, other, middle, home, moved, commune("Ủy ban nhân dân xã Quảng Hòa", other)]
    for who in (person(Role.REVIEWER, top), person(Role.REVIEWER, other), person(Role.OFFICER, home)):
        for day in (END - DAY * 2, THE_DAY):
            one_by_one = {one.pk for one in agencies if may(who, "evidence.judge", one, on=day)}
            assert agencies_in_charge(who, "evidence.judge", on=day) == one_by_one
    assert home.pk in agencies_in_charge(person(Role.REVIEWER, top), "evidence.see", on=THE_DAY)
    assert home.pk not in agencies_in_charge(person(Role.ADMINISTRATOR, top), "people.change", on=THE_DAY)


def test_the_list_of_evidence_goes_on_showing_it(here: Proving) -> None:
    (item,) = signed_in(here.reviewer).get(reverse("monitoring:evidence")).context["items"]
    assert item.evidence.agency == here.home
    assert not signed_in(here.neighbour).get(reverse("monitoring:evidence")).context["items"]


def test_one_that_stands_by_itself_is_judged_by_nobody_above_its_past() -> None:
    """The last day matters only once it has passed."""
    here = Proving()
    assert not may(person(Role.REVIEWER, here.communes[1]), "evidence.judge", here.top, on=THE_DAY)


def test_pages_show_it_and_the_successor_is_asked_to_explain(here: Proving) -> None:
    window = here.window(2)
    client = signed_in(here.coordinator)
    page = client.get(reverse("monitoring:behind", args=[window.pk, here.home.key]))
    assert page.status_code == 200
    ask = f"{reverse('monitoring:ask-explanation')}?agency={here.home.key}&occurrence={window.pk}"
    assert ask.replace("&", "&amp;") in page.content.decode()
    assert answering(here.home, THE_DAY) == here.communes[1]
    assert answering(here.home, END) == here.home
    form = client.get(ask).content.decode()
    assert "1 of 5" in form
    sent = {"figure": "Tháng 2: 1/5", "question": "Vì sao chưa đủ?", "answer_by": "27/03/2026"}
    assert client.post(ask, sent).status_code == 302
    assert ExplanationRequest.objects.get().agency == here.communes[1]
    assert signed_in(here.neighbour).get(f"/evidence/{Match.objects.get().evidence.key}/").status_code in (403, 404)
