"""Reading watched sites: what is new there is looked at page by page, once, and recorded where it is evidence.

Nothing is lost or done twice when a worker dies: a site in hand is put off by some minutes and comes up again; what it
tells of is stored before it counts as read; each page is settled in the transaction that records its evidence, and
evidence is recorded once for its reference.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django_q.tasks import async_task

from loa.monitoring.actions.recording import record_evidence
from loa.monitoring.actions.recording_checks import link_variants, normalised_link
from loa.monitoring.actions.watching import READ
from loa.monitoring.areas import areas_of, speaks_of_reform
from loa.monitoring.enums import EvidenceKind, SightingVerdict, Source, WatchKind
from loa.monitoring.errors import MonitoringError
from loa.monitoring.fetching import Failure, Fetched, Page, Unchanged, fetch, page_of
from loa.monitoring.fetching.asking import BACKGROUND, INTERACTIVE
from loa.monitoring.fetching.discovering import find_source, read_source
from loa.monitoring.fetching.entries import Entry
from loa.monitoring.happening import Happening
from loa.monitoring.models import Evidence, Sighting, Watch
from loa.monitoring.queries.watches import due_watches

__all__ = ["Trial", "TrialRow", "have_due_read", "read_watch", "try_out"]

_IN_HAND = timedelta(minutes=11)
"""Longer than a task may take."""

_QUEUED = timedelta(minutes=20)

_LONGEST_PAUSE = timedelta(days=1)
_AGAIN = timedelta(minutes=2)
_GIVEN_UP = timedelta(days=3)
_NEW_AT_ONCE = 300
_FAILED_IN_A_ROW = 3
_SECONDS = 240.0
_LARGE = 16.0
_CHUNK = 400
_SHOWN = 8


# --------------------------------------------------------------------------------------------------- what is worth what


@dataclass(frozen=True, slots=True)
class _Look:
    """What looking at a page came to."""

    verdict: str
    page: Page | None = None
    day: date | None = None


def _judged(watch: Watch, entry_day: date | None, page: Page | Failure) -> _Look:
    """What a page is worth: the feed's day comes before the page's, and without any there is no evidence."""
    if isinstance(page, Failure):
        return _Look(page.code)
    day = entry_day or page.published_on
    if watch.reform_only and not speaks_of_reform(f"{page.title}\n{page.text}"):
        return _Look(SightingVerdict.OTHER, page, day)
    if day is None:
        return _Look(SightingVerdict.UNDATED, page)
    if day < watch.since:
        return _Look(SightingVerdict.EARLY, page, day)
    return _Look(SightingVerdict.RECORDED, page, day)


def _is_asked_for(watch: Watch, entry: Entry) -> bool:
    """Whether a page is looked at at all: in the parts of the site that are watched, and not known to be older."""
    day = entry.published_on or entry.changed_on
    if day is not None and day < watch.since:
        return False
    path = urlsplit(entry.url).path
    return not watch.sections or any(path.startswith(section) for section in watch.sections)


def _known(watch: Watch, address: str) -> Evidence | None:
    """Evidence of the agency with this link, whoever recorded it and whether it still stands."""
    links = link_variants(normalised_link(address))
    return Evidence.objects.filter(agency=watch.agency_id, link__in=links).order_by("pk").first()


# --------------------------------------------------------------------------------------------------------- reading one


def have_due_read(now: datetime) -> int:
    """Queues the reading of every site whose time has come; gives how many. What is queued is not due meanwhile."""
    queued = 0
    for watch in due_watches(now):
        if _put_off(watch, now + _QUEUED):
            async_task(READ, watch.pk)
            queued += 1
    return queued


def _put_off(watch: Watch, until: datetime) -> bool:
    """False where another worker changed the hour first."""
    return bool(Watch.objects.filter(pk=watch.pk, next_at=watch.next_at).update(next_at=until))


def read_watch(watch_id: int, *, seconds: float = _SECONDS) -> int:
    """Reads a site; gives how many pages were looked at. Not to be called in a transaction: it asks another site."""
    now = timezone.now()
    watch = Watch.objects.select_related("agency").filter(pk=watch_id, active=True).first()
    if watch is None or not _put_off(watch, now + _IN_HAND):
        return 0
    until = time.monotonic() + seconds
    outcome = fetch(watch.url, etag=watch.etag, last_modified=watch.last_modified, megabytes=_LARGE)
    if isinstance(outcome, Failure):
        _note_failure(watch, outcome, now)
        return 0
    if isinstance(outcome, Fetched):
        failure = _take_in(watch, outcome, now)
        if failure:
            _note_failure(watch, failure, now)
            return 0
    looked = _look_at_sightings(watch, until)
    _note_success(watch, outcome, now)
    return looked


def _note_failure(watch: Watch, failure: Failure, now: datetime) -> None:
    """The pause grows with each failure; a site that only wants to be asked later did not fail."""
    values: dict[str, object] = {"next_at": now + _AGAIN}
    if failure.code != "busy":
        failures = min(watch.failures + 1, 1000)
        pause = min(timedelta(minutes=settings.LOA.watch_minutes) * 2 ** min(failures, 10), _LONGEST_PAUSE)
        values = {"next_at": now + pause, "failures": failures, "problem": failure.code, "read_at": now}
    Watch.objects.filter(pk=watch.pk).update(**values)


def _note_success(watch: Watch, outcome: Fetched | Unchanged, now: datetime) -> None:
    waits = watch.sightings.filter(fetch=True).exists()
    pause = _AGAIN if waits else timedelta(minutes=settings.LOA.watch_minutes)
    values: dict[str, object] = {"next_at": timezone.now() + pause, "failures": 0, "problem": "", "read_at": now}
    # With pages left over, what the site says is asked for again in full.
    if isinstance(outcome, Fetched):
        values |= {"etag": outcome.etag, "last_modified": outcome.last_modified}
    Watch.objects.filter(pk=watch.pk, revision=watch.revision).update(**values)


def _take_in(watch: Watch, fetched: Fetched, now: datetime) -> Failure | None:
    """Notes the pages that were not met before."""
    source = read_source(fetched, since=watch.since)
    if isinstance(source, Failure):
        return source
    wanted = {_reference(entry): entry for entry in source.entries if _is_asked_for(watch, entry)}
    fresh = _unmet(watch, list(wanted))[:_NEW_AT_ONCE]
    Sighting.objects.bulk_create((_sighting(watch, wanted[one], one, now) for one in fresh), ignore_conflicts=True)
    return None


def _reference(entry: Entry) -> str:
    """The name of the page as evidence: a number a site gives its pages says nothing without the site."""
    given = entry.reference
    if not given.startswith(("http://", "https://")):
        given = f"{urlsplit(entry.url).netloc} {given}"
    given = given.replace("#", "%23")  # which would part the name of an item from that of a placement
    return given if len(given) <= 300 else f"sha256:{sha256(given.encode()).hexdigest()}"


def _unmet(watch: Watch, references: Sequence[str]) -> list[str]:
    met: set[str] = set()
    for start in range(0, len(references), _CHUNK):
        part = references[start : start + _CHUNK]
        met.update(watch.sightings.filter(reference__in=part).values_list("reference", flat=True))
    return [one for one in references if one not in met]


def _sighting(watch: Watch, entry: Entry, reference: str, now: datetime) -> Sighting:
    return Sighting(
        watch=watch, reference=reference, url=entry.url, title=entry.title, published_on=entry.published_on,
        seen_at=now, fetch=True,
    )  # fmt: skip


# ----------------------------------------------------------------------------------------------------- looking at pages


def _look_at_sightings(watch: Watch, until: float) -> int:
    """Looks at what waits, the first met first, until the time is over or the site does not answer any more."""
    looked = failed = 0
    for sighting in list(watch.sightings.filter(fetch=True).order_by("pk")):
        if time.monotonic() > until or failed >= _FAILED_IN_A_ROW:
            break
        failed = 0 if _look_at(watch, sighting) else failed + 1
        looked += 1
    return looked


def _look_at(watch: Watch, sighting: Sighting) -> bool:
    """Whether the page could be settled. One that cannot be read for days is given up."""
    known = _known(watch, sighting.url)
    if known:
        _settle_known(sighting, known)
        return True
    page = page_of(sighting.url, patience=BACKGROUND, seconds=20.0)
    if isinstance(page, Failure) and page.is_temporary:
        if sighting.seen_at < timezone.now() - _GIVEN_UP:
            _settle(sighting, page.code)
        return False
    look = _judged(watch, sighting.published_on, page)
    if look.verdict != SightingVerdict.RECORDED or look.page is None or look.day is None:
        _settle(sighting, look.verdict)
        return True
    _record(watch, sighting, look.page, look.day)
    return True


def _settle(sighting: Sighting, verdict: str, evidence: Evidence | None = None) -> None:
    Sighting.objects.filter(pk=sighting.pk).update(fetch=False, verdict=verdict[:30], evidence=evidence)


def _settle_known(sighting: Sighting, evidence: Evidence) -> None:
    """Evidence of the page's own name came from here, also when another worker was quicker or it was met long ago."""
    own = evidence.source == Source.FEED and evidence.reference == sighting.reference
    _settle(sighting, SightingVerdict.RECORDED if own else SightingVerdict.KNOWN, evidence)


