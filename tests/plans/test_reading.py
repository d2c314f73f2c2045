"""Reading in the background: once whatever happens, and what could not be read is told."""

from datetime import date

import pytest
from django.core.files.base import ContentFile
from tests.factories import PersonFactory, PlanFactory, agency

from loa.audit.models import Entry
from loa.organizations.enums import AgencyKind
from loa.plans.actions import reading as verbs
from loa.plans.enums import PartyRole, ReadingState, Review, State
from loa.plans.models import Obligation, Party, Plan, Source
from loa.reading import read_whole
from loa.reading.errors import MissingTool

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)
PLAN = """ỦY BAN NHÂN DÂN
TỈNH AN BÌNH
Số: 15/KH-UBND
An Bình, ngày 12 tháng 01 năm 2026

KẾ HOẠCH
Tuyên truyền cải cách hành chính năm 2026

Căn cứ Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ, Ủy ban nhân dân tỉnh ban hành Kế hoạch:

I. MỤC ĐÍCH
1. Nâng cao nhận thức của cán bộ, công chức về cải cách hành chính.

II. TỔ CHỨC THỰC HIỆN
1. Sở Nội vụ
- Đăng ít nhất 03 tin, bài mỗi tháng trên Trang thông tin điện tử của Sở.
- Tổng hợp, báo cáo Ủy ban nhân dân tỉnh trước ngày 15 của tháng cuối quý.
2. Đề nghị Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh: Tuyên truyền đến đoàn viên, hội viên.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Trần Văn Bách
"""


def source_of(data: bytes, name: str = "kh.txt") -> Source:
    plan = PlanFactory.create(title=name.rpartition(".")[0])
    source = Source(plan=plan, name=name, size=len(data), sha256="0" * 64, uploaded_by=PersonFactory.create())
    source.file.save(name, ContentFile(data), save=True)
    return source


def test_the_reading_fills_the_plan_and_makes_its_obligations() -> None:
    source = source_of(PLAN.encode())
    verbs.read_source(source.pk, on=TODAY)
    source.refresh_from_db()
    plan = source.plan
    assert (source.state, source.progress, source.format, source.problem_vi) == (ReadingState.READ, 100, "txt", "")
    assert plan.title == "Tuyên truyền cải cách hành chính năm 2026"
    assert (plan.number, plan.issued_on, plan.signer_name) == ("15/KH-UBND", date(2026, 1, 12), "Trần Văn Bách")
    assert (plan.period_from, plan.period_to) == (date(2026, 1, 1), date(2026, 12, 31))
    rows = list(plan.obligations.all())
    assert len(rows) == 3
    assert all(row.review == Review.PENDING and row.read_as and row.read_as["text"] == row.text for row in rows)
    assert rows[0].quotas == [{"min": 3, "unit": "news item", "per": "month"}]
    assert "Đăng ít nhất 03 tin" in source.text[rows[0].start : rows[0].end]
    assert 'id="w-1"' in source.pane_vi
    assert [party.name for party in rows[1].parties.filter(role=PartyRole.REPORTS_TO)] == ["Ủy ban nhân dân tỉnh"]
    assert [entry.verb for entry in Entry.objects.all()] == ["plans.read"]


def test_what_a_plan_asks_for_is_a_request() -> None:
    source = source_of(PLAN.encode())
    verbs.read_source(source.pk, on=TODAY)
    assert [row.requested for row in source.plan.obligations.all()] == [False, False, True]


def test_what_a_person_typed_stays() -> None:
    source = source_of(PLAN.encode())
    source.plan.title, source.plan.number = "Kế hoạch của chúng tôi", "99/KH"
    source.plan.save()
    verbs.read_source(source.pk, on=TODAY)
    source.plan.refresh_from_db()
    assert (source.plan.title, source.plan.number) == ("Kế hoạch của chúng tôi", "99/KH")
    assert source.plan.signer_name == "Trần Văn Bách"


def test_a_number_and_day_that_another_plan_bears_do_not_stop_the_reading() -> None:
    source = source_of(PLAN.encode())
    PlanFactory.create(issuer=source.plan.issuer, number="15/KH-UBND", issued_on=date(2026, 1, 12))
    verbs.read_source(source.pk, on=TODAY)
    source.plan.refresh_from_db()
    assert (source.plan.number, source.plan.issued_on) == ("15/KH-UBND", None)
    assert source.plan.obligations.count() == 3


def test_a_task_run_twice_keeps_one_set() -> None:
    source = source_of(PLAN.encode())
    verbs.read_source(source.pk, on=TODAY)
    verbs.read_source(source.pk, on=TODAY)
    assert (Obligation.objects.count(), Entry.objects.count()) == (3, 1)


def test_two_tasks_at_the_same_time_keep_one_set(monkeypatch: pytest.MonkeyPatch) -> None:
    source = source_of(PLAN.encode())
    whole = read_whole

    def overtaken(*args: object, **options: object) -> object:
        monkeypatch.setattr(verbs, "read_whole", whole)
        verbs.read_source(source.pk, on=TODAY)
        return whole(*args, **options)  # type: ignore[arg-type]  # handed on as they came

    monkeypatch.setattr(verbs, "read_whole", overtaken)
    verbs.read_source(source.pk, on=TODAY)
    assert (Obligation.objects.count(), Entry.objects.count()) == (3, 1)


class Killed(BaseException):
    """What a worker's end looks like from inside."""


