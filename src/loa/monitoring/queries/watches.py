"""Watched sites by who may see them, and what was met there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from loa.monitoring.enums import SightingVerdict
from loa.monitoring.models import Sighting, Watch
from loa.monitoring.queries.evidence import agencies_seen_by
from loa.organizations.folding import folded
from loa.organizations.models import Agency, Designation, Person
from loa.organizations.policy import agencies_in_charge

__all__ = [
    "Tally", "WantedWatches", "agencies_watched_by", "due_watches", "sightings_found", "tallies_of", "watches_found",
    "watches_seen_by",
]  # fmt: skip


def watches_seen_by(person: Person, *, on: date) -> QuerySet[Watch]:
    """The watched sites of agencies whose evidence somebody sees or whose sites they look after."""
    agencies = agencies_seen_by(person, on=on) | agencies_in_charge(person, "watches.change", on=on)
    return Watch.objects.filter(agency__in=agencies).select_related("agency")


def agencies_watched_by(person: Person, *, on: date) -> QuerySet[Agency]:
    """The agencies for which somebody may watch sites."""
    return Agency.objects.filter(pk__in=agencies_in_charge(person, "watches.change", on=on)).order_by("name")


def due_watches(now: datetime) -> list[Watch]:
    """The sites whose time has come, those that wait longest first."""
    due = Watch.objects.filter(active=True).filter(Q(next_at=None) | Q(next_at__lte=now))
    return list(due.order_by("next_at", "pk"))


@dataclass(frozen=True, slots=True)
class WantedWatches:
    """Which sites are asked for; what is empty does not narrow. `state` is `read`, `paused`, `failing` or `new`."""

    text: str = ""
    state: str = ""


def watches_found(watches: QuerySet[Watch], wanted: WantedWatches) -> QuerySet[Watch]:
    """Those of the sites that are asked for."""
    for word in folded(wanted.text).split():
        named = Designation.objects.filter(agency=OuterRef("agency"), searched__contains=word)
        watches = watches.filter(Q(url__icontains=word) | Exists(named))
    states = {
        "read": Q(active=True, problem="", read_at__isnull=False),
        "new": Q(active=True, problem="", read_at=None),
        "failing": Q(active=True) & ~Q(problem=""),
        "paused": Q(active=False),
    }
    return watches.filter(states[wanted.state]) if wanted.state in states else watches


@dataclass(frozen=True, slots=True)
class Tally:
    """How many pages were met on a site, how many became evidence, how many wait to be looked at."""

    met: int = 0
    recorded: int = 0
    waiting: int = 0


def tallies_of(watches: Sequence[Watch]) -> dict[int, Tally]:
    """What was met on each, in one query."""
    rows = Sighting.objects.filter(watch__in=[watch.pk for watch in watches]).order_by().values("watch")
    counted = rows.annotate(
        met=Count("pk"),
        recorded=Count("pk", filter=Q(verdict=SightingVerdict.RECORDED)),
        waiting=Count("pk", filter=Q(fetch=True)),
    )
    return {row["watch"]: Tally(row["met"], row["recorded"], row["waiting"]) for row in counted}


def sightings_found(watch: Watch, *, text: str = "", verdict: str = "") -> QuerySet[Sighting]:
    """The pages met on a site, narrowed by words of title or address and by what became of them."""
    rows = watch.sightings.select_related("evidence")
    if verdict == "waiting":
        rows = rows.filter(fetch=True)
    elif verdict == "problem":
        rows = rows.filter(fetch=False).exclude(verdict__in=SightingVerdict.values)
    elif verdict:
        rows = rows.filter(verdict=verdict)
    for word in text.split()[:8]:
        rows = rows.filter(Q(title__icontains=word) | Q(url__icontains=word))
    return rows
