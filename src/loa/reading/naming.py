"""How a body is named in the result: full words, without the issuer's place, with the word of its tier.

The rules are those of the annotation guide, section 3: `lexicon/naming.toml`, and the words of `agency_names.toml`.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from loa.reading.headwords import headwords_at
from loa.reading.lexicon import load_table, rule, rules
from loa.reading.passage import match_form

__all__ = ["Naming", "compounds", "initials", "naming_of"]

_ABBREVIATED = re.compile(r"(?<![^\W\d_])[A-ZĐ]{1,}(?:\s*[&/-]\s*[A-ZĐ]+|\s+[A-ZĐ]+(?![^\W\d_]))*(?![^\W\d_])")
_WORD = re.compile(r"[^\W\d_]+")
_DASH = re.compile(r"\s*[–—]\s*")


@cache
def compounds() -> re.Pattern[str]:
    """Matches the longest known part of a name that may hold commas, dashes and `và`."""
    names = sorted(load_table("agency_names")["compounds"], key=len, reverse=True)
    spelled = (
        re.escape(name).replace(r"\ \-\ ", r"\s*-\s*").replace(r",\ ", r"\s*,\s*").replace(r"\ ", r"\s+")
        for name in names
    )
    return re.compile(rf"(?:{'|'.join(spelled)})(?![^\W\d_])")


@cache
def _abbreviations() -> tuple[tuple[re.Pattern[str], str], ...]:
    table: dict[str, str] = load_table("agency_names")["abbreviations"]
    return tuple(
        (re.compile(rf"(?<![^\W\d_]){re.escape(short)}(?![^\W\d_])"), full)
        for short, full in sorted(table.items(), key=lambda pair: -len(pair[0]))
    )


def initials(name: str) -> str:
    """First letters of the words, `và` left out, abbreviations letter by letter: a name and its short form agree.

    `Văn hóa, Thể thao và Truyền thông`, `VHTT&TT` and `Văn hóa TT&TT` all give `VHTTTT`.
    """
    words = (word for word in _WORD.findall(name) if not _find("name.and", word))
    return "".join(word if word.isupper() and len(word) > 1 else word[0].upper() for word in words)


@dataclass(frozen=True)
class Naming:
    """The issuer's tier word and place, and the fullest form of each body's name that the document prints."""

    tier_word: str | None = None
    place: str | None = None
    headword: str | None = None
    """The first word of the issuer's name in small letters: whose site `Trang thông tin điện tử của Sở` is."""
    issuer: str | None = None
    """The issuer's name as other bodies are named: whom *Giám đốc Sở* and *Bộ trưởng* stand for."""
    fullest: dict[str, str] = field(default_factory=dict, hash=False)
    _named: dict[str, str] = field(default_factory=dict, init=False, repr=False, hash=False, compare=False)
    """Names made before: the same bodies come back in every item."""

    def name(self, printed: str) -> str:
        """The name of a body as the result gives it."""
        if printed not in self._named:
            self._named[printed] = self._name_of(printed)
        return self._named[printed]

    def _name_of(self, printed: str) -> str:
        text = " ".join(printed.split()).strip(" .,;:-")
        text = _in_sentence_case(_DASH.sub(" - ", text))
        text = self._expanded(text)
        text = self._without_place(text)
        text = self._with_tier(text)
        return _capital(text)

    def _expanded(self, text: str) -> str:
        """The name with all its words: those the document itself prints before those that are known in general."""
        for known in (*rules("naming", "drop."), *rules("naming", "write.")):
            text = _put(known.id, text)
        head, core, tier = _parts(" ".join(text.split()))
        if _ABBREVIATED.search(core):
            core = self.fullest.get(f"{head.lower()} {initials(core)}") or _known(core) or core
        text = f"{head} {core}{tier}".strip()
        for pattern, full in _abbreviations():
            text = pattern.sub(full, text)
        return _put("front.short", _put("front.full", text))

    def _without_place(self, text: str) -> str:
        if not self.place or _find("name.keeps-place", text):
            return text
        place = " " + match_form(self.place)
        return text[: -len(place)].rstrip(" -") if match_form(text).endswith(place) else text

    def _with_tier(self, text: str) -> str:
        tier = _find("name.tier-at-end", text)
        if tier and _find("name.takes-no-tier", text):
            return text[: tier.start()]
        if self.tier_word and _find("name.takes-tier", text) and not _find("name.tier-inside", text):
            return f"{text} {self.tier_word}"
        return text


