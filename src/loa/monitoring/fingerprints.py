"""Finding texts that resemble each other: plain functions, nothing here knows of a database.

A text is taken as the set of its runs of four syllables. Of such a set a few smallest hashes tell how much it has in
common with another (MinHash); taken together three by three they are its bands. Two texts that share much share a band
almost surely, two that share little hardly ever, so that those alike are found by looking bands up, however many texts
there are. How much alike they are is then counted on the texts themselves.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from itertools import islice
from random import Random

from rapidfuzz.distance import LCSseq

from loa.monitoring.areas import smooth

__all__ = ["SHORTEST", "Passage", "bands_of", "common_passages", "fingerprint_of", "likeness", "words_of"]

SHORTEST = 60
"""Syllables below which a text is too short to be told from another by its content."""

BANDS = 16
_ROWS = 3
_RUN = 4
_LONGEST = 20_000
_WORD = re.compile(r"\w+")
_ALL = 2**64 - 1
_PART = 0.4
"""A text that is this much of the length of another may be taken from it, and is then compared as a part."""


def words_of(text: str) -> list[str]:
    """The syllables of a text in lower case, numbers too."""
    return _WORD.findall(smooth(text))[:_LONGEST]


def _runs(words: Sequence[str]) -> set[int]:
    return {_hash(" ".join(run)) for run in zip(*(islice(words, skip, None) for skip in range(_RUN)), strict=False)}


def _hash(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big")


def _signed(value: int) -> int:
    """As databases keep 64 bits."""
    return value - 2**64 if value >= 2**63 else value


def fingerprint_of(text: str) -> int | None:
    """64 bits, most of which are equal for texts alike (SimHash); None for a text too short to be told."""
    words = words_of(text)
    if len(words) < SHORTEST:
        return None
    runs = _runs(words)
    bits = (sum(run >> bit & 1 for run in runs) * 2 > len(runs) for bit in range(64))
    return _signed(sum(1 << place for place, bit in enumerate(bits) if bit))


@cache
def _stirrers() -> Sequence[int]:
    """Odd numbers by which hashes are shuffled, each another way; the same for ever, for bands are kept."""
    random = Random(20260101)  # noqa: S311  # no secret
    return tuple(random.getrandbits(64) | 1 for _ in range(BANDS * _ROWS))


def bands_of(text: str) -> list[int]:
    """The values under which a text is found; none for a text too short to be told."""
    words = words_of(text)
    if len(words) < SHORTEST:
        return []
    runs = _runs(words)
    least = [min(run * stirrer & _ALL for run in runs) for stirrer in _stirrers()]
    taken = (least[first : first + _ROWS] for first in range(0, len(least), _ROWS))
    return [_signed(_hash(f"{number} {values}")) for number, values in enumerate(taken)]


def likeness(first: str, second: str) -> int:
    """How much two texts have in common, in percent: of both, or of the shorter where it may be a part of the other."""
    one, other = words_of(first), words_of(second)
    if not one or not other:
        return 0
    runs, others = _runs(one), _runs(other)
    common, least = len(runs & others), min(len(runs), len(others))
    in_order = LCSseq.similarity(one, other)
    shared = 2 * in_order / (len(one) + len(other))
    if least and least >= _PART * max(len(runs), len(others)):
        shared = max(shared, common / least)
    return round(100 * shared) if common else 0


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a text; `common`: it stands in the other as well."""

    text: str
    common: bool


def common_passages(first: str, second: str) -> tuple[list[Passage], list[Passage]]:
    """Both texts in stretches, in the order they stand in, with what they have in common told apart."""
    runs, others = _runs_at(first), _runs_at(second)
    common = set(runs.values()) & set(others.values())
    return _stretches(first, runs, common), _stretches(second, others, common)


def _runs_at(text: str) -> dict[tuple[int, int], int]:
    """Each run by where it begins and ends in the text."""
    places = [(found.start(), found.end()) for found in islice(_WORD.finditer(text), _LONGEST)]
    words = [smooth(text[start:end]) for start, end in places]
    return {
        (places[begin][0], places[begin + _RUN - 1][1]): _hash(" ".join(words[begin : begin + _RUN]))
        for begin in range(len(words) - _RUN + 1)
    }


def _stretches(text: str, runs: dict[tuple[int, int], int], common: set[int]) -> list[Passage]:
    passages: list[Passage] = []
    done = 0
    for start, end in _joined([place for place, run in runs.items() if run in common]):
        if start > done:
            passages.append(Passage(text[done:start], common=False))
        passages.append(Passage(text[start:end], common=True))
        done = end
    if done < len(text):
        passages.append(Passage(text[done:], common=False))
    return passages


def _joined(places: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Places that overlap or touch as one; nearly so too, for a comma between them is no difference."""
    joined: list[tuple[int, int]] = []
    for start, end in places:
        if joined and start <= joined[-1][1] + 2:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
