"""Asking a site for one address."""

import time
from urllib.parse import urlsplit, urlunsplit

import httpx

from loa.monitoring.fetching.addresses import Place, absolute, place_of
from loa.monitoring.fetching.outcome import Failure, Fetched, Outcome
from loa.monitoring.fetching.politeness import agent, longer_rest, pause_of, wait_for_turn
from loa.monitoring.fetching.robots import rules_of
from loa.monitoring.fetching.transfer import Moved, Request, transfer

__all__ = ["BACKGROUND", "INTERACTIVE", "fetch"]

INTERACTIVE = 4.0
"""Seconds somebody who waits before a page will bear until a site may be asked."""

BACKGROUND = 30.0

_MOST_REDIRECTS = 5


def fetch(
    address: str,
    *,
    patience: float = BACKGROUND,
    etag: str = "",
    last_modified: str = "",
    seconds: float = 30.0,
    megabytes: float = 4.0,
) -> Outcome:
    """Asks for an address as a polite program does, and follows where it leads. Never raises.

    Robots.txt and redirects on the same host are one visit with the page: the pause is kept between visits.
    """
    request = Request(
        until=time.monotonic() + patience + seconds,
        seconds=seconds,
        most_bytes=int(megabytes * 1024 * 1024),
        etag=etag,
        last_modified=last_modified,
    )
    visited: set[str] = set()
    for _ in range(_MOST_REDIRECTS + 1):
        outcome = _hop(address, request, visited, patience)
        if not isinstance(outcome, Moved):
            return outcome
        address = absolute(address, outcome.to)
    return Failure("redirects")


def _hop(address: str, request: Request, visited: set[str], patience: float) -> Outcome | Moved:
    place = place_of(address)
    if isinstance(place, Failure):
        return place
    refused = _enter(place, request, visited, patience)
    if refused:
        return refused
    outcome = transfer(place, request)
    if isinstance(outcome, Failure) and outcome.code.startswith("busy:"):
        longer_rest(place.host, outcome.code.removeprefix("busy:"))
        return Failure("busy")
    return outcome


def _enter(place: Place, request: Request, visited: set[str], patience: float) -> Failure | None:
    """Reads the rules of the host and waits for the turn; None when the page may be asked for."""
    rules = rules_of(place.host, _robots_address(place.url), lambda address: _plainly(address, request))
    if isinstance(rules, Failure):
        return rules
    if not rules.can_fetch(str(place.url), agent()):
        return Failure("robots")
    if place.host not in visited:
        visited.add(place.host)
        if not wait_for_turn(place.host, pause_of(rules), patience=patience):
            return Failure("busy")
    return None


def _robots_address(url: httpx.URL) -> str:
    parts = urlsplit(str(url))
    return urlunsplit((parts.scheme, parts.netloc, "/robots.txt", "", ""))


def _plainly(address: str, request: Request) -> Outcome:
    """Asks without looking at rules or turns: for the rules themselves."""
    plain = Request(until=request.until, seconds=min(request.seconds, 10.0), most_bytes=600_000)
    for _ in range(_MOST_REDIRECTS):
        place = place_of(address)
        if isinstance(place, Failure):
            return place
        outcome = transfer(place, plain)
        if not isinstance(outcome, Moved):
            return outcome
        address = absolute(address, outcome.to)
    return Fetched(address, b"")
