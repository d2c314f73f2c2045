"""Watching web sites of an agency: adding, changing, pausing, ending."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django_q.tasks import async_task

from loa.audit.actions import record
from loa.monitoring.enums import WatchKind
from loa.monitoring.errors import ChangedMeanwhile, MonitoringError
from loa.monitoring.models import Watch
from loa.organizations.models import Agency, Person
from loa.organizations.policy import require

__all__ = [
    "CHANGE",
    "READ",
    "Wish",
    "add_watch",
    "change_watch",
    "pause_watch",
    "read_now",
    "remove_watch",
    "resume_watch",
]

CHANGE = "watches.change"

READ = "loa.monitoring.tasks.read_watch"
"""The task that reads a site, by the name under which it is queued."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is to be read, and what is taken from it. `url` is that of the feed or sitemap itself."""

    url: str
    kind: WatchKind
    channel: str
    since: date
    sections: Sequence[str] = ()
    reform_only: bool = True

    def values(self) -> dict[str, Any]:
        """As they are stored."""
        return {**asdict(self), "sections": list(self.sections)}


@transaction.atomic
def add_watch(agency: Agency, wish: Wish, *, by: Person, on: date) -> Watch:
    """Watches a site from now on; it is read at once. Raises Forbidden, and MonitoringError when it is watched."""
    require(by, CHANGE, agency, on=on)
    watch = Watch(agency=agency, added_by=by, **wish.values())
    _save_once(watch)
    _read_soon(watch)
    record("watches.add", watch, by=by, agency_id=agency.pk, after=_told(watch))
    return watch


@transaction.atomic
def change_watch(watch: Watch, wish: Wish, *, by: Person, on: date, revision: int) -> Watch:
    """Changes what is read; pages that were looked at are not looked at again.

    Raises Forbidden, MonitoringError and ChangedMeanwhile.
    """
    kept = _locked(watch, by, on)
    if kept.revision != revision:
        raise ChangedMeanwhile
    before = _told(kept)
    for name, value in wish.values().items():
        setattr(kept, name, value)
    if _told(kept) == before:
        return kept
    _start_afresh(kept)
    _save_once(kept)
    _read_soon(kept)
    record("watches.change", kept, by=by, agency_id=kept.agency_id, before=before, after=_told(kept))
    return kept


@transaction.atomic
def pause_watch(watch: Watch, *, by: Person, on: date) -> Watch:
    """Leaves the site alone until it is resumed. Raises Forbidden, and MonitoringError when it is paused already."""
    return _switch(watch, active=False, by=by, on=on)


@transaction.atomic
def resume_watch(watch: Watch, *, by: Person, on: date) -> Watch:
    """Reads the site again. Raises Forbidden, and MonitoringError when it is not paused."""
    return _switch(watch, active=True, by=by, on=on)


@transaction.atomic
def remove_watch(watch: Watch, *, by: Person, on: date) -> None:
    """Ends watching; what was recorded from the site stays. Raises Forbidden."""
    kept = _locked(watch, by, on)
    agency_id, before = kept.agency_id, _told(kept)
    record("watches.remove", kept, by=by, agency_id=agency_id, before=before)
    kept.delete()


@transaction.atomic
def read_now(watch: Watch, *, by: Person, on: date) -> Watch:
    """Has the site read without waiting for its hour. Raises Forbidden, and MonitoringError while it is paused."""
    kept = _locked(watch, by, on)
    if not kept.active:
        raise MonitoringError(_("This site is paused. Resume it first."), code="paused")
    _read_soon(kept)
    record("watches.read-now", kept, by=by, agency_id=kept.agency_id, after={"url": kept.url})
    return kept


def _switch(watch: Watch, *, active: bool, by: Person, on: date) -> Watch:
    kept = _locked(watch, by, on)
    if kept.active == active:
        sentence = _("This site is read already.") if active else _("This site is paused already.")
        raise MonitoringError(sentence, code="active")
    kept.active = active
    kept.revision += 1
    _start_afresh(kept)
    kept.save()
    if active:
        _read_soon(kept)
    verb = "watches.resume" if active else "watches.pause"
    record(verb, kept, by=by, agency_id=kept.agency_id, before={"active": not active}, after={"active": active})
    return kept


def _locked(watch: Watch, by: Person, on: date) -> Watch:
    require(by, CHANGE, watch.agency_id, on=on)
    kept = Watch.objects.select_for_update(of=("self",)).select_related("agency").filter(pk=watch.pk).first()
    if kept is None:
        raise MonitoringError(_("This site is not watched any more."), code="gone")
    return kept


def _start_afresh(watch: Watch) -> None:
    """What the site said before does not hold for what is asked now."""
    watch.etag = watch.last_modified = watch.problem = ""
    watch.failures = 0


def _save_once(watch: Watch) -> None:
    try:
        with transaction.atomic():
            watch.revision = watch.revision + 1 if watch.pk else 1
            watch.save()
    except IntegrityError as problem:
        raise MonitoringError(_("The agency watches this address already."), code="url") from problem


def _read_soon(watch: Watch) -> None:
    Watch.objects.filter(pk=watch.pk).update(next_at=None)
    watch.next_at = None
    transaction.on_commit(partial(async_task, READ, watch.pk))


def _told(watch: Watch) -> dict[str, Any]:
    names = ("url", "kind", "channel", "sections", "reform_only", "since")
    return {name: getattr(watch, name) for name in names}
