"""Inspection: rounds, visits with their checklists, findings with photos, remedies, minutes; and who may what."""

import io
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from tests.factories import agency, person
from tests.monitoring.calendars import duty, items, laid, plan_of
from tests.monitoring.owing import Urging
from tests.monitoring.test_pages import signed_in, text

from loa.audit.models import Entry
from loa.monitoring.actions import findings, inspecting
from loa.monitoring.actions.attaching import received
from loa.monitoring.actions.findings import Found
from loa.monitoring.actions.inspecting import Round, Seen
from loa.monitoring.enums import Done, FindingState, InspectionState
from loa.monitoring.errors import ChangedMeanwhile, MonitoringError
from loa.monitoring.minutes import minutes
from loa.monitoring.models import Finding, FindingPhoto, Inspection, Visit
from loa.monitoring.pictures import small_jpeg
from loa.monitoring.queries.inspections import checks_of, worst
from loa.monitoring.queries.scores import scores
from loa.monitoring.queries.urging import findings_owed, findings_to_judge, visits_to_make
from loa.organizations.enums import Role
from loa.organizations.models import Notice
from loa.organizations.policy import Forbidden
from loa.plans.models import Exemption
from loa.writing.official import Table

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 15)
ROUND = Round("Kiểm tra CCHC năm 2026", "12/QĐ-UBND", date(2026, 6, 1), date(2026, 6, 30))


class Inspecting(Urging):
    """The province with an inspector, and a round with a visit to the first commune."""

    def __init__(self, communes: int = 1) -> None:
        super().__init__(communes)
        self.inspector = person(Role.INSPECTOR, self.top)
        self.round = inspecting.plan_round(self.top, ROUND, by=self.inspector, on=TODAY)
        self.visit = self.planned(self.home)

    def planned(self, *agencies: Any) -> Visit:
        told: dict[str, Any] = {"day": TODAY, "inspector": self.inspector, "by": self.inspector, "on": TODAY}
        return inspecting.add_visits(self.round, agencies, **told)[0]

    def opened(self) -> Visit:
        self.visit = inspecting.open_visit(self.visit, revision=1, by=self.inspector, on=TODAY)
        return self.visit

    def found(self, **fields: Any) -> Finding:
        told = Found(**{"text": "Chưa niêm yết thủ tục", "due_on": date(2026, 6, 20), **fields})
        return findings.record_finding(self.visit, told, by=self.inspector, on=TODAY)


def picture(name: str = "anh.jpg", kind: str = "JPEG") -> SimpleUploadedFile:
    data = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(data, kind)
    return SimpleUploadedFile(name, data.getvalue())


def test_the_checklist_is_what_fell_due_since_new_year_with_the_figures_of_the_day() -> None:
    here = Inspecting()
    here.show(here.window("2026-01-31"), here.home, 5, Done.MET)
    here.show(here.window("2026-02-28"), here.home, 5, Done.LATE)
    here.show(here.window("2026-03-31"), here.home, 2)
    visit = here.opened()
    assert [(line.obligation, line.met, line.owed) for line in checks_of(visit)] == [(here.duty, 2, 5)]
    assert (visit.state, visit.inspector) == (InspectionState.OPEN, here.inspector)


def test_the_checklist_says_whose_plan_each_duty_is_of_and_what_was_taken_over_is_in_it_once() -> None:
    here = Inspecting()
    own = plan_of(here.home, number="5/KH-UBND")
    duty(own, here.home, derived_from=here.duty)
    more = duty(own, here.home, derived_from=here.duty, quotas=items(8, "month"))
    laid(own)
    assert [line.obligation for line in checks_of(here.opened())] == [here.duty, more]
    for page in (here.inspector, here.officer):
        shown = text(signed_in(page), reverse("monitoring:visit", args=[here.visit.key]))
        headings = [
            shown.index(f"Plan 12/KH-UBND of {here.top.name}"),
            shown.index(f"Plan 5/KH-UBND of {here.home.name}"),
        ]
        assert headings == sorted(headings)
        assert shown.count("its own plan") == 1


