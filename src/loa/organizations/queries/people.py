"""Who holds which post."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from loa.organizations.enums import Role
from loa.organizations.models import Agency, Delegation, Person, Post
from loa.prepared import Question

__all__ = [
    "HeldPost", "delegations_given", "delegations_received", "held_posts", "own_posts", "past_posts_of", "people_at",
    "people_with_role", "posts_of", "posts_to_come",
]  # fmt: skip


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
    kept = _kept(person)
    if (on, "all") not in kept:
        kept[on, "all"] = (*own_posts(person, on), *_handed(person, on))
    return kept[on, "all"]


def own_posts(person: Person | None, on: date) -> tuple[HeldPost, ...]:
    """Of these the posts that are the person's own: mostly enough to know, and one query less. Kept likewise."""
    if person is None or not person.is_active or not person.pk:
        return ()
    kept = _kept(person)
    if (on, "own") not in kept:
        kept[on, "own"] = tuple(_OWN(person.pk, on))
    return kept[on, "own"]


_OWN = Question(
    lambda person, on: Post.objects.on(on).filter(person=person).values_list("role", "agency_id"),
    lambda row: HeldPost(Role(row[0]), row[1]),
    kept=2_000,
)


def _kept(person: Person) -> dict[tuple[date, str], tuple[HeldPost, ...]]:
    kept: dict[tuple[date, str], tuple[HeldPost, ...]] = person.__dict__.setdefault("_held_posts", {})
    return kept


def _handed(person: Person, on: date) -> list[HeldPost]:
    live = Post.objects.on(on).filter(person__is_active=True)
    rows = Delegation.objects.on(on).filter(to=person, post__in=live).values_list("post__role", "post__agency_id")
    return [HeldPost(Role(role), agency_id, delegated=True) for role, agency_id in rows]


def people_with_role(agency: Agency | int, roles: Collection[Role], on: date) -> QuerySet[Person]:
    """Who may sign in and holds one of the roles at the agency on the day, or stands in for somebody who does."""
    agency_id = agency if isinstance(agency, int) else agency.pk
    posts = Post.objects.on(on).filter(agency_id=agency_id, role__in=roles, person__is_active=True)
    handed = Delegation.objects.on(on).filter(post__in=posts)
    return Person.objects.filter(
        Q(pk__in=posts.values("person")) | Q(pk__in=handed.values("to")), is_active=True
    ).order_by("sort_key", "pk")


def posts_to_come(person: Person, on: date) -> frozenset[int]:
    """The agencies where the person holds a post on the day or later."""
    rows = Post.objects.filter(Q(valid_to=None) | Q(valid_to__gte=on), person=person)
    return frozenset(rows.values_list("agency_id", flat=True))


def posts_of(person: Person, on: date) -> QuerySet[Post]:
    """The posts a person holds on the day or will hold, with their agencies."""
    rows = Post.objects.filter(Q(valid_to=None) | Q(valid_to__gte=on), person=person)
    return rows.select_related("agency", "person").order_by("valid_from", "agency__name", "pk")


def past_posts_of(person: Person, on: date) -> QuerySet[Post]:
    """The posts that ended before the day, the latest first."""
    return Post.objects.filter(valid_to__lt=on, person=person).select_related("agency").order_by("-valid_to", "pk")


def delegations_given(person: Person, on: date) -> QuerySet[Delegation]:
    """What the person has handed to others, from the day on."""
    rows = Delegation.objects.filter(Q(valid_to=None) | Q(valid_to__gte=on), post__person=person)
    return rows.select_related("post__agency", "to").order_by("valid_from", "pk")


def delegations_received(person: Person, on: date) -> QuerySet[Delegation]:
    """What others have handed to the person, from the day on."""
    rows = Delegation.objects.filter(Q(valid_to=None) | Q(valid_to__gte=on), to=person)
    return rows.select_related("post__agency", "post__person").order_by("valid_from", "pk")


def people_at(agency: Agency, on: date) -> QuerySet[Post]:
    """The posts held at the agency on the day, by the names of the people."""
    rows = Post.objects.on(on).filter(agency=agency).select_related("person")
    return rows.order_by("person__sort_key", "role", "pk")
