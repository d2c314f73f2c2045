"""The door of the queue: entries made without network come in once, and what becomes of each is told."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.factories import person
from tests.monitoring.entries import Commune, the_day
from tests.monitoring.test_pages import text
from tests.monitoring.test_recording_pages import picture

from loa.monitoring.models import Evidence
from loa.organizations.enums import Role
from loa.organizations.models import Post

__all__ = ["the_day"]  # a fixture that is found by its name

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_day")]
SEND = "/evidence/send/"


@pytest.fixture
def here() -> Commune:
    return Commune.begin()


def told(response: Any) -> dict[str, Any]:
    answer: dict[str, Any] = response.json()
    return answer


def test_a_browser_asks_who_is_signed_in_before_it_sends(here: Commune) -> None:
    assert told(Client().get(SEND)) == {"signed_in": False, "state": "waiting"}
    answer = told(here.client.get(SEND))
    assert (answer["signed_in"], answer["person"], bool(answer["csrf"])) == (True, str(here.officer.key), True)


def test_an_entry_comes_in_once_with_its_photos(here: Commune) -> None:
    sent = here.entry()
    answers = [told(here.client.post(SEND, {**sent, "photos": [picture()]})) for _ in range(2)]
    one = Evidence.objects.get()
    assert [answer["state"] for answer in answers] == ["recorded", "recorded"]
    assert answers[0]["url"] == reverse("monitoring:evidence-recorded", args=[one.key])
    assert one.files.count() == 1


def test_what_is_refused_says_why(here: Commune) -> None:
    answer = told(here.client.post(SEND, here.entry(title="", happened_on="40/03/2026")))
    assert answer["state"] == "refused"
    assert answer["why"][0] == "Title, or what was done: This field is required."


def test_a_link_that_is_recorded_already_waits_for_a_decision(here: Commune) -> None:
    here.client.post(SEND, here.entry())
    again = here.entry()
    assert told(here.client.post(SEND, again))["state"] == "duplicate"
    assert told(here.client.post(SEND, {**again, "anyway": "1"}))["state"] == "recorded"


def test_an_ended_session_loses_nothing_and_lets_nobody_in(here: Commune) -> None:
    response = Client().post(SEND, here.entry())
    assert (response.status_code, told(response)["state"]) == (401, "waiting")
    Post.objects.filter(person=here.officer).update(role=Role.LEADER)
    assert told(here.client.post(SEND, here.entry()))["state"] == "refused"
    assert not Evidence.objects.exists()


def test_a_forged_entry_is_not_taken(here: Commune) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(here.officer)
    assert client.post(SEND, here.entry()).status_code == 403
    token = told(client.get(SEND))["csrf"]
    assert told(client.post(SEND, here.entry(), headers={"X-CSRFToken": token}))["state"] == "recorded"


def test_the_page_that_is_kept_is_that_of_the_person_and_tells_no_messages(here: Commune) -> None:
    shown = text(here.client, reverse("monitoring:offline-evidence"))
    assert "This page works without network too" in shown
    assert here.agency.name in text(here.client, reverse("monitoring:agency", args=[here.agency.key]))
    leader = Client()
    leader.force_login(person(Role.LEADER, here.agency))
    assert leader.get(reverse("monitoring:offline-evidence")).status_code == 403


def test_the_worker_serves_the_pages_of_evidence_and_no_others() -> None:
    response = Client().get(reverse("monitoring:worker"))
    assert response.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert "Service-Worker-Allowed" not in response.headers
    assert reverse("monitoring:worker").rpartition("/")[0] + "/" == "/evidence/"
    assert b"addEventListener" in response.content


def test_every_page_tells_whose_entries_it_may_send(here: Commune) -> None:
    assert f'data-person="{here.officer.key}"' in text(here.client, "/")
