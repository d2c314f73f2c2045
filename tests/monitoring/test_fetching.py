"""Reading pages of other sites: politely, within limits, never raising."""

import socket
import unicodedata
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from tests.monitoring.sites import LocalSite, article, local_site, reading_freely

from loa.monitoring.enums import ReformArea
from loa.monitoring.fetching import Failure, Fetched, Page, Unchanged, fetch, proposal_of, read_page
from loa.monitoring.fetching.addresses import place_of
from loa.monitoring.fetching.decoding import decoded
from loa.monitoring.fetching.outcome import problem_text
from loa.monitoring.models import Site

pytestmark = pytest.mark.django_db


@pytest.fixture
def site() -> Iterator[LocalSite]:
    with local_site() as made, reading_freely():
        yield made


def _code(outcome: object) -> str:
    assert isinstance(outcome, Failure), outcome
    assert problem_text(outcome.code) not in ("", outcome.code)
    return outcome.code


def _page(outcome: object) -> Page:
    assert isinstance(outcome, Page), outcome
    return outcome


# --------------------------------------------------------------------------------------------------- where it may lead


@pytest.mark.parametrize(
    "address",
    ["", "xa.gov.vn", "ftp://xa.gov.vn/", "javascript:alert(1)", "http://", "http://a:b@xa.gov.vn/", "file:///etc/passwd",
     "http://[::1", "http://xa.gov.vn:99999/", "http://\x00/", "http://²²²/x", "http://" + "a" * 2000],
)  # fmt: skip
def test_what_is_no_address_is_refused_in_words(address: str) -> None:
    assert _code(fetch(address)) in ("address", "unknown", "private")


@pytest.mark.parametrize(
    "number",
    ["127.0.0.1", "10.0.0.5", "192.168.1.1", "172.16.0.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "224.0.0.1",  # noqa: S104  # no binding
     "::1", "fe80::1", "fc00::1", "::ffff:10.0.0.1", "2002:7f00:1::"],
)  # fmt: skip
def test_an_inner_address_is_refused_also_behind_a_name(number: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def found(host: str, port: int, **_: Any) -> list[Any]:
        return [
            (0, 0, 0, "", ("203.0.113.9" if host == "public.example" else number, port)),
            (0, 0, 0, "", (number, port)),
        ]

    monkeypatch.setattr(socket, "getaddrinfo", found)
    assert _code(fetch("http://looks-harmless.example/")) == "private"
    assert _code(fetch("http://public.example/")) == "private"  # one of its two machines is not


@pytest.mark.parametrize(
    ("number", "refused"),
    [("169.254.169.254", True), ("fe80::1", True), ("::ffff:169.254.169.254", True), ("0.0.0.0", True),  # noqa: S104  # no binding
     ("224.0.0.1", True), ("10.0.0.5", False), ("127.0.0.1", False), ("::1", False), ("fc00::1", False)],
)  # fmt: skip
def test_where_no_site_stands_nothing_is_asked_even_in_a_network_of_ones_own(
    number: str, refused: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [(0, 0, 0, "", (number, 80))])
    with reading_freely():
        assert isinstance(place_of("http://noi-bo.example/"), Failure) is refused


def test_a_public_machine_is_taken_by_its_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [(0, 0, 0, "", ("93.184.215.14", 443))])
    place = place_of("https://xa.example:443/tin#phan-2")
    assert not isinstance(place, Failure)
    assert (place.ip, str(place.url)) == ("93.184.215.14", "https://xa.example/tin")
    assert _code(place_of("https://xa.example:22/")) == "private"


def test_a_redirect_into_the_inner_network_is_not_followed(site: LocalSite, monkeypatch: pytest.MonkeyPatch) -> None:
    start = site.say("/a", status=302, headers={"Location": "file:///etc/passwd"})
    assert _code(fetch(start)) == "address"


# ------------------------------------------------------------------------------------------------------------ politely


def test_robots_are_asked_once_and_obeyed(site: LocalSite) -> None:
    site.say("/robots.txt", "User-agent: *\nDisallow: /kin/\n")
    open_page, closed = site.say("/mo/1", "a"), site.say("/kin/1", "b")
    assert isinstance(fetch(open_page), Fetched)
    assert _code(fetch(closed)) == "robots"
    assert isinstance(fetch(open_page), Fetched)
    assert site.asked == ["/robots.txt", "/mo/1", "/mo/1"]


def test_a_site_at_fault_is_not_read_past_its_robots(site: LocalSite) -> None:
    site.say("/robots.txt", status=500)
    assert _code(fetch(site.say("/1", "a"))) == "status:500"
    assert site.pages_asked() == []


def test_loa_says_who_asks(site: LocalSite) -> None:
    fetch(site.say("/1", "a"))
    assert {told["User-Agent"] for told in site.headers} == {"Loa (+http://localhost:8000)"}
    with reading_freely(fetch_agent="TinhLangSon/1.0"):
        fetch(site.address + "/1")
    assert site.headers[-1]["User-Agent"] == "TinhLangSon/1.0"


