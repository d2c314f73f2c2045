"""Who holds which post."""

from dataclasses import dataclass
from datetime import date

from loa.organizations.enums import Role
from loa.organizations.models import Delegation, Person, Post

__all__ = ["HeldPost", "held_posts"]


@dataclass(frozen=True, slots=True)
class HeldPost:
    """A role at an agency that a person has on a day; `delegated` when it was handed to them."""

    role: Role
    agency_id: int
    delegated: bool = False


def held_posts(person: Person | None, on: date) -> tuple[HeldPost, ...]:
    """The posts a person holds or stands in for on the day. Nobody, and whoever may not sign in, holds none.

    Asked many times in one request; the answer is kept on the object `person`, which lives no longer than that.
    """
    if person is None or not person.is_active or not person.pk:
        return ()
    kept: dict[date, tuple[HeldPost, ...]] = person.__dict__.setdefault("_held_posts", {})
    if on not in kept:
        kept[on] = (*_own(person, on), *_handed(person, on))
    return kept[on]


def _own(person: Person, on: date) -> list[HeldPost]:
    rows = Post.objects.on(on).filter(person=person).values_list("role", "agency_id")
    return [HeldPost(Role(role), agency_id) for role, agency_id in rows]


def _handed(person: Person, on: date) -> list[HeldPost]:
    live = Post.objects.on(on).filter(person__is_active=True)
    rows = Delegation.objects.on(on).filter(to=person, post__in=live).values_list("post__role", "post__agency_id")
    return [HeldPost(Role(role), agency_id, delegated=True) for role, agency_id in rows]