def test_what_falls_due_today_is_held_against_nobody_yet() -> None:
    here = Inspecting()
    due = date(2026, 3, 31)
    (score,) = scores([here.home.pk], date(2026, 3, 1), due, today=date(2026, 4, 1))
    assert (score.owed, score.missed) == (1, 1)
    assert scores([here.home.pk], date(2026, 3, 1), due, today=due) == []


def test_what_was_seen_is_kept_line_by_line() -> None:
    here = Inspecting()
    (line,) = checks_of(here.opened())
    inspecting.check(
        here.visit, {line.pk: Seen(agrees=False, remark=" Thiếu sổ ")}, revision=2, by=here.inspector, on=TODAY
    )
    line.refresh_from_db()
    assert (line.agrees, line.remark) == (False, "Thiếu sổ")
    with pytest.raises(ChangedMeanwhile):
        inspecting.check(here.visit, {line.pk: Seen(agrees=True)}, revision=2, by=here.inspector, on=TODAY)


def test_a_visit_is_closed_with_a_conclusion_and_told() -> None:
    here = Inspecting()
    here.opened()
    here.found()
    with pytest.raises(MonitoringError):
        inspecting.close_visit(here.visit, conclusion=" ", revision=2, by=here.inspector, on=TODAY)
    inspecting.close_visit(here.visit, conclusion="Cơ bản đạt.", revision=2, by=here.inspector, on=TODAY)
    told = Notice.objects.filter(code="monitoring.visit-closed")
    assert {one.person for one in told} == {here.officer, here.head}
    assert told[0].values["findings"] == 1
    with pytest.raises(MonitoringError):
        here.found()
    assert list(Entry.objects.filter(verb__startswith="inspections.").values_list("verb", flat=True)) == [
        "inspections.plan", "inspections.add-visits", "inspections.open-visit", "inspections.close-visit",
    ]  # fmt: skip


def test_only_agencies_under_the_inspecting_one_are_visited_on_days_of_the_round() -> None:
    here = Inspecting(2)
    for agencies, day in (
        ([agency()], TODAY), ([here.top], TODAY), ([], TODAY), ([here.home], TODAY),
        ([here.communes[1]], date(2026, 7, 1)),
    ):  # fmt: skip
        with pytest.raises(MonitoringError):
            inspecting.add_visits(here.round, agencies, day=day, inspector=None, by=here.inspector, on=TODAY)


def test_who_plans_and_who_holds() -> None:
    here = Inspecting()
    for who in (here.officer, here.leader, person(Role.INSPECTOR, here.home)):
        with pytest.raises(Forbidden):
            inspecting.plan_round(here.top, ROUND, by=who, on=TODAY)
    for who in (here.coordinator, here.officer):
        with pytest.raises(Forbidden):
            inspecting.open_visit(here.visit, revision=1, by=who, on=TODAY)
    inspecting.move_visit(here.visit, day=date(2026, 6, 16), inspector=None, revision=1, by=here.coordinator, on=TODAY)
    inspecting.cancel_visit(here.visit, revision=2, by=here.coordinator, on=TODAY)
    with pytest.raises(MonitoringError):
        inspecting.open_visit(here.visit, revision=3, by=here.inspector, on=TODAY)


def test_a_round_keeps_its_visits_within_its_days() -> None:
    here = Inspecting()
    shorter = Round("Đợt 1", "", date(2026, 6, 20), date(2026, 6, 30))
    with pytest.raises(MonitoringError):
        inspecting.change_round(here.round, shorter, revision=1, by=here.inspector, on=TODAY)
    for wrong in (Round(" ", "", TODAY, TODAY), Round("x", "", TODAY, date(2026, 6, 1))):
        with pytest.raises(MonitoringError):
            inspecting.plan_round(here.top, wrong, by=here.inspector, on=TODAY)


# ------------------------------------------------------------------------------------------------------------- findings


