"""The folder of the demonstration: made, known again, thrown away."""

import json
import shutil
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from loa import __version__

__all__ = ["Loaded", "NotOurs", "claim", "loaded", "remember"]

_MARK = ".loa-demo"


class NotOurs(Exception):
    """The folder holds files of somebody else."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What lies in a folder that was loaded to its end."""

    version: str
    on: str


def claim(folder: Path, *, fresh: bool) -> None:
    """Makes the folder and marks it as the demonstration's. Raises NotOurs when it is not.

    What was loaded only in part, or by another version, is thrown away, and everything is where `fresh` asks for it.
    """
    mark = folder / _MARK
    if folder.is_dir() and any(folder.iterdir()) and not mark.exists():
        raise NotOurs
    if mark.exists() and (fresh or loaded(folder) is None):
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    if not mark.exists():
        mark.write_text("{}", "utf-8")


def loaded(folder: Path) -> Loaded | None:
    """What the folder holds, or None where nothing of this version was loaded to its end."""
    try:
        told = Loaded(**json.loads((folder / _MARK).read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None
    return told if told.version == __version__ else None


def remember(folder: Path, on: date) -> None:
    """Notes that all is loaded."""
    (folder / _MARK).write_text(json.dumps(asdict(Loaded(__version__, on.isoformat()))), "utf-8")
