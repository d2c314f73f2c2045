"""Recording evidence by hand: quick, nothing lost, and its worth told before and after."""

import io
import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from tests.factories import agency, person
from tests.monitoring.calendars import commune, duty, laid, plan_of
from tests.monitoring.entries import LINK, Commune, the_day
from tests.monitoring.test_pages import signed_in

from loa.audit.models import Entry
from loa.monitoring.enums import MatchState, ReformArea
from loa.monitoring.fetching import Proposal
from loa.monitoring.models import Evidence, EvidenceFile, Match, Occurrence
from loa.monitoring.views import recording
from loa.monitoring.views.recording_entry import desk_of
from loa.organizations.enums import Role
from loa.organizations.models import Post

__all__ = ["the_day"]  # a fixture that is found by its name

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_day")]
RECORD = "/evidence/record/"


@pytest.fixture
def here() -> Commune:
    return Commune.begin()


def picture(name: str = "anh.jpg", colour: str = "red") -> SimpleUploadedFile:
    data = io.BytesIO()
    Image.new("RGB", (8, 8), colour).save(data, "JPEG")
    return SimpleUploadedFile(name, data.getvalue(), "image/jpeg")


def page(response: Any, status: int = 200) -> str:
    assert response.status_code == status, response.status_code
    text: str = response.content.decode()
    return text


def the_one() -> Evidence:
    return Evidence.objects.get()


# --------------------------------------------------------------------------------------------------------------- saving


def test_an_officer_records_an_article_with_a_photo_and_is_told_what_is_missing_yet(here: Commune) -> None:
    sent = here.entry(photos=[picture(), picture("b.jpg", "blue")], areas=["procedures"])
    response = here.client.post(RECORD, sent)
    one = the_one()
    assert response.headers["Location"] == reverse("monitoring:evidence-recorded", args=[one.key])
    assert (one.title, one.areas, one.has_photo) == ("Một cửa làm việc cả thứ Bảy", ["procedures"], True)
    assert (one.source, one.recorded_by, one.reference) == ("person", here.officer, sent["reference"])
    assert [file.name for file in EvidenceFile.objects.all()] == ["anh.jpg", "b.jpg"]
    text = page(here.client.get(response.headers["Location"]))
    assert "Still missing: 4 news item in month 3 of 2026." in text
    assert f'data-recorded="{sent["reference"]}"' in text
    verbs = [entry.verb for entry in Entry.objects.order_by("number")]
    assert [verb for verb in verbs if verb.startswith("evidence.")] == ["evidence.record", "evidence.attach"]


def test_the_same_entry_sent_twice_comes_in_once(here: Commune) -> None:
    sent = here.entry()
    for _ in range(2):
        here.client.post(RECORD, {**sent, "photos": [picture()]})
    assert the_one().files.count() == 1


def test_what_only_files_show_counts_too(here: Commune) -> None:
    here.client.post(RECORD, here.entry(link="", documents=[picture()]))
    assert Match.objects.get().state == MatchState.COUNTED


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"title": ""}, "This field is required."),
        ({"happened_on": "19/03/2026"}, "This day is still to come."),
        ({"happened_on": "01/01/0001"}, "Enter a date as day/month/year"),
        ({"items": "²"}, "Enter a whole number."),
        ({"attendances": "9" * 40}, "less than or equal to"),
        ({"kind": "nothing"}, "Select a valid choice."),
        ({"link": "javascript:alert(1)"}, "Enter a valid URL."),
        ({"title": "a\0b"}, "Null characters are not allowed."),
        ({"reference": "no key"}, "Enter a valid UUID."),
        ({"duty": "0"}, "Select a valid choice."),
    ],
)
def test_a_mistake_is_told_and_nothing_is_recorded(here: Commune, wrong: dict[str, str], told: str) -> None:
    assert told in page(here.client.post(RECORD, here.entry(**wrong)), 422)
    assert not Evidence.objects.exists()


