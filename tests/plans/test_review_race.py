"""Two people at the very same moment: one wins, the other is told, nothing is doubled."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from tests.factories import ObligationFactory, PersonFactory, PlanFactory, agency, person

from loa.audit.actions import verify
from loa.audit.models import Entry
from loa.organizations.enums import Role
from loa.plans.actions import upload as verbs
from loa.plans.actions.reading import read_source
from loa.plans.actions.review import accept, reject
from loa.plans.enums import Review
from loa.plans.errors import ChangedMeanwhile
from loa.plans.models import Obligation, Plan, Source

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = date(2026, 3, 2)


def at_once(*deeds: Callable[[], object]) -> list[object]:
    """What each deed gives or raises, all begun at the same moment."""
    start = Barrier(len(deeds))

    def done(deed: Callable[[], object]) -> object:
        start.wait()
        try:
            return deed()
        except Exception as problem:  # noqa: BLE001  # what it is is what the test asks
            return problem
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(deeds)) as threads:
        return list(threads.map(done, deeds))


def test_of_two_who_decide_at_once_one_is_told() -> None:
    plan = PlanFactory.create()
    row = ObligationFactory.create(plan=plan, review=Review.PENDING)
    one, other = person(Role.REVIEWER, plan.issuer), person(Role.COORDINATOR, plan.issuer)
    told = at_once(
        lambda: accept(row, revision=1, by=one, on=TODAY),
        lambda: reject(row, reason="Trùng.", revision=1, by=other, on=TODAY),
    )
    assert sum(isinstance(one, ChangedMeanwhile) for one in told) == 1
    assert Obligation.objects.get().revision == 2
    assert Entry.objects.count() == 1
    assert list(verify()) == []


def test_the_same_file_uploaded_twice_at_once_comes_in_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verbs, "async_task", lambda *_: None)
    office = agency("Sở Nội vụ")
    by = person(Role.COORDINATOR, office)

    def upload() -> object:
        return verbs.upload(SimpleUploadedFile("kh.txt", b"text"), issuer=office, superior=None, by=by, on=TODAY)

    told = at_once(upload, upload, upload)
    assert sum(isinstance(one, verbs.AlreadyUploaded) for one in told) == 2
    assert Plan.objects.count() == 1


def test_a_document_read_by_two_workers_at_once_is_kept_once() -> None:
    duties = "- Đăng 03 tin, bài mỗi tháng.\n- Báo cáo hằng quý.\n"
    text = f"KẾ HOẠCH\nTuyên truyền\n\nI. TỔ CHỨC THỰC HIỆN\n1. Sở Nội vụ\n{duties}"
    plan = PlanFactory.create(title="kh")
    source = Source(plan=plan, name="kh.txt", size=1, sha256="0" * 64, uploaded_by=PersonFactory.create())
    source.file.save("kh.txt", ContentFile(text.encode()), save=True)
    assert at_once(*[lambda: read_source(source.pk, on=TODAY)] * 3) == [None, None, None]
    assert plan.obligations.count() == 2
    assert [entry.verb for entry in Entry.objects.all()] == ["plans.read"]
