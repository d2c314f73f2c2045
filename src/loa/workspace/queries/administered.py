"""What an administrator looks after."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from loa.organizations.models import Agency, Post
from loa.organizations.queries.people_list import NO_POST, SoughtPeople, people_for

__all__ = ["Administered", "administered"]


@dataclass(frozen=True, slots=True)
class Administered:
    """How many agencies and people are in somebody's charge, and how many agencies have nobody to do their work."""

    agencies: int
    without_people: int
    people: int
    without_post: int


def administered(charge: Collection[int], *, on: date) -> Administered:
    """The figures of the day for the agencies in charge, in four queries."""
    existing = Agency.objects.existing(on).filter(pk__in=charge)
    staffed = Post.objects.on(on).filter(person__is_active=True)
    return Administered(
        agencies=existing.count(),
        without_people=existing.exclude(pk__in=staffed.values("agency")).count(),
        people=people_for(charge, SoughtPeople(state="in"), on).count(),
        without_post=people_for(charge, SoughtPeople(role=NO_POST, state="in"), on).count(),
    )
