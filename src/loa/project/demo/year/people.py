"""Who records for the agencies of the sample province."""

from loa.organizations.enums import Role
from loa.organizations.models import Agency, Person, Post

__all__ = ["officer_of", "officers"]


def officers() -> dict[int, Person]:
    """An officer of each agency that has one, by the agency's primary key."""
    posts = Post.objects.filter(role=Role.OFFICER).select_related("person").order_by("-pk")
    return {post.agency_id: post.person for post in posts}


def officer_of(agency: Agency) -> Person:
    """The officer of an agency of the samples; each has one."""
    return Post.objects.filter(role=Role.OFFICER, agency=agency).select_related("person").order_by("pk")[0].person
