"""What a change of the plan takes from the calendar: what refers to it stays on record, and counts for nothing."""

from datetime import date

import pytest
from tests.monitoring.calendars import laid
from tests.monitoring.owing import Urging, moment
from tests.monitoring.proving import THE_DAY, Proving, signed_in, stay
from tests.monitoring.test_laying import raw_update

from loa.audit.actions import verify
from loa.audit.models import Entry
from loa.monitoring.actions import letters
from loa.monitoring.actions.disputing import DisputeError, open_dispute
from loa.monitoring.actions.explaining import Question, ask
from loa.monitoring.actions.judging import accept_match
from loa.monitoring.actions.recomputing import recompute
from loa.monitoring.actions.reminding import settle_answers
from loa.monitoring.enums import DisputeState, Done, LetterState, MatchState, RemindedPerson
from loa.monitoring.errors import MonitoringError
from loa.monitoring.letter_file import as_official
from loa.monitoring.models import BranchTally, Dispute, Match, Occurrence, Reminder, Tally, UrgingLetter, UrgingLine
from loa.monitoring.queries.letters import lines_of
from loa.organizations.models import Notice
from loa.plans.enums import State
from loa.plans.models import Plan

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 11)
MAY = date(2026, 5, 31)


@pytest.fixture(autouse=True)
def _day(monkeypatch: pytest.MonkeyPatch) -> None:
    stay(monkeypatch)


def ended(plan: Plan, last: date | None) -> None:
    """The plan ends with the day, or never ended."""
    state = State.IN_FORCE if last is None else State.CLOSED
    raw_update(plan, state=state, ended_on=last)
    laid(Plan.objects.get(pk=plan.pk), date(2026, 1, 1))


def letter_of(here: Urging, *windows: Occurrence) -> UrgingLetter:
    made = UrgingLetter.objects.create(agency=here.top, to=here.home, words="Còn nhiệm vụ chưa làm.")
    for window in windows:
        UrgingLine.objects.create(letter=made, occurrence=window, counted=2, required=5)
    return made


def test_a_signed_letter_keeps_its_words_when_the_calendar_changes() -> None:
    here = Urging()
    window = here.window("2026-05-31")
    letter = letters.sign(letter_of(here, window), revision=1, by=here.leader, on=TODAY)
    Occurrence.objects.filter(pk=window.pk).update(due_on=date(2026, 6, 30), name_vi="kỳ khác")
    (line,) = lines_of(letter)
    assert (line.words.due_on, line.words.window_vi, line.words.plan) == (MAY, window.name_vi, "12/KH-UBND")
    ended(here.plan, date(2026, 3, 31))
    official = as_official(letter, lines_of(letter), title="", on=TODAY)
    assert "31/05/2026" in str(official.body)
    page = signed_in(here.coordinator).get(f"/letters/{letter.key}/").content.decode()
    assert "31/05/2026" in page
    assert "no longer owed" in page


def test_what_nothing_refers_to_is_deleted_and_the_rest_is_owed_by_nobody() -> None:
    here = Urging()
    sent, reminded, asked = (here.window(day) for day in ("2026-05-31", "2026-06-30", "2026-07-31"))
    letters.sign(letter_of(here, sent), revision=1, by=here.leader, on=TODAY)
    Reminder.objects.create(
        occurrence=reminded, agency=here.home, days=-3, to=RemindedPerson.OFFICER, sent_at=moment("2026-03-19 09:00"),
        answered_on=THE_DAY,
    )  # fmt: skip
    about = Question("Tháng 7: 2/5", "Vì sao chưa đủ?", date(2026, 8, 10), asked)
    explanation = ask(here.home, about, asking=here.top, by=here.coordinator, on=TODAY)
    here.show(reminded, here.home, 5, Done.MET)
    ended(here.plan, date(2026, 3, 31))
    assert {one.owed_on.month for one in Occurrence.objects.all()} == {1, 2, 3}
    kept = Occurrence.everything.exclude(dropped_at=None)
    assert set(kept) == {sent, reminded, asked}
    assert not Tally.objects.filter(occurrence__in=kept).exists()
    assert not BranchTally.objects.filter(occurrence__in=kept).exists()
    settle_answers(TODAY)
    assert Reminder.objects.get().answered_on == THE_DAY
    client = signed_in(here.coordinator)
    for path in ("/reminders/", f"/explanations/{explanation.key}/"):
        assert "no longer owed" in client.get(path).content.decode()
    assert client.get(f"/occurrences/{sent.pk}/").status_code == 404


