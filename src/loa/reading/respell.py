"""Mends the words that recognition of a scan misread, by the pairs of words that official language is made of.

`Tố chức hội nghị` has `tố chức`, which nothing known begins with, while `tổ chức` and `chức hội` are known pairs: only
the marks of a letter are ever changed, so the text keeps its length. Texts that were typed are never touched.
"""

import re
from dataclasses import replace
from functools import cache
from importlib import resources

from loa.reading.extraction import Extraction
from loa.reading.misprints import without_marks
from loa.reading.passage import match_form

__all__ = ["respell", "respelled"]

_WORD = re.compile(r"[^\W\d_]+")


def respelled(extraction: Extraction) -> Extraction:
    """The extraction of a scan or image with its text mended; any other as it is."""
    if extraction.format not in ("scan", "image"):
        return extraction
    return replace(extraction, text=respell(extraction.text))


def respell(text: str) -> str:
    """The text with misread marks set right where its neighbours leave no doubt; of the same length."""
    out = list(text)
    words = [(found.start(), match_form(found.group())) for found in _WORD.finditer(text)]
    for i, (start, word) in enumerate(words):
        before = words[i - 1][1] if i and _run_on(text, words[i - 1], start) else ""
        after = words[i + 1][1] if i + 1 < len(words) and _run_on(text, words[i], words[i + 1][0]) else ""
        better = _better(word, before, after)
        if better is None:
            continue
        words[i] = (start, better)
        for j, letter in enumerate(better, start=start):
            if match_form(out[j]) != letter:
                out[j] = letter.upper() if out[j].isupper() else letter
    return "".join(out)


def _run_on(text: str, word: tuple[int, str], start: int) -> bool:
    """Whether nothing but blanks and line ends stands between a word and the one that begins at `start`."""
    return not text[word[0] + len(word[1]) : start].strip()


def _better(word: str, before: str, after: str) -> str | None:
    """A word of the same letters with other marks that its neighbours speak for, if they do not speak for the word."""
    if len(word) < 2 or _support(word, before, after):
        return None
    candidates = [
        other for other in _spellings().get(without_marks(word), ()) if other != word and len(other) == len(word)
    ]
    scored = sorted(((_support(other, before, after), other) for other in candidates), reverse=True)
    needed = 2 if word in _pairs() and before and after else 1
    if not scored or scored[0][0] < needed or (len(scored) > 1 and scored[1][0] == scored[0][0]):
        return None
    return scored[0][1]


def _support(word: str, before: str, after: str) -> int:
    return (word in _pairs().get(before, ())) + (after in _pairs().get(word, ()))


@cache
def _pairs() -> dict[str, frozenset[str]]:
    raw = (resources.files("loa.reading") / "lexicon" / "word_pairs.txt").read_text(encoding="utf-8")
    lines = (line.split() for line in match_form(raw.replace("\n", "\x00")).split("\x00"))
    return {words[0]: frozenset(words[1:]) for words in lines if words}


@cache
def _spellings() -> dict[str, tuple[str, ...]]:
    known = set(_pairs()).union(*_pairs().values())
    out: dict[str, list[str]] = {}
    for word in sorted(known):
        out.setdefault(without_marks(word), []).append(word)
    return {key: tuple(words) for key, words in out.items()}
