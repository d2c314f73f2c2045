"""What holds for every request: a strict content policy, and who acts, for the audit trail."""

import uuid
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from loa.audit.acting import acting

__all__ = ["content_policy", "who_acts"]

Next = Callable[[HttpRequest], HttpResponse]

_POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)


def content_policy(get_response: Next) -> Next:
    """Scripts, styles and pictures come from Loa alone, and nothing inline runs."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", _POLICY)
        return response

    return middleware


def who_acts(get_response: Next) -> Next:
    """Notes the request, so that each audit row of it can be found together."""

    def middleware(request: HttpRequest) -> HttpResponse:
        with acting(request_id=uuid.uuid4().hex):
            return get_response(request)

    return middleware
