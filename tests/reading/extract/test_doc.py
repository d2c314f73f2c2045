import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from tests.reading.extract.checking import assert_sound, flags, printed, tables
from tests.reading.extract.test_docx import saved

from loa.reading.errors import BrokenDocument, MissingTool, TooLarge
from loa.reading.extract import extract
from loa.reading.extraction import Limits

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
needs_office = pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")


def plan() -> bytes:
    """A DOCX with automatic numbers and a ruled table, complete enough for other programs."""
    document = docx.Document()
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.add_run("KẾ HOẠCH").bold = True
    for text in ("Đưa tin mỗi tháng", "Phát thanh mỗi tuần", "Mở chuyên mục"):
        document.add_paragraph(text, style="List Number")
    document.add_paragraph("Trên mạng xã hội", style="List Bullet")
    table = document.add_table(2, 3, style="Table Grid")
    for index, text in enumerate(("TT", "Việc", "Hạn", "1", "Đăng tải", "Quý I")):
        table.cell(index // 3, index % 3).text = text
    document.add_paragraph("Hết.")
    return saved(document)


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the plan as LibreOffice writes it in its other formats."""
    folder = tmp_path_factory.mktemp("office")
    source = folder / "plan.docx"
    source.write_bytes(plan())
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    for format in ("doc", "odt", "fodt", "rtf"):
        command = [str(OFFICE), profile, "--headless", "--convert-to", format, "--outdir", str(folder), str(source)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
    return folder


@needs_office
@pytest.mark.office
@pytest.mark.parametrize("format", ["doc", "odt", "fodt", "rtf"])
def test_the_same_plan_in_every_office_format(converted: Path, format: str) -> None:
    expected = extract(plan())
    extraction = extract((converted / f"plan.{format}").read_bytes(), name=f"plan.{format}")
    assert_sound(extraction)
    assert extraction.format == {"fodt": "odt"}.get(format, format)
    assert extraction.notes == ()
    assert printed(extraction) == printed(expected)
    assert tables(extraction) == tables(expected)
    for flag in ("bold", "centred", "whole"):
        assert flags(extraction, flag) == flags(expected, flag)


@needs_office
@pytest.mark.office
def test_no_process_and_no_file_stays_behind(converted: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with pytest.raises(TooLarge):
        extract((converted / "plan.doc").read_bytes(), limits=Limits(seconds=0.1))
    assert list(tmp_path.iterdir()) == []
    if sys.platform == "linux":
        until = time.monotonic() + 60  # what was killed goes when the machine comes to it
        while (left := _running_in(tmp_path)) and time.monotonic() < until:
            time.sleep(0.1)
        assert left == []


def _running_in(folder: Path) -> list[str]:
    lines = [_command(process) for process in Path("/proc").iterdir() if process.name.isdecimal()]
    return [line for line in lines if str(folder) in line]


def _command(process: Path) -> str:
    try:
        return (process / "cmdline").read_bytes().decode(errors="replace")
    except OSError:
        return ""


def ole(*streams: str) -> bytes:
    """The start of an OLE container that names some streams."""
    entries = b""
    for stream in streams:
        wide = stream.encode("utf-16-le")
        entries += wide.ljust(64, b"\0") + (len(wide) + 2).to_bytes(2, "little") + b"\0" * 62
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + entries + b"\0" * 512


def test_without_libreoffice_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", os.devnull)
    with pytest.raises(MissingTool) as caught:
        extract(ole("WordDocument"))
    assert "LibreOffice" in caught.value.message.vi


@needs_office
@pytest.mark.office
def test_a_damaged_doc_is_broken() -> None:
    with pytest.raises(BrokenDocument):
        extract(ole("WordDocument"))
