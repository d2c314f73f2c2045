"""Writes a sample plan in the forms it meets in life: DOCX, HTML, PDF, a scanned PDF, ODT and RTF.

    python -m samples.forms samples/open/01-province-attributes-annex --out build/forms
    python -m samples.forms samples/open/02-commune-two-level --out build/forms --form pdf --form scan

Run it from the top of the repository. Every form is named after the plan's folder (`scan` gives `NAME.scan.pdf`,
`lists` gives `NAME.lists.html`, a web page whose items stand in lists). ODT and RTF need LibreOffice.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from samples.form_docx import write_docx
from samples.form_html import write_html
from samples.parts import Part, read_parts

__all__ = ["FORMS", "OfficeMissing", "write_form", "write_forms"]


class OfficeMissing(Exception):
    """LibreOffice, which writes ODT and RTF, is not installed."""


def write_forms(folder: Path, out: Path, forms: tuple[str, ...]) -> list[Path]:
    """Write the plan of `folder` into `out` in each of the forms; gives the files in that order."""
    out.mkdir(parents=True, exist_ok=True)
    parts = read_parts(folder / "plan.txt")
    return [write_form(form, parts, out / folder.name) for form in forms]


def write_form(form: str, parts: tuple[Part, ...], stem: Path) -> Path:
    """Write one form beside `stem`, with the ending of the form. Raises OfficeMissing, FontMissing."""
    ending, write = FORMS[form]
    out = stem.with_name(stem.name + ending)
    write(parts, out)
    return out


def _write_lists(parts: tuple[Part, ...], out: Path) -> None:
    write_html(parts, out, lists=True)


def _write_pdf(parts: tuple[Part, ...], out: Path) -> None:
    from samples.form_pdf import write_pdf  # noqa: PLC0415 - the other forms must not need Typst

    write_pdf(parts, out)


def _write_scan(parts: tuple[Part, ...], out: Path) -> None:
    from samples.form_pdf import write_pdf, write_scan  # noqa: PLC0415 - the other forms must not need Typst

    with tempfile.TemporaryDirectory() as folder:
        pdf = Path(folder) / "plan.pdf"
        write_pdf(parts, pdf)
        write_scan(pdf, out)


def _write_by_office(parts: tuple[Part, ...], out: Path) -> None:
    """Write DOCX and let LibreOffice convert it; its profile is a throw-away one, so that runs do not meet."""
    office = shutil.which("soffice")
    if office is None:
        raise OfficeMissing("LibreOffice is not installed; on Debian: apt-get install libreoffice-writer")
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / f"{out.stem}.docx"
        write_docx(parts, source)
        profile = f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}"
        into = ["--convert-to", out.suffix[1:], "--outdir", str(out.parent)]
        subprocess.run(
            [office, profile, "--headless", *into, str(source)], check=True, capture_output=True, timeout=120
        )


FORMS: dict[str, tuple[str, Callable[[tuple[Part, ...], Path], None]]] = {
    "docx": (".docx", write_docx),
    "html": (".html", write_html),
    "lists": (".lists.html", _write_lists),
    "pdf": (".pdf", _write_pdf),
    "scan": (".scan.pdf", _write_scan),
    "odt": (".odt", _write_by_office),
    "rtf": (".rtf", _write_by_office),
}
"""The forms by name: the ending of the file, and what writes it."""


def main() -> int:
    """Read the command line, write the forms, name the files on standard output."""
    parser = argparse.ArgumentParser(description="Write a sample plan in other file formats.")
    parser.add_argument("folder", type=Path, help="folder of the plan, holding plan.txt")
    parser.add_argument("--out", type=Path, required=True, help="folder to write into")
    parser.add_argument("--form", choices=FORMS, action="append", help="may be given again; without it, all forms")
    given = parser.parse_args()
    for path in write_forms(given.folder, given.out, tuple(given.form or FORMS)):
        print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
