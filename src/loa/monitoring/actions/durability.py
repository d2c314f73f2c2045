"""When what is written has to be on the disk: at each commit, or for many together before they are acknowledged."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

__all__ = ["on_disk_later"]


@contextmanager
def on_disk_later() -> Iterator[None]:
    """Commits within do not wait for the disk; the next one outside waits for all of them.

    For verbs of which nobody is told one by one: should the power fail, those not on the disk are done again by whoever
    keeps count in a commit outside. Each stays its own transaction, so that no locks are held from one to the next.
    """
    connection = transaction.get_connection()
    if connection.in_atomic_block:
        yield
        return
    usual = _hurry(connection)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(usual)


def _hurry(connection: BaseDatabaseWrapper) -> str:
    """Makes commits quick; gives the statement that takes it back."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET synchronous_commit TO off")
            return "RESET synchronous_commit"
        cursor.execute("PRAGMA synchronous")
        usual = cursor.fetchone()[0]
        # With a write-ahead log the commits stay in their order; what is not on the disk yet is lost from the end.
        cursor.execute("PRAGMA synchronous=NORMAL")
        return f"PRAGMA synchronous={int(usual)}"
