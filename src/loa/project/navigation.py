"""The ways through the system that a person may go."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from loa.organizations.policy import may_anywhere

__all__ = ["Way", "navigation"]


@dataclass(frozen=True, slots=True)
class Way:
    """One entry of the main navigation."""

    label: str | Promise
    url: str
    current: bool


_WAYS: tuple[tuple[str | Promise, str, str], ...] = (
    (_("Desk"), "workspace:desk", ""),
    (_("Plans"), "plans:list", ""),
    (_("Organisations"), "organizations:list", "agencies.see"),
    (_("People"), "organizations:people", "people.change"),
    (_("Audit trail"), "audit:list", "audit.read"),
)


def navigation(request: HttpRequest) -> dict[str, Any]:
    """The ways open to who asks; none before signing in."""
    person = getattr(request, "user", None)
    if person is None or not person.is_authenticated:
        return {"navigation": []}
    return {"navigation": list(_open_to(request))}


def _open_to(request: HttpRequest) -> Iterator[Way]:
    today = timezone.localdate()
    here = request.resolver_match
    for label, name, verb in _WAYS:
        if verb and not may_anywhere(request.user, verb, on=today):  # type: ignore[arg-type]  # signed in: a Person
            continue
        try:
            url = reverse(name)
        except NoReverseMatch:
            continue
        yield Way(label, url, here is not None and here.view_name == name)
