"""Feeds and sitemaps of sites, as they are: broken, hostile, in old encodings."""

import gzip
from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.monitoring.sites import LocalSite, local_site, reading_freely

from loa.monitoring.enums import WatchKind
from loa.monitoring.fetching.discovering import SiteSource, find_source
from loa.monitoring.fetching.entries import Entry
from loa.monitoring.fetching.feeds import entries_of_feed
from loa.monitoring.fetching.outcome import Failure, Fetched
from loa.monitoring.fetching.sitemaps import Sitemap, read_sitemap

TODAY = date(2026, 11, 21)
RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>Xã Suối Bạc</title>{items}</channel></rss>"""
ITEM = "<item><title>{title}</title><link>{link}</link><guid>{guid}</guid><pubDate>{day}</pubDate></item>"


def _rss(*items: tuple[str, str, str, str]) -> str:
    return RSS.format(items="".join(ITEM.format(title=a, link=b, guid=c, day=d) for a, b, c, d in items))


def _entries(text: str | bytes, charset: str = "") -> list[Entry]:
    content = text.encode() if isinstance(text, str) else text
    found = entries_of_feed(Fetched("http://xa.example/rss", content, "text/xml", charset), today=TODAY)
    assert isinstance(found, list), found
    return found


def test_rss_gives_name_address_title_and_day() -> None:
    text = _rss(
        ("Niêm yết <![CDATA[<b>thủ tục</b>]]>", "/tin/1", "tin-1", "Mon, 02 Mar 2026 23:30:00 GMT"),
        ("Tin hai", "http://xa.example/tin/2", "tin-2", "Mon, 02 Mar 2026 08:00:00 +0700"),
    )
    assert _entries(text) == [
        Entry("tin-1", "http://xa.example/tin/1", "Niêm yết thủ tục", date(2026, 3, 3)),
        Entry("tin-2", "http://xa.example/tin/2", "Tin hai", date(2026, 3, 2)),
    ]


def test_atom_gives_the_day_of_publication_and_not_of_change() -> None:
    text = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>urn:1</id><title>A</title><link href="/1"/>'
        "<published>2026-03-01T10:00:00+07:00</published><updated>2026-05-01T10:00:00Z</updated></entry>"
        '<entry><id>urn:2</id><title>B</title><link href="/2"/><updated>2026-05-01T10:00:00Z</updated></entry></feed>'
    )
    assert [(one.reference, one.published_on) for one in _entries(text)] == [
        ("urn:1", date(2026, 3, 1)),
        ("urn:2", None),
    ]


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("Mon, 02 Mar 2026 08:00:00 GMT+7", date(2026, 3, 2)),
        ("2026-03-02", date(2026, 3, 2)),
        ("2026-03-02 08:00:00", date(2026, 3, 2)),
        ("03/02/2026 08:00:00", None),  # the third of February or the second of March
        ("Fri, 31 Feb 2026 08:00:00 GMT", None),
        ("Sun, 02 Mar 2036 08:00:00 GMT", None),
        ("Mon, 01 Jan 0001 00:00:00 GMT", None),
        ("hôm qua", None),
        ("", None),
    ],
)
def test_a_day_that_can_be_read_in_two_ways_is_none(said: str, day: date | None) -> None:
    assert _entries(_rss(("A", "/1", "1", said)))[0].published_on == day


def test_a_feed_in_utf_16_and_a_broken_one_are_read() -> None:
    text = _rss(("Số hóa hồ sơ", "/1", "1", ""))
    assert _entries(text.replace("utf-8", "utf-16").encode("utf-16"))[0].title == "Số hóa hồ sơ"
    assert _entries(text.replace("</item></channel></rss>", ""))[0].title == "Số hóa hồ sơ"


def test_what_leads_nowhere_or_was_told_before_is_left_out() -> None:
    text = _rss(("A", "javascript:alert(1)", "1", ""), ("B", "/2", "2", ""), ("C", "/3", "2", ""))
    assert [one.title for one in _entries(text)] == ["B"]


_TRAP = "<!DOCTYPE rss [%s]><rss><channel><item><link>/1</link><title>&b;</title></item></channel></rss>"
LAUGHS = _TRAP % '<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">'
FILE = _TRAP % '<!ENTITY b SYSTEM "file:///etc/passwd">'


@pytest.mark.parametrize("text", [LAUGHS, FILE, "<html><body>xin chào</body></html>", "", "<rss", "\x00"])
def test_traps_and_what_is_no_feed_are_refused(text: str) -> None:
    fetched = Fetched("http://xa.example/rss", text.encode(), "text/xml")
    assert entries_of_feed(fetched) == Failure("not-a-feed") or entries_of_feed(fetched) == []
    assert isinstance(read_sitemap(fetched), Failure)
    utf16 = Fetched("http://xa.example/rss", text.encode("utf-16"), "text/xml")
    assert isinstance(entries_of_feed(utf16), Failure | list)


@given(st.binary(max_size=400))
def test_no_feed_raises(content: bytes) -> None:
    for start in (b"<rss version='2.0'><channel>", b"<feed>", b"<urlset>", b"\x1f\x8b", b""):
        fetched = Fetched("http://xa.example/", start + content)
        assert isinstance(entries_of_feed(fetched), Failure | list)
        assert isinstance(read_sitemap(fetched), Failure | Sitemap)


def test_a_feed_without_end_is_cut() -> None:
    assert len(_entries(_rss(*((f"Tin {number}", f"/{number}", f"{number}", "") for number in range(5000))))) == 2000


# ----------------------------------------------------------------------------------------------------------- sitemaps

SITEMAP = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>http://xa.example/cu</loc><lastmod>2025-02-01</lastmod></url>
<url><loc>http://xa.example/moi</loc><lastmod>2026-03-02T08:00:00+07:00</lastmod></url>
<url><loc>http://xa.example/tin</loc><news:news><news:title>Tin mới</news:title>
<news:publication_date>2026-03-01</news:publication_date></news:news></url>
<url><loc>/khong-ngay</loc></url></urlset>"""


