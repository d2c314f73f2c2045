"""Finds the documents to read: files, all documents in a folder, all in a ZIP; and where their results go."""

import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from loa.cli.voice import Failure
from loa.reading import ReadingError
from loa.reading.errors import Message
from loa.reading.extract import is_archive, members

__all__ = ["Found", "gather"]

_DOCUMENTS = frozenset(
    {
        *(".docx", ".docm", ".doc", ".odt", ".rtf", ".pdf", ".html", ".htm", ".txt", ".md", ".markdown", ".zip"),
        *(".png", ".jpg", ".jpeg", ".tif", ".tiff", ".webp"),
    }
)
"""The files of a folder that are read; a file named outright is read whatever its name."""


@dataclass(frozen=True, slots=True)
class Found:
    """A document: what to call it, where its bytes lie, or why it has none."""

    name: str
    path: Path
    problem: Message | None = None


def gather(paths: Iterable[Path], unpacked: Path) -> list[Found]:
    """All documents, in the order given, folders in alphabetical order. Members of a ZIP are written to `unpacked`.

    Names are relative to the folder given, with `/`, so that results keep the shape of the folder. The path `-` is
    standard input. Raises `Failure` when a path does not exist.
    """
    found: list[Found] = []
    for path in paths:
        if path.is_dir():
            for inner in _documents_in(path):
                found.extend(_opened(inner, inner.relative_to(path).as_posix(), unpacked))
        elif str(path) == "-":
            found.extend(_opened(_standard_input(unpacked), "stdin", unpacked))
        elif path.exists():
            found.extend(_opened(path, path.name, unpacked))
        else:
            raise Failure(f"Không có tệp hoặc thư mục “{path}”.", f"There is no file or folder “{path}”.")
    return found


def _standard_input(unpacked: Path) -> Path:
    path = unpacked / "stdin"
    path.write_bytes(sys.stdin.buffer.read())
    return path


def _documents_in(folder: Path) -> Iterator[Path]:
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if Path(name).suffix.lower() in _DOCUMENTS and not name.startswith((".", "~$")):
                yield Path(place, name)


def _opened(path: Path, name: str, unpacked: Path) -> Iterator[Found]:
    """The document itself, or the documents in it if it is a ZIP."""
    archive = _archive_bytes(path)
    if not archive:
        yield Found(name, path)
        return
    stem = PurePosixPath(name).with_suffix("").as_posix()
    folder = Path(tempfile.mkdtemp(dir=unpacked))
    try:
        for number, member in enumerate(members(archive, stem)):
            place = folder / str(number)
            if member.problem is None:
                place.write_bytes(member.data)
            yield Found(member.name, place, member.problem.message if member.problem else None)
    except ReadingError as error:
        yield Found(name, path, error.message)


def _archive_bytes(path: Path) -> bytes:
    """The bytes of a ZIP of documents; none for any other file, which is left to the reader."""
    try:
        with path.open("rb") as file:
            if file.read(2) != b"PK":
                return b""
            data = b"PK" + file.read()
    except OSError:
        return b""
    return data if is_archive(data) else b""
