"""Plain text and Markdown: printed lines as they stand, tables found in them, pages by form feeds."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace

from loa.reading.errors import Message
from loa.reading.extract import refusal, sizes
from loa.reading.extract.encodings import decode_bytes
from loa.reading.extract.manuscript import PRINTED_LINE
from loa.reading.extract.text_tables import find_tables
from loa.reading.extraction import Block, Extraction, Limits, Line, Note, Table

__all__ = ["extract_text"]

_PRINTED = re.compile(r"[^\n\f]+")
_STRONG = re.compile(r"(?m)^[ \t]*(?:#{1,6}\s+\S|\*\*\S.*|__\S.*\S__\s*$)")
_LISTED = re.compile(r"\s*(?:[-*+•▪]\s|\d{1,3}[.)]\s|#{1,6}\s|\|)")
_HEADING = re.compile(r"#{1,6}\s+")
_EMPHASIS = re.compile(r"(?<!\\)(\*{1,3}|_{2,3})")


def extract_text(data: bytes, *, limits: Limits) -> Extraction:
    """The decoded file itself as text, every printed line a Line, tables of tabs, pipes or HTML tags as Tables.

    In Markdown the lines of a paragraph are marked whole where the paragraph ends, and bold where they are.
    """
    decoded = decode_bytes(data)
    text = decoded.text
    if not text.strip():
        raise refusal.empty()
    if len(text) > limits.characters:
        raise refusal.too_large("số ký tự", "its characters are", limits.characters)
    if text.count("\n") > sizes.LINES:
        raise refusal.too_large("số dòng", "its lines are", sizes.LINES)
    pages = text.count("\f") + 1
    if pages > limits.pages:
        raise refusal.too_large("số trang", "its pages are", limits.pages)
    markdown = _is_markdown(text)
    blocks = _blocks(text, markdown)
    notes = (_damage(decoded.damaged),) if decoded.damaged else ()
    return Extraction("markdown" if markdown else "txt", text, blocks, pages, decoded.encoding, notes=notes)


def _damage(count: int) -> Note:
    return Note(
        "damaged-characters",
        Message(
            f"Có {count} ký tự bị hỏng trong tệp và được thay bằng dấu \ufffd.",
            f"{count} damaged characters of the file were replaced by \ufffd.",
        ),
    )


def _blocks(text: str, markdown: bool) -> tuple[Block, ...]:
    breaks = [found.start() for found in re.finditer("\f", text)]
    tables = find_tables(text, lambda offset: bisect_left(breaks, offset) + 1)
    lines = list(_lines(text, breaks))
    if markdown:
        lines = list(_marked_up(text, lines))
    return tuple(_woven(lines, tables))


def _lines(text: str, breaks: list[int]) -> Iterator[Line]:
    for found in _PRINTED.finditer(text):
        printed = found.group()
        words = printed.strip()
        if words:
            start = found.start() + len(printed) - len(printed.lstrip())
            yield Line(start, start + len(words), bisect_left(breaks, start) + 1)


def _woven(lines: list[Line], tables: list[tuple[int, int, Table]]) -> Iterator[Block]:
    """Lines and tables in reading order; lines within the bounds of a table belong to it."""
    waiting = iter(tables)
    current = next(waiting, None)
    for line in lines:
        while current is not None and line.start >= current[1]:
            yield current[2]
            current = next(waiting, None)
        if current is None or line.start < current[0]:
            yield line
    while current is not None:
        yield current[2]
        current = next(waiting, None)


def _is_markdown(text: str) -> bool:
    """Whether headings are marked as Markdown does; asterisks at line starts alone may be footnotes or bullets."""
    return len(_STRONG.findall(text)) >= 2


def _marked_up(text: str, lines: list[Line]) -> Iterator[Line]:
    whole = _has_whole_paragraphs(lines)
    strong, slanted = False, False
    for index, line in enumerate(lines):
        following = lines[index + 1].start if index + 1 < len(lines) else len(text)
        gap = text.count("\n", line.end, following) > 1 or following == len(text)
        heading = _HEADING.match(text, line.start, line.end)
        start = heading.end() if heading else line.start
        bold, italic, strong, slanted = _emphasis(text[start : line.end], strong, slanted)
        if gap:
            strong = slanted = False
        ends = (
            gap or bool(heading) or bool(_LISTED.match(text, following)) or text[line.end : following].count("\f") > 0
        )
        yield replace(line, start=start, whole=whole and ends, bold=bold or bool(heading), italic=italic)


def _has_whole_paragraphs(lines: list[Line]) -> bool:
    """Whether lines were not wrapped: a good part of the longer ones is longer than a page is wide."""
    longer = [line for line in lines if line.end - line.start > 40]
    return sum(line.end - line.start > PRINTED_LINE for line in longer) >= 0.3 * max(1, len(longer))


def _emphasis(words: str, strong: bool, slanted: bool) -> tuple[bool, bool, bool, bool]:
    """Whether all words are bold, all italic, and which of the two stays open at the end of the line."""
    bold = italic = True
    for index, piece in enumerate(_EMPHASIS.split(words)):
        if index % 2:
            strong ^= len(piece) >= 2
            slanted ^= len(piece) != 2
        elif re.search(r"\w", piece):
            bold, italic = bold and strong, italic and slanted
    seen = bool(re.search(r"\w", words))
    return bold and seen, italic and seen, strong, slanted
