"""Copies of linked pages, and links that are looked at again."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone
from tests.factories import agency, person
from tests.monitoring.sites import LocalSite, article, local_site, reading_freely

from loa.audit.models import Entry
from loa.monitoring import tasks
from loa.monitoring.actions.copying import look_at_page, look_at_pages
from loa.monitoring.actions.recording import correct_evidence, record_evidence, withdraw_evidence
from loa.monitoring.enums import EvidenceKind, Source
from loa.monitoring.happening import Happening
from loa.monitoring.models import Evidence, NearCopy, PageCopy, Site
from loa.organizations.enums import Role
from loa.organizations.models import Agency, Person

pytestmark = pytest.mark.django_db

PICTURE = '<meta property="og:image" content="/anh/hop.jpg">'


@pytest.fixture
def site() -> Iterator[LocalSite]:
    with local_site() as made, reading_freely():
        yield made


@pytest.fixture
def commune() -> Agency:
    return agency("Ủy ban nhân dân xã Suối Bạc")


@pytest.fixture
def officer(commune: Agency) -> Person:
    return person(Role.OFFICER, commune)


def _record(link: str, officer: Person, **more: Any) -> Evidence:
    owner = officer.posts.get().agency
    told = {"kind": EvidenceKind.ARTICLE, "happened_on": date(2026, 3, 2), "title": "Niêm yết thủ tục", **more}
    happening = Happening(agency=owner, source=Source.PERSON, link=link, **told)
    return record_evidence(happening, by=officer, on=timezone.localdate())


def _again(evidence: Evidence) -> Evidence:
    return Evidence.objects.get(pk=evidence.pk)


def test_the_text_of_a_linked_page_is_kept_and_fills_in_what_nobody_said(
    site: LocalSite, officer: Person, django_capture_on_commit_callbacks: Any
) -> None:
    link = site.say("/1", article(head=PICTURE))
    with django_capture_on_commit_callbacks(execute=True):
        made = _record(link, officer)
    kept, copy = _again(made), PageCopy.objects.get()
    assert (copy.url, copy.published_on, len(copy.sha256)) == (link, date(2026, 3, 2), 64)
    assert copy.compared
    assert (kept.words, kept.has_photo, kept.link_problem) == (len(copy.text.split()), True, "")
    assert kept.fingerprint is not None
    assert kept.link_checked_at is not None
    assert kept.revision == made.revision  # who has the page open can save it
    assert Entry.objects.filter(verb="evidence.read-page").count() == 1


def test_what_somebody_said_is_not_written_over(site: LocalSite, officer: Person) -> None:
    made = _record(site.say("/1", article()), officer, words=12)
    look_at_page(made.pk)
    assert (_again(made).words, Entry.objects.filter(verb="evidence.read-page").exists()) == (12, False)


def test_looking_twice_keeps_one_copy_and_a_changed_page_another(site: LocalSite, officer: Person) -> None:
    made = _record(site.say("/1", article()), officer)
    for _ in range(2):
        look_at_page(made.pk)
    assert site.pages_asked() == ["/1"]
    site.say("/1", article(about="chuyển đổi số ở thôn bản"))
    Evidence.objects.update(link_next_at=timezone.now() - timedelta(seconds=1))
    assert look_at_pages(seconds=5) == 1
    assert PageCopy.objects.count() == 2
    Evidence.objects.update(link_next_at=timezone.now() - timedelta(seconds=1))
    look_at_pages(seconds=5)
    assert PageCopy.objects.count() == 2


@pytest.mark.parametrize(
    ("told", "problem", "hours"),
    [
        ({"status": 404}, "gone", 24 * 30),
        ({"status": 500}, "status:500", 6),
        ({"status": 302, "headers": {"Location": "/"}}, "gone", 24 * 30),
        ({"content": b"%PDF-1.7", "headers": {"Content-Type": "application/pdf"}}, "", 24 * 30),
    ],
)
def test_a_link_that_no_longer_leads_there_is_told(
    site: LocalSite, officer: Person, told: dict[str, Any], problem: str, hours: int
) -> None:
    site.say("/", article("Trang chủ"))
    made = _record(site.say("/1", **told), officer)
    look_at_page(made.pk)
    kept = _again(made)
    assert (kept.link_problem, PageCopy.objects.exists()) == (problem, False)
    assert kept.link_next_at is not None
    assert round((kept.link_next_at - timezone.now()).total_seconds() / 3600) == hours
    site.say("/1", article())
    Evidence.objects.update(link_next_at=timezone.now() - timedelta(seconds=1))
    look_at_page(made.pk)
    assert (_again(made).link_problem, PageCopy.objects.count()) == ("", 1)


def test_a_proof_outlives_its_page(site: LocalSite, officer: Person) -> None:
    made = _record(site.say("/1", article()), officer)
    look_at_page(made.pk)
    site.say("/1", status=410)
    Evidence.objects.update(link_next_at=timezone.now() - timedelta(seconds=1))
    look_at_page(made.pk)
    assert (_again(made).link_problem, made.page_copies.count()) == ("gone", 1)


def test_a_page_in_hand_of_a_worker_that_died_comes_up_again(
    site: LocalSite, officer: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = _record(site.say("/1", article()), officer)

    def die(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("loa.monitoring.actions.copying._store", die)
        with pytest.raises(KeyboardInterrupt):
            look_at_page(made.pk)
    assert look_at_pages(seconds=5) == 0
    kept = _again(made)
    assert kept.link_next_at is not None
    assert kept.link_next_at < timezone.now() + timedelta(minutes=11)
    Evidence.objects.update(link_next_at=timezone.now() - timedelta(seconds=1))
    assert tasks.read_pages() == 2  # looked at, and compared
    assert PageCopy.objects.count() == 1


def test_a_busy_site_waits_for_the_next_round(site: LocalSite, officer: Person) -> None:
    made = _record(site.say("/1", article()), officer)
    look_at_page(made.pk)
    Site.objects.update(next_at=timezone.now() + timedelta(hours=1))
    Evidence.objects.update(link_next_at=None)
    assert not look_at_page(made.pk)
    assert _again(made).link_next_at is None
    assert look_at_pages(seconds=0.2) == 0


def test_text_that_came_with_the_announcement_is_kept_without_asking(
    site: LocalSite, officer: Person, django_capture_on_commit_callbacks: Any
) -> None:
    text = "Xã niêm yết thủ tục tại bộ phận một cửa cho bà con xem. " * 20
    with django_capture_on_commit_callbacks(execute=True):
        made = _record(site.say("/1", article()), officer, text="\x00" + text)
    assert (PageCopy.objects.get().text, made.words) == (text.strip(), len(text.split()))
    assert _again(made).fingerprint is not None
    assert site.asked == []


def test_another_link_is_looked_at_and_what_was_withdrawn_is_not(site: LocalSite, officer: Person) -> None:
    today = timezone.localdate()
    made = _record(site.say("/1", status=404), officer)
    look_at_page(made.pk)
    second = site.say("/2", article())
    kept = correct_evidence(_again(made), {"link": second}, by=officer, on=today, revision=1)
    assert look_at_pages(seconds=5) == 1
    assert _again(made).link_problem == ""
    Evidence.objects.update(link_next_at=None)
    withdraw_evidence(_again(kept), because="nhầm", by=officer, on=today)
    assert look_at_pages(seconds=5) == 0


def test_addresses_of_nobody_are_not_asked_for(officer: Person) -> None:
    made = _record("https://xa.gov.example/tin/1", officer)
    assert look_at_page(made.pk)
    kept = _again(made)
    assert (kept.link_problem, kept.link_checked_at) == ("", None)
    assert not Site.objects.exists()


def test_the_same_article_on_two_sites_is_flagged_all_by_itself(site: LocalSite, officer: Person) -> None:
    other = person(Role.OFFICER, agency("Ủy ban nhân dân xã Nà Ngần"))
    _record(site.say("/1", article("Nhan đề thứ nhất")), officer)
    _record(site.say("/2", article("Một tên hoàn toàn khác")), other)
    tasks.read_pages()
    assert NearCopy.objects.get().likeness >= 95
