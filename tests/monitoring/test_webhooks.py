"""Webhooks: what is written down with the event, posted at least once, signed, and managed on a page."""

import http.server
import json
import threading
import time
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings
from tests.factories import agency, person

from loa.audit.models import Entry
from loa.monitoring.actions.delivering import PAUSES, deliver, forget_old
from loa.monitoring.actions.outbox import announce
from loa.monitoring.actions.webhooks import (
    Wanted,
    change_webhook,
    make_webhook,
    remove_webhook,
    renew_secret,
    send_again,
    send_test,
)
from loa.monitoring.enums import DeliveryState, WebhookEvent
from loa.monitoring.errors import ChangedMeanwhile
from loa.monitoring.models import Delivery, Webhook
from loa.monitoring.posting import Answer, may_be_posted_to, post
from loa.monitoring.queries.webhooks import concerned
from loa.monitoring.signing import HEADER, secret_of, signature
from loa.monitoring.tasks import deliver_all
from loa.organizations.enums import AgencyKind, Role
from loa.organizations.models import Agency, Notice, Person
from loa.organizations.policy import Forbidden

pytestmark = pytest.mark.django_db

TODAY = date(2026, 5, 4)
RECORDED = WebhookEvent.EVIDENCE_RECORDED.value
WANTED = Wanted("https://portal.example/hooks/loa", [RECORDED])


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


def told(home: Agency, event: str = RECORDED, **data: Any) -> int:
    with transaction.atomic():
        return announce(event, home.pk, lambda: data, on=TODAY)


