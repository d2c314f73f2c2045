"""The files the demonstration is made of."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from loa.organizations.catalogue import AgencyKind, AgencyRow, Tier, Verified

__all__ = ["MissingSamples", "agency_rows", "document", "folder", "in_other_years", "people_rows", "shapes"]

_AGENCIES, _PEOPLE, _SHAPES = "lang-son-agencies.csv", "lang-son-people.csv", "lang-son-map.geojson"
_YEAR = re.compile(r"\b202[5-7]\b")
_WORDS = "word/document.xml"


class MissingSamples(Exception):
    """The installation came without the samples."""


def folder() -> Path:
    """Where the samples lie: in the installed package, or in the checkout it runs from. Raises MissingSamples."""
    package = Path(str(resources.files("loa")))
    for place in (package / "project" / "demo" / "files", package.parents[1] / "samples" / "demo"):
        if (place / _AGENCIES).is_file():
            return place
    raise MissingSamples


def _rows(name: str) -> Iterator[dict[str, str]]:
    yield from csv.DictReader(io.StringIO((folder() / name).read_text("utf-8")))


def agency_rows() -> list[AgencyRow]:
    """The agencies of the province and those they came from."""
    return [
        AgencyRow(**{field.name: _value(field.name, row[field.name]) for field in fields(AgencyRow)})
        for row in _rows(_AGENCIES)
    ]


def _value(name: str, text: str) -> Any:
    read = {"tier": Tier, "kind": AgencyKind, "verified": Verified}.get(name)
    if read is not None:
        return read(text)
    if name in ("valid_from", "valid_to"):
        return date.fromisoformat(text) if text else None
    if name == "predecessor_keys":
        return tuple(text.split(";")) if text else ()
    return text or (None if name in ("line_parent", "reporting_recipient", "guidance") else "")


def people_rows() -> list[dict[str, str]]:
    """Posts of people: email, full_name, title, agency_key, role."""
    return list(_rows(_PEOPLE))


def shapes() -> bytes:
    """The sketch of the communes."""
    return (folder() / _SHAPES).read_bytes()


def document(name: str, *, years: int = 0) -> SimpleUploadedFile:
    """A sample document as a browser would send it, its years moved by so many."""
    content = (folder() / name).read_bytes()
    if years:
        content = _moved(content, years) if name.endswith(".docx") else _moved_text(content, years)
        name = in_other_years(name, years)
    return SimpleUploadedFile(name, content)


def in_other_years(text: str, years: int) -> str:
    """The text with the years it was written for moved by so many."""
    return _YEAR.sub(lambda found: str(int(found[0]) + years), text)


def _moved_text(content: bytes, years: int) -> bytes:
    return in_other_years(content.decode("utf-8"), years).encode()


def _moved(content: bytes, years: int) -> bytes:
    """A DOCX whose words tell of other years."""
    moved = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(moved, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            part = old.read(entry)
            new.writestr(entry, _moved_text(part, years) if entry.filename == _WORDS else part)
    return moved.getvalue()
