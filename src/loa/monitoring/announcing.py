"""What programs are told when something happens here: which event, about whom, in which words."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models.signals import post_save
from django.utils import timezone

from loa.monitoring.actions.outbox import announce
from loa.monitoring.enums import DisputeState, Done, EvidenceState, LetterState, WebhookEvent
from loa.monitoring.events import TallyChange, evidence_changed, evidence_recorded, match_judged, tally_changed
from loa.monitoring.models import Dispute, Evidence, Match, Occurrence, UrgingLetter

__all__ = ["listen"]

_ID = "monitoring.webhooks"


def listen() -> None:
    """Connects the events of the room; called once, when the applications are ready."""
    evidence_recorded.connect(_recorded, dispatch_uid=_ID)
    evidence_changed.connect(_changed, dispatch_uid=_ID)
    match_judged.connect(_judged, dispatch_uid=_ID)
    tally_changed.connect(_tallied, dispatch_uid=_ID)
    post_save.connect(_disputed, Dispute, dispatch_uid=_ID)
    post_save.connect(_letter, UrgingLetter, dispatch_uid=_ID)


def _recorded(*, evidence: Evidence, on: date, **_: Any) -> None:
    announce(WebhookEvent.EVIDENCE_RECORDED.value, evidence.agency_id, lambda: _evidence(evidence), on=on)


def _changed(*, evidence: Evidence, on: date, **_: Any) -> None:
    if evidence.state == EvidenceState.WITHDRAWN:
        announce(WebhookEvent.EVIDENCE_WITHDRAWN.value, evidence.agency_id, lambda: _evidence(evidence), on=on)


def _judged(*, match: Match, on: date, **_: Any) -> None:
    announce(WebhookEvent.MATCH_JUDGED.value, match.agency_id, lambda: _match(match), on=on)


def _tallied(*, changes: Sequence[TallyChange], **_: Any) -> None:
    """Only what turns: done or not, in time or late. How far it goes is asked for where it is wanted."""
    for change in changes:
        if change.before.done != change.after.done:
            _turned(change)


def _turned(change: TallyChange) -> None:
    announce(
        WebhookEvent.STANDING_CHANGED.value, change.agency_id, lambda: _standing(change), on=timezone.localdate()
    )  # fmt: skip


def _disputed(*, instance: Dispute, created: bool, **_: Any) -> None:
    if instance.state == DisputeState.OPEN and not created:
        return
    event = WebhookEvent.DISPUTE_OPENED if created else WebhookEvent.DISPUTE_DECIDED
    announce(event.value, instance.agency_id, lambda: _dispute(instance), on=timezone.localdate())


def _letter(*, instance: UrgingLetter, update_fields: Any = None, **_: Any) -> None:
    if instance.state == LetterState.SENT and (update_fields is None or "state" in update_fields):
        announce(WebhookEvent.LETTER_SENT.value, instance.to_id, lambda: _sent(instance), on=timezone.localdate())


# --------------------------------------------------------------------------------------------------------------- words


def _evidence(evidence: Evidence) -> dict[str, Any]:
    names = ("kind", "channel", "areas", "happened_on", "title", "items", "link", "state", "source", "reference")
    return {"evidence": evidence.key, **{name: getattr(evidence, name) for name in names}}


def _occurrence(occurrence: Occurrence) -> dict[str, Any]:
    return {
        "occurrence": occurrence.pk,
        "obligation": occurrence.obligation.key,
        "window": occurrence.key,
        "due_on": occurrence.due_on,
    }


def _match(match: Match) -> dict[str, Any]:
    told = {"evidence": match.evidence.key, "state": match.state, "amount": match.amount}
    return {**told, "because": match.decided_because, **_occurrence(match.occurrence)}


def _standing(change: TallyChange) -> dict[str, Any]:
    one = Occurrence.objects.select_related("obligation").get(pk=change.occurrence_id)
    return {
        **_occurrence(one),
        "before": Done(change.before.done).value,
        "after": Done(change.after.done).value,
        "counted": change.after.counted,
        "in_time": change.after.in_time,
        "required": change.required,
        "done_on": change.after.done_on,
    }


def _dispute(dispute: Dispute) -> dict[str, Any]:
    told = {"dispute": dispute.key, "state": dispute.state, "decision": dispute.decision}
    return {**told, **_match(dispute.match), "match": dispute.match_id}


def _sent(letter: UrgingLetter) -> dict[str, Any]:
    told = {"letter": letter.key, "number": letter.number, "dated": letter.dated, "answer_by": letter.answer_by}
    return {**told, "from": {"key": letter.agency.key, "name": letter.agency.name}}
