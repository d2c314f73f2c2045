"""`loa read` from the outside: what stands on which stream, what lies in which file, how it ends."""

import json
import os
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from tests.writing.factory import TEXT
from typer.testing import CliRunner

from loa import __version__
from loa.cli import app

_NEWS = "Sáng nay, tỉnh khai trương trung tâm hành chính công.\nNhiều người dân đến dự.\n"


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "kế hoạch.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.fixture
def news(tmp_path: Path) -> Path:
    path = tmp_path / "news.txt"
    path.write_text(_NEWS, encoding="utf-8")
    return path


@dataclass
class _Done:
    returncode: int
    stdout: bytes
    stderr: bytes


def _loa(*words: str | Path, language: str = "vi", given: bytes = b"") -> _Done:
    environment = {"LOA_LANG": language, "COLUMNS": "100"}
    result = CliRunner().invoke(app, list(map(str, words)), env=environment, input=given)
    return _Done(result.exit_code, result.stdout_bytes, result.stderr_bytes)


def _process(*words: str | Path, language: str = "vi") -> subprocess.CompletedProcess[bytes]:
    """The same in a process of its own: the language of the help is settled when the program starts."""
    command = [sys.executable, "-c", "from loa.cli import app; app()", *map(str, words)]
    environment = {**os.environ, "LOA_LANG": language, "PYTHONWARNINGS": "error"}
    return subprocess.run(command, env=environment, capture_output=True, check=False, timeout=120)


def _told(done: _Done) -> list[str]:
    return done.stderr.decode().splitlines()


def test_json_of_one_file_is_all_that_stands_on_standard_output(plan: Path) -> None:
    done = _loa("read", plan, "--format", "json")
    read = json.loads(done.stdout)
    assert (done.returncode, read["document"]["number"]) == (0, "12/KH-UBND")
    assert read["source"]["text"] == TEXT


def test_table_is_the_default_and_folds_to_the_width(plan: Path) -> None:
    done = _loa("read", plan)
    lines = done.stdout.decode().splitlines()
    assert done.returncode == 0
    assert any("Suối Hoa" in line for line in lines)
    assert max(map(len, lines)) <= 100


@pytest.mark.parametrize(
    ("form", "beginning"),
    [("akn", b"<?xml"), ("csv", b"\xef\xbb\xbfM"), ("html", b"<!DOCTYPE html>"), ("xlsx", b"PK\x03\x04")],
)
def test_other_forms_go_to_standard_output_too(plan: Path, form: str, beginning: bytes) -> None:
    done = _loa("read", plan, "--format", form)
    assert (done.returncode, done.stdout[: len(beginning)]) == (0, beginning)


def test_workbook_on_standard_output_is_whole(plan: Path) -> None:
    done = _loa("read", plan, "--format", "xlsx", "--lang", "en")
    assert load_workbook(BytesIO(done.stdout)).sheetnames[0] == "Obligations"


def test_standard_input_is_read(plan: Path) -> None:
    done = _loa("read", "-", "--format", "json", given=plan.read_bytes())
    assert json.loads(done.stdout)["document"]["number"] == "12/KH-UBND"


def test_no_plan_is_a_valid_reading_with_the_reason_on_standard_error(news: Path) -> None:
    done = _loa("read", news, "--format", "json")
    read = json.loads(done.stdout)
    assert (done.returncode, read["document"]["type"], read["obligations"]) == (0, None, [])
    assert _told(done) == [f"news.txt: {read['not_a_plan']['vi']}"]


def test_several_files_as_json_need_a_folder(plan: Path, news: Path) -> None:
    done = _loa("read", plan, news, "--format", "json")
    assert (done.returncode, done.stdout) == (2, b"")
    assert _told(done) == ["Có 2 văn bản: thêm --out THƯ_MỤC để ghi mỗi văn bản một tệp json."]


def test_several_files_as_tables_follow_each_other_in_order(plan: Path, news: Path) -> None:
    second = plan.with_name("b.txt")
    second.write_text(TEXT, encoding="utf-8")
    done = _loa("read", second, news, plan)
    shown = [line for line in done.stdout.decode().splitlines() if line in ("b.txt", "kế hoạch.txt")]
    assert (done.returncode, shown) == (0, ["b.txt", "kế hoạch.txt"])