class Receiver:
    """A program that is told; answers as it is bidden."""

    def __init__(self, *answers: Answer) -> None:
        self.answers, self.bodies = list(answers), list[dict[str, Any]]()
        self.headers = list[Mapping[str, str]]()

    def __call__(self, _url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        self.bodies.append(json.loads(body))
        self.headers.append(headers)
        return self.answers.pop(0) if self.answers else Answer(200)


# ---------------------------------------------------------------------------------------------------------- signatures


def is_genuine(secret: str, body: bytes, header: str, *, now: int) -> bool:
    """What receivers are told to do, by the words of the page for them."""
    page = (Path(__file__).parents[2] / "docs" / "webhooks.md").read_text("utf-8")
    names: dict[str, Any] = {}
    exec(page.partition("```python\n")[2].partition("```")[0], names)  # noqa: S102  # our own page
    names["time"] = SimpleNamespace(time=lambda: now)
    return bool(names["is_genuine"](secret, body, header))


def test_a_signature_holds_for_its_body_secret_and_time_only() -> None:
    header = signature("s", b"{}", at=1000)
    assert is_genuine("s", b"{}", header, now=1200)
    assert not is_genuine("s", b"{ }", header, now=1200)
    assert not is_genuine("other", b"{}", header, now=1200)
    assert not is_genuine("s", b"{}", header, now=1301)
    assert not is_genuine("s", b"{}", header.replace("t=1000", "t=1290"), now=1300)


@pytest.mark.parametrize("header", ["", "t=,v1=", "t=²,v1=a", "t=1", "v1=ü", "nonsense", "t=" + "9" * 40])
def test_what_is_no_signature_is_not_genuine(header: str) -> None:
    assert not is_genuine("s", b"{}", header, now=1)


def test_the_secret_does_not_stand_in_the_database(webhook: Webhook, settings: Settings) -> None:
    first = secret_of(webhook.seed)
    settings.SECRET_KEY = "another installation"  # noqa: S105  # one of a test
    assert secret_of(webhook.seed) != first
    assert webhook.seed not in first


# -------------------------------------------------------------------------------------------------------------- outbox


def test_an_event_is_written_down_for_the_agency_and_those_over_it(
    province: Agency, home: Agency, webhook: Webhook
) -> None:
    above = make_webhook(province, WANTED, by=person(Role.ADMINISTRATOR, province), on=TODAY)[0]
    beside = agency("Sở khác", under=province)
    other = make_webhook(beside, WANTED, by=person(Role.ADMINISTRATOR, beside), on=TODAY)[0]
    assert told(home, title="Tin") == 2
    assert set(Delivery.objects.values_list("webhook", flat=True)) == {webhook.pk, above.pk}
    assert not other.deliveries.exists()
    payload = webhook.deliveries.get().payload
    assert payload["data"] == {"title": "Tin"}
    assert payload["agency"] == {"key": str(home.key), "name": "Sở Nội vụ"}


def test_what_was_not_asked_for_and_what_is_switched_off_is_not_kept(home: Agency, webhook: Webhook) -> None:
    assert told(home, WebhookEvent.STANDING_CHANGED) == 0
    Webhook.objects.update(active=False)
    assert told(home) == 0


def test_an_event_that_is_undone_tells_nobody(home: Agency, webhook: Webhook) -> None:
    with transaction.atomic():
        announce(RECORDED, home.pk, dict, on=TODAY)
        transaction.set_rollback(True)
    assert not Delivery.objects.exists()


def test_where_nobody_listens_an_event_costs_one_query(home: Agency, webhook: Webhook) -> None:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert concerned("match.judged", home.pk, on=TODAY) == []
    assert len(queries) == 1


def test_a_worker_is_woken_once_for_many_events(
    home: Agency, webhook: Webhook, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks() as callbacks:
        for number in range(3):
            told(home, number=number)
    assert len(callbacks) == 1


# ------------------------------------------------------------------------------------------------------------- posting


def test_what_is_due_is_posted_in_its_order_and_signed(home: Agency, webhook: Webhook) -> None:
    for number in range(3):
        told(home, number=number)
    receiver = Receiver()
    assert deliver(webhook.pk, send=receiver) == 3
    assert [body["data"]["number"] for body in receiver.bodies] == [0, 1, 2]
    assert receiver.headers[0]["Loa-Delivery"] == receiver.bodies[0]["id"]
    assert receiver.headers[0]["Loa-Event"] == RECORDED
    assert set(Delivery.objects.values_list("state", flat=True)) == {DeliveryState.DELIVERED}
    assert deliver(webhook.pk, send=receiver) == 0


def test_the_signature_fits_the_bytes_that_are_posted(home: Agency, webhook: Webhook) -> None:
    told(home, title="Tiếng Việt")
    seen: list[bool] = []

    def check(_url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        seen.append(is_genuine(secret_of(webhook.seed), body, headers[HEADER], now=int(time.time())))
        return Answer(204)

    deliver(webhook.pk, send=check)
    assert seen == [True]


def test_an_address_that_refuses_is_asked_again_after_growing_pauses_and_given_up(
    home: Agency, webhook: Webhook, administrator: Person
) -> None:
    told(home)
    for number, pause in enumerate(PAUSES, 1):
        before = timezone.now()
        deliver(webhook.pk, send=Receiver(Answer(500, "status:500")))
        one = Delivery.objects.get()
        assert (one.state, one.attempts, one.status) == (DeliveryState.WAITING, number, 500)
        assert one.next_at is not None
        assert before + pause <= one.next_at <= timezone.now() + pause
        Delivery.objects.update(next_at=timezone.now())
    deliver(webhook.pk, send=Receiver(Answer(problem="timeout")))
    one = Delivery.objects.get()
    assert (one.state, one.problem, one.status) == (DeliveryState.FAILED, "timeout", None)
    codes = list(Notice.objects.filter(person=administrator).order_by("pk").values_list("code", flat=True))
    assert codes == ["webhooks.failing", "webhooks.given-up"]
    assert timedelta(days=2) < sum(PAUSES, timedelta()) < timedelta(days=3)


def test_an_address_that_is_down_is_not_asked_for_each_event(home: Agency, webhook: Webhook) -> None:
    for _ in range(5):
        told(home)
    receiver = Receiver(*[Answer(503)] * 5)
    assert deliver(webhook.pk, send=receiver) == 0
    assert len(receiver.bodies) == 1
    webhook.refresh_from_db()
    assert webhook.failing_since is not None
    assert deliver(webhook.pk, send=Receiver()) == 4  # the first rests, the others are due
    webhook.refresh_from_db()
    assert webhook.failing_since is None


def test_what_was_in_the_hands_of_a_worker_that_died_is_posted_again(home: Agency, webhook: Webhook) -> None:
    told(home)

    def die(*_: object) -> Answer:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        deliver(webhook.pk, send=die)
    receiver = Receiver()
    assert deliver(webhook.pk, send=receiver) == 0  # leased still: nobody else takes it meanwhile
    Delivery.objects.update(next_at=timezone.now())
    assert deliver(webhook.pk, send=receiver) == 1
    assert Delivery.objects.get().attempts == 2


def test_what_is_taken_by_another_meanwhile_is_left_alone(home: Agency, webhook: Webhook) -> None:
    told(home, number=1), told(home, number=2)
    inner = Receiver()

    def both(url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        deliver(webhook.pk, send=inner)
        return Answer(200)

    assert deliver(webhook.pk, send=both) == 1
    assert [body["data"]["number"] for body in inner.bodies] == [2]


def test_the_clock_posts_what_nobody_was_asked_for(home: Agency, webhook: Webhook, settings: Settings) -> None:
    told(home)
    assert deliver_all() == 0  # portal.example does not exist
    assert Delivery.objects.get().problem == "unknown"


def test_old_deliveries_are_forgotten_and_those_that_wait_are_kept(home: Agency, webhook: Webhook) -> None:
    told(home), told(home)
    deliver(webhook.pk, send=Receiver(Answer(200), Answer(500)))
    assert forget_old(timezone.now() + timedelta(days=29)) == 0
    assert forget_old(timezone.now() + timedelta(days=31)) == 1
    assert Delivery.objects.get().state == DeliveryState.WAITING


# ------------------------------------------------------------------------------------------------------- over the wire


@pytest.fixture
def server() -> Iterator[tuple[str, list[tuple[dict[str, str], bytes]]]]:
    """A small server that takes what is posted, and the list of what it took."""
    taken: list[tuple[dict[str, str], bytes]] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            taken.append((dict(self.headers), body))
            self.send_response(302 if self.path == "/moved" else 200)
            self.send_header("Location", "/elsewhere")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    running = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=running.serve_forever, args=(0.02,), daemon=True).start()
    yield f"http://localhost:{running.server_port}", taken
    running.shutdown()
    running.server_close()


def _inside(settings: Settings) -> None:
    settings.LOA = settings.LOA.model_copy(update={"fetch_private": True})


def test_a_post_arrives_byte_for_byte(server: Any, settings: Settings) -> None:
    _inside(settings)
    address, taken = server
    assert post(f"{address}/x", "Tiếng Việt".encode(), {"Loa-Event": "test"}) == Answer(200)
    ((headers, body),) = taken
    assert body == "Tiếng Việt".encode()
    assert headers["Loa-Event"] == "test"
    assert headers["Host"] == address.removeprefix("http://")


def test_a_redirect_is_not_followed_and_does_not_count_as_taken(server: Any, settings: Settings) -> None:
    _inside(settings)
    address, taken = server
    answer = post(f"{address}/moved", b"{}", {})
    assert (answer.status, answer.is_taken) == (302, False)
    assert len(taken) == 1


def test_the_own_network_is_closed_to_posts(server: Any) -> None:
    address, taken = server
    assert post(address, b"{}", {}) == Answer(problem="private")
    assert taken == []


@pytest.mark.parametrize(
    "address",
    [
        "http://portal.example/", "https://127.0.0.1/", "https://[::1]/", "https://localhost/", "ftp://portal.example/",
        "https://a:b@portal.example/", "https://", "portal.example", "https://portal.example:99999/", "javascript:1",
        "https://portal.example/" + "a" * 1000, "https://[", "",
    ],
)  # fmt: skip
def test_addresses_that_cannot_be_posted_to_are_refused(address: str) -> None:
    assert not may_be_posted_to(address)


# --------------------------------------------------------------------------------------------------------------- verbs


def test_each_verb_is_recorded_once_without_the_secret(webhook: Webhook, administrator: Person) -> None:
    changed = Wanted("https://other.example/x", [WebhookEvent.MATCH_JUDGED.value], active=False)
    change_webhook(webhook, changed, revision=1, by=administrator, on=TODAY)
    secret = renew_secret(webhook, by=administrator, on=TODAY)
    delivery = send_test(webhook, by=administrator, on=TODAY)
    send_again(delivery, by=administrator, on=TODAY)
    remove_webhook(webhook, by=administrator, on=TODAY)
    rows = list(Entry.objects.filter(verb__startswith="webhooks.").order_by("number"))
    assert [row.verb.partition(".")[2] for row in rows] == [
        "make", "change", "renew-secret", "test", "send-again", "remove",
    ]  # fmt: skip
    assert not any(secret in str(row.after) + str(row.before) for row in rows)
    assert not Delivery.objects.exists()


def test_only_administrators_of_the_agency_itself_may(webhook: Webhook, home: Agency, province: Agency) -> None:
    for by in (person(Role.COORDINATOR, home), person(Role.ADMINISTRATOR, province), person()):
        with pytest.raises(Forbidden):
            make_webhook(home, WANTED, by=by, on=TODAY)
        with pytest.raises(Forbidden):
            renew_secret(webhook, by=by, on=TODAY)
        with pytest.raises(Forbidden):
            remove_webhook(webhook, by=by, on=TODAY)


def test_what_cannot_be_is_told_by_field(home: Agency, administrator: Person) -> None:
    with pytest.raises(ValidationError) as met:
        make_webhook(home, Wanted("http://portal.example", ["nonsense"]), by=administrator, on=TODAY)
    assert set(met.value.error_dict) == {"url", "events"}


def test_of_two_who_change_it_at_once_the_second_is_told(webhook: Webhook, administrator: Person) -> None:
    change_webhook(webhook, WANTED, revision=1, by=administrator, on=TODAY)
    with pytest.raises(ChangedMeanwhile):
        change_webhook(webhook, WANTED, revision=1, by=administrator, on=TODAY)
