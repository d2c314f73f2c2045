"""Ledgers of an installation: what stands in them, who may have them, and that they verify."""

import gzip
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings
from tests.factories import agency, person
from tests.monitoring.calendars import duty, laid, plan_of

from loa.audit.models import Entry
from loa.monitoring.actions.ledger import ask_for_ledger, forget_ledgers, signer, write_asked, write_ledger
from loa.monitoring.enums import EvidenceKind, LedgerState, MatchState, Source
from loa.monitoring.ledger import verify
from loa.monitoring.models import Evidence, EvidenceFile, LedgerExport, Match, Occurrence, PageCopy, Tally
from loa.monitoring.queries.ledger import Span
from loa.organizations.enums import AgencyKind, Role
from loa.organizations.models import Agency, Notice, Person
from loa.organizations.policy import Forbidden
from loa.plans.models import Obligation

pytestmark = pytest.mark.django_db

FIRST, LAST, TODAY = date(2026, 1, 1), date(2026, 6, 30), date(2026, 7, 15)


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, settings: Settings) -> None:
    settings.LOA = settings.LOA.model_copy(update={"home": tmp_path, "ledger_key": "11" * 32})


@pytest.fixture
def province() -> Agency:
    return agency("Ủy ban nhân dân tỉnh", kind=AgencyKind.PEOPLES_COMMITTEE)


@pytest.fixture
def home(province: Agency) -> Agency:
    return agency("Sở Nội vụ", under=province)


@pytest.fixture
def officer(home: Agency) -> Person:
    return person(Role.OFFICER, home, full_name="Nguyễn Thị Kín")


@pytest.fixture
def monthly(province: Agency, home: Agency) -> Obligation:
    """Two items a month of this year."""
    made = duty(plan_of(province), home, quotas=[{"min": 2, "unit": "news item", "per": "month"}])
    laid(made.plan)
    return made


def march(obligation: Obligation) -> Occurrence:
    return obligation.occurrences.get(window_from=date(2026, 3, 1))


def shown(occurrence: Occurrence, owner: Agency, by: Person, *days: date) -> list[Evidence]:
    """Pieces of evidence that count for the occurrence, and the counters they come to."""
    made = [
        Evidence.objects.create(
            agency=owner, kind=EvidenceKind.ARTICLE, happened_on=day, title=f"Tin ngày {day}", source=Source.PERSON,
            recorded_by=by, recorded_at=timezone.now(),
        )
        for day in days
    ]  # fmt: skip
    for one in made:
        Match.objects.create(
            evidence=one, item=one, occurrence=occurrence, obligation=occurrence.obligation, agency=owner,
            happened_on=one.happened_on, state=MatchState.COUNTED,
        )  # fmt: skip
    Tally.objects.create(
        occurrence=occurrence, agency=owner, obligation=occurrence.obligation, branch=owner, required=2,
        counted=len(days), in_time=len(days), done="met" if len(days) > 1 else "part",
        done_on=sorted(days)[1] if len(days) > 1 else None, last_on=max(days),
    )  # fmt: skip
    return made


@pytest.fixture
def pieces(monthly: Obligation, home: Agency, officer: Person) -> list[Evidence]:
    return shown(march(monthly), home, officer, date(2026, 3, 2), date(2026, 3, 9))


def rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rb") as file:
        yield from map(json.loads, file)


def of(path: Path, section: str) -> list[dict[str, Any]]:
    return [row[section] for row in rows(path) if section in row]


@pytest.fixture
def path(province: Agency, pieces: list[Evidence], tmp_path: Path) -> Path:
    """The ledger of the province for half a year."""
    return write(province, tmp_path / "one.loa-ledger")


def write(owner: Agency, path: Path) -> Path:
    with path.open("wb") as file:
        write_ledger(file, Span(owner, FIRST, LAST, TODAY), signer())
    return path


def faults(path: Path) -> list[str]:
    with path.open("rb") as file:
        return [fault.code for fault in verify(file, key=signer().public).faults]


# ---------------------------------------------------------------------------------------------------------- the content


def test_a_ledger_of_an_agency_verifies_and_any_gunzip_reads_it(path: Path, pieces: list[Evidence]) -> None:
    assert faults(path) == []
    assert {row["id"] for row in of(path, "evidence")} == {one.pk for one in pieces}
    by_window = {row["occurrence"]: row for row in of(path, "duty")}
    assert len(by_window) == 6
    (met,) = [row for row in by_window.values() if row["matches"]]
    assert (met["standing"], met["tally"]["counted"], met["required"]) == ("met", 2, 2)
    assert of(path, "foot")[0]["standings"]["met"] == 1
    assert sum(of(path, "foot")[0]["standings"].values()) == 6


