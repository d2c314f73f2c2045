"""Who may do what. The rules stand in `permissions.toml`; here is how they are asked."""

import tomllib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any

from django.core.exceptions import PermissionDenied

from loa.organizations.enums import Role
from loa.organizations.models import Agency, Person
from loa.organizations.queries.kinship import guides_of, last_line_above, line_above
from loa.organizations.queries.people import HeldPost, held_posts, own_posts
from loa.organizations.queries.reach import below, ended_below

__all__ = ["Forbidden", "Kinship", "agencies_in_charge", "agencies_where", "matrix", "may", "may_anywhere", "require"]


class Kinship(StrEnum):
    """How the agency of a person's post stands to the agency a matter belongs to."""

    OWN = "own"
    BELOW = "below"
    GUIDED = "guided"
    ABOVE = "above"
    ANY = "any"


class Forbidden(PermissionDenied):
    """Somebody wanted to do what they may not."""

    def __init__(self, verb: str) -> None:
        super().__init__(verb)
        self.verb = verb


Allowed = Mapping[Kinship, frozenset[Role]]


@dataclass(frozen=True, slots=True)
class _Circle:
    """The agencies over the agency of a matter, and those that guide it, on one day."""

    above: Collection[int]
    guides: Collection[int]


@cache
def _book() -> Mapping[str, Any]:
    return tomllib.loads((resources.files("loa.organizations") / "permissions.toml").read_text("utf-8"))


@cache
def _kept_when_ended() -> frozenset[str]:
    """What those over an agency may do after its end: what it did and owed has to be judged by somebody."""
    return frozenset(_book()["ended"])


@cache
def matrix() -> Mapping[str, Allowed]:
    """Each verb with the roles that may do it, by kinship. A verb that is not here nobody may do."""
    book = _book()
    groups = {name: frozenset(map(Role, roles)) for name, roles in book["roles"].items()}
    return MappingProxyType({verb: _allowed(entry, groups) for verb, entry in book["verbs"].items()})


def _allowed(entry: Mapping[str, str | list[str]], groups: Mapping[str, frozenset[Role]]) -> Allowed:
    return MappingProxyType(
        {
            Kinship(kinship): groups[roles] if isinstance(roles, str) else frozenset(map(Role, roles))
            for kinship, roles in entry.items()
        }
    )


def may(person: Person | None, verb: str, agency: Agency | int, *, on: date) -> bool:
    """Whether the person may do this to what belongs to the agency, by the posts they hold on the day."""
    allowed = matrix()[verb]
    agency_id = agency if isinstance(agency, int) else agency.pk
    if any(_by_itself(post, allowed, agency_id) for post in own_posts(person, on)):
        return True
    posts = held_posts(person, on)
    if any(_by_itself(post, allowed, agency_id) for post in posts):
        return True
    wider = [post for post in posts if _could_reach(post, allowed)]
    if not wider:
        return False
    above = last_line_above(agency_id, on) if verb in _kept_when_ended() else line_above(agency_id, on)
    circle = _Circle(above, guides_of(agency_id, on))
    return any(_reaches(post, allowed, agency_id, circle, on) for post in wider)


def _by_itself(post: HeldPost, allowed: Allowed, agency_id: int) -> bool:
    own = post.agency_id == agency_id and post.role in allowed.get(Kinship.OWN, ())
    return own or post.role in allowed.get(Kinship.ANY, ())


def _could_reach(post: HeldPost, allowed: Allowed) -> bool:
    return any(post.role in allowed.get(kinship, ()) for kinship in (Kinship.BELOW, Kinship.GUIDED, Kinship.ABOVE))


def _reaches(post: HeldPost, allowed: Allowed, agency_id: int, circle: _Circle, on: date) -> bool:
    return (
        (post.role in allowed.get(Kinship.BELOW, ()) and post.agency_id in circle.above)
        or (post.role in allowed.get(Kinship.GUIDED, ()) and post.agency_id in circle.guides)
        or (post.role in allowed.get(Kinship.ABOVE, ()) and agency_id in line_above(post.agency_id, on))
    )


def may_anywhere(person: Person | None, verb: str, *, on: date) -> bool:
    """Whether the person may do this for at least one agency: worth showing them the way to it."""
    roles = frozenset[Role]().union(*matrix()[verb].values())
    return any(post.role in roles for post in held_posts(person, on))


def agencies_where(person: Person | None, verb: str, *, on: date) -> Iterable[int]:
    """The agencies of the person's own posts for which they may do this; not those it reaches beyond them."""
    allowed = matrix()[verb]
    roles = allowed.get(Kinship.OWN, frozenset()) | allowed.get(Kinship.ANY, frozenset())
    return sorted({post.agency_id for post in held_posts(person, on) if post.role in roles})


def agencies_in_charge(person: Person | None, verb: str, *, on: date) -> frozenset[int]:
    """The agencies for which the person may do this by their own posts or by the line of authority, and no others.

    Of what outlasts an agency, ended ones too, which stood under theirs on their last day.
    """
    allowed = matrix()[verb]
    own, under = allowed.get(Kinship.OWN, ()), allowed.get(Kinship.BELOW, ())
    posts = held_posts(person, on)
    over = {post.agency_id for post in posts if post.role in under}
    reached = below(over, on)
    if over and verb in _kept_when_ended():
        reached |= ended_below(over, on)
    tops = {post.agency_id for post in posts if post.role in under and post.role not in own}
    return (reached - tops) | {post.agency_id for post in posts if post.role in own}


def require(person: Person | None, verb: str, agency: Agency | int, *, on: date) -> None:
    """Raises Forbidden unless the person may."""
    if not may(person, verb, agency, on=on):
        raise Forbidden(verb)
