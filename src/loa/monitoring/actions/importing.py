"""Recording a table of evidence: told before it is done, done once however often it is asked for."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from django_q.tasks import async_task

from loa.monitoring.actions.again import once_more
from loa.monitoring.actions.durability import on_disk_later
from loa.monitoring.actions.importing_rows import HEADS, REQUIRED, Announced, announced
from loa.monitoring.actions.recording import record_evidence
from loa.monitoring.channels import channel_words
from loa.monitoring.enums import ImportState, Source
from loa.monitoring.errors import MonitoringError
from loa.monitoring.models import Evidence, EvidenceImport
from loa.organizations.actions.importing_preview import Line, Preview, fingerprint_of
from loa.organizations.actions.importing_sheets import read_sheet
from loa.organizations.models import Agency, Person
from loa.organizations.policy import Forbidden, agencies_where, require

__all__ = ["AT_ONCE", "Batch", "batch_of", "confirm", "continue_import", "keep_table"]

TASK = "loa.monitoring.tasks.import_evidence"
"""The task that records a long table, by the name under which it is queued."""
AT_ONCE = 100
"""So many rows are recorded while the person waits; more in the background."""
_STEP = 25
"""Rows after which the page is told how far it is."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What a table comes to: the rows that can be recorded and are not yet, and what to show of all of it."""

    rows: tuple[Announced, ...]
    preview: Preview


@transaction.atomic
def keep_table(data: bytes, name: str, *, agency: Agency, by: Person, on: date) -> EvidenceImport:
    """Keeps an uploaded table until it is confirmed. Raises Forbidden and Unreadable; nothing is recorded yet."""
    require(by, "evidence.record", agency, on=on)
    read_sheet(data, HEADS, REQUIRED)
    return EvidenceImport.objects.create(person=by, agency=agency, name=name[:200], data=data)


def batch_of(table: EvidenceImport, *, on: date) -> Batch:
    """What the table would do now."""
    sheet = read_sheet(bytes(table.data), HEADS, REQUIRED)
    agencies = Agency.objects.filter(pk__in=agencies_where(table.person, "evidence.record", on=on))
    found, faults = announced(sheet, at=table.agency, agencies=agencies, on=on)
    known = _recorded(found)
    new = tuple(one for one in found if (one.happening.agency.pk, one.happening.reference) not in known)
    lines = tuple(Line(one.number, "", one.happening.title, True, _details(one)) for one in new)
    # The same in every language.
    mark = fingerprint_of([one.happening.reference for one in new], [(fault.row, fault.column) for fault in faults])
    return Batch(
        new, Preview(lines, len(found) - len(new), tuple(sorted(faults)), tuple(_notes(sheet.left_out, new)), mark)
    )


def _recorded(rows: Collection[Announced]) -> set[tuple[int, str]]:
    """The rows that were recorded from a table before."""
    agencies = {one.happening.agency.pk for one in rows}
    found = Evidence.objects.filter(agency__in=agencies, source=Source.SPREADSHEET)
    wanted = {one.happening.reference for one in rows}
    days = [one.happening.happened_on for one in rows]
    if not days:
        return set()
    found = found.filter(happened_on__range=(min(days), max(days)))
    return {pair for pair in found.values_list("agency", "reference") if pair[1] in wanted}


def _notes(left_out: Sequence[str], rows: Collection[Announced]) -> Iterable[str]:
    if left_out:
        yield _("These columns are not read: %(columns)s.") % {"columns": ", ".join(left_out)}
    links = {one.happening.link for one in rows if one.happening.link}
    agencies = {one.happening.agency.pk for one in rows}
    twice = Evidence.objects.filter(agency__in=agencies).exclude(link="").values_list("link", flat=True)
    if links and (count := len(links & set(twice))):
        yield ngettext(
            "%(count)s link is recorded already. Its row is recorded too; what is the same item counts once.",
            "%(count)s links are recorded already. Their rows are recorded too; what is the same item counts once.",
            count,
        ) % {"count": count}


def _details(one: Announced) -> tuple[str, ...]:
    told = one.happening
    words = [str(told.kind.label), channel_words(told.channel), date_format(told.happened_on, "SHORT_DATE_FORMAT")]
    return (", ".join(filter(None, words)), *filter(None, (told.agency.name, told.link)))


