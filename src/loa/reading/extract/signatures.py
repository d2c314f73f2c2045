"""Cryptographic signatures in files: who signed, when, and whether the signed content is unchanged.

Nothing is asked of the network: whether the certificate is trusted or revoked is not judged.
"""

from loa.reading.errors import Message
from loa.reading.extraction import FileSignature

__all__ = ["signatures_of", "unread"]

_MARKS = {"pdf": b"/ByteRange", "docx": b"_xmlsignatures/", "odt": b"META-INF/documentsignatures.xml"}


def signatures_of(data: bytes, format: str) -> tuple[FileSignature, ...]:
    """The signatures in a PDF (PAdES), DOCX or ODT (XAdES), in the order of the file; none in other formats.

    Never raises: what cannot be read or checked is listed with its problem.
    """
    kind = "pdf" if format == "scan" else format
    mark = _MARKS.get(kind)
    if mark is None or mark not in data:
        return ()
    try:
        # Imported here because these libraries take longer to load than most documents take to read.
        if kind == "pdf":
            from loa.reading.extract.signatures_pdf import pdf_signatures  # noqa: PLC0415

            return tuple(pdf_signatures(data))
        from loa.reading.extract.signatures_package import package_signatures  # noqa: PLC0415

        return tuple(package_signatures(data))
    except Exception as problem:  # noqa: BLE001 - whatever is wrong with a signature, the document is still read
        return (unread("PAdES" if kind == "pdf" else "XAdES", problem),)


def unread(kind: str, problem: Exception) -> FileSignature:
    """A signature that is there and cannot be read."""
    return FileSignature(
        kind, None, None, None, intact=False, covers_whole_file=False,
        problem=Message(
            "Tệp có chữ ký số nhưng không đọc được; hãy kiểm tra bằng phần mềm ký số.",
            f"The file has a signature that cannot be read ({type(problem).__name__}); check it with signing software.",
        ),
    )  # fmt: skip
