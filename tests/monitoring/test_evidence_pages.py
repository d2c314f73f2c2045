"""The list of evidence, one piece of it, and what stands behind a number."""

from datetime import date
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from tests.factories import agency, person
from tests.monitoring.proving import THE_DAY, Proving, signed_in, stay

from loa.monitoring.actions.recording import withdraw_evidence
from loa.monitoring.enums import EvidenceKind, MatchState, NearCopyState
from loa.monitoring.models import Evidence, EvidenceFile, NearCopy, PageCopy
from loa.monitoring.queries import evidence as evidence_queries
from loa.monitoring.queries.evidence import of_agencies
from loa.monitoring.views import evidence as evidence_views
from loa.organizations.enums import AgencyKind, Role, Tier
from loa.plans.models import Exemption

pytestmark = pytest.mark.django_db
LIST = "/evidence/"


@pytest.fixture(autouse=True)
def _day(monkeypatch: pytest.MonkeyPatch) -> None:
    stay(monkeypatch)


@pytest.fixture
def here() -> Proving:
    return Proving()


def titles(client: Client, **query: str) -> list[str]:
    response = client.get(LIST, query)
    assert response.status_code == 200
    return [item.evidence.title for item in response.context["items"]]


@pytest.mark.parametrize(("few", "runs"), [(50, 100), (0, 100), (0, 1)])
def test_however_many_agencies_are_asked_about_the_evidence_is_theirs(
    few: int, runs: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evidence_queries, "_FEW", few)
    monkeypatch.setattr(evidence_queries, "_MOST_RUNS", runs)
    keys = [agency(f"Xã {number}").pk for number in range(5)]
    now = timezone.now()
    for key in keys:
        Evidence.objects.create(agency_id=key, kind="article", happened_on=THE_DAY, title="Tin", recorded_at=now)
    for places in ((), (0,), (0, 1), (1, 2, 4), (0, 2, 4), (0, 1, 2, 3, 4)):
        wanted = {keys[place] for place in places}
        found = of_agencies(Evidence.objects.all(), wanted).values_list("agency", flat=True)
        assert sorted(found) == sorted(wanted)


def downloaded(response: Any) -> bytes:
    assert response.status_code == 200
    return b"".join(response.streaming_content)


def page_of(evidence: Evidence) -> str:
    return reverse("monitoring:evidence-detail", args=[evidence.key])


# ------------------------------------------------------------------------------------------------------------ the list


def test_what_takes_long_to_count_is_counted_as_far_as_pages_go(here: Proving, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evidence_views, "_COUNTED", 2)
    for number in range(4):
        here.prove(f"Bài {number}", channel="newspaper")
    client = signed_in(here.officer)
    everything, newspapers = (client.get(LIST, query).context["listing"] for query in ({}, {"channel": "newspaper"}))
    assert (everything.total, everything.more) == (4, False)
    assert (newspapers.total, newspapers.more) == (4, False)  # a page holds more than is counted at least
    monkeypatch.setattr(evidence_views, "_PAGE", 2)
    page = client.get(LIST, {"channel": "newspaper"})
    assert (page.context["listing"].total, page.context["listing"].more) == (2, True)
    assert "1–2 of more than 2" in page.content.decode()
    assert titles(client, channel="newspaper", page="2") == ["Bài 1", "Bài 0"]


def test_an_officer_sees_the_own_evidence_and_a_superior_that_of_all_below(here: Proving) -> None:
    here.prove("Của xã"), here.prove("Của xã bên", agency=here.communes[1])
    assert titles(signed_in(here.officer)) == ["Của xã"]
    assert sorted(titles(signed_in(here.coordinator))) == ["Của xã", "Của xã bên"]
    assert titles(signed_in(person(Role.COORDINATOR, agency()))) == []
    assert titles(signed_in(person())) == []
    assert Client().get(LIST).status_code == 302


def test_the_list_is_narrowed_by_each_of_its_filters(here: Proving) -> None:
    plain = here.prove("Bản tin thường", day=date(2026, 3, 2))
    video = here.prove("Phát thanh", kind=EvidenceKind.BROADCAST, channel="radio-tv", areas=["digital"], link="")
    neighbour = here.prove("Của xã bên", agency=here.communes[1], day=date(2026, 3, 9))
    held = here.prove("Không có gì chứng minh", link="")
    off = here.prove("Khảo sát hài lòng", kind=EvidenceKind.SURVEY)
    gone = here.prove("Ghi nhầm")
    here.rejected(plain)
    withdraw_evidence(gone, because="Ghi nhầm.", by=here.officer, on=THE_DAY)
    Evidence.objects.filter(pk=video.pk).update(link_problem="404")
    NearCopy.objects.create(evidence=neighbour, other=plain, likeness=97)
    client = signed_in(here.coordinator)
    expected = {
        ("q", "phat thanh"): {video},
        ("agency", "xã số 001"): {neighbour},
        ("kind", "survey"): {off},
        ("channel", "radio-tv"): {video},
        ("area", "digital"): {video},
        ("source", "feed"): set(),
        ("since", "09/03/2026"): {neighbour},
        ("until", "02/03/2026"): {plain},
        ("worth", "counted"): {video, neighbour},
        ("worth", "rejected"): {plain},
        ("worth", "held"): {held},
        ("worth", "unmatched"): {plain, off},
        ("worth", "withdrawn"): {gone},
        ("problem", "link"): {video},
        ("problem", "copy"): {plain, neighbour},
        ("plan", str(here.plan.pk)): {plain, video, neighbour, held},
        ("whose", "own"): set(),
    }
    for (name, value), found in expected.items():
        assert set(titles(client, **{name: value})) == {one.title for one in found}, (name, value)
    both = titles(client, plan=str(here.plan.pk), obligation=str(here.duty.pk), worth="held")
    assert both == [held.title]


