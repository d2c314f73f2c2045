"""Signatures in zip packages: XAdES in DOCX (Open Packaging Conventions) and in ODT (OpenDocument).

Checked are the digests of all signed parts, the digest of what the signature says about itself, and the signature
under both, with the certificate that the file brings along.
"""

import posixpath
import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from urllib.parse import unquote

from lxml import etree

from loa.reading.errors import Message
from loa.reading.extract.signatures import unread
from loa.reading.extract.xml_signature import DS, Checked, Unchecked, certificate_of, check, text_of
from loa.reading.extraction import FileSignature

__all__ = ["package_signatures"]

_MOST = 50
_LARGEST = 100_000_000
"""Larger parts are not unpacked to be checked, in bytes."""
_OPC_PLACE = re.compile(r"_xmlsignatures/[^/]+\.xml", re.IGNORECASE)
_ODF_PLACE = "META-INF/documentsignatures.xml"
_NOT_SIGNED = re.compile(
    r"_xmlsignatures/|\[Content_Types\]\.xml$|_rels/\.rels$|docProps/|META-INF/documentsignatures\.xml$|Thumbnails/|.*/$"
)
"""Parts that programs leave unsigned: the signatures themselves, and what tells about the file, not of its content."""


def package_signatures(data: bytes) -> Iterator[FileSignature]:
    """The signatures of a DOCX or ODT."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        package = _Package(archive)
        for name in package.signature_parts():
            root = package.parsed(name)
            found = [root] if root.tag == f"{{{DS}}}Signature" else list(root.iter(f"{{{DS}}}Signature"))
            for signature in found[:_MOST]:
                try:
                    yield _status(signature, package)
                except Exception as problem:  # noqa: BLE001 - one broken signature does not hide the others
                    yield unread("XAdES", problem)


class _Package:
    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self.names = [info.filename for info in archive.infolist()]
        self._by_name = {name.lower(): name for name in self.names}

    def signature_parts(self) -> list[str]:
        return [name for name in self.names if _OPC_PLACE.fullmatch(name) or name == _ODF_PLACE]

    def read(self, uri: str) -> bytes:
        """The bytes of a part by the reference in a signature; raises KeyError where it is missing."""
        name = posixpath.normpath(unquote(uri.partition("?")[0])).lstrip("/")
        info = self._archive.getinfo(self._by_name[name.lower()])
        if info.file_size > _LARGEST:
            raise Unchecked("part too large")
        with self._archive.open(info) as part:
            return part.read(_LARGEST)

    def parsed(self, name: str) -> etree._Element:
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        return etree.fromstring(self.read(name), parser)

    def unsigned(self, signed: set[str]) -> list[str]:
        """The parts of the document that no reference names."""
        known = {posixpath.normpath(unquote(uri.partition("?")[0])).lstrip("/").lower() for uri in signed}
        return [name for name in self.names if not _NOT_SIGNED.match(name) and name.lower() not in known]


def _status(signature: etree._Element, package: _Package) -> FileSignature:
    checked = check(signature, package.read)
    certificate = certificate_of(signature)
    left_out = package.unsigned(checked.parts)
    return FileSignature(
        "XAdES",
        signer=_name(certificate, "2.5.4.3"),
        organization=_name(certificate, "2.5.4.10") or _name(certificate, "2.5.4.11"),
        signed_at=_signed_at(signature),
        intact=not checked.wrong and not checked.unknown,
        covers_whole_file=not left_out,
        problem=_problem(checked, left_out),
    )


def _name(certificate: object, oid: str) -> str | None:
    from cryptography import x509  # noqa: PLC0415 - loaded only for signed files

    if not isinstance(certificate, x509.Certificate):
        return None
    found = certificate.subject.get_attributes_for_oid(x509.ObjectIdentifier(oid))
    return str(found[-1].value).strip() or None if found else None


def _signed_at(signature: etree._Element) -> str | None:
    """The time the signer states: in the XAdES properties, the property of the package, or that of OpenDocument."""
    return (
        text_of(signature, ".//{*}SigningTime")
        or text_of(signature, ".//{*}SignatureTime/{*}Value")
        or text_of(signature, ".//{http://purl.org/dc/elements/1.1/}date")
    )


def _problem(checked: Checked, left_out: list[str]) -> Message | None:
    if checked.wrong:
        names = ", ".join(checked.wrong[:5])
        return Message(
            f"Nội dung không khớp với chữ ký ({names}): tệp đã bị thay đổi sau khi ký.",
            f"The content does not match the signature ({names}): the file was changed after signing.",
        )
    if checked.unknown:
        names = ", ".join(checked.unknown[:5])
        return Message(f"Chưa kiểm tra được: {names}.", f"Could not be checked: {names}.")
    if left_out:
        names = ", ".join(left_out[:5])
        return Message(f"Chữ ký không bao trùm: {names}.", f"The signature does not cover: {names}.")
    return None