def test_files_and_stored_pages_stand_there_by_their_hashes(
    province: Agency, pieces: list[Evidence], officer: Person, tmp_path: Path
) -> None:
    EvidenceFile.objects.create(
        evidence=pieces[0], file=ContentFile(b"x", "a.jpg"), name="ảnh.jpg", media_type="image/jpeg", size=1,
        sha256="ab" * 32, added_by=officer,
    )  # fmt: skip
    PageCopy.objects.create(
        evidence=pieces[0], url="https://x.example/", fetched_at=timezone.now(), text="Nội dung trang", sha256="cd" * 32
    )
    first = of(write(province, tmp_path / "two"), "evidence")[0]
    assert first["files"] == [{"sha256": "ab" * 32, "size": 1, "type": "image/jpeg"}]
    assert first["pages"][0]["sha256"] == "cd" * 32


def test_people_stand_there_by_role_only(path: Path, officer: Person) -> None:
    assert {row["recorded_by"] for row in of(path, "evidence")} == {"officer"}
    text = gzip.decompress(path.read_bytes()).decode()
    assert officer.full_name not in text
    assert officer.email not in text


def test_a_decision_stands_there_with_its_reason_and_role(
    province: Agency, pieces: list[Evidence], tmp_path: Path
) -> None:
    judge = person(Role.COORDINATOR, province, full_name="Trần Văn Giấu")
    Match.objects.filter(evidence=pieces[0]).update(
        state=MatchState.REJECTED, decided_by=judge, decided_at=timezone.now(), decided_because="Sai lĩnh vực"
    )
    Tally.objects.update(counted=1, in_time=1, done="part", done_on=None)
    path = write(province, tmp_path / "two")
    assert faults(path) == []
    told = [match for row in of(path, "duty") for match in row["matches"] if "decided" in match]
    assert [(one["decided"]["by"], one["decided"]["because"]) for one in told] == [("coordinator", "Sai lĩnh vực")]
    assert judge.full_name not in gzip.decompress(path.read_bytes()).decode()


def test_evidence_that_counts_for_nothing_stands_there_too(
    province: Agency, home: Agency, monthly: Obligation, officer: Person, tmp_path: Path
) -> None:
    shown(march(monthly), home, officer, date(2026, 3, 2))
    Match.objects.all().delete()
    Tally.objects.all().delete()
    path = write(province, tmp_path / "two")
    assert len(of(path, "evidence")) == 1
    assert faults(path) == []


def test_of_another_agency_nothing_stands_there(province: Agency, pieces: list[Evidence], tmp_path: Path) -> None:
    beside = agency("Sở khác", under=province)
    path = write(beside, tmp_path / "two")
    assert of(path, "duty") == of(path, "evidence") == []
    assert faults(path) == []


def test_counters_that_do_not_agree_with_their_proof_are_found(
    province: Agency, pieces: list[Evidence], tmp_path: Path
) -> None:
    Tally.objects.update(counted=3)
    assert "tally" in faults(write(province, tmp_path / "two"))


def test_it_takes_the_same_queries_for_one_piece_and_for_many(
    province: Agency, home: Agency, monthly: Obligation, officer: Person, tmp_path: Path
) -> None:
    counts: list[int] = []
    for number in (2, 30):
        month = monthly.occurrences.get(window_from=date(2026, 2 + len(counts), 1))
        shown(month, home, officer, *[month.window_from] * number)
        with CaptureQueriesContext(connection) as queries:
            write(province, tmp_path / "two")
        counts.append(len(queries))
    assert counts[0] == counts[1]


# --------------------------------------------------------------------------------------------------------------- verbs


@pytest.fixture
def asked(province: Agency, pieces: list[Evidence]) -> LedgerExport:
    return ask_for_ledger(province, FIRST, LAST, by=person(Role.AUDITOR, province), on=TODAY)


def test_a_ledger_that_is_asked_for_is_written_checked_and_kept(asked: LedgerExport) -> None:
    write_asked(asked, on=TODAY)
    asked.refresh_from_db()
    assert asked.state == LedgerState.DONE
    kept: Any = asked.file.open()
    assert verify(kept, key=signer().public).whole
    assert asked.size == asked.file.size > 0
    assert [row.verb for row in Entry.objects.order_by("number")][-2:] == ["ledger.export", "ledger.write"]
    assert Entry.objects.latest("number").after["sha256"] == asked.sha256  # type: ignore[index]  # it has values
    assert Notice.objects.get().code == "ledger.done"


