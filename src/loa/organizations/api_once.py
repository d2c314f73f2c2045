"""Doing something once, however often a program that lost the answer asks for it."""

import hashlib
from collections.abc import Callable
from uuid import UUID

from django.core.cache import cache
from django.utils.translation import gettext as _

from loa.organizations.api_base import Problem
from loa.organizations.models import Person

__all__ = ["once"]

_KEPT = 24 * 60 * 60
_AT_WORK = 60
_PENDING = "at work"


def once(person: Person, key: str | None, make: Callable[[], UUID]) -> UUID:
    """The key of what was made under this Idempotency-Key of the person within the last day, else of what is made now.

    Without a key it is made each time. Raises Problem while another request is making it.
    """
    if not key:
        return make()
    place = "once:" + hashlib.sha256(f"{person.pk}:{key}".encode()).hexdigest()
    if not cache.add(place, _PENDING, _AT_WORK):
        kept = cache.get(place)
        if kept == _PENDING or kept is None:
            raise Problem(409, "at-work", _("A request with the same Idempotency-Key is at work. Ask again shortly."))
        return UUID(kept)
    try:
        made = make()
    except BaseException:
        cache.delete(place)
        raise
    cache.set(place, str(made), _KEPT)
    return made