def test_a_finding_goes_from_photo_to_remedy_and_back_and_is_closed() -> None:
    here = Inspecting()
    here.opened()
    photos = received([picture()])
    one = findings.record_finding(here.visit, Found("Sai"), photos=photos, by=here.inspector, on=TODAY)
    assert list(findings_owed(here.officer, TODAY)) == [one]
    remedied = findings.remedy(
        one, words="Đã sửa", photos=received([picture("x.png", "PNG")]), revision=1, by=here.officer, on=TODAY
    )
    assert list(findings_owed(here.officer, TODAY)) == []
    with pytest.raises(MonitoringError):
        findings.send_back(remedied, remark=" ", revision=2, by=here.inspector, on=TODAY)
    back = findings.send_back(remedied, remark="Thiếu ảnh", revision=2, by=here.inspector, on=TODAY)
    assert (back.state, back.remark) == (FindingState.OPEN, "Thiếu ảnh")
    findings.remedy(one, words="Đã bổ sung", revision=3, by=here.head, on=TODAY)
    done = findings.close_finding(one, remark="", revision=4, by=here.inspector, on=TODAY)
    assert (done.state, done.closed_by) == (FindingState.CLOSED, here.inspector)
    assert sorted(FindingPhoto.objects.values_list("name", "of_remedy")) == [("anh.jpg", False), ("x.png", True)]
    verbs = Entry.objects.filter(verb__startswith="findings.").values_list("verb", flat=True)
    assert list(verbs) == [f"findings.{verb}" for verb in ("record", "remedy", "return", "remedy", "close")]


def test_who_remedies_and_who_judges() -> None:
    here = Inspecting(2)
    here.opened()
    one = here.found()
    for who in (here.inspector, person(Role.OFFICER, here.communes[1]), person(Role.EDITOR, here.home)):
        with pytest.raises(Forbidden):
            findings.remedy(one, words="x", revision=1, by=who, on=TODAY)
    findings.remedy(one, words="x", revision=1, by=here.officer, on=TODAY)
    for who in (here.officer, here.head, here.coordinator):
        with pytest.raises(Forbidden):
            findings.close_finding(one, remark="", revision=2, by=who, on=TODAY)


def test_a_photo_is_made_small_for_a_page_and_what_cannot_be_is_left_as_it_is() -> None:
    large = io.BytesIO()
    Image.new("RGB", (2000, 1000), "red").save(large, "JPEG", exif=_turned())
    small = small_jpeg(large)
    assert small is not None
    assert Image.open(io.BytesIO(small)).size == (240, 480)
    assert small_jpeg(io.BytesIO(b"\xff\xd8\xff\xe0broken")) is None


def _turned() -> bytes:
    """What a camera says that was held upright."""
    exif = Image.Exif()
    exif[0x0112] = 6
    return exif.tobytes()


def test_a_finding_that_is_taken_out_takes_its_photos_along(django_capture_on_commit_callbacks: Any) -> None:
    here = Inspecting()
    here.opened()
    photos = received([picture()])
    one = findings.record_finding(here.visit, Found("Sai"), photos=photos, by=here.inspector, on=TODAY)
    file = one.photos.get().file
    assert file.storage.exists(str(file.name))
    with django_capture_on_commit_callbacks(execute=True):
        findings.drop_finding(one, revision=1, by=here.inspector, on=TODAY)
    assert not file.storage.exists(str(file.name))
    assert not Finding.objects.exists()


def test_visits_to_make_and_remedies_to_look_at_wait_for_the_inspector_who_was_named() -> None:
    here = Inspecting()
    other = person(Role.INSPECTOR, here.top)
    before = TODAY - timedelta(days=8)
    assert list(visits_to_make(here.inspector, TODAY)) == [here.visit]
    assert [
        list(visits_to_make(*who)) for who in ((here.inspector, before), (other, TODAY), (here.officer, TODAY))
    ] == [[]] * 3
    here.opened()
    one = here.found()
    inspecting.close_visit(here.visit, conclusion="Đạt.", revision=2, by=here.inspector, on=TODAY)
    assert (list(visits_to_make(here.inspector, TODAY)), list(findings_to_judge(here.inspector, TODAY))) == ([], [])
    findings.remedy(one, words="Xong", revision=1, by=here.officer, on=TODAY)
    assert (list(findings_to_judge(here.inspector, TODAY)), list(findings_to_judge(other, TODAY))) == ([one], [])


