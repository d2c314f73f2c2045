"""Where the name of a body ends: after known parts, capitalised words, the word of its tier, its place."""

import re
from functools import cache
from itertools import pairwise

from loa.reading.headwords import group_at, is_headword
from loa.reading.lexicon import load_table, rule
from loa.reading.naming import compounds
from loa.reading.passage import CAPITAL, Passage

__all__ = ["name_end", "suffix_end"]

_PLACED = ("committee", "council", "office", "front", "plain", "one-stop", "press")
"""Sorts of headwords that are whole names: only a tier or a place may follow."""
_NAMELESS = ("capital-or-tier", "broadcaster", "centre")
"""Sorts that a tier may follow in place of a name."""
_PLACE = re.compile(rf"\s+(?:{CAPITAL}[^\W\d_]*)(?:[\s-]+{CAPITAL}[^\W\d_]*){{0,3}}")
_ABBREVIATION = re.compile(r"\s*[A-ZĐ]{1,}(?:\s?[&/-]\s?[A-ZĐ]+|\s[A-ZĐ]+(?![^\W\d_]))*(?![^\W\d_])")
_CAPITAL_WORD = re.compile(rf"\s+{CAPITAL}[^\W\d_]*")
_FIRST_WORD = re.compile(rf"{CAPITAL}[^\W\d_]*")
_LOWER_WORD = re.compile(rf"\s+(?!{CAPITAL})[^\W\d_]+")
_COMMA = re.compile(r"\s*[^\W\d_]+(?:\s+[^\W\d_]+)?,\s+")
"""Words before a comma: they are a verb (`Văn phòng Bộ chủ trì, phối hợp`) unless a further body follows
(`Khoa Nội tổng hợp, Khoa Nhi`)."""
_COMPOUND = 30
"""How far on either side of a dash a known name may reach, in characters."""
_LONGEST = 8
"""How many small words may follow a capital one inside a name."""


def name_end(passage: Passage, position: int, sort: str, *, only_names: bool) -> int | None:
    """Where the name goes on to after its headword of the given sort; None when no name follows that needs one.

    `only_names`: the text is nothing but names, so that no verb can end one.
    """
    if sort in _PLACED:
        return _place_end(passage, position)
    end = _core_end(passage, position, sort, only_names)
    if end is None and sort in _NAMELESS:
        tier = _at("tier", passage, position) or _at("unit", passage, position)
        end = tier.end() if tier else None
    return suffix_end(passage, end) if end is not None else None


def suffix_end(passage: Passage, position: int) -> int:
    """Past the word of the tier, the unit or committee it belongs to and the place that follow a name."""
    everywhere = _at("everywhere", passage, position)
    if everywhere:
        return everywhere.end()
    tier = _at("tier", passage, position)
    if tier and "," not in tier.group():
        return _place_end(passage, tier.end())
    owner = _at("unit", passage, position) or _at("of-committee", passage, position)
    return owner.end() if owner else _place_end(passage, position)


def _at(name: str, passage: Passage, position: int) -> re.Match[str] | None:
    return rule("bodies", f"body.{name}").pattern.match(passage.match, position)


def _place_end(passage: Passage, position: int) -> int:
    place = _PLACE.match(passage.text, position)
    if place is None or place.group().strip().isupper():
        return position
    start = position + len(place.group()) - len(place.group().lstrip())
    if is_headword(passage.match, start) or _at("not-a-place", passage, start):
        return position
    return place.end()


def _core_end(passage: Passage, position: int, sort: str, only_names: bool) -> int | None:
    """Past the distinctive part of a name: known compounds, abbreviations, or words from a capital on."""
    start = position
    end: int | None = None
    joined = False
    while True:
        part = sort if start == position else "joined" if joined else ""
        step, known = _core_step(passage, position, part, only_names)
        if step is None:
            return end
        end = position = step
        joint = _at("joint", passage, position)
        joined = joint is not None
        if joint is None:
            if not _CAPITAL_WORD.match(passage.text, position) or is_headword(passage.match, position + 1):
                return end
            continue
        lower = _lower_tail(passage, joint, only_names)
        if lower is not None and not known:
            end = position = lower
            continue
        if not _goes_on(passage, joint, known=known):
            return end
        position = joint.end() - 1 if passage.text[joint.end() - 1].isspace() else joint.end()


