"""Posting to an address of another program, which must not lead Loa into the network it stands in."""

import contextlib
import ipaddress
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

import httpx
from django.conf import settings

from loa.monitoring.fetching.addresses import Place, place_of
from loa.monitoring.fetching.outcome import Failure
from loa.monitoring.fetching.transfer import Clock

__all__ = ["Answer", "may_be_posted_to", "post"]

_SECONDS = 15.0
_LONGEST = 1000


@dataclass(frozen=True, slots=True)
class Answer:
    """What an address answered: a status, or a code of `fetching.outcome` where it did not."""

    status: int | None = None
    problem: str = ""

    @property
    def is_taken(self) -> bool:
        return self.status is not None and httpx.codes.is_success(self.status)


def may_be_posted_to(address: str) -> bool:
    """Whether an address can be one at all: HTTPS, with a host, without a password. Where it leads is asked each time
    it is posted to; inside the own network HTTP will do, where an installation allows that network."""
    try:
        parts = urlsplit(address.strip())
        host = parts.hostname or ""
        good = len(address) <= _LONGEST and bool(host) and "@" not in parts.netloc and (parts.port or 443) > 0
    except ValueError:
        return False
    if settings.LOA.fetch_private:
        return good and parts.scheme in ("http", "https")
    return good and parts.scheme == "https" and not _is_number(host) and "." in host


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


@cache
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()


def post(address: str, body: bytes, headers: Mapping[str, str]) -> Answer:
    """Posts, and reads no more than the status of the answer; a redirect is none that takes it. Never raises."""
    place = place_of(address) if may_be_posted_to(address) else Failure("private")
    if isinstance(place, Failure):
        return Answer(problem=place.code)
    clock = Clock(_SECONDS)
    try:
        with clock, httpx.Client(verify=_tls(), trust_env=False, timeout=_SECONDS) as client:
            answer = client.send(_request(client, place, body, headers, clock), stream=True)
            with contextlib.closing(answer):
                return Answer(answer.status_code, "" if answer.is_success else f"status:{answer.status_code}")
    except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError, ValueError) as problem:
        return Answer(
            problem="timeout" if clock.struck or isinstance(problem, httpx.TimeoutException) else "unreachable"
        )


def _request(
    client: httpx.Client, place: Place, body: bytes, headers: Mapping[str, str], clock: Clock
) -> httpx.Request:
    """The request goes to the number of the machine that was looked up; `Host` and TLS name the site."""
    told = {**headers, "User-Agent": "Loa", "Host": place.url.netloc.decode("ascii"), "Connection": "close"}
    extensions = {"sni_hostname": place.url.raw_host.decode("ascii"), "trace": clock.watch}
    return client.build_request(
        "POST", place.url.copy_with(host=place.ip), content=body, headers=told, extensions=extensions
    )
