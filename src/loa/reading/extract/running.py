"""Running heads, feet and notes of formats that keep them apart from the body."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from loa.reading.errors import Message
from loa.reading.extract.manuscript import Paragraph, Part
from loa.reading.extraction import Note

__all__ = ["NOTES_APART", "numbered_note", "running_heads"]

NOTES_APART = Note(
    "notes-apart",
    Message("Chú thích cuối trang được đặt ở cuối văn bản.", "Footnotes and endnotes stand at the end of the text."),
)
"""Tells that the notes of a document stand after its body, so that they cut no sentence."""

_PAGE_NUMBER = re.compile(r"[\s\d/.,|()\[\]–—-]*(?:(?:trang|page)[\s\d/.–-]*(?:of)?[\s\d]*)?", re.IGNORECASE)


def running_heads(parts: Iterable[Part]) -> Iterator[Paragraph]:
    """The paragraphs of heads and feet, each text once, without those that are only page numbers."""
    seen: set[str] = set()
    for paragraph in _paragraphs(parts):
        words = paragraph.text.strip()
        if words not in seen and not _PAGE_NUMBER.fullmatch(words):
            seen.add(words)
            yield paragraph


def numbered_note(parts: list[Part], number: int) -> list[Part]:
    """The parts of a note with its number before the first words."""
    for index, part in enumerate(parts):
        if isinstance(part, Paragraph) and part.text.strip():
            return [*parts[:index], replace(part, label=f"({number}) "), *parts[index + 1 :]]
    return parts


def _paragraphs(parts: Iterable[Part]) -> Iterator[Paragraph]:
    for part in parts:
        if isinstance(part, Paragraph):
            yield part
        else:
            for row in part.rows:
                for cell in row.cells:
                    yield from _paragraphs(cell.parts)