def test_what_the_own_plan_took_over_unchanged_is_scored_once() -> None:
    here = Urging()
    whole = scores([here.home.pk], date(2026, 1, 1), date(2026, 3, 31), today=TODAY)[0].owed
    own = plan_of(here.home, number="5/KH-UBND")
    duty(own, here.home, derived_from=here.duty)
    laid(own)
    assert scores([here.home.pk], date(2026, 1, 1), date(2026, 3, 31), today=TODAY)[0].owed == whole
    duty(own, here.home, derived_from=here.duty, quotas=items(8, "month"))
    laid(own)
    assert scores([here.home.pk], date(2026, 1, 1), date(2026, 3, 31), today=TODAY)[0].owed == 2 * whole


def test_what_is_no_photo_is_refused() -> None:
    here = Inspecting()
    here.opened()
    paper = received([SimpleUploadedFile("anh.jpg", b"%PDF-1.7 ...")])
    with pytest.raises(MonitoringError):
        findings.record_finding(here.visit, Found("Sai"), photos=paper, by=here.inspector, on=TODAY)
    assert not Finding.objects.exists()


def test_a_finding_is_taken_out_only_while_the_visit_lasts() -> None:
    here = Inspecting()
    here.opened()
    findings.drop_finding(here.found(), revision=1, by=here.inspector, on=TODAY)
    assert not Finding.objects.exists()
    one = here.found()
    inspecting.close_visit(here.visit, conclusion="x", revision=2, by=here.inspector, on=TODAY)
    with pytest.raises(MonitoringError):
        findings.drop_finding(one, revision=1, by=here.inspector, on=TODAY)


# ------------------------------------------------------------------------------------------------- scores and documents


def test_those_are_proposed_that_did_least() -> None:
    here = Inspecting(3)
    second, third = here.communes[1:]
    for due in ("2026-01-31", "2026-02-28"):
        here.show(here.window(due), here.home, 5, Done.MET)
    here.show(here.window("2026-01-31"), second, 5, Done.LATE)
    ranked = worst(here.top, date(2026, 1, 1), date(2026, 2, 28), today=TODAY)
    assert [(one, score.owed, score.missed, score.late) for one, score in ranked] == [
        (third, 2, 2, 0),
        (second, 2, 1, 1),
    ]


def test_what_an_agency_is_let_off_it_does_not_owe() -> None:
    here = Inspecting()
    Exemption.objects.create(
        obligation=here.duty, agency=here.home, reason="x", authority="y", valid_from=date(2026, 2, 1),
        valid_to=date(2026, 2, 28), made_by=here.leader,
    )  # fmt: skip
    (score,) = scores([here.home.pk], date(2026, 1, 1), date(2026, 3, 31), today=date(2026, 4, 1))
    assert [(month.first.month, month.owed) for month in score.months] == [(1, 1), (3, 1)]


def test_the_minutes_tell_checklist_findings_and_conclusion() -> None:
    here = Inspecting()
    (line,) = checks_of(here.opened())
    inspecting.check(here.visit, {line.pk: Seen(agrees=True)}, revision=2, by=here.inspector, on=TODAY)
    here.found(remedy="Niêm yết lại")
    visit = inspecting.close_visit(here.visit, conclusion="Đạt.", revision=3, by=here.inspector, on=TODAY)
    written = minutes(visit, checks_of(visit), list(visit.findings.all()))
    checklist, found = [block for block in written.body if isinstance(block, Table)]
    source = f"12/KH-UBND của {here.top.name}, mục {here.duty.ref}"
    assert checklist.rows == (("1", source, here.duty.text, "0/5", "Khớp", ""),)
    assert found.rows == (("1", "Chưa niêm yết thủ tục", "Niêm yết lại", "20/06/2026"),)
    assert (written.kind, written.dated, len(written.signatures)) == ("Biên bản", TODAY, 2)


