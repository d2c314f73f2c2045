"""Which people a reminder reaches."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from loa.monitoring.enums import RemindedPerson
from loa.organizations.enums import Role
from loa.organizations.models import Delegation, Post
from loa.organizations.queries.kinship import lines_above

__all__ = ["ROLES", "Desks", "desks_of", "superiors_of"]

ROLES: Mapping[str, frozenset[Role]] = {
    RemindedPerson.OFFICER: frozenset({Role.OFFICER, Role.COORDINATOR}),
    RemindedPerson.HEAD: frozenset({Role.LEADER}),
    RemindedPerson.SUPERIOR: frozenset({Role.COORDINATOR}),
}
"""Whom each word reaches: at the agency that owes, `superior` at the one that urges."""


@dataclass(frozen=True, slots=True)
class Desks:
    """Who may sign in and holds, or stands in for, which role at which agency on a day."""

    people: Mapping[tuple[int, str], frozenset[int]]

    def reached(self, to: str, agency: int, superior: int) -> frozenset[int]:
        """The keys of the people that a reminder about an agency reaches."""
        at = superior if to == RemindedPerson.SUPERIOR else agency
        none = frozenset[int]()
        return none.union(*(self.people.get((at, role), none) for role in ROLES[to]))


def desks_of(agencies: Collection[int], on: date) -> Desks:
    """The desks of some agencies. Two queries."""
    roles = frozenset[Role]().union(*ROLES.values())
    posts = Post.objects.on(on).filter(agency__in=agencies, role__in=roles)
    active = posts.filter(person__is_active=True)
    handed = Delegation.objects.on(on).filter(post__in=active, to__is_active=True)
    people: dict[tuple[int, str], set[int]] = defaultdict(set)
    for agency, role, person in active.values_list("agency_id", "role", "person_id"):
        people[agency, role].add(person)
    for agency, role, person in handed.values_list("post__agency_id", "post__role", "to_id"):
        people[agency, role].add(person)
    return Desks({key: frozenset(found) for key, found in people.items()})


def superiors_of(pairs: Iterable[tuple[int, int]], on: date) -> dict[tuple[int, int], int]:
    """Who urges an agency to what a plan asks, by issuer of the plan and agency.

    It is the issuer; for an agency's own plan the nearest over it in the line of authority, over the top itself.
    """
    asked = set(pairs)
    own = {agency for issuer, agency in asked if issuer == agency}
    lines = lines_above(own, on) if own else {}
    return {
        (issuer, agency): issuer if issuer != agency else next(iter(lines[agency]), agency) for issuer, agency in asked
    }
