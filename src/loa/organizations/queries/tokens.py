"""Whose access token it is, and which somebody has."""

import hashlib
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet

from loa.organizations.models import AccessToken, Person
from loa.prepared import Question

__all__ = ["hash_of", "live_token", "tokens_of"]


def hash_of(secret: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(secret.encode()).hexdigest()


def live_token(secret: str, *, on: date) -> AccessToken | None:
    """The token with its person; None when it never was, was revoked, is too old, or the person may not sign in."""
    return next(iter(_LIVE(hash_of(secret), on)), None)


_FIELDS = tuple(one.attname for one in AccessToken._meta.concrete_fields)
_OF_PERSON = tuple(one.attname for one in Person._meta.concrete_fields)


def _live(hashed: str, on: date) -> QuerySet[Any]:
    rows = AccessToken.objects.filter(hash=hashed, revoked_at=None, expires_on__gte=on, person__is_active=True)
    return rows.order_by().values_list(*_FIELDS, *(f"person__{name}" for name in _OF_PERSON))


def _token(values: Sequence[Any]) -> AccessToken:
    token = AccessToken.from_db("default", _FIELDS, values[: len(_FIELDS)])
    token.person = Person.from_db("default", _OF_PERSON, values[len(_FIELDS) :])
    return token


_LIVE = Question(_live, _token)


def tokens_of(person: Person) -> QuerySet[AccessToken]:
    """The tokens of a person that were not revoked, newest first; those past their day as well."""
    return AccessToken.objects.filter(person=person, revoked_at=None).order_by("-created_at", "-pk")
