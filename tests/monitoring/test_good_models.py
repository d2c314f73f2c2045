"""Good models: added by an agency, approved over it, shown to all who could copy them."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.factories import person
from tests.monitoring.owing import Urging
from tests.monitoring.test_pages import signed_in, text

from loa.audit.models import Entry
from loa.monitoring.actions.good_models import Shown, add, approve, change
from loa.monitoring.enums import EvidenceKind, Source
from loa.monitoring.errors import ChangedMeanwhile, MonitoringError
from loa.monitoring.models import Evidence, GoodModel
from loa.monitoring.queries.good_models import WantedModels, found, models_seen_by, models_to_approve, published
from loa.organizations.enums import Role
from loa.organizations.models import Agency, Notice
from loa.organizations.policy import Forbidden

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 15)
SHOWN = Shown("Ngày không hẹn", "Giải quyết thủ tục ngay trong ngày.", ["procedures"], date(2026, 1, 1))


def piece(agency: Agency) -> Evidence:
    return Evidence.objects.create(
        agency=agency, kind=EvidenceKind.ARTICLE, happened_on=TODAY, title="Tin về mô hình", source=Source.PERSON,
        recorded_at=timezone.now(),
    )  # fmt: skip


def test_a_model_is_added_approved_and_published() -> None:
    here = Urging()
    one = add(here.home, SHOWN, by=here.officer, on=TODAY)
    assert list(models_to_approve(here.coordinator, TODAY)) == [one]
    assert list(published()) == []
    approve(one, publishable=True, revision=1, by=here.coordinator, on=TODAY)
    assert list(published()) == [one]
    assert list(models_to_approve(here.coordinator, TODAY)) == []
    assert Notice.objects.filter(code="monitoring.model-approved").count() == 2
    assert list(Entry.objects.filter(verb__startswith="models.").values_list("verb", flat=True)) == [
        "models.add", "models.approve",
    ]  # fmt: skip


def test_what_is_changed_is_out_of_sight_until_it_is_approved_again() -> None:
    here = Urging()
    one = approve(
        add(here.home, SHOWN, by=here.officer, on=TODAY), publishable=True, revision=1, by=here.head, on=TODAY
    )
    with pytest.raises(ChangedMeanwhile):
        change(one, SHOWN, revision=1, by=here.officer, on=TODAY)
    change(one, Shown("Mới", "Khác"), revision=2, by=here.officer, on=TODAY)
    assert list(published()) == []


def test_who_adds_and_who_approves() -> None:
    here = Urging()
    for who in (here.head, here.coordinator, person(Role.AUDITOR, here.home)):
        with pytest.raises(Forbidden):
            add(here.home, SHOWN, by=who, on=TODAY)
    one = add(here.home, SHOWN, by=here.officer, on=TODAY)
    for who in (here.officer, here.leader, person(Role.COORDINATOR, here.home)):
        with pytest.raises(Forbidden):
            approve(one, publishable=False, revision=1, by=who, on=TODAY)


def test_senseless_models_are_refused() -> None:
    here = Urging(2)
    strange = piece(here.communes[1])
    for shown in (
        Shown(" ", "x"), Shown("x", " "), Shown("x", "y", ["weather"]), Shown("x", "y", since=date(2026, 7, 1)),
        Shown("x", "y", evidence=[strange]),
    ):  # fmt: skip
        with pytest.raises(MonitoringError):
            add(here.home, shown, by=here.officer, on=TODAY)


def test_neighbours_see_what_is_approved_and_search_blind_to_marks() -> None:
    here = Urging(2)
    neighbour = person(Role.OFFICER, here.communes[1])
    one = add(here.home, SHOWN, by=here.officer, on=TODAY)
    assert found(models_seen_by(neighbour, TODAY), WantedModels()) == []
    approve(one, publishable=False, revision=1, by=here.head, on=TODAY)
    assert found(models_seen_by(neighbour, TODAY), WantedModels(title="ngay KHONG hen", area="procedures")) == [one]
    assert found(models_seen_by(neighbour, TODAY), WantedModels(area="digital")) == []


def test_the_whole_way_through_the_pages() -> None:
    here = Urging(2)
    seen, officer = piece(here.home), signed_in(here.officer)
    url = f"{reverse('monitoring:add-good-model')}?evidence={seen.key}"
    assert "Tin về mô hình" in text(officer, url)
    entered = {
        "agency": here.home.pk, "title": "Một cửa lưu động", "summary": "Đến tận thôn.", "areas": ["procedures"],
        "evidence": [seen.pk],
    }  # fmt: skip
    assert "waits for approval" in officer.post(url, entered, follow=True).content.decode()
    one = GoodModel.objects.get()
    page = reverse("monitoring:good-model", args=[one.key])
    assert "Tin về mô hình" in text(officer, page)
    text(signed_in(person(Role.OFFICER, here.communes[1])), page, status=404)
    approving = reverse("monitoring:approve-good-model", args=[one.key])
    assert officer.post(approving, {"revision": 1}).status_code == 403
    answer = signed_in(here.head).post(approving, {"revision": 1, "publishable": "on"}, follow=True)
    assert "model is approved" in answer.content.decode()
    changing = reverse("monitoring:change-good-model", args=[one.key])
    stale = officer.post(changing, {**entered, "revision": 1})
    assert "Somebody else changed" in stale.content.decode()
    neighbour = signed_in(person(Role.OFFICER, here.communes[1]))
    shown = text(neighbour, page)
    assert "Đến tận thôn" in shown
    assert "Tin về mô hình" not in shown
    every = reverse("monitoring:good-models")
    assert text(neighbour, f"{every}?format=csv").count("\n") == 2
    text(neighbour, f"{every}?q=%00&area=zz&approved=public&title=mot+cua&page=²")
    text(signed_in(here.leader), reverse("monitoring:add-good-model"), status=403)
