from pathlib import Path, PurePosixPath

import pytest

from loa.cli.results import ensure_free, result_names, write_result
from loa.cli.voice import Failure


def _names(*names: str) -> list[str]:
    return [str(path) for path in result_names(names, ".json")]


def test_results_keep_the_shape_of_the_folder() -> None:
    assert _names("a/plan.docx", "b/plan.docx") == ["a/plan.json", "b/plan.json"]


def test_documents_that_would_share_a_result_keep_their_whole_names() -> None:
    assert _names("plan.docx", "plan.pdf", "Other.txt") == ["plan.docx.json", "plan.pdf.json", "Other.json"]


def test_the_same_name_twice_is_counted() -> None:
    assert _names("plan.docx", "plan.docx", "PLAN.docx") == ["plan.docx.json", "plan.docx-2.json", "PLAN.docx-3.json"]


def test_names_without_a_suffix() -> None:
    assert [str(name) for name in result_names(["stdin"], ".akn.xml")] == ["stdin.akn.xml"]
    assert result_names([], ".json") == []
    assert PurePosixPath("x.json") in result_names(["x"], ".json")


def test_what_stands_there_is_not_overwritten_unless_told(tmp_path: Path) -> None:
    (tmp_path / "plan.json").write_text("mine")
    with pytest.raises(Failure, match="is there already"):
        ensure_free([tmp_path / "plan.json"], force=False)
    ensure_free([tmp_path / "plan.json"], force=True)
    ensure_free([tmp_path / "other.json"], force=False)


def test_writing_makes_folders_and_leaves_nothing_beside(tmp_path: Path) -> None:
    write_result(tmp_path / "a" / "b.json", b"{}")
    assert (tmp_path / "a" / "b.json").read_bytes() == b"{}"
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["b.json"]


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Failure, match="cannot be written"):
        write_result(tmp_path / "file" / "b.json", b"{}")
