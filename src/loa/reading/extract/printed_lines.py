"""Words become printed lines: which stand side by side, and where blanks go between them."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from loa.reading.extract.printed import PrintedLine, Word

__all__ = ["GAP", "line_of", "rows_of", "with_centred"]

GAP = 0.13
"""The least gap between words, in parts of the font's size: half of the blank in Times, well above kerning."""
_SPELT = re.compile(r"(?:(?<=\s)|^)[^\W\d_](?: [^\W\d_]){3,}(?=\s|$)")


def rows_of(words: Sequence[Word]) -> list[list[Word]]:
    """The words that stand side by side, from the top of the page down, each row from left to right.

    Raised and lowered signs, and lines of two columns that are a little out of step, belong to one row.
    """
    rows: list[list[Word]] = []
    row: list[Word] = []
    top = bottom = 0.0
    for word in sorted(words, key=lambda each: each.base):
        shared = min(bottom, word.bottom) - max(top, word.top)
        if row and shared >= 0.5 * min(bottom - top, word.bottom - word.top):
            row.append(word)
            continue
        if row:
            rows.append(row)
        row, top, bottom = [word], word.top, word.bottom
    if row:
        rows.append(row)
    for each in rows:
        each.sort(key=lambda word: word.left)
    return rows


def line_of(words: Sequence[Word]) -> PrintedLine:
    """The line that words of one row, from left to right, make."""
    parts = [words[0].text]
    for before, word in pairwise(words):
        if _parted(before, word):
            parts.append(" ")
        parts.append(word.text)
    letters = max(1, sum(len(word.text) for word in words))
    return PrintedLine(
        text=_unspelt("".join(parts), words),
        left=words[0].left,
        right=max(word.right for word in words),
        base=median(word.base for word in words),
        size=max(words, key=lambda word: len(word.text)).size,
        bold=sum(len(word.text) for word in words if word.bold) >= 0.8 * letters,
        italic=sum(len(word.text) for word in words if word.italic) >= 0.8 * letters,
    )


def _parted(before: Word, word: Word) -> bool:
    follows = word.order == before.order + 1
    return (word.blank and follows) or word.left - before.right > GAP * min(before.size, word.size)


def _unspelt(text: str, words: Sequence[Word]) -> str:
    """`K Ế  H O Ạ C H` as words: single letters typed apart are put together where the gaps are the narrow ones."""
    if not _SPELT.search(text) or len(words) != len(text.split(" ")):
        return text
    gaps = [word.left - before.right for before, word in pairwise(words)]
    out = [words[0].text]
    for i, word in enumerate(words[1:]):
        single = all(len(each.text) == 1 and each.text.isalpha() for each in (words[i], word))
        narrow = gaps[i] <= 1.5 * min(gaps)
        out.append(word.text if single and narrow else " " + word.text)
    return "".join(out)


def with_centred(lines: Sequence[PrintedLine], left: float, right: float) -> list[PrintedLine]:
    """The lines of a column that reaches from `left` to `right`, with those marked that are centred in it."""
    middle = (left + right) / 2
    return [
        replace(line, centred=abs(line.middle - middle) <= 4 and line.left - left >= 6 and right - line.right >= 6)
        for line in lines
    ]
