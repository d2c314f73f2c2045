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
        printed = matched[found.start() : found.end()]
        if printed in candidates or not _is_damage(printed, candidates[0]):
            continue
        out = out if out is not None else list(text)
        for i, letter in enumerate(candidates[0], start=found.start()):
            if matched[i] != letter:
                out[i] = letter.upper() if text[i].isupper() else letter
    return text if out is None else "".join(out)


def _is_damage(printed: str, phrase: str) -> bool:
    """Whether the printed words may be the phrase misread: one letter wrong (one a syllable in longer phrases), or no
    marks at all. Good words that merely resemble a phrase (`phố biển`, `cần cù`) differ in more."""
    if printed == without_marks(phrase):
        return True
    wrong = [
        sum(a != b for a, b in zip(*pair, strict=True)) for pair in zip(printed.split(), phrase.split(), strict=True)
    ]
    return max(wrong) <= 1 and (sum(wrong) == 1 or len(wrong) > 2)


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