@pytest.mark.parametrize(
    "query",
    [
        {"page": "99999999999999999999"}, {"page": "²"}, {"sort": "nonsense"}, {"since": "31/02/2026"},
        {"since": "01/01/0001"}, {"plan": "²"}, {"plan": "9" * 40}, {"obligation": "x"}, {"worth": "x"}, {"q": "\0"},
        {"q": "%_'\"" * 40}, {"agency": "\ud7ff￿"},
    ],
)  # fmt: skip
def test_what_nobody_means_gives_a_list_and_no_fault(here: Proving, query: dict[str, str]) -> None:
    here.prove()
    assert signed_in(here.officer).get(LIST, query).status_code == 200


def test_placements_of_one_item_are_one_row_and_each_has_its_page(here: Proving) -> None:
    first = here.prove("Một tin, ba kênh", channel="agency-site")
    more = [
        here.prove("Một tin, ba kênh", channel=channel, placement_of=str(first.key))
        for channel in ("newspaper", "social")
    ]
    client = signed_in(here.officer)
    (item,) = client.get(LIST).context["items"]
    assert [one.channel for one in item.placements] == ["agency-site", "newspaper", "social"]
    assert item.worth == {MatchState.COUNTED: 1, MatchState.COPY: 1}
    (by_channel,) = client.get(LIST, {"channel": "newspaper"}).context["items"]
    assert by_channel.evidence == more[0]
    assert [one.pk for one in client.get(page_of(more[1])).context["placements"]] == [first.pk, *[e.pk for e in more]]


def test_the_list_costs_the_same_however_much_there_is(here: Proving) -> None:
    client = signed_in(here.coordinator)
    client.get(LIST)

    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(LIST)
        return len(asked)

    here.prove()
    one = cost()
    for number in range(6):
        here.prove(f"Tin số {number}", agency=here.communes[number % 2])
    assert cost() == one


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_list_is_a_file_as_well(here: Proving, form: str) -> None:
    here.prove('=HYPERLINK("x")'), here.prove("Của xã bên", agency=here.communes[1])
    content = downloaded(signed_in(here.officer).get(LIST, {"format": form}))
    if form == "csv":
        lines = content.decode("utf-8-sig").splitlines()
        assert len(lines) == 2
        assert "'=HYPERLINK" in lines[1]


# --------------------------------------------------------------------------------------------------------------- a page


def test_nobody_of_another_agency_finds_a_piece(here: Proving) -> None:
    url = page_of(here.prove())
    stranger = agency("Ủy ban nhân dân tỉnh khác", kind=AgencyKind.PEOPLES_COMMITTEE, tier=Tier.PROVINCE)
    others = [here.neighbour, person(Role.COORDINATOR, stranger), person(Role.ADMINISTRATOR, here.top), person()]
    assert [signed_in(one).get(url).status_code for one in others] == [404] * 4
    for one in (here.officer, here.head, here.reviewer, here.leader):
        assert signed_in(one).get(url).status_code == 200
    assert Client().get(url).status_code == 302


def test_a_page_shows_what_happened_its_proof_and_what_it_counts_for(here: Proving) -> None:
    evidence = here.prove("Phát thanh về một cửa", areas=["procedures"], place="Nhà văn hóa", note="Có ảnh")
    PageCopy.objects.create(
        evidence=evidence, url=evidence.link, fetched_at=evidence.recorded_at, text="Nội dung trang", sha256="ab" * 32
    )
    page = signed_in(here.officer).get(page_of(evidence)).content.decode()
    for words in (
        "Phát thanh về một cửa", "administrative procedures", "Nhà văn hóa", "Có ảnh", evidence.link, "Nội dung trang",
        "ab" * 32, "not checked yet", "counts as 1", "It is the agency", "Record evidence", "12/KH-UBND",
    ):  # fmt: skip
        assert words in page, words


def test_photos_are_shown_and_other_files_are_named(here: Proving) -> None:
    evidence = here.prove()
    for name, media_type in (("anh.jpg", "image/jpeg"), ("nhat-ky.pdf", "application/pdf")):
        made = EvidenceFile(
            evidence=evidence, name=name, media_type=media_type, size=2048, sha256=name.encode().hex().ljust(64, "0")
        )
        made.file.save(name, ContentFile(b"x"))
    page = signed_in(here.officer).get(page_of(evidence)).content.decode()
    photo, log = evidence.files.order_by("pk")
    assert f'<img src="{reverse("monitoring:evidence-file", args=[photo.key])}" alt="anh.jpg"' in page
    assert f'<img src="{reverse("monitoring:evidence-file", args=[log.key])}"' not in page
    assert "nhat-ky.pdf" in page
    assert log.sha256 in page


