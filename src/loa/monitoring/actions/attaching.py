"""Putting files to a piece of evidence: photos, scans, lists, recordings."""

import hashlib
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from loa.audit.actions import record
from loa.monitoring.actions.files import flag_shared_files, media_type_of
from loa.monitoring.actions.matching import lock_items, match_again
from loa.monitoring.errors import MonitoringError
from loa.monitoring.models import Evidence, EvidenceFile
from loa.organizations.models import Person
from loa.organizations.policy import require

__all__ = ["LARGEST", "Received", "attach", "received"]

LARGEST = 30 * 1024 * 1024
"""A photo of a phone has some megabytes, an hour of speech some thirty."""


@dataclass(frozen=True, slots=True)
class Received:
    """A file in memory; what it is was told by its content."""

    name: str
    media_type: str
    data: bytes
    sha256: str

    @property
    def is_picture(self) -> bool:
        return self.media_type.startswith("image/")


def received(files: Iterable["UploadedFile[bytes]"]) -> list[Received]:
    """Files as they came, the same one once. Raises MonitoringError for one that cannot be kept."""
    found: dict[str, Received] = {}
    for file in files:
        one = _received(file)
        found.setdefault(one.sha256, one)
    return list(found.values())


def _received(file: "UploadedFile[bytes]") -> Received:
    name = _harmless(file.name or "")
    most = min(LARGEST, settings.LOA.upload_limit_mb * 1024**2)
    file.seek(0)  # it may have been looked at before
    data = file.read(most + 1)
    if not data:
        raise MonitoringError(_("The file “%(name)s” is empty. Choose it again.") % {"name": name}, code="files")
    if len(data) > most:
        told = {"name": name, "limit": most // 1024**2}
        raise MonitoringError(_("The file “%(name)s” is larger than %(limit)s MB.") % told, code="files")
    return Received(name, media_type_of(name, data), data, hashlib.sha256(data).hexdigest())


def _harmless(name: str) -> str:
    plain = "".join(letter for letter in unicodedata.normalize("NFC", name) if letter.isprintable())
    return PurePosixPath(plain.replace("\\", "/")).name[-200:] or "tep"


@transaction.atomic
def attach(evidence: Evidence, files: Collection[Received], *, by: Person, on: date) -> list[EvidenceFile]:
    """Keeps the files with the evidence, each once, and matches it anew. Raises Forbidden.

    The same file shown for something else is flagged for a person to judge.
    """
    require(by, "evidence.record", evidence.agency_id, on=on)
    lock_items([evidence.item_id or evidence.pk])
    there = set(EvidenceFile.objects.filter(evidence=evidence).values_list("sha256", flat=True))
    made = [_kept(evidence, one, by) for one in files if one.sha256 not in there]
    if made:
        flag_shared_files(evidence, made)
        match_again([evidence.pk], locked=True)
        told = [f"{one.name} (SHA-256 {one.sha256})" for one in made]
        record("evidence.attach", evidence, by=by, agency_id=evidence.agency_id, after={"files": told})
    return made


def _kept(evidence: Evidence, one: Received, by: Person) -> EvidenceFile:
    row = EvidenceFile(
        evidence=evidence, name=one.name, media_type=one.media_type, size=len(one.data), sha256=one.sha256, added_by=by
    )
    row.file.save(one.sha256[:16] + PurePosixPath(one.name).suffix[:10], ContentFile(one.data), save=False)
    row.save()
    return row
