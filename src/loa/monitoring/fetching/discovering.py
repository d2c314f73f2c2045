"""Finding the feed or sitemap of a site from its address alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit, urlunsplit

from lxml import etree, html

from loa.monitoring.enums import WatchKind
from loa.monitoring.fetching.addresses import absolute
from loa.monitoring.fetching.asking import BACKGROUND, fetch
from loa.monitoring.fetching.decoding import decoded
from loa.monitoring.fetching.entries import Entry
from loa.monitoring.fetching.feeds import entries_of_feed
from loa.monitoring.fetching.outcome import Failure, Fetched
from loa.monitoring.fetching.sitemaps import Sitemap, read_sitemap

__all__ = ["Found", "SiteSource", "find_source", "read_source"]

_LARGE = 16.0
"""Megabytes of a sitemap of many pages."""

_FEEDS = ("application/rss+xml", "application/atom+xml", "application/rdf+xml")
_GUESSES = ("/rss", "/feed", "/rss.xml", "/sitemap.xml", "/sitemap_index.xml")
_PARTS = 5


@dataclass(frozen=True, slots=True)
class SiteSource:
    """A feed or sitemap that was read. `etag` and `last_modified` let it say the next time that nothing changed."""

    url: str
    kind: WatchKind
    entries: tuple[Entry, ...]
    etag: str = ""
    last_modified: str = ""


Found = SiteSource | Failure


def find_source(address: str, *, since: date, patience: float = BACKGROUND) -> Found:
    """The feed or sitemap at an address, that the page there names, or where sites usually have one. Never raises."""
    first = fetch(address, patience=patience, seconds=15.0, megabytes=_LARGE)
    if not isinstance(first, Fetched):
        return first if isinstance(first, Failure) else Failure("empty")
    found = read_source(first, since=since, patience=patience)
    if isinstance(found, SiteSource):
        return found
    for candidate in _candidates(first):
        there = fetch(candidate, patience=patience, seconds=10.0, megabytes=_LARGE)
        if isinstance(there, Failure) and there.code == "busy":
            return there
        found = read_source(there, since=since, patience=patience) if isinstance(there, Fetched) else found
        if isinstance(found, SiteSource):
            return found
    return Failure("no-feed")


def read_source(fetched: Fetched, *, since: date, patience: float = BACKGROUND) -> Found:
    """What was fetched as a feed, else as a sitemap with its parts that may tell of pages since a day."""
    entries = entries_of_feed(fetched)
    if not isinstance(entries, Failure):
        return _source(fetched, WatchKind.FEED, entries)
    sitemap = read_sitemap(fetched)
    if isinstance(sitemap, Failure):
        return sitemap
    pages = _of_parts(sitemap, since, patience)
    return pages if isinstance(pages, Failure) else _source(fetched, WatchKind.SITEMAP, [*sitemap.pages, *pages])


def _source(fetched: Fetched, kind: WatchKind, entries: list[Entry]) -> SiteSource:
    return SiteSource(fetched.url, kind, tuple(entries), fetched.etag, fetched.last_modified)


def _of_parts(sitemap: Sitemap, since: date, patience: float) -> list[Entry] | Failure:
    """The pages of the latest parts; what was last written before the day holds nothing of after it.

    A part that may be there the next time lets the whole wait, or its pages would be missed.
    """
    pages: list[Entry] = []
    for part in [one for one in sitemap.parts if one.changed_on is None or one.changed_on >= since][:_PARTS]:
        fetched = fetch(part.url, patience=patience, seconds=20.0, megabytes=_LARGE)
        if isinstance(fetched, Failure) and fetched.is_temporary:
            return fetched
        read = read_sitemap(fetched) if isinstance(fetched, Fetched) else None
        if isinstance(read, Sitemap):
            pages.extend(read.pages)
    return pages


def _candidates(page: Fetched) -> list[str]:
    parts = urlsplit(page.url)
    usual = (urlunsplit((parts.scheme, parts.netloc, path, "", "")) for path in _GUESSES)
    return list(dict.fromkeys([*_named(page), *usual]))[:8]


def _named(page: Fetched) -> Iterator[str]:
    """The feeds a page names in its head."""
    try:
        tree = html.document_fromstring(decoded(page.content, page.charset).encode() or b"<p>")
    except (etree.LxmlError, ValueError, AssertionError):
        return
    for link in tree.iter("link"):
        if (link.get("type") or "").lower() in _FEEDS and "alternate" in (link.get("rel") or "").lower():
            address = absolute(page.url, link.get("href") or "")
            if address.startswith(("http://", "https://")):
                yield address
