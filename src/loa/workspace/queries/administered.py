"""What an administrator looks after."""

from dataclasses import dataclass
from datetime import date

from loa.organizations.models import Agency, Person, Post

__all__ = ["Administered", "administered"]


@dataclass(frozen=True, slots=True)
class Administered:
    """How many agencies and people there are, and how many agencies have nobody to do their work."""

    agencies: int
    without_people: int
    people: int
    without_post: int


def administered(*, on: date) -> Administered:
    """The figures of the day, in four queries."""
    existing = Agency.objects.existing(on)
    posts = Post.objects.on(on).filter(person__is_active=True)
    active = Person.objects.filter(is_active=True)
    return Administered(
        agencies=existing.count(),
        without_people=existing.exclude(pk__in=posts.values("agency")).count(),
        people=active.count(),
        without_post=active.exclude(pk__in=posts.values("person")).count(),
    )
