"""One form for the many ways in which the name of an agency is written. The words stand in `spelling.toml`."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from loa.organizations.enums import Tier
from loa.organizations.folding import folded

__all__ = ["Spelling", "after_tier", "plain", "prefixes", "spelling", "split_tier", "stem", "without_place"]

_WORD = re.compile(r"\w+")
_LEFT_OUT = frozenset({"va"})


@dataclass(frozen=True, slots=True)
class Spelling:
    """The words for tiers, longest first, with the tiers they mean, and the phrases that are written in another way."""

    tier_words: tuple[tuple[str, frozenset[Tier]], ...]
    written: tuple[tuple[str, re.Pattern[str], str], ...]


@cache
def spelling() -> Spelling:
    """What `spelling.toml` says."""
    book = tomllib.loads((resources.files("loa.organizations") / "spelling.toml").read_text("utf-8"))
    words = sorted(book["tier_words"].items(), key=lambda pair: -len(pair[0]))
    return Spelling(
        tuple((word, frozenset(map(Tier, tiers))) for word, tiers in words),
        tuple((entry["from"], re.compile(rf"\b{re.escape(entry['from'])}\b"), entry["to"]) for entry in book["write"]),
    )


def plain(name: str) -> str:
    """The name without marks, punctuation and `và`, its abbreviations spelt out: `UBND tỉnh` → `uy ban nhan dan tinh`.

    >>> plain("Đài PT-TH tỉnh") == plain("Đài Phát thanh và Truyền hình tỉnh")
    True
    """
    words = (word for word in _WORD.findall(folded(name)) if word not in _LEFT_OUT)
    text = " ".join(word.lstrip("0") or "0" if word.isdigit() else word for word in words)
    for written, pattern, to in spelling().written:
        if written in text:
            text = pattern.sub(to, text)
    return text


def without_place(name: str, place: str) -> str:
    """A plain name without the plain name of its territory at the end."""
    end = f" {plain(place)}" if place else ""
    return name.removesuffix(end) if end else name


def split_tier(name: str) -> tuple[str, str]:
    """A plain name parted from the word of the tier at its end; that is empty where there is none."""
    for word, _ in spelling().tier_words:
        if name.endswith(f" {word}"):
            return name.removesuffix(f" {word}"), word
    return name, ""


def after_tier(rest: str) -> str:
    """What follows the stem of a plain name, without the word of the tier where it begins with one."""
    rest = rest.strip()
    for word, _ in spelling().tier_words:
        if f"{rest} ".startswith(f"{word} "):
            return rest.removeprefix(word).strip()
    return rest


def stem(name: str, place: str) -> str:
    """What a name has in common with those of its kind elsewhere: `Sở Nội vụ tỉnh Lạng Sơn` → `so noi vu`."""
    return split_tier(without_place(plain(name), place))[0]


def prefixes(name: str) -> set[str]:
    """All that the stem of an agency can be if this plain name means it: it, and it with the last words taken off."""
    words = name.split()
    heads = {" ".join(words[:length]) for length in range(1, len(words) + 1)}
    return (heads | {split_tier(head)[0] for head in heads}) - {""}