@pytest.mark.parametrize("at", ["read_whole", "fill_plan", "make_obligations", "_describe"])
def test_a_task_killed_anywhere_is_taken_again(monkeypatch: pytest.MonkeyPatch, at: str) -> None:
    source = source_of(PLAN.encode())

    def killed(*args: object, **options: object) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(verbs, at, killed)
        with pytest.raises(Killed):
            verbs.read_source(source.pk, on=TODAY)
    source.refresh_from_db()
    assert source.state == ReadingState.READING
    assert not Obligation.objects.exists()
    verbs.read_source(source.pk, on=TODAY)
    source.refresh_from_db()
    assert (source.state, Obligation.objects.count(), Party.objects.count()) == (ReadingState.READ, 3, 4)


def test_progress_is_told_while_the_work_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    source = source_of(PLAN.encode())
    seen: list[int] = []
    whole = read_whole

    def watched(*args: object, **options: object) -> object:
        seen.append(Source.objects.get(pk=source.pk).progress)
        return whole(*args, **options)  # type: ignore[arg-type]  # handed on as they came

    monkeypatch.setattr(verbs, "read_whole", watched)
    monkeypatch.setattr(verbs, "_keep", lambda *_: seen.append(Source.objects.get(pk=source.pk).progress))
    verbs.read_source(source.pk, on=TODAY)
    assert seen == [verbs.STAGES["extracting"], verbs.STAGES["keeping"]]


def test_another_file_in_its_place_makes_an_old_reading_void(monkeypatch: pytest.MonkeyPatch) -> None:
    source = source_of(PLAN.encode())
    whole = read_whole

    def replaced(*args: object, **options: object) -> object:
        Source.objects.update(sha256="1" * 64)
        return whole(*args, **options)  # type: ignore[arg-type]  # handed on as they came

    monkeypatch.setattr(verbs, "read_whole", replaced)
    verbs.read_source(source.pk, on=TODAY)
    assert not Obligation.objects.exists()


def test_a_text_that_is_no_plan_is_told_so_and_keeps_its_draft() -> None:
    source = source_of("Thư mời họp phụ huynh lớp 4A vào chiều thứ sáu tuần này.\n".encode())
    verbs.read_source(source.pk, on=TODAY)
    source.refresh_from_db()
    assert source.state == ReadingState.READ
    assert source.problem_vi
    assert source.problem_en
    assert source.plan.is_editable


@pytest.mark.parametrize(
    "data", [b"%PDF-1.7\nnothing of a PDF", b"PK\x03\x04word/[Content_Types].xml", b"\x89PNG\r\n\x1a\n"]
)
def test_a_broken_file_is_told_in_both_languages(data: bytes) -> None:
    source = source_of(data)
    verbs.read_source(source.pk, on=TODAY)
    source.refresh_from_db()
    assert source.state == ReadingState.FAILED
    assert source.problem_vi != source.problem_en != ""
    assert [entry.verb for entry in Entry.objects.all()] == ["plans.read"]


@pytest.mark.parametrize("error", [MissingTool("Cần cài Tesseract.", "Tesseract is needed."), RuntimeError("a bug")])
def test_no_tool_and_even_a_bug_end_in_a_sentence(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    source = source_of(PLAN.encode())

    def fails(*args: object, **options: object) -> None:
        raise error

    monkeypatch.setattr(verbs, "read_whole", fails)
    verbs.read_source(source.pk, on=TODAY)
    source.refresh_from_db()
    assert source.state == ReadingState.FAILED
    assert source.problem_vi
    assert source.problem_en


def test_a_plan_that_was_closed_meanwhile_stays_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    source = source_of(PLAN.encode())

    def closed(*args: object, **options: object) -> object:
        Plan.objects.update(state=State.SUBMITTED)
        return read_whole(*args, **options)  # type: ignore[arg-type]  # handed on as they came

    monkeypatch.setattr(verbs, "read_whole", closed)
    for _ in range(2):
        verbs.read_source(source.pk, on=TODAY)
    assert not Obligation.objects.exists()
    assert not Entry.objects.exists()


def test_a_document_that_has_gone_is_left_alone() -> None:
    verbs.read_source(4711, on=TODAY)
    assert not Entry.objects.exists()


def test_names_are_left_open_where_no_agency_bears_them() -> None:
    agency("Sở Nội vụ", kind=AgencyKind.DEPARTMENT)
    source = source_of(PLAN.encode())
    verbs.read_source(source.pk, on=TODAY)
    front = Party.objects.get(name__startswith="Ủy ban Mặt trận")
    assert not front.is_resolved


def test_names_are_understood_as_of_the_day_of_the_plan() -> None:
    province = agency("Ủy ban nhân dân tỉnh An Bình", kind=AgencyKind.PEOPLES_COMMITTEE, place="An Bình")
    until = date(2026, 1, 20)
    old = agency("Sở Nội vụ", under=province, until=until)
    front = agency("Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh An Bình", kind=AgencyKind.MASS_ORGANISATION, place="An Bình")
    agency("Sở Nội vụ", under=province, since=date(2026, 1, 21))
    source = source_of(PLAN.replace("Đề nghị ", "").encode())
    source.plan.issuer = province
    source.plan.save()
    verbs.read_source(source.pk, on=TODAY)
    rows = list(source.plan.obligations.all())
    assert [row.parties.get(role=PartyRole.LEAD).agency for row in rows] == [old, old, front]
    assert [row.requested for row in rows] == [False, False, True]
    assert rows[1].parties.get(role=PartyRole.REPORTS_TO).agency == province
