"""Whose access token it is, and which somebody has."""

import hashlib
from datetime import date

from django.db.models import QuerySet

from loa.organizations.models import AccessToken, Person

__all__ = ["hash_of", "live_token", "tokens_of"]


def hash_of(secret: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(secret.encode()).hexdigest()


def live_token(secret: str, *, on: date) -> AccessToken | None:
    """The token with its person; None when it never was, was revoked, is too old, or the person may not sign in."""
    live = AccessToken.objects.filter(hash=hash_of(secret), revoked_at=None, expires_on__gte=on, person__is_active=True)
    return live.select_related("person").first()


def tokens_of(person: Person) -> QuerySet[AccessToken]:
    """The tokens of a person that were not revoked, newest first; those past their day as well."""
    return AccessToken.objects.filter(person=person, revoked_at=None).order_by("-created_at", "-pk")
