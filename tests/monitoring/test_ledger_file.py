"""The file of a ledger: written, verified, and no byte of it changed unseen. No database is asked here."""

import io
import subprocess
import sys
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loa.monitoring.ledger import FORMAT, Checked, Fault, Section, Signer, Writer, signer_of, verify
from loa.monitoring.ledger.container import Part, digest, packed, sealed
from loa.monitoring.ledger.rows import line_of

SIGNER = Signer.of("11" * 32)
_SHA = "ab" * 32

Rows = list[tuple[Section, dict[str, Any]]]


def _evidence(number: int, day: str = "2026-03-05", **more: Any) -> dict[str, Any]:
    return {
        "id": number, "agency": 1, "happened_on": day, "state": "recorded", "files": [{"sha256": _SHA}], "pages": [],
    } | more  # fmt: skip


def rows() -> Rows:
    """An agency that owes two things for a month and has shown them, one of them late."""
    window = {"from": "2026-03-01", "to": "2026-03-31", "due_on": "2026-03-31", "closes_on": "2026-04-30"}
    told: Rows = [
        (Section.HEAD, {"format": FORMAT, "on": "2026-05-01", "agency": 1}),
        (Section.AGENCY, {"id": 1, "name": "Sở Nội vụ"}),
        (Section.OBLIGATION, {"id": 7, "text": "Đăng ít nhất 02 tin, bài mỗi tháng."}),
        (Section.OCCURRENCE, {"id": 9, "obligation": 7, **window}),
        (Section.EVIDENCE, _evidence(21)),
        (Section.EVIDENCE, _evidence(22, "2026-04-02")),
        (Section.EVIDENCE, _evidence(23, state="withdrawn")),
    ]
    matches = [
        {"evidence": 21, "on": "2026-03-05", "amount": 1, "state": "counted"},
        {"evidence": 22, "on": "2026-04-02", "amount": 1, "state": "counted"},
        {"evidence": 23, "on": "2026-03-05", "amount": 1, "state": "rejected"},
    ]
    tally = {"counted": 2, "in_time": 1, "done": "late", "done_on": "2026-04-02", "last_on": "2026-04-02"}
    duty = {"agency": 1, "occurrence": 9, "kind": "quota", "required": 2, "waived": False, "standing": "late"}
    told.append((Section.DUTY, {**duty, **window, "matches": matches, "tally": tally}))
    counts = {"agency": 1, "obligation": 1, "occurrence": 1, "evidence": 3, "duty": 1}
    told.append((Section.FOOT, {"counts": counts, "standings": {"late": 1}}))
    return told


def written(told: Rows, signer: Signer = SIGNER) -> bytes:
    file = io.BytesIO()
    writer = Writer(file, signer)
    for section, row in told:
        writer.put(section, row)
    writer.close()
    return file.getvalue()


def checked(data: bytes, **options: str) -> Checked:
    return verify(io.BytesIO(data), **options)


def test_a_ledger_that_nobody_touched_is_whole() -> None:
    found = checked(written(rows()), key=SIGNER.public)
    assert found.faults == []
    assert found.key == SIGNER.public
    assert found.counts["evidence"] == 3
    assert found.standings == {"late": 1}
    assert found.head["on"] == "2026-05-01"


def test_every_byte_that_is_changed_is_found() -> None:
    whole = written(rows())
    for at in range(len(whole)):
        changed = bytearray(whole)
        changed[at] ^= 0x01
        assert not checked(bytes(changed)).whole, at


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_whatever_is_done_to_the_bytes_is_found(data: st.DataObject) -> None:
    whole = written(rows())
    at = data.draw(st.integers(0, len(whole) - 1))
    end = data.draw(st.integers(at, min(at + 40, len(whole))))
    instead = data.draw(st.binary(max_size=40))
    changed = whole[:at] + instead + whole[end:]
    assert checked(changed).whole is (changed == whole)


@pytest.mark.parametrize("length", [0, 1, 100, 500, -1])
def test_a_ledger_cut_off_is_no_ledger(length: int) -> None:
    (fault,) = checked(written(rows())[:length]).faults
    assert fault.code in {"short", "seal"}


def test_what_was_changed_is_told_with_its_place() -> None:
    told = rows()
    more = [(Section.EVIDENCE, _evidence(number)) for number in range(100, 1400)]
    told[7:7] = more
    told[-1][1]["counts"]["evidence"] += len(more)
    whole = bytearray(written(told))
    assert checked(bytes(whole)).whole
    parts = whole.split(b"\x1f\x8b\x08\x00")
    third = len(b"\x1f\x8b\x08\x00".join(parts[:7])) + 40  # head, agency, obligation, occurrence, two of evidence
    whole[third] ^= 0xFF
    (fault,) = checked(bytes(whole)).faults
    first, last = map(int, fault.at.split("-"))
    assert fault.code == "part"
    assert first <= third < last
    assert ("section", "evidence") in fault.values
    assert ("rows", "1001-1303") in fault.values


