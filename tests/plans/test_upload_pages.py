"""The pages of an upload: who sees them, what is told, and where they lead."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.factories import agency, person

from loa.organizations.enums import Role
from loa.organizations.models import Agency, Person
from loa.plans.actions import upload as verbs
from loa.plans.enums import ReadingState
from loa.plans.models import Plan, Source

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)


@pytest.fixture(autouse=True)
def _no_queue(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verbs, "async_task", lambda *_: None)


@pytest.fixture
def office() -> Agency:
    return agency("Sở Nội vụ")


@pytest.fixture
def coordinator(office: Agency) -> Person:
    return person(Role.COORDINATOR, office)


@pytest.fixture
def desk(client: Client, coordinator: Person) -> Client:
    client.force_login(coordinator)
    return client


def file(data: bytes = b"K\xe1\xba\xbe HO\xe1\xba\xa0CH", name: str = "kh.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def source(state: ReadingState, office: Agency, by: Person, **fields: str) -> Source:
    made = verbs.upload(file(), issuer=office, superior=None, by=by, on=TODAY)
    Source.objects.filter(pk=made.pk).update(state=state, **fields)
    return made


def test_an_upload_leads_to_its_progress(desk: Client, office: Agency) -> None:
    assert desk.get(reverse("plans:upload")).status_code == 200
    answer = desk.post(reverse("plans:upload"), {"file": file(), "issuer": office.pk})
    plan = Plan.objects.get()
    assert answer.headers["Location"] == reverse("plans:reading", args=[plan.key])
    page = desk.get(answer.headers["Location"]).content.decode()
    assert 'hx-trigger="every 1s"' in page
    assert '<noscript><meta http-equiv="refresh"' in page


def test_whoever_writes_no_plans_uploads_none(client: Client, office: Agency) -> None:
    assert client.get(reverse("plans:upload")).status_code == 302
    client.force_login(person(Role.OFFICER, office))
    assert client.get(reverse("plans:upload")).status_code == 403
    assert client.post(reverse("plans:upload"), {"file": file(), "issuer": office.pk}).status_code == 403


def test_no_plan_is_uploaded_for_an_agency_of_others(desk: Client) -> None:
    answer = desk.post(reverse("plans:upload"), {"file": file(), "issuer": agency().pk})
    assert answer.status_code == 422
    assert not Plan.objects.exists()


@pytest.mark.parametrize(("data", "words"), [(b"", "không có nội dung"), (b"Rar!\x1a\x07\0...", "tệp nén")])
def test_a_file_that_can_never_be_read_is_refused_beside_its_field(
    desk: Client, office: Agency, data: bytes, words: str
) -> None:
    answer = desk.post(reverse("plans:upload"), {"file": file(data), "issuer": office.pk})
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_the_same_file_leads_to_the_plan_there_is(desk: Client, office: Agency) -> None:
    for _ in range(2):
        answer = desk.post(reverse("plans:upload"), {"file": file(), "issuer": office.pk}, follow=True)
    assert Plan.objects.count() == 1
    assert "đã được tải lên trước đây" in answer.content.decode()


def test_a_reading_that_ended_leads_to_the_review(desk: Client, office: Agency, coordinator: Person) -> None:
    made = source(ReadingState.READ, office, coordinator)
    here, review = (reverse(name, args=[made.plan.key]) for name in ("plans:reading", "plans:review"))
    assert desk.get(here).headers["Location"] == review
    assert desk.get(here, headers={"HX-Request": "true"}).headers["HX-Redirect"] == review


def test_a_failed_reading_tells_why_and_what_can_be_done(desk: Client, office: Agency, coordinator: Person) -> None:
    made = source(ReadingState.FAILED, office, coordinator, problem_vi="Tệp hỏng.", problem_en="Broken.")
    page = desk.get(reverse("plans:reading", args=[made.plan.key])).content.decode()
    assert "Tệp hỏng." in page
    for name in ("plans:read-again", "plans:replace-document", "plans:review"):
        assert reverse(name, args=[made.plan.key]) in page
    desk.post(reverse("plans:read-again", args=[made.plan.key]))
    made.refresh_from_db()
    assert made.state == ReadingState.WAITING
    desk.post(reverse("plans:replace-document", args=[made.plan.key]), {"file": file(b"another text")})
    assert Source.objects.get().sha256 != made.sha256
    answer = desk.post(reverse("plans:replace-document", args=[made.plan.key]), {}, follow=True)
    assert "chọn tệp" in answer.content.decode()


def test_what_is_no_plan_can_still_be_written_by_hand(desk: Client, office: Agency, coordinator: Person) -> None:
    made = source(ReadingState.READ, office, coordinator, problem_vi="Không phải kế hoạch.", problem_en="No plan.")
    page = desk.get(reverse("plans:reading", args=[made.plan.key])).content.decode()
    assert "Không phải kế hoạch." in page
    assert desk.get(reverse("plans:review", args=[made.plan.key])).status_code == 200


def test_a_document_whose_file_was_lost_is_told_and_no_fault(desk: Client, office: Agency, coordinator: Person) -> None:
    made = source(ReadingState.FAILED, office, coordinator)
    made.file.storage.delete(made.file.name or "")
    assert desk.get(reverse("plans:document", args=[made.plan.key])).status_code == 404


def test_the_document_of_a_draft_is_hidden_from_other_agencies(
    client: Client, office: Agency, coordinator: Person
) -> None:
    made = source(ReadingState.FAILED, office, coordinator)
    client.force_login(person(Role.COORDINATOR))
    for name in ("plans:reading", "plans:document", "plans:review"):
        assert client.get(reverse(name, args=[made.plan.key])).status_code == 404
    client.force_login(person(Role.OFFICER, office))
    answer = client.get(reverse("plans:document", args=[made.plan.key]))
    assert answer.headers["Content-Disposition"].startswith("attachment")
    for name in ("plans:read-again", "plans:replace-document"):
        assert client.post(reverse(name, args=[made.plan.key])).status_code == 403
