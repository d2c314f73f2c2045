"""Turns the translations that people write (`.po`) into what gettext reads (`.mo`), with nothing to install."""

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

__all__ = ["catalogues", "compile_messages"]

_ROOMS = Path(__file__).parents[1]


def catalogues(rooms: Path = _ROOMS) -> Iterator[Path]:
    """The translations of every room."""
    return iter(sorted(rooms.glob("*/locale/*/LC_MESSAGES/django.po")))


def compile_messages(rooms: Path = _ROOMS) -> int:
    """Makes each `.mo` that is missing or older than its `.po`; gives how many.

    Several processes may do it at once. Where the package may not be written, as in a system-wide installation,
    the files that came with it are left as they are.
    """
    stale = [po for po in catalogues(rooms) if _is_stale(po)]
    with contextlib.suppress(PermissionError):
        for po in stale:
            _compile(po)
    return len(stale)


def _is_stale(po: Path) -> bool:
    mo = po.with_suffix(".mo")
    return not mo.exists() or mo.stat().st_mtime_ns < po.stat().st_mtime_ns


def _compile(po: Path) -> None:
    with po.open("rb") as source:
        catalogue = read_po(source, locale=po.parts[-3])
    handle, name = tempfile.mkstemp(dir=po.parent, suffix=".tmp")
    with os.fdopen(handle, "wb") as made:
        write_mo(made, catalogue)
    made_at = Path(name)
    made_at.chmod(0o644)
    made_at.replace(po.with_suffix(".mo"))


if __name__ == "__main__":
    compile_messages()
