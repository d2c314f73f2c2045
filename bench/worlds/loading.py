"""Recording over HTTP as fast as two workers take it."""

import http.client
import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from loa.organizations.models import Agency

__all__ = ["free_port", "postgresql_address", "rate"]

_CLIENTS = 8
_TODAY = date.today().isoformat()  # noqa: DTZ011 - recorded as of today


def postgresql_address() -> str:
    """Address of a PostgreSQL for this run, empty where the wheel that brings one is not installed."""
    try:
        from tests.databases import postgresql_url  # noqa: PLC0415 - of the development environment
    except ImportError:
        return ""
    return postgresql_url()


def rate(token: str, agencies: "Sequence[Agency]", home: str, *, requests: int) -> float:
    """Pieces a second that were answered with 201, after some to warm up."""
    port = free_port()
    command = [sys.executable, "-c", "from loa.cli import app; app()", "serve", "--no-worker"]
    server = subprocess.Popen(
        [*command, "--port", str(port), "--workers", "2"], env={**os.environ, "LOA_HOME": home},
        stdout=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        _wait(port)
        keys = [str(agency.key) for agency in agencies]
        _sent(port, token, keys, range(200))
        began = time.perf_counter()
        _sent(port, token, keys, range(200, 200 + requests))
        return requests / (time.perf_counter() - began)
    finally:
        server.terminate()
        server.wait()


def free_port() -> int:
    """A port of this machine where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
        return port


def _wait(port: int) -> None:
    for _ in range(300):
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("the server did not start")


def _sent(port: int, token: str, agencies: Sequence[str], numbers: Sequence[int]) -> None:
    """Sends the pieces from several clients at once, each over one connection. Insists on 201."""
    faults: list[str] = []
    senders = [
        threading.Thread(target=_send, args=(port, token, agencies, numbers[start::_CLIENTS], faults))
        for start in range(_CLIENTS)
    ]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    if faults:
        raise SystemExit(faults[0])


def _send(port: int, token: str, agencies: Sequence[str], numbers: Sequence[int], faults: list[str]) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    for number in numbers:
        body = {
            "agency": agencies[number % len(agencies)],
            "kind": "article",
            "happened_on": _TODAY,
            "title": f"Tin, bài qua mạng số {number}",
            "channel": "agency-site",
            "areas": ["procedures"],
            "link": f"https://qua-mang.example/{number}",
            "words": 320,
            "reference": f"http-{number}",
        }
        connection.request("POST", "/api/v1/evidence", json.dumps(body), headers)
        answer = connection.getresponse()
        text = answer.read()
        if answer.status != 201:
            faults.append(f"{answer.status}: {text[:300]!r}")
            return
