"""Telling programs what happened: written down in the transaction of the event, for the workers to post."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone
from django_q.tasks import async_task

from loa.monitoring.models import Delivery
from loa.monitoring.queries.webhooks import concerned, due
from loa.organizations.models import Agency

__all__ = ["announce", "wake"]


def announce(event: str, agency_id: int, tell: Callable[[], Mapping[str, Any]], *, on: date) -> int:
    """Writes an event down for every webhook it concerns; gives how many. To be called in the transaction of the event.

    `tell` gives the matter itself and is asked only where somebody listens. One query where nobody does.
    """
    webhooks = concerned(event, agency_id, on=on)
    if not webhooks:
        return 0
    now = timezone.now()
    agency = Agency.objects.only("key", "name").get(pk=agency_id)
    payload = {"event": event, "at": now, "agency": {"key": str(agency.key), "name": agency.name}, "data": tell()}
    for webhook in webhooks:
        if not due(webhook, now).exists():  # else somebody was asked already
            wake(webhook)
    Delivery.objects.bulk_create(
        [Delivery(webhook_id=webhook, event=event, payload=payload, next_at=now) for webhook in webhooks]
    )
    return len(webhooks)


def wake(webhook_id: int) -> None:
    """Asks a worker to post what is due, once the transaction is committed. Should that be lost, the clock asks."""
    transaction.on_commit(partial(async_task, "loa.monitoring.tasks.deliver", webhook_id))
