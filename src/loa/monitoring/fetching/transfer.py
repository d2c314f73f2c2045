"""One request and its answer, within limits of size and time that no site can stretch."""

import contextlib
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import httpx

from loa.monitoring.fetching.addresses import Place
from loa.monitoring.fetching.outcome import Failure, Fetched, Outcome, Unchanged
from loa.monitoring.fetching.politeness import agent

__all__ = ["Clock", "Moved", "Request", "transfer"]

_WAIT = 10.0
"""Seconds without a byte after which a site is taken to be silent."""


@dataclass(frozen=True, slots=True)
class Moved:
    """The address leads to another."""

    to: str


@dataclass(frozen=True, slots=True)
class Request:
    """The bounds of one reading, and what is known of the page already. `until` is on the monotonic clock."""

    until: float
    seconds: float
    most_bytes: int
    etag: str = ""
    last_modified: str = ""

    def headers(self) -> dict[str, str]:
        """What is sent along. Nothing but gzip is asked for: it can be unpacked bit by bit."""
        told = {
            "User-Agent": agent(),
            "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,application/rss+xml,*/*;q=0.5",
            "Accept-Language": "vi,en;q=0.5",
            "Accept-Encoding": "gzip",
            "Connection": "close",
        }
        if self.etag:
            told["If-None-Match"] = self.etag
        if self.last_modified:
            told["If-Modified-Since"] = self.last_modified
        return told


class _TooLarge(Exception):
    """More was sent than may be."""


@cache
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()


def transfer(place: Place, request: Request) -> Outcome | Moved:
    """Asks the very machine that was looked up. Never raises."""
    seconds = min(request.seconds, request.until - time.monotonic())
    if seconds <= 0:
        return Failure("timeout")
    clock = Clock(seconds)
    try:
        with clock, httpx.Client(verify=_tls(), trust_env=False, timeout=min(_WAIT, seconds)) as client:
            answer = client.send(_asked(client, place, request, clock), stream=True)
            with contextlib.closing(answer):
                return _outcome(answer, place, request)
    except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError, ValueError, zlib.error) as problem:
        return Failure("timeout" if clock.struck else _code_of(problem))
    except _TooLarge:
        return Failure("large")


def _asked(client: httpx.Client, place: Place, request: Request, clock: "Clock") -> httpx.Request:
    """The request goes to the number of the machine, under the name of the site: `Host` and TLS say so."""
    told = {**request.headers(), "Host": place.url.netloc.decode("ascii")}
    extensions = {"sni_hostname": place.url.raw_host.decode("ascii"), "trace": clock.watch}
    return client.build_request("GET", place.url.copy_with(host=place.ip), headers=told, extensions=extensions)


def _code_of(problem: Exception) -> str:
    if isinstance(problem, httpx.TimeoutException):
        return "timeout"
    if isinstance(problem, httpx.ConnectError):
        return "certificate" if "CERTIFICATE" in str(problem).upper() else "unreachable"
    if isinstance(problem, httpx.ReadError | httpx.WriteError | OSError):
        return "unreachable"
    return "broken"


_NAMED = {404: "gone", 410: "gone", 401: "closed", 403: "closed", 407: "closed", 451: "closed"}


def _outcome(answer: httpx.Response, place: Place, request: Request) -> Outcome | Moved:
    status, told = answer.status_code, answer.headers
    if status == 304:
        return Unchanged()
    if answer.has_redirect_location:
        return Moved(told["location"])
    if status in (429, 503) and "retry-after" in told:
        return Failure(f"busy:{told['retry-after'].strip()}")
    if status == 429:
        return Failure("busy")
    if not answer.is_success:
        return Failure(_NAMED.get(status, f"status:{status}"))
    content = b"".join(_unpacked(answer, request))
    media_type, _, rest = told.get("content-type", "").partition(";")
    return Fetched(
        url=str(place.url),
        content=content,
        media_type=media_type.strip().lower(),
        charset=_charset(rest),
        etag=_kept(told, "etag", 300),
        last_modified=_kept(told, "last-modified", 100),
    )


def _charset(rest: str) -> str:
    _, found, name = rest.lower().partition("charset=")
    return name.split(";")[0].strip(" \"'") if found else ""


def _kept(told: Mapping[str, str], name: str, most: int) -> str:
    value = told.get(name, "").strip()
    return value if len(value) <= most and value.isprintable() else ""


def _unpacked(answer: httpx.Response, request: Request) -> Iterator[bytes]:
    """The content, unpacked in steps that are counted, so that little sent cannot become much in memory."""
    packing = answer.headers.get("content-encoding", "identity").strip().lower()
    if packing not in ("identity", "", "gzip", "x-gzip", "deflate"):
        raise ValueError(packing)
    unpack = None if packing in ("identity", "") else zlib.decompressobj(47 if "gzip" in packing else zlib.MAX_WBITS)
    left = request.most_bytes
    for chunk in answer.iter_raw(64 * 1024):
        if time.monotonic() > request.until:
            raise httpx.ReadTimeout("too slow")
        piece = unpack.decompress(chunk, left + 1) if unpack else chunk
        left -= len(piece)
        if left < 0:
            raise _TooLarge
        yield piece


class Clock:
    """Cuts the line when the time is over, also to a site that sends a byte now and then to keep it open."""

    def __init__(self, seconds: float) -> None:
        self.struck = False
        self._line: Any = None
        self._timer = threading.Timer(seconds, self._strike)
        self._timer.daemon = True

    def __enter__(self) -> None:
        self._timer.start()

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()

    def watch(self, event: str, told: Mapping[str, Any]) -> None:
        """Is told by the client of each step; keeps the line it opened."""
        if event in ("connection.connect_tcp.complete", "connection.start_tls.complete"):
            self._line = told["return_value"]

    def _strike(self) -> None:
        self.struck = True
        with contextlib.suppress(OSError, ValueError, AttributeError):
            self._line.get_extra_info("socket").shutdown(socket.SHUT_RDWR)