def test_a_draft_urges_only_what_is_owed() -> None:
    here = Urging()
    both = letter_of(here, here.window("2026-02-28"), here.window("2026-05-31"))
    ended(here.plan, date(2026, 3, 31))
    both.refresh_from_db()
    assert [line.occurrence for line in both.lines.all()] == [here.window("2026-02-28")]
    assert (both.state, both.revision) == (LetterState.DRAFT, 2)
    ended(here.plan, date(2026, 1, 31))
    both.refresh_from_db()
    assert (both.state, both.lines.count()) == (LetterState.DISCARDED, 0)
    assert Entry.objects.filter(verb="letters.shorten").count() == 2


def test_a_decision_is_kept_counts_for_nothing_and_comes_back() -> None:
    here = Proving()
    match = accept_match(here.match(), because="Đúng việc.", by=here.reviewer, on=THE_DAY)
    assert Tally.objects.get().counted == 1
    ended(here.plan, date(2026, 2, 28))
    match.refresh_from_db()
    assert (match.state, match.reason, match.decided_by) == (
        MatchState.REJECTED, [["no-longer-owed", "counted"]], here.reviewer,
    )  # fmt: skip
    assert not Tally.objects.exists()
    with pytest.raises(MonitoringError) as refused:
        accept_match(match, because="Vẫn đúng.", by=here.reviewer, on=THE_DAY)
    assert refused.value.code == "no-longer-owed"
    page = signed_in(here.officer).get(f"/evidence/{match.evidence.key}/").content.decode()
    assert "After a change of the plan the duty is no longer owed." in page
    assert "Đúng việc." in page
    assert not recompute(check=True)
    released = Entry.objects.get(verb="evidence.release")
    assert released.before == {"state": "counted", "because": "Đúng việc."}
    ended(here.plan, None)
    match.refresh_from_db()
    assert (match.state, match.decided_because, match.reason) == (
        MatchState.COUNTED, "Đúng việc.", [["by-person"]],
    )  # fmt: skip
    assert Tally.objects.get().counted == 1
    assert match.occurrence == here.window()
    assert not recompute(check=True)
    assert list(verify()) == []


def test_what_the_rules_alone_said_goes_with_what_was_owed() -> None:
    here = Proving()
    here.match()
    ended(here.plan, date(2026, 2, 28))
    assert not Match.objects.exists()
    assert not Occurrence.everything.exclude(dropped_at=None).exists()


@pytest.mark.parametrize("by_person", [True, False])
def test_an_open_dispute_ends_is_told_and_kept_with_what_was_said(by_person: bool) -> None:
    here = Proving()
    match = here.rejected() if by_person else here.match(here.prove(link=""))
    dispute = open_dispute(match, text="Bài nói về một cửa.", by=here.officer, on=THE_DAY)
    ended(here.plan, date(2026, 2, 28))
    dispute = Dispute.objects.get(pk=dispute.pk)
    assert (dispute.state, dispute.decided_by, dispute.messages.count()) == (DisputeState.LAPSED, None, 1)
    assert dispute.decided_at is not None
    assert Notice.objects.filter(code="disputes.lapsed", person=here.officer).count() == 1
    assert Entry.objects.get(verb="disputes.lapse").after == {"state": "lapsed"}
    with pytest.raises(DisputeError) as refused:
        open_dispute(dispute.match, text="Vẫn không đồng ý.", by=here.officer, on=THE_DAY)
    assert refused.value.code == "no-longer-owed"
    client = signed_in(here.officer)
    page = client.get(f"/disputes/{dispute.key}/").content.decode()
    assert "Ended: the duty is no longer owed" in page
    assert "Bài nói về một cửa." in page
    assert client.get("/disputes/?state=lapsed").content.decode().count(str(dispute.key)) >= 1
    assert not recompute(check=True)
