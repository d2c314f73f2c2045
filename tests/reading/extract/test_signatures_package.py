"""Signatures in DOCX and ODT: every signed part is checked, and what is not checked is told."""

import base64
import hashlib
import zipfile
from io import BytesIO

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding
from lxml import etree
from tests.reading.extract.signing import Person, make_person

from loa.reading.extract.signatures import signatures_of
from loa.reading.extraction import FileSignature

DS = "http://www.w3.org/2000/09/xmldsig#"
IN_DS = f' xmlns="{DS}"'
C14N = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
RSA_SHA256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"
SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"
ODF_SIGNATURES = "urn:oasis:names:tc:opendocument:xmlns:digitalsignature:1.0"


@pytest.fixture(scope="module")
def person() -> Person:
    return make_person()


def only(signatures: tuple[FileSignature, ...]) -> FileSignature:
    assert len(signatures) == 1
    return signatures[0]


def packed(parts: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def digest(content: bytes) -> str:
    return base64.b64encode(hashlib.sha256(content).digest()).decode()


def c14n(xml: bytes) -> bytes:
    return bytes(etree.tostring(etree.fromstring(xml), method="c14n"))


def reference(uri: str, content: bytes, *transforms: str) -> str:
    inner = "".join(transforms) and f"<Transforms>{''.join(transforms)}</Transforms>"
    return (
        f'<Reference URI="{uri}">{inner}<DigestMethod Algorithm="{SHA256}"></DigestMethod>'
        f"<DigestValue>{digest(content)}</DigestValue></Reference>"
    )


def transform(algorithm: str, inner: str = "") -> str:
    return f'<Transform Algorithm="{algorithm}">{inner}</Transform>'


def signature_xml(person: Person, references: str, objects: str) -> bytes:
    """A signature whose parts are written in canonical form, so that their bytes are what is digested."""
    info = (
        f'<SignedInfo xmlns="{DS}"><CanonicalizationMethod Algorithm="{C14N}"></CanonicalizationMethod>'
        f'<SignatureMethod Algorithm="{RSA_SHA256}"></SignatureMethod>{references}</SignedInfo>'
    )
    assert c14n(info.encode()) == info.encode()
    value = base64.b64encode(person.key.sign(info.encode(), padding.PKCS1v15(), hashes.SHA256())).decode()
    certificate = base64.b64encode(person.certificate.public_bytes(serialization.Encoding.DER)).decode()
    return (
        f'<Signature xmlns="{DS}" Id="idPackageSignature">{info.replace(IN_DS, "")}'
        f"<SignatureValue>{value}</SignatureValue>"
        f"<KeyInfo><X509Data><X509Certificate>{certificate}</X509Certificate></X509Data></KeyInfo>{objects}</Signature>"
    ).encode()


DOCUMENT = "<w:document xmlns:w='urn:w'>Kế hoạch</w:document>".encode()
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
RELATIONS = (
    f'<?xml version="1.0"?><Relationships xmlns="{PACKAGE}"><Relationship Id="rId2" Type="b" Target="y.xml"/>'
    f'<Relationship Id="rId1" Type="a" Target="x.xml"/><Relationship Id="rId9" Type="c" Target="z.xml"/>'
    "</Relationships>"
).encode()
SIGNED_RELATIONS = (
    f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Target="x.xml" TargetMode="Internal" Type="a">'
    '</Relationship><Relationship Id="rId2" Target="y.xml" TargetMode="Internal" Type="b"></Relationship>'
    "</Relationships>"
).encode()


def signed_docx(person: Person, document: bytes = DOCUMENT, relations: bytes = RELATIONS, **more: bytes) -> bytes:
    """A DOCX signed as Office does: a manifest of parts and relationships, itself signed, with the time stated."""
    digital = "http://schemas.openxmlformats.org/package/2006/digital-signature"
    chosen = "".join(
        f'<mdssi:RelationshipReference xmlns:mdssi="{digital}" SourceId="{id}"></mdssi:RelationshipReference>'
        for id in ("rId2", "rId1")
    )
    relationships = "http://schemas.openxmlformats.org/package/2006/RelationshipTransform"
    manifest = (
        f'<Object xmlns="{DS}" Id="idPackageObject"><Manifest>'
        + reference("/word/document.xml?ContentType=application/xml", DOCUMENT)
        + reference(
            "/word/_rels/document.xml.rels?ContentType=application/xml",
            SIGNED_RELATIONS,
            transform(relationships, chosen),
            transform(C14N),
        )
        + '</Manifest><SignatureProperties><SignatureProperty Id="idSignatureTime" Target="#idPackageSignature">'
        f'<mdssi:SignatureTime xmlns:mdssi="{digital}"><mdssi:Format>YYYY-MM-DDThh:mm:ssTZD</mdssi:Format>'
        "<mdssi:Value>2023-01-05T02:21:39Z</mdssi:Value></mdssi:SignatureTime></SignatureProperty>"
        "</SignatureProperties></Object>"
    )
    assert c14n(manifest.encode()) == manifest.encode()
    references = reference("#idPackageObject", manifest.encode()).replace(
        "<Reference ", '<Reference Type="http://www.w3.org/2000/09/xmldsig#Object" '
    )
    canonical = c14n(references.encode()).decode()
    signature = signature_xml(person, canonical, manifest.replace(IN_DS, "", 1))
    return packed(
        {
            "[Content_Types].xml": b"<Types/>",
            "word/document.xml": document,
            "word/_rels/document.xml.rels": relations,
            "docProps/app.xml": b"<p/>",
            "_xmlsignatures/sig1.xml": signature,
        }
        | more
    )


def test_signed_docx_is_checked_part_by_part(person: Person) -> None:
    signature = only(signatures_of(signed_docx(person), "docx"))
    assert signature == FileSignature(
        "XAdES",
        "Đoàn Văn Mẫu",
        "Ủy ban nhân dân tỉnh Bình Thuận",
        "2023-01-05T02:21:39Z",
        intact=True,
        covers_whole_file=True,
    )


def test_changed_part_of_a_docx_is_named(person: Person) -> None:
    data = signed_docx(person, document=DOCUMENT.replace("Kế".encode(), b"Ke"))
    signature = only(signatures_of(data, "docx"))
    assert not signature.intact
    assert signature.problem is not None
    assert "/word/document.xml" in signature.problem.vi


def test_changed_relationship_of_a_docx_is_named(person: Person) -> None:
    signature = only(signatures_of(signed_docx(person, relations=RELATIONS.replace(b"x.xml", b"w.xml")), "docx"))
    assert not signature.intact


def test_relationship_that_was_not_signed_may_change(person: Person) -> None:
    assert only(signatures_of(signed_docx(person, relations=RELATIONS.replace(b"z.xml", b"v.xml")), "docx")).intact


def test_part_added_to_a_docx_is_not_covered(person: Person) -> None:
    signature = only(signatures_of(signed_docx(person, **{"word/footnotes.xml": b"<n/>"}), "docx"))
    assert (signature.intact, signature.covers_whole_file) == (True, False)
    assert signature.problem is not None
    assert "word/footnotes.xml" in signature.problem.vi


def replaced(data: bytes, name: str, old: bytes, new: bytes) -> bytes:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
    assert old in parts[name]
    return packed(parts | {name: parts[name].replace(old, new)})


def test_time_changed_in_a_docx_breaks_its_signature(person: Person) -> None:
    data = replaced(signed_docx(person), "_xmlsignatures/sig1.xml", b"2023-01-05", b"2022-01-05")
    assert not only(signatures_of(data, "docx")).intact


def test_signature_value_is_checked_with_the_certificate(person: Person) -> None:
    data = replaced(signed_docx(person), "_xmlsignatures/sig1.xml", b"<Reference Type", b"<Reference  Type")
    assert only(signatures_of(data, "docx")).intact
    data = replaced(signed_docx(person), "_xmlsignatures/sig1.xml", b"<SignatureValue>", b"<SignatureValue>AAAA")
    signature = only(signatures_of(data, "docx"))
    assert signature.problem is not None
    assert "SignatureValue" in signature.problem.en


def test_transform_that_is_not_known_is_told(person: Person) -> None:
    data = replaced(signed_docx(person), "_xmlsignatures/sig1.xml", C14N.encode() + b'"></Transform>', b'urn:x"/>')
    signature = only(signatures_of(data, "docx"))
    assert not signature.intact


CONTENT = '<?xml version="1.0"?>\n<o:c xmlns:o="urn:o" b="2" a="1">Kế hoạch<o:p/></o:c>'.encode()


def signed_odt(person: Person, content: bytes = CONTENT) -> bytes:
    """An ODT signed as LibreOffice does: parts in canonical form, and a property with the time."""
    date = "2023-01-05T09:21:39.123"
    properties = (
        f'<SignatureProperty xmlns="{DS}" Id="ID_1" Target="#ID_0">'
        f'<dc:date xmlns:dc="http://purl.org/dc/elements/1.1/">{date}</dc:date></SignatureProperty>'
    )
    references = (
        reference("content.xml", c14n(CONTENT), transform(C14N))
        + reference("Pictures/a%20b.png", b"\x89PNG")
        + reference("#ID_1", properties.encode())
    )
    bare = properties.replace(IN_DS, "", 1)
    objects = f"<Object><SignatureProperties>{bare}</SignatureProperties></Object>"
    inner = signature_xml(person, references, objects).decode().replace("idPackageSignature", "ID_0")
    root = f'<document-signatures xmlns="{ODF_SIGNATURES}">{inner}</document-signatures>'
    return packed(
        {
            "mimetype": b"application/vnd.oasis.opendocument.text",
            "content.xml": content,
            "Pictures/a b.png": b"\x89PNG",
            "META-INF/documentsignatures.xml": root.encode(),
        }
    )


def test_signed_odt_is_checked_part_by_part(person: Person) -> None:
    signature = only(signatures_of(signed_odt(person), "odt"))
    assert (signature.signer, signature.signed_at) == ("Đoàn Văn Mẫu", "2023-01-05T09:21:39.123")
    assert signature.intact
    assert not signature.covers_whole_file  # `mimetype` is not signed here; LibreOffice signs it


def test_changed_content_of_an_odt_is_named(person: Person) -> None:
    signature = only(signatures_of(signed_odt(person, CONTENT.replace(b"1", b"3")), "odt"))
    assert not signature.intact
    assert signature.problem is not None
    assert "content.xml" in signature.problem.vi


def test_unsigned_and_unreadable_packages() -> None:
    assert signatures_of(packed({"word/document.xml": b"<a/>"}), "docx") == ()
    signature = only(signatures_of(b"PK\x03\x04 _xmlsignatures/sig1.xml", "docx"))
    assert not signature.intact
    assert signature.problem is not None


def test_damaged_packages_never_raise(person: Person) -> None:
    whole = signed_docx(person)
    for place in range(0, len(whole), 29):
        for bit in (0, 7):
            data = bytearray(whole)
            data[place] ^= 1 << bit
            assert all(signature.kind == "XAdES" for signature in signatures_of(bytes(data), "docx"))
