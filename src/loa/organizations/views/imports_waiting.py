"""Uploaded tables between the preview and the confirmation: kept for a while, for who uploaded them alone."""

import secrets
from dataclasses import dataclass

from django.core.cache import cache

from loa.organizations.models import Person

__all__ = ["Waiting", "done_with", "keep", "waiting"]

_SECONDS = 2 * 60 * 60


@dataclass(frozen=True, slots=True)
class Waiting:
    """A table that was uploaded: its kind, the agency it is imported at, the name and the bytes of the file."""

    kind: str
    at: int
    name: str
    data: bytes
    welcome: bool = False


def keep(person: Person, table: Waiting) -> str:
    """Keeps the table for two hours; the token by which the person finds it again."""
    token = secrets.token_urlsafe(16)
    cache.set(_key(person, token), table, _SECONDS)
    return token


def waiting(person: Person, token: str) -> Waiting | None:
    """The table, None when the time is over or it is somebody else's."""
    found = cache.get(_key(person, token))
    return found if isinstance(found, Waiting) else None


def done_with(person: Person, token: str) -> None:
    """Forgets the table."""
    cache.delete(_key(person, token))


def _key(person: Person, token: str) -> str:
    return f"organizations.import.{person.pk}.{token}"
