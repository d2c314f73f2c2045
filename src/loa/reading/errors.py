"""The errors a reading can end with: each says what is wrong and what to do, in Vietnamese and English."""

from dataclasses import dataclass

__all__ = [
    "BrokenDocument",
    "EmptyDocument",
    "EncryptedDocument",
    "Message",
    "MissingTool",
    "ReadingError",
    "SourceNotFound",
    "TooLarge",
    "UnknownFormat",
]


@dataclass(frozen=True, slots=True)
class Message:
    """One sentence for a person, in both languages of the interface."""

    vi: str
    en: str


class ReadingError(Exception):
    """A document cannot be read. Only the subclasses are raised; nothing else leaves `loa.reading`."""

    code = "reading-error"

    def __init__(self, vi: str, en: str) -> None:
        super().__init__(en)
        self.message = Message(vi, en)


class SourceNotFound(ReadingError):
    """The path names nothing that can be opened."""

    code = "source-not-found"


class EmptyDocument(ReadingError):
    """The file has no bytes, or nothing but blanks."""

    code = "empty-document"


class UnknownFormat(ReadingError):
    """The bytes are of no format Loa reads (judged by content, not by the file's name)."""

    code = "unknown-format"


class BrokenDocument(ReadingError):
    """The format is known but the file is damaged."""

    code = "broken-document"


class EncryptedDocument(ReadingError):
    """The file opens only with a password."""

    code = "encrypted-document"


class TooLarge(ReadingError):
    """The file, what it unpacks to, its pages, its text or the time it takes are beyond the limits."""

    code = "too-large"


class MissingTool(ReadingError):
    """The format needs a program that is not installed (Tesseract for scans, LibreOffice for DOC)."""

    code = "missing-tool"
