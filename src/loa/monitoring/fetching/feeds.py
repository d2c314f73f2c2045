"""RSS and Atom feeds, as they are: broken, in old encodings, with dates of every sort."""

import io
import re
from collections.abc import Iterator
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import feedparser
from django.utils import timezone

from loa.monitoring.fetching.addresses import absolute
from loa.monitoring.fetching.dating import day_of
from loa.monitoring.fetching.decoding import decoded
from loa.monitoring.fetching.entries import Entry
from loa.monitoring.fetching.outcome import Failure, Fetched

__all__ = ["entries_of_feed", "has_traps"]

_MOST = 2000
_LONGEST = 1000
_ROOT = re.compile(r"<(?:\w+:)?(?:rss|feed|rdf)\b", re.IGNORECASE)
_LOOKED_AT = 4096
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_TAG = re.compile(r"<[^>]*>")
_OFFSET = re.compile(r"\b(?:GMT|UTC)\s*\+\s*0?(\d)(?::?00)?\s*$")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)", re.ASCII)
_EARLIEST = date(2000, 1, 1)


def has_traps(text: str) -> bool:
    """Whether a document declares entities of its own: what little is written with them can grow without end."""
    return "<!entity" in text.lower()


def entries_of_feed(fetched: Fetched, *, today: date | None = None) -> list[Entry] | Failure:
    """The pages a feed tells of, in its order. Never raises."""
    text = _DECLARATION.sub("", decoded(fetched.content, fetched.charset))
    if not _ROOT.search(text[:_LOOKED_AT]) or has_traps(text):
        return Failure("not-a-feed")
    try:
        # A stream: text alone might be taken for an address or a file to open.
        told = feedparser.parse(io.BytesIO(text.encode()), response_headers={"content-type": "text/xml; charset=utf-8"})
    except Exception:  # noqa: BLE001  # a library reads what strangers wrote: whatever it stumbles over is no feed
        return Failure("not-a-feed")
    if not told.get("version") and not told.get("entries"):
        return Failure("not-a-feed")
    return list(_entries(told["entries"][:_MOST], fetched.url, today or timezone.localdate()))


def _entries(told: list[Any], base: str, today: date) -> Iterator[Entry]:
    seen: set[str] = set()
    for one in told:
        url = absolute(base, one.get("link") or "")
        if not url.startswith(("http://", "https://")) or len(url) > _LONGEST:
            continue
        reference = (one.get("id") or url).strip()
        if reference in seen:
            continue
        seen.add(reference)
        title = " ".join(_TAG.sub(" ", one.get("title") or "").split())
        yield Entry(reference, url, title[:500], _day(one.get("published") or "", today))


def _day(value: str, today: date) -> date | None:
    """The day in Loa's time zone; None for what can be read in two ways, such as 03/02/2026."""
    found = day_of(value, today=today)
    if found:
        return found
    if not _YEAR.search(value):  # a year of two figures, or of none of ours, may be any
        return None
    try:
        moment = parsedate_to_datetime(_OFFSET.sub(r"+0\g<1>00", value.strip()))
        day = _local(moment)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    return day if _EARLIEST <= day <= today else None


def _local(moment: datetime) -> date:
    return moment.date() if moment.tzinfo is None else timezone.localtime(moment).date()
