"""Webhooks: whose they are, which of them an event concerns, and what became of what was sent."""

from collections.abc import Collection
from datetime import date, datetime

from django.db.models import Count, Max, Q, QuerySet

from loa.monitoring.enums import DeliveryState
from loa.monitoring.models import Delivery, Webhook
from loa.organizations.queries.kinship import line_above
from loa.prepared import Question

__all__ = ["concerned", "deliveries_of", "due", "waiting_webhooks", "webhooks_of"]


def webhooks_of(agencies: Collection[int]) -> QuerySet[Webhook]:
    """The webhooks of some agencies, with how much waits and was given up, and when something was last taken."""
    waiting = Count("deliveries", filter=Q(deliveries__state=DeliveryState.WAITING))
    given_up = Count("deliveries", filter=Q(deliveries__state=DeliveryState.FAILED))
    taken = Max("deliveries__answered_at", filter=Q(deliveries__state=DeliveryState.DELIVERED))
    rows = Webhook.objects.filter(agency__in=agencies).select_related("agency")
    return rows.annotate(waiting=waiting, given_up=given_up, taken_at=taken).order_by("agency__name", "url", "pk")


def concerned(event: str, agency_id: int, *, on: date) -> list[int]:
    """The webhooks that are told of an event at an agency: of the agency, and of those over it on the day.

    One query where nobody has asked for the event, however many webhooks there are.
    """
    asked = [(key, owner) for key, owner, events in _ACTIVE() if event in events]
    if not asked:
        return []
    line = {agency_id, *line_above(agency_id, on)}
    return [key for key, owner in asked if owner in line]


_ACTIVE = Question(
    lambda: Webhook.objects.filter(active=True).order_by().values_list("pk", "agency_id", "events"), tuple
)


def due(webhook_id: int, now: datetime) -> QuerySet[Delivery]:
    """What is to be posted to an address now, the oldest first."""
    rows = Delivery.objects.filter(webhook=webhook_id, state=DeliveryState.WAITING, next_at__lte=now)
    return rows.order_by("pk")


def waiting_webhooks(now: datetime) -> list[int]:
    """The webhooks for which something is due."""
    rows = Delivery.objects.filter(state=DeliveryState.WAITING, next_at__lte=now, webhook__active=True)
    return list(rows.order_by("webhook").values_list("webhook", flat=True).distinct())


def deliveries_of(webhook: Webhook, *, state: str = "", event: str = "") -> QuerySet[Delivery]:
    """What was sent to an address, or waits to be."""
    wanted = {name: value for name, value in (("state", state), ("event", event)) if value}
    return webhook.deliveries.filter(**wanted)
