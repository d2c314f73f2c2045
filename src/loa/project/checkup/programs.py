"""Versions of what Loa runs on, and the programs it calls."""

import platform
import shutil
import subprocess
from collections.abc import Iterator

import django

from loa import __version__
from loa.project.checkup.finding import Finding, fair, good

__all__ = ["findings"]


def findings() -> Iterator[Finding]:
    """Loa, Python, Django; Tesseract and LibreOffice, without which some documents cannot be read."""
    yield good(
        "Phiên bản", "Versions", f"Loa {__version__}, Python {platform.python_version()}, Django {django.__version__}"
    )
    yield _tesseract()
    yield _office()


def _tesseract() -> Finding:
    names = ("Nhận dạng bản quét", "Scans")
    told = _said("tesseract", "--version")
    if told and "vie" in _said("tesseract", "--list-langs").split():
        return good(*names, told.splitlines()[0])
    return fair(
        *names, told.splitlines()[0] if told else "tesseract: –",
        "Không đọc được bản quét. Cài: apt-get install tesseract-ocr tesseract-ocr-vie",
        "Scans cannot be read. Install: apt-get install tesseract-ocr tesseract-ocr-vie",
    )  # fmt: skip


def _office() -> Finding:
    names = ("Tệp DOC", "DOC files")
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program:
        return good(*names, _said(program, "--version").strip() or program)
    return fair(
        *names, "LibreOffice: –",
        "Không đọc được tệp .doc cũ. Cài: apt-get install libreoffice-writer-nogui",
        "Old .doc files cannot be read. Install: apt-get install libreoffice-writer-nogui",
    )  # fmt: skip


def _said(*command: str) -> str:
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return (done.stdout or done.stderr) if done.returncode == 0 else ""
