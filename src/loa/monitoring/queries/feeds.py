"""Calendar links: whose they are, what they carry, and when that last changed."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Max, QuerySet

from loa.monitoring.models import Feed, Laying, Tally
from loa.monitoring.queries.duties import Duty, Filters, duties
from loa.organizations.models import Agency, Person
from loa.organizations.policy import agencies_where, may

__all__ = ["Carried", "carried", "feeds_of", "feeds_on", "hash_of", "live_feed"]

_BACK, _AHEAD = timedelta(days=62), timedelta(days=400)
"""How far a feed reaches: who looks back sees the last two months."""


@dataclass(frozen=True, slots=True)
class Carried:
    """What a link carries on a day: the agencies, and a mark that changes when anything of it does."""

    feed: Feed
    agencies: Collection[int]
    mark: str
    changed_at: datetime

    def duties(self, on: date) -> list[Duty]:
        """What falls due about the day, without what an exemption lets off; leads and coordinates alike."""
        found = duties(self.agencies, on - _BACK, on + _AHEAD, filters=Filters())
        return [duty for duty in found[:] if not duty.waived]


def hash_of(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def live_feed(token: str) -> Feed | None:
    """The link of a token; None when it never was, was revoked or replaced, or its person may not sign in any more."""
    rows = Feed.objects.filter(hash=hash_of(token), revoked_at=None, person__is_active=True)
    return rows.select_related("person", "agency").first()


def carried(feed: Feed, *, on: date) -> Carried:
    """What a link carries: nothing when its person may no longer see what the agency owes."""
    agencies = _agencies(feed, on)
    changed = Laying.objects.filter(plan__occurrences__obligation__assignments__agency__in=agencies)
    counted = Tally.objects.filter(agency__in=agencies).aggregate(last=Max("changed_at"))["last"]
    told = (feed.changed_at, changed.aggregate(last=Max("changed_at"))["last"], counted)
    changed_at = max(moment for moment in told if moment)
    mark = (feed.pk, feed.version, feed.person.language, on, changed_at, *sorted(agencies))
    return Carried(feed, agencies, hashlib.sha256(repr(mark).encode()).hexdigest(), changed_at)


def _agencies(feed: Feed, on: date) -> tuple[int, ...]:
    if feed.agency_id is None:
        return tuple(agencies_where(feed.person, "occurrences.see", on=on))
    return (feed.agency_id,) if may(feed.person, "occurrences.see", feed.agency_id, on=on) else ()


def feeds_of(person: Person) -> QuerySet[Feed]:
    """The links a person made that still lead somewhere."""
    return Feed.objects.filter(person=person, revoked_at=None).select_related("agency").order_by("agency__name", "pk")


def feeds_on(agencies: Collection[Agency] | Collection[int]) -> QuerySet[Feed]:
    """The links that carry the duties of some agencies, with who made them."""
    rows = Feed.objects.filter(agency__in=agencies, revoked_at=None)
    return rows.select_related("agency", "person").order_by("agency__name", "person__sort_key", "pk")
