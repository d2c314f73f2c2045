"""A ZIP of documents: its members one by one, each to be read by its own bytes."""

import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath

from loa.reading.errors import ReadingError
from loa.reading.extract import refusal
from loa.reading.extract.detect import Format, detect
from loa.reading.extract.package import read_counted
from loa.reading.extraction import Limits

__all__ = ["Member", "is_archive", "members"]

_MOST = 10_000
"""Members of one archive, those of archives inside it included."""
_JUNK = {"thumbs.db", "desktop.ini", ".ds_store"}


@dataclass(frozen=True, slots=True)
class Member:
    """A document in an archive. `problem` says why it has no data (a password, damage)."""

    name: str
    data: bytes = b""
    problem: ReadingError | None = None


@dataclass
class _Budget:
    """What the archive and those inside it may still ask for."""

    bytes: int
    members: int = _MOST


def is_archive(data: bytes) -> bool:
    """Whether the bytes are a ZIP of documents, and not an office file, which is a ZIP of its own parts."""
    return data.startswith((b"PK\x03\x04", b"PK\x05\x06")) and detect(data) is Format.ZIP


def members(data: bytes, name: str = "", limits: Limits = Limits()) -> Iterator[Member]:  # noqa: B008 - frozen
    """The documents of a ZIP in its order, unpacked one at a time, those of a ZIP inside it too (one level).

    Names are made harmless (no way out of a folder) and begin with the archive's own name where one is given. Raises
    BrokenDocument when the archive cannot be opened and TooLarge when it holds too much; what is wrong with a single
    member stands in that member.
    """
    if len(data) > limits.file_bytes:
        raise refusal.too_large("dung lượng tệp", "its size in bytes is", limits.file_bytes)
    yield from _members(data, _harmless(name), limits, _Budget(limits.unpacked_bytes), inner=False)


def _members(data: bytes, folder: str, limits: Limits, budget: _Budget, *, inner: bool) -> Iterator[Member]:
    try:
        archive = zipfile.ZipFile(BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as problem:
        raise refusal.broken("ZIP") from problem
    with archive:
        infos = [info for info in archive.infolist() if _is_document(info)]
        budget.members -= len(infos)
        if budget.members < 0:
            raise refusal.too_large("số tệp trong ZIP", "the files in the ZIP are", _MOST)
        for info in infos:
            member = _unpacked(archive, info, folder, limits, budget)
            if inner or not is_archive(member.data):
                yield member
                continue
            try:
                yield from _members(member.data, member.name, limits, budget, inner=True)
            except ReadingError as problem:
                if problem.code == "too-large":
                    raise
                yield Member(member.name, problem=problem)


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo, folder: str, limits: Limits, budget: _Budget) -> Member:
    name = "/".join(part for part in (folder, _harmless(_named(info))) if part)
    if info.flag_bits & 1:
        return Member(name, problem=refusal.encrypted("ZIP"))
    try:
        data = read_counted(archive, info, budget.bytes)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError):
        return Member(name, problem=refusal.broken("ZIP"))
    if data is None:
        raise refusal.too_large("dung lượng sau khi giải nén", "its unpacked size is", limits.unpacked_bytes)
    budget.bytes -= len(data)
    return Member(name, data)


def _is_document(info: zipfile.ZipInfo) -> bool:
    """Not a folder, an entry without a name, nor what Windows and macOS leave in archives."""
    path = PurePosixPath(info.filename.replace("\\", "/"))
    return not (
        info.filename.endswith("/")  # `is_dir` fails on an entry without a name
        or "__MACOSX" in path.parts
        or path.name.lower() in _JUNK
        or path.name.startswith((".", "~$"))
        or not path.name
    )


def _named(info: zipfile.ZipInfo) -> str:
    """The member's name; UTF-8 that the archive does not declare, which Windows and macOS write, is recognised."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return info.filename


def _harmless(name: str) -> str:
    """The name as a path that stays below its folder, without control characters."""
    plain = "".join(letter for letter in name.replace("\\", "/") if letter.isprintable())
    parts = [part.strip() for part in plain.split("/")]
    return "/".join(part.replace(":", "_") for part in parts if part not in ("", ".", ".."))