# ---------------------------------------------------------------------------------------------------------- recording


class Outdated(MonitoringError):
    """The table would do something else than what was shown."""

    def __init__(self) -> None:
        super().__init__(
            _("The data changed since you looked. Here is what the table would do now; look again and confirm."),
            code="outdated",
        )


class NothingChosen(MonitoringError):
    """No row was chosen, or rows with faults only."""

    def __init__(self) -> None:
        super().__init__(_("Choose at least one row to record."), code="nothing")


@once_more
def confirm(
    table: EvidenceImport, *, fingerprint: str, rows: Collection[int] | None, by: Person, on: date
) -> EvidenceImport:
    """Records the chosen rows, all where `rows` is None; many of them in the background.

    All is recorded only when no row has a fault. Few rows go in together or not at all; of many each by itself, and
    what is refused is kept with the reason. Raises Outdated, NothingChosen and what recording raises.
    """
    with transaction.atomic():
        kept = EvidenceImport.objects.select_for_update().get(pk=table.pk, person=by)
        if kept.state != ImportState.SHOWN:
            return kept
        batch = batch_of(kept, on=on)
        if batch.preview.fingerprint != fingerprint:
            raise Outdated
        _begin(kept, _chosen(batch, rows))
        if len(kept.rows) <= AT_ONCE:
            _all_at_once(kept, batch, on)
        else:
            transaction.on_commit(lambda: async_task(TASK, kept.pk))
    return kept


def _chosen(batch: Batch, rows: Collection[int] | None) -> list[int]:
    can_be = [one.number for one in batch.rows]
    wanted = [number for number in can_be if rows is None or number in rows]
    if not wanted or (rows is None and batch.preview.faults):
        raise NothingChosen
    return wanted


def _begin(table: EvidenceImport, rows: list[int]) -> None:
    table.rows, table.done, table.refused = rows, 0, []
    table.state, table.asked_at = ImportState.RUNNING, timezone.now()
    table.save()


def _all_at_once(table: EvidenceImport, batch: Batch, on: date) -> None:
    wanted = set(table.rows)
    for one in batch.rows:
        if one.number in wanted:
            record_evidence(one.happening, by=table.person, on=on)
    table.done, table.state = len(wanted), ImportState.DONE
    table.save()


def continue_import(table_id: int, *, on: date) -> None:
    """Records what is left of a long table. Can be run again after it was cut off: no row comes in twice.

    What is refused is told in the language of who uploaded it.
    """
    table = EvidenceImport.objects.select_related("person", "agency").get(pk=table_id)
    if table.state != ImportState.RUNNING:
        return
    with override(table.person.language):
        _record_rest(table, on)
    table.state = ImportState.DONE
    table.save(update_fields=["state"])


def _record_rest(table: EvidenceImport, on: date) -> None:
    sheet = read_sheet(bytes(table.data), HEADS, REQUIRED)
    agencies = Agency.objects.filter(pk__in=agencies_where(table.person, "evidence.record", on=on))
    found, faults = announced(sheet, at=table.agency, agencies=agencies, on=on)
    wanted = table.rows[table.done :]
    rows = {one.number: one for one in found}
    why = {fault.row: fault.message for fault in faults}
    for place in range(0, len(wanted), _STEP):
        part = wanted[place : place + _STEP]
        with on_disk_later():
            refused = [
                told for number in part if (told := _recorded_one(rows.get(number), number, why, table.person, on))
            ]
        table.refused = [*table.refused, *refused]
        table.done += len(part)
        table.save(update_fields=["done", "refused"])


def _recorded_one(
    one: Announced | None, number: int, why: dict[int, str], by: Person, on: date
) -> tuple[int, str] | None:
    """None when the row is recorded, else its number and why it is not."""
    if one is None:
        return number, why.get(number, _("can no longer be read"))
    try:
        record_evidence(one.happening, by=by, on=on)
    except Forbidden:
        return number, _("You may not record evidence any more. Ask the administrator of your agency.")
    except ValidationError as problem:
        return number, " ".join(problem.messages)
    return None
