import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from loa.cli import app


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The folder and the words of one run of the demo."""
    out = tmp_path_factory.mktemp("demo") / "out"
    result = CliRunner().invoke(app, ["demo", "--out", str(out), "--lang", "vi"])
    assert result.exit_code == 0, result.stderr
    return out, result.stdout


def test_each_plan_is_written_in_every_form(made: tuple[Path, str]) -> None:
    names = {path.name for path in made[0].iterdir()}
    for plan in ("province", "commune"):
        assert {f"{plan}{suffix}" for suffix in (".html", ".xlsx", ".json", ".akn.xml")} <= names
        assert json.loads((made[0] / f"{plan}.json").read_text("utf-8"))["obligations"]


def test_tables_are_shown_and_the_next_steps_told(made: tuple[Path, str]) -> None:
    assert "Nội dung nhiệm vụ" in made[1]
    assert str(made[0] / "province.html") in made[1]
    assert made[1].rstrip().endswith("loa read ke-hoach.docx")


def test_the_demo_may_be_run_again_in_its_own_folder(made: tuple[Path, str]) -> None:
    assert CliRunner().invoke(app, ["demo", "--out", str(made[0])]).exit_code == 0


def test_a_folder_with_other_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("x")
    result = CliRunner().invoke(app, ["demo", "--out", str(tmp_path), "--lang", "en"])
    assert result.exit_code == 2
    assert "holds other files" in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
