"""Urging letters: who corrects, signs, sends and discards them, what they say, and who sees them."""

from datetime import date
from typing import Any

import pypdfium2  # type: ignore[import-untyped]
import pytest
from django.urls import reverse
from tests.factories import person
from tests.monitoring.owing import HOURS, Urging, moment
from tests.monitoring.test_pages import signed_in, text

from loa.audit.models import Entry
from loa.monitoring.actions import letters
from loa.monitoring.actions.reminding import remind, settle_answers
from loa.monitoring.enums import Done, LetterState
from loa.monitoring.errors import ChangedMeanwhile, MonitoringError
from loa.monitoring.letter_file import as_official, signature_of
from loa.monitoring.letter_words import wording_of
from loa.monitoring.models import UrgingLetter
from loa.monitoring.queries.letters import lines_of
from loa.monitoring.queries.reminders import effects
from loa.monitoring.queries.urging import letters_to_send, letters_to_sign
from loa.organizations.enums import Role
from loa.organizations.models import Notice, Person
from loa.organizations.policy import Forbidden
from loa.writing import official_pdf

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 11)


def drafted(here: Urging) -> UrgingLetter:
    """The letter that Loa drafts ten days after the month."""
    remind(moment("2026-06-10 09:00"), hours=HOURS)
    return UrgingLetter.objects.get(to=here.home)


def sent(here: Urging, number: str = "123/UBND-NC") -> UrgingLetter:
    letter = letters.sign(drafted(here), revision=1, by=here.leader, on=TODAY)
    return letters.send(letter, number=number, dated=TODAY, revision=2, by=here.coordinator, on=TODAY)


def test_a_letter_is_signed_by_a_leader_and_sent_by_the_clerk_and_told() -> None:
    here = Urging()
    letter = drafted(here)
    assert list(letters_to_sign(here.leader, TODAY)) == [letter]
    assert list(letters_to_sign(here.coordinator, TODAY)) == []
    for who in (here.coordinator, here.head, person(Role.ADMINISTRATOR, here.top)):
        with pytest.raises(Forbidden):
            letters.sign(letter, revision=1, by=who, on=TODAY)
    signed = letters.sign(letter, revision=1, by=here.leader, on=TODAY)
    assert (signed.state, signed.signer) == (LetterState.SIGNED, here.leader)
    with pytest.raises(Forbidden):
        letters.send(signed, number="1/UBND", dated=TODAY, revision=2, by=here.leader, on=TODAY)
    clerk = person(Role.RECORDS_CLERK, here.top)
    for who, waits in ((clerk, [letter]), (here.coordinator, [letter]), (here.leader, [])):
        assert list(letters_to_send(who, TODAY)) == waits
    done = letters.send(signed, number=" 123/UBND-NC ", dated=TODAY, revision=2, by=clerk, on=TODAY)
    assert (done.state, done.number, done.dated) == (LetterState.SENT, "123/UBND-NC", TODAY)
    told = Notice.objects.filter(code="monitoring.letter-sent").values_list("person", flat=True)
    assert set(told) == {here.officer.pk, here.head.pk}
    assert list(Entry.objects.filter(verb__startswith="letters.").values_list("verb", flat=True)) == [
        "letters.draft", "letters.sign", "letters.send",
    ]  # fmt: skip


def test_a_day_that_somebody_gave_is_changed_when_it_is_over_before_the_letter_is_signed() -> None:
    here = Urging()
    late = date(2026, 7, 1)
    told: dict[str, Any] = {"words": "Một.", "by": here.coordinator, "on": TODAY}
    letter = letters.write(drafted(here), answer_by=date(2026, 6, 20), revision=1, **told)
    with pytest.raises(MonitoringError) as refused:
        letters.sign(letter, revision=2, by=here.leader, on=late)
    assert refused.value.code == "answer_by"
    changed = letters.write(letter, answer_by=late, revision=2, **told)
    assert letters.sign(changed, revision=3, by=here.leader, on=late).answer_by == late


def test_a_draft_nobody_has_written_says_the_day_on_which_it_is_signed() -> None:
    here = Urging()
    letter, late = drafted(here), date(2026, 7, 20)
    remind(moment("2026-07-10 09:00"), hours=HOURS)
    assert wording_of(letter, TODAY).words.count("11/06/2026") == 1
    standard = wording_of(letter, TODAY)
    same = letters.write(
        letter, words=standard.words, answer_by=standard.answer_by, revision=2, by=here.coordinator, on=TODAY
    )
    assert (same.words, same.written_at, same.outran_its_words) == ("", None, False)
    signed = letters.sign(letter, revision=3, by=here.leader, on=late)
    assert signed.words.count("20/07/2026") == 1
    assert (signed.answer_by, signed.lines.count()) == (date(2026, 7, 27), 2)


