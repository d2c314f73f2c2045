"""What `kill -9` leaves behind, in small: `bench/faults.py` kills fifty times, this three; and finds what is wrong."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from bench.worlds.clients import Kept, Told
from bench.worlds.wholeness import checked, worked_off
from django.db import connection
from django.db.models import QuerySet
from django_q.models import Task
from django_q.tasks import async_task
from tests.monitoring.proving import Proving, stay

from loa.audit.models import Entry
from loa.monitoring.enums import Source
from loa.monitoring.models import Evidence, Tally
from loa.project.work.queue import take

TOP = Path(__file__).parents[2]


def database(home: Path) -> str:
    """Address of the database of these tests; of SQLite a copy of it in the home folder."""
    if connection.vendor != "sqlite":
        return urlsplit(os.environ["LOA_DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    with sqlite3.connect(home / "loa.sqlite3") as copy:
        connection.ensure_connection()
        connection.connection.backup(copy)
    copy.close()
    return ""


@pytest.mark.timeout(600)  # a dozen processes begin; on a crowded machine each takes its time
@pytest.mark.django_db(transaction=True)
def test_what_was_acknowledged_outlives_the_processes_that_said_so(tmp_path: Path) -> None:
    command = [sys.executable, str(TOP / "bench/faults.py"), "--small", "--kills", "3", "--home", str(tmp_path)]
    done = subprocess.run(
        [*command, "--database", database(tmp_path)], capture_output=True, text=True, timeout=500, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "3 in" in done.stdout


# ------------------------------------------------------------------------------------------------ does it find faults


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> Proving:
    stay(monkeypatch)
    return Proving()


def told_of(piece: Evidence) -> Told:
    row = Kept(piece.reference, str(piece.agency.key), str(piece.key), {piece.title}, {piece.state})
    return Told(kept=[row])


def faulty(told: Told, rows_of_tables: int = 0) -> set[str]:
    return {one.name for one in checked(told, rows_of_tables) if one.wrong}


@pytest.mark.django_db
def test_each_fault_is_found_where_it_lies(here: Proving) -> None:
    piece = here.prove(source=Source.API, reference="a-1")
    told = told_of(piece)
    assert faulty(told) == set()
    assert faulty(told, 1) == {"rows of tables"}
    Tally.objects.update(counted=7)
    assert faulty(told) == {"counters worked out anew"}
    Tally.objects.update(counted=1)
    Evidence.objects.update(title="Khác")
    assert faulty(told) == {"corrected, withdrawn, judged"}
    QuerySet(Entry).filter(verb="evidence.record").delete()  # past the guards of the model
    assert {"pieces in the trail", "rows of the trail"} < faulty(told)
    Evidence.objects.update(reference="a-2")
    assert "pieces acknowledged" in faulty(told)


@pytest.mark.django_db
def test_a_task_that_a_killed_worker_held_is_done_and_a_failed_one_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django_q.tasks.Conf.SYNC", False)
    async_task("loa.project.tasks.tidy")
    held = take("killed")
    assert held is not None
    assert worked_off(patiently=False).wrong == []
    Task.objects.update(success=False)
    assert len(worked_off(patiently=False).wrong) == 1
