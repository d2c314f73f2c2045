"""Sitemaps, sitemaps of sitemaps, and news sitemaps (sitemaps.org)."""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from lxml import etree

from loa.monitoring.fetching.addresses import absolute
from loa.monitoring.fetching.dating import day_of
from loa.monitoring.fetching.decoding import decoded
from loa.monitoring.fetching.entries import Entry
from loa.monitoring.fetching.feeds import has_traps
from loa.monitoring.fetching.outcome import Failure, Fetched

__all__ = ["Sitemap", "read_sitemap"]

_MOST = 50_000
_LARGEST = 32 * 1024 * 1024
_LONGEST = 1000


@dataclass(frozen=True, slots=True)
class Sitemap:
    """The pages of a sitemap, or the sitemaps it leads to with the day each was last written."""

    pages: tuple[Entry, ...] = ()
    parts: tuple[Entry, ...] = ()


def read_sitemap(fetched: Fetched, *, today: date | None = None) -> Sitemap | Failure:
    """What a sitemap says, the latest first where it gives days. Never raises."""
    content = _unpacked(fetched.content)
    if content is None:
        return Failure("large")
    text = decoded(content, fetched.charset)
    if has_traps(text):
        return Failure("not-a-feed")
    start = text.find("<", text.find("?>") + 2 if text.lstrip().startswith("<?xml") else 0)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=False)
    try:
        root = etree.fromstring(text[start:].encode() if start >= 0 else b"", parser)
    except (etree.LxmlError, ValueError):
        return Failure("not-a-feed")
    name = etree.QName(root).localname.lower() if root is not None and isinstance(root.tag, str) else ""
    if name not in ("urlset", "sitemapindex"):
        return Failure("not-a-feed")
    found = tuple(sorted(_entries(root, fetched.url, today or timezone.localdate()), key=_age))
    return Sitemap(pages=found) if name == "urlset" else Sitemap(parts=found)


def _unpacked(content: bytes) -> bytes | None:
    """Sitemaps come packed as files, too. None when it grows too large."""
    if not content.startswith(b"\x1f\x8b"):
        return content
    unpack = zlib.decompressobj(47)
    try:
        plain = unpack.decompress(content, _LARGEST)
    except zlib.error:
        return b""
    return None if unpack.unconsumed_tail else plain


def _entries(root: etree._Element, base: str, today: date) -> Iterator[Entry]:
    seen: set[str] = set()
    for number, element in enumerate(root):
        if number >= _MOST:
            return
        told = _told(element)
        url = absolute(base, told.get("loc", ""))
        if url.startswith(("http://", "https://")) and len(url) <= _LONGEST and url not in seen:
            seen.add(url)
            yield Entry(
                url, url, " ".join(told.get("title", "").split())[:500],
                day_of(told.get("publication_date", ""), today=today), day_of(told.get("lastmod", ""), today=today),
            )  # fmt: skip


def _told(element: etree._Element) -> dict[str, str]:
    """The texts below an entry by their names, whatever name space they stand in; the first of each."""
    found: dict[str, str] = {}
    for one in element.iter():
        if one.text and isinstance(one.tag, str):
            found.setdefault(etree.QName(one).localname.lower(), one.text.strip())
    return found


def _age(entry: Entry) -> tuple[int, str]:
    """Those without a day last."""
    day = entry.published_on or entry.changed_on
    return (-day.toordinal() if day else 0, entry.url)