def test_words_that_somebody_wrote_stay_and_it_is_said_that_duties_came_after_them() -> None:
    here = Urging()
    letter = letters.write(
        drafted(here), words="Một.", answer_by=None, revision=1, by=here.coordinator, on=date(2026, 6, 10)
    )
    page = reverse("monitoring:letter", args=[letter.key])
    assert "Look at words and day again" not in text(signed_in(here.leader), page)
    remind(moment("2026-07-10 09:00"), hours=HOURS)
    assert "Look at words and day again" in text(signed_in(here.leader), page)
    assert letters.sign(letter, revision=3, by=here.leader, on=TODAY).words == "Một."
    assert "Look at words and day again" not in text(signed_in(here.leader), page)


def test_what_is_done_or_let_off_before_the_signature_falls_out_of_the_letter() -> None:
    here = Urging()
    remind(moment("2026-07-10 09:00"), hours=HOURS)
    letter = drafted(here)
    may, june = here.window("2026-05-31"), here.window("2026-06-30")
    here.show(june, here.home, 2)
    here.show(may, here.home, 5, Done.LATE)
    assert [(line.settled, line.counted) for line in lines_of(letter)] == [(True, 5), (False, 2)]
    letters.sign(letter, revision=2, by=here.leader, on=TODAY)
    letter.refresh_from_db()
    assert [(line.occurrence, line.counted, line.required) for line in lines_of(letter)] == [(june, 2, 5)]


def test_a_letter_of_which_all_is_done_is_not_signed() -> None:
    here = Urging()
    letter = drafted(here)
    here.show(here.window("2026-05-31"), here.home, 5, Done.LATE)
    settle_answers(TODAY)
    assert list(letters_to_sign(here.leader, TODAY)) == []
    page = text(signed_in(here.leader), reverse("monitoring:letter", args=[letter.key]))
    assert "is done meanwhile" in page
    assert reverse("monitoring:letter-deed", args=[letter.key, "sign"]) not in page
    with pytest.raises(MonitoringError):
        letters.sign(letter, revision=1, by=here.leader, on=TODAY)
    assert letters.discard(letter, because="Đã xong", revision=1, by=here.coordinator, on=TODAY).lines.count() == 1


@pytest.mark.parametrize("number", ["", "UBND-NC", "123/UBND-NC", "123/ubnd-nc"])
def test_a_number_has_a_figure_and_is_given_once_a_year(number: str) -> None:
    here = Urging(2)
    sent(here)
    other = UrgingLetter.objects.get(to=here.communes[1])
    letters.sign(other, revision=1, by=here.leader, on=TODAY)
    with pytest.raises(MonitoringError):
        letters.send(other, number=number, dated=TODAY, revision=2, by=here.coordinator, on=TODAY)


def test_no_letter_is_dated_in_the_future() -> None:
    here = Urging()
    letter = letters.sign(drafted(here), revision=1, by=here.leader, on=TODAY)
    with pytest.raises(MonitoringError):
        letters.send(letter, number="1", dated=date(2026, 6, 12), revision=2, by=here.coordinator, on=TODAY)


def test_words_are_changed_only_in_a_draft_and_not_over_somebody_elses() -> None:
    here = Urging()
    letter = drafted(here)
    told: dict[str, Any] = {"answer_by": None, "by": here.coordinator, "on": TODAY}
    changed = letters.write(letter, words="Một.\r\n\r\nHai.", revision=1, **told)
    assert changed.words == "Một.\n\nHai."
    with pytest.raises(ChangedMeanwhile):
        letters.write(letter, words="Ba.", revision=1, **told)
    with pytest.raises(MonitoringError):
        letters.write(letter, words=" ", revision=2, **told)
    with pytest.raises(MonitoringError):
        letters.write(letter, words="Ba.", without=[line.pk for line in lines_of(letter)], revision=2, **told)
    letters.sign(letter, revision=2, by=here.leader, on=TODAY)
    with pytest.raises(MonitoringError):
        letters.write(letter, words="Ba.", revision=3, **told)


def test_a_discarded_letter_says_why_and_comes_not_again() -> None:
    here = Urging()
    letter = drafted(here)
    with pytest.raises(MonitoringError):
        letters.discard(letter, because=" ", revision=1, by=here.coordinator, on=TODAY)
    letters.discard(letter, because="Đã trao đổi trực tiếp", revision=1, by=here.coordinator, on=TODAY)
    remind(moment("2026-06-11 09:00"), hours=HOURS)
    assert list(UrgingLetter.objects.values_list("state", "discarded_because")) == [
        ("discarded", "Đã trao đổi trực tiếp"),
    ]  # fmt: skip


def test_lines_are_marked_when_they_are_met() -> None:
    here = Urging()
    letter = sent(here)
    here.show(here.window("2026-05-31"), here.home, 5, Done.LATE)
    settle_answers(date(2026, 6, 15))
    assert [line.answered_on for line in lines_of(letter)] == [date(2026, 6, 15)]


