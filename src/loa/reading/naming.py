"""How a body is named in the result: full words, without the issuer's place, with the word of its tier.

The rules are those of the annotation guide, section 3.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache, lru_cache

from loa.reading.lexicon import load_table
from loa.reading.passage import CAPITAL, match_form

__all__ = ["Naming", "compounds", "initials", "naming_of"]

_TIER_WORDS = ("thành phố", "thị xã", "thị trấn", "đặc khu", "tỉnh", "huyện", "quận", "phường", "xã")
_TIER_END = re.compile(rf"\s(?:{'|'.join(_TIER_WORDS)})$", re.IGNORECASE)
_OWN_TIER = re.compile(
    r"^(?:ủy ban nhân dân|hội đồng nhân dân|đài |trung tâm |ủy ban mặt trận|bưu điện|viễn thông|công an|đoàn thanh niên|hội "
    r"|liên đoàn|bộ chỉ huy|ban chỉ huy|văn phòng (?:hội đồng|ủy ban|đoàn đại biểu)|bảo hiểm xã hội|thanh tra$|trường chính trị)"
)
_NO_TIER = re.compile(r"(?:Sở|Phòng) ")
_ABBREVIATED = re.compile(r"(?<![^\W\d_])[A-ZĐ]{1,}(?:\s*[&/-]\s*[A-ZĐ]+|\s+[A-ZĐ]+(?![^\W\d_]))*(?![^\W\d_])")
_WORD = re.compile(r"[^\W\d_]+")


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
    """First letters of the words, `và` left out, abbreviations letter by letter: the same for a name and its short form.

    `Văn hóa, Thể thao và Truyền thông`, `VHTT&TT` and `Văn hóa TT&TT` all give `VHTTTT`.
    """
    out: list[str] = []
    for word in _WORD.findall(name):
        if word.isupper() and len(word) > 1:
            out.append(word)
        elif word.lower() != "và":
            out.append(word[0].upper())
    return "".join(out)


@dataclass(frozen=True)
class Naming:
    """The issuer's tier word and place, and the fullest form of each body's name that the document prints."""

    tier_word: str | None = None
    place: str | None = None
    headword: str | None = None
    """The first word of the issuer's name in small letters: whose site `Trang thông tin điện tử của Sở` is."""
    fullest: dict[str, str] = field(default_factory=dict, hash=False)

    @lru_cache(maxsize=4096)  # noqa: B019 - names come back in every item, and a naming is a small value
    def name(self, printed: str) -> str:
        """The name of a body as the result gives it."""
        text = " ".join(printed.split()).strip(" .,;:-")
        text = re.sub(r"\s*[–—]\s*", " - ", text)
        text = self._expanded(text)
        text = self._without_place(text)
        text = self._with_tier(text)
        return text[:1].upper() + text[1:]

    def _expanded(self, text: str) -> str:
        text = re.sub(r"^VP\s*(?=HĐND|UBND)", "Văn phòng ", text)
        text = re.sub(r"HĐND\s*(?:&|-|–)?\s*UBND|HĐND và UBND", "Hội đồng nhân dân và Ủy ban nhân dân", text)
        text = re.sub(r"(?i)^(ban thường trực|chủ tịch|phó chủ tịch|lãnh đạo)\s+(?=\S)", "", text)
        text = re.sub(r"^TT\.?\s+(?=HĐND|HU\b|TU\b|Hội đồng|Tỉnh ủy|Huyện ủy|Thành ủy|Đảng ủy)", "", text)
        text = re.sub(r"^TT(?=\s*[A-ZĐ])", "Trung tâm ", text) if not text.startswith("TTPVHCC") else text
        text = re.sub(r"^TT(?=\s)", "Trung tâm", " ".join(text.split()))
        head, _, tail = text.partition(" ")
        if head in ("Trung", "Văn") and " " in tail:
            second, _, rest = tail.partition(" ")
            head, tail = f"{head} {second}", rest
        tier = _TIER_END.search(tail)
        core = tail[: tier.start()] if tier else tail
        if _ABBREVIATED.search(core):
            full = self.fullest.get(f"{head.lower()} {initials(core)}") or _known(head, core)
            if full:
                core = full
        text = f"{head} {core}{tier.group() if tier else ''}".strip()
        for pattern, full in _abbreviations():
            text = pattern.sub(full, text)
        text = text.replace("ủy ban mặt trận", "Ủy ban Mặt trận")
        return re.sub(r"^Mặt trận Tổ quốc", "Ủy ban Mặt trận Tổ quốc", text)

    def _without_place(self, text: str) -> str:
        if not self.place or text.lower().startswith("báo "):
            return text
        place = match_form(self.place)
        matched = match_form(text)
        if matched.endswith(" " + place):
            return text[: -len(place) - 1].rstrip(" -")
        return text

    def _with_tier(self, text: str) -> str:
        text = re.sub(r"(?i)^(ủy ban mặt trận tổ quốc)(?! việt nam)", r"\1 Việt Nam", text)
        if _NO_TIER.match(text) and (tier := _TIER_END.search(text)):
            return text[: tier.start()]
        if self.tier_word and _OWN_TIER.match(match_form(text)) and not _names_a_tier(text):
            return f"{text} {self.tier_word}"
        return text


def _names_a_tier(text: str) -> bool:
    return (
        re.search(
            rf"(?i)(?<![^\W\d_])(?:{'|'.join(_TIER_WORDS)}|cấp trên|trung ương|quốc gia|bệnh viện|nhà trường|các)(?![^\W\d_])(?! hội)",
            text,
        )
        is not None
    )


def _known(head: str, core: str) -> str | None:
    """The known compound whose initials are those of an abbreviated name, in the case of names."""
    if any(pattern.search(core) for pattern, _ in _abbreviations() if "&" not in core):
        return None
    wanted = initials(core)
    found = [name for name in load_table("agency_names")["compounds"] if initials(name) == wanted]
    if "&" in core:
        found.sort(key=lambda name: " và " not in name)
    return _titled(found[0]) if found else None


def _titled(name: str) -> str:
    """`văn hóa, thể thao và du lịch` → `Văn hóa, Thể thao và Du lịch`: a capital after each joint."""
    capital = name[:1].upper() + name[1:]
    return re.sub(r"((?:, | - | và ))(\w)", lambda found: found.group(1) + found.group(2).upper(), capital)


def naming_of(issuer: str | None, printed_names: Iterable[str]) -> Naming:
    """The naming that holds in one document: from its issuer and the names it prints."""
    tier_word, place = _tier_and_place(issuer or "")
    counts = Counter(printed_names)
    fullest: dict[str, str] = {}
    for name in sorted(counts, key=lambda name: (counts[name], len(name))):
        head, core = _head_and_core(name)
        if core and not _ABBREVIATED.search(core):
            fullest[f"{head} {initials(core)}"] = re.sub(r"\s*[–—]\s*", " - ", core)
    return Naming(tier_word, place, (issuer or "").lower().split(" ", 1)[0] or None, fullest)


def _head_and_core(name: str) -> tuple[str, str]:
    text = _TIER_END.sub("", " ".join(name.split()))
    words = text.split(" ")
    cut = 2 if words[0].lower() in ("trung", "văn") and len(words) > 2 else 1
    return " ".join(words[:cut]).lower(), " ".join(words[cut:])


def _tier_and_place(issuer: str) -> tuple[str | None, str | None]:
    found = re.search(rf"(?<![^\W\d_])((?i:{'|'.join(_TIER_WORDS)}))(?: ({CAPITAL}.*))?$", issuer)
    if found is None:
        return None, None
    return found.group(1).lower(), found.group(2)
