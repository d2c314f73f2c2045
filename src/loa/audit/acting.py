"""Which request or job the present work belongs to; set once at its door, read by the trail."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

__all__ = ["acting", "request_id"]

_request: ContextVar[str] = ContextVar("request", default="")


@contextmanager
def acting(*, request_id: str) -> Iterator[None]:
    """Within it every audit row carries this id of the request or job."""
    token = _request.set(request_id)
    try:
        yield
    finally:
        _request.reset(token)


def request_id() -> str:
    """The id of the request or job at work, or empty outside one."""
    return _request.get()
