"""What OCR gets wrong in Vietnamese official documents is put right: labels of items, and phrases.

Labels follow one another, so that a wrong one is told by its neighbours.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from loa.reading.extract.printed import PrintedLine, PrintedPage, PrintedTable
from loa.reading.misprints import mend

__all__ = ["mended"]

_ROMAN = re.compile(r"([IVXHLTl1|!]{1,6})\s?[.,]\s?(?=\w)")
_NUMERALS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV")
_HEADING = re.compile(r"([IVX]{1,5})\. [A-ZÀ-ỸĐ]{2}")
_STROKES = str.maketrans({"H": "II", "L": "I", "l": "I", "1": "I", "|": "I", "!": "I", "T": "I"})
_NUMBER_COMMA = re.compile(r"(\d{1,2}(?:\.\d{1,2}){0,2}),(?= [A-ZÀ-ỸĐ][a-zà-ỹđ])")
_NUMBERED = re.compile(r"(\d{1,2})\. [A-ZÀ-ỸĐ]")
_LETTER = re.compile(r"([a-zđø0-9|!])\)(?=\s|\w)")
_ALIKE = {"d": "đ", "đ": "d", "g": "øq9", "i": "1l!|j", "b": "6", "l": "1|!", "q": "g9", "o": "0"}
"""For letters of labels, what they are taken for."""
_ORDER = "abcdđeghiklmnopqrstuvxy"
_DASH = re.compile(r"[~=_¬«–—]+(?= \w)")


def mended(pages: Sequence[PrintedPage]) -> list[PrintedPage]:
    """The pages with labels and words put right."""
    labels = _Labels()
    lines = [item for page in pages for item in page.items if isinstance(item, PrintedLine)]
    texts = iter(_right_numerals(_right_numbers([labels.right(mend(line.text)) for line in lines])))
    return [replace(page, items=tuple(_items(page, texts))) for page in pages]


def _items(page: PrintedPage, texts: Iterator[str]) -> Iterator[PrintedLine | PrintedTable]:
    for item in page.items:
        if isinstance(item, PrintedLine):
            yield replace(item, text=next(texts))
        else:
            yield replace(item, rows=tuple(tuple(map(_cell, row)) for row in item.rows))


def _right_numbers(texts: list[str]) -> list[str]:
    """The lines with numbered labels put right that fit neither what stands before nor a new count from 1.

    `4.`, `2.`, `6.`: the one between is `5.`, which looks like 2 where ink is thin.
    """
    numbered = [(i, int(found[1])) for i, text in enumerate(texts) if (found := _NUMBERED.match(text))]
    for (_, before), (i, number), (_, after) in zip(numbered, numbered[1:], numbered[2:], strict=False):
        if 1 < number <= before - 1 and before < after - 1 <= before + 2:
            texts[i] = f"{after - 1}{texts[i][len(str(number)) :]}"
    return texts


def _right_numerals(texts: list[str]) -> list[str]:
    """The lines with Roman numerals that lost a stroke put right: `II.`, `II.`, `IV.`."""
    found = [(i, match[1]) for i, text in enumerate(texts) if (match := _HEADING.match(text)) and match[1] in _NUMERALS]
    places = [(i, _NUMERALS.index(numeral)) for i, numeral in found]
    for (_, before), (i, numeral), (_, after) in zip(places, places[1:], places[2:], strict=False):
        if numeral == before == after - 2:
            texts[i] = _NUMERALS[numeral + 1] + texts[i][len(_NUMERALS[numeral]) :]
    return texts


def _cell(lines: tuple[PrintedLine, ...]) -> tuple[PrintedLine, ...]:
    return tuple(replace(line, text=mend(line.text)) for line in lines)


class _Labels:
    """Follows the labels of a document, because `d)` and `đ)` are told apart only by what stands before them."""

    def __init__(self) -> None:
        self._letter = ""

    def right(self, text: str) -> str:
        """The line with its label as it must have been printed."""
        text = _DASH.sub("-", text, count=1) if _DASH.match(text) else text
        roman = _roman(text)
        if roman or re.match(r"\d{1,2}(?:\.\d{1,2})*[.,] ", text):
            self._letter = ""
        if roman:
            return roman
        text = _NUMBER_COMMA.sub(r"\1.", text, count=1) if _NUMBER_COMMA.match(text) else text
        return self._lettered(text)

    def _lettered(self, text: str) -> str:
        found = _LETTER.match(text)
        if not found:
            return text
        letter = found[1]
        before = _ORDER.find(self._letter) if self._letter else -1
        expected = _ORDER[before + 1 : before + 2]
        if letter in _ALIKE.get(expected, ""):
            letter = expected
        if letter in _ORDER:
            self._letter = letter
        return letter + text[1:]


def _roman(text: str) -> str | None:
    """The line with a Roman numeral put right that is taken for H, L, 1 …; only before a heading in capitals."""
    found = _ROMAN.match(text)
    if not found:
        return None
    rest = text[found.end() :]
    letters = [letter for letter in rest if letter.isalpha()]
    if found[1].isdigit() or sum(letter.isupper() for letter in letters) * 5 < len(letters) * 4:
        return None
    numeral = found[1].translate(_STROKES)
    return f"{numeral}. {rest}" if numeral in _NUMERALS else None
