"""The door: finds out what a file is, has it read, and lets out nothing but an Extraction or a typed error."""

from dataclasses import replace

from loa.reading.errors import Message, ReadingError
from loa.reading.extract import refusal
from loa.reading.extract.detect import Format, detect, name_differs
from loa.reading.extract.text import extract_text
from loa.reading.extraction import Extraction, Limits, Note

__all__ = ["extract"]

_BLANKS = b"\0 \t\r\n\f\v"


def extract(data: bytes, *, name: str = "", limits: Limits = Limits()) -> Extraction:  # noqa: B008 - frozen
    """The text, lines and tables of a file. `name` is only compared with the kind found.

    Raises one of the subclasses of ReadingError, whatever the bytes are.
    """
    if len(data) > limits.file_bytes:
        raise refusal.too_large("dung lượng tệp", "its size in bytes is", limits.file_bytes)
    if not data.strip(_BLANKS):
        raise refusal.empty()
    kind = detect(data)
    try:
        extraction = _read(kind, data, limits)
    except ReadingError:
        raise
    except MemoryError:
        raise refusal.too_large("bộ nhớ cần dùng", "the memory it needs is", limits.unpacked_bytes) from None
    except Exception as problem:
        raise refusal.broken(kind.upper()) from problem
    if not extraction.text.strip():
        raise refusal.empty()
    if name_differs(name, extraction.format):
        extraction = replace(extraction, notes=(*extraction.notes, _differs(name, extraction.format)))
    return extraction


def _read(kind: Format, data: bytes, limits: Limits) -> Extraction:
    if kind is Format.TEXT:
        return extract_text(data, limits=limits)
    raise refusal.unknown()


def _differs(name: str, format: str) -> Note:
    return Note(
        "extension-differs",
        Message(
            f"Tên tệp là “{name}” nhưng nội dung thuộc loại {format}; tệp được đọc theo nội dung.",
            f"The file is named “{name}” but its content is {format}; it was read by its content.",
        ),
    )
