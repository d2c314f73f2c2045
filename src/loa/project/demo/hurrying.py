"""Loading without waiting for the disk."""

import contextlib
from collections.abc import Iterator
from typing import Any

from django.db import connection
from django.db.backends.signals import connection_created

__all__ = ["hurrying"]


@contextlib.contextmanager
def hurrying() -> Iterator[None]:
    """Nothing waits until the disk has what was written, but for the end: what was loaded in part is thrown away.

    Of the embedded database only, where that is most of the time that loading takes.
    """
    if connection.vendor != "sqlite":
        yield
        return
    connection.close()
    connection_created.connect(_let_go)
    try:
        yield
    finally:
        connection_created.disconnect(_let_go)
        connection.close()
    with connection.cursor() as cursor:  # as settings have it: all of it goes to the disk now
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _let_go(connection: Any, **_: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=OFF")
