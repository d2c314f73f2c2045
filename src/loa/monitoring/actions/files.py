"""What a file of evidence is, by its content alone; and the same file shown for two things."""

import io
import warnings
import zipfile
import zlib
from collections.abc import Collection

from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from loa.monitoring.enums import EvidenceState
from loa.monitoring.errors import MonitoringError
from loa.monitoring.models import Evidence, EvidenceFile, NearCopy

__all__ = ["flag_shared_files", "media_type_of"]

_MOST_PIXELS = 150_000_000
_PICTURES = frozenset({"JPEG", "PNG", "GIF", "WEBP", "TIFF", "BMP"})
_BRANDS = {
    b"heic": "image/heic", b"heix": "image/heic", b"mif1": "image/heif", b"avif": "image/avif", b"M4A ": "audio/mp4",
    b"qt  ": "video/quicktime",
}  # fmt: skip
_SIGNS = (
    (b"ID3", "audio/mpeg"), (b"OggS", "audio/ogg"), (b"fLaC", "audio/flac"), (b"#!AMR", "audio/amr"),
    (b"\x1aE\xdf\xa3", "video/webm"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/msword"),
    (b"{\\rtf", "application/rtf"),
)  # fmt: skip
_OFFICE = "application/vnd.openxmlformats-officedocument."
_PACKED = {
    "word/": _OFFICE + "wordprocessingml.document",
    "xl/": _OFFICE + "spreadsheetml.sheet",
    "ppt/": _OFFICE + "presentationml.presentation",
}
_OPEN = "application/vnd.oasis.opendocument."
_MOST_SHARING = 5


def media_type_of(name: str, data: bytes) -> str:
    """What the bytes are. Raises MonitoringError for what is no picture, document, sound or film, or is damaged."""
    found = _picture(name, data) or _by_signs(data) or _packed(data) or _text(data)
    if not found:
        raise MonitoringError(
            _("“%(name)s” is no file that Loa keeps. Choose a photo, PDF, Word or Excel file, sound or film.")
            % {"name": name},
            code="files",
        )
    return found


def _damaged(name: str) -> MonitoringError:
    return MonitoringError(
        _("The picture “%(name)s” is damaged or far too large. Take or save it again.") % {"name": name}, code="files"
    )


def _picture(name: str, data: bytes) -> str:
    """Pictures are opened, for a picture that cannot be looked at proves nothing."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of a size that is checked here
            picture = Image.open(io.BytesIO(data), formats=sorted(_PICTURES))
            media_type = str(picture.get_format_mimetype() or "image/jpeg")
            if picture.width * picture.height > _MOST_PIXELS:
                raise _damaged(name)
            picture.verify()
    except UnidentifiedImageError:
        return ""
    except MonitoringError:
        raise
    except Exception as problem:  # whatever a decoder stumbles over in what strangers send
        raise _damaged(name) from problem
    return "image/jpeg" if media_type == "image/mpo" else media_type


def _by_signs(data: bytes) -> str:
    if b"%PDF-" in data[:1024]:
        return "application/pdf"
    if data[4:8] == b"ftyp":
        return _BRANDS.get(data[8:12], "video/mp4")
    if data[:4] == b"RIFF" and data[8:12] == b"WAVE":
        return "audio/wav"
    if len(data) > 2 and data[0] == 0xFF and data[1] & 0xE6 == 0xE2:  # a frame of MPEG sound, layer III
        return "audio/mpeg"
    return next((media_type for sign, media_type in _SIGNS if data.startswith(sign)), "")


def _packed(data: bytes) -> str:
    """Office files are archives; of archives as such nobody can see what they prove."""
    if not data.startswith(b"PK"):
        return ""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 100:
                told = archive.read("mimetype").decode("ascii", "replace")
                return told if told.startswith(_OPEN) and told.removeprefix(_OPEN).isalpha() else ""
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, RuntimeError, EOFError):
        return ""
    if "[Content_Types].xml" not in names:
        return ""
    return next((kind for start, kind in _PACKED.items() if any(one.startswith(start) for one in names)), "")


def _text(data: bytes) -> str:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return ""
    return "text/plain" if text.strip() and "\x00" not in text else ""


def flag_shared_files(evidence: Evidence, files: Collection[EvidenceFile]) -> list[NearCopy]:
    """Flags evidence of other items that is shown by the very same files, for a person to judge."""
    same = EvidenceFile.objects.filter(sha256__in=[file.sha256 for file in files])
    rows = Evidence.objects.filter(pk__in=same.values("evidence"), state=EvidenceState.RECORDED)
    others = rows.exclude(item=evidence.item_id).exclude(pk=evidence.pk).order_by("pk")[:_MOST_SHARING]
    flagged = [
        NearCopy(evidence=later, other=earlier, likeness=100)
        for other in others
        for earlier, later in [sorted((evidence, other), key=lambda one: (one.happened_on, one.pk))]
    ]
    NearCopy.objects.bulk_create(flagged, ignore_conflicts=True)
    return flagged