def test_the_pause_of_a_site_is_kept_by_everybody(site: LocalSite) -> None:
    page = site.say("/1", "a")
    with reading_freely(fetch_pause=30.0):
        assert isinstance(fetch(page), Fetched)
        assert _code(fetch(page, patience=0.05)) == "busy"
    Site.objects.update(next_at=timezone.now() - timedelta(seconds=1))
    assert isinstance(fetch(page, patience=0), Fetched)


def test_a_crawl_delay_longer_than_ours_is_kept(site: LocalSite) -> None:
    site.say("/robots.txt", "User-agent: *\nCrawl-delay: 120\n")
    assert isinstance(fetch(site.say("/1", "a")), Fetched)
    assert timedelta(seconds=100) < Site.objects.get().next_at - timezone.now() < timedelta(seconds=121)


def test_a_site_that_says_when_to_come_back_is_left_alone(site: LocalSite) -> None:
    page = site.say("/1", status=429, headers={"Retry-After": "600"})
    assert _code(fetch(page)) == "busy"
    assert Site.objects.get().next_at > timezone.now() + timedelta(minutes=9)
    assert _code(fetch(page, patience=0)) == "busy"
    assert site.pages_asked() == ["/1"]


def test_what_did_not_change_is_not_sent_again(site: LocalSite) -> None:
    page = site.say("/1", "a", headers={"ETag": '"v1"', "Last-Modified": "Mon, 02 Mar 2026 01:00:00 GMT"})
    first = fetch(page)
    assert isinstance(first, Fetched)
    assert (first.etag, first.last_modified) == ('"v1"', "Mon, 02 Mar 2026 01:00:00 GMT")
    assert isinstance(fetch(page, etag=first.etag, last_modified=first.last_modified), Unchanged)


# ------------------------------------------------------------------------------------------------------ within limits


def test_redirects_are_followed_and_come_to_an_end(site: LocalSite) -> None:
    site.say("/b", "đích")
    start = site.say("/a", status=301, headers={"Location": "/b"})
    found = fetch(start)
    assert isinstance(found, Fetched)
    assert found.url == site.address + "/b"
    assert _code(fetch(site.say("/vong", status=302, headers={"Location": "/vong"}))) == "redirects"


@pytest.mark.parametrize("packed", [False, True])
def test_too_much_is_refused_also_when_little_was_sent(site: LocalSite, packed: bool) -> None:
    page = site.say("/bom", b"\0" * 30_000_000, packed=packed)
    assert _code(fetch(page, megabytes=1)) == "large"


def test_packed_pages_are_unpacked(site: LocalSite) -> None:
    found = fetch(site.say("/1", "nội dung", packed=True, headers={"Content-Type": "text/html; charset=UTF-8"}))
    assert isinstance(found, Fetched)
    assert (found.content.decode(), found.media_type, found.charset) == ("nội dung", "text/html", "utf-8")


def test_damaged_packing_is_told(site: LocalSite) -> None:
    assert _code(fetch(site.say("/1", b"no gzip", headers={"Content-Encoding": "gzip"}))) == "broken"
    assert _code(fetch(site.say("/2", b"??", headers={"Content-Encoding": "br"}))) == "broken"


def test_a_site_that_drips_is_cut_off(site: LocalSite) -> None:
    assert isinstance(fetch(site.say("/1", "a")), Fetched)  # what robots may do is known from now on
    page = site.say("/cham", "x" * 500, slowly=0.05)
    assert _code(fetch(page, seconds=0.4)) == "timeout"


@pytest.mark.parametrize(
    ("status", "code"), [(404, "gone"), (410, "gone"), (403, "closed"), (500, "status:500"), (418, "status:418")]
)
def test_answers_become_sentences(site: LocalSite, status: int, code: str) -> None:
    assert _code(fetch(site.say("/1", status=status))) == code


def test_nobody_at_home() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with reading_freely():
        assert _code(fetch(f"http://127.0.0.1:{port}/")) == "unreachable"


# ------------------------------------------------------------------------------------------------------------- pages


def test_a_page_proposes_what_it_says(site: LocalSite) -> None:
    picture = '<meta property="og:image" content="/anh/le-ra-quan.jpg">'
    proposal = proposal_of(site.say("/tin/1.html", article(head=picture)))
    assert (proposal.title, proposal.published_on) == (
        "Xã Suối Bạc niêm yết thủ tục hành chính bằng mã QR",
        date(2026, 3, 2),
    )
    assert (list(proposal.areas), proposal.language, proposal.has_photo) == ([ReformArea.PROCEDURES], "vi", True)
    assert proposal.words is not None
    assert proposal.words > 200
    assert proposal.sentence == ""


