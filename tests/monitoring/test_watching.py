"""Watching sites: what is read there, once, and what becomes of it."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.factories import agency, person
from tests.monitoring.sites import LocalSite, article, local_site, reading_freely
from tests.monitoring.test_site_feeds import ITEM, RSS

from loa.audit.models import Entry
from loa.monitoring import tasks
from loa.monitoring.actions.reading_watches import read_watch, try_out
from loa.monitoring.actions.watching import (
    Wish,
    add_watch,
    change_watch,
    pause_watch,
    read_now,
    remove_watch,
    resume_watch,
)
from loa.monitoring.enums import ReformArea, SightingVerdict, Source, WatchKind
from loa.monitoring.errors import ChangedMeanwhile, MonitoringError
from loa.monitoring.models import Evidence, PageCopy, Sighting, Watch
from loa.organizations.enums import Role
from loa.organizations.models import Agency, Person
from loa.organizations.policy import Forbidden

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 21)
MARCH = "Mon, 02 Mar 2026 08:00:00 +0700"


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


def _feed(site: LocalSite, *items: tuple[str, str], **more: Any) -> str:
    """A feed of pages by path and day."""
    told = "".join(ITEM.format(title=f"Tin {path}", link=path, guid=f"guid{path}", day=day) for path, day in items)
    return site.say("/rss", RSS.format(items=told), **more)


def _watch(url: str, commune: Agency, officer: Person, **more: Any) -> Watch:
    told = {"kind": WatchKind.FEED, "channel": "agency-site", "since": date(2026, 1, 1), **more}
    return Watch.objects.create(agency=commune, url=url, added_by=officer, **told)


def _verdicts(watch: Watch) -> dict[str, str]:
    return {one.url.rpartition("/")[2]: one.verdict for one in watch.sightings.filter(fetch=False)}


def test_what_a_site_publishes_becomes_evidence(site: LocalSite, commune: Agency, officer: Person) -> None:
    watch = _watch(_feed(site, ("/1", MARCH)), commune, officer)
    page = site.say("/1", article(day="2026-05-05"))
    assert read_watch(watch.pk) == 1
    found = Evidence.objects.get()
    assert (found.agency, found.source, found.reference) == (commune, Source.FEED, f"{page[7:-2]} guid/1")
    assert (found.happened_on, found.link, found.channel) == (date(2026, 3, 2), page, "agency-site")
    assert found.title == "Xã Suối Bạc niêm yết thủ tục hành chính bằng mã QR"
    assert (found.areas, found.recorded_by, found.words is not None) == ([ReformArea.PROCEDURES], None, True)
    assert PageCopy.objects.get().text.startswith("Trong đợt")
    assert found.fingerprint is not None
    sighting = Sighting.objects.get()
    assert (sighting.verdict, sighting.evidence, sighting.fetch) == (SightingVerdict.RECORDED, found, False)
    watch.refresh_from_db()
    assert watch.problem == ""
    assert watch.next_at is not None
    assert watch.next_at > timezone.now() + timedelta(minutes=50)


def test_each_page_is_looked_at_once(site: LocalSite, commune: Agency, officer: Person) -> None:
    watch = _watch(_feed(site, ("/1", MARCH)), commune, officer)
    site.say("/1", article())
    read_watch(watch.pk)
    _feed(site, ("/2", MARCH), ("/1", MARCH))
    site.say("/2", article("Xã Suối Bạc họp về cải cách hành chính"))
    assert read_watch(watch.pk) == 1
    assert Evidence.objects.count() == 2
    assert site.pages_asked() == ["/rss", "/1", "/rss", "/2"]


def test_a_feed_that_did_not_change_is_not_sent_again(site: LocalSite, commune: Agency, officer: Person) -> None:
    watch = _watch(_feed(site, headers={"Content-Type": "text/xml", "ETag": '"1"'}), commune, officer)
    read_watch(watch.pk)
    read_watch(watch.pk)
    assert [told.get("If-None-Match") for told in site.headers][1:] == [None, '"1"']
    watch.refresh_from_db()
    assert (watch.etag, watch.problem) == ('"1"', "")


def test_pages_get_the_verdict_that_fits(site: LocalSite, commune: Agency, officer: Person) -> None:
    paths = ["/bong-da", "/khong-ngay", "/cu", "/mat", "/anh"]
    watch = _watch(_feed(site, *((path, "") for path in paths)), commune, officer)
    football = "<p>" + "Đội bóng của xã thắng trận mở màn trước khán đài đông người xem. " * 30 + "</p>"
    site.say("/bong-da", article("Giải bóng đá thiếu nhi", body=football))
    site.say("/khong-ngay", article(day=""))
    site.say("/cu", article(day="2025-12-31"))
    site.say("/anh", b"\x89PNG", headers={"Content-Type": "image/png"})
    read_watch(watch.pk)
    assert _verdicts(watch) == {
        "bong-da": SightingVerdict.OTHER,
        "khong-ngay": SightingVerdict.UNDATED,
        "cu": SightingVerdict.EARLY,
        "mat": "gone",
        "anh": "not-a-page",
    }
    assert not Evidence.objects.exists()


def test_without_the_filter_everything_dated_is_recorded(site: LocalSite, commune: Agency, officer: Person) -> None:
    watch = _watch(_feed(site, ("/1", "")), commune, officer, reform_only=False)
    site.say("/1", article("Giải bóng đá thiếu nhi", body="<p>" + "Đội nhà thắng trận mở màn ở sân xã. " * 40 + "</p>"))
    read_watch(watch.pk)
    assert (Evidence.objects.get().happened_on, Evidence.objects.get().areas) == (date(2026, 3, 2), [])


def test_parts_and_first_day_narrow_what_is_looked_at(site: LocalSite, commune: Agency, officer: Person) -> None:
    url = _feed(site, ("/cchc/1", ""), ("/the-thao/1", ""), ("/cchc/cu", "Mon, 03 Mar 2025 08:00:00 +0700"))
    watch = _watch(url, commune, officer, sections=["/cchc"])
    site.say("/cchc/1", article())
    assert read_watch(watch.pk) == 1
    assert site.pages_asked() == ["/rss", "/cchc/1"]


def test_what_a_person_recorded_or_withdrew_is_not_recorded_again(
    site: LocalSite, commune: Agency, officer: Person
) -> None:
    watch = _watch(_feed(site, ("/1", MARCH)), commune, officer)
    told = {"kind": "article", "happened_on": date(2026, 3, 2), "title": "A", "source": Source.PERSON}
    own = Evidence.objects.create(agency=commune, link=f"{site.address}/1", recorded_at=timezone.now(), **told)
    read_watch(watch.pk)
    assert (Evidence.objects.count(), Sighting.objects.get().evidence) == (1, own)
    assert _verdicts(watch) == {"1": SightingVerdict.KNOWN}
    assert site.pages_asked() == ["/rss"]


# -------------------------------------------------------------------------------------------------------------- faults


def test_the_pause_grows_while_a_site_fails(site: LocalSite, commune: Agency, officer: Person) -> None:
    watch = _watch(site.say("/rss", status=500), commune, officer)
    pauses = []
    for _ in range(7):
        read_watch(watch.pk)
        watch.refresh_from_db()
        assert watch.next_at is not None
        pauses.append(round((watch.next_at - timezone.now()).total_seconds() / 3600))
    assert pauses == [2, 4, 8, 16, 24, 24, 24]
    assert (watch.problem, watch.failures) == ("status:500", 7)
    _feed(site)
    read_watch(watch.pk)
    watch.refresh_from_db()
    assert (watch.problem, watch.failures) == ("", 0)


@pytest.mark.parametrize(("content", "code"), [("<html></html>", "not-a-feed"), ("x" * 20_000_000, "large")])
def test_what_is_no_feed_is_told(site: LocalSite, commune: Agency, officer: Person, content: str, code: str) -> None:
    watch = _watch(site.say("/rss", content), commune, officer)
    read_watch(watch.pk)
    watch.refresh_from_db()
    assert watch.problem == code


def test_a_page_that_cannot_be_read_now_waits_and_is_given_up_in_the_end(
    site: LocalSite, commune: Agency, officer: Person
) -> None:
    watch = _watch(_feed(site, ("/1", MARCH)), commune, officer)
    site.say("/1", status=500)
    read_watch(watch.pk)
    assert Sighting.objects.get().fetch
    watch.refresh_from_db()
    assert watch.next_at is not None
    assert watch.next_at < timezone.now() + timedelta(minutes=3)
    Sighting.objects.update(seen_at=timezone.now() - timedelta(days=4))
    read_watch(watch.pk)
    assert _verdicts(watch) == {"1": "status:500"}


def test_a_worker_that_died_in_the_middle_loses_and_doubles_nothing(
    site: LocalSite, commune: Agency, officer: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch = _watch(_feed(site, ("/1", MARCH), ("/2", MARCH)), commune, officer)
    site.say("/1", article("Một cửa xã Suối Bạc"))
    site.say("/2", article("Hai việc về thủ tục hành chính"))

    def die(*_: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("loa.monitoring.actions.reading_watches._settle_known", die)
        with pytest.raises(KeyboardInterrupt):
            read_watch(watch.pk)
    assert not Evidence.objects.exists()  # recorded and settled together, or not at all
    assert tasks.read_watches() == 0  # in hand
    Watch.objects.update(next_at=timezone.now() - timedelta(seconds=1))
    assert tasks.read_watches() == 1
    assert Evidence.objects.count() == 2
    assert read_watch(watch.pk) == 0
    assert Evidence.objects.count() == 2


def test_a_paused_site_is_left_alone(site: LocalSite, commune: Agency, officer: Person) -> None:
    watch = _watch(_feed(site), commune, officer, active=False)
    assert (read_watch(watch.pk), tasks.read_watches(), site.asked) == (0, 0, [])


# --------------------------------------------------------------------------------------------------------------- verbs


def _wish(**more: Any) -> Wish:
    told = {"url": "https://xa.example/rss", "kind": WatchKind.FEED, "channel": "agency-site"}
    return Wish(**{**told, "since": date(2026, 1, 1), **more})


def test_each_verb_leaves_one_row_in_the_trail(commune: Agency, officer: Person) -> None:
    watch = add_watch(commune, _wish(), by=officer, on=TODAY)
    change_watch(watch, _wish(sections=["/cchc"]), by=officer, on=TODAY, revision=1)
    change_watch(watch, _wish(sections=["/cchc"]), by=officer, on=TODAY, revision=2)  # nothing differs
    pause_watch(watch, by=officer, on=TODAY)
    resume_watch(watch, by=officer, on=TODAY)
    read_now(watch, by=officer, on=TODAY)
    remove_watch(watch, by=officer, on=TODAY)
    verbs = list(Entry.objects.filter(verb__startswith="watches.").order_by("number").values_list("verb", flat=True))
    assert verbs == [f"watches.{verb}" for verb in ("add", "change", "pause", "resume", "read-now", "remove")]
    assert not Watch.objects.exists()


def test_others_may_not_watch_for_an_agency(commune: Agency, officer: Person) -> None:
    stranger = person(Role.OFFICER)
    with pytest.raises(Forbidden):
        add_watch(commune, _wish(), by=stranger, on=TODAY)
    watch = add_watch(commune, _wish(), by=officer, on=TODAY)
    for verb in (pause_watch, resume_watch, read_now, remove_watch):
        with pytest.raises(Forbidden):
            verb(watch, by=stranger, on=TODAY)
    with pytest.raises(Forbidden):
        change_watch(watch, _wish(channel="portal"), by=stranger, on=TODAY, revision=1)
    assert Watch.objects.get().channel == "agency-site"


def test_one_address_is_watched_once_and_saved_by_one_at_a_time(commune: Agency, officer: Person) -> None:
    watch = add_watch(commune, _wish(), by=officer, on=TODAY)
    with pytest.raises(MonitoringError):
        add_watch(commune, _wish(channel="portal"), by=officer, on=TODAY)
    change_watch(watch, _wish(channel="portal"), by=officer, on=TODAY, revision=1)
    with pytest.raises(ChangedMeanwhile):
        change_watch(watch, _wish(channel="radio"), by=officer, on=TODAY, revision=1)


# --------------------------------------------------------------------------------------------------------------- pages


def test_a_trial_shows_what_would_be_recorded_and_stores_nothing(
    site: LocalSite, commune: Agency, officer: Person
) -> None:
    _feed(site, ("/1", MARCH), ("/2", ""), ("/3", ""), ("/4", ""))
    site.say("/1", article())
    site.say("/2", article(day=""))
    home = site.say("/", '<html><head><link rel="alternate" type="application/rss+xml" href="/rss"></head></html>')
    trial = try_out(Watch(agency=commune, url=home, since=date(2026, 1, 1), reform_only=True))
    assert (trial.url, trial.kind) == (site.address + "/rss", WatchKind.FEED)
    assert [(row.verdict, row.day) for row in trial.rows] == [
        (SightingVerdict.RECORDED, date(2026, 3, 2)),
        (SightingVerdict.UNDATED, None),
        ("gone", None),
        ("", None),
    ]
    assert not Evidence.objects.exists()
    assert not Sighting.objects.exists()


def _given(url: str, **more: str) -> dict[str, str]:
    return {"url": url, "channel": "agency-site", "since": "01/01/2026", "reform_only": "on", **more}


def test_an_officer_watches_a_site_by_its_first_page(
    site: LocalSite, commune: Agency, officer: Person, client: Client
) -> None:
    _feed(site, ("/1", MARCH))
    site.say("/1", article())
    home = site.say("/", '<html><head><link rel="alternate" type="application/rss+xml" href="/rss"></head></html>')
    client.force_login(officer)
    given = {**_given(home), "agency": str(commune.pk)}
    tried = client.post(reverse("monitoring:add-watch"), {**given, "try": "1"})
    assert tried.status_code == 200
    assert tried.context["trial"].rows[0].verdict == SightingVerdict.RECORDED
    assert not Watch.objects.exists()
    saved = client.post(reverse("monitoring:add-watch"), given)
    watch = Watch.objects.get()
    assert saved.headers["Location"] == reverse("monitoring:watch", args=[watch.key])
    assert (watch.url, watch.kind, watch.added_by) == (site.address + "/rss", WatchKind.FEED, officer)


def test_a_site_that_cannot_be_read_is_not_watched(
    site: LocalSite, commune: Agency, officer: Person, client: Client
) -> None:
    client.force_login(officer)
    for url in (site.say("/", "<html><body>a</body></html>"), "http://10.0.0.1:22/", "không phải địa chỉ", "\x00"):
        answer = client.post(reverse("monitoring:add-watch"), {**_given(url), "agency": str(commune.pk)})
        assert answer.status_code == 422
        assert "url" in answer.context["form"].errors
    assert not Watch.objects.exists()


def test_changing_shows_the_watch_and_refuses_an_old_page(
    site: LocalSite, commune: Agency, officer: Person, client: Client
) -> None:
    watch = _watch(_feed(site), commune, officer)
    client.force_login(officer)
    address = reverse("monitoring:change-watch", args=[watch.key])
    assert client.get(address).context["form"].initial["url"] == watch.url
    given = {
        **_given(watch.url, sections="https://xa.example/cchc\ntin"),
        "found": watch.url,
        "kind": "feed",
        "revision": "1",
    }
    assert client.post(address, given).status_code == 302
    watch.refresh_from_db()
    assert (watch.sections, watch.revision) == (["/cchc", "/tin"], 2)
    again = client.post(address, {**given, "sections": ""})
    assert again.status_code == 422
    assert site.asked == []


@pytest.mark.parametrize("rows", [1, 4])
def test_the_list_costs_the_same_for_one_and_many(
    rows: int, commune: Agency, officer: Person, client: Client, django_assert_max_num_queries: Any
) -> None:
    for number in range(rows):
        watch = _watch(f"https://xa.example/{number}", commune, officer, problem="gone" if number else "")
        Sighting.objects.create(watch=watch, reference="a", url="https://xa.example/1", seen_at=timezone.now())
    client.force_login(officer)
    with django_assert_max_num_queries(14):
        answer = client.get(reverse("monitoring:watches"))
    assert len(answer.context["watches"]) == rows
    assert client.get(reverse("monitoring:watches"), {"state": "failing"}).context["listing"].total == rows - 1
    assert b"https://xa.example/0" in b"".join(client.get(reverse("monitoring:watches"), {"format": "csv"}))


def test_pages_met_are_shown_with_what_became_of_them(commune: Agency, officer: Person, client: Client) -> None:
    watch = _watch("https://xa.example/rss", commune, officer, problem="timeout", failures=2)
    for number, (verdict, fetch) in enumerate([("recorded", False), ("gone", False), ("", True), ("undated", False)]):
        Sighting.objects.create(
            watch=watch, reference=str(number), url=f"https://xa.example/{number}", seen_at=timezone.now(),
            verdict=verdict, fetch=fetch,
        )  # fmt: skip
    client.force_login(officer)
    address = reverse("monitoring:watch", args=[watch.key])
    for verdict, total in [("", 4), ("waiting", 1), ("problem", 1), ("undated", 1), ("bậy²", 4)]:
        assert client.get(address, {"verdict": verdict}).context["listing"].total == total, verdict
    assert b"".join(client.get(address, {"format": "xlsx"})).startswith(b"PK")
    client.force_login(person(Role.OFFICER))
    assert client.get(address).status_code == 404
    assert client.post(reverse("monitoring:pause-watch", args=[watch.key])).status_code == 404
