"""Making an installation ready: tables, schedule, static files. Every step may be done again at any time."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from loa.project.periodic import sync_schedules

__all__ = ["bring_up_to_date", "collect_static", "pending_migrations"]

_MADE_OF = ".made-of"


def pending_migrations() -> list[str]:
    """What the database lacks to fit this version, in order."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def bring_up_to_date() -> None:
    """Migrates the database, makes the table of the cache and writes the schedule."""
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    sync_schedules()


def collect_static() -> bool:
    """Gathers styles, scripts and pictures, compressed and named by their content; whether anything was to do."""
    root = Path(settings.STATIC_ROOT)
    made_of = hashlib.sha256("\n".join(sorted(_sources())).encode()).hexdigest()
    mark = root / _MADE_OF
    if mark.exists() and mark.read_text("ascii") == made_of:
        return False
    call_command("collectstatic", interactive=False, verbosity=0)
    mark.write_text(made_of, "ascii")
    return True


def _sources() -> Iterator[str]:
    for finder in get_finders():
        for name, storage in finder.list([]):
            stat = Path(storage.path(name)).stat()
            yield f"{name} {stat.st_size} {stat.st_mtime_ns}"
