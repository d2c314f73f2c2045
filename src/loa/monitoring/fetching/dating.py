"""The day on which a page says that it was published. What it does not say plainly stays unknown."""

import json
import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from lxml import html

__all__ = ["day_of", "published_on"]

_EARLIEST = date(2000, 1, 1)
_META = (
    "article:published_time", "og:article:published_time", "datepublished", "pubdate", "publishdate", "publish-date",
    "dc.date.issued", "dc.date", "dcterms.created", "dcterms.issued", "date",
)  # fmt: skip
_ISO = re.compile(
    r"\s*(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?\s*(Z|[+-]\d\d:?\d\d)?)?", re.ASCII
)
_STAMP = re.compile(
    r"(?:(?:ngày\s+(?:đăng|xuất\s+bản)|đăng\s+(?:ngày|lúc)|cập\s+nhật|thứ\s+\w+,|chủ\s+nhật,)\s*:?\s*(?:ngày\s+)?"
    r"(?:\d{1,2}[:h]\d\d(?::\d\d)?\s*(?:ngày|,|-|\|)?\s*)?(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})"
    r"|(?<![\d/.-])(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\s*[,|\-–]?\s*\d{1,2}[:h]\d\d"
    r"|\d{1,2}[:h]\d\d\s*[,|\-–]?\s*(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?!\d))",
    re.IGNORECASE | re.ASCII,
)  # fmt: skip


def published_on(tree: html.HtmlElement, *, today: date | None = None) -> date | None:
    """The day of publication: told to machines, else the only stamp that readers see above or below the text."""
    limit = today or timezone.localdate()
    for value in _told(tree):
        day = day_of(value, today=limit)
        if day:
            return day
    days = set(_stamps(tree, limit))
    return days.pop() if len(days) == 1 else None


def day_of(value: str, *, today: date) -> date | None:
    """The day of an ISO moment in Loa's time zone; None when it is no day or lies ahead."""
    found = _ISO.match(value)
    if not found:
        return None
    try:
        day = _moment(found)
    except ValueError:
        return None
    return day if _EARLIEST <= day <= today else None


def _moment(found: re.Match[str]) -> date:
    year, month, day, hour, minute, second, zone = found.groups()
    whole = date(int(year), int(month), int(day))
    if not zone:
        return whole
    text = f"{whole.isoformat()}T{hour}:{minute}:{second or '00'}{zone.replace('Z', '+00:00')}"
    return timezone.localtime(datetime.fromisoformat(text)).date()


def _told(tree: html.HtmlElement) -> Iterator[str]:
    """What stands in JSON-LD, in the head and in `time` elements that say they are the publication."""
    for script in tree.iter("script"):
        if script.get("type", "").lower() == "application/ld+json":
            yield from _in_json(script.text or "")
    metas = {
        (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower(): meta.get("content") or ""
        for meta in tree.iter("meta")
    }
    yield from (metas[name] for name in _META if name in metas)
    for element in tree.iter("time"):
        if element.get("itemprop", "").lower() == "datepublished" or element.get("pubdate") is not None:
            yield element.get("datetime") or ""


def _in_json(text: str) -> Iterator[str]:
    try:
        waiting: list[Any] = [json.loads(text)]
    except (ValueError, RecursionError):
        return
    for _ in range(200):
        if not waiting:
            return
        value = waiting.pop()
        if isinstance(value, dict):
            if isinstance(value.get("datePublished"), str):
                yield value["datePublished"]
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)


def _stamps(tree: html.HtmlElement, limit: date) -> Iterator[date]:
    for found in _STAMP.finditer(_visible(tree)):
        day, month, year = (part for part in found.groups() if part)
        try:
            seen = date(int(year), int(month), int(day))
        except ValueError:
            continue
        if _EARLIEST <= seen < limit or seen == limit:
            yield seen


def _visible(tree: html.HtmlElement) -> str:
    """The text about the main heading: sites stamp an article next to its title; lists of others stand further off."""
    headings = list(tree.iter("h1"))
    if len(headings) != 1:
        return ""
    start = headings[0]
    elements = (start, *_neighbours(start))
    around = [one.text_content()[:300] for one in elements if one.tag not in ("script", "style")]
    return "\n".join(around)


def _neighbours(heading: html.HtmlElement) -> Iterator[html.HtmlElement]:
    """What stands before and after the heading, also where it is wrapped in a block of its own."""
    element = heading
    for _ in range(2):
        for before in (True, False):
            for number, sibling in enumerate(element.itersiblings(preceding=before)):
                if number >= 3:
                    break
                if isinstance(sibling.tag, str):
                    yield sibling
        parent = element.getparent()
        if parent is None:
            return
        element = parent
