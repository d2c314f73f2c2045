"""Cited documents: those with a number, and laws cited by their title only."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from loa.reading.dates import read_date
from loa.reading.lexicon import Rule, load_book
from loa.reading.lines import Locator
from loa.reading.model import Citation, Law
from loa.reading.passage import Passage

__all__ = ["read_citations", "read_laws"]

_WORDS_BEFORE = 64
"""How far before a number its kind is looked for, in characters."""
_TITLE_BEFORE = 170
"""The same for laws, whose title may stand between."""
_LIST_BEFORE = 400
"""How far before a number the words are looked for that open a list: *các Kế hoạch của UBND tỉnh: số …; số …*."""
_TO_OWN_NAME = 4
"""In the heading of an annex the document's own name follows *kèm theo* at once."""
_KINDS_KNOWN_BY_FIGURE = frozenset(
    ("Nghị quyết", "Nghị định", "Quyết định", "Chỉ thị", "Thông tư", "Kế hoạch", "Công văn", "Kết luận", "Luật")
)
"""Other kinds with a bare figure and no date (*Chương trình số 2*) are rather items of a list."""
_NATIONAL_ASSEMBLY = ("qh", "ubtvqh")


@cache
def _rule(name: str) -> Rule:
    return next(rule for rule in load_book("citations") if rule.id == name)


@cache
def _kind_rules() -> tuple[Rule, ...]:
    rules = (rule for rule in load_book("citations") if rule.id.startswith("cited."))
    return tuple(sorted(rules, key=lambda rule: -len(rule.gives)))


@cache
def _kind_before(opening: str) -> re.Pattern[str]:
    """A kind and the words of an opening behind it, with one group for each kind in the order of `_kind_rules`."""
    words = "|".join(f"({rule.pattern.pattern})" for rule in _kind_rules())
    return re.compile(rf"(?<!\w)(?:{words}){_rule(opening).pattern.pattern}")


def _kind(found: re.Match[str]) -> str:
    return next(rule.gives for rule, words in zip(_kind_rules(), found.groups(), strict=True) if words is not None)


@dataclass(frozen=True, slots=True)
class _Mention:
    """A number found in a passage with what is printed around it; offsets are in the passage."""

    start: int
    end: int
    kind: str
    number: str
    date: str | None = None
    issuer: str | None = None


def read_citations(
    preamble: Sequence[Passage],
    rest: Sequence[Passage],
    *,
    own_number: str | None,
    locate: Locator,
    agency_name: Callable[[str], str],
) -> tuple[Citation, ...]:
    """Every document cited with a number, once per kind and number, in order of first mention.

    Those of the preamble are the plan's basis. The document's own number in the rest of the text, the heading of an
    annex that repeats it, standards and forms are no citations; a basis with the same number is another document of
    an earlier year or another issuer. `agency_name` brings a printed issuer into the form of the agency rules.
    """
    seen: set[tuple[str, str]] = set()
    own = _bare(own_number) if own_number else None
    cited: list[Citation] = []
    for role, passage in _with_roles(preamble, rest):
        for mention in _mentions(passage):
            key = (mention.kind, _bare(mention.number))
            if key in seen or (key[1] == own and role == "reference"):
                continue
            seen.add(key)
            issuer = agency_name(mention.issuer) if mention.issuer else None
            place = locate.of(passage, mention.start, mention.end)
            cited.append(Citation(mention.kind, mention.number, mention.date, issuer, role, place))
    return tuple(cited)


def _with_roles(preamble: Iterable[Passage], rest: Iterable[Passage]) -> Iterator[tuple[str, Passage]]:
    for passage in preamble:
        yield "basis", passage
    for passage in rest:
        yield "reference", passage


def _bare(number: str) -> str:
    return re.sub(r"\s", "", number).casefold()


def _mentions(passage: Passage) -> list[_Mention]:
    """The documents one passage cites, in order, issuers shared as printed."""
    if not re.search(r"\d", passage.text):
        return []
    found: list[_Mention] = []
    for number in _numbers(passage):
        mention = _read_mention(passage, number, found)
        if mention:
            found.append(mention)
    attached = _rule("role.attached").pattern.search(passage.match)
    if attached and found and found[0].start <= attached.end() + _TO_OWN_NAME:
        del found[0]
    return _with_shared_issuers(passage, found)


def _numbers(passage: Passage) -> Iterator[tuple[int, int, str]]:
    """Offsets and text of what may be document numbers."""
    found = [
        (*trimmed, True)
        for match in _rule("number.full").pattern.finditer(passage.match)
        if (trimmed := _trimmed(passage.text, match))
    ]
    for match in _rule("number.bare").pattern.finditer(passage.match):
        found.append((match.start("digits"), match.end(), match["digits"], False))
        at = match.end()
        while following := _rule("number.next").pattern.match(passage.match, at):
            found.append((following.start("digits"), following.end(), following["digits"], False))
            at = following.end()
    for start, end, number, _ in sorted(found):
        yield start, end, number


def _trimmed(text: str, match: re.Match[str]) -> tuple[int, int, str] | None:
    """The number without what a blank parts from it and small letters show to be no symbol; None without a symbol."""
    start, end = match.span()
    for blank in re.finditer(r"\s(?=[^\s/-])|\s[-&]\s?", text[match.start("rest") : end]):
        at = match.start("rest") + blank.start()
        word = re.search(r"[^\W\d_]+", text[at:end])
        if word and not _is_symbol(word.group()):
            end = at
            break
    printed = re.sub(r"\s", "", text[start:end])
    printed = re.sub(r"[‐‑‒–—−―]", "-", printed).rstrip("-/&")
    return (start, end, printed) if re.search(r"[A-ZĐ]", printed) else None


