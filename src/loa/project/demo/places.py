"""Every address of the system, with objects of the demonstration to visit it with."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from loa.project.demo.examples import EXAMPLES

__all__ = ["UNVISITED", "NoExample", "Place", "named_addresses", "places"]

Values = Mapping[str, object]

UNVISITED: Mapping[str, str] = {
    "openid_connect_login": "needs a provider of single sign-on",
    "openid_connect_callback": "needs a provider of single sign-on",
    "socialaccount_login_error": "shown after a refusal of single sign-on",
    "mfa_deactivate_totp": "needs a second factor",
    "mfa_view_recovery_codes": "needs a second factor",
    "mfa_download_recovery_codes": "needs a second factor",
    "organizations:import-preview": "needs a table that was just uploaded",
    "monitoring:import-evidence-preview": "needs a table that was just uploaded",
    "ui:styleguide": "for developers of Loa",
    "account_reset_password_from_key": "needs a key that was mailed",
}
"""Addresses left out of the round, and why."""

_API = "api:"
"""Answers programs; its own tests go through it."""


class NoExample(Exception):
    """An address takes something of which the round knows no example: give one in `examples.py`."""


@dataclass(frozen=True, slots=True)
class Place:
    """One address to visit, and the name of its pattern."""

    name: str
    url: str


def named_addresses() -> dict[str, tuple[str, ...]]:
    """Each named pattern of the system with what it takes, in the order in which they are tried."""
    return dict(_walk(get_resolver().url_patterns, "", ()))


def _walk(
    patterns: list[URLPattern | URLResolver], space: str, taken: tuple[str, ...]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    for pattern in patterns:
        takes = (*taken, *pattern.pattern.converters, *_groups(pattern))
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _walk(pattern.url_patterns, inner, takes)
        elif pattern.name:
            yield f"{space}{pattern.name}", takes


def _groups(pattern: URLPattern | URLResolver) -> Iterator[str]:
    """What an address written as a regular expression takes."""
    regex = getattr(pattern.pattern, "regex", None)
    if regex is not None and not pattern.pattern.converters:
        yield from regex.groupindex


def places() -> list[Place]:
    """Everything to visit. Raises NoExample."""
    found: list[Place] = []
    for name, takes in named_addresses().items():
        if name not in UNVISITED and not name.startswith(_API):
            found += [Place(name, _url(name, values)) for values in _examples(name, takes)]
    return found


def _url(name: str, values: Values) -> str:
    try:
        return reverse(name, kwargs=dict(values))
    except NoReverseMatch as error:
        raise NoExample(f"{name}: {error}") from None


def _examples(name: str, takes: tuple[str, ...]) -> Sequence[Values]:
    if not takes:
        return [{}]
    room = name.rpartition(":")[0]
    give = EXAMPLES.get(name) or EXAMPLES.get(f"{room}:{','.join(takes)}")
    examples = [dict(zip(takes, values, strict=True)) for values in give()] if give else []
    if not examples:
        raise NoExample(f"{name} takes {', '.join(takes)}")
    return examples
