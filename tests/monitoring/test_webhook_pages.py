"""The pages of webhooks: made, tried out, changed, removed; what was sent and sent again."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.factories import agency, person
from tests.monitoring.test_webhooks import RECORDED, TODAY, WANTED, Receiver, told

from loa.monitoring.actions.delivering import deliver
from loa.monitoring.actions.webhooks import make_webhook
from loa.monitoring.enums import DeliveryState, WebhookEvent
from loa.monitoring.models import Delivery, Webhook
from loa.monitoring.posting import Answer
from loa.monitoring.signing import secret_of
from loa.organizations.enums import AgencyKind, Role
from loa.organizations.models import Agency, Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def province() -> Agency:
    return agency("Ủy ban nhân dân tỉnh", kind=AgencyKind.PEOPLES_COMMITTEE)


@pytest.fixture
def home(province: Agency) -> Agency:
    return agency("Sở Nội vụ", under=province)


@pytest.fixture
def administrator(home: Agency) -> Person:
    return person(Role.ADMINISTRATOR, home)


@pytest.fixture
def webhook(home: Agency, administrator: Person) -> Webhook:
    return make_webhook(home, WANTED, by=administrator, on=TODAY)[0]


@pytest.fixture
def client(administrator: Person) -> Client:
    made = Client()
    made.force_login(administrator)
    return made


def test_a_webhook_is_made_and_its_secret_is_shown_once(client: Client, home: Agency) -> None:
    given = {"agency": str(home.key), "url": "https://portal.example/x", "events": [RECORDED]}
    response = client.post(reverse("monitoring:webhooks"), given)
    made = Webhook.objects.get()
    assert secret_of(made.seed) in response.content.decode()
    assert "no-store" in response.headers["Cache-Control"]
    again = client.get(reverse("monitoring:webhook", args=[made.key])).content.decode()
    assert secret_of(made.seed) not in again
    assert made.seed not in again


def test_another_agency_cannot_be_named(client: Client, province: Agency) -> None:
    given = {"agency": str(province.key), "url": "https://portal.example/x", "events": [RECORDED]}
    assert client.post(reverse("monitoring:webhooks"), given).status_code == 200
    assert not Webhook.objects.exists()


def test_the_page_shows_what_was_sent_and_sends_it_again(client: Client, home: Agency, webhook: Webhook) -> None:
    told(home, title="Tin về một cửa")
    deliver(webhook.pk, send=Receiver(Answer(200)))
    page = client.get(reverse("monitoring:webhook", args=[webhook.key])).content.decode()
    assert "Tin về một cửa" in page
    delivery = Delivery.objects.get()
    client.post(reverse("monitoring:webhook-again", args=[delivery.key]))
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts) == (DeliveryState.WAITING, 0)


def test_the_page_takes_the_same_queries_for_one_and_for_many(client: Client, home: Agency, webhook: Webhook) -> None:
    counts = []
    for number in (1, 20):
        for _ in range(number):
            told(home)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("monitoring:webhook", args=[webhook.key])).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_deeds_of_the_page(client: Client, webhook: Webhook) -> None:
    old = webhook.seed
    client.post(reverse("monitoring:webhook-test", args=[webhook.key]))
    assert webhook.deliveries.get().event == WebhookEvent.TEST
    response = client.post(reverse("monitoring:webhook-secret", args=[webhook.key]))
    webhook.refresh_from_db()
    assert webhook.seed != old
    assert secret_of(webhook.seed) in response.content.decode()
    stale = {"url": "https://new.example/", "events": [RECORDED], "revision": 1}
    refused = client.post(reverse("monitoring:webhook", args=[webhook.key]), stale)
    assert "https://new.example/" in refused.content.decode()  # what was entered is kept
    client.post(reverse("monitoring:webhook", args=[webhook.key]), {**stale, "revision": 2})
    webhook.refresh_from_db()
    assert (webhook.url, webhook.active) == ("https://new.example/", False)
    client.post(reverse("monitoring:webhook-remove", args=[webhook.key]))
    assert not Webhook.objects.exists()
