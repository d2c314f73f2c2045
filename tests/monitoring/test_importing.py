"""Many pieces of evidence from a table: told row by row first, nothing half done, nothing twice."""

import csv
import io
from collections.abc import Iterable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.translation import override
from openpyxl import load_workbook
from tests.factories import person
from tests.monitoring.calendars import commune
from tests.monitoring.entries import TODAY, Commune, the_day
from tests.monitoring.test_pages import signed_in, text

from loa.monitoring.actions import importing
from loa.monitoring.actions.importing import batch_of, confirm, continue_import
from loa.monitoring.actions.recording import record_evidence
from loa.monitoring.enums import ImportState
from loa.monitoring.models import Evidence, EvidenceImport, Tally
from loa.organizations.enums import Role
from loa.organizations.models import Post

__all__ = ["the_day"]  # a fixture that is found by its name

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_day")]
UPLOAD = "/evidence/import/"
HEADS = ("Ngày", "Loại minh chứng", "Tiêu đề", "Liên kết", "Kênh", "Lĩnh vực", "Số lượng")
GOOD = ("16/03/2026", "tin, bài", "Tin một", "https://xa.example/1", "", "Thủ tục hành chính", "1")


@pytest.fixture
def here() -> Commune:
    return Commune.begin()


def table(rows: Iterable[Iterable[str]], heads: Iterable[str] = HEADS) -> SimpleUploadedFile:
    made = io.StringIO()
    csv.writer(made).writerows([heads, *rows])
    return SimpleUploadedFile("minh-chung.csv", made.getvalue().encode())


def rows(count: int) -> list[tuple[str, ...]]:
    return [(*GOOD[:2], f"Tin {number}", f"https://xa.example/{number}", *GOOD[4:]) for number in range(count)]


def uploaded(here: Commune, given: Iterable[Iterable[str]], **options: Any) -> EvidenceImport:
    response = here.client.post(UPLOAD, {"agency": here.agency.key, "file": table(given, **options)})
    assert response.status_code == 302, response.content.decode()
    return EvidenceImport.objects.latest("pk")


def confirmed(here: Commune, what: EvidenceImport, **told: Any) -> Any:
    mark = batch_of(what, on=TODAY).preview.fingerprint
    return here.client.post(page_of(what), {"fingerprint": mark, **told})


def page_of(what: EvidenceImport) -> str:
    return reverse("monitoring:import-evidence-preview", args=[what.key])


def test_a_table_is_shown_first_and_recorded_when_confirmed(here: Commune) -> None:
    what = uploaded(here, rows(3))
    shown = text(here.client, page_of(what))
    assert "Tin 2" in shown
    assert not Evidence.objects.exists()
    confirmed(here, what, all="1")
    one = Evidence.objects.get(title="Tin 0")
    assert (one.source, one.areas, one.agency, one.recorded_by) == (
        "spreadsheet", ["procedures"], here.agency, here.officer,
    )  # fmt: skip
    assert Tally.objects.get().counted == 3
    assert "3 of 3 rows are recorded." in text(here.client, page_of(what))


def test_the_same_table_again_records_nothing(here: Commune) -> None:
    confirmed(here, uploaded(here, rows(2)), all="1")
    what = uploaded(here, rows(2))
    assert "All rows of the table were recorded before." in text(here.client, page_of(what))
    assert confirmed(here, what, all="1").status_code == 422
    assert Evidence.objects.count() == 2


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ((0, "31/02/2026"), "is no date"),
        ((0, ""), "must not be empty"),
        ((0, "19/03/2026"), "The day lies in the future."),
        ((0, "01/01/1950"), "The day is too long ago."),
        ((1, "thơ"), "is not one of"),
        ((2, ""), "must not be empty"),
        ((3, "xa.example/1"), "has to begin with http"),
        ((4, "kênh lạ"), "is not one of"),
        ((5, "Thủ tục hành chính; thơ"), "is not one of"),
        ((6, "²"), "is no number from"),
        ((6, "99999999999"), "is no number from"),
    ],
)
def test_a_wrong_cell_is_told_by_row_and_column_and_nothing_is_recorded(
    here: Commune, wrong: tuple[int, str], told: str
) -> None:
    place, value = wrong
    bad = [*GOOD[:place], value, *GOOD[place + 1 :]]
    what = uploaded(here, [GOOD, bad])
    with override("en"):
        (fault,) = batch_of(what, on=TODAY).preview.faults
    assert (fault.row, told in fault.message) == (3, True)
    assert HEADS[place] in text(here.client, page_of(what))
    assert told in text(here.client, f"{page_of(what)}?format=csv")
    assert confirmed(here, what, all="1").status_code == 422
    assert not Evidence.objects.exists()


def test_the_rows_without_faults_can_be_recorded_first_and_the_others_later(here: Commune) -> None:
    confirmed(here, uploaded(here, [GOOD, ("", *GOOD[1:2], "Tin hai", *GOOD[3:])]), rest="1")
    assert [one.title for one in Evidence.objects.all()] == ["Tin một"]
    mended = uploaded(here, [GOOD, ("17/03/2026", *GOOD[1:2], "Tin hai", *GOOD[3:])])
    confirmed(here, mended, all="1")
    assert Evidence.objects.count() == 2


