"""Who is to be told about a plan."""

from collections.abc import Collection
from datetime import date

from django.db.models import Q

from loa.organizations.enums import Role
from loa.organizations.models import Agency, Delegation, Person, Post

__all__ = ["head_of", "holders", "title_of"]

_DEPUTY = "Phó "


def holders(roles: Collection[Role], agencies: Collection[int], on: date) -> list[Person]:
    """The people who hold, or stand in for, one of the roles at one of the agencies on the day. One query."""
    posts = Post.objects.on(on).filter(role__in=roles, agency__in=agencies)
    handed = Delegation.objects.on(on).filter(post__in=posts)
    wanted = Q(pk__in=posts.values("person")) | Q(pk__in=handed.values("to"))
    return list(Person.objects.filter(wanted, is_active=True))


def title_of(person: Person, agency: Agency, on: date) -> str:
    """The title of the person's post as leader of the agency on the day, or empty."""
    post = Post.objects.on(on).filter(person=person, agency=agency, role=Role.LEADER).first()
    return post.title if post else ""


def head_of(capacity: str) -> str:
    """For whom a deputy signs (KT.): Phó Chủ tịch for the Chủ tịch; empty for somebody who is no deputy."""
    rest = capacity.removeprefix(_DEPUTY)
    return rest[:1].upper() + rest[1:] if rest != capacity else ""
