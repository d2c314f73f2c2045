"""Mends what recognition damages in phrases of official language, letter for letter."""

import re
import unicodedata
from functools import cache

from loa.reading.lexicon import load_table
from loa.reading.passage import match_form

__all__ = ["mend", "without_marks"]

_FOLDED = {
    ord(letter): unicodedata.normalize("NFD", letter)[0]
    for letter in "àáâãèéêìíòóôõùúýăĩũơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ"
} | {ord("đ"): "d"}


def without_marks(matched: str) -> str:
    """A text in matched form with its Vietnamese marks dropped, of the same length."""
    return matched.translate(_FOLDED)


def mend(text: str) -> str:
    """The text with damaged phrases spelled right, of the same length and with the same capitals."""
    matched = match_form(text)
    folded = without_marks(matched)
    out: list[str] | None = None
    for found in _phrases().finditer(folded):
        candidates = _spellings()[found.group()]
        if matched[found.start() : found.end()] in candidates:
            continue
        out = out if out is not None else list(text)
        for i, letter in enumerate(candidates[0], start=found.start()):
            if matched[i] != letter:
                out[i] = letter.upper() if text[i].isupper() else letter
    return text if out is None else "".join(out)


@cache
def _spellings() -> dict[str, list[str]]:
    spellings: dict[str, list[str]] = {}
    for phrase in load_table("misprints")["phrases"]:
        spellings.setdefault(without_marks(phrase), []).append(phrase)
    return spellings


@cache
def _phrases() -> re.Pattern[str]:
    longest_first = sorted(_spellings(), key=len, reverse=True)
    return re.compile(rf"(?<![a-z])(?:{'|'.join(map(re.escape, longest_first))})(?![a-z])")
