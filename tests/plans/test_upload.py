"""Taking in a document: who may, what is refused at the door, and that a file comes in once."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings
from django_q.tasks import async_task
from tests.factories import PlanFactory, agency, person, put_under

from loa.audit.models import Entry
from loa.organizations.enums import Role
from loa.organizations.models import Agency
from loa.organizations.policy import Forbidden
from loa.plans.actions import upload as verbs
from loa.plans.enums import ReadingState, State
from loa.plans.models import Plan, Source
from loa.project.environment import Environment
from loa.reading import EmptyDocument, EncryptedDocument, TooLarge, UnknownFormat

CaptureOnCommit = Callable[..., AbstractContextManager[list[Callable[[], None]]]]

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)
TEXT = "ỦY BAN NHÂN DÂN\nTỈNH AN BÌNH\n\nKẾ HOẠCH\n\n1. Sở Nội vụ chủ trì.\n".encode()


@pytest.fixture(autouse=True)
def queued(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    found: list[tuple[str, int]] = []
    monkeypatch.setattr(verbs, "async_task", lambda name, key: found.append((name, key)))
    return found


@pytest.fixture
def office() -> Agency:
    return agency("Sở Nội vụ")


def file(data: bytes = TEXT, name: str = "ke hoach.txt") -> "SimpleUploadedFile":
    return SimpleUploadedFile(name, data)


def test_an_upload_makes_a_draft_and_queues_its_reading(
    office: Agency, queued: list[tuple[str, int]], django_capture_on_commit_callbacks: CaptureOnCommit
) -> None:
    coordinator = person(Role.COORDINATOR, office)
    with django_capture_on_commit_callbacks(execute=True):
        source = verbs.upload(file(), issuer=office, superior=None, by=coordinator, on=TODAY)
    assert (source.plan.state, source.plan.issuer, source.plan.title) == (State.DRAFT, office, "ke hoach")
    assert (source.state, source.size) == (ReadingState.WAITING, len(TEXT))
    assert queued == [(verbs.READ, source.pk)]
    assert [entry.verb for entry in Entry.objects.all()] == ["plans.upload"]


def test_only_who_writes_plans_of_the_agency_may_upload(office: Agency) -> None:
    with pytest.raises(Forbidden):
        verbs.upload(file(), issuer=office, superior=None, by=person(Role.OFFICER, office), on=TODAY)
    with pytest.raises(Forbidden):
        verbs.upload(file(), issuer=office, superior=None, by=person(Role.COORDINATOR), on=TODAY)
    assert not Plan.objects.exists()


def test_the_same_file_again_leads_to_the_plan_there_is(office: Agency) -> None:
    coordinator = person(Role.COORDINATOR, office)
    first = verbs.upload(file(), issuer=office, superior=None, by=coordinator, on=TODAY)
    with pytest.raises(verbs.AlreadyUploaded) as told:
        verbs.upload(file(name="other name.docx"), issuer=office, superior=None, by=coordinator, on=TODAY)
    assert told.value.plan == first.plan
    elsewhere = agency()
    other = verbs.upload(file(), issuer=elsewhere, superior=None, by=person(Role.COORDINATOR, elsewhere), on=TODAY)
    assert other.plan != first.plan


def test_a_plan_stands_only_under_plans_of_agencies_over_it(office: Agency) -> None:
    coordinator = person(Role.COORDINATOR, office)
    above, beside = PlanFactory.create(in_force=True), PlanFactory.create(in_force=True)
    put_under(office, above.issuer)
    made = verbs.upload(file(), issuer=office, superior=above, by=coordinator, on=TODAY)
    assert made.plan.superior == above
    with pytest.raises(verbs.WrongSuperior):
        verbs.upload(file(b"another"), issuer=office, superior=beside, by=coordinator, on=TODAY)


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", EmptyDocument),
        (b" \n\t", EmptyDocument),
        (b"x" * (1024 * 1024 + 1), TooLarge),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 32
         + (34).to_bytes(2, "little"), EncryptedDocument),
        (b"Rar!\x1a\x07\0 and more", UnknownFormat),
    ],
    ids=["no bytes", "blanks", "too large", "locked", "packed"],
)  # fmt: skip
def test_what_can_never_be_read_is_refused_at_the_door(office: Agency, data: bytes, error: type[Exception]) -> None:
    with override_settings(LOA=Environment(upload_limit_mb=1)), pytest.raises(error):
        verbs.upload(file(data), issuer=office, superior=None, by=person(Role.COORDINATOR, office), on=TODAY)
    assert not Plan.objects.exists()
    assert not Entry.objects.exists()


def test_a_failed_reading_can_be_tried_again_or_given_another_file(office: Agency) -> None:
    coordinator = person(Role.COORDINATOR, office)
    source = verbs.upload(file(), issuer=office, superior=None, by=coordinator, on=TODAY)
    Source.objects.update(state=ReadingState.FAILED, problem_vi="hỏng", problem_en="broken")
    again = verbs.read_again(source, by=coordinator, on=TODAY)
    assert (again.state, again.problem_vi) == (ReadingState.WAITING, "")
    other = verbs.replace_document(source, file(TEXT + b"more"), by=coordinator, on=TODAY)
    assert (other.pk, other.state) == (source.pk, ReadingState.WAITING)
    assert other.sha256 != source.sha256
    with pytest.raises(Forbidden):
        verbs.read_again(source, by=person(Role.OFFICER, office), on=TODAY)


def test_what_was_read_well_is_not_read_again(office: Agency) -> None:
    coordinator = person(Role.COORDINATOR, office)
    source = verbs.upload(file(), issuer=office, superior=None, by=coordinator, on=TODAY)
    Source.objects.update(state=ReadingState.READ)
    with pytest.raises(verbs.AlreadyRead):
        verbs.read_again(source, by=coordinator, on=TODAY)
    with pytest.raises(verbs.AlreadyRead):
        verbs.replace_document(source, file(b"another text"), by=coordinator, on=TODAY)


def test_the_queued_task_reads_the_document(
    office: Agency, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: CaptureOnCommit
) -> None:
    monkeypatch.setattr(verbs, "async_task", async_task)
    with django_capture_on_commit_callbacks(execute=True):
        source = verbs.upload(file(), issuer=office, superior=None, by=person(Role.COORDINATOR, office), on=TODAY)
    source.refresh_from_db()
    assert source.state == ReadingState.READ
    assert {entry.request_id[:12] for entry in Entry.objects.filter(verb="plans.read")} == {"read-source-"}