@pytest.mark.parametrize("packed", [False, True])
def test_a_sitemap_gives_its_pages_the_latest_first(packed: bool) -> None:
    content = gzip.compress(SITEMAP.encode()) if packed else SITEMAP.encode()
    found = read_sitemap(Fetched("http://xa.example/sitemap.xml", content), today=TODAY)
    assert isinstance(found, Sitemap)
    assert [(one.url, one.title, one.published_on, one.changed_on) for one in found.pages] == [
        ("http://xa.example/moi", "", None, date(2026, 3, 2)),
        ("http://xa.example/tin", "Tin mới", date(2026, 3, 1), None),
        ("http://xa.example/cu", "", None, date(2025, 2, 1)),
        ("http://xa.example/khong-ngay", "", None, None),
    ]


def test_a_packed_sitemap_that_grows_too_large_is_refused() -> None:
    bomb = gzip.compress(b"<urlset>" + b" " * 60_000_000)
    assert read_sitemap(Fetched("http://xa.example/sitemap.xml.gz", bomb)) == Failure("large")


# -------------------------------------------------------------------------------------------------------- discovering


@pytest.fixture
def site(db: None) -> Iterator[LocalSite]:
    with local_site() as made, reading_freely():
        yield made


def _found(address: str) -> SiteSource:
    found = find_source(address, since=date(2026, 1, 1))
    assert isinstance(found, SiteSource), found
    return found


def test_the_feed_that_the_first_page_names_is_found(site: LocalSite) -> None:
    site.say("/nguon/tin.xml", _rss(("A", "/1", "1", "")))
    page = site.say(
        "/", '<html><head><link rel="alternate" type="application/rss+xml" href="nguon/tin.xml"></head></html>'
    )
    found = _found(page)
    assert (found.url, found.kind, len(found.entries)) == (site.address + "/nguon/tin.xml", WatchKind.FEED, 1)


def test_a_feed_or_sitemap_where_sites_usually_have_one_is_found(site: LocalSite) -> None:
    page = site.say("/", "<html><body>Trang chủ</body></html>")
    site.say("/sitemap.xml", SITEMAP)
    assert _found(page).kind == WatchKind.SITEMAP
    site.say("/rss", _rss(("A", "/1", "1", "")))
    assert _found(page).url == site.address + "/rss"


def test_only_parts_that_may_tell_of_pages_since_the_day_are_read(site: LocalSite) -> None:
    parts = "".join(
        f"<sitemap><loc>{site.address}/s{number}.xml</loc><lastmod>{day}</lastmod></sitemap>"
        for number, day in enumerate(["2025-12-31", "2026-02-01"])
    )
    index = site.say("/sitemap_index.xml", f"<sitemapindex>{parts}</sitemapindex>")
    site.say("/s1.xml", f"<urlset><url><loc>{site.address}/1</loc></url></urlset>")
    assert [one.url for one in _found(index).entries] == [site.address + "/1"]
    assert site.pages_asked() == ["/sitemap_index.xml", "/s1.xml"]


def test_a_part_that_cannot_be_read_now_lets_the_whole_wait(site: LocalSite) -> None:
    index = site.say("/i.xml", f"<sitemapindex><sitemap><loc>{site.address}/s.xml</loc></sitemap></sitemapindex>")
    site.say("/s.xml", status=503)
    assert find_source(index, since=date(2026, 1, 1)) == Failure("no-feed")


def test_a_site_without_any_says_so(site: LocalSite) -> None:
    assert find_source(site.say("/", "<html><body>Trang chủ</body></html>"), since=TODAY) == Failure("no-feed")
    assert find_source("http://127.0.0.1:1/", since=TODAY) == Failure("unreachable")
