"""Keeping the text of linked pages, and looking again later whether the links still lead there.

Each piece of evidence with a link says itself when its page is looked at next (`link_next_at`; never yet: None), so
that nothing is lost when a worker dies: the moment is first moved by some minutes, then, once all is stored, by weeks.
"""

import time
from collections import deque
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from loa.audit.actions import record
from loa.monitoring.actions.matching import lock_items, match_again
from loa.monitoring.enums import EvidenceState
from loa.monitoring.fetching import Failure, Page, page_of
from loa.monitoring.fingerprints import fingerprint_of
from loa.monitoring.happening import Happening
from loa.monitoring.models import Evidence, PageCopy

__all__ = ["keep_announced_text", "look_again_soon", "look_at_page", "look_at_pages"]

_AT_ONCE = 200
_IN_HAND = timedelta(minutes=10)
_SOON = timedelta(hours=6)
_NO_FAULT = frozenset({"", "robots", "not-a-page", "large", "empty"})
"""What keeps a page from being copied, while its link leads where it should."""

_FOR_EXAMPLES = (".example", ".test", ".invalid", ".localhost")
"""Names that are nobody's (RFC 6761), as sample data have them."""


def keep_announced_text(evidence: Evidence, happening: Happening) -> None:
    """Keeps the text that came with an announcement, so that the page need not be asked for it. In its transaction."""
    text = happening.text.replace("\x00", "").strip()
    if not text:
        return
    now = timezone.now()
    _store(evidence, url=evidence.link, title=evidence.title, text=text, now=now, told={"announced": True})
    evidence.fingerprint = fingerprint_of(text)
    evidence.link_next_at = now + timedelta(days=settings.LOA.link_check_days)
    Evidence.objects.filter(pk=evidence.pk).update(fingerprint=evidence.fingerprint, link_next_at=evidence.link_next_at)


def look_again_soon(evidence: Evidence) -> None:
    """What was corrected may lead elsewhere now."""
    Evidence.objects.filter(pk=evidence.pk).update(link_next_at=None, link_problem="")


def look_at_pages(*, seconds: float) -> int:
    """Looks at the pages whose time has come, for so long; gives how many. Those of a busy site wait for others."""
    until = time.monotonic() + seconds
    waiting = deque(_waiting(timezone.now()))
    looked = in_vain = 0
    while waiting and time.monotonic() < until:
        pk = waiting.popleft()
        if look_at_page(pk):
            looked, in_vain = looked + 1, 0
            continue
        waiting.append(pk)
        in_vain += 1
        if in_vain >= len(waiting):
            in_vain = 0
            time.sleep(0.5)
    return looked


def _waiting(now: datetime) -> list[int]:
    """Those never looked at, then those due longest; each read from the index in its order."""
    rows = _with_link().order_by("link_next_at").values_list("pk", flat=True)
    never = list(rows.filter(link_next_at=None)[:_AT_ONCE])
    return never + list(rows.filter(link_next_at__lte=now)[: _AT_ONCE - len(never)])


def _with_link() -> QuerySet[Evidence]:
    return Evidence.objects.exclude(link="").filter(state=EvidenceState.RECORDED)


def look_at_page(evidence_id: int, *, patience: float = 0.0) -> bool:
    """Looks at the page of a piece of evidence whose time has come. False when its site wants to be left alone now.

    Not to be called in a transaction: it asks another site.
    """
    now = timezone.now()
    due = Q(link_next_at=None) | Q(link_next_at__lte=now)
    evidence = _with_link().filter(due, pk=evidence_id).first()
    if evidence is None or not _taken(evidence, now):
        return True  # somebody else has it in hand
    if _is_of_nobody(evidence.link):
        _put_off(evidence, link_next_at=now + timedelta(days=settings.LOA.link_check_days))
        return True
    page = page_of(evidence.link, patience=patience, seconds=20.0)
    if isinstance(page, Failure):
        return _note_failure(evidence, page, now)
    if _leads_home(evidence.link, page.url):
        return _note_failure(evidence, Failure("gone"), now)
    _keep(evidence, page, now)
    return True


def _taken(evidence: Evidence, now: datetime) -> bool:
    """Whether this worker has it in hand; should it die, another will in some minutes."""
    row = Evidence.objects.filter(pk=evidence.pk, link_next_at=evidence.link_next_at)
    return bool(row.update(link_next_at=now + _IN_HAND))


def _is_of_nobody(link: str) -> bool:
    return (urlsplit(link).hostname or "").endswith(_FOR_EXAMPLES)


def _leads_home(link: str, found: str) -> bool:
    """Sites that lost a page often lead to their first page and say that all is well."""
    return urlsplit(found).path in ("", "/") and urlsplit(link).path not in ("", "/") and not urlsplit(found).query


def _put_off(evidence: Evidence, **values: Any) -> None:
    Evidence.objects.filter(pk=evidence.pk).update(**values)


def _note_failure(evidence: Evidence, failure: Failure, now: datetime) -> bool:
    if failure.code == "busy":
        _put_off(evidence, link_next_at=evidence.link_next_at)
        return False
    problem = "" if failure.code in _NO_FAULT else failure.code
    rest = _SOON if failure.is_temporary else timedelta(days=settings.LOA.link_check_days)
    _put_off(evidence, link_checked_at=now, link_next_at=now + rest, link_problem=problem)
    return True


@transaction.atomic
def _keep(evidence: Evidence, page: Page, now: datetime) -> None:
    """Keeps the text where it is new, and fills in what nobody said; then what the evidence is worth is asked anew."""
    lock_items([evidence.item_id or evidence.pk])
    kept = Evidence.objects.select_for_update().get(pk=evidence.pk)
    _store(kept, url=page.url, title=page.title, text=page.text, now=now, day=page.published_on)
    filled: dict[str, Any] = {}
    if kept.words is None:
        filled["words"] = page.words
    if page.has_photo and not kept.has_photo:
        filled["has_photo"] = True
    after = now + timedelta(days=settings.LOA.link_check_days)
    fingerprint = fingerprint_of(page.text) if kept.fingerprint is None else kept.fingerprint
    _put_off(kept, link_checked_at=now, link_next_at=after, link_problem="", fingerprint=fingerprint, **filled)
    if filled:
        match_again([kept.pk], locked=True)
        record("evidence.read-page", kept, by=None, agency_id=kept.agency_id, after=filled)


def _store(evidence: Evidence, *, now: datetime, **told: Any) -> None:
    day = told.pop("day", None)
    digest = sha256(told["text"].encode()).hexdigest()
    PageCopy.objects.get_or_create(
        evidence=evidence, sha256=digest, defaults={**told, "fetched_at": now, "published_on": day}
    )
