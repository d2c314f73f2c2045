"""Running heads and feet of formats that keep them apart from the body."""

import re
from collections.abc import Iterable, Iterator

from loa.reading.extract.manuscript import Paragraph, Part

__all__ = ["running_heads"]

_PAGE_NUMBER = re.compile(r"[\s\d/.,|()\[\]–—-]*(?:(?:trang|page)[\s\d/.–-]*(?:of)?[\s\d]*)?", re.IGNORECASE)


def running_heads(parts: Iterable[Part]) -> Iterator[Paragraph]:
    """The paragraphs of heads and feet, each text once, without those that are only page numbers."""
    seen: set[str] = set()
    for paragraph in _paragraphs(parts):
        words = paragraph.text.strip()
        if words not in seen and not _PAGE_NUMBER.fullmatch(words):
            seen.add(words)
            yield paragraph


def _paragraphs(parts: Iterable[Part]) -> Iterator[Paragraph]:
    for part in parts:
        if isinstance(part, Paragraph):
            yield part
        else:
            for row in part.rows:
                for cell in row.cells:
                    yield from _paragraphs(cell.parts)