def _core_step(passage: Passage, position: int, sort: str, only_names: bool) -> tuple[int | None, bool]:
    """The end of the next part of a name, and whether it is a known one.

    `sort` is that of the headword for the first part, `joined` after a comma, dash or `và`, else empty.
    """
    blank = len(passage.text[position:]) - len(passage.text[position:].lstrip())
    known = compounds().match(passage.match, position + blank)
    if known and (passage.text[position + blank].isupper() or _may_be_lower(known.group(), sort)):
        return known.end(), True
    abbreviation = _ABBREVIATION.match(passage.text, position)
    if abbreviation and len(abbreviation.group().strip()) > 1:
        return abbreviation.end(), True
    word = _CAPITAL_WORD.match(passage.text, position) or (
        _FIRST_WORD.match(passage.text, position) if not blank else None
    )
    if word is None:
        return None, False
    return _small_words_end(passage, word, only_names, paired=not sort and not only_names), False


def _small_words_end(passage: Passage, word: re.Match[str], only_names: bool, *, paired: bool) -> int:
    """Past the small words after a capital one. `paired`: no more than the second half of a known pair."""
    end = word.end()
    for count in range(_LONGEST):
        lower = _LOWER_WORD.match(passage.text, end)
        if lower is None or _stops(passage, end, only_names) or _at("tier", passage, end):
            break
        if paired and (count or not _is_pair(passage.match[word.start() : lower.end()])):
            break
        end = lower.end()
    return end


def _may_be_lower(name: str, sort: str) -> bool:
    """`phòng nội vụ`, `TT chính trị`: names that careless writers leave without a capital."""
    if sort == "centre":
        return True
    return sort != "" and (name in _words("careless") or rule("bodies", "body.joint").pattern.search(name) is not None)


@cache
def _words(name: str) -> frozenset[str]:
    """A list of words of the book of names."""
    return frozenset(load_table("agency_names")[name])


@cache
def _pairs() -> frozenset[str]:
    names = (name.replace(",", " ").replace("-", " ").split() for name in _words("compounds"))
    return frozenset(f"{a} {b}" for words in names for a, b in pairwise(words))


def _is_pair(words: str) -> bool:
    """Whether two syllables stand together in some known name (`Thể thao`): then the second belongs to the name."""
    return " ".join(words.split()) in _pairs()


def _stops(passage: Passage, position: int, only_names: bool) -> bool:
    """Whether the words at a position belong to the sentence and no more to the name."""
    words = passage.match[position : position + 40].split()[:2]
    if not words or words[0] in _words("function_words"):
        return True
    if only_names:
        return False
    comma = _COMMA.match(passage.match, position)
    if comma and not is_headword(passage.match, comma.end()) and not group_at(passage.match, comma.end()):
        words = comma.group().rstrip(", ").split()
    return words[0] in _words("stop_words") or " ".join(words) in _words("stop_words")


def _lower_tail(passage: Passage, joint: re.Match[str], only_names: bool) -> int | None:
    """`Quản lý vận tải và phương tiện`: a second part in small letters, when the name ends right after it."""
    after, mark = joint.end(), joint.group().strip()
    joins = mark == "và" or (mark == "," and only_names) or (mark == "-" and _inside_known(passage, joint))
    if not joins or not passage.text[after : after + 1].islower():
        return None
    tail = _at("lower-tail", passage, after)
    if tail is None or group_at(passage.match, after) or is_headword(passage.match, after):
        return None
    words = tail.group("tail").split()
    if not only_names and any(
        a in _words("stop_words") or f"{a} {b}" in _words("stop_words")
        for a, b in zip(words, [*words[1:], ""], strict=True)
    ):
        return None
    return tail.end("tail")


def _inside_known(passage: Passage, joint: re.Match[str]) -> bool:
    """Whether a dash stands inside a known name (`Viện Chiến lược kinh tế - tài chính`)."""
    around = compounds().finditer(passage.match, max(0, joint.start() - _COMPOUND), joint.end() + _COMPOUND)
    return any(known.start() < joint.start() and joint.end() < known.end() for known in around)


def _goes_on(passage: Passage, joint: re.Match[str], *, known: bool) -> bool:
    """Whether what follows a comma, dash or `và` still belongs to the name."""
    after = joint.end()
    if not passage.text[after : after + 1].isupper():
        return False
    if is_headword(passage.match, after) or group_at(passage.match, after):
        return False
    if joint.group().strip() == ",":
        return not known
    return not (joint.group().strip() == "và" and _is_alone(passage, after))


def _is_alone(passage: Passage, position: int) -> bool:
    """`Sở Nội vụ và Tài chính`: the second is a body of its own, its headword left out."""
    known = compounds().match(passage.match, position)
    return known is not None and known.group() in _words("alone")