def test_what_letters_achieved_stands_beside_the_steps() -> None:
    here = Urging(2)
    letter = sent(here)
    UrgingLetter.objects.filter(pk=letter.pk).update(sent_at=moment("2026-06-11 15:00"))
    here.show(here.window("2026-05-31"), here.home, 5, Done.LATE)
    settle_answers(date(2026, 6, 15))
    everybody = [one.pk for one in here.communes]
    found = effects(everybody, date(2026, 6, 11), date(2026, 6, 11))
    assert [(one.days, one.sent, one.within, one.answered) for one in found] == [(None, 1, (0, 1, 1), 1)]
    assert "by urging letter" in text(
        signed_in(here.coordinator), f"{reverse('monitoring:reminder-effect')}?since=01/01/2026&until=31/12/2026"
    )


def test_the_letter_names_plan_item_words_day_and_figures() -> None:
    here = Urging()
    here.show(here.window("2026-05-31"), here.home, 2)
    letter = sent(here)
    official = as_official(letter, lines_of(letter), title="Chủ tịch", on=TODAY)
    (row,) = next(block for block in official.body if hasattr(block, "rows")).rows
    assert row == ("1", f"12/KH-UBND, mục {here.duty.ref}", here.duty.text, "tháng 5/2026", "31/05/2026", "2/5")
    assert official.issuer == "Ủy ban nhân dân\ntỉnh Lạng Sơn"
    assert (official.place, official.dated, official.number) == ("Lạng Sơn", TODAY, "123/UBND-NC")
    printed = pypdfium2.PdfDocument(official_pdf.dumps(official))[0].get_textpage().get_text_bounded()
    assert f"Kính gửi: {here.home.name}" in printed
    assert "Số: 123/UBND-NC" in printed


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("Chủ tịch", ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")),
        ("", ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")),
        ("Phó Chủ tịch UBND tỉnh", ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")),
    ],
)
def test_who_signs_for_a_committee_signs_in_its_name(title: str, lines: tuple[str, ...]) -> None:
    here = Urging()
    assert signature_of(here.top, title, "A", TODAY).lines == lines


# ---------------------------------------------------------------------------------------------------------------- pages


def test_who_urges_sees_the_letter_at_once_and_who_is_urged_when_it_is_sent() -> None:
    here = Urging(2)
    letter = drafted(here)
    url, every = reverse("monitoring:letter", args=[letter.key]), reverse("monitoring:letters")
    text(signed_in(here.coordinator), url)
    text(signed_in(here.officer), url, status=404)
    assert here.home.name not in text(signed_in(here.officer), every).split('id="list"')[1]
    letters.sign(letter, revision=1, by=here.leader, on=TODAY)
    letters.send(letter, number="123/UBND", dated=TODAY, revision=2, by=here.coordinator, on=TODAY)
    text(signed_in(here.officer), url)
    assert "123/UBND" in text(signed_in(here.officer), every)
    text(signed_in(person(Role.OFFICER, here.communes[1])), url, status=404)


@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_the_letter_is_a_file(kind: str) -> None:
    here = Urging()
    response = signed_in(here.coordinator).get(reverse("monitoring:letter-file", args=[drafted(here).key, kind]))
    assert response.status_code == 200
    assert response.content[:4] == {"docx": b"PK\x03\x04", "pdf": b"%PDF"}[kind]


def test_the_whole_way_through_the_pages() -> None:
    here = Urging()
    letter = drafted(here)

    def post(who: Person, name: str, **entered: object) -> str:
        url = reverse("monitoring:letter-deed", args=[letter.key, name])
        return signed_in(who).post(url, entered, follow=True).content.decode()

    assert "The letter is changed" in post(here.coordinator, "write", revision=1, words="Một.", answer_by="20/06/2020")
    assert "Somebody else changed this" in post(here.leader, "sign", revision=1)
    assert "a day that is over" in post(here.leader, "sign", revision=2)
    assert "The letter is changed" in post(here.coordinator, "write", revision=2, words="Hai.", answer_by="20/06/2099")
    assert "The letter is signed" in post(here.leader, "sign", revision=3)
    assert "For example" in post(here.coordinator, "send", revision=4, number="", dated="²²/06/2026")
    assert "The letter is sent" in post(here.coordinator, "send", revision=4, number="7/UBND", dated="11/06/2026")
    assert "cannot be done any more" in post(here.coordinator, "discard", revision=5, reason="x")
    text(signed_in(here.officer), reverse("monitoring:letter-deed", args=[letter.key, "sign"]), status=403)
    text(signed_in(here.coordinator), reverse("monitoring:letter-deed", args=[letter.key, "burn"]), status=404)
    assert text(signed_in(here.coordinator), f"{reverse('monitoring:letters')}?format=csv&state=sent").count("\n") == 2
    text(signed_in(here.coordinator), f"{reverse('monitoring:letters')}?q=%00&state=zz&since=0001-01-01&answered=no")