def _find(id: str, text: str) -> re.Match[str] | None:
    return rule("naming", id).pattern.search(match_form(text))


def _put(id: str, text: str) -> str:
    """The text with the words that a rule finds replaced by what it gives; those of a `drop` rule go."""
    found = _find(id, text)
    if found is None:
        return text
    new = "" if id.startswith("drop.") else rule("naming", id).gives
    rest = text[found.end() :]
    return text[: found.start()] + new + (" " if new and rest[:1].isalnum() else "") + rest


def _parts(name: str) -> tuple[str, str, str]:
    """A name in three: the words for its kind, its own name, and the word of its tier with the blank before it."""
    head = _find("name.head", name)
    cut = head.end() if head else 0
    rest = name[cut:].removeprefix(" ")
    tier = _find("name.tier-at-end", rest)
    return (name[:cut], rest[: tier.start()], tier.group()) if tier else (name[:cut], rest, "")


def _known(core: str) -> str | None:
    """The known compound whose initials are those of an abbreviated name, in the case of names."""
    if any(pattern.search(core) for pattern, _ in _abbreviations() if "&" not in core):
        return None
    wanted = initials(core)
    found = [name for name in load_table("agency_names")["compounds"] if initials(name) == wanted]
    if "&" in core:
        found.sort(key=lambda name: _find("name.and", name) is None)
    return _titled(found[0]) if found else None


def _titled(name: str) -> str:
    """`văn hóa, thể thao và du lịch` → `Văn hóa, Thể thao và Du lịch`: a capital after each joint."""
    out, start = "", 0
    for joint in rule("bodies", "body.joint").pattern.finditer(name):
        out += _capital(name[start : joint.start()]) + joint.group()
        start = joint.end()
    return out + _capital(name[start:])


def _in_sentence_case(name: str) -> str:
    """`SỞ VĂN HÓA, THỂ THAO VÀ DU LỊCH` → `Sở Văn hóa, Thể thao và Du lịch`; abbreviations stay."""
    if not name.isupper() or " " not in name:
        return name
    text = _WORD.sub(lambda found: found.group().lower() if _is_syllable(found.group()) else found.group(), name)
    end = next((end for _, end in headwords_at(match_form(text), 0)), 0)
    core = text[end:].removeprefix(" ")
    known = compounds().match(match_form(core))
    core = _titled(core[: known.end()]) + core[known.end() :] if known else core
    tier = end and _find("name.tier-at-end", f" {core}")
    return f"{_capital(text[:end])} {core if tier and tier.start() == 0 else _capital(core)}".strip()


def _is_syllable(word: str) -> bool:
    return word not in load_table("agency_names")["abbreviations"] and _find("name.syllable", word) is not None


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def naming_of(issuer: str | None, printed_names: Iterable[str]) -> Naming:
    """The naming that holds in one document: from its issuer and the names it prints."""
    tier_word, place = _tier_and_place(issuer or "")
    counts = Counter(printed_names)
    fullest: dict[str, str] = {}
    for name in sorted(counts, key=lambda name: (counts[name], len(name))):
        head, core, _ = _parts(" ".join(name.split()))
        if core and not _ABBREVIATED.search(core):
            fullest[f"{head.lower()} {initials(core)}"] = _DASH.sub(" - ", core)
    headword = (issuer or "").lower().split(" ", 1)[0] or None
    own = Naming(tier_word, place).name(issuer) if issuer else None
    return Naming(tier_word, place, headword, own, fullest)


def _tier_and_place(issuer: str) -> tuple[str | None, str | None]:
    """The word of the tier at the end of an issuer's name, and the place that follows it."""
    for found in rule("naming", "name.of-tier").pattern.finditer(match_form(issuer)):
        place = issuer[found.end() + 1 :]
        if not place or place[:1].isupper():
            return found.group(), place or None
    return None, None
