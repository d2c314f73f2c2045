"""Disputes: an agency does not accept what its evidence is worth; both sides speak, a superior decides."""

from collections.abc import Collection
from datetime import date

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from loa.audit.actions import record
from loa.monitoring.actions.judging import accept_disputed
from loa.monitoring.enums import DisputeState, EvidenceState, MatchState
from loa.monitoring.errors import MonitoringError
from loa.monitoring.models import Dispute, DisputeMessage, Match
from loa.monitoring.policy import may_decide
from loa.monitoring.queries.disputes import agency_side, deciders, other_side, standpoint
from loa.organizations.actions.notices import notify
from loa.organizations.models import Person
from loa.organizations.policy import Forbidden, require

__all__ = ["DISPUTABLE", "DisputeError", "Over", "Twice", "decide", "open_dispute", "speak", "withdraw"]

DISPUTABLE = frozenset({MatchState.REJECTED, MatchState.HELD, MatchState.COPY, MatchState.ELSEWHERE})
"""What an agency need not accept: whatever does not count."""
_SHOWN = 200


class DisputeError(MonitoringError):
    """Something that cannot be done with a dispute, and why."""


class Over(DisputeError):
    """Somebody else ended the dispute first; says who, when and how."""

    def __init__(self, dispute: Dispute) -> None:
        who = dispute.decided_by or dispute.opened_by
        super().__init__(
            _("%(who)s ended this dispute already on %(when)s: %(how)s. Nothing of what you entered was recorded.")
            % {
                "who": who,
                "when": f"{timezone.localtime(dispute.decided_at or dispute.opened_at):%d/%m/%Y %H:%M}",
                "how": dispute.get_state_display(),
            },
            code="over",
        )


class Twice(DisputeError):
    """There is an open dispute about the match already."""

    def __init__(self) -> None:
        super().__init__(
            _("A dispute about this evidence is open already. Add what you have to say to it."), code="twice"
        )


@transaction.atomic
def open_dispute(match: Match, *, text: str, by: Person, on: date) -> Dispute:
    """The agency that owes says why evidence that does not count should count; who may decide is told.

    Raises Forbidden and DisputeError. One is open at a time for a match.
    """
    require(by, "disputes.open", match.agency_id, on=on)
    said = _words(text)
    _none_open(match)
    kept = (
        Match.objects.select_for_update(of=("self",))
        .select_related("agency", "evidence", "occurrence")
        .get(pk=match.pk)
    )
    if kept.evidence.state == EvidenceState.WITHDRAWN:
        raise DisputeError(_("This evidence was withdrawn: there is nothing to decide."), code="withdrawn")
    if kept.occurrence.dropped_at is not None:
        raise DisputeError(_("The duty is no longer owed: there is nothing to decide."), code="no-longer-owed")
    if kept.state not in DISPUTABLE:
        raise DisputeError(_("This evidence counts: there is nothing to dispute."), code="counted")
    dispute = _opened(kept, by)
    DisputeMessage.objects.create(dispute=dispute, author=by, agency=kept.agency, text=said)
    _tell("disputes.opened", dispute, deciders(kept.agency_id, on), by=by, text=said)
    record("disputes.open", dispute, by=by, agency_id=kept.agency_id, after={"state": dispute.state, "text": said})
    return dispute


def _none_open(match: Match) -> None:
    """Asked before the match is locked, in the order in which `decide` locks; who is about to end one is waited for."""
    rows = Dispute.objects.select_for_update().filter(match=match.pk, state=DisputeState.OPEN)
    if list(rows.values_list("pk")):
        raise Twice


def _opened(match: Match, by: Person) -> Dispute:
    try:
        with transaction.atomic():
            return Dispute.objects.create(match=match, agency=match.agency, opened_by=by)
    except IntegrityError:
        raise Twice from None


@transaction.atomic
def speak(dispute: Dispute, *, text: str, by: Person, on: date) -> DisputeMessage:
    """Adds to the dialogue of an open dispute and tells the other side. Raises Forbidden and DisputeError."""
    require(by, "disputes.speak", dispute.agency_id, on=on)
    said = _words(text)
    kept = _still_open(dispute)
    here = standpoint(by, "disputes.speak", kept.agency_id, on=on)
    message = DisputeMessage.objects.create(dispute=kept, author=by, agency_id=here, text=said)
    people = other_side(kept, on) if here == kept.agency_id else agency_side(kept)
    _tell("disputes.answered", kept, people, by=by, text=said)
    record("disputes.speak", kept, by=by, agency_id=kept.agency_id, after={"text": said})
    return message


@transaction.atomic
def decide(dispute: Dispute, *, upheld: bool, because: str, by: Person, on: date) -> Dispute:
    """Ends a dispute: upheld, the evidence counts from now on; dismissed, it stays as it was. The agency is told.

    Raises Forbidden, also where somebody would judge their own rejection although another may decide; and Over where
    somebody else was first.
    """
    require(by, "disputes.decide", dispute.agency_id, on=on)
    said = _words(because)
    kept = _still_open(dispute)
    if not may_decide(by, kept, on=on):
        raise Forbidden("disputes.decide")
    if upheld:
        accept_disputed(kept.match, because=said, by=by, on=on)
    before = kept.state
    _end(kept, DisputeState.UPHELD if upheld else DisputeState.DISMISSED, by=by, decision=said)
    _tell("disputes.decided", kept, agency_side(kept), by=by, text=said)
    after = {"state": kept.state, "decision": said}
    record("disputes.decide", kept, by=by, agency_id=kept.agency_id, before={"state": before}, after=after)
    return kept


@transaction.atomic
def withdraw(dispute: Dispute, *, by: Person, on: date) -> Dispute:
    """Who opened a dispute takes it back; the other side is told. Raises Forbidden and DisputeError."""
    require(by, "disputes.open", dispute.agency_id, on=on)
    kept = _still_open(dispute)
    if kept.opened_by_id != by.pk:
        raise DisputeError(
            _("Only %(who)s, who opened the dispute, can withdraw it.") % {"who": kept.opened_by}, code="opener"
        )
    _end(kept, DisputeState.WITHDRAWN, by=by)
    _tell("disputes.withdrawn", kept, other_side(kept, on), by=by)
    before, after = {"state": DisputeState.OPEN}, {"state": kept.state}
    record("disputes.withdraw", kept, by=by, agency_id=kept.agency_id, before=before, after=after)
    return kept


def _words(text: str) -> str:
    said = text.strip()
    if not said:
        raise DisputeError(_("Say why, in a sentence or two."), code="text")
    return said


def _still_open(dispute: Dispute) -> Dispute:
    """The dispute as it stands now, its row locked."""
    rows = Dispute.objects.select_for_update(of=("self",)).select_related("match__evidence", "agency", "opened_by")
    kept: Dispute = rows.get(pk=dispute.pk)
    if kept.state != DisputeState.OPEN:
        raise Over(kept)
    return kept


def _end(dispute: Dispute, state: DisputeState, *, by: Person, decision: str = "") -> None:
    dispute.state, dispute.decided_by, dispute.decided_at = state, by, timezone.now()
    dispute.decision = decision
    dispute.revision += 1
    dispute.save()


def _tell(code: str, dispute: Dispute, people: Collection[Person], *, by: Person, text: str = "") -> None:
    evidence = dispute.match.evidence
    values = {
        "who": str(by),
        "agency": dispute.agency.name,
        "title": evidence.title[:_SHOWN],
        "text": text[:_SHOWN],
        "state": dispute.state,
    }
    told = [one for one in people if one.pk != by.pk]
    notify(told, code, values, reverse("monitoring:dispute", args=[dispute.key]))