def test_another_who_signs_is_found_by_the_key_that_is_expected() -> None:
    forged = written(rows(), Signer.of("22" * 32))
    assert checked(forged).whole
    assert [fault.code for fault in checked(forged, key=SIGNER.public).faults] == ["key"]


def test_a_signature_that_is_not_of_its_key_is_found() -> None:
    whole = written(rows())
    forged = whole.replace(SIGNER.public.encode(), Signer.of("22" * 32).public.encode())
    assert [fault.code for fault in checked(forged).faults] == ["seal"]  # its check sum does not fit either


def _told(change: Any) -> list[Fault]:
    told = deepcopy(rows())
    change(dict(told))
    return checked(written(told)).faults


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda row: row[Section.DUTY]["tally"].update(counted=3), "tally"),
        (lambda row: row[Section.DUTY]["tally"].update(done="met"), "tally"),
        (lambda row: row[Section.DUTY].update(standing="met"), "standing"),
        (lambda row: row[Section.DUTY]["matches"][2].update(state="counted"), "withdrawn"),
        (lambda row: row[Section.DUTY]["matches"][0].update(evidence=99), "unknown"),
        (lambda row: row[Section.DUTY]["matches"][0].update(on="2026-03-06"), "different"),
        (lambda row: row[Section.DUTY].update(due_on="2026-04-30"), "different"),
        (lambda row: row[Section.DUTY].update(agency=2), "unknown"),
        (lambda row: row[Section.DUTY].update(occurrence=2), "unknown"),
        (lambda row: row[Section.DUTY].pop("required"), "row"),
        (lambda row: row[Section.DUTY].update(kind="nonsense"), "row"),
        (lambda row: row[Section.OCCURRENCE].update(obligation=8), "unknown"),
        (lambda row: row[Section.EVIDENCE].update(id=1), "order"),
        (lambda row: row[Section.EVIDENCE].update(files=[{"sha256": "short"}]), "row"),
        (lambda row: row[Section.FOOT]["counts"].update(evidence=2), "count"),
        (lambda row: row[Section.FOOT]["standings"].update(met=1), "count"),
        (lambda row: row[Section.HEAD].update(format=2), "row"),
    ],
)
def test_a_signed_ledger_that_does_not_hold_together_is_found(change: Any, code: str) -> None:
    assert code in [fault.code for fault in _told(change)]


def test_an_order_of_sections_that_is_not_that_of_a_ledger_is_found() -> None:
    assert [fault.code for fault in checked(written(rows()[::-1])).faults] == ["order"]


@pytest.mark.parametrize("lines", [b"", b"{}\n", b'{"agency": {"id":1}}\n', b"\xff\n", b"[" * 100_000 + b"\n"])
def test_nonsense_under_a_good_signature_is_told_and_breaks_nothing(lines: bytes) -> None:
    part = packed(lines)
    index = packed(Part("agency", 1, len(part), digest(part)).line)
    assert not checked(part + index + sealed(len(part), index, SIGNER)).whole


@pytest.mark.parametrize("told", [{"part": 1}, {"part": {"section": "agency", "rows": 1, "size": "x", "sha256": _SHA}}])
def test_an_index_of_nonsense_is_told(told: dict[str, Any]) -> None:
    index = packed(line_of(told))
    assert [fault.code for fault in checked(index + sealed(0, index, SIGNER)).faults] == ["index"]


def test_the_key_of_an_installation_is_made_once_and_kept_to_its_owner(tmp_path: Path) -> None:
    first = signer_of(tmp_path / "new")
    assert signer_of(tmp_path / "new").public == first.public
    (kept,) = (tmp_path / "new").iterdir()
    assert kept.stat().st_mode & 0o777 == 0o600
    assert signer_of(tmp_path, "33" * 32).public == Signer.of("33" * 32).public != first.public


def test_a_ledger_is_verified_where_nothing_is_set_up(tmp_path: Path) -> None:
    file = tmp_path / "one.ledger"
    file.write_bytes(written(rows()))
    code = (
        "import sys; from loa.monitoring.ledger import verify; "
        f"found = verify(open({str(file)!r}, 'rb')); "
        "from django.conf import settings; assert not settings.configured; "
        "assert not {'sqlite3', 'psycopg'} & set(sys.modules); "
        "sys.exit(len(found.faults))"
    )
    assert subprocess.run([sys.executable, "-c", code], env={}, check=False).returncode == 0


def test_days_before_the_due_day_stand_as_they_stood_then() -> None:
    told = rows()
    told[0][1]["on"] = date(2026, 3, 20).isoformat()
    assert [fault.code for fault in checked(written(told)).faults] == []  # done late is done, whatever the day
