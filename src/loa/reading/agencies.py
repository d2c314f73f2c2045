"""Finds bodies and groups of bodies in a text, alone and in lists."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from loa.reading.lexicon import Rule, load_book, load_table
from loa.reading.model import Party
from loa.reading.naming import Naming, compounds
from loa.reading.passage import CAPITAL, Passage

__all__ = ["FoundParty", "find_parties", "party_list", "printed_names"]

_TIERS = "tỉnh(?! ủy| đoàn)|thành phố|tp|huyện(?! ủy| đoàn)|quận(?! ủy| đoàn)|thị xã|tx|xã(?! hội)|phường|thị trấn|đặc khu|trung ương|tw"
_TIER = re.compile(rf"\s*,?\s*(?:của\s+|thuộc\s+)?(?:cấp\s+)?(?:{_TIERS})\b")
_UNIT = re.compile(r"\s+(?:sở|bộ|ban|cục|tổng cục|cơ quan|bệnh viện|nhà trường|trường|trung tâm|công ty)(?![^\W\d_])")
_EVERYWHERE = re.compile(
    r"\s+(?:của\s+)?các\s+(?:tỉnh|huyện|xã(?! hội))(?:\s*,\s*(?:thành phố|thị xã|phường|thị trấn|đặc khu))*(?:\s+trực thuộc\s+(?:trung ương|tw))?"
)
_JOINT = re.compile(r"\s*(?:-|&|/)\s*|\s+và\s+|\s*,\s*")
_SEPARATOR = re.compile(
    r"\s*(?:;|,|/|&|\.(?=\s*-\s)|-(?=\s)|\+(?=\s)|•)?\s*(?:-\s+|\+\s+|•\s*)?(?:và\s+|cùng với\s+|cùng\s+|hoặc\s+)?(?:đề nghị\s+)?"
)
_TITLE = re.compile(
    r"(?:đồng chí\s+|đ/c\s+)?(?:thủ trưởng|lãnh đạo|người đứng đầu|giám đốc|chánh|trưởng|bí thư|chủ tịch|hiệu trưởng|tổng biên tập"
    r"|chủ nhiệm|cục trưởng|vụ trưởng|chi cục trưởng|chỉ huy trưởng|các đồng chí)\s+"
)
_ELIDED = re.compile(r"các\s+(?P<head>sở|phòng|vụ|cục|bộ|ban)\s*:?\s+")
_START = re.compile(
    r"(?<![^\W\d_])(?:tất cả|toàn|các|những|mọi|công chức|chuyên viên|viên chức|bộ phận|trạm|hạt|đội|đồn|khối|khoa|mỗi|từng|vnpt|viettel|mobifone|vinaphone|vnpost|fpt|evn|hợp|bí thư|khu trưởng|xóm trưởng|thủ trưởng|lãnh đạo|người|chủ|phó|giám đốc|trưởng|cán bộ|cơ quan|tổ|đơn vị|cá nhân"
    r"|ủy|ubnd|ub|sở|ban|bch|phòng|ngành|thường|hội|hđnd|văn|vp|ubmttq|mặt|mttq|bộ|tổng|cục|vụ|chi|thanh|kiểm|viện|học|trung|tt"
    r"|đài|báo|tạp|thông|cổng|bản|đoàn|tỉnh|huyện|thành|thị|quận|xã|liên|hiệp|công|đảng|bưu|viễn|kho|bảo|bhxh|ngân|trường|điện"
    r"|tòa|thuế|địa phương|sở|khu|thôn|ấp|khóm|làng|xóm|buôn|vpubnd)"
)


@dataclass(frozen=True, slots=True)
class FoundParty:
    """A body or group with the part of the passage that names it and the rule that found it."""

    party: Party
    start: int
    end: int
    rule: str
    printed: str


@cache
def _groups() -> tuple[Rule, ...]:
    return load_book("groups")


@cache
def _agencies() -> tuple[Rule, ...]:
    return load_book("agencies")


@cache
def _stop_words() -> frozenset[str]:
    return frozenset(load_table("agency_names")["stop_words"])


@lru_cache(maxsize=512)
def find_parties(passage: Passage, naming: Naming, *, only_names: bool = False) -> tuple[FoundParty, ...]:
    """Every body and group the passage names, in order, none inside another.

    `only_names`: the text is nothing but names (a table cell, an attribute), so that no verb can end one.
    """
    out: list[FoundParty] = []
    position = 0
    while found := _START.search(passage.match, position):
        parties = _parties_at(passage, found.start(), naming, only_names)
        if parties:
            out.extend(parties)
            position = max(_after_owner(passage, parties[-1].end, naming, only_names), found.start() + 1)
        else:
            position = found.end()
    return tuple(_share_suffix(out, naming))


_PARTY_SUFFIX = re.compile(r"\s(?:tỉnh ủy|thành ủy|huyện ủy|quận ủy|thị ủy|đảng ủy(?: xã| phường)?)$", re.IGNORECASE)


def _share_suffix(found: list[FoundParty], naming: Naming) -> list[FoundParty]:
    """`Ban Tuyên giáo, Ban Dân vận Huyện ủy`: the committee named last is that of all boards before it."""
    out = list(found)
    for i in range(len(out) - 2, -1, -1):
        here, after = out[i], out[i + 1]
        suffix = _PARTY_SUFFIX.search(after.printed)
        if here.rule == after.rule == "agency.board" and suffix and after.start - here.end <= 5:
            if not _PARTY_SUFFIX.search(here.printed):
                printed = here.printed + suffix.group()
                out[i] = FoundParty(Party(name=naming.name(printed)), here.start, here.end, here.rule, printed)
    return out


def party_list(
    passage: Passage, start: int, naming: Naming, *, only_names: bool = False
) -> tuple[list[FoundParty], int]:
    """The bodies of a list that begins at `start`, and where the list ends (at `start` when there is none)."""
    out: list[FoundParty] = []
    position = _skip_title(passage, start)
    while parties := _parties_at(passage, position, naming, only_names):
        out.extend(parties)
        after = _after_bracket(passage, _after_owner(passage, parties[-1].end, naming, only_names))
        separator = _SEPARATOR.match(passage.match, after)
        if separator is None or separator.end() == after or not separator.group().strip(" "):
            return _share_suffix(out, naming), after
        position = _skip_title(passage, separator.end())
    return _share_suffix(out, naming), out[-1].end if out else start


def printed_names(passages: Iterator[Passage]) -> Iterator[str]:
    """The names of single bodies as printed: what `naming_of` learns the fullest forms from."""
    naming = Naming()
    for passage in passages:
        for found in find_parties(passage, naming):
            if found.party.name:
                yield found.printed


def _skip_title(passage: Passage, position: int) -> int:
    title = _TITLE.match(passage.match, position)
    return title.end() if title and not _group_at(passage, position) else position


_OWNED = re.compile(r"\s+(?:trực thuộc|thuộc)\s+(?=\S)")


def _after_owner(passage: Passage, position: int, naming: Naming, only_names: bool) -> int:
    """Past the body that the one before belongs to (`Trung tâm … thuộc Sở Xây dựng`): it is not addressed."""
    owned = _OWNED.match(passage.match, position)
    owner = _named_at(passage, owned.end(), naming, only_names) if owned else []
    return owner[0].end if owner else position


def _after_bracket(passage: Passage, position: int) -> int:
    """Past a short bracket that follows a name (`(sau đây gọi là …)`)."""
    bracket = re.compile(r"\s*\([^()]{0,60}\)(?=\s*[,;:])").match(passage.match, position)
    return bracket.end() if bracket else position


def _parties_at(passage: Passage, position: int, naming: Naming, only_names: bool) -> list[FoundParty]:
    elided = _elided_at(passage, position, naming)
    if elided:
        return elided
    group = _group_at(passage, position)
    if group:
        return group
    return _named_at(passage, position, naming, only_names)


def _group_at(passage: Passage, position: int) -> list[FoundParty]:
    for rule in _groups():
        found = rule.pattern.match(passage.match, position)
        if found and not passage.match[found.end() : found.end() + 1].isalpha():
            printed = passage.spelled[position : found.end()]
            return [
                FoundParty(Party(group=code), position, found.end(), rule.id, printed) for code in rule.gives.split()
            ]
    return []


def _elided_at(passage: Passage, position: int, naming: Naming) -> list[FoundParty]:
    """`các Sở: Nội vụ, Tài chính, Tư pháp`: the headword once, then names."""
    found = _ELIDED.match(passage.match, position)
    if found is None or not compounds().match(passage.match, found.end()):
        return []
    head = found.group("head").capitalize()
    return _elided_names(passage, found.end(), head, naming)


def _elided_names(passage: Passage, position: int, head: str, naming: Naming) -> list[FoundParty]:
    out: list[FoundParty] = []
    while name := compounds().match(passage.match, position):
        if not passage.text[position].isupper():
            break
        end = _suffix_end(passage, name.end())
        printed = f"{head} {passage.spelled[position:end]}"
        out.append(FoundParty(Party(name=naming.name(printed)), position, end, "agency.elided", printed))
        joint = re.compile(r"\s*(?:,|;|và|\s)+\s+").match(passage.match, end)
        if joint is None:
            break
        position = joint.end()
    return out


def _named_at(passage: Passage, position: int, naming: Naming, only_names: bool) -> list[FoundParty]:
    for rule in _agencies():
        found = rule.pattern.match(passage.match, position)
        if found is None or (passage.match[found.end() : found.end() + 1].isalpha() and rule.gives != "centre"):
            continue
        end = _name_end(passage, found.end(), rule.gives, only_names)
        if end is None:
            continue
        printed = passage.spelled[position:end]
        first = FoundParty(Party(name=naming.name(printed)), position, end, rule.id, printed)
        return [first, *_elided_after(passage, first, rule, naming)]
    return []


def _elided_after(passage: Passage, first: FoundParty, rule: Rule, naming: Naming) -> list[FoundParty]:
    """`Sở Nội vụ, Tài chính`: further names under the same headword."""
    if rule.id not in ("agency.department", "agency.division"):
        return []
    joint = re.compile(r"\s*,\s+|\s+và\s+").match(passage.match, first.end)
    if joint is None or not passage.text[joint.end() : joint.end() + 1].isupper():
        return []
    if _group_at(passage, joint.end()) or _is_headword(passage, joint.end()):
        return []
    return _elided_names(passage, joint.end(), passage.text[first.start :].split(" ", 1)[0].capitalize(), naming)


def _is_headword(passage: Passage, position: int) -> bool:
    for rule in _agencies():
        found = rule.pattern.match(passage.match, position)
        if found and not passage.match[found.end() : found.end() + 1].isalpha():
            return True
    return False


def _name_end(passage: Passage, position: int, sort: str, only_names: bool) -> int | None:
    """Where the name goes on to, after its headword; None when no name follows that needs one."""
    if sort in ("committee", "council", "office", "front", "plain", "one-stop", "press"):
        return _place_end(passage, position)
    end = _core_end(passage, position, sort, only_names)
    if end is None and sort in ("capital-or-tier", "broadcaster", "centre"):
        tier = _TIER.match(passage.match, position) or _UNIT.match(passage.match, position)
        end = tier.end() if tier else None
    return _suffix_end(passage, end) if end is not None else None


def _suffix_end(passage: Passage, position: int) -> int:
    """Past the word of the tier, the unit it belongs to and the place that follow a name."""
    everywhere = _EVERYWHERE.match(passage.match, position)
    if everywhere:
        return everywhere.end()
    tier = _TIER.match(passage.match, position)
    if tier and "," not in tier.group():
        return _place_end(passage, tier.end())
    unit = _UNIT.match(passage.match, position)
    if unit:
        return unit.end()
    party = re.compile(
        r"\s+(?:tỉnh ủy|thành ủy|huyện ủy|quận ủy|thị ủy|đảng ủy(?: xã| phường)?|huyện đoàn|tỉnh đoàn|thành đoàn|thị đoàn|hu\b|trung ương đảng)"
    ).match(passage.match, position)
    return party.end() if party else _place_end(passage, position)


_PLACE = re.compile(rf"\s+(?:{CAPITAL}[^\W\d_]*)(?:[\s-]+{CAPITAL}[^\W\d_]*){{0,3}}")


def _place_end(passage: Passage, position: int) -> int:
    place = _PLACE.match(passage.text, position)
    if place is None or place.group().strip().isupper():
        return position
    start = position + len(place.group()) - len(place.group().lstrip())
    if _is_headword(passage, start) or passage.match[start:].startswith(("chủ trì", "phối hợp", "căn cứ", "theo dõi")):
        return position
    return place.end()


_ABBREVIATION = re.compile(r"\s*[A-ZĐ]{1,}(?:\s?[&/-]\s?[A-ZĐ]+|\s[A-ZĐ]+(?![^\W\d_]))*(?![^\W\d_])")
_CAPITAL_WORD = re.compile(rf"\s+{CAPITAL}[^\W\d_]*")
_FIRST_WORD = re.compile(rf"{CAPITAL}[^\W\d_]*")
_LOWER_TAIL = re.compile(
    r"(?P<tail>[^\W\d_]+(?:\s+[^\W\d_]+){0,6}?)(?=\s*(?:[,;:.)]|$|chủ trì|phối hợp|có trách nhiệm|tham mưu))"
)
_FUNCTION_WORDS = frozenset(
    [
        "và",
        "có",
        "là",
        "của",
        "với",
        "để",
        "theo",
        "trong",
        "tại",
        "trên",
        "về",
        "đã",
        "được",
        "phải",
        "thuộc",
        "cùng",
        "hoặc",
        "từ",
        "cho",
        "vào",
        "lên",
        "sau",
        "ngay",
        "khi",
        "mỗi",
        "này",
        "do",
        "bằng",
        "như",
        "qua",
        "trước",
        "đến",
        "tới",
        "nếu",
        "thì",
    ]
)
"""What cannot be the second syllable of a name: `Nội vụ` and `Dân vận` go on, `Thuế chủ trì` does not."""
_LOWER_WORD = re.compile(rf"\s+(?!{CAPITAL})[^\W\d_]+")


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
        joint = _JOINT.match(passage.match, position)
        joined = joint is not None
        if joint is None:
            if not _CAPITAL_WORD.match(passage.text, position) or _is_headword(passage, position + 1):
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
    end = word.end()
    for count in range(8):
        lower = _LOWER_WORD.match(passage.text, end)
        if lower is None or _stops(passage, end, only_names) or _TIER.match(passage.match, end):
            break
        if not sort and not only_names and (count or not _is_pair(passage.match[word.start() : lower.end()])):
            break
        end = lower.end()
    return end, False


def _may_be_lower(name: str, sort: str) -> bool:
    """`phòng nội vụ`, `TT chính trị`: names that careless writers leave without a capital."""
    return sort == "centre" or (sort != "" and (name in ("nội vụ", "tư pháp") or bool(_JOINT.search(name))))


@cache
def _pairs() -> frozenset[str]:
    names = (name.replace(",", " ").replace("-", " ").split() for name in load_table("agency_names")["compounds"])
    return frozenset(f"{a} {b}" for words in names for a, b in zip(words, words[1:], strict=False))


def _is_pair(words: str) -> bool:
    """Whether two syllables stand together in some known name (`Thể thao`): then the second belongs to the name."""
    return " ".join(words.split()) in _pairs()


def _stops(passage: Passage, position: int, only_names: bool) -> bool:
    """Whether the words at a position belong to the sentence and no more to the name."""
    words = passage.match[position : position + 40].split()[:2]
    if not words or words[0] in _FUNCTION_WORDS:
        return True
    return not only_names and (words[0] in _stop_words() or " ".join(words) in _stop_words())


def _lower_tail(passage: Passage, joint: re.Match[str], only_names: bool) -> int | None:
    """`Quản lý vận tải và phương tiện`: a second part in small letters, when the name ends right after it."""
    mark = joint.group().strip()
    if not (mark == "và" or (mark == "," and only_names)) or not passage.text[joint.end() : joint.end() + 1].islower():
        return None
    tail = _LOWER_TAIL.match(passage.match, joint.end())
    if tail is None or _group_at(passage, joint.end()) or _is_headword(passage, joint.end()):
        return None
    words = tail.group("tail").split()
    if not only_names and any(
        a in _stop_words() or f"{a} {b}" in _stop_words() for a, b in zip(words, [*words[1:], ""], strict=True)
    ):
        return None
    return tail.end("tail")


def _goes_on(passage: Passage, joint: re.Match[str], *, known: bool) -> bool:
    """Whether what follows a comma, dash or `và` still belongs to the name."""
    after = joint.end()
    if not passage.text[after : after + 1].isupper() or _is_headword(passage, after) or _group_at(passage, after):
        return False
    if joint.group().strip() == ",":
        return not known
    return not (joint.group().strip() == "và" and _is_division(passage, after))


def _is_division(passage: Passage, position: int) -> bool:
    """`Sở Nội vụ và Tài chính`: the second is a body of its own, its headword left out."""
    known = compounds().match(passage.match, position)
    return known is not None and known.group() in ("nội vụ", "tài chính", "tư pháp", "y tế", "xây dựng", "công thương")
