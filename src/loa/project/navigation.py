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
    """One entry of the main navigation or of the account's menu."""

    label: str | Promise
    url: str
    current: bool = False


_WAYS: tuple[tuple[str | Promise, str, str], ...] = (
    (_("Desk"), "workspace:desk", ""),
    (_("Plans"), "plans:list", ""),
    (_("Standing"), "monitoring:standing", "occurrences.see"),
    (_("Evidence"), "monitoring:evidence", "evidence.see"),
    (_("Urging and inspection"), "monitoring:reminders", "occurrences.see"),
    (_("Organisations"), "organizations:list", "agencies.see"),
    (_("People"), "organizations:people", "people.change"),
    (_("Audit trail"), "audit:list", "audit.read"),
    (_("Ledgers"), "monitoring:ledger", "ledger.export"),
    (_("Webhooks"), "monitoring:webhooks", "webhooks.change"),
)
"""Label, name of the address, and the verb that a person must have somewhere; empty for everybody."""

_MATTERS = {
    "near-copies": "monitoring:evidence",
    "disputes": "monitoring:evidence",
    "watches": "monitoring:evidence",
    "evidence": "monitoring:evidence",
    "standing": "monitoring:standing",
    "reminders": "monitoring:reminders",
    "letters": "monitoring:reminders",
    "explanations": "monitoring:reminders",
    "inspections": "monitoring:reminders",
    "commendations": "monitoring:reminders",
    "models": "monitoring:reminders",
    "webhooks": "monitoring:webhooks",
}
"""Of a room with several entries: under which of them a page lies, by the first word of its address."""

_PARTS = ("monitoring/_outbox.html",)
"""Templates that rooms put on every page of the desk."""

_OF_THE_ACCOUNT: tuple[tuple[str | Promise, str], ...] = (
    (_("My profile"), "organizations:me"),
    (_("Notices"), "workspace:notices"),
    (_("Calendar links"), "monitoring:feeds"),
    (_("Password and one-time codes"), "mfa_index"),
    (_("Access tokens"), "organizations:tokens"),
)


def navigation(request: HttpRequest) -> dict[str, Any]:
    """The ways open to who asks; none before signing in."""
    person = getattr(request, "user", None)
    if person is None or not person.is_authenticated:
        return {"navigation": []}
    return {
        "navigation": list(_open_to(request)),
        "user_links": [Way(label, url) for label, name in _OF_THE_ACCOUNT if (url := _address(name))],
        "search_url": _address("workspace:search"),
        "manifest_url": _address("monitoring:manifest"),
        "page_parts": _PARTS,
    }


def _open_to(request: HttpRequest) -> Iterator[Way]:
    today = timezone.localdate()
    for label, name, verb in _WAYS:
        if verb and not may_anywhere(request.user, verb, on=today):  # type: ignore[arg-type]  # signed in: a Person
            continue
        if url := _address(name):
            yield Way(label, url, _is_current(request, name))


def _is_current(request: HttpRequest, name: str) -> bool:
    """Whether the page is the one named, or lies under it and has no entry of its own."""
    here = request.resolver_match
    if here is None or here.view_name == name:
        return here is not None
    named = {way for _label, way, _verb in _WAYS} | {way for _label, way in _OF_THE_ACCOUNT}
    if here.view_name in named:
        return False
    first_of_room = next((way for way in named if way.partition(":")[0] == here.namespace and _is_first(way)), "")
    return name == (first_of_room or _MATTERS.get(here.route.partition("/")[0], ""))


def _is_first(name: str) -> bool:
    return name.partition(":")[2] in {"list", "desk"}


def _address(name: str) -> str:
    """The address by its name; empty for a page this installation does not have."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
