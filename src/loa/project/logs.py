"""What goes to the log: plain lines on standard error, each with the request or task it belongs to."""

import logging
import re
import time
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from loa.audit.acting import request_id

__all__ = ["RequestId", "access_log", "configuration"]

Next = Callable[[HttpRequest], HttpResponse]

_LOG = logging.getLogger("loa.access")


class RequestId(logging.Filter):
    """Gives every line the id of the request or task at work; text of strangers cannot make lines of its own."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request = request_id() or "-"
        if record.args and isinstance(record.args, tuple):
            record.args = tuple(_one_line(value) for value in record.args)
        return True


_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
"""What begins a line, steers a terminal or turns the direction of writing."""


def _one_line(value: object) -> object:
    return _UNSEEN.sub(lambda found: ascii(found[0])[1:-1], value) if isinstance(value, str) else value


def configuration(level: str) -> dict[str, Any]:
    """Django's LOGGING."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"request": {"()": "loa.project.logs.RequestId"}},
        "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s [%(request)s] %(message)s"}},
        "handlers": {
            "stderr": {"class": "logging.StreamHandler", "filters": ["request"], "formatter": "line"},
        },
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            "loa": {"level": level},
            "django": {"handlers": [], "level": "WARNING"},
            # What was refused or not found stands in `loa.access`, as one line.
            "django.request": {"level": "ERROR"},
            # It says of every task that it was put into the queue; the worker says what became of it.
            "django-q": {"level": "WARNING"},
        },
    }


def access_log(get_response: Next) -> Next:
    """One line for each request, without what was asked for (it may hold names) and without the text of addresses."""

    def middleware(request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        response = get_response(request)
        took = (time.perf_counter() - began) * 1000
        person = getattr(request, "user", None)
        # The path is the visitor's own text: its length is bounded, and `RequestId` keeps it on one line.
        _LOG.info(
            "%s %s %s %.0f ms by=%s", request.method, _path(request)[:200], response.status_code, took,
            getattr(person, "pk", None) or "-",
        )  # fmt: skip
        return response

    return middleware


def _path(request: HttpRequest) -> str:
    """The path without the secret of a private link, or of one that sets a password: the log is not to hold them."""
    found = request.resolver_match
    told = request.path
    for secret in (found.kwargs.get(name) for name in _SECRET) if found else ():
        if isinstance(secret, str) and secret:
            told = told.replace(secret, "…")
    return told


_SECRET = ("token", "key")
"""Names of such parts of addresses; the keys of rows are UUIDs and no texts."""
