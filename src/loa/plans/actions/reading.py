"""Reading an uploaded document in the background, and keeping what was read."""

import logging
from datetime import date

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from loa.audit.actions import record
from loa.plans.actions.reading_fields import fill_plan
from loa.plans.actions.reading_obligations import make_obligations
from loa.plans.enums import EDITABLE, ReadingState
from loa.plans.models import Plan, Source
from loa.reading import Limits, Reading, ReadingError, read_whole
from loa.writing.document_pane import DocumentPane
from loa.writing.manuscript import manuscript
from loa.writing.plan_json import to_json

__all__ = ["STAGES", "read_source"]

STAGES = {"opened": 5, "extracting": 10, "understanding": 60, "keeping": 85, "done": 100}
"""The stages of a reading, with the percentage that lies behind when each begins."""

_SECONDS = 540.0
"""Less than the time after which the queue gives a task up, so that who waits is told by us."""

_STUMBLED_VI = (
    "Loa gặp lỗi khi đọc tệp này. Hãy thử lại; nếu vẫn không được, hãy tải lên bản DOCX hoặc PDF khác "
    "và báo cho quản trị viên."
)
_STUMBLED_EN = (
    "Loa failed while reading this file. Try again; should that not help, upload another DOCX or PDF copy "
    "and tell your administrator."
)

_log = logging.getLogger(__name__)


def read_source(source_id: int, *, on: date) -> None:
    """Reads the document and keeps the whole reading in one transaction, or why it could not be read.

    It may run twice or at the same time as itself, or be killed at any point: what was read is kept once. A document
    that has gone, was read already, or belongs to a plan that is closed by now is left alone.
    """
    waiting = _open(source_id).exclude(state=ReadingState.READ)
    source = waiting.first()
    if source is None:
        return
    waiting.update(state=ReadingState.READING)
    try:
        reading = _read(source)
    except ReadingError as error:
        _fail(source, error.message.vi, error.message.en)
        return
    except Exception:  # noqa: BLE001  # who waits must be told, whatever it was; the log has all of it
        _log.exception("reading of document %s failed", source_id)
        _fail(source, _STUMBLED_VI, _STUMBLED_EN)
        return
    _tell(source, "keeping")
    _keep(source, reading, on)


def _read(source: Source) -> Reading:
    _tell(source, "opened")
    with source.file.open("rb") as file:
        data = file.read()
    _tell(source, "extracting")
    limits = Limits(file_bytes=max(len(data), 1), seconds=_SECONDS)
    return read_whole(data, name=source.name, limits=limits, extracted=lambda: _tell(source, "understanding"))


def _tell(source: Source, stage: str) -> None:
    """How far the work is, for those who wait; by itself, so that they see it at once."""
    _open(source.pk).filter(state=ReadingState.READING).update(stage=stage, progress=STAGES[stage])


def _open(source_id: int) -> QuerySet[Source]:
    """The document, unless it has gone or the content of its plan is closed."""
    return Source.objects.filter(pk=source_id, plan__state__in=EDITABLE)


@transaction.atomic
def _fail(source: Source, vi: str, en: str) -> None:
    kept = _locked(source)
    if kept is None:
        return
    kept.state, kept.stage = ReadingState.FAILED, ""
    kept.problem_vi, kept.problem_en = vi, en
    kept.save()
    record(
        "plans.read", kept.plan, by=None, agency_id=kept.plan.issuer_id, after={"reading": kept.state, "problem": vi}
    )


@transaction.atomic
def _keep(source: Source, reading: Reading, on: date) -> None:
    kept = _locked(source)
    if kept is None:
        return
    draft, plan = reading.draft, kept.plan
    fill_plan(plan, draft, placeholder=kept.name, on=on)
    made = make_obligations(plan, draft, on=on)
    _describe(kept, reading)
    kept.save()
    told = {
        "reading": kept.state,
        "obligations": made,
        "doubtful": sum(bool(duty.doubts) for duty in draft.obligations),
    }
    record("plans.read", plan, by=None, agency_id=plan.issuer_id, after=told)


def _locked(source: Source) -> Source | None:
    """The document for writing, or None when it has gone, was read meanwhile, is another file or closed by now."""
    Plan.objects.select_for_update().filter(pk=source.plan_id).first()
    kept = Source.objects.select_for_update().select_related("plan__issuer").filter(pk=source.pk).first()
    if kept is None or not kept.plan.is_editable:
        return None
    return None if kept.state == ReadingState.READ or kept.sha256 != source.sha256 else kept


def _describe(kept: Source, reading: Reading) -> None:
    draft = reading.draft
    kept.state, kept.stage, kept.progress = ReadingState.READ, "done", STAGES["done"]
    kept.read_at = timezone.now()
    kept.format, kept.pages, kept.text = draft.source.format, draft.source.pages, draft.source.text
    kept.reading = to_json(draft)
    drawn = manuscript(draft, reading.extraction.blocks)
    kept.pane_vi, kept.pane_en = DocumentPane(draft, "vi").drawn(drawn), DocumentPane(draft, "en").drawn(drawn)
    kept.problem_vi = draft.not_a_plan.vi if draft.not_a_plan else ""
    kept.problem_en = draft.not_a_plan.en if draft.not_a_plan else ""