def _record(watch: Watch, sighting: Sighting, page: Page, day: date) -> None:
    try:
        with transaction.atomic():
            known = _known(watch, page.url)
            announced = _happening(watch, sighting, page, day)
            _settle_known(sighting, known or record_evidence(announced, by=None, on=timezone.localdate()))
    except MonitoringError:
        _settle(sighting, SightingVerdict.REFUSED)


def _happening(watch: Watch, sighting: Sighting, page: Page, day: date) -> Happening:
    return Happening(
        agency=watch.agency,
        kind=EvidenceKind.ARTICLE,
        happened_on=day,
        title=page.title,
        source=Source.FEED,
        channel=watch.channel,
        areas=areas_of(f"{page.title}\n{page.text}"),
        link=page.url,
        language=page.language or "vi",
        text=page.text,
        words=page.words,
        has_photo=page.has_photo,
        reference=sighting.reference,
    )


# -------------------------------------------------------------------------------------------------------------- trials


@dataclass(frozen=True, slots=True)
class TrialRow:
    """A page that watching would meet. `verdict` is empty where the trial did not look at it."""

    title: str
    url: str
    day: date | None
    verdict: str = ""


@dataclass(frozen=True, slots=True)
class Trial:
    """What watching a site would do, told before anything is stored. `problem` is the code of why it cannot.

    `more` pages would be looked at as well; `left_out` are older or lie in other parts of the site.
    """

    url: str
    kind: WatchKind = WatchKind.FEED
    rows: Sequence[TrialRow] = ()
    more: int = 0
    left_out: int = 0
    problem: str = ""


