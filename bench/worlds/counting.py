"""The same year counted by DuckDB from the raw rows: what it can cost at least."""

import csv
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from loa.plans.models import Plan

__all__ = ["counted_by_duckdb"]

_TABLES = {
    "evidence": ("monitoring_evidence", "id, agency_id, kind, channel, happened_on, items"),
    "occurrence": (
        "monitoring_occurrence",
        "id, obligation_id, kind, unit, amount, window_from, window_to, due_on, owed_on, closes_on",
    ),
    "assignment": ("monitoring_assignment", "obligation_id, agency_id, leads, held_from, held_to"),
    "matches": ("monitoring_match", "occurrence_id, agency_id, state, happened_on, amount"),
}

_COUNT = """
CREATE TABLE tally AS
SELECT m.occurrence_id, m.agency_id, sum(m.amount) AS counted,
       sum(CASE WHEN o.due_on IS NULL OR m.happened_on <= o.due_on THEN m.amount ELSE 0 END) AS in_time,
       max(m.happened_on) AS last_on
FROM (
    SELECT o.id AS occurrence_id, e.agency_id, e.happened_on, e.items AS amount
    FROM evidence e
    JOIN assignment a ON a.agency_id = e.agency_id
    JOIN duty d ON d.obligation_id = a.obligation_id AND d.kind = e.kind AND (d.channel = '' OR d.channel = e.channel)
    JOIN occurrence o ON o.obligation_id = a.obligation_id
        AND e.happened_on BETWEEN o.window_from AND o.closes_on
        AND o.owed_on BETWEEN a.held_from AND a.held_to
    QUALIFY row_number() OVER (PARTITION BY e.id ORDER BY d.position) = 1
) m JOIN occurrence o ON o.id = m.occurrence_id
GROUP BY ALL
"""
"""News on the channels of quotas, each piece for the first that takes it: the greater part of what Loa matches."""


def counted_by_duckdb(plan: "Plan") -> tuple[float, int]:
    """Seconds of work of the query, loading apart; and how many of the pairs of news it counts otherwise than Loa."""
    import duckdb  # noqa: PLC0415 - of the development environment

    with tempfile.TemporaryDirectory() as place:
        base = duckdb.connect()
        base.execute("SET threads = 1")
        for name, (table, columns) in _TABLES.items():
            path = Path(place) / f"{name}.csv"
            _export(table, columns, path)
            base.execute(f"CREATE TABLE {name} AS SELECT * FROM read_csv('{path}', header = true)")  # noqa: S608 - names of our own
        base.execute("CREATE TABLE duty (obligation_id BIGINT, kind VARCHAR, channel VARCHAR, position INT)")
        base.executemany("INSERT INTO duty VALUES (?, ?, ?, ?)", _duties(plan))
        began = time.process_time()
        base.execute(_COUNT)
        seconds = time.process_time() - began
        return seconds, _differing(base)


def _duties(plan: "Plan") -> list[tuple[Any, ...]]:
    found: list[tuple[Any, ...]] = []
    for one in plan.obligations.order_by("position"):
        unit = one.quotas[0]["unit"] if one.quotas else ""
        kind = {"news item": "article", "broadcast": "broadcast", "event": "event"}.get(unit)
        if kind:
            channels = one.channels if kind == "article" else [""]
            found += [(one.pk, kind, channel, one.position) for channel in channels]
    return found


def _export(table: str, columns: str, path: Path) -> None:
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor, path.open("w", newline="") as file:
        cursor.execute(f"SELECT {columns} FROM {table}")  # noqa: S608 - names of our own
        writer = csv.writer(file)
        writer.writerow([name.strip() for name in columns.split(",")])
        while rows := cursor.fetchmany(50_000):
            writer.writerows(rows)


def _differing(base: Any) -> int:
    """Pairs of quotas whose count is not the one that Loa's counted matches give."""
    row = base.execute(
        """
        WITH loa AS (
            SELECT m.occurrence_id, m.agency_id, sum(m.amount) AS counted
            FROM matches m JOIN occurrence o ON o.id = m.occurrence_id
            WHERE m.state = 'counted' AND o.kind = 'quota' GROUP BY ALL
        )
        SELECT count(*) FROM loa FULL JOIN tally USING (occurrence_id, agency_id)
        WHERE loa.counted IS DISTINCT FROM tally.counted
        """
    ).fetchone()
    return int(row[0])
