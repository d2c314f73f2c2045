"""Disputes: opened by the agency, spoken by both sides, decided by a superior; once, by one, and told to the other."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.factories import LONG_AGO, agency, person
from tests.monitoring.proving import THE_DAY, Proving, signed_in, stay

from loa.audit.actions import verify
from loa.audit.models import Entry
from loa.monitoring.actions.disputing import DisputeError, Over, Twice, decide, open_dispute, speak, withdraw
from loa.monitoring.actions.judging import accept_match
from loa.monitoring.actions.recording import correct_evidence, withdraw_evidence
from loa.monitoring.enums import DisputeState, EvidenceKind, MatchState
from loa.monitoring.models import Dispute, Match, Tally
from loa.monitoring.queries.disputes import OpenDisputes, open_disputes
from loa.organizations.enums import Role
from loa.organizations.models import Notice, Person, Post
from loa.organizations.policy import Forbidden

pytestmark = pytest.mark.django_db
LIST = "/disputes/"
UPHELD = {"decide-decision": "upheld", "decide-because": "Đúng chủ đề."}


@pytest.fixture(autouse=True)
def _day(monkeypatch: pytest.MonkeyPatch) -> None:
    stay(monkeypatch)


@pytest.fixture
def here() -> Proving:
    return Proving()


def opened(here: Proving, match: Match | None = None, *, by: Person | None = None) -> Dispute:
    return open_dispute(match or here.rejected(), text="Bài nói về một cửa.", by=by or here.officer, on=THE_DAY)


def told(who: Person) -> list[str]:
    return [notice.code for notice in Notice.objects.filter(person=who).order_by("pk")]


def url(name: str, dispute: Dispute) -> str:
    return reverse(f"monitoring:{name}", args=[dispute.key])


# ---------------------------------------------------------------------------------------------------------- the verbs


def test_a_dispute_is_opened_answered_and_upheld_and_the_evidence_counts(here: Proving) -> None:
    dispute = opened(here)
    assert told(here.coordinator) == told(here.leader) == ["disputes.opened"]
    speak(dispute, text="Đoạn nào?", by=here.coordinator, on=THE_DAY)
    assert told(here.officer) == ["disputes.answered"]
    speak(dispute, text="Đoạn hai.", by=here.head, on=THE_DAY)
    assert told(here.coordinator)[-1] == "disputes.answered"
    decide(dispute, upheld=True, because="Đúng.", by=here.leader, on=THE_DAY)
    dispute.refresh_from_db()
    assert (dispute.state, dispute.decided_by, dispute.decision) == (DisputeState.UPHELD, here.leader, "Đúng.")
    assert Match.objects.get().state == MatchState.COUNTED
    assert Tally.objects.get().counted == 1
    assert told(here.officer)[-1] == told(here.head)[-1] == "disputes.decided"
    rows = Entry.objects.filter(verb__startswith="disputes.").order_by("number")
    assert [row.verb for row in rows] == ["disputes.open", "disputes.speak", "disputes.speak", "disputes.decide"]
    assert [message.agency for message in dispute.messages.all()] == [here.home, here.top, here.home]
    assert list(verify()) == []


def test_a_dismissed_dispute_leaves_the_evidence_as_it_was(here: Proving) -> None:
    decide(opened(here), upheld=False, because="Lạc đề.", by=here.coordinator, on=THE_DAY)
    assert Match.objects.get().state == MatchState.REJECTED
    assert not Tally.objects.filter(counted__gt=0).exists()


def test_all_that_does_not_count_may_be_disputed_and_nothing_else(here: Proving) -> None:
    held = here.match(here.prove(link=""))
    opened(here, held)
    gone = here.rejected(here.prove("Tin rút"))
    withdraw_evidence(gone.evidence, because="Ghi nhầm.", by=here.officer, on=THE_DAY)
    with pytest.raises(DisputeError) as refused:
        opened(here, gone)
    assert refused.value.code == "withdrawn"
    counted = here.match(here.prove("Tin tính"))
    with pytest.raises(DisputeError) as refused:
        opened(here, counted)
    assert refused.value.code == "counted"


def test_one_is_open_at_a_time_and_another_may_follow(here: Proving) -> None:
    match = here.rejected()
    first = opened(here, match)
    with pytest.raises(Twice):
        opened(here, match, by=here.head)
    withdraw(first, by=here.officer, on=THE_DAY)
    assert told(here.coordinator)[-1] == "disputes.withdrawn"
    opened(here, match, by=here.head)
    assert Dispute.objects.count() == 2


def test_who_did_not_open_it_does_not_withdraw_it(here: Proving) -> None:
    dispute = opened(here)
    with pytest.raises(DisputeError):
        withdraw(dispute, by=here.head, on=THE_DAY)
    with pytest.raises(Forbidden):
        withdraw(dispute, by=here.coordinator, on=THE_DAY)


def test_what_is_over_is_over_and_says_who_ended_it(here: Proving) -> None:
    dispute = opened(here)
    decide(dispute, upheld=False, because="Lạc đề.", by=here.coordinator, on=THE_DAY)
    deeds: list[Callable[[], object]] = [
        lambda: decide(dispute, upheld=True, because="Đúng.", by=here.leader, on=THE_DAY),
        lambda: speak(dispute, text="Khoan!", by=here.officer, on=THE_DAY),
        lambda: withdraw(dispute, by=here.officer, on=THE_DAY),
    ]
    for deed in deeds:
        with pytest.raises(Over, match="Lê Điều Phối"):
            deed()
    assert Match.objects.get().state == MatchState.REJECTED


def test_nobody_decides_about_their_own_rejection_while_another_may(here: Proving) -> None:
    dispute = opened(here, here.rejected(by=here.coordinator))
    with pytest.raises(Forbidden):
        decide(dispute, upheld=False, because="Lạc đề.", by=here.coordinator, on=THE_DAY)
    Post.objects.filter(person=here.leader).delete()
    decide(dispute, upheld=False, because="Lạc đề.", by=here.coordinator, on=THE_DAY)
    assert Dispute.objects.get().state == DisputeState.DISMISSED


def test_nobody_decides_a_dispute_they_opened_even_with_a_post_on_both_sides(here: Proving) -> None:
    Post.objects.create(person=here.officer, agency=here.top, role=Role.LEADER, valid_from=LONG_AGO)
    here.officer.__dict__.pop("_held_posts", None)
    dispute = opened(here)
    with pytest.raises(Forbidden):
        decide(dispute, upheld=True, because="Đúng.", by=here.officer, on=THE_DAY)


def test_nobody_else_opens_speaks_or_decides(here: Proving) -> None:
    match = here.rejected()
    others = [here.neighbour, here.coordinator, person(Role.LEADER, agency("Tỉnh khác")), person()]
    for one in others:
        with pytest.raises(Forbidden):
            opened(here, match, by=one)
    dispute = opened(here, match)
    for one in (here.neighbour, person(Role.COORDINATOR, agency()), here.reviewer):
        with pytest.raises(Forbidden):
            speak(dispute, text="x", by=one, on=THE_DAY)
    for one in (here.neighbour, here.officer, here.head, here.reviewer):
        with pytest.raises(Forbidden):
            decide(dispute, upheld=True, because="x", by=one, on=THE_DAY)
    assert dispute.messages.count() == 1


def test_evidence_that_counts_meanwhile_can_still_be_decided_about(here: Proving) -> None:
    dispute = opened(here)
    accept_match(Match.objects.get(), because="Nhầm.", by=here.reviewer, on=THE_DAY)
    decide(dispute, upheld=True, because="Đúng.", by=here.leader, on=THE_DAY)
    assert Tally.objects.get().counted == 1


def test_a_correction_that_ends_the_match_keeps_the_dispute(here: Proving) -> None:
    held = here.match(here.prove(link=""))
    dispute = opened(here, held)
    evidence = held.evidence
    correct_evidence(evidence, {"kind": EvidenceKind.SURVEY}, by=here.officer, on=THE_DAY, revision=evidence.revision)
    assert Dispute.objects.get(pk=dispute.pk).match_id == held.pk


# ----------------------------------------------------------------------------------------------------------- the pages


def test_a_dispute_goes_its_way_through_the_pages(here: Proving) -> None:
    match = here.rejected()
    officer, leader = signed_in(here.officer), signed_in(here.leader)
    page = officer.get(reverse("monitoring:evidence-detail", args=[match.evidence.key])).content.decode()
    assert reverse("monitoring:open-dispute", args=[match.pk]) in page
    answer = officer.post(reverse("monitoring:open-dispute", args=[match.pk]), {"text": "Bài nói về một cửa."})
    dispute = Dispute.objects.get()
    assert answer.headers["Location"] == url("dispute", dispute)
    leader.post(url("speak-in-dispute", dispute), {"say-text": "Đoạn nào?"})
    page = officer.get(url("dispute", dispute)).content.decode()
    assert "Đoạn nào?" in page
    assert "Record the decision" not in page
    assert "Withdraw the dispute" in page
    page = leader.post(url("decide-dispute", dispute), UPHELD, follow=True).content.decode()
    assert "Decided: the evidence counts" in page
    assert "Record the decision" not in page
    assert "Add to the dialogue" not in page


def test_who_decides_second_is_told_who_was_first_and_what(here: Proving) -> None:
    dispute = opened(here)
    decide(dispute, upheld=False, because="Lạc đề.", by=here.coordinator, on=THE_DAY)
    answer = signed_in(here.leader).post(url("decide-dispute", dispute), UPHELD)
    assert answer.status_code == 422
    assert "Lê Điều Phối ended this dispute already on 20/03/2026" in answer.content.decode()


def test_who_rejected_is_told_why_somebody_else_decides(here: Proving) -> None:
    dispute = opened(here, here.rejected(by=here.coordinator))
    page = signed_in(here.coordinator).get(url("dispute", dispute)).content.decode()
    assert "You rejected this evidence yourself" in page
    assert "Record the decision" not in page
    assert signed_in(here.coordinator).post(url("decide-dispute", dispute), UPHELD).status_code == 403


def test_nobody_of_another_agency_finds_a_dispute(here: Proving) -> None:
    dispute = opened(here)
    deeds: list[tuple[str, dict[str, str]]] = [
        ("speak-in-dispute", {"say-text": "x"}), ("decide-dispute", UPHELD), ("withdraw-dispute", {}),
    ]  # fmt: skip
    for one in (here.neighbour, person(Role.COORDINATOR, agency("Tỉnh khác")), person()):
        client = signed_in(one)
        assert client.get(url("dispute", dispute)).status_code == 404
        assert [client.post(url(name, dispute), sent).status_code for name, sent in deeds] == [404] * 3
        assert client.get(LIST).context["listing"].total == 0
    assert Client().get(url("dispute", dispute)).status_code == 302
    assert Dispute.objects.get().state == DisputeState.OPEN


@pytest.mark.parametrize("sent", [{}, {"say-text": "   "}, {"say-text": "\0"}, {"say-text": "x" * 5000}])
def test_what_says_nothing_is_not_recorded(here: Proving, sent: dict[str, str]) -> None:
    dispute = opened(here)
    assert signed_in(here.officer).post(url("speak-in-dispute", dispute), sent).status_code == 422
    assert dispute.messages.count() == 1


# ------------------------------------------------------------------------------------------------- the list, the desk


def test_the_list_has_open_ones_first_and_is_narrowed(here: Proving) -> None:
    over = opened(here, here.rejected(here.prove("Tin đã xong")))
    decide(over, upheld=False, because="Lạc đề.", by=here.coordinator, on=THE_DAY)
    opened(here, here.rejected(here.prove("Tin còn mở")))
    client = signed_in(here.coordinator)

    def found(**query: str) -> list[str]:
        return [row.match.evidence.title for row in client.get(LIST, query).context["listing"]]

    Dispute.objects.filter(pk=over.pk).update(opened_at="2026-03-25T00:00Z")
    assert found() == ["Tin còn mở", "Tin đã xong"]
    assert found(state="dismissed") == ["Tin đã xong"]
    assert found(whose="decide") == ["Tin còn mở"]
    assert found(whose="own") == []
    assert found(whose="below", q="tin con mo") == ["Tin còn mở"]
    assert found(agency="xa so 001") == []
    assert found(page="²") == found(sort="nonsense") == found()
    lines = b"".join(client.get(LIST, {"format": "csv"}).streaming_content).decode().splitlines()  # type: ignore[attr-defined]  # a stream
    assert len(lines) == 3


@pytest.mark.parametrize("sort", ["opened", "-opened", "agency", "last", "state", "nonsense"])
def test_the_list_sorts_by_each_of_its_columns(here: Proving, sort: str) -> None:
    opened(here)
    assert signed_in(here.leader).get(LIST, {"sort": sort}).context["listing"].total == 1


def test_the_list_costs_the_same_however_much_there_is(here: Proving) -> None:
    client = signed_in(here.leader)

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get(LIST)
        return len(asked)

    opened(here)
    cost()
    one = cost()
    for number in range(4):
        opened(here, here.rejected(here.prove(f"Tin {number}")))
    assert cost() == one


def test_the_desk_counts_what_waits_for_whom(here: Proving) -> None:
    opened(here)
    assert open_disputes(here.leader, THE_DAY) == OpenDisputes(to_decide=1, own=0)
    assert open_disputes(here.officer, THE_DAY) == OpenDisputes(to_decide=0, own=1)
    assert not open_disputes(here.neighbour, THE_DAY)
    assert not open_disputes(here.reviewer, THE_DAY)


# -------------------------------------------------------------------------------------------------------------- at once


def at_once(*deeds: Callable[[], object]) -> list[Any]:
    """What each deed gives or raises, all begun at the same moment, each on a connection of its own."""
    start = Barrier(len(deeds))

    def done(deed: Callable[[], object]) -> object:
        start.wait()
        try:
            return deed()
        except Exception as problem:  # noqa: BLE001  # what it is is what the test asks
            return problem
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(deeds)) as threads:
        return list(threads.map(done, deeds))


def as_it_ended() -> tuple[list[str], str, int, list[str], list[object]]:
    """States of disputes, of the match, what is counted, the verbs, and what is wrong with the trail."""
    verbs = Entry.objects.filter(verb__startswith="disputes.").order_by("number")
    return (
        list(Dispute.objects.values_list("state", flat=True)), Match.objects.get().state, Tally.objects.get().counted,
        [entry.verb for entry in verbs], list(verify()),
    )  # fmt: skip


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("number", range(3))
def test_of_two_who_decide_at_once_one_wins_and_the_other_is_told(here: Proving, number: int) -> None:
    dispute = opened(here)
    answers = at_once(
        lambda: decide(dispute, upheld=True, because="Đúng.", by=here.leader, on=THE_DAY),
        lambda: decide(dispute, upheld=False, because="Lạc đề.", by=here.coordinator, on=THE_DAY),
    )
    ended = as_it_ended()
    (lost,) = [one for one in answers if isinstance(one, Exception)]
    (won,) = [one for one in answers if isinstance(one, Dispute)]
    assert isinstance(lost, Over)
    assert str(won.decided_by) in lost.messages[0]
    upheld = won.state == DisputeState.UPHELD
    assert ended == (
        [won.state], "counted" if upheld else "rejected", 1 if upheld else 0, ["disputes.open", "disputes.decide"], [],
    )  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_of_two_who_open_at_once_one_does(here: Proving) -> None:
    match = here.rejected()
    answers = at_once(lambda: opened(here, match), lambda: opened(here, match, by=here.head))
    states, *_rest, verbs, broken = as_it_ended()
    assert sorted(type(one).__name__ for one in answers) == ["Dispute", "Twice"]
    assert (states, verbs, broken) == (["open"], ["disputes.open"], [])


@pytest.mark.django_db(transaction=True)
def test_deciding_while_the_evidence_is_judged_leaves_one_truth(here: Proving) -> None:
    dispute = opened(here)
    match = Match.objects.get()
    answers = at_once(
        lambda: decide(dispute, upheld=False, because="Lạc đề.", by=here.leader, on=THE_DAY),
        lambda: accept_match(match, because="Đúng.", by=here.reviewer, on=THE_DAY),
        lambda: withdraw(dispute, by=here.officer, on=THE_DAY),
    )
    _states, state, counted, _verbs, broken = as_it_ended()
    assert sum(isinstance(one, Exception) for one in answers) == 1
    assert (state, counted, broken) == ("counted", 1, [])
