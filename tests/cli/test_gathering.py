import io
import zipfile
from pathlib import Path

import pytest

from loa.cli.gathering import gather
from loa.cli.voice import Failure


@pytest.fixture
def unpacked(tmp_path: Path) -> Path:
    folder = tmp_path / "unpacked"
    folder.mkdir()
    return folder


def _zip(path: Path, **members: str) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return path


def test_a_folder_gives_its_documents_in_order_and_nothing_else(tmp_path: Path, unpacked: Path) -> None:
    folder = tmp_path / "plans"
    for name in ("b.txt", "a/c.docx", ".hidden.txt", "~$b.docx", "picture.gif", ".git/x.txt", "a/b.PDF"):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    assert [document.name for document in gather([folder], unpacked)] == ["b.txt", "a/b.PDF", "a/c.docx"]


def test_a_file_named_outright_is_taken_whatever_its_name(tmp_path: Path, unpacked: Path) -> None:
    path = tmp_path / "plan.xyz"
    path.write_text("x")
    assert [(found.name, found.path) for found in gather([path], unpacked)] == [("plan.xyz", path)]


def test_a_zip_gives_its_members(tmp_path: Path, unpacked: Path) -> None:
    path = _zip(tmp_path / "plans.zip", **{"xã/a.txt": "một", "b.txt": "hai"})
    found = gather([path], unpacked)
    assert [document.name for document in found] == ["plans/xã/a.txt", "plans/b.txt"]
    assert [document.path.read_text() for document in found] == ["một", "hai"]


def test_two_zips_do_not_mix_their_members(tmp_path: Path, unpacked: Path) -> None:
    found = gather([_zip(tmp_path / "a.zip", x="1"), _zip(tmp_path / "b.zip", x="2")], unpacked)
    assert [(document.name, document.path.read_text()) for document in found] == [("a/x", "1"), ("b/x", "2")]


def test_no_member_leaves_the_folder_of_results(tmp_path: Path, unpacked: Path) -> None:
    path = _zip(tmp_path / "evil.zip", **{"../../up.txt": "x", "/root.txt": "y", "c:\\windows.txt": "z"})
    for document in gather([path], unpacked):
        assert ".." not in document.name
        assert not document.name.startswith("/")
        assert document.path.resolve().is_relative_to(unpacked.resolve())


def test_a_broken_zip_is_one_document_with_a_problem_or_left_to_the_reader(tmp_path: Path, unpacked: Path) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("a.txt", "x" * 1000)
    path = tmp_path / "broken.zip"
    path.write_bytes(data.getvalue()[:500])
    assert [found.name for found in gather([path], unpacked)] == ["broken.zip"]


def test_a_path_that_is_not_there_ends_the_command(tmp_path: Path, unpacked: Path) -> None:
    with pytest.raises(Failure, match="There is no file or folder"):
        gather([tmp_path / "nowhere.docx"], unpacked)
