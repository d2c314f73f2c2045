"""People as an administrator looks for them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from loa.organizations.folding import folded
from loa.organizations.models import Delegation, Person, Post

__all__ = ["NO_POST", "SoughtPeople", "people_for"]

NO_POST = "none"
"""Asked for in place of a role: people who hold none."""


@dataclass(frozen=True, slots=True)
class SoughtPeople:
    """Which people are asked for; what is empty does not narrow. `role` may be `none`, `state` is `in` or `out`."""

    text: str = ""
    role: str = ""
    state: str = ""


def people_for(agencies: Collection[int], wanted: SoughtPeople, on: date) -> QuerySet[Person]:
    """The people with posts, held or to come, at one of the agencies, and those who have none and stand in for nobody.

    Their posts of the day come along in `held`.
    """
    posts = Post.objects.filter(Q(valid_to=None) | Q(valid_to__gte=on))
    mine = posts.filter(agency__in=agencies)
    if wanted.role and wanted.role != NO_POST:
        mine = mine.filter(role=wanted.role)
    with_posts = Q(pk__in=mine.values("person"))
    handed = Delegation.objects.filter(Q(valid_to=None) | Q(valid_to__gte=on))
    with_nothing = ~Q(pk__in=posts.values("person")) & ~Q(pk__in=handed.values("to"))
    of_role = with_nothing if wanted.role == NO_POST else with_posts
    found = Person.objects.filter(of_role if wanted.role else with_posts | with_nothing)
    for word in folded(wanted.text).split():
        found = found.filter(searched__contains=word)
    if wanted.state:
        found = found.filter(is_active=wanted.state == "in")
    held = Post.objects.on(on).select_related("agency").order_by("agency__name", "role", "pk")
    return found.prefetch_related(Prefetch("posts", queryset=held, to_attr="held"))