def test_a_page_that_cannot_be_read_proposes_nothing_and_says_why(site: LocalSite) -> None:
    gone = proposal_of(site.address + "/khong-co")
    assert (gone.title, gone.published_on, gone.sentence) == ("", None, problem_text("gone"))
    file = proposal_of(site.say("/van-ban.pdf", b"%PDF-1.7", headers={"Content-Type": "application/pdf"}))
    assert file.problem == "not-a-page"
    assert proposal_of(site.say("/trong", "<html></html>")).problem == "empty"


@pytest.mark.parametrize("encoding", ["windows-1258", "utf-16", "utf-8-sig"])
def test_old_encodings_are_read(encoding: str) -> None:
    text = article()
    if encoding == "windows-1258":
        text = text.replace(
            '<meta charset="utf-8">', '<meta http-equiv="Content-Type" content="text/html; charset=windows-1258">'
        )
        text = _as_typed(unicodedata.normalize("NFC", text))
    page = _page(read_page(Fetched("http://xa.example/1", text.encode(encoding), "text/html")))
    assert page.title == "Xã Suối Bạc niêm yết thủ tục hành chính bằng mã QR"
    assert page.language == "vi"


def _as_typed(text: str) -> str:
    """Windows-1258 has the vowels ă â ê ô ơ ư as letters, and the five tones as marks after them."""
    typed = []
    for letter in text:
        parts = unicodedata.normalize("NFD", letter)
        tone = "".join(part for part in parts if part in "\u0300\u0301\u0303\u0309\u0323")
        typed.append(unicodedata.normalize("NFC", "".join(part for part in parts if part not in tone)) + tone)
    return "".join(typed)


_LD = '<script type="application/ld+json">%s</script>'


@pytest.mark.parametrize(
    ("head", "beside", "day"),
    [
        ('<meta name="pubdate" content="2026-02-28">', "", date(2026, 2, 28)),
        (_LD % '{"@graph":[{"datePublished":"2026-02-27T23:30:00Z"}]}', "", date(2026, 2, 28)),
        ("", "<p>Ngày đăng: 02/03/2026 08:15</p>", date(2026, 3, 2)),
        ("", "<p>Thứ hai, 2/3/2026 | 08:15</p>", date(2026, 3, 2)),
        ("", "<p>Cập nhật: 31/02/2026</p>", None),
        ("", "<p>Ngày đăng: 02/03/2026</p><p>Ngày đăng: 05/03/2026</p>", None),
        ("", "<p>Ngày đăng: 02/03/2126</p>", None),
        ("", "<p>Từ ngày 01/7/2025 xã được thành lập</p>", None),
        ('<meta name="date" content="0001-01-01">', "", None),
        (_LD % "{bad", "", None),
    ],
)  # fmt: skip
def test_the_day_is_what_the_page_says_and_never_a_guess(head: str, beside: str, day: date | None) -> None:
    text = article(day="", head=head).replace("</h1>", f"</h1>{beside}")
    page = _page(read_page(Fetched("http://xa.example/1", text.encode(), "text/html"), today=date(2026, 11, 21)))
    assert page.published_on == day


def test_only_pictures_of_the_article_are_pictures() -> None:
    logo = article(head='<meta property="og:image" content="/images/logo.png">')
    assert not _page(read_page(Fetched("http://xa.example/1", logo.encode(), "text/html"))).has_photo
    inside = article(
        body="<p>" + "Bà con xem mã thủ tục ở bảng tin của thôn. " * 30 + "</p><img src='/anh/1.jpg' alt='a'>"
    )
    assert _page(read_page(Fetched("http://xa.example/1", inside.encode(), "text/html"))).has_photo


def test_the_own_address_is_taken_from_the_same_site_alone() -> None:
    for told, taken in [
        ("/tin/1", "http://xa.example/tin/1"),
        ("https://bao.example/x", "http://xa.example/1?utm=a"),
        ("/", "http://xa.example/1?utm=a"),
    ]:
        text = article(head=f'<link rel="canonical" href="{told}">')
        assert _page(read_page(Fetched("http://xa.example/1?utm=a", text.encode(), "text/html"))).url == taken


@given(
    st.binary(max_size=300), st.sampled_from(["", "utf-16", "zlib", "hex", "idna", "no-such", "utf-7", "windows-1258"])
)
def test_nothing_on_a_page_raises(content: bytes, charset: str) -> None:
    text = decoded(content, charset)
    assert "\x00" not in text
    outcome = read_page(Fetched("http://xa.example/", b"<html><body><p>" + content, "text/html", charset))
    assert isinstance(outcome, Page | Failure)


def test_hostile_pages_are_no_articles() -> None:
    for text in ("<div>" * 50_000, "<!DOCTYPE a [<!ENTITY b 'c'>]>" + "&b;" * 1000, "<p>" + "&#x0;" * 100):
        assert isinstance(read_page(Fetched("http://xa.example/", text.encode(), "text/html")), Page | Failure)