def try_out(watch: Watch, *, pages: int = 3, seconds: float = 20.0) -> Trial:
    """Finds the feed or sitemap at the address of a watch that is not stored, and looks at its first pages.

    Somebody waits for it. Not to be called in a transaction.
    """
    until = time.monotonic() + seconds
    source = find_source(watch.url, since=watch.since, patience=INTERACTIVE)
    if isinstance(source, Failure):
        return Trial(watch.url, problem=source.code)
    wanted = [entry for entry in source.entries if _is_asked_for(watch, entry)]
    rows = []
    for number, entry in enumerate(wanted[:_SHOWN]):
        looks = number < pages and time.monotonic() < until
        rows.append(
            _tried(watch, entry) if looks else TrialRow(entry.title or entry.url, entry.url, entry.published_on)
        )
    return Trial(source.url, source.kind, rows, len(wanted) - len(rows), len(source.entries) - len(wanted))


def _tried(watch: Watch, entry: Entry) -> TrialRow:
    if _known(watch, entry.url):
        return TrialRow(entry.title or entry.url, entry.url, entry.published_on, SightingVerdict.KNOWN)
    look = _judged(watch, entry.published_on, page_of(entry.url, patience=INTERACTIVE, seconds=8.0))
    title = look.page.title if look.page else entry.title
    return TrialRow(title or entry.url, entry.url, look.day or entry.published_on, look.verdict)