def test_files_that_came_with_a_mistake_need_not_be_chosen_again(here: Commune) -> None:
    sent = here.entry(title="")
    text = page(here.client.post(RECORD, {**sent, "photos": [picture(), picture("b.jpg", "blue")]}), 422)
    assert "leave out anh.jpg" in text
    here.client.post(RECORD, {**sent, "title": "Đủ rồi", "drop": "1"})
    assert [file.name for file in the_one().files.all()] == ["anh.jpg"]


def test_a_file_that_proves_nothing_is_refused_with_all_of_the_entry(here: Commune) -> None:
    damaged = SimpleUploadedFile("anh.jpg", picture().read()[:100], "image/jpeg")
    assert "is damaged" in page(here.client.post(RECORD, here.entry(photos=[damaged])), 422)
    assert not Evidence.objects.exists()


def test_a_link_that_is_recorded_already_is_a_question_and_no_mistake(here: Commune) -> None:
    here.client.post(RECORD, here.entry())
    again = here.entry(link=LINK.replace("https://", "http://www."))
    assert "This link is recorded already" in page(here.client.post(RECORD, again), 422)
    assert Evidence.objects.count() == 1
    here.client.post(RECORD, {**again, "anyway": "1"})
    assert [one.item for one in Evidence.objects.order_by("pk")] == [Evidence.objects.earliest("pk")] * 2
    assert Match.objects.filter(state=MatchState.COUNTED).count() == 1


def test_another_place_of_an_item_begins_with_what_is_known_and_counts_once(here: Commune) -> None:
    here.client.post(RECORD, here.entry())
    first = the_one()
    form = here.client.get(RECORD, {"placement": str(first.key)}).context["form"]
    assert (form["title"].value(), form["link"].value()) == (first.title, "")
    told = here.entry(link="https://facebook.example/1", channel="social", placement_of=str(first.key))
    here.client.post(RECORD, told)
    assert Evidence.objects.latest("pk").item == first


# -------------------------------------------------------------------------------------------------------- before saving


def test_its_worth_is_told_before_it_is_saved(here: Commune) -> None:
    text = page(here.client.post(RECORD, here.entry(preview="1")))
    assert "Still missing: 4 news item in month 3 of 2026." in text
    assert "Báo cáo hằng quý" not in text.partition('id="entry-counts"')[2]
    assert not Evidence.objects.exists()


def test_what_is_lacking_is_told_before_it_is_saved(here: Commune) -> None:
    without = here.client.post(RECORD, here.entry(preview="1", link=""))
    assert "Neither a link nor a file shows it." in page(without)
    with_photo = here.client.post(RECORD, here.entry(preview="1", link="", chosen="photos"))
    assert "Still missing: 4" in page(with_photo)


def test_a_report_is_for_the_window_that_is_chosen(here: Commune) -> None:
    first = Occurrence.objects.get(key__contains="Q1", rule__text="Báo cáo hằng quý")
    told = here.entry(kind="report", channel="", link="", duty=str(first.pk), documents=[picture()])
    here.client.post(RECORD, told)
    assert (the_one().about, Match.objects.get().occurrence) == (first.key, first)


def test_an_entry_begins_with_the_duty_it_is_for(here: Commune) -> None:
    report = Occurrence.objects.get(key__contains="Q1", rule__text="Báo cáo hằng quý")
    form = here.client.get(RECORD, {"occurrence": report.pk}).context["form"]
    assert (form["kind"].value(), form["duty"].value()) == ("report", str(report.pk))


def test_of_several_kinds_the_entry_begins_with_the_one_its_channel_names(here: Commune) -> None:
    plan = plan_of(here.top, number="13/KH-UBND")
    put_up = duty(
        plan, here.agency, cadences=["once"], quotas=[], kinds=["disseminate"], channels=["billboard"],
        deadline="2026-06-30",
    )  # fmt: skip
    laid(plan)
    billboard = Occurrence.objects.get(obligation=put_up)
    form = here.client.get(RECORD, {"occurrence": billboard.pk}).context["form"]
    assert (form["kind"].value(), form["channel"].value()) == ("material", "billboard")


