"""Ledgers: asked for by people, written and checked in the background, kept for a while."""

import hashlib
import tempfile
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django_q.tasks import async_task

from loa import __version__
from loa.audit.actions import kept_head, record
from loa.monitoring.actions.ledger_spool import despooled, spooled
from loa.monitoring.enums import LedgerState
from loa.monitoring.ledger import FORMAT, Checked, Section, Signer, Writer, signer_of, verify
from loa.monitoring.models import LedgerExport
from loa.monitoring.queries.ledger import Span, agency_rows, evidence_rows, obligation_rows, occurrence_rows
from loa.organizations.actions.notices import notify
from loa.organizations.models import Agency, Person
from loa.organizations.policy import require

__all__ = [
    "LONGEST", "LONGEST_WRITING", "WRITE", "ask_for_ledger", "forget_ledgers", "signer", "write_asked", "write_ledger",
]  # fmt: skip

LONGEST = timedelta(days=732)
_KEPT = timedelta(days=14)
_TRIES = 3
WRITE = "loa.monitoring.tasks.write_ledger"
LONGEST_WRITING = 3600
"""Seconds the task may take."""

Progress = Callable[[int, int], object]


def signer() -> Signer:
    """Who signs the ledgers of this installation."""
    return signer_of(Path(settings.LOA.home), settings.LOA.ledger_key)


@transaction.atomic
def ask_for_ledger(agency: Agency, first: date, last: date, *, by: Person, on: date) -> LedgerExport:
    """Has the ledger of an agency and those under it written in the background. Raises Forbidden and ValidationError.

    The days are those on which things are owed. What is asked for a second time while it is being written is one.
    """
    require(by, "ledger.export", agency, on=on)
    if not timedelta() <= last - first <= LONGEST:
        raise ValidationError({"last_day": _("The last day must lie at most two years after the first.")})
    at_work = LedgerExport.objects.filter(
        agency=agency, first_day=first, last_day=last, state__in=[LedgerState.WAITING, LedgerState.RUNNING]
    ).first()
    if at_work:
        return at_work
    made = LedgerExport.objects.create(agency=agency, first_day=first, last_day=last, asked_by=by)
    transaction.on_commit(partial(async_task, WRITE, made.pk, timeout=LONGEST_WRITING))
    record("ledger.export", made, by=by, agency_id=agency.pk, after={"first_day": first, "last_day": last})
    return made


# ------------------------------------------------------------------------------------------------------------- writing


def write_asked(export: LedgerExport, *, on: date) -> LedgerExport:
    """Writes a ledger that was asked for, checks it as others will, and keeps it. Can be run again.

    While agencies record evidence, counters and matches may be read at different moments; the check finds that, and it
    is written once more. Counters that do not agree with their proof at all give no ledger.
    """
    if export.state not in (LedgerState.WAITING, LedgerState.RUNNING):
        return export
    span = Span(export.agency, export.first_day, export.last_day, on)
    with tempfile.NamedTemporaryFile(suffix=".loa-ledger") as file:
        checked = _written(file, span, partial(_progress, export))
        if checked.whole:
            _keep(export, Path(file.name), checked)
        else:
            _end(export, LedgerState.FAILED, counts={"fault": checked.faults[0].code, "at": checked.faults[0].at})
    return export


def _written(file: Any, span: Span, progress: Progress) -> Checked:
    for _attempt in range(_TRIES):
        file.seek(0)
        file.truncate()
        write_ledger(file, span, signer(), progress=progress)
        checked = verify(file)
        if checked.whole:
            break
    return checked


def _progress(export: LedgerExport, agencies: int, whole: int) -> None:
    LedgerExport.objects.filter(pk=export.pk).update(state=LedgerState.RUNNING, agencies=agencies, whole=whole)


def _keep(export: LedgerExport, written: Path, checked: Checked) -> None:
    with written.open("rb") as file:
        export.sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        export.size = file.tell()
        file.seek(0)
        export.file.save(f"{export.key}.loa-ledger", File(file), save=False)
    _end(export, LedgerState.DONE, counts={"rows": dict(checked.counts), "standings": dict(checked.standings)})


@transaction.atomic
def _end(export: LedgerExport, state: LedgerState, *, counts: dict[str, Any]) -> None:
    now = timezone.now()
    export.state, export.counts, export.ended_at = state, counts, now
    export.expires_at = now + _KEPT if state is LedgerState.DONE else None
    export.agencies = export.whole = LedgerExport.objects.get(pk=export.pk).whole
    export.save()
    days = {"first": f"{export.first_day:%d/%m/%Y}", "last": f"{export.last_day:%d/%m/%Y}"}
    values = {"agency": export.agency.name, **days}
    notify([export.asked_by], f"ledger.{state.value}", values, reverse("monitoring:ledger"))
    after = {"state": state.value, "sha256": export.sha256, "size": export.size}
    record("ledger.write", export, by=None, agency_id=export.agency_id, after=after)


def write_ledger(file: BinaryIO, span: Span, by: Signer, *, progress: Progress = lambda _done, _whole: None) -> None:
    """Writes the ledger into a file, in memory that does not grow with it but for some numbers."""
    writer = Writer(file, by)
    writer.put(Section.HEAD, _head(span, by))
    with tempfile.TemporaryFile() as spool:
        met = spooled(spool, span, progress)
        agencies = met.agencies | met.agencies_of_evidence()
        for section, rows in (
            (Section.AGENCY, agency_rows(agencies)),
            (Section.OBLIGATION, obligation_rows(met.obligations())),
            (Section.OCCURRENCE, occurrence_rows(met.occurrences)),
            (Section.EVIDENCE, evidence_rows(met.evidence, met.roles)),
            (Section.DUTY, despooled(spool)),
        ):
            for row in rows:
                writer.put(section, row)
    counts = {name: number for name, number in writer.counts.items() if name != Section.HEAD}
    writer.put(Section.FOOT, {"counts": counts, "standings": met.standings})
    writer.close()


def _head(span: Span, by: Signer) -> dict[str, Any]:
    head = kept_head()
    return {
        "format": FORMAT,
        "loa": __version__,
        "from": span.first.isoformat(),
        "to": span.last.isoformat(),
        "on": span.on.isoformat(),
        "agency": {"id": span.agency.pk, "key": span.agency.key.hex, "name": span.agency.name},
        "made_at": timezone.localtime().isoformat(timespec="seconds"),
        "made_by": settings.LOA.base_url,
        "key": by.public,
        "audit": {"number": head.number, "hash": head.hash},
    }


def forget_ledgers() -> int:
    """Removes the files whose time is over; gives how many."""
    over = LedgerExport.objects.filter(state=LedgerState.DONE, expires_at__lt=timezone.now())
    for export in over:
        export.file.delete(save=False)
        export.state = LedgerState.EXPIRED
        export.save()
    return len(over)
