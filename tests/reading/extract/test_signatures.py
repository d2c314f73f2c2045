"""Signatures in PDF files: who, when, and whether anything was changed."""

from datetime import datetime
from io import BytesIO

import pytest
from asn1crypto import keys  # type: ignore[import-untyped]  # has no type information
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives import serialization
from hypothesis import given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko_certvalidator.registry import SimpleCertificateStore
from tests.reading.extract.paper import Paper
from tests.reading.extract.signing import Person, make_person

from loa.reading.extract.signatures import signatures_of
from loa.reading.extraction import FileSignature


@pytest.fixture(scope="module")
def person() -> Person:
    return make_person()


def only(signatures: tuple[FileSignature, ...]) -> FileSignature:
    assert len(signatures) == 1
    return signatures[0]


def plan_pdf() -> bytes:
    paper = Paper()
    paper.page().text(85, 100, "Thực hiện Kế hoạch")
    return paper.bytes()


def sign_pdf(data: bytes, person: Person, field: str = "Chữ ký") -> bytes:
    der = person.key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    signer = signers.SimpleSigner(
        signing_cert=asn1_x509.Certificate.load(person.certificate.public_bytes(serialization.Encoding.DER)),
        signing_key=keys.PrivateKeyInfo.load(der),
        cert_registry=SimpleCertificateStore(),  # type: ignore[no-untyped-call]  # its types are incomplete
    )
    out = signers.sign_pdf(
        IncrementalPdfFileWriter(BytesIO(data)),
        signers.PdfSignatureMetadata(field_name=field, subfilter=fields.SigSeedSubFilter.PADES),
        signer=signer,
    )
    return bytes(out.getbuffer())


@pytest.fixture(scope="module")
def signed_pdf(person: Person) -> bytes:
    return sign_pdf(plan_pdf(), person)


def test_signed_pdf_names_signer_organization_and_time(signed_pdf: bytes) -> None:
    signature = only(signatures_of(signed_pdf, "pdf"))
    assert (signature.kind, signature.signer) == ("PAdES", "Đoàn Văn Mẫu")
    assert signature.organization == "Ủy ban nhân dân tỉnh Bình Thuận"
    assert signature.signed_at is not None
    assert datetime.fromisoformat(signature.signed_at).utcoffset() is not None
    assert (signature.intact, signature.covers_whole_file, signature.problem) == (True, True, None)


def test_scan_with_signature_is_looked_at_as_a_pdf(signed_pdf: bytes) -> None:
    assert only(signatures_of(signed_pdf, "scan")).intact


def test_changed_byte_breaks_the_signature(signed_pdf: bytes) -> None:
    place = signed_pdf.index(b"595")
    changed = signed_pdf[:place] + b"596" + signed_pdf[place + 3 :]
    signature = only(signatures_of(changed, "pdf"))
    assert not signature.intact
    assert signature.problem is not None
    assert "thay đổi" in signature.problem.vi


def test_further_signature_is_no_change_of_content(signed_pdf: bytes, person: Person) -> None:
    first, second = signatures_of(sign_pdf(signed_pdf, person, "Chữ ký cơ quan"), "pdf")
    assert (first.intact, first.covers_whole_file, first.problem) == (True, False, None)
    assert (second.intact, second.covers_whole_file, second.problem) == (True, True, None)


def test_content_changed_by_an_addition_is_told(signed_pdf: bytes) -> None:
    writer = IncrementalPdfFileWriter(BytesIO(signed_pdf))
    page = writer.root["/Pages"]["/Kids"][0]
    page["/Rotate"] = type(page["/Rotate"])(90)
    writer.update_container(page)
    out = BytesIO()
    writer.write(out)  # type: ignore[no-untyped-call]  # its types are incomplete
    signature = only(signatures_of(out.getvalue(), "pdf"))
    assert (signature.intact, signature.covers_whole_file) == (True, False)
    assert signature.problem is not None
    assert "Sau khi ký" in signature.problem.vi


def test_unsigned_files_have_no_signatures() -> None:
    assert signatures_of(plan_pdf(), "pdf") == ()
    assert signatures_of(b"Ban hanh Ke hoach", "txt") == ()


def test_unreadable_signature_is_listed_with_a_problem() -> None:
    signature = only(signatures_of(b"%PDF-1.4 /ByteRange [0 1 2 3]", "pdf"))
    assert not signature.intact
    assert signature.problem is not None


@settings(max_examples=60)
@given(st.integers(0, 2**31), st.binary(min_size=1, max_size=8))
def test_damage_never_raises(signed_pdf: bytes, place: int, content: bytes) -> None:
    data = bytearray(signed_pdf)
    start = place % len(data)
    data[start : start + len(content)] = content
    assert all(signature.kind == "PAdES" for signature in signatures_of(bytes(data), "pdf"))
