"""The database: there, fit for this version, writable, of one mind about the time."""

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from django.core.cache import cache
from django.db import DatabaseError, connection
from django.utils import timezone

from loa.project.checkup.finding import Finding, Level, bad, fair, good
from loa.project.installing import pending_migrations

__all__ = ["findings", "fits", "reached"]

_SERVER_NOW = {"postgresql": "SELECT now()", "sqlite": "SELECT strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')"}
_APART = timedelta(seconds=5)


def reached() -> Finding:
    """Whether the database answers, and which it is."""
    names = ("Cơ sở dữ liệu", "Database")
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        told = " ".join(str(error).split())
        return bad(*names, told, "Kiểm tra LOA_DATABASE_URL và máy chủ.", "Check LOA_DATABASE_URL and the server.")
    version = sqlite3.sqlite_version if connection.vendor == "sqlite" else _postgresql()
    return good(*names, f"{connection.display_name} {version}, {connection.settings_dict['NAME']}")


def _postgresql() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        return str(cursor.fetchone()[0])


def findings(fits: Finding) -> Iterator[Finding]:
    """Asked once the database answers; nothing is looked for in tables that are not there."""
    if fits.level is not Level.FAIL:
        yield _writable()
    yield _clock()


def fits() -> Finding:
    """Whether the tables are those of this version."""
    names = ("Cấu trúc dữ liệu", "Migrations")
    waiting = pending_migrations()
    if not waiting:
        return good(*names, "✓")
    told = ", ".join(waiting[:3]) + (f" … ({len(waiting)})" if len(waiting) > 3 else "")
    return bad(*names, told, "Sao lưu, rồi chạy: loa init", "Make a backup, then run: loa init")


def _writable() -> Finding:
    names = ("Ghi dữ liệu", "Writing")
    try:
        cache.set("loa-doctor", "1", 10)
        written = cache.get("loa-doctor") == "1"
    except DatabaseError as error:
        return bad(
            *names,
            error,
            "Kiểm tra quyền ghi và dung lượng đĩa.",
            "Check the rights to write and the space on the disk.",
        )
    if not written:
        return bad(*names, "–", "Dữ liệu ghi vào không đọc lại được.", "What was written does not come back.")
    return good(*names, "✓")


def _clock() -> Finding:
    names = ("Đồng hồ, múi giờ", "Clock, time zone")
    with connection.cursor() as cursor:
        cursor.execute(_SERVER_NOW[connection.vendor])
        told = cursor.fetchone()[0]
    server = datetime.fromisoformat(told) if isinstance(told, str) else told
    apart = abs(datetime.now(UTC) - server)
    here = f"{timezone.localtime():%d/%m/%Y %H:%M:%S} {timezone.get_current_timezone_name()}"
    if apart > _APART:
        seconds = int(apart.total_seconds())
        return fair(
            *names, f"{here} (± {seconds} s)",
            f"Đồng hồ máy này lệch cơ sở dữ liệu {seconds} giây: bật đồng bộ giờ (NTP).",
            f"This clock and the database's are {seconds} s apart: switch on NTP.",
        )  # fmt: skip
    return good(*names, here)
