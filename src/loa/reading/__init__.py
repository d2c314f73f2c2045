"""Reads a plan document: `read(path_or_bytes) -> PlanDraft`. Pure Python, usable alone as a library."""

from loa.reading.errors import (
    BrokenDocument,
    EmptyDocument,
    EncryptedDocument,
    Message,
    MissingTool,
    ReadingError,
    SourceNotFound,
    TooLarge,
    UnknownFormat,
)
from loa.reading.extraction import Limits
from loa.reading.model import Obligation, Party, PlanDraft
from loa.reading.read import Reading, read, read_text, read_whole

__all__ = [
    "BrokenDocument",
    "EmptyDocument",
    "EncryptedDocument",
    "Limits",
    "Message",
    "MissingTool",
    "Obligation",
    "Party",
    "PlanDraft",
    "Reading",
    "ReadingError",
    "SourceNotFound",
    "TooLarge",
    "UnknownFormat",
    "read",
    "read_text",
    "read_whole",
]