def test_a_link_that_is_no_web_address_is_never_a_link(here: Proving) -> None:
    evidence = here.prove()
    Evidence.objects.filter(pk=evidence.pk).update(link="javascript:alert(1)")
    assert 'href="javascript' not in signed_in(here.officer).get(page_of(evidence)).content.decode()


def test_of_a_near_copy_that_may_not_be_seen_the_agency_is_all_that_is_named(here: Proving) -> None:
    mine, theirs = here.prove("Của xã"), here.prove("Bí mật xã bên", agency=here.communes[1])
    NearCopy.objects.create(evidence=theirs, other=mine, likeness=93, state=NearCopyState.FLAGGED)
    page = signed_in(here.officer).get(page_of(mine)).content.decode()
    assert here.communes[1].name in page
    assert "Bí mật" not in page
    assert "Bí mật" in signed_in(here.reviewer).get(page_of(mine)).content.decode()


def test_who_may_not_judge_is_offered_no_judgement(here: Proving) -> None:
    evidence = here.prove()
    deed = reverse("monitoring:reject-match", args=[here.match(evidence).pk])
    assert deed in signed_in(here.reviewer).get(page_of(evidence)).content.decode()
    for one in (here.officer, here.head, here.leader):
        assert deed not in signed_in(one).get(page_of(evidence)).content.decode()


# --------------------------------------------------------------------------------------------------- behind a number


def behind(here: Proving, month: int = 3, at: Any = None) -> str:
    return reverse("monitoring:behind", args=[here.window(month).pk, (at or here.home).key])


def test_behind_a_number_stands_each_piece_with_its_reason(here: Proving) -> None:
    for number in range(3):
        here.prove(f"Tin tính {number}", day=date(2026, 3, 2 + number))
    here.prove("Tin không có minh chứng", link="")
    here.rejected(here.prove("Tin lạc đề"))
    response = signed_in(here.officer).get(behind(here))
    assert [one.match.evidence.title for one in response.context["counted"]] == [f"Tin tính {n}" for n in range(3)]
    assert {one.match.evidence.title: one.match.state for one in response.context["left_out"]} == {
        "Tin không có minh chứng": MatchState.HELD, "Tin lạc đề": MatchState.REJECTED,
    }  # fmt: skip
    page = response.content.decode()
    for words in ("3 of 5", "Neither a link nor a file shows it.", "Không đúng chủ đề.", "due on 31/03/2026"):
        assert words in page, words


@pytest.mark.parametrize(
    ("month", "proven", "words"),
    [
        (1, 5, "was reached on 05/01/2026, in time"),
        (1, 0, "5 missing, and 31/01/2026 was the last day"),
        (3, 0, "5 still to come by 31/03/2026. At risk: behind an even pace: 0 so far, "),
        (3, 4, "1 still to come by 31/03/2026; what there is keeps an even pace"),
        (4, 0, "Its time begins on 01/04/2026 only"),
    ],
)
def test_the_standing_says_which_rule_makes_it(here: Proving, month: int, proven: int, words: str) -> None:
    for number in range(proven):
        here.prove(f"Tin {number}", day=date(2026, month, 5))
    assert words in signed_in(here.officer).get(behind(here, month)).content.decode()


def test_who_is_let_off_is_shown_so_in_words(here: Proving) -> None:
    Exemption.objects.create(
        obligation=here.duty, agency=here.home, reason="Xã mới lập", authority="CV 12", valid_from=date(2026, 1, 1),
        made_by=here.leader,
    )  # fmt: skip
    page = signed_in(here.officer).get(behind(here)).content.decode()
    assert "The agency is let off: Xã mới lập (CV 12)" in page


def test_who_does_not_owe_it_is_told_so(here: Proving) -> None:
    page = signed_in(here.coordinator).get(behind(here, at=here.top)).content.decode()
    assert "This agency does not owe this" in page


def test_nobody_looks_behind_the_numbers_of_another_agency(here: Proving) -> None:
    here.prove()
    url = behind(here)
    assert [signed_in(one).get(url).status_code for one in (here.neighbour, person())] == [403, 403]
    assert signed_in(here.reviewer).get(url).status_code == 200
    assert downloaded(signed_in(here.reviewer).get(url, {"format": "xlsx"}))[:2] == b"PK"
    missing = reverse("monitoring:behind", args=[10**18, here.home.key])
    assert signed_in(here.reviewer).get(missing).status_code == 404


def test_looking_behind_a_number_costs_the_same_however_much_there_is(here: Proving) -> None:
    client = signed_in(here.reviewer)

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get(behind(here))
        return len(asked)

    here.prove()
    cost()
    one = cost()
    for number in range(6):
        here.prove(f"Tin số {number}")
    assert cost() == one
