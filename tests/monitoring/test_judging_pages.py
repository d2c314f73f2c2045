"""Judging evidence: rejected, let count, given to another duty; who may, what it changes, and how it is undone."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.factories import agency, person
from tests.monitoring.calendars import duty, items, laid
from tests.monitoring.proving import Proving, signed_in, stay

from loa.audit.models import Entry
from loa.monitoring.enums import EvidenceKind, MatchState
from loa.monitoring.models import Evidence, Match, Occurrence, Tally
from loa.organizations.enums import Role
from loa.organizations.models import Person

pytestmark = pytest.mark.django_db
UNMATCHED = "/evidence/unmatched/"


@pytest.fixture(autouse=True)
def _day(monkeypatch: pytest.MonkeyPatch) -> None:
    stay(monkeypatch)


@pytest.fixture
def here() -> Proving:
    return Proving()


def deed(name: str, match: Match) -> str:
    return reverse(f"monitoring:{name}-match", args=[match.pk])


def why(match: Match, because: str = "Không đúng chủ đề.") -> dict[str, str]:
    return {"because": because, "revision": str(match.revision)}


def counted(here: Proving) -> int:
    row = Tally.objects.filter(occurrence=here.window(), agency=here.home).first()
    return row.counted if row else 0


# --------------------------------------------------------------------------------------------------- reject and accept


def test_a_reviewer_rejects_with_a_reason_and_takes_it_back(here: Proving) -> None:
    match = here.match()
    client = signed_in(here.reviewer)
    assert client.get(deed("reject", match)).status_code == 200
    assert (match.state, counted(here)) == (MatchState.COUNTED, 1)
    response = client.post(deed("reject", match), why(match), follow=True)
    assert "The evidence is rejected." in response.content.decode()
    match.refresh_from_db()
    assert (match.state, match.decided_by, counted(here)) == (MatchState.REJECTED, here.reviewer, 0)
    assert deed("accept", match) in response.content.decode()

    client.post(deed("accept", match), why(match, "Nhầm."))
    match.refresh_from_db()
    assert (match.state, counted(here)) == (MatchState.COUNTED, 1)
    verbs = [entry.verb for entry in Entry.objects.order_by("-number")[:2]]
    assert verbs == ["evidence.accept", "evidence.reject"]


def test_evidence_that_lacks_something_is_let_through_by_a_person(here: Proving) -> None:
    match = here.match(here.prove(link=""))
    assert match.state == MatchState.HELD
    signed_in(here.reviewer).post(deed("accept", match), why(match, "Đã nghe băng."))
    assert counted(here) == 1


def test_who_comes_second_is_told_and_keeps_the_words(here: Proving) -> None:
    match = here.match()
    stale = why(match, "Tin cũ.")
    here.rejected(match.evidence)
    response = signed_in(here.coordinator).post(deed("reject", match), stale)
    page = response.content.decode()
    assert response.status_code == 422
    assert "Somebody else changed this" in page
    assert "Tin cũ." in page
    assert "Không đúng chủ đề." in page
    match.refresh_from_db()
    assert match.decided_by == here.reviewer


@pytest.mark.parametrize("sent", [{}, {"because": "  ", "revision": "1"}, {"because": "x", "revision": "²"}])
def test_a_reason_is_asked_for(here: Proving, sent: dict[str, str]) -> None:
    match = here.match()
    assert signed_in(here.reviewer).post(deed("reject", match), sent).status_code == 422
    match.refresh_from_db()
    assert match.state == MatchState.COUNTED


def judges_of_others(here: Proving) -> list[Person]:
    """Those who may judge elsewhere, and those of the agency itself."""
    province = agency("Tỉnh khác")
    return [
        here.neighbour,
        person(Role.REVIEWER, province),
        person(Role.INSPECTOR, here.home),
        here.officer,
        here.leader,
    ]


def test_nobody_else_judges_evidence(here: Proving) -> None:
    """Of other agencies it is not there; of the own agency it is seen and not judged."""
    evidence = here.prove()
    match = here.match(evidence)
    urls = [deed("reject", match), deed("accept", match), reverse("monitoring:rematch", args=[evidence.key])]
    for one in judges_of_others(here):
        client = signed_in(one)
        for url in urls:
            for answer in (
                client.get(url),
                client.post(url, {**why(match), "duty": f"{here.window().pk}-{here.home.pk}"}),
            ):
                assert answer.status_code in (403, 404), (one, url)
    match.refresh_from_db()
    assert (match.state, match.revision, Match.objects.count()) == (MatchState.COUNTED, 1, 1)
    assert [entry.verb for entry in Entry.objects.all()] == ["evidence.record"]


# ------------------------------------------------------------------------------------------------------- another duty


def test_evidence_is_given_to_another_duty_and_back(here: Proving) -> None:
    words = "Đăng ít nhất 02 bài mỗi quý về dịch vụ công."
    other = duty(here.plan, "all-communes", quotas=items(2, "quarter"), cadences=["quarterly"], text=words)
    laid(here.plan)
    evidence = here.prove()
    first = Match.objects.get(evidence=evidence, state=MatchState.COUNTED)
    target = Occurrence.objects.filter(obligation=other, window_from__lte=evidence.happened_on).latest("window_to")
    url = reverse("monitoring:rematch", args=[evidence.key])
    client = signed_in(here.reviewer)
    found = client.get(url, {"q": "dich vu cong"})
    assert str(other) in found.content.decode()
    assert {offer.duty.occurrence.obligation_id for offer in found.context["found"]} == {other.pk}
    sent = {"duty": f"{target.pk}-{here.home.pk}", "because": "Nói về dịch vụ công."}
    assert client.post(url, sent).status_code == 302
    states = {row.occurrence_id: row.state for row in Match.objects.filter(evidence=evidence)}
    assert states == {target.pk: MatchState.COUNTED, first.occurrence_id: MatchState.ELSEWHERE}
    assert counted(here) == 0


@pytest.mark.parametrize("choice", ["", "x", "1", "²-1", "999999999999999999-1", "0-0"])
def test_a_duty_that_is_none_is_not_taken(here: Proving, choice: str) -> None:
    evidence = here.prove()
    url = reverse("monitoring:rematch", args=[evidence.key])
    answer = signed_in(here.reviewer).post(url, {"duty": choice, "because": "x"})
    assert answer.status_code in (404, 422)
    assert Match.objects.count() == 1


def test_evidence_of_one_agency_never_counts_for_another(here: Proving) -> None:
    evidence = here.prove()
    url = reverse("monitoring:rematch", args=[evidence.key])
    sent = {"duty": f"{here.window().pk}-{here.communes[1].pk}", "because": "x"}
    answer = signed_in(here.reviewer).post(url, sent)
    assert answer.status_code == 422
    assert "evidence of another agency" in answer.content.decode()


# ---------------------------------------------------------------------------------------------------------- unmatched


def off(here: Proving, title: str = "Cuộc họp về cải cách", **more: Any) -> Evidence:
    """Evidence of a kind that no duty asks for."""
    return here.prove(title, kind=EvidenceKind.EVENT, **more)


def test_what_fits_nothing_is_offered_its_likely_duties(here: Proving) -> None:
    here.prove("Tính rồi"), off(here)
    (row,) = signed_in(here.reviewer).get(UNMATCHED).context["rows"]
    assert row.evidence.title == "Cuộc họp về cải cách"
    assert row.offers[0].duty.occurrence == here.window()
    assert row.offers[0].why == ["The duty asks for evidence of another kind than conference, dialogue or meeting."]
    assert (row.may_match, row.may_correct) == (True, False)


def test_the_agency_sees_why_and_corrects_but_does_not_judge_itself(here: Proving) -> None:
    off(here)
    client = signed_in(here.officer)
    (row,) = client.get(UNMATCHED).context["rows"]
    assert (row.may_match, row.may_correct) == (False, True)
    assert row.offers
    sent = {"one": f"{row.evidence.key}:{here.window().pk}-{here.home.pk}", "because": "x"}
    assert client.post(UNMATCHED, sent).status_code == 403
    assert Match.objects.count() == 0
    assert signed_in(here.neighbour).get(UNMATCHED).context["rows"] == []


def test_one_press_matches_one(here: Proving) -> None:
    evidence = off(here)
    client = signed_in(here.reviewer)
    (row,) = client.get(UNMATCHED).context["rows"]
    sent = {"one": f"{evidence.key}:{row.offers[0].value}", "because": "Đúng nội dung."}
    answer = client.post(UNMATCHED, sent, follow=True)
    assert "1 piece of evidence counts now" in answer.content.decode()
    assert answer.context["rows"] == []
    assert counted(here) == 1


def test_several_are_matched_at_once_and_what_is_refused_is_told(here: Proving) -> None:
    one, two, three = (off(here, f"Cuộc họp {number}") for number in range(3))
    window = f"{here.window().pk}-{here.home.pk}"
    sent = {
        f"duty-{one.key}": window, f"duty-{two.key}": f"{here.window().pk}-{here.communes[1].pk}",
        f"duty-{three.key}": "", "duty-nonsense": window, "chosen": "yes", "because": "Đúng nội dung.",
    }  # fmt: skip
    page = signed_in(here.reviewer).post(UNMATCHED, sent, follow=True).content.decode()
    assert "1 piece of evidence counts now" in page
    assert "Cuộc họp 1: This is evidence of another agency" in page
    assert [match.evidence for match in Match.objects.all()] == [one]


def test_evidence_that_may_not_be_seen_is_not_matched_by_its_key(here: Proving) -> None:
    evidence = off(here)
    sent = {"one": f"{evidence.key}:{here.window().pk}-{here.home.pk}", "because": "x"}
    page = signed_in(here.neighbour).post(UNMATCHED, sent, follow=True).content.decode()
    assert "Nothing was changed" in page
    assert Match.objects.count() == 0


def test_the_list_is_narrowed_and_is_a_file_as_well(here: Proving) -> None:
    off(here, "Họp tháng hai", day=date(2026, 2, 3)), off(here, "Họp tháng ba")
    client = signed_in(here.reviewer)
    found = client.get(UNMATCHED, {"since": "01/03/2026", "q": "hop"}).context["rows"]
    assert [row.evidence.title for row in found] == ["Họp tháng ba"]
    lines = b"".join(client.get(UNMATCHED, {"format": "csv"}).streaming_content).decode().splitlines()  # type: ignore[attr-defined]  # a stream
    assert len(lines) == 3


def test_a_page_of_it_costs_so_much_for_each_piece_and_no_more(here: Proving) -> None:
    """Each piece is compared with what is owed around its day; a page holds ten."""
    client = signed_in(here.reviewer)

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get(UNMATCHED)
        return len(asked)

    off(here)
    cost()
    one = cost()
    off(here)
    each = cost() - one
    for number in range(18):
        off(here, f"Họp {number}")
    assert cost() == one + 9 * each
    assert each <= 12