def test_a_ledger_with_wrong_counters_is_not_given_out(asked: LedgerExport) -> None:
    Tally.objects.update(counted=9)
    write_asked(asked, on=TODAY)
    asked.refresh_from_db()
    assert (asked.state, asked.file.name, asked.counts["fault"]) == (LedgerState.FAILED, "", "tally")
    assert Notice.objects.get().code == "ledger.failed"


def test_a_task_that_is_done_twice_writes_once(asked: LedgerExport) -> None:
    write_asked(asked, on=TODAY)
    write_asked(asked, on=TODAY)
    assert Entry.objects.filter(verb="ledger.write").count() == 1


def test_a_ledger_is_forgotten_when_its_time_is_over(asked: LedgerExport) -> None:
    write_asked(asked, on=TODAY)
    name = asked.file.name or ""
    assert forget_ledgers() == 0
    LedgerExport.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert forget_ledgers() == 1
    assert not default_storage.exists(name)
    asked.refresh_from_db()
    assert asked.state == LedgerState.EXPIRED
    assert asked.sha256


def test_who_may_not_and_days_that_cannot_be(province: Agency, home: Agency) -> None:
    for by in (person(Role.OFFICER, province), person(Role.AUDITOR, home), person()):
        with pytest.raises(Forbidden):
            ask_for_ledger(province, FIRST, LAST, by=by, on=TODAY)
    by = person(Role.COORDINATOR, province)
    for first, last in ((LAST, FIRST), (FIRST, date(2030, 1, 1))):
        with pytest.raises(ValidationError):
            ask_for_ledger(province, first, last, by=by, on=TODAY)


def test_asked_for_twice_while_it_is_being_written_it_is_one(asked: LedgerExport, province: Agency) -> None:
    by = person(Role.LEADER, province)
    assert ask_for_ledger(province, FIRST, LAST, by=by, on=TODAY) == asked


# --------------------------------------------------------------------------------------------------------------- pages


def test_the_page_asks_and_the_file_is_fetched(
    province: Agency, pieces: list[Evidence], django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    client = Client()
    client.force_login(person(Role.COORDINATOR, province))
    given = {"agency": str(province.key), "first_day": "01/01/2026", "last_day": "30/06/2026"}
    with django_capture_on_commit_callbacks() as callbacks:
        client.post(reverse("monitoring:ledger"), given)
    assert any("write_ledger" in repr(callback) for callback in callbacks)
    made = LedgerExport.objects.get()
    assert client.get(reverse("monitoring:ledger-file", args=[made.key])).status_code == 404
    write_asked(made, on=TODAY)
    response = client.get(reverse("monitoring:ledger-file", args=[made.key]))
    assert b"".join(response.streaming_content)[:2] == b"\x1f\x8b"  # type: ignore[attr-defined]  # a stream
    page = client.get(reverse("monitoring:ledger")).content.decode()
    assert made.sha256 in page
    assert signer().public in page


def test_strangers_get_neither_page_nor_file(asked: LedgerExport, home: Agency) -> None:
    write_asked(asked, on=TODAY)
    client = Client()
    client.force_login(person(Role.COORDINATOR, home))
    assert client.get(reverse("monitoring:ledger-file", args=[asked.key])).status_code == 403
    page = client.get(reverse("monitoring:ledger"))
    assert str(asked.key) not in page.content.decode()
    client.force_login(person(Role.OFFICER, home))
    assert client.get(reverse("monitoring:ledger")).status_code == 403


def test_the_public_key_is_open_to_all() -> None:
    assert Client().get(reverse("monitoring:ledger-key")).content.decode().strip() == signer().public


# --------------------------------------------------------------------------------------------------------- the command


def loa(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    told = {name: value for name, value in os.environ.items() if not name.startswith(("LOA_", "DJANGO_"))}
    return subprocess.run(
        [sys.executable, "-c", "from loa.cli import app; app()", "ledger", *map(str, arguments)],
        env={**told, "LOA_LANG": "en", **environment}, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip


def test_the_command_verifies_without_an_installation(path: Path, tmp_path: Path) -> None:
    done = loa("verify", path, "--key", signer().public, LOA_HOME=str(tmp_path / "none"))
    assert done.returncode == 0, done.stderr
    assert "evidence: 2" in done.stdout
    assert "standing met: 1" in done.stdout
    assert f"key: {signer().public}" in done.stdout
    assert not (tmp_path / "none").exists()


def test_the_command_says_what_is_wrong_and_where(path: Path, tmp_path: Path) -> None:
    whole = bytearray(path.read_bytes())
    whole[200] ^= 1
    path.write_bytes(whole)
    done = loa("verify", path)
    assert done.returncode == 1
    assert "bytes were changed (section=" in done.stderr
    assert "NOT whole" in done.stderr
    assert loa("verify", tmp_path / "none").returncode == 2
