"""The posts a person works in, agency by agency."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef

from loa.organizations.enums import Role
from loa.organizations.models import Agency, Person
from loa.organizations.queries.people import HeldPost, held_posts
from loa.plans.models import Plan

__all__ = ["OVERSEERS", "Seat", "seats"]

OVERSEERS = frozenset({Role.COORDINATOR, Role.LEADER, Role.INSPECTOR, Role.REVIEWER})
"""Roles that look after the plans of their agency and what these ask of others."""


@dataclass(frozen=True, slots=True)
class Seat:
    """The roles a person has at one agency; `stands_in` when some were handed to them."""

    agency: Agency
    roles: tuple[Role, ...]
    stands_in: bool

    @property
    def oversees(self) -> bool:
        return not OVERSEERS.isdisjoint(self.roles)


def seats(person: Person, *, on: date) -> Sequence[Seat]:
    """The agencies where the person holds posts on the day: those with plans of their own first, then by name."""
    by_agency: dict[int, list[HeldPost]] = defaultdict(list)
    for post in held_posts(person, on):
        by_agency[post.agency_id].append(post)
    plans = Exists(Plan.objects.filter(issuer=OuterRef("pk")))
    agencies = Agency.objects.filter(pk__in=by_agency).annotate(has_plans=plans).order_by("-has_plans", "name", "pk")
    return [_seat(agency, by_agency[agency.pk]) for agency in agencies]


def _seat(agency: Agency, posts: list[HeldPost]) -> Seat:
    roles = tuple(sorted({post.role for post in posts}))
    return Seat(agency, roles, any(post.delegated for post in posts))
