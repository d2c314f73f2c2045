"""What holds for every request: who acts, how much may be sent, who may keep the answer, a strict content policy."""

import uuid
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from loa.audit.acting import acting
from loa.project.errors import too_large

__all__ = ["content_policy", "private_pages", "upload_limit", "who_acts"]

Next = Callable[[HttpRequest], HttpResponse]

_POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
_AROUND_A_FILE = 1024 * 1024
"""What a form may hold beside its files, in bytes."""


def content_policy(get_response: Next) -> Next:
    """Scripts, styles and pictures come from Loa alone, and nothing inline runs."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", _POLICY)
        response.headers.setdefault("Permissions-Policy", "camera=(self), geolocation=(), microphone=()")
        return response

    return middleware


def private_pages(get_response: Next) -> Next:
    """What is answered is for who asked: nobody between keeps it, and a browser asks again before it shows it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Cache-Control", "private, no-cache")
        return response

    return middleware


def who_acts(get_response: Next) -> Next:
    """Notes the request, so that each line of the log and each audit row of it can be found together."""

    def middleware(request: HttpRequest) -> HttpResponse:
        number = uuid.uuid4().hex
        with acting(request_id=number):
            response = get_response(request)
        response.headers["X-Request-ID"] = number
        return response

    return middleware


def upload_limit(get_response: Next) -> Next:
    """Refuses what is larger than may be uploaded before any of it is read."""

    def middleware(request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdecimal() and int(length) > settings.UPLOAD_LIMIT + _AROUND_A_FILE:
            return too_large(request)
        return get_response(request)

    return middleware
