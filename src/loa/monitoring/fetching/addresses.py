"""Which addresses may be opened. What a person types must not lead Loa into the network it stands in."""

import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import urljoin

import httpx
from django.conf import settings

from loa.monitoring.fetching.outcome import Failure

__all__ = ["Place", "absolute", "host_of", "place_of"]

_PORTS = {"http": (80, 8080), "https": (443, 8443)}
_LONGEST = 1000


@dataclass(frozen=True, slots=True)
class Place:
    """An address with the number of the machine it was found to be on; this very machine is then asked."""

    url: httpx.URL
    ip: str

    @property
    def host(self) -> str:
        return host_of(self.url)


def place_of(address: str) -> Place | Failure:
    """Looks the host up and refuses what does not lie in the open: of several machines every one must.

    The name is not looked up a second time for the connection, so it cannot mean another machine by then.
    """
    url = _parsed(address)
    if url is None:
        return Failure("address")
    port = url.port or _PORTS[url.scheme][0]
    if not settings.LOA.fetch_private and port not in _PORTS[url.scheme]:
        return Failure("private")
    try:
        found = socket.getaddrinfo(url.raw_host.decode("ascii"), port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return Failure("unknown")
    numbers = [str(entry[4][0]) for entry in found]
    may_be_asked = _is_of_a_machine if settings.LOA.fetch_private else _is_public
    if not all(map(may_be_asked, numbers)):
        return Failure("private")
    return Place(url, _preferred(numbers))


def _parsed(address: str) -> httpx.URL | None:
    if len(address) > _LONGEST:
        return None
    try:
        url = httpx.URL(address.strip())
        # Reading the host decodes it: a name that only looks like one fails here and not later.
        good = url.scheme in _PORTS and bool(url.host) and not url.userinfo
    except (httpx.InvalidURL, ValueError):
        return None
    return url.copy_with(fragment=None) if good else None


def _is_public(number: str) -> bool:
    ip = _ip(number)
    return ip.is_global and _is_of_a_machine(number)


def _is_of_a_machine(number: str) -> bool:
    """What no site ever stands at is refused in private networks too: there a provider gives machines their secrets."""
    ip = _ip(number)
    return ip.is_loopback or not (ip.is_link_local or ip.is_multicast or ip.is_reserved or ip.is_unspecified)


def _ip(number: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    """The address meant, also where it is wrapped in one of the other sort."""
    ip = ipaddress.ip_address(number.partition("%")[0])
    return getattr(ip, "ipv4_mapped", None) or getattr(ip, "sixtofour", None) or ip


def _preferred(numbers: list[str]) -> str:
    """Machines of many offices have no IPv6; the old numbers come first."""
    return next((number for number in numbers if ":" not in number), numbers[0])


def host_of(url: httpx.URL) -> str:
    """The host, with its port where it is not the usual one: what has a robots.txt of its own."""
    host = url.raw_host.decode("ascii").lower()
    return f"{host}:{url.port}" if url.port else host


def absolute(base: str, link: str) -> str:
    """A link of a page as an address; empty when it is none."""
    try:
        return urljoin(base, link.strip())
    except ValueError:
        return ""
