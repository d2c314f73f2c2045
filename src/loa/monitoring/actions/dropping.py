"""Taking windows from the calendar that are no longer owed.

What nothing on record refers to is deleted. A window that a letter, a reminder, an explanation, a dispute or what a
person decided refers to is kept and marked: nobody owes it and nothing counts for it. When it is owed again it comes
back with what people had decided.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db.models import Exists, Model, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from loa.audit.actions import record
from loa.monitoring.enums import DisputeState, LetterState, MatchState
from loa.monitoring.models import (
    BranchTally,
    Dispute,
    ExplanationRequest,
    Match,
    Occurrence,
    Reminder,
    Tally,
    UrgingLetter,
    UrgingLine,
)
from loa.monitoring.queries.disputes import agency_side
from loa.organizations.actions.notices import notify

__all__ = ["clear_counters", "drop", "take_back"]

_RELEASED = "no-longer-owed"
_SHOWN = 200
_KEYS = 400
_DISPUTED = Q(Exists(Dispute.objects.filter(match=OuterRef("pk"))))


def drop(keys: Sequence[int]) -> None:
    """Takes some occurrences from the calendar. Inside the transaction that lays the plan.

    Locks are taken in the order in which evidence is recorded: matches, tallies, tallies of branches, occurrences, the
    head of the trail. Whoever records for one of them right now is waited for; whoever comes later finds it gone.
    """
    parts = [keys[start : start + _KEYS] for start in range(0, len(keys), _KEYS)]
    told: list[Callable[[], None]] = []
    for part in parts:
        told.extend(_release(match) for match in _of_people(part))
        _empty(part)
    for part in parts:
        list(Occurrence.objects.select_for_update().filter(pk__in=part).order_by("pk").values_list("pk"))
        _empty(part)  # what was recorded before they were locked
        told.extend(_without(letter, part) for letter in _drafts_urging(part))
        on_record = _on_record(part)
        Occurrence.objects.filter(pk__in=set(part) - on_record).delete()
        Occurrence.objects.filter(pk__in=on_record).update(dropped_at=timezone.now())
        told.extend(_lapse(dispute) for dispute in _open_disputes(part))
    for tell in told:
        tell()


def take_back(keys: Sequence[int]) -> None:
    """Puts occurrences that were dropped back into the calendar, and with them what people had decided."""
    Occurrence.everything.filter(pk__in=keys).update(dropped_at=None)
    for match in Match.objects.filter(occurrence__in=keys, decided_by__isnull=False):
        if match.reason and match.reason[0][0] == _RELEASED:
            match.state, match.reason = MatchState(match.reason[0][1]), [["by-person"]]
            match.revision += 1
            match.save(update_fields=["state", "reason", "revision"])


def clear_counters(plan_id: int) -> None:
    """Removes counters that somebody wrote for a dropped occurrence while the plan was being laid."""
    for counters in (Tally, BranchTally):
        counters._default_manager.filter(occurrence__plan=plan_id, occurrence__dropped_at__isnull=False).delete()


def _on_record(keys: Sequence[int]) -> set[int]:
    """Those that something refers to which has to stay."""
    found = set[int]()
    for rows in (Reminder, UrgingLine, ExplanationRequest, Match):
        found.update(rows._default_manager.filter(occurrence__in=keys).order_by().values_list("occurrence", flat=True))
    return found


def _of_people(keys: Sequence[int]) -> Iterable[Match]:
    """The matches that a person decided or disputed."""
    theirs = Q(decided_by__isnull=False) | _DISPUTED
    return Match.objects.filter(theirs, occurrence__in=keys).select_related("evidence").order_by("pk")


def _empty(keys: Sequence[int]) -> None:
    """Removes what the rules alone said of some occurrences, and what was counted for them."""
    Match.objects.filter(~_DISPUTED, occurrence__in=keys, decided_by=None).delete()
    for counters in (Tally, BranchTally):
        counters._default_manager.filter(occurrence__in=keys).delete()


def _release(match: Match) -> Callable[[], None]:
    """A match that a person decided or disputed counts for nothing; what was decided is remembered."""
    before = {"state": match.state, "because": match.decided_because}
    reason = [[_RELEASED, match.state]] if match.decided_by_id else [["fits-no-longer"]]
    match.state, match.reason = MatchState.REJECTED, reason
    match.revision += 1
    match.save(update_fields=["state", "reason", "revision"])
    after = {"match": match.pk, "state": match.state}
    told = {"agency_id": match.agency_id, "before": before, "after": after}
    return lambda: _note("evidence.release", match.evidence, **told)


def _open_disputes(keys: Sequence[int]) -> Iterable[Dispute]:
    rows = Dispute.objects.filter(match__occurrence__in=keys, state=DisputeState.OPEN)
    return rows.select_related("agency", "match__evidence").order_by("pk")


def _lapse(dispute: Dispute) -> Callable[[], None]:
    """There is nothing to decide any more; those who opened it are told."""
    before = {"state": dispute.state}
    dispute.state, dispute.decided_at = DisputeState.LAPSED, timezone.now()
    dispute.revision += 1
    dispute.save()
    values = {"agency": dispute.agency.name, "title": dispute.match.evidence.title[:_SHOWN]}
    notify(agency_side(dispute), "disputes.lapsed", values, reverse("monitoring:dispute", args=[dispute.key]))
    told = {"agency_id": dispute.agency_id, "before": before, "after": {"state": dispute.state}}
    return lambda: _note("disputes.lapse", dispute, **told)


def _drafts_urging(keys: Sequence[int]) -> Iterable[UrgingLetter]:
    drafts = UrgingLetter.objects.select_for_update().filter(state=LetterState.DRAFT)
    return drafts.filter(pk__in=UrgingLine.objects.filter(occurrence__in=keys).values("letter")).order_by("pk")


def _without(letter: UrgingLetter, keys: Sequence[int]) -> Callable[[], None]:
    """A letter nobody has signed urges only what is owed; one that urges nothing any more is given up."""
    gone, _by_model = letter.lines.filter(occurrence__in=keys).delete()
    if not letter.lines.exists():
        letter.state = LetterState.DISCARDED
    letter.revision += 1
    letter.save(update_fields=["state", "revision"])
    told = {"agency_id": letter.agency_id, "after": {"left-out": gone, "state": letter.state}}
    return lambda: _note("letters.shorten", letter, **told)


def _note(verb: str, subject: Model, **told: Any) -> None:
    record(verb, subject, by=None, **told)