def test_only_ticked_rows_are_recorded(here: Commune) -> None:
    confirmed(here, uploaded(here, rows(3)), chosen="1", row=["3", "x", "²"])
    assert [one.title for one in Evidence.objects.all()] == ["Tin 1"]
    assert confirmed(here, uploaded(here, rows(3)), chosen="1").status_code == 422


def test_two_rows_that_say_the_same_are_a_fault(here: Commune) -> None:
    what = uploaded(here, [GOOD, GOOD])
    assert "says the same as row 2" in text(here.client, page_of(what))


def test_what_changed_since_it_was_shown_is_shown_again(here: Commune) -> None:
    what = uploaded(here, rows(2))
    confirmed(here, uploaded(here, rows(1)), all="1")
    response = here.client.post(page_of(what), {"fingerprint": "another", "all": "1"})
    assert "The data changed since you looked." in response.content.decode()
    assert Evidence.objects.count() == 1


def test_rows_of_several_agencies_are_recorded_for_those_of_the_person_alone(here: Commune) -> None:
    second = commune("Ủy ban nhân dân xã Thứ Hai", here.top)
    commune("Ủy ban nhân dân xã Người Khác", here.top)
    Post.objects.create(person=here.officer, agency=second, role=Role.OFFICER, valid_from=second.founded_on)
    named = [(*GOOD, "Uy ban nhan dan xa Thu Hai"), (*GOOD, "Ủy ban nhân dân xã Người Khác")]
    what = uploaded(here, named, heads=(*HEADS, "Cơ quan"))
    assert "is no agency you record evidence for" in text(here.client, page_of(what))
    confirmed(here, what, rest="1")
    assert [one.agency for one in Evidence.objects.all()] == [second]


def test_a_long_table_goes_on_after_its_worker_died(here: Commune, monkeypatch: pytest.MonkeyPatch) -> None:
    queued: list[int] = []
    monkeypatch.setattr(importing, "async_task", lambda _task, key: queued.append(key))
    monkeypatch.setattr(importing, "_STEP", 4)
    what = uploaded(here, rows(importing.AT_ONCE + 3))
    mark = batch_of(what, on=TODAY).preview.fingerprint
    confirm(what, fingerprint=mark, rows=None, by=here.officer, on=TODAY)
    calls: list[Any] = []

    def dies(happening: Any, **who: Any) -> Evidence:
        calls.append(happening)
        if len(calls) == 7:
            raise KeyboardInterrupt
        return record_evidence(happening, **who)

    monkeypatch.setattr(importing, "record_evidence", dies)
    with pytest.raises(KeyboardInterrupt):
        continue_import(what.pk, on=TODAY)
    what.refresh_from_db()
    assert (what.state, what.done) == (ImportState.RUNNING, 4)
    assert "The table is being recorded." in text(here.client, page_of(what))
    continue_import(what.pk, on=TODAY)
    what.refresh_from_db()
    assert (what.state, what.done, what.refused) == (ImportState.DONE, importing.AT_ONCE + 3, [])
    assert Evidence.objects.count() == importing.AT_ONCE + 3


def test_what_is_refused_in_the_background_is_told_with_its_row(here: Commune) -> None:
    what = uploaded(here, rows(2))
    EvidenceImport.objects.filter(pk=what.pk).update(state=ImportState.RUNNING, rows=[2, 3])
    Post.objects.filter(person=here.officer).update(role=Role.LEADER)
    continue_import(what.pk, on=TODAY)
    what.refresh_from_db()
    assert [number for number, _told in what.refused] == [2, 3]
    assert not Evidence.objects.exists()


def test_nobody_sees_the_table_of_another(here: Commune) -> None:
    what = uploaded(here, rows(1))
    colleague = signed_in(person(Role.OFFICER, here.agency))
    assert colleague.get(page_of(what)).status_code == 404
    assert colleague.post(page_of(what), {"all": "1"}).status_code == 404


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04not a book", b"\xff\xfe\x00", "Ngày,Loại\n".encode()])
def test_a_file_that_is_no_table_is_refused_in_a_sentence(here: Commune, data: bytes) -> None:
    file = SimpleUploadedFile("a.xlsx", data)
    assert here.client.post(UPLOAD, {"agency": here.agency.key, "file": file}).status_code == 422
    assert not EvidenceImport.objects.exists()


def test_the_template_can_be_uploaded_as_it_is(here: Commune) -> None:
    response = here.client.get(reverse("monitoring:import-evidence-template", args=["xlsx"]))
    data = b"".join(response.streaming_content)  # type: ignore[attr-defined]  # of a file
    assert load_workbook(io.BytesIO(data)).worksheets[0]["A1"].value == "Ngày"
    file = SimpleUploadedFile("mau.xlsx", data)
    here.client.post(UPLOAD, {"agency": here.agency.key, "file": file})
    preview = batch_of(EvidenceImport.objects.get(), on=TODAY).preview
    assert (preview.new, preview.faults) == (2, ())
