"""Agencies over time, what became of them, and the people who act for them."""

from loa.organizations.models.agency import Agency, Designation, Relation
from loa.organizations.models.people import AccessToken, Delegation, Notice, OwedLink, Person, Post
from loa.organizations.models.succession import Succession, SuccessionShare

__all__ = [
    "AccessToken",
    "Agency",
    "Delegation",
    "Designation",
    "Notice",
    "OwedLink",
    "Person",
    "Post",
    "Relation",
    "Succession",
    "SuccessionShare",
]
