"""The reorganisation screen: nothing happens before what was shown is confirmed."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from tests.factories import agency, person

from loa.organizations import effects
from loa.organizations.changes import Change
from loa.organizations.enums import AgencyKind, Role, Tier
from loa.organizations.models import Agency, Person, Succession

pytestmark = pytest.mark.django_db
URL = "/organizations/changes/new/"
DAY = date(2027, 7, 1)


@pytest.fixture
def province() -> Agency:
    return agency("UBND tỉnh", kind=AgencyKind.PEOPLES_COMMITTEE)


@pytest.fixture
def admin(province: Agency, client: Client) -> Person:
    somebody = person(Role.ADMINISTRATOR, province)
    client.force_login(somebody)
    return somebody


@pytest.fixture
def communes(province: Agency) -> list[Agency]:
    return [
        agency(f"UBND xã {name}", kind=AgencyKind.PEOPLES_COMMITTEE, tier=Tier.COMMUNE, under=province)
        for name in ("Bắc Sơn", "Nam Sơn")
    ]


def _entry(**changes: str) -> dict[str, str]:
    return {
        "kind": "merge",
        "effective_on": "01/07/2027",
        "basis": "Nghị quyết số 12/NQ-HĐND",
        "predecessors": "UBND xã Bắc Sơn\nUBND xã Nam Sơn",
        "existing": "",
        "new-TOTAL_FORMS": "1",
        "new-INITIAL_FORMS": "0",
        "new-0-name": "UBND xã Đông Sơn",
        "new-0-tier": "commune",
        "new-0-kind": "peoples_committee",
        "new-0-superior": "ubnd tinh",
        **changes,
    }


def _options(**changes: str) -> dict[str, str]:
    return {
        "weight-0-0": "1", "weight-1-0": "1", "carries_subordinates": "on", "carries_posts": "on",
        "takes_obligations": "on", "takes_history": "on", **changes,
    }  # fmt: skip


def test_the_effect_is_shown_first_and_done_when_confirmed(
    client: Client, admin: Person, communes: list[Agency]
) -> None:
    agency("Trạm Y tế", under=communes[0])
    shown = client.post(URL, {**_entry(), "step": "effect"})
    text = shown.content.decode()
    assert shown.status_code == 200
    assert "UBND xã Đông Sơn" in text
    assert "Trạm Y tế" in text
    assert not Succession.objects.exists()
    done = client.post(URL, {**_entry(), **_options(), "step": "confirm", "seen": shown.context["seen"]})
    made = Succession.objects.get()
    assert done["Location"] == reverse("organizations:change", args=[made.key])
    assert {str(one) for one in Agency.objects.existing(DAY)} == {"UBND tỉnh", "UBND xã Đông Sơn", "Trạm Y tế"}


def test_what_changed_since_it_was_shown_is_shown_again(client: Client, admin: Person, communes: list[Agency]) -> None:
    shown = client.post(URL, {**_entry(), "step": "effect"})
    person(Role.OFFICER, communes[0])
    again = client.post(URL, {**_entry(), **_options(), "step": "confirm", "seen": shown.context["seen"]})
    assert (again.status_code, again.context["outdated"]) == (200, True)
    assert not Succession.objects.exists()


def test_weights_that_do_not_add_up_are_refused(client: Client, admin: Person, communes: list[Agency]) -> None:
    answer = client.post(URL, {**_entry(), **_options(**{"weight-0-0": "0.5"}), "step": "again"})
    assert answer.status_code == 422
    assert "0.5" in answer.content.decode()


@pytest.mark.parametrize(
    "changes",
    [
        {"predecessors": "UBND xã Không Có"},
        {"predecessors": ""},
        {"effective_on": "32/07/2027"},
        {"kind": "rename"},
        {"new-0-superior": "UBND xã Bắc Sơn"},
        {"new-TOTAL_FORMS": "x"},
    ],
)
def test_what_is_wrong_in_the_first_step_is_said_there(
    client: Client, admin: Person, communes: list[Agency], changes: dict[str, str]
) -> None:
    answer = client.post(URL, {**_entry(**changes), "step": "effect"})
    assert answer.status_code == 422
    assert "who" in answer.context


def test_another_row_keeps_what_was_entered(client: Client, admin: Person, communes: list[Agency]) -> None:
    answer = client.post(URL, {**_entry(), "step": "more"})
    assert len(answer.context["new"].forms) == 2
    assert "UBND xã Đông Sơn" in answer.content.decode()


def test_agencies_of_others_are_refused(client: Client, communes: list[Agency]) -> None:
    client.force_login(person(Role.ADMINISTRATOR))
    assert client.post(URL, {**_entry(**{"new-0-superior": ""}), "step": "effect"}).status_code == 403


def test_other_rooms_say_what_would_follow(
    client: Client, admin: Person, communes: list[Agency], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(effects, "_registered", {})

    def told(change: Change) -> list[str]:
        return [f"{len(change.ending)} nhiệm vụ chuyển giao"]

    effects.register("test", told)
    assert "2 nhiệm vụ chuyển giao" in client.post(URL, {**_entry(), "step": "effect"}).content.decode()


def test_a_change_is_undone_on_screen_by_who_is_in_charge(
    client: Client, admin: Person, communes: list[Agency]
) -> None:
    shown = client.post(URL, {**_entry(), "step": "effect"})
    client.post(URL, {**_entry(), **_options(), "step": "confirm", "seen": shown.context["seen"]})
    undo = reverse("organizations:undo-change", args=[Succession.objects.get().key])
    client.force_login(person(Role.ADMINISTRATOR))
    assert client.post(undo).status_code == 403
    client.force_login(admin)
    assert client.post(undo).status_code == 302
    assert Agency.objects.existing(DAY).filter(pk__in=[one.pk for one in communes]).count() == 2


def test_a_number_of_rows_that_cannot_be_is_no_number(client: Client, admin: Person, communes: list[Agency]) -> None:
    assert client.post(URL, {**_entry(), "step": "more", "new-TOTAL_FORMS": "²"}).status_code == 200
    answer = client.post(URL, {**_entry(), "step": "effect", "new-TOTAL_FORMS": "900"})
    assert answer.status_code == 422
    assert len(answer.context["new"].forms) <= 61
