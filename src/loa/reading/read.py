"""The entry of the library: a file, bytes or text in, a plan draft out."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from loa.reading.assemble import assemble
from loa.reading.errors import SourceNotFound
from loa.reading.extract import extract
from loa.reading.extraction import Extraction, Limits
from loa.reading.model import PlanDraft, Source
from loa.reading.respell import respelled

__all__ = ["Reading", "read", "read_text", "read_whole"]


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading a document gives: the draft, and the extraction it rests on, for who lays out the document."""

    draft: PlanDraft
    extraction: Extraction


def read(source: Path | bytes, *, name: str = "", limits: Limits | None = None) -> PlanDraft:
    """Read one document. `name` is what messages and ids call it; a path gives it by itself.

    Raises a subclass of `ReadingError` when the document cannot be read; a document that is no plan is no error:
    see `PlanDraft.not_a_plan`.
    """
    return read_whole(source, name=name, limits=limits).draft


def read_whole(
    source: Path | bytes,
    *,
    name: str = "",
    limits: Limits | None = None,
    extracted: Callable[[], None] | None = None,
) -> Reading:
    """As `read`, with the lines and tables of the document beside the draft.

    `extracted` is called when the text is at hand, mostly the longer half of the work, and its meaning still to come.
    """
    if isinstance(source, Path):
        name = name or source.name
        data = _bytes_of(source)
    else:
        data = source
    extraction = respelled(extract(data, name=name, limits=limits or Limits()))
    if extracted:
        extracted()
    return Reading(assemble(extraction, _source(extraction, data, name)), extraction)


def read_text(text: str, *, name: str = "text") -> PlanDraft:
    """Read a plan that is already plain text, one printed line a line."""
    return read(text.encode("utf-8"), name=name)


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise SourceNotFound(
            f"Không mở được tệp {path.name}: {error.strerror}. Kiểm tra lại đường dẫn và quyền đọc tệp.",
            f"{path.name} cannot be opened: {error.strerror}. Check the path and the right to read it.",
        ) from error


def _source(extraction: Extraction, data: bytes, name: str) -> Source:
    return Source(
        name=name,
        format=extraction.format,
        pages=extraction.pages,
        encoding=extraction.encoding,
        sha256=hashlib.sha256(data).hexdigest(),
        text=extraction.text,
        signatures=extraction.signatures,
    )
