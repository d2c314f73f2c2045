"""Posting what was written down for other programs (`actions.outbox`), until it is taken or given up.

What was committed is posted at least once, whatever is killed meanwhile; a receiver knows a second time by its id.
"""

import json
import time
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django_q.tasks import async_task

from loa.monitoring.enums import DeliveryState
from loa.monitoring.models import Delivery, Webhook
from loa.monitoring.posting import Answer, post
from loa.monitoring.queries.webhooks import due
from loa.monitoring.signing import HEADER, secret_of, signature
from loa.organizations.actions.notices import notify

__all__ = ["PAUSES", "body_of", "deliver", "forget_old"]

Post = Callable[[str, bytes, Mapping[str, str]], Answer]

PAUSES = tuple(
    timedelta(minutes=minutes) for minutes in (1, 5, 15, 30, 60, 120, 240, 480, 720, 720, 720, 720)
)  # fmt: skip
"""Rests after each attempt that failed; after the last, about two and a half days on, it is given up."""

_LEASE = timedelta(minutes=2)
"""How long a delivery is out of reach of others while it is being posted."""

_LONGEST = 240
"""Seconds after which a task hands over to another, so that nobody else has to wait for a talkative webhook."""

_KEPT = timedelta(days=30)


def deliver(webhook_id: int, *, send: Post = post) -> int:
    """Posts what is due to an address, the oldest first; gives how many were taken.

    It stops at the first that is refused: what is due after it waits for the next turn, which the clock gives. So an
    address that is down is asked once a minute and not once for each event.
    """
    taken, until = 0, time.monotonic() + _LONGEST
    while claimed := _claimed(webhook_id):
        if not _attempt(claimed, send):
            break
        taken += 1
        if time.monotonic() > until:
            async_task("loa.monitoring.tasks.deliver", webhook_id)
            break
    return taken


def _claimed(webhook_id: int) -> Delivery | None:
    """The next delivery for this worker alone, its attempt counted before it is made."""
    while True:
        now = timezone.now()
        found = due(webhook_id, now).filter(webhook__active=True).select_related("webhook").first()
        if found is None:
            return None
        leased, attempts = now + _LEASE, found.attempts + 1
        mine = Delivery.objects.filter(pk=found.pk, state=DeliveryState.WAITING, next_at=found.next_at)
        if mine.update(next_at=leased, attempts=attempts):
            found.next_at, found.attempts = leased, attempts
            return found


def _attempt(delivery: Delivery, send: Post) -> bool:
    body = body_of(delivery)
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "Loa-Event": delivery.event,
        "Loa-Delivery": str(delivery.key),
        HEADER: signature(secret_of(delivery.webhook.seed), body, at=int(time.time())),
    }
    answer = send(delivery.webhook.url, body, headers)
    (_taken if answer.is_taken else _refused)(delivery, answer, timezone.now())
    return answer.is_taken


def body_of(delivery: Delivery) -> bytes:
    """What is posted: the event as it was written down, under the id of the delivery."""
    told = {"id": str(delivery.key), **delivery.payload}
    return json.dumps(told, ensure_ascii=False, cls=DjangoJSONEncoder).encode()


def _taken(delivery: Delivery, answer: Answer, now: datetime) -> None:
    Delivery.objects.filter(pk=delivery.pk).update(
        state=DeliveryState.DELIVERED, answered_at=now, next_at=None, status=answer.status, problem=""
    )
    if delivery.webhook.failing_since is not None:
        Webhook.objects.filter(pk=delivery.webhook_id).update(failing_since=None)


@transaction.atomic
def _refused(delivery: Delivery, answer: Answer, now: datetime) -> None:
    over = delivery.attempts > len(PAUSES)
    Delivery.objects.filter(pk=delivery.pk).update(
        state=DeliveryState.FAILED if over else DeliveryState.WAITING,
        next_at=None if over else now + PAUSES[delivery.attempts - 1],
        answered_at=now if answer.status else None,
        status=answer.status,
        problem=answer.problem[:300],
    )
    first = Webhook.objects.filter(pk=delivery.webhook_id, failing_since=None).update(failing_since=now)
    if over:
        _tell("webhooks.given-up", delivery)
    elif first:
        _tell("webhooks.failing", delivery)


def _tell(code: str, delivery: Delivery) -> None:
    webhook = delivery.webhook
    values = {"url": webhook.url, "event": delivery.event}
    notify([webhook.made_by], code, values, reverse("monitoring:webhook", args=[webhook.key]))


def forget_old(now: datetime) -> int:
    """Forgets what was taken or given up long ago; gives how many."""
    ended = Delivery.objects.exclude(state=DeliveryState.WAITING).filter(made_at__lt=now - _KEPT)
    return ended.delete()[0]
