"""The commands of an installation, each as people run it: in a process of its own, on a home of its own."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

LOA = [sys.executable, "-c", "from loa.cli import app; app()"]
PASSWORD = "mot mat khau dai"  # noqa: S105  # of a database that lives for the test


def environment(home: Path, **settings: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LOA_", "DJANGO_"))}
    return {**kept, "LOA_HOME": str(home), "LOA_LANG": "en", "LOA_LOG_LEVEL": "ERROR", **settings}


def run(home: Path, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*LOA, *words], env=environment(home, **settings), capture_output=True, text=True, timeout=120, check=False,
        stdin=subprocess.DEVNULL,
    )  # fmt: skip


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation with an administrator."""
    home = tmp_path_factory.mktemp("loa") / "home"
    who = ("--email", "chief@example.vn", "--name", "Quản Trị", "--agency", "Ủy ban nhân dân tỉnh X")
    done = run(home, "init", *who, LOA_ADMIN_PASSWORD=PASSWORD)
    assert done.returncode == 0, done.stderr
    return home


def test_an_installation_can_be_made_ready_again_and_asks_for_nobody(home: Path) -> None:
    again = run(home, "init")
    assert again.returncode == 0
    assert "was made" not in again.stderr


def test_a_weak_password_is_refused_and_nothing_is_left_behind(tmp_path: Path) -> None:
    who = ("--email", "chief@example.vn", "--name", "A", "--agency", "B")
    done = run(tmp_path, "init", *who, LOA_ADMIN_PASSWORD="1234567890")  # noqa: S106  # weak on purpose
    assert done.returncode == 2
    assert "was not made" in done.stderr
    assert run(tmp_path, "audit", "verify").stdout == "0:\n"


def test_the_doctor_finds_a_sound_installation_sound(home: Path) -> None:
    done = run(home, "doctor")
    assert done.returncode == 0, done.stdout
    assert "✗" not in done.stdout


def test_the_doctor_says_what_to_do_about_each_fault(home: Path) -> None:
    key = home / "secret-key"
    key.chmod(0o644)
    wrong = {"LOA_BASE_URL": "http://loa.example", "LOA_EMAIL_URL": "smtp://127.0.0.1:9"}
    try:
        done = run(home, "doctor", **wrong)
    finally:
        key.chmod(0o600)
    assert done.returncode == 1
    for advice in (f"chmod 600 {key}", "Add loa.example to LOA_HOSTS", "Check LOA_EMAIL_URL", "HTTPS"):
        assert advice in done.stdout


def test_the_doctor_meets_a_database_that_is_not_there(tmp_path: Path) -> None:
    done = run(tmp_path, "doctor", LOA_DATABASE_URL="postgresql://nobody@127.0.0.1:9/none")
    assert done.returncode == 1
    assert "Check LOA_DATABASE_URL" in done.stdout
    assert "Traceback" not in done.stderr


def test_the_doctor_meets_a_database_without_tables(tmp_path: Path) -> None:
    done = run(tmp_path, "doctor")
    assert (done.returncode, done.stderr) == (1, "")
    assert "loa init" in done.stdout


def test_a_setting_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    done = run(tmp_path, "doctor", LOA_UPLOAD_LIMIT_MB="much")
    assert done.returncode == 2
    assert "LOA_UPLOAD_LIMIT_MB" in done.stderr


@pytest.mark.parametrize("command", [["serve"], ["worker"], ["audit", "verify"]])
def test_nothing_starts_on_a_database_that_does_not_fit(tmp_path: Path, command: list[str]) -> None:
    done = run(tmp_path, *command)
    assert done.returncode == 2
    assert "loa init" in done.stderr


def test_the_trail_is_proved_and_a_kept_end_recognised(home: Path) -> None:
    done = run(home, "audit", "verify")
    head = done.stdout.strip()
    assert done.returncode == 0
    assert re.fullmatch(r"[1-9]\d*:[0-9a-f]{64}", head)
    assert run(home, "audit", "verify", "--expect", head).returncode == 0
    assert run(home, "audit", "verify", "--expect", f"1:{'0' * 64}").returncode == 1
    assert run(home, "audit", "verify", "--expect", "nonsense").returncode == 2


def test_a_worker_ends_when_nothing_is_left_to_do(home: Path) -> None:
    assert run(home, "worker", "--until-idle", "--at-once", "1").returncode == 0


# ---------------------------------------------------------------------------------------------------------------- serve


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture
def server(home: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        [*LOA, "serve", "--port", str(port)], env=environment(home), start_new_session=True, stderr=subprocess.DEVNULL
    )
    _until(lambda: status(port, "/healthz") == 200)
    yield process
    if process.poll() is None:
        process.kill()
        process.wait()


def status(port: int, path: str) -> int:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


def _until(true: Callable[[], object], seconds: float = 120) -> None:
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, "it did not come to pass"
        time.sleep(0.1)


def test_the_server_brings_pages_and_a_worker_and_takes_both_away(
    home: Path, port: int, server: subprocess.Popen[bytes]
) -> None:
    assert status(port, "/accounts/login/") == 200
    _until(lambda: re.search(r"✓ Worker +1", run(home, "doctor").stdout))
    server.send_signal(signal.SIGTERM)
    assert server.wait(60) == 0
    assert status(port, "/healthz") == 0
    assert not re.search(r"✓ Worker", run(home, "doctor").stdout)


def test_a_killed_server_frees_its_address(port: int, server: subprocess.Popen[bytes]) -> None:
    server.kill()
    server.wait()
    _until(lambda: status(port, "/healthz") == 0)


def test_a_taken_address_is_told(home: Path, port: int) -> None:
    with socket.create_server(("127.0.0.1", port)):
        done = run(home, "serve", "--port", str(port))
    assert done.returncode == 1
    assert "another program may be using it" in done.stderr
