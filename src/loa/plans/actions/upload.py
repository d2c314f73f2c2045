"""Taking in a document that a plan is to be read from."""

import hashlib
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _
from django_q.tasks import async_task

from loa.audit.actions import record
from loa.organizations.models import Agency, Person
from loa.organizations.policy import require
from loa.plans.enums import ReadingState
from loa.plans.errors import NotEditable, PlanError
from loa.plans.models import Plan, Source
from loa.plans.queries.relatives import possible_superiors
from loa.reading import Limits
from loa.reading.extract import admit

__all__ = ["AlreadyRead", "AlreadyUploaded", "WrongSuperior", "new_title", "read_again", "replace_document", "upload"]

READ = "loa.plans.tasks.read_source"
"""The task that reads a document, by the name under which it is queued."""


class AlreadyUploaded(PlanError):
    """The agency has a plan from the very same file; `plan` is that plan."""

    def __init__(self, plan: Plan) -> None:
        super().__init__(
            _("This very file was uploaded before. Here is the plan that was read from it."), code="already-uploaded"
        )
        self.plan = plan


class WrongSuperior(PlanError):
    """A plan that no plan of the agency can stand under."""

    def __init__(self) -> None:
        super().__init__(
            _("No plan of this agency can stand under that plan. Choose one of an agency over it."), code="superior"
        )


class AlreadyRead(PlanError):
    """The reading has ended well, so there is nothing to try again."""

    def __init__(self) -> None:
        super().__init__(_("The document has been read already. Go on with the review."), code="already-read")


@dataclass(frozen=True, slots=True)
class _Document:
    name: str
    data: bytes
    sha256: str


def upload(file: "UploadedFile[bytes]", *, issuer: Agency, superior: Plan | None, by: Person, on: date) -> Source:
    """Makes a draft of the agency and queues the reading of its document.

    Raises Forbidden, WrongSuperior, AlreadyUploaded, and a ReadingError for a file that can never be read: it is empty,
    too large, locked, or no document.
    """
    require(by, "plans.write", issuer, on=on)
    if superior and not possible_superiors(issuer, on).filter(pk=superior.pk).exists():
        raise WrongSuperior
    document = _received(file)
    with transaction.atomic():
        # Who uploads for the same agency at the same moment waits here, so that a file comes in once.
        Agency.objects.select_for_update().get(pk=issuer.pk)
        _refuse_known(document, issuer)
        plan = Plan.objects.create(
            issuer=issuer,
            superior=superior,
            title=new_title(document.name),
            period_from=date(on.year, 1, 1),
            period_to=date(on.year, 12, 31),
            drafted_by=by,
        )
        source = Source(plan=plan)
        _take(source, document, by)
        told = {"name": source.name, "size": source.size, "sha256": source.sha256, "superior": superior and superior.pk}
        record("plans.upload", plan, by=by, agency_id=issuer.pk, after=told)
    return source


def replace_document(source: Source, file: "UploadedFile[bytes]", *, by: Person, on: date) -> Source:
    """Puts another file in the place of one that could not be read, and queues its reading.

    Raises as `upload` does, and AlreadyRead where obligations were read from the first.
    """
    require(by, "plans.write", source.plan.issuer_id, on=on)
    document = _received(file)
    with transaction.atomic():
        kept = _locked_unread(source)
        _refuse_known(document, kept.plan.issuer, but=kept)
        before = {"name": kept.name, "sha256": kept.sha256}
        _take(kept, document, by)
        after = {"name": kept.name, "sha256": kept.sha256}
        record("plans.replace-document", kept.plan, by=by, agency_id=kept.plan.issuer_id, before=before, after=after)
    return kept


@transaction.atomic
def read_again(source: Source, *, by: Person, on: date) -> Source:
    """Queues the reading once more. Raises AlreadyRead."""
    require(by, "plans.write", source.plan.issuer_id, on=on)
    kept = _locked_unread(source)
    before = {"reading": kept.state}
    _wait(kept)
    record("plans.read-again", kept.plan, by=by, agency_id=kept.plan.issuer_id, before=before)
    return kept


def new_title(name: str) -> str:
    """What a plan is called until its document is read: the file's name without its ending."""
    return PurePosixPath(name).stem[:500] or name[:500]


def _received(file: "UploadedFile[bytes]") -> _Document:
    """The file in memory, judged by its size and its first bytes; its name means nothing. Raises ReadingError."""
    limits = Limits(file_bytes=settings.LOA.upload_limit_mb * 1024 * 1024)
    # One byte more than allowed tells that it is too large, without taking in all of it.
    data = file.read(limits.file_bytes + 1)
    admit(data, limits=limits)
    return _Document((file.name or "document")[:255], data, hashlib.sha256(data).hexdigest())


def _refuse_known(document: _Document, issuer: Agency, *, but: Source | None = None) -> None:
    same = Source.objects.filter(sha256=document.sha256, plan__issuer=issuer).select_related("plan")
    known = (same.exclude(pk=but.pk) if but else same).first()
    if known:
        raise AlreadyUploaded(known.plan)


def _locked_unread(source: Source) -> Source:
    plan = Plan.objects.select_for_update().get(pk=source.plan_id)
    kept = Source.objects.select_for_update().select_related("plan__issuer").get(pk=source.pk)
    if not plan.is_editable:
        raise NotEditable
    if kept.state == ReadingState.READ and not kept.problem_vi:
        raise AlreadyRead
    return kept


def _take(source: Source, document: _Document, by: Person) -> None:
    source.name, source.size, source.sha256 = document.name, len(document.data), document.sha256
    source.uploaded_by = by
    source.format, source.pages, source.reading = "", None, None
    source.file.save(document.name, ContentFile(document.data), save=False)
    _wait(source)


def _wait(source: Source) -> None:
    source.state, source.stage, source.progress = ReadingState.WAITING, "", 0
    source.problem_vi = source.problem_en = ""
    source.save()
    transaction.on_commit(lambda: async_task(READ, source.pk))
