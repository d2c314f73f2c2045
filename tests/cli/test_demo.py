"""`loa demo`: its folder, and the words it starts with. The story it tells is tried in tests/project/test_demo.py."""

import json
import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from loa.cli import app
from loa.project.demo.home import InUse, NotOurs, begun, claim, held, loaded, remember


@pytest.fixture(autouse=True)
def own_environment() -> Iterator[None]:
    """The command sets variables for the processes it starts; none may outlive the test."""
    before = dict(os.environ)
    yield
    os.environ.clear()
    os.environ.update(before)


def test_a_folder_with_other_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("x")
    result = CliRunner().invoke(app, ["demo", "--check", "--home", str(tmp_path)], env={"LOA_LANG": "en"})
    assert result.exit_code == 2
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_only_what_was_loaded_to_its_end_is_taken_up_again(tmp_path: Path) -> None:
    home = tmp_path / "demo"
    claim(home, fresh=False)
    (home / "loa.sqlite3").write_text("half")
    assert begun(home)
    claim(home, fresh=False)
    assert not (home / "loa.sqlite3").exists()
    remember(home, on=date(2026, 3, 2), sites_port=8790)
    assert not begun(home)
    (home / "loa.sqlite3").write_text("whole")
    claim(home, fresh=False)
    assert (home / "loa.sqlite3").read_text() == "whole"


def test_another_version_or_the_wish_for_it_loads_anew(tmp_path: Path) -> None:
    home = tmp_path / "demo"
    for spoil in (lambda: (home / ".loa-demo").write_text(json.dumps({"version": "0.0", "on": "2026-01-01"})), None):
        claim(home, fresh=False)
        remember(home, on=date(2026, 3, 2), sites_port=8790)
        (home / "loa.sqlite3").write_text("old")
        if spoil:
            spoil()
            assert loaded(home) is None
        claim(home, fresh=spoil is None)
        assert not (home / "loa.sqlite3").exists()


def test_nothing_of_others_is_thrown_away_even_when_asked(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("x")
    with pytest.raises(NotOurs):
        claim(tmp_path, fresh=True)
    assert (tmp_path / "mine.txt").exists()


def test_one_process_at_a_time_has_the_folder_and_who_comes_second_is_told_where_it_runs(tmp_path: Path) -> None:
    home = tmp_path / "demo"
    with held(home) as said:
        said.write_text("http://127.0.0.1:8000/", "utf-8")
        with pytest.raises(InUse, match="8000"):
            held(home).__enter__()
        result = CliRunner().invoke(app, ["demo", "--check", "--home", str(home)], env={"LOA_LANG": "en"})
        assert result.exit_code == 2
        assert "http://127.0.0.1:8000/" in result.output
    with held(home) as said:
        assert not said.exists()


def test_a_folder_that_cannot_be_made_is_named_with_the_reason(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    place = tmp_path / "file" / "demo"
    result = CliRunner().invoke(app, ["demo", "--check", "--home", str(place)], env={"LOA_LANG": "en"})
    assert result.exit_code == 2
    assert "--home" in result.output
