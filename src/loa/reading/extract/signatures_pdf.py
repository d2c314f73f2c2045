"""Signatures in PDF files (PAdES and its forerunners), read with pyHanko."""

from collections.abc import Iterator
from io import BytesIO

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import (
    DEFAULT_DIFF_POLICY,
    DiffResult,
    ModificationLevel,
)
from pyhanko.sign.validation.generic_cms import (
    validate_sig_integrity,
)
from pyhanko.sign.validation.pdf_embedded import (
    EmbeddedPdfSignature,
)
from pyhanko.sign.validation.status import (
    SignatureCoverageLevel,
)

from loa.reading.errors import Message
from loa.reading.extract.signatures import unread
from loa.reading.extraction import FileSignature

__all__ = ["pdf_signatures"]

_MOST = 50
"""More signatures than this are no one's; the rest is not listed."""
_CHANGED = Message(
    "Nội dung tệp không khớp với chữ ký: tệp đã bị thay đổi sau khi ký.",
    "The content does not match the signature: the file was changed after signing.",
)
_ALTERED_LATER = Message(
    "Sau khi ký, tệp có thêm thay đổi về nội dung; phần đã ký còn nguyên.",
    "Content was changed in the file after signing; the signed part itself is unchanged.",
)
_PARTIAL = Message(
    "Chữ ký không bao trùm toàn bộ tài liệu tại thời điểm ký.",
    "The signature does not cover the whole document as it was when signed.",
)
_NOT_COMPARED = Message(
    "Tệp có phần thêm vào sau khi ký; chưa kiểm tra được phần đó.",
    "Something was added to the file after signing, which could not be checked.",
)


def pdf_signatures(data: bytes) -> Iterator[FileSignature]:
    """The signatures of people and agencies in a PDF; time stamps of archives are not listed."""
    reader = PdfFileReader(BytesIO(data), strict=False)
    for signature in reader.embedded_regular_signatures[:_MOST]:
        try:
            yield _status(signature)
        except Exception as problem:  # noqa: BLE001 - one broken signature does not hide the others
            yield unread("PAdES", problem)


def _status(signature: EmbeddedPdfSignature) -> FileSignature:
    digest = signature.compute_digest()
    matches, valid = validate_sig_integrity(signature.signer_info, signature.signer_cert, "data", digest)
    coverage = signature.evaluate_signature_coverage()
    covered = coverage >= SignatureCoverageLevel.ENTIRE_REVISION
    whole = coverage == SignatureCoverageLevel.ENTIRE_FILE
    subject = signature.signer_cert.subject.native
    signed_at = signature.self_reported_timestamp
    problem = None
    if not (matches and valid):
        problem = _CHANGED
    elif not covered:
        problem = _PARTIAL
    elif not whole:
        problem = _later_change(signature, coverage)
    return FileSignature(
        "PAdES",
        signer=_text(subject.get("common_name")),
        organization=_text(subject.get("organization_name")) or _text(subject.get("organizational_unit_name")),
        signed_at=signed_at.isoformat() if signed_at else None,
        intact=bool(matches and valid and covered),
        covers_whole_file=bool(whole),
        problem=problem,
    )


def _later_change(signature: EmbeddedPdfSignature, coverage: SignatureCoverageLevel) -> Message | None:
    """What was done to the file after signing: further signatures and filled forms are in order."""
    signature.coverage = coverage  # type: ignore[assignment]  # declared without its type
    try:
        result = signature.evaluate_modifications(DEFAULT_DIFF_POLICY)
    except Exception:  # noqa: BLE001 - the comparison of revisions fails on files that are merely unusual
        return _NOT_COMPARED
    if isinstance(result, DiffResult) and result.modification_level <= ModificationLevel.FORM_FILLING:
        return None
    return _ALTERED_LATER


def _text(value: object) -> str | None:
    """A part of a name; certificates may repeat a part, the last one is the nearest to the person."""
    if isinstance(value, list):
        value = value[-1] if value else None
    return str(value).strip() or None if value is not None else None
