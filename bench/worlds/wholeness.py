"""Whether all is there that was acknowledged, once, and everything that was counted from it is right."""

import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice

from bench.worlds.clients import Kept, Told

__all__ = ["Checked", "checked", "worked_off"]

_LEASES_END = 120
"""Seconds after which no lease of a killed worker can stand any more, nor the rest after an attempt that failed."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What was looked at, what was found, and what of it is wrong."""

    name: str
    found: str
    wrong: Sequence[str]


def worked_off(*, patiently: bool) -> Checked:
    """Has every task done that is queued, those of killed workers once their leases have ended; and what the clock asks
    for again, of those that were given up because they were killed five times.

    Who is not patient ends the leases: no worker lives that could hold one.
    """
    from django.utils import timezone  # noqa: PLC0415
    from django_q.models import OrmQ, Task  # noqa: PLC0415

    from loa.monitoring.tasks import read_pages  # noqa: PLC0415

    if not patiently:
        OrmQ.objects.update(lock=timezone.now())
    drained = _drained() + _asked_again()
    read_pages()  # what comes back by the clock every other minute
    failed = Task.objects.filter(success=False)
    killed = [task for task in failed if str(task.result).endswith(_KILLED)]
    wrong = [f"failed: {one.func} {str(one.result)[-300:]}" for one in failed if one not in killed]
    tasks = Task.objects.filter(success=True)
    again = tasks.filter(attempt_count__gt=1).count()
    told = f"{tasks.count():,} done, {again} of them begun again, {drained} after the end"
    return Checked("background tasks", f"{told}; {len(killed)} given up, killed five times", wrong + _left())


_KILLED = ("(code -9).", "ended each time before the task was done.")


def _drained() -> int:
    from django_q.models import OrmQ  # noqa: PLC0415

    from loa.project.work.draining import drain  # noqa: PLC0415

    until, drained = time.monotonic() + _LEASES_END, drain()
    while OrmQ.objects.exists() and time.monotonic() < until:
        time.sleep(1)
        drained += drain()
    return drained


def _asked_again() -> int:
    """What the clock puts back into the queue ten minutes after it was asked for: as if they had passed."""
    from django.utils import timezone  # noqa: PLC0415

    from loa.monitoring.models import EvidenceImport, Laying  # noqa: PLC0415
    from loa.project.tasks import ask_again  # noqa: PLC0415

    for model in (EvidenceImport, Laying):
        model.objects.exclude(asked_at=None).update(asked_at=timezone.now() - timedelta(hours=1))
    return ask_again() and _drained()


def _left() -> list[str]:
    from django_q.models import OrmQ  # noqa: PLC0415

    from loa.monitoring.models import EvidenceImport, Laying, PageCopy  # noqa: PLC0415

    left = {
        "tasks in the queue": OrmQ.objects.count(),
        "tables not ended": EvidenceImport.objects.exclude(state="done").count(),
        "plans not laid": Laying.objects.exclude(since=None, match_since=None).count(),
        "texts not compared": PageCopy.objects.filter(compared=False).count(),
    }
    return [f"{count} {name}" for name, count in left.items() if count]


def checked(told: Told, rows_of_tables: int) -> Iterator[Checked]:
    """Everything else, when nothing runs any more."""
    yield _pieces(told.kept)
    yield _as_acknowledged(told.kept)
    yield _tables(rows_of_tables)
    yield _trail_of_pieces()
    yield _trail()
    yield _counters()
    yield _database()


def _pieces(kept: Sequence[Kept]) -> Checked:
    from loa.monitoring.models import Evidence  # noqa: PLC0415

    rows = Evidence.objects.filter(source="api").order_by()
    stored = Counter((str(agency), reference) for agency, reference in rows.values_list("agency__key", "reference"))
    keys = {str(key) for key in rows.values_list("key", flat=True)}
    wrong = [
        f"{one.reference}: {stored[one.agency, one.reference]} times" for one in kept
        if stored[one.agency, one.reference] != 1 or one.key not in keys
    ]  # fmt: skip
    wrong += [f"{name}: {count} times" for name, count in stored.items() if count > 1]
    return Checked("pieces acknowledged", f"{len(kept):,}, of {len(keys):,} stored", wrong)


def _as_acknowledged(kept: Iterable[Kept]) -> Checked:
    from loa.monitoring.models import Evidence, Match  # noqa: PLC0415

    rows = Evidence.objects.filter(source="api").order_by().values_list("key", "title", "state", "revision")
    stored = {str(key): (title, state, revision) for key, title, state, revision in rows}
    worths = dict(Match.objects.exclude(decided_by=None).values_list("pk", "state"))
    wrong, judged = [], 0
    for one in kept:
        title, state, _revision = stored.get(one.key, ("", "", 0))
        judged += bool(one.worths)
        if title not in one.titles or state not in one.states:
            wrong.append(f"{one.reference}: {title!r}, {state}")
        if one.worths and worths.get(one.match) not in one.worths:
            wrong.append(f"match {one.match}: {worths.get(one.match)} for {one.worths}")
    changed = sum(revision > 1 for _title, _state, revision in stored.values())
    return Checked("corrected, withdrawn, judged", f"{changed:,} changed, {judged:,} judged", wrong)


def _tables(expected: int) -> Checked:
    from loa.monitoring.models import Evidence  # noqa: PLC0415

    rows = Evidence.objects.filter(source="spreadsheet")
    stored, different = rows.count(), rows.values("agency", "title").distinct().count()
    wrong = [] if stored == different == expected else [f"{stored} rows, {different} different, for {expected}"]
    return Checked("rows of tables", f"{stored:,}", wrong)


def _trail_of_pieces() -> Checked:
    """What was done stands in the trail once: no deed without its row, no row without its deed."""
    from loa.audit.models import Entry  # noqa: PLC0415
    from loa.monitoring.models import Evidence  # noqa: PLC0415

    told = Counter(Entry.objects.filter(verb="evidence.record").values_list("subject_id", flat=True))
    stored = Counter(str(pk) for pk in Evidence.objects.values_list("pk", flat=True))
    wrong = [f"evidence {pk}: {told[pk]} rows" for pk in told | stored if told[pk] != stored[pk]]
    return Checked("pieces in the trail", f"{len(told):,}", wrong)


def _trail() -> Checked:
    from loa.audit.actions import verify  # noqa: PLC0415
    from loa.audit.models import Entry  # noqa: PLC0415

    breaks = [f"{one.number}: {one.problem}" for one in verify()]
    return Checked("rows of the trail", f"{Entry.objects.count():,}", breaks)


def _counters() -> Checked:
    from loa.monitoring.actions.recomputing import recompute  # noqa: PLC0415
    from loa.monitoring.models import Match  # noqa: PLC0415

    found = recompute(check=True)
    told = f"{found.counters:,} of {found.pieces:,} pieces and {Match.objects.count():,} matches"
    return Checked("counters worked out anew", told, found.listed if found else [])


def _database() -> Checked:
    """What the database says of its own file. PostgreSQL was not killed and is not asked."""
    from django.db import connection  # noqa: PLC0415

    if connection.vendor != "sqlite":
        return Checked("the database's file", "not asked: a server of its own", [])
    with connection.cursor() as cursor:
        sound = [str(row) for row in cursor.execute("PRAGMA integrity_check").fetchall() if row != ("ok",)]
        loose = [str(row) for row in islice(cursor.execute("PRAGMA foreign_key_check").fetchall(), 20)]
    return Checked("the database's file", "looked through", sound + loose)
