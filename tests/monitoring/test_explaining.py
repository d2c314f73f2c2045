"""Explanations: asked from above, answered once, judged once, seen by both sides."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.factories import person
from tests.monitoring.owing import Urging
from tests.monitoring.test_pages import signed_in, text

from loa.audit.models import Entry
from loa.monitoring.actions.explaining import Question, answer, ask, judge
from loa.monitoring.errors import MonitoringError
from loa.monitoring.models import ExplanationRequest
from loa.monitoring.queries.urging import explanations_owed, explanations_to_judge
from loa.organizations.enums import Role
from loa.organizations.models import Notice
from loa.organizations.policy import Forbidden

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 11)


def asked(here: Urging, on: date = TODAY) -> ExplanationRequest:
    about = Question("Tháng 5: 2/5", "Vì sao chưa đủ?", on + timedelta(days=5), here.window("2026-05-31"))
    return ask(here.home, about, asking=here.top, by=here.coordinator, on=on)


def test_a_figure_is_asked_about_answered_and_judged_on_record() -> None:
    here = Urging()
    one = asked(here)
    assert list(explanations_owed(here.officer, TODAY)) == [one]
    answer(one, words="Thiếu người.", by=here.officer, on=TODAY)
    assert list(explanations_owed(here.officer, TODAY)) == []
    assert (list(explanations_to_judge(here.coordinator)), list(explanations_to_judge(here.leader))) == ([one], [])
    done = judge(one, accepted=False, remark="Chưa thỏa đáng.", by=here.leader, on=TODAY)
    assert (done.answer, done.answered_by, done.accepted, done.judged_by) == (
        "Thiếu người.", here.officer, False, here.leader,
    )  # fmt: skip
    assert list(explanations_to_judge(here.coordinator)) == []
    verbs = Entry.objects.filter(verb__startswith="explanations.").values_list("verb", flat=True)
    assert list(verbs) == ["explanations.ask", "explanations.answer", "explanations.judge"]
    told = Notice.objects.filter(code__startswith="monitoring.explanation").values_list("code", "person")
    assert set(told) == {
        ("monitoring.explanation-asked", here.officer.pk), ("monitoring.explanation-asked", here.head.pk),
        ("monitoring.explanation-answered", here.coordinator.pk),
        ("monitoring.explanation-refused", here.officer.pk), ("monitoring.explanation-refused", here.head.pk),
    }  # fmt: skip


def test_only_who_stands_over_an_agency_asks_it_and_only_it_answers() -> None:
    here = Urging(2)
    about = Question("x", "y", TODAY)
    for who in (here.officer, here.head, person(Role.COORDINATOR, here.communes[1]), person(Role.OFFICER, here.top)):
        with pytest.raises(Forbidden):
            ask(here.home, about, asking=here.top, by=who, on=TODAY)
    one = asked(here)
    for who in (here.coordinator, person(Role.OFFICER, here.communes[1]), person(Role.EDITOR, here.home)):
        with pytest.raises(Forbidden):
            answer(one, words="x", by=who, on=TODAY)
    answer(one, words="x", by=here.head, on=TODAY)
    with pytest.raises(Forbidden):
        judge(one, accepted=True, remark="", by=here.head, on=TODAY)


def test_nothing_is_changed_later() -> None:
    here = Urging()
    one = asked(here)
    with pytest.raises(MonitoringError):
        judge(one, accepted=True, remark="", by=here.coordinator, on=TODAY)
    answer(one, words="Một", by=here.officer, on=TODAY)
    with pytest.raises(MonitoringError):
        answer(one, words="Hai", by=here.head, on=TODAY)
    judge(one, accepted=True, remark="", by=here.coordinator, on=TODAY)
    with pytest.raises(MonitoringError):
        judge(one, accepted=False, remark="x", by=here.leader, on=TODAY)
    one.refresh_from_db()
    assert (one.answer, one.accepted) == ("Một", True)


def test_senseless_questions_answers_and_verdicts_are_refused() -> None:
    here = Urging()
    for about in (Question(" ", "y", TODAY), Question("x", " ", TODAY), Question("x", "y", date(2026, 6, 10))):
        with pytest.raises(MonitoringError):
            ask(here.home, about, asking=here.top, by=here.coordinator, on=TODAY)
    one = asked(here)
    with pytest.raises(MonitoringError):
        answer(one, words=" ", by=here.officer, on=TODAY)
    answer(one, words="x", by=here.officer, on=TODAY)
    with pytest.raises(MonitoringError):
        judge(one, accepted=False, remark=" ", by=here.coordinator, on=TODAY)


def test_the_whole_way_through_the_pages() -> None:
    here = Urging(2)
    window = here.window("2026-05-31")
    here.show(window, here.home, 2)
    coordinator, today = signed_in(here.coordinator), timezone.localdate()
    url = f"{reverse('monitoring:ask-explanation')}?agency={here.home.key}&occurrence={window.pk}"
    assert f"2 of 5 on {today:%d/%m/%Y}" in text(coordinator, url)
    entered = {"figure": "Tháng 5", "question": "Vì sao?", "answer_by": f"{today:%d/%m/%Y}"}
    assert "asked to explain" in coordinator.post(url, entered, follow=True).content.decode()
    one = ExplanationRequest.objects.get()
    assert (one.asking, one.occurrence) == (here.top, window)
    page = reverse("monitoring:explanation", args=[one.key])
    assert "on record" in signed_in(here.officer).post(page, {"answer": "Do…"}, follow=True).content.decode()
    assert signed_in(here.officer).post(page, {"accepted": "yes"}).status_code == 403
    verdict = {"accepted": "yes", "remark": ""}
    assert "verdict is on record" in signed_in(here.coordinator).post(page, verdict, follow=True).content.decode()
    text(signed_in(person(Role.OFFICER, here.communes[1])), page, status=404)
    every = reverse("monitoring:explanations")
    assert "Tháng 5" in text(signed_in(here.officer), f"{every}?state=accepted&q=xa")
    assert "Tháng 5" not in text(signed_in(here.officer), f"{every}?state=waiting").split('id="list"')[1]
    assert text(signed_in(here.coordinator), f"{every}?format=csv").count("\n") == 2


@pytest.mark.parametrize("query", ["?agency=", "?agency=x", "?agency=%00"])
def test_who_is_asked_must_be_named(query: str) -> None:
    here = Urging()
    text(signed_in(here.coordinator), f"{reverse('monitoring:ask-explanation')}{query}", status=404)


def test_the_agency_is_chosen_by_its_name() -> None:
    here = Urging()
    url = reverse("monitoring:ask-explanation")
    answer = signed_in(here.coordinator).get(f"{url}?name=uy ban nhan dan xa so 000")
    assert answer.headers["location"] == f"{url}?agency={here.home.key}"
    text(signed_in(here.coordinator), f"{url}?name=x%00")
    text(signed_in(here.officer), url, status=403)


def test_odd_occurrences_are_not_found_and_strangers_are_refused() -> None:
    here = Urging()
    url = f"{reverse('monitoring:ask-explanation')}?agency={here.home.key}"
    for odd in ("²", "99999999999999999999", "-1", "0"):
        text(signed_in(here.coordinator), f"{url}&occurrence={odd}", status=404)
    text(signed_in(here.officer), url, status=403)