def _is_symbol(word: str) -> bool:
    return sum(letter.isupper() for letter in word) * 2 >= len(word)


def _read_mention(passage: Passage, number: tuple[int, int, str], before: list[_Mention]) -> _Mention | None:
    start, end, printed = number
    floor = before[-1].end if before else 0
    if start < floor:
        return None
    opening = _opening(passage, start, floor, printed) or _continued(passage, start, before)
    if opening is None:
        return None
    kind, begin, issuer = opening
    end, date, behind = _behind(passage, end, joint="liên" in kind)
    if printed.isdigit() and date is None and kind not in _KINDS_KNOWN_BY_FIGURE:
        return None
    return _Mention(begin, end, kind, printed, date, behind or issuer)


def _opening(passage: Passage, start: int, floor: int, printed: str) -> tuple[str, int, str | None] | None:
    """The kind printed before a number, where the mention begins, and an issuer printed before the number."""
    base = max(floor, start - _WORDS_BEFORE)
    before = passage.match[base:start]
    found = _kind_before("opening.number").search(before)
    issuer = None
    if not found and (between := _rule("between.issuer").pattern.search(before)):
        found = _kind_before("opening.number").search(between["before"])
        issuer = passage.text[base + between.start("issuer") : base + between.end("issuer")]
    if found:
        begin = base + found.start()
        return _kind(found), begin, issuer or _issuer_before(passage, begin, floor)
    return _law_opening(passage, start, floor, printed)


def _law_opening(passage: Passage, start: int, floor: int, printed: str) -> tuple[str, int, str | None] | None:
    symbol = printed.casefold().rpartition("/")[2]
    if not symbol.startswith(_NATIONAL_ASSEMBLY):
        return None
    base = max(floor, start - _TITLE_BEFORE)
    found = _rule("between.law-title").pattern.search(passage.match, base, start)
    if not found:
        return None
    return found["kind"].strip().capitalize(), found.start("kind"), None


def _issuer_before(passage: Passage, begin: int, floor: int) -> str | None:
    found = _rule("before.issuer").pattern.search(passage.match, max(floor, begin - 100), begin)
    return passage.text[slice(*found.span("issuer"))] if found else None


def _continued(passage: Passage, start: int, before: list[_Mention]) -> tuple[str, int, str | None] | None:
    """A number without a kind of its own that goes on a list: it has the kind of the one before or of the list."""
    if before and _rule("join.same-kind").pattern.search(passage.match[before[-1].end : start]):
        return before[-1].kind, start, None
    listed = _kind_before("opening.list").search(passage.match, max(0, start - _LIST_BEFORE), start)
    return (_kind(listed), start, None) if listed else None


def _behind(passage: Passage, end: int, *, joint: bool) -> tuple[int, str | None, str | None]:
    """Date and issuer behind a number, in either order, and where they end."""
    date = issuer = None
    for _ in range(2):
        opened = _rule("behind.open").pattern.match(passage.match, end)
        if date is None and opened and (found := read_date(passage.match, opened.end())):
            date, end = found.iso, found.end
        named = _rule("behind.issuer").pattern.match(passage.match, end) if issuer is None else None
        if named:
            end = _joint_end(passage, named.end()) if joint else named.end()
            issuer = passage.text[named.start("issuer") : end].rstrip(" ,-–")
            end = named.start("issuer") + len(issuer)
    return end, date, issuer or None


def _joint_end(passage: Passage, end: int) -> int:
    """Where the last of several issuers ends: joint documents name all of them."""
    while following := _rule("behind.joint-issuer").pattern.match(passage.match, end):
        end = following.end()
    return end


def _with_shared_issuers(passage: Passage, found: list[_Mention]) -> list[_Mention]:
    """Documents joined by *và* or commas take the issuer that is printed after the last of them."""
    for i in range(len(found) - 2, -1, -1):
        mention, after = found[i], found[i + 1]
        if mention.issuer is None and after.issuer is not None:
            gap = passage.match[mention.end : after.start].removeprefix(")")
            if _rule("join.same-issuer").pattern.search(gap):
                found[i] = replace(mention, issuer=after.issuer)
    return found


def read_laws(passages: Iterable[tuple[str | None, Passage]], *, locate: Locator) -> tuple[Law, ...]:
    """Laws named by their title and not by a number, once per title, each with the ref its passage came with."""
    laws: dict[str, Law] = {}
    for ref, passage in passages:
        if "luật " not in passage.match:
            continue
        for found in _rule("law.title").pattern.finditer(passage.match):
            start, end = found.span("title")
            if not passage.text[start].isupper() or _has_number(passage, start, end):
                continue
            title = passage.text[start:end].strip(" ,;.")
            laws.setdefault(title.casefold(), Law(title, ref, locate.of(passage, start, start + len(title))))
    return tuple(laws.values())


def _has_number(passage: Passage, start: int, end: int) -> bool:
    """Whether a number follows the title or stands in it, so that the law is an ordinary citation."""
    return re.search(r"\d+/\d{4}/", passage.match[start : end + 30]) is not None