def test_one_file_that_fails_does_not_stop_the_others(plan: Path, tmp_path: Path) -> None:
    plans = tmp_path / "plans"
    plans.mkdir()
    (plans / "a.txt").write_bytes(plan.read_bytes())
    (plans / "empty.docx").write_bytes(b"")
    (plans / "noise.pdf").write_bytes(b"%PDF-1.7 broken")
    done = _loa("read", plans, "--format", "json", "--out", tmp_path / "out", "--jobs", "2", language="en")
    assert done.returncode == 1
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["a.json"]
    told = _told(done)
    assert {line.partition(":")[0] for line in told[:-1]} == {"empty.docx", "noise.pdf"}
    assert told[-1].startswith("1 plan, ")
    assert "2 files could not be read. Results are in " in told[-1]


def test_members_of_a_zip_keep_their_folders(plan: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.write(plan, "tỉnh/một.txt")
        archive.write(plan, "xã/hai.txt")
    done = _loa("read", tmp_path / "all.zip", "--format", "csv", "--out", tmp_path / "out")
    written = sorted(path.relative_to(tmp_path / "out").as_posix() for path in (tmp_path / "out").rglob("*.csv"))
    assert (done.returncode, written) == (0, ["all/tỉnh/một.csv", "all/xã/hai.csv"])


def test_results_are_not_overwritten_unless_told(plan: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert _loa("read", plan, "--format", "json", "--out", out).returncode == 0
    done = _loa("read", plan, "--format", "json", "--out", out)
    assert done.returncode == 2
    assert "--force" in _told(done)[0]
    assert _loa("read", plan, "--format", "json", "--out", out, "--force").returncode == 0


@pytest.mark.parametrize(
    ("words", "vietnamese", "english"),
    [
        (("read", "nowhere.docx"), "Không có tệp hoặc thư mục “nowhere.docx”.", "There is no file or folder “nowhere"),
        (("read", "a", "--nope"), "Không có tùy chọn --nope. Xem --help.", "No such option: --nope"),
        (("read", "a", "--format", "doc"), "Thiếu hoặc sai giá trị của --format", "Invalid value for '--format'"),
        (("frob",), "Lệnh chưa đúng. Xem --help.", "No such command 'frob'"),
    ],
)
def test_misuse_is_told_in_one_sentence(words: tuple[str, ...], vietnamese: str, english: str) -> None:
    for language, sentence in (("vi", vietnamese), ("en", english)):
        done = _loa(*words, language=language)
        assert (done.returncode, done.stdout, len(_told(done))) == (2, b"", 1)
        assert _told(done)[0].startswith(sentence)


def test_a_typed_error_is_one_sentence_and_exit_code_one(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    for words in ((), ("--explain", "1")):
        done = _loa("read", tmp_path / "empty.txt", *words)
        assert (done.returncode, done.stdout, len(_told(done))) == (1, b"", 1)
        assert "Traceback" not in done.stderr.decode()


def test_explain_shows_rules_and_words(plan: Path) -> None:
    done = _loa("read", plan, "--explain", "1", "--lang", "en")
    assert done.returncode == 0
    assert done.stdout.decode().startswith("Obligation 1")
    assert "Words matched" in done.stdout.decode()


def test_there_is_nothing_to_explain_beyond_the_plan(plan: Path) -> None:
    done = _loa("read", plan, "--explain", "999")
    assert (done.returncode, done.stdout) == (2, b"")
    assert _told(done)[0].startswith("Không có nhiệm vụ 999: văn bản này có ")


def test_a_reader_that_goes_away_early_is_no_error(plan: Path) -> None:
    command = f'"{sys.executable}" -c "from loa.cli import app; app()" read "{plan}" --format json | head -c 10'
    done = subprocess.run(["bash", "-c", command], capture_output=True, check=False, timeout=60)
    assert (done.stdout, done.stderr) == (b'{\n  "docum', b"")


@pytest.mark.skipif(sys.platform == "win32", reason="signals of the shell")
def test_ctrl_c_stops_cleanly(tmp_path: Path) -> None:
    program = "import os,signal;from loa.cli import app;from loa.cli import outcome,batch;"
    program += "batch.outcome_of=lambda task: os.kill(os.getpid(), signal.SIGINT);app()"
    (tmp_path / "a.txt").write_text(TEXT)
    done = subprocess.run(
        [sys.executable, "-c", program, "read", str(tmp_path / "a.txt")], capture_output=True, check=False, timeout=60
    )
    assert done.returncode == 130
    assert len(done.stderr.decode().splitlines()) == 1


def test_help_teaches_by_examples_in_both_languages() -> None:
    vietnamese = _process("read", "--help").stdout.decode()
    assert "loa read ke-hoach.docx" in vietnamese
    assert "Usage" not in vietnamese
    assert "loa read plan.docx" in _process("read", "--help", language="en").stdout.decode()


def test_version() -> None:
    assert _process("--version").stdout.decode() == f"loa {__version__}\n"
