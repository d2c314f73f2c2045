"""DOC (Word before 2007, also Word's XML of 2003): turned into DOCX by LibreOffice where it is installed."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from loa.reading.extract import refusal
from loa.reading.extract.docx import extract_docx
from loa.reading.extraction import Extraction, Limits

__all__ = ["extract_doc"]

_PROGRAMS = (
    "soffice",
    "libreoffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
)
# No macro runs, nothing linked is fetched, no question is asked.
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


def extract_doc(data: bytes, *, limits: Limits) -> Extraction:
    """What `extract_docx` reads from the converted file.

    Raises MissingTool where LibreOffice is not installed, TooLarge when the time is used up, BrokenDocument when
    LibreOffice cannot open the file. Leaves no file and no process behind.
    """
    program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if program is None:
        raise refusal.no_writer("DOC")
    with tempfile.TemporaryDirectory(prefix="loa-doc-", ignore_cleanup_errors=True) as folder:
        converted = _convert(program, Path(folder), data, limits.seconds)
    return replace(extract_docx(converted, limits=limits), format="doc")


def _convert(program: str, folder: Path, data: bytes, seconds: float) -> bytes:
    source = folder / "document.doc"
    source.write_bytes(data)
    profile = folder / "profile" / "user"
    profile.mkdir(parents=True)
    (profile / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
    command = [
        program,
        "--headless",
        "--norestore",
        "--nolockcheck",
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--convert-to",
        "docx:MS Word 2007 XML",
        "--outdir",
        str(folder),
        str(source),
    ]
    _run(command, folder, seconds)
    target = folder / "document.docx"
    if not target.exists():
        raise refusal.broken("DOC")
    return target.read_bytes()


def _run(command: list[str], folder: Path, seconds: float) -> None:
    """Runs LibreOffice in a process group of its own, so that no part of it stays behind."""
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        env={**os.environ, "HOME": str(folder)},
        start_new_session=True,
    )
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        raise refusal.slow(seconds) from None
    finally:
        _end(process)


def _end(process: "subprocess.Popen[bytes]") -> None:
    if sys.platform == "win32":
        process.kill()
    else:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()
