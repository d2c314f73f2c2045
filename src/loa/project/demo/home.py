"""The folder of the demonstration: made, known again, thrown away, held by one process at a time."""

import contextlib
import json
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from loa import __version__

__all__ = ["InUse", "Loaded", "NotOurs", "begun", "claim", "held", "loaded", "remember"]

_MARK, _LOCK, _ADDRESS = ".loa-demo", ".loa-demo-lock", ".loa-demo-address"


class NotOurs(Exception):
    """The folder holds files of somebody else."""


class InUse(Exception):
    """Another process loads into the folder or runs from it; `address` is where, empty while it loads."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.address = address


@dataclass(frozen=True, slots=True)
class Loaded:
    """What lies in a folder that was loaded to its end; `sites_port` is where the sites of its links are served."""

    version: str
    on: str
    sites_port: int


@contextlib.contextmanager
def held(folder: Path) -> Iterator[Path]:
    """Holds the folder until the block is left or the process ends, however it ends; gives where to say the address.

    Raises InUse, and NotOurs where the folder is somebody else's.
    """
    _refuse_others(folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / _MARK).touch()
    # A lock of SQLite: the system lets go of it when the process dies, on every system alike.
    lock = sqlite3.connect(folder / _LOCK, timeout=0, isolation_level=None)
    try:
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error):
                raise OSError(str(error)) from error
            raise InUse(_said(folder / _ADDRESS)) from None
        (folder / _ADDRESS).unlink(missing_ok=True)
        yield folder / _ADDRESS
    finally:
        lock.close()


def _refuse_others(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise NotOurs
    if folder.is_dir() and any(folder.iterdir()) and not (folder / _MARK).exists():
        raise NotOurs


def _said(address: Path) -> str:
    try:
        return address.read_text("utf-8").strip()
    except OSError:
        return ""


def begun(folder: Path) -> bool:
    """Whether something was loaded only in part: somebody stopped it, or the machine did."""
    return (folder / "loa.sqlite3").exists() and not (folder / _MARK).read_text("utf-8").strip()


def claim(folder: Path, *, fresh: bool) -> None:
    """Makes the folder and marks it as the demonstration's. Raises NotOurs when it is not.

    What was loaded only in part, or by another version, is thrown away, and everything is where `fresh` asks for it.
    """
    _refuse_others(folder)
    folder.mkdir(parents=True, exist_ok=True)
    if fresh or loaded(folder) is None:
        (folder / _MARK).write_text("", "utf-8")
        for child in folder.iterdir():
            if child.name not in (_MARK, _LOCK, _ADDRESS):
                shutil.rmtree(child) if child.is_dir() else child.unlink()


def loaded(folder: Path) -> Loaded | None:
    """What the folder holds, or None where nothing of this version was loaded to its end."""
    try:
        told = Loaded(**json.loads((folder / _MARK).read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None
    return told if told.version == __version__ else None


def remember(folder: Path, on: date, *, sites_port: int) -> None:
    """Notes that all is loaded."""
    told = Loaded(__version__, on.isoformat(), sites_port)
    (folder / _MARK).write_text(json.dumps(asdict(told)), "utf-8")
