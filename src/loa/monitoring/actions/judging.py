"""What people decide about matches: rejected, accepted, given to another duty. The rules never overrule it."""

from collections.abc import Callable
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from loa.audit.actions import record
from loa.monitoring.actions.again import once_more
from loa.monitoring.actions.counting import recount
from loa.monitoring.actions.matching import lock_items, match_again
from loa.monitoring.enums import EvidenceState, MatchState
from loa.monitoring.errors import ChangedMeanwhile, MonitoringError
from loa.monitoring.events import match_judged
from loa.monitoring.models import Assignment, Evidence, Match, Occurrence
from loa.monitoring.queries.lineage import Lineage
from loa.organizations.models import Agency, Person
from loa.organizations.policy import require

__all__ = ["accept_disputed", "accept_match", "reject_match", "rematch"]

_LONGEST = 500


@once_more
@transaction.atomic
def reject_match(match: Match, *, because: str, by: Person, on: date, revision: int | None = None) -> Match:
    """Evidence does not count for a duty, whatever the rules say.

    Raises Forbidden, MonitoringError and, when `revision` is given and somebody was faster, ChangedMeanwhile.
    """
    return _judged(match, MatchState.REJECTED, because, by=by, on=on, revision=revision)


@once_more
@transaction.atomic
def accept_match(match: Match, *, because: str, by: Person, on: date, revision: int | None = None) -> Match:
    """Evidence counts for a duty although the rules say no.

    Raises Forbidden, MonitoringError and, when `revision` is given and somebody was faster, ChangedMeanwhile.
    """
    return _judged(match, MatchState.COUNTED, because, by=by, on=on, revision=revision)


@once_more
@transaction.atomic
def rematch(evidence: Evidence, occurrence: Occurrence, agency: Agency, *, because: str, by: Person, on: date) -> Match:
    """Gives evidence to an occurrence that an agency owes; other quotas of the plan that it could count for lose it.

    Raises Forbidden and MonitoringError.
    """
    require(by, "evidence.judge", agency, on=on)
    reason = _reason(because)
    _lock(evidence)
    kept = Evidence.objects.get(pk=evidence.pk)
    _check(kept, occurrence, agency)
    match = Match.objects.filter(evidence=kept, occurrence=occurrence, agency=agency).first()
    before = {"state": match.state} if match else None
    match = match or Match(
        evidence=kept, occurrence=occurrence, agency=agency, obligation_id=occurrence.obligation_id,
        item_id=kept.item_id or kept.pk, happened_on=kept.happened_on, revision=0,
        amount=kept.items if occurrence.unit else 1,
    )  # fmt: skip
    _decide(match, MatchState.COUNTED, reason, by)
    match_judged.send(Match, match=match, by=by, on=on)
    record("evidence.rematch", kept, by=by, agency_id=agency.pk, before=before, after=_told(match))
    return match


def accept_disputed(match: Match, *, because: str, by: Person, on: date) -> Match:
    """A dispute was upheld: the evidence counts. Who may decide it, and the row of the trail, are the caller's."""
    _lock(match.evidence)
    kept = _kept(match, None)
    _decide(kept, MatchState.COUNTED, because.strip()[:_LONGEST], by)
    match_judged.send(Match, match=kept, by=by, on=on)
    return kept


def _judged(match: Match, state: MatchState, because: str, *, by: Person, on: date, revision: int | None) -> Match:
    require(by, "evidence.judge", match.agency_id, on=on)
    reason = _reason(because)
    _lock(match.evidence)
    kept = _kept(match, revision)
    before = _told(kept)
    _decide(kept, state, reason, by)
    match_judged.send(Match, match=kept, by=by, on=on)
    verb = "evidence.reject" if state is MatchState.REJECTED else "evidence.accept"
    record(verb, kept.evidence, by=by, agency_id=kept.agency_id, before=before, after=_told(kept))
    return kept


def _lock(evidence: Evidence) -> None:
    lock_items({evidence.item_id or evidence.pk})


def _kept(match: Match, revision: int | None) -> Match:
    """The match as it is stored now. Raises ChangedMeanwhile and, where the evidence is gone, MonitoringError."""
    rows = Match.objects.select_for_update(of=("self",)).select_related("evidence", "occurrence", "agency")
    kept = rows.filter(pk=match.pk).first()
    if kept is None or (revision is not None and kept.revision != revision):
        raise ChangedMeanwhile
    if kept.evidence.state == EvidenceState.WITHDRAWN:
        raise MonitoringError(_("This evidence was withdrawn: there is nothing to decide."), code="withdrawn")
    if kept.occurrence.dropped_at is not None:
        raise MonitoringError(_("The duty is no longer owed: there is nothing to decide."), code="no-longer-owed")
    return kept


def _decide(match: Match, state: MatchState, reason: str, by: Person) -> None:
    """Writes what a person said, counts it, and matches the rest of the item anew."""
    match.state, match.reason = state, [["by-person"]]
    match.decided_by, match.decided_at, match.decided_because = by, timezone.now(), reason
    match.revision += 1
    match.save()
    recount([(match.occurrence_id, match.agency_id)])
    match_again([match.evidence_id], locked=True)


def _reason(because: str) -> str:
    reason = because.replace("\x00", "").strip()
    if not reason:
        raise MonitoringError(_("Say why, so that the agency understands the decision."), code="reason")
    return reason[:_LONGEST]


def _check(evidence: Evidence, occurrence: Occurrence, agency: Agency) -> None:
    for fault, sentence in _CHECKS.items():
        if fault(evidence, occurrence, agency):
            raise MonitoringError(str(sentence()), code="rematch")


def _is_withdrawn(evidence: Evidence, _occurrence: Occurrence, _agency: Agency) -> bool:
    return evidence.state == EvidenceState.WITHDRAWN


def _is_of_others(evidence: Evidence, occurrence: Occurrence, agency: Agency) -> bool:
    holders = Lineage().holders(evidence.agency_id, evidence.happened_on)
    return not any(one.agency == agency.pk and occurrence.owed_on >= one.since for one in holders)


def _is_not_owed(evidence: Evidence, occurrence: Occurrence, agency: Agency) -> bool:
    day = occurrence.owed_on if occurrence.due_on else evidence.happened_on
    held = Assignment.objects.filter(obligation=occurrence.obligation_id, agency=agency)
    return occurrence.dropped_at is not None or not held.filter(held_from__lte=day, held_to__gte=day).exists()


_CHECKS: dict[Callable[[Evidence, Occurrence, Agency], bool], Callable[[], str]] = {
    _is_withdrawn: lambda: _("This evidence was withdrawn: there is nothing to decide."),
    _is_of_others: lambda: _("This is evidence of another agency: it cannot count for this one."),
    _is_not_owed: lambda: _("The agency does not owe this. Choose a duty that it holds."),
}


def _told(match: Match) -> dict[str, str | int]:
    return {
        "state": match.state,
        "occurrence": match.occurrence_id,
        "obligation": str(match.occurrence.rule),
        "window": match.occurrence.key,
        "because": match.decided_because,
    }
