"""Files of evidence: what they are by their content, and handing them out."""

import contextlib
import io
import zipfile
from datetime import date
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from tests.factories import agency, person

from loa.monitoring.actions.files import flag_shared_files, media_type_of
from loa.monitoring.enums import EvidenceState, Source
from loa.monitoring.errors import MonitoringError
from loa.monitoring.models import Evidence, EvidenceFile, NearCopy
from loa.organizations.enums import Role
from loa.organizations.models import Agency

OFFICE = "application/vnd.openxmlformats-officedocument."


def _picture(format: str, size: tuple[int, int] = (8, 8)) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", size, "red").save(made, format)
    return made.getvalue()


def _packed(*names: str, mimetype: str = "") -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        if mimetype:
            archive.writestr("mimetype", mimetype)
        for name in names:
            archive.writestr(name, "x")
    return made.getvalue()


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (_picture("JPEG"), "image/jpeg"),
        (_picture("PNG"), "image/png"),
        (_picture("WEBP"), "image/webp"),
        (b"%PDF-1.7\n...", "application/pdf"),
        (_packed("[Content_Types].xml", "word/document.xml"), OFFICE + "wordprocessingml.document"),
        (_packed("[Content_Types].xml", "xl/workbook.xml"), OFFICE + "spreadsheetml.sheet"),
        (_packed(mimetype="application/vnd.oasis.opendocument.text"), "application/vnd.oasis.opendocument.text"),
        (b"ID3\x04", "audio/mpeg"),
        (b"\xff\xfb\x90\x00", "audio/mpeg"),
        (b"OggS\x00", "audio/ogg"),
        (b"\x00\x00\x00\x18ftypmp42", "video/mp4"),
        (b"\x00\x00\x00\x18ftypheic", "image/heic"),
        ("Nhật ký phát sóng ngày 2/3".encode(), "text/plain"),
        (b"<script>alert(1)</script>", "text/plain"),
    ],
)
def test_a_file_is_what_its_content_says(data: bytes, media_type: str) -> None:
    assert media_type_of("anh.exe", data) == media_type


@pytest.mark.parametrize(
    "data",
    [
        b"MZ\x90\x00\x03\xff\xfe", _packed("virus.exe"), _packed("word/document.xml"), b"PK\x03\x04 broken \xff",
        _picture("PNG")[:40] + b"\xff" * 20, _picture("JPEG")[:4], b"\x00" * 50,
        _packed(mimetype="application/vnd.oasis.opendocument.<script>"),
    ],
)  # fmt: skip
def test_what_is_no_photo_document_or_sound_is_refused_by_name(data: bytes) -> None:
    with pytest.raises(MonitoringError) as refused:
        media_type_of("tệp lạ.jpg", data)
    assert "tệp lạ.jpg" in refused.value.messages[0]


def test_a_picture_without_end_is_refused() -> None:
    header = b"\x89PNG\r\n\x1a\n" + bytes.fromhex("0000000d49484452000fffff000fffff0802000000")
    with pytest.raises(MonitoringError):
        media_type_of("anh.png", header + b"\x00" * 30)


@given(
    st.binary(max_size=120),
    st.sampled_from([b"", b"PK\x03\x04", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF89a", b"II*\x00"]),
)
def test_no_content_breaks_it(rest: bytes, start: bytes) -> None:
    with contextlib.suppress(MonitoringError):
        assert "/" in media_type_of("a", start + rest)


# ---------------------------------------------------------------------------------------------------------- in the room


def _evidence(owner: Agency, **more: Any) -> Evidence:
    told = {"kind": "article", "happened_on": date(2026, 3, 2), "title": "Tin", "source": Source.PERSON, **more}
    made = Evidence.objects.create(agency=owner, recorded_at=timezone.now(), **told)
    Evidence.objects.filter(pk=made.pk).update(item=made.pk)
    made.refresh_from_db()
    return made


def _file(evidence: Evidence, sha256: str = "a" * 64, name: str = "ảnh hội nghị.svg") -> EvidenceFile:
    row = EvidenceFile(evidence=evidence, name=name, media_type="image/svg+xml", size=3, sha256=sha256)
    row.file.save("a.svg", ContentFile(b"<x>"))
    return row


@pytest.mark.django_db
def test_a_file_is_handed_out_to_who_sees_the_evidence_and_runs_nowhere(client: Client) -> None:
    owner = agency()
    address = reverse("monitoring:evidence-file", args=[_file(_evidence(owner)).key])
    assert client.get(address).status_code == 302
    client.force_login(person(Role.OFFICER))
    assert client.get(address).status_code == 404
    client.force_login(person(Role.OFFICER, owner))
    answer = client.get(address)
    assert b"".join(answer) == b"<x>"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"].startswith("sandbox")
    assert "private" in answer.headers["Cache-Control"]
    assert client.post(address).status_code == 405


@pytest.mark.django_db
def test_a_file_that_was_lost_is_told(client: Client) -> None:
    owner = agency()
    file = _file(_evidence(owner))
    file.file.storage.delete(str(file.file.name))
    client.force_login(person(Role.OFFICER, owner))
    assert client.get(reverse("monitoring:evidence-file", args=[file.key])).status_code == 404


@pytest.mark.django_db
def test_one_file_shown_for_two_things_is_flagged_and_for_placements_is_not() -> None:
    owner = agency()
    first, placed, withdrawn, second = (_evidence(owner, happened_on=date(2026, 3, day)) for day in (1, 2, 3, 4))
    Evidence.objects.filter(pk=placed.pk).update(item=first.pk)
    Evidence.objects.filter(pk=withdrawn.pk).update(state=EvidenceState.WITHDRAWN)
    _file(first), _file(placed), _file(withdrawn)
    assert flag_shared_files(first, [first.files.get()]) == []
    _file(second, "b" * 64)
    assert flag_shared_files(second, list(second.files.all())) == []
    added = _file(second)
    flag_shared_files(second, [added])
    flag_shared_files(second, [added])
    pairs = set(NearCopy.objects.values_list("evidence", "other", "likeness"))
    assert pairs == {(second.pk, first.pk, 100), (second.pk, placed.pk, 100)}
