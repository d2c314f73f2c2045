"""Praise and criticism: proposed from scores with the reasons open, decided by people."""

from datetime import date

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from loa.audit.actions import record
from loa.monitoring.commending import proposed
from loa.monitoring.enums import CommendationKind, CommendationState
from loa.monitoring.errors import ChangedMeanwhile, MonitoringError
from loa.monitoring.models import Commendation
from loa.monitoring.queries.scores import scores
from loa.organizations.actions.notices import notify
from loa.organizations.enums import Role
from loa.organizations.models import Agency, Person
from loa.organizations.policy import require
from loa.organizations.queries.people import people_with_role
from loa.organizations.queries.reach import below

__all__ = ["decide", "propose"]


@transaction.atomic
def propose(agency: Agency, first: date, last: date, *, by: Person, on: date) -> list[Commendation]:
    """Proposes praise and criticism of agencies under one for a time that is over, by the rules.

    What was proposed for the same time already, whatever became of it, is not proposed again. Raises Forbidden and
    MonitoringError.
    """
    require(by, "commendations.propose", agency, on=on)
    if last < first:
        raise MonitoringError(_("The time ends before it begins."), code="last_day")
    if last >= on:
        raise MonitoringError(_("Praise and criticism are for a time that is over."), code="last_day")
    Agency.objects.select_for_update().get(pk=agency.pk)
    known = set(Commendation.objects.filter(by=agency, first_day=first, last_day=last).values_list("agency_id", "kind"))
    made = Commendation.objects.bulk_create(
        Commendation(by=agency, agency_id=score.agency_id, kind=kind, first_day=first, last_day=last, reasons=[reason])
        for score in scores(below({agency.pk}, last) - {agency.pk}, first, last, today=on)
        for kind, reason in proposed(score)
        if (score.agency_id, kind.value) not in known
    )
    if made:
        values: dict[str, str | int] = {"period": _period(first, last), "count": len(made)}
        link = f"{reverse('monitoring:commendations')}?state=proposed"
        notify(list(people_with_role(agency, [Role.LEADER], on)), "monitoring.commendations-proposed", values, link)
    after = {"from": first, "to": last, "proposed": len(made)}
    record("commendations.propose", agency, by=by, agency_id=agency.pk, after=after)
    return made


@transaction.atomic
def decide(
    commendation: Commendation, *, accepted: bool, words: str, revision: int, by: Person, on: date
) -> Commendation:
    """Decides about a proposal once and for all, in words; what is accepted the agency is told.

    Raises Forbidden, ChangedMeanwhile and MonitoringError.
    """
    require(by, "commendations.decide", commendation.by_id, on=on)
    rows = Commendation.objects.select_for_update(of=("self",)).select_related("by", "agency")
    kept = rows.get(pk=commendation.pk)
    if kept.revision != revision:
        raise ChangedMeanwhile
    if kept.state != CommendationState.PROPOSED:
        raise MonitoringError(_("This was decided already."), code="decided")
    if not words.strip():
        raise MonitoringError(_("Say in words what is decided."), code="words")
    kept.state = CommendationState.ACCEPTED if accepted else CommendationState.DECLINED
    kept.decision, kept.decided_by, kept.decided_at = words.strip()[:500], by, timezone.now()
    kept.revision += 1
    kept.save()
    if accepted:
        _tell(kept, on)
    before, after = {"state": CommendationState.PROPOSED}, {"state": kept.state, "decision": kept.decision}
    record("commendations.decide", kept, by=by, agency_id=kept.by_id, before=before, after=after)
    return kept


def _tell(one: Commendation, on: date) -> None:
    code = "commended" if one.kind == CommendationKind.PRAISE else "criticised"
    values = {
        "by": one.by.name, "agency": one.agency.name, "period": _period(one.first_day, one.last_day),
        "decision": one.decision,
    }  # fmt: skip
    people = people_with_role(one.agency_id, [Role.LEADER, Role.COORDINATOR], on)
    notify(list(people), f"monitoring.{code}", values, reverse("monitoring:commendation", args=[one.key]))


def _period(first: date, last: date) -> str:
    return f"{first:%d/%m/%Y} – {last:%d/%m/%Y}"
