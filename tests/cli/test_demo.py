"""`loa demo`: its folder, and the words it starts with. The story it tells is tried in tests/project/test_demo.py."""

import json
import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from loa.cli import app
from loa.project.demo.home import NotOurs, claim, loaded, remember


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
    claim(home, fresh=False)
    assert not (home / "loa.sqlite3").exists()
    remember(home, on=date(2026, 3, 2))
    (home / "loa.sqlite3").write_text("whole")
    claim(home, fresh=False)
    assert (home / "loa.sqlite3").read_text() == "whole"


def test_another_version_or_the_wish_for_it_loads_anew(tmp_path: Path) -> None:
    home = tmp_path / "demo"
    for spoil in (lambda: (home / ".loa-demo").write_text(json.dumps({"version": "0.0", "on": "2026-01-01"})), None):
        claim(home, fresh=False)
        remember(home, on=date(2026, 3, 2))
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
