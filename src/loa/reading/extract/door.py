"""The door: finds out what a file is, has it read, and lets out nothing but an Extraction or a typed error."""

from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from typing import Protocol, cast

from loa.reading.errors import Message, ReadingError
from loa.reading.extract import refusal
from loa.reading.extract.detect import Format, detect, name_differs
from loa.reading.extraction import Extraction, FileSignature, Limits, Note

__all__ = ["admit", "extract"]

_BLANKS = b"\0 \t\r\n\f\v"


class _Reader(Protocol):
    def __call__(self, data: bytes, *, limits: Limits) -> Extraction: ...


# Readers are loaded when first needed: the libraries for PDF and signatures take longer to load than a plan to read.
_READERS = {
    Format.TEXT: ("text", "extract_text"),
    Format.HTML: ("html", "extract_html"),
    Format.MHTML: ("html", "extract_html"),
    Format.DOCX: ("docx", "extract_docx"),
    Format.DOC: ("doc", "extract_doc"),
    Format.ODT: ("opendocument", "extract_odt"),
    Format.RTF: ("rtf", "extract_rtf"),
    Format.PDF: ("pdf", "extract_pdf"),
    Format.IMAGE: ("ocr", "extract_image"),
}
_OPEN_AS = "hãy xuất phần văn bản thành DOCX hoặc PDF", "export the text as DOCX or PDF"
_UNPACK = "hãy giải nén rồi chọn từng tệp", "unpack it and choose its files"
_NOT_READ = {
    Format.SPREADSHEET: ("bảng tính (Excel, Calc)", "a spreadsheet", *_OPEN_AS),
    Format.SLIDES: ("bản trình chiếu (PowerPoint, Impress)", "a presentation", *_OPEN_AS),
    Format.OTHER_OFFICE: ("tệp văn phòng không phải văn bản", "an office file without a text document", *_OPEN_AS),
    Format.XML: ("dữ liệu XML", "XML data", *_OPEN_AS),
    Format.MEDIA: ("tệp âm thanh hoặc video", "audio or video", "hãy chọn tệp văn bản", "choose a text document"),
    Format.HEIC: ("ảnh HEIC", "a HEIC picture", "hãy lưu ảnh thành JPEG hoặc PDF", "save it as JPEG or PDF"),
    Format.PACKED: ("tệp nén", "a packed file", *_UNPACK),
    Format.ZIP: ("tệp ZIP gồm nhiều tệp", "a ZIP of files", *_UNPACK),
}
_SIGNED = {
    "docx": b"_xmlsignatures/",
    "odt": b"META-INF/documentsignatures.xml",
    "pdf": b"/ByteRange",
    "scan": b"/ByteRange",
}
_PICTURES = {Format.DOCX: b"word/media/", Format.ODT: b"Pictures/", Format.RTF: b"\\pict", Format.HTML: b"<img"}
"""What the bytes of a file hold when there are pictures in it."""


def admit(data: bytes, *, limits: Limits = Limits()) -> Format:  # noqa: B008 - frozen
    """The kind of a file that can be read, told at once from its first bytes: enough to refuse what never can.

    Raises TooLarge, EmptyDocument, EncryptedDocument or UnknownFormat; the reading itself may still fail.
    """
    if len(data) > limits.file_bytes:
        raise refusal.too_large("dung lượng tệp", "its size in bytes is", limits.file_bytes)
    if not data.strip(_BLANKS):
        raise refusal.empty()
    kind = detect(data)
    if kind is Format.LOCKED:
        raise refusal.encrypted("Office")
    if kind in _NOT_READ:
        raise refusal.not_read(*_NOT_READ[kind])
    return kind


def extract(data: bytes, *, name: str = "", limits: Limits = Limits()) -> Extraction:  # noqa: B008 - frozen
    """The text, lines and tables of a file. `name` is only compared with the kind found.

    Raises one of the subclasses of ReadingError, whatever the bytes are.
    """
    kind = admit(data, limits=limits)
    extraction = _guarded(kind, data, limits)
    if not extraction.text.strip():
        raise refusal.only_pictures() if _PICTURES.get(kind, b"\0" * 9) in data else refusal.empty()
    if name_differs(name, extraction.format):
        extraction = replace(extraction, notes=(*extraction.notes, _differs(name, extraction.format)))
    return extraction


def _guarded(kind: Format, data: bytes, limits: Limits) -> Extraction:
    """The reading of one kind of file; whatever else a parser may raise becomes a typed error here."""
    try:
        reader = cast(_Reader, _loaded(*_READERS[kind]))
        extraction = reader(data, limits=limits)
        return replace(extraction, signatures=extraction.signatures or _signatures(data, extraction.format))
    except ReadingError:
        raise
    except MemoryError:
        raise refusal.too_large("bộ nhớ cần dùng", "the memory it needs is", limits.unpacked_bytes) from None
    except Exception as problem:
        raise refusal.broken(kind.upper()) from problem


def _signatures(data: bytes, format: str) -> tuple[FileSignature, ...]:
    if format not in _SIGNED or _SIGNED[format] not in data:
        return ()
    signatures_of = cast(Callable[[bytes, str], tuple[FileSignature, ...]], _loaded("signatures", "signatures_of"))
    return signatures_of(data, format)


def _loaded(module: str, function: str) -> object:
    return getattr(import_module(f"loa.reading.extract.{module}"), function)


def _differs(name: str, format: str) -> Note:
    return Note(
        "extension-differs",
        Message(
            f"Tên tệp là “{name}” nhưng nội dung thuộc loại {format}; tệp được đọc theo nội dung.",
            f"The file is named “{name}” but its content is {format}; it was read by its content.",
        ),
    )