def test_what_is_long_overdue_can_be_chosen_as_long_as_it_counts(here: Commune) -> None:
    report = Occurrence.objects.get(key__contains="Q1", rule__text="Báo cáo hằng quý")
    offered = {
        day: {one.occurrence.pk for one in desk_of(here.officer, day).duties}
        for day in (report.closes_on, report.closes_on + timedelta(days=1))
    }
    assert [report.pk in found for found in offered.values()] == [True, False]
    Occurrence.objects.filter(pk=report.pk).update(closes_on=date(2026, 12, 31))
    assert report.pk in {one.occurrence.pk for one in desk_of(here.officer, date(2026, 12, 31)).duties}


def test_a_page_proposes_what_it_says_and_what_was_typed_stays(here: Commune, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def answer(link: str) -> Proposal:
        asked.append(link)
        day = here.officer.posts.get().valid_from
        return Proposal(link, title="Từ trang", published_on=day, areas=[ReformArea.DIGITAL], words=321, has_photo=True)

    monkeypatch.setattr(recording, "proposal_of", answer)
    form = here.client.post(RECORD, here.entry(look="1", title="")).context["form"]
    assert asked == [LINK]
    assert (form["title"].value(), form["areas"].value(), form["words"].value()) == ("Từ trang", ["digital"], 321)
    assert form["pictured"].value() is True
    form = here.client.post(RECORD, here.entry(look="1", note="Giữ lại")).context["form"]
    assert (form["title"].value(), form["note"].value()) == ("Một cửa làm việc cả thứ Bảy", "Giữ lại")


def test_a_page_that_does_not_answer_is_told_and_stops_nobody(here: Commune, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recording, "proposal_of", lambda link: Proposal(link, problem="timeout"))
    assert "The site answers too slowly." in page(here.client.post(RECORD, here.entry(look="1")))


@pytest.mark.parametrize(
    ("shared", "link", "title"),
    [
        ({"url": LINK, "title": "Tin"}, LINK, "Tin"),
        ({"text": f"Xem này {LINK}", "title": ""}, LINK, None),
        ({"title": LINK}, LINK, None),
        ({"link": "a\0b", "title": "x\0y"}, None, "xy"),
    ],
)
def test_what_a_phone_shares_is_in_the_form(
    here: Commune, shared: dict[str, str], link: str | None, title: str | None
) -> None:
    form = here.client.get(RECORD, shared).context["form"]
    assert (form["link"].value(), form["title"].value()) == (link, title)


# -------------------------------------------------------------------------------------------------------------- who may


def test_nobody_records_for_an_agency_that_is_not_theirs(here: Commune) -> None:
    other = commune("Ủy ban nhân dân xã khác", here.top)
    assert "Select a valid choice." in page(here.client.post(RECORD, here.entry(agency=str(other.key))), 422)
    leader = signed_in(person(Role.LEADER, here.agency))
    assert leader.get(RECORD).status_code == 403
    assert not Evidence.objects.exists()


def test_who_works_at_several_agencies_says_for_which(here: Commune) -> None:
    second = agency("Văn phòng")
    Post.objects.create(person=here.officer, agency=second, role=Role.OFFICER, valid_from=second.founded_on)
    form = here.client.get(RECORD).context["form"]
    offered = {str(key) for key, _words in form.fields["agency"].choices}
    assert offered == {"", str(here.agency.key), str(second.key)}
    report = Occurrence.objects.filter(rule__text="Báo cáo hằng quý").first()
    sent = here.entry(agency=str(second.key), kind="report", duty=str(report and report.pk))
    assert "This duty is one of another agency." in page(here.client.post(RECORD, sent), 422)


@pytest.mark.parametrize("rows", [1, 12])
def test_the_page_costs_the_same_however_much_is_owed(
    here: Commune, rows: int, django_assert_max_num_queries: Any
) -> None:
    for number in range(rows):
        here.client.post(RECORD, here.entry(title=f"Tin {number}", link=f"{LINK}/{number}"))
    with django_assert_max_num_queries(25):
        here.client.get(RECORD)
    with django_assert_max_num_queries(27):
        here.client.get(reverse("monitoring:evidence-recorded", args=[Evidence.objects.latest("pk").key]))


# ------------------------------------------------------------------------------------------------------- putting right


def test_who_recorded_corrects_and_counts_anew(here: Commune) -> None:
    here.client.post(RECORD, here.entry())
    one = the_one()
    url = reverse("monitoring:correct-evidence", args=[one.key])
    assert 'value="16/03/2026"' in page(here.client.get(url))
    here.client.post(url, here.entry(title="Tên đúng", items="2", revision="1"))
    assert (the_one().title, Match.objects.get().amount) == ("Tên đúng", 2)


def test_who_was_slower_is_told_and_keeps_the_entries(here: Commune) -> None:
    here.client.post(RECORD, here.entry())
    url = reverse("monitoring:correct-evidence", args=[the_one().key])
    here.client.post(url, here.entry(title="Người nhanh", revision="1"))
    text = page(here.client.post(url, here.entry(title="Người chậm", revision="1")), 422)
    assert "Somebody else changed this" in text
    assert "Người chậm" in text
    assert the_one().title == "Người nhanh"
    assert 'name="revision" value="2"' in text


def test_withdrawing_takes_a_reason_and_counts_no_more(here: Commune) -> None:
    here.client.post(RECORD, here.entry())
    url = reverse("monitoring:withdraw-evidence", args=[the_one().key])
    assert "This field is required." in page(here.client.post(url, {"because": " "}), 422)
    here.client.post(url, {"because": "Ghi nhầm"})
    assert (the_one().state, the_one().withdrawn_because) == ("withdrawn", "Ghi nhầm")
    assert "was withdrawn already" in page(here.client.post(url, {"because": "Lần nữa"}), 422)


def test_an_agency_cannot_change_the_evidence_of_another(here: Commune) -> None:
    here.client.post(RECORD, here.entry())
    stranger = signed_in(person(Role.OFFICER, commune("Ủy ban nhân dân xã khác", here.top)))
    for name in ("evidence-recorded", "correct-evidence", "withdraw-evidence"):
        assert stranger.get(reverse(f"monitoring:{name}", args=[the_one().key])).status_code == 404
    above = signed_in(person(Role.COORDINATOR, here.top))
    assert above.post(reverse("monitoring:correct-evidence", args=[the_one().key])).status_code == 403


def test_the_list_of_duties_leads_to_recording_for_each_that_is_open(here: Commune) -> None:
    text = page(here.client.get(reverse("monitoring:agency", args=[here.agency.key])))
    march = Occurrence.objects.get(key="2026-03/news item")
    april = Occurrence.objects.get(key="2026-04/news item")
    assert f"{RECORD}?occurrence={march.pk}" in text
    assert f"{RECORD}?occurrence={april.pk}" not in text


def test_a_phone_can_keep_loa_and_share_to_it() -> None:
    told = json.loads(Client().get(reverse("monitoring:manifest")).content)
    assert told["share_target"] == {
        "action": RECORD, "method": "GET", "params": {"title": "title", "text": "text", "url": "url"},
    }  # fmt: skip
    assert {icon["sizes"] for icon in told["icons"]} == {"192x192", "512x512"}


def test_files_chosen_before_the_link_is_looked_up_stay(here: Commune, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recording, "proposal_of", lambda link: Proposal(link, title="Từ trang"))
    sent = here.entry(title="")
    assert "leave out anh.jpg" in page(here.client.post(RECORD, {**sent, "look": "1", "photos": [picture()]}))
    here.client.post(RECORD, {**sent, "title": "Từ trang"})
    assert [file.name for file in the_one().files.all()] == ["anh.jpg"]