# ---------------------------------------------------------------------------------------------------------------- pages


def test_the_whole_way_through_the_pages() -> None:
    here = Urging(2)
    inspector, today = person(Role.INSPECTOR, here.top), timezone.localdate()
    client, day = signed_in(inspector), f"{today:%d/%m/%Y}"

    def post(url: str, **entered: object) -> str:
        return client.post(url, entered, follow=True).content.decode()

    new = reverse("monitoring:new-inspection")
    assert "choose whom to visit" in post(new, title="Đợt 1", decision="", first_day=day, last_day=day, revision=0)
    one = Inspection.objects.get()
    planned = post(reverse("monitoring:plan-visits", args=[one.key]), day=day, inspector="", others=here.home.name)
    assert "visits are planned" in planned
    visit = Visit.objects.get()

    def deed(name: str, **entered: object) -> str:
        return post(reverse("monitoring:visit-deed", args=[visit.key, name]), **entered)

    assert "The visit has begun" in deed("open", revision=1)
    line = visit.checks.first()
    if line:
        saved = deed("check", revision=2, **{f"agrees-{line.pk}": "yes", f"remark-{line.pk}": "\0Đủ"})
        assert "checklist is saved" in saved
        stale = deed("check", revision=2, **{f"agrees-{line.pk}": "no", f"remark-{line.pk}": "Của tôi"})
        assert "Somebody else changed this" in stale
        assert "Của tôi" in stale
    assert "finding is recorded" in deed("find", text="Sai", remedy="", due_on=day, photos=picture())
    assert "visit is closed" in deed("close", revision=3 if line else 2, conclusion="Đạt")
    finding = Finding.objects.get()
    photo = reverse("monitoring:finding-photo", args=[finding.photos.get().key])
    shown = client.get(photo)
    assert (shown.headers["content-type"], shown.headers["x-content-type-options"]) == ("image/jpeg", "nosniff")
    small = client.get(f"{photo}?small=1")
    assert Image.open(io.BytesIO(small.content)).format == "JPEG"
    officer, stranger = signed_in(here.officer), signed_in(person(Role.OFFICER, here.communes[1]))
    for url in (
        photo,
        f"{photo}?small=1",
        reverse("monitoring:finding", args=[finding.key]),
        reverse("monitoring:visit", args=[visit.key]),
    ):
        assert officer.get(url).status_code == 200
        assert stranger.get(url).status_code == 404
    assert officer.get(reverse("monitoring:inspection", args=[one.key])).status_code == 404
    remedy = reverse("monitoring:finding-deed", args=[finding.key, "remedy"])
    answer = officer.post(remedy, {"revision": 1, "words": "Xong", "photos": picture()}, follow=True)
    assert "remedy is reported" in answer.content.decode()
    closed = post(reverse("monitoring:finding-deed", args=[finding.key, "close"]), revision=2, remark="")
    assert "finding is closed" in closed
    for kind in ("docx", "pdf"):
        assert client.get(reverse("monitoring:visit-minutes", args=[visit.key, kind])).status_code == 200


@pytest.mark.parametrize("query", ["q=%00", "state=overdue", "state=zz&since=0001-01-01", "page=²", "format=csv"])
def test_lists_take_odd_filters(query: str) -> None:
    here = Inspecting()
    here.opened()
    here.found()
    for name in ("inspections", "findings"):
        text(signed_in(here.inspector), f"{reverse(f'monitoring:{name}')}?{query}")


def test_a_damaged_picture_is_told_beside_the_field() -> None:
    here = Inspecting()
    here.opened()
    url = reverse("monitoring:visit-deed", args=[here.visit.key, "find"])
    sent = {"text": "Sai", "photos": SimpleUploadedFile("x.jpg", b"\xff\xd8\xff\xe0broken")}
    response = signed_in(here.inspector).post(url, sent)
    assert response.status_code == 200
    assert not Finding.objects.exists()
