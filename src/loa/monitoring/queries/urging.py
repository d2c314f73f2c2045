"""What waits for a person of letters, explanations, findings and commendations, and which of them they see."""

from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from loa.monitoring.enums import CommendationState, FindingState, InspectionState, LetterState
from loa.monitoring.models import Commendation, ExplanationRequest, Finding, Inspection, UrgingLetter, UrgingLine, Visit
from loa.monitoring.queries.lineage import Lineage
from loa.organizations.models import Agency, Person
from loa.organizations.policy import agencies_in_charge, agencies_where

__all__ = [
    "answering",
    "commendations_to_decide", "explanations_owed", "explanations_seen_by", "explanations_to_judge", "findings_owed",
    "findings_seen_by", "findings_to_judge", "inspections_seen_by", "letters_seen_by", "letters_to_send",
    "letters_to_sign", "visits_seen_by", "visits_to_make",
]  # fmt: skip

_SEE = "occurrences.see"
_AHEAD = timedelta(days=7)


def letters_to_sign(person: Person, on: date) -> QuerySet[UrgingLetter]:
    """Drafts of urging letters that wait for the signature of somebody and urge what is not done, the oldest first."""
    lines = UrgingLine.objects.filter(letter=OuterRef("pk"))
    drafts = UrgingLetter.objects.filter(
        state=LetterState.DRAFT, agency__in=agencies_where(person, "letters.sign", on=on)
    ).exclude(Exists(lines) & ~Exists(lines.filter(answered_on=None)))
    return drafts.select_related("agency", "to").order_by("drafted_at", "pk")


def letters_to_send(person: Person, on: date) -> QuerySet[UrgingLetter]:
    """Signed letters that wait for their number, the oldest first."""
    signed = UrgingLetter.objects.filter(
        state=LetterState.SIGNED, agency__in=agencies_where(person, "letters.send", on=on)
    )
    return signed.select_related("agency", "to").order_by("drafted_at", "pk")


def explanations_owed(person: Person, on: date) -> QuerySet[ExplanationRequest]:
    """Explanations that agencies of somebody were asked for and have not given, the most pressing first."""
    agencies = agencies_where(person, "explanations.answer", on=on)
    rows = ExplanationRequest.objects.filter(agency__in=agencies, answered_at=None)
    return rows.select_related("agency", "asking").order_by("answer_by", "pk")


def findings_owed(person: Person, on: date) -> QuerySet[Finding]:
    """Findings that agencies of somebody have to remedy, the most pressing first; those without a day last."""
    agencies = agencies_where(person, "findings.remedy", on=on)
    rows = Finding.objects.filter(visit__agency__in=agencies, state=FindingState.OPEN)
    return rows.select_related("visit__agency", "visit__inspection").order_by("due_on", "pk")


def explanations_to_judge(person: Person) -> QuerySet[ExplanationRequest]:
    """Explanations that somebody asked for and that were given, the oldest first."""
    rows = ExplanationRequest.objects.filter(asked_by=person, answered_at__isnull=False, accepted=None)
    return rows.select_related("agency", "asking").order_by("answered_at", "pk")


def visits_to_make(person: Person, on: date) -> QuerySet[Visit]:
    """Visits in course, and those planned up to a week ahead, that somebody is to make or nobody is named for."""
    agencies = agencies_where(person, "inspections.hold", on=on)
    own = Visit.objects.filter(Q(inspector=person) | Q(inspector=None), inspection__agency__in=agencies)
    planned = Q(state=InspectionState.PLANNED, on__lte=on + _AHEAD)
    rows = own.filter(planned | Q(state=InspectionState.OPEN))
    return rows.select_related("agency", "inspection__agency").order_by("on", "pk")


def findings_to_judge(person: Person, on: date) -> QuerySet[Finding]:
    """Findings reported as remedied that somebody has to look at, the oldest first."""
    agencies = agencies_where(person, "inspections.hold", on=on)
    own = Finding.objects.filter(Q(visit__inspector=person) | Q(visit__inspector=None))
    rows = own.filter(visit__inspection__agency__in=agencies, state=FindingState.REMEDIED)
    return rows.select_related("visit__agency", "visit__inspection").order_by("remedied_at", "pk")


def commendations_to_decide(person: Person, on: date) -> QuerySet[Commendation]:
    """Proposals of praise and criticism that wait for the decision of somebody, the oldest first."""
    agencies = agencies_where(person, "commendations.decide", on=on)
    rows = Commendation.objects.filter(by__in=agencies, state=CommendationState.PROPOSED)
    return rows.select_related("agency", "by").order_by("proposed_at", "pk")


def answering(agency: Agency, on: date) -> Agency:
    """Who explains what an agency did: itself, or where it has ended who took over what it owed, if anybody did."""
    if agency.ended_on is None or agency.ended_on >= on:
        return agency
    lineage = Lineage()
    heirs = [one.agency for one in lineage.holders(agency.pk, agency.ended_on) if one.way == "followed"]
    found = next((one for one in heirs if lineage.exists_on(one, on)), None)
    return Agency.objects.get(pk=found) if found else agency


# ------------------------------------------------------------------------------------------------------ who sees what


def letters_seen_by(person: Person, on: date) -> QuerySet[UrgingLetter]:
    """Letters of somebody's own agencies in every state, and those sent to agencies they see."""
    own = Q(agency__in=agencies_where(person, _SEE, on=on))
    sent = Q(state=LetterState.SENT, to__in=agencies_in_charge(person, _SEE, on=on))
    return UrgingLetter.objects.filter(own | sent)


def explanations_seen_by(person: Person, on: date) -> QuerySet[ExplanationRequest]:
    """Explanations that somebody's own agencies asked for, and those asked of agencies they see."""
    asked = Q(asking__in=agencies_where(person, _SEE, on=on))
    return ExplanationRequest.objects.filter(asked | Q(agency__in=agencies_in_charge(person, _SEE, on=on)))


def inspections_seen_by(person: Person, on: date) -> QuerySet[Inspection]:
    """Rounds of agencies somebody is in charge of; those inspected see their visit, not the round."""
    return Inspection.objects.filter(agency__in=agencies_in_charge(person, _SEE, on=on))


def visits_seen_by(person: Person, on: date) -> QuerySet[Visit]:
    """Visits made by agencies somebody is in charge of, and those to such agencies."""
    seen = agencies_in_charge(person, _SEE, on=on)
    return Visit.objects.filter(Q(inspection__agency__in=seen) | Q(agency__in=seen))


def findings_seen_by(person: Person, on: date) -> QuerySet[Finding]:
    """Findings of the visits that somebody sees."""
    return Finding.objects.filter(visit__in=visits_seen_by(person, on).values("pk"))
