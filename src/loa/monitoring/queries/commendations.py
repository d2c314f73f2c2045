"""Praise and criticism as lists show them."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from loa.monitoring.enums import CommendationState
from loa.monitoring.models import Commendation
from loa.monitoring.queries.reminders import agencies_named
from loa.organizations.models import Person
from loa.organizations.policy import agencies_in_charge, agencies_where

__all__ = ["WantedCommendations", "commendations_seen_by", "found"]

_SEE = "occurrences.see"


@dataclass(frozen=True, slots=True)
class WantedCommendations:
    """What narrows the list."""

    agency: str = ""
    kind: str = ""
    state: str = ""
    since: date | None = None
    until: date | None = None


def commendations_seen_by(person: Person, on: date) -> QuerySet[Commendation]:
    """Those of somebody's own agencies in every state, and what was decided about agencies they see."""
    own = Q(by__in=agencies_where(person, _SEE, on=on))
    decided = Q(state=CommendationState.ACCEPTED, agency__in=agencies_in_charge(person, _SEE, on=on))
    return Commendation.objects.filter(own | decided)


def found(rows: QuerySet[Commendation], wanted: WantedCommendations) -> QuerySet[Commendation]:
    """Those that are asked for."""
    if wanted.agency:
        rows = rows.filter(agency__in=agencies_named(wanted.agency))
    given = {"kind": wanted.kind, "state": wanted.state}
    rows = rows.filter(**{name: value for name, value in given.items() if value})
    if wanted.since:
        rows = rows.filter(last_day__gte=wanted.since)
    return rows.filter(first_day__lte=wanted.until) if wanted.until else rows
