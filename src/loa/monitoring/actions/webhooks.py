"""Addresses that are told of events: made, changed, given another secret, tried out, removed."""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from loa.audit.actions import record
from loa.monitoring.actions.outbox import wake
from loa.monitoring.enums import DeliveryState, WebhookEvent
from loa.monitoring.errors import ChangedMeanwhile
from loa.monitoring.models import Delivery, Webhook
from loa.monitoring.posting import may_be_posted_to
from loa.monitoring.signing import new_seed, secret_of
from loa.organizations.models import Agency, Person
from loa.organizations.policy import require

__all__ = ["Wanted", "change_webhook", "make_webhook", "remove_webhook", "renew_secret", "send_again", "send_test"]

_VERB = "webhooks.change"
_CHOICES = frozenset(WebhookEvent.values) - {WebhookEvent.TEST}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Where to, and which events."""

    url: str
    events: Collection[str]
    active: bool = True

    def checked(self) -> dict[str, Any]:
        """The values as they are kept. Raises ValidationError by field."""
        wrong: dict[str, str] = {}
        if not may_be_posted_to(self.url):
            wrong["url"] = _("Enter an address that begins with https:// and lies outside the own network.")
        if not self.events or not _CHOICES.issuperset(self.events):
            wrong["events"] = _("Choose at least one event.")
        if wrong:
            raise ValidationError(wrong)
        return {**asdict(self), "url": self.url.strip(), "events": sorted(set(self.events))}


@transaction.atomic
def make_webhook(agency: Agency, wanted: Wanted, *, by: Person, on: date) -> tuple[Webhook, str]:
    """Makes a webhook of an agency; gives it with its secret, which is told this once.

    Raises Forbidden, and ValidationError by field.
    """
    require(by, _VERB, agency, on=on)
    values, seed = wanted.checked(), new_seed()
    made = Webhook.objects.create(agency=agency, seed=seed, made_by=by, **values)
    record("webhooks.make", made, by=by, agency_id=agency.pk, after=values)
    return made, secret_of(seed)


@transaction.atomic
def change_webhook(webhook: Webhook, wanted: Wanted, *, revision: int, by: Person, on: date) -> Webhook:
    """Sends to another address, of other events, or nothing for now. Raises Forbidden, ChangedMeanwhile and
    ValidationError by field."""
    kept = _locked(webhook, by, on)
    values = wanted.checked()
    if kept.revision != revision:
        raise ChangedMeanwhile
    before = {name: getattr(kept, name) for name in values}
    for name, value in values.items():
        setattr(kept, name, value)
    kept.revision += 1
    kept.save()
    wake(kept.pk)
    record(_VERB, kept, by=by, agency_id=kept.agency_id, before=before, after=values)
    return kept


@transaction.atomic
def renew_secret(webhook: Webhook, *, by: Person, on: date) -> str:
    """Another secret takes the place of the one there was, at once; gives it. What waits is signed with the new one.

    Raises Forbidden.
    """
    kept = _locked(webhook, by, on)
    kept.seed = new_seed()
    kept.revision += 1
    kept.save()
    record("webhooks.renew-secret", kept, by=by, agency_id=kept.agency_id)
    return secret_of(kept.seed)


@transaction.atomic
def remove_webhook(webhook: Webhook, *, by: Person, on: date) -> None:
    """Nothing is sent there any more, and what was sent is forgotten. Raises Forbidden."""
    kept = _locked(webhook, by, on)
    before = {"url": kept.url, "events": kept.events, "active": kept.active}
    record("webhooks.remove", kept, by=by, agency_id=kept.agency_id, before=before)
    kept.delete()


@transaction.atomic
def send_test(webhook: Webhook, *, by: Person, on: date) -> Delivery:
    """Sends something that means nothing, to see whether it arrives. Raises Forbidden."""
    kept = _locked(webhook, by, on)
    payload = {"event": WebhookEvent.TEST.value, "at": timezone.now(), "agency": _agency(kept), "data": {}}
    delivery = Delivery.objects.create(webhook=kept, event=WebhookEvent.TEST, payload=payload, next_at=timezone.now())
    wake(kept.pk)
    record("webhooks.test", kept, by=by, agency_id=kept.agency_id)
    return delivery


def _agency(webhook: Webhook) -> dict[str, str]:
    return {"key": str(webhook.agency.key), "name": webhook.agency.name}


@transaction.atomic
def send_again(delivery: Delivery, *, by: Person, on: date) -> Delivery:
    """Sends something once more under the same id, whatever became of it. Raises Forbidden."""
    _locked(delivery.webhook, by, on)
    kept = Delivery.objects.select_for_update(of=("self",)).select_related("webhook").get(pk=delivery.pk)
    before = {"state": kept.state, "attempts": kept.attempts}
    kept.state, kept.attempts, kept.next_at = DeliveryState.WAITING, 0, timezone.now()
    kept.save()
    wake(kept.webhook_id)
    record("webhooks.send-again", kept, by=by, agency_id=kept.webhook.agency_id, before=before)
    return kept


def _locked(webhook: Webhook, by: Person, on: date) -> Webhook:
    require(by, _VERB, webhook.agency_id, on=on)
    rows = Webhook.objects.select_for_update(of=("self",)).select_related("agency")
    kept: Webhook = rows.get(pk=webhook.pk)
    return kept
