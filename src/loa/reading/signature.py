"""The block of signature: authority (TM., KT., TL.), capacity and name, also where columns ran together."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from loa.reading.admin_units import title_case
from loa.reading.casing import body_case, body_rules, is_field, office_case
from loa.reading.lexicon import Rule, load_book, load_table
from loa.reading.lines import CleanLine
from loa.reading.passage import Passage, fold
from loa.reading.printed import Printed

__all__ = ["Signature", "read_signature"]

_ANNOTATED = ("TM.", "KT.", "TL.")
_FOR_ANOTHER = ("KT.", "TL.", "TUQ.")
"""Behind these the next office is that of the person who is signed for."""
_BULLETS = "-–—+•*"
_LONGEST_MIXED = 60
_LONGEST_LINE = 4_000
_LONGEST_PERSON = 60
_NAME_WORDS = range(2, 8)


@dataclass(frozen=True, slots=True)
class Signature:
    """What is read of the block; `others` are the lines of the tail with the signature cut out of them."""

    authority: Printed | None
    capacity: Printed | None
    name: Printed | None
    others: tuple[CleanLine, ...]


@dataclass(frozen=True, slots=True)
class _Token:
    """An authority or an office; `words` goes on to the next one (*GIÁM ĐỐC SỞ Y TẾ*), `order` is that of its line."""

    kind: str
    words: Passage
    rule: str
    order: int


@cache
def _rules(*prefixes: str) -> tuple[Rule, ...]:
    return tuple(rule for rule in load_book("offices") if rule.id.split(".")[0] in prefixes)


def read_signature(lines: Sequence[CleanLine]) -> Signature:
    """Authority, capacity and name of the signer among the lines of the tail.

    With TM., KT. and an office on three lines the authority is the one next to the signer's office. Where only the
    office of another person is printed (KT. without a deputy's office), the capacity stays empty.
    """
    tokens, rest = _cut_out(lines, capitals=True)
    if not tokens:
        tokens, rest = _cut_out(lines, capitals=False)
    authority, office = _chain(tokens)
    last = office or (tokens[-1] if tokens else None)
    name, others = _take_name(rest, after=last.order if last else -1)
    return Signature(_authority(authority), _capacity(office), name, tuple(_unmarked(others)))


def _authority(token: _Token | None) -> Printed | None:
    return Printed(token.kind, token.words, token.rule, 0.98) if token and token.kind in _ANNOTATED else None


def _capacity(token: _Token | None) -> Printed | None:
    if token is None:
        return None
    rule = next(rule for rule in _rules("office") if rule.id == token.rule)
    found = rule.pattern.search(token.words.match)
    end = found.end() if found else len(token.words)
    body = token.words.text[end:].strip(" ,-–")
    value = f"{office_case(token.words.text[:end])} {body_case(body)}".strip()
    return Printed(value, token.words, token.rule, 0.97)


def _chain(tokens: Sequence[_Token]) -> tuple[_Token | None, _Token | None]:
    """The authority next to the signer's office, and that office."""
    authorities = [i for i, token in enumerate(tokens) if token.kind != "office"]
    last = authorities[-1] if authorities else None
    offices = [token for i, token in enumerate(tokens) if token.kind == "office" and (last is None or i > last)]
    authority = tokens[last] if last is not None else None
    if authority and authority.kind in _FOR_ANOTHER:
        offices = offices[1:]
    return authority, offices[0] if offices else None


_Rest = list[tuple[int, CleanLine]]
"""Lines, or what is left of them, with the order in which they stood."""


def _cut_out(lines: Sequence[CleanLine], *, capitals: bool) -> tuple[list[_Token], _Rest]:
    tokens: list[_Token] = []
    rest: _Rest = []
    for order, line in enumerate(lines):
        found = list(_tokens(line.passage, order, capitals=capitals))
        if not found:
            rest.append((order, line))
            continue
        tokens.extend(found)
        start = _offset(line.passage, found[0].words)
        end = _offset(line.passage, found[-1].words) + len(found[-1].words)
        for part in (line.passage.cut(0, start), line.passage.cut(end).strip(" -–.:")):
            if part.strip():
                rest.append((order, replace(line, passage=part.strip())))
    return tokens, rest


def _offset(whole: Passage, part: Passage) -> int:
    return whole.origin.index(part.origin[0])


def _tokens(passage: Passage, order: int, *, capitals: bool) -> Iterator[_Token]:
    """The authorities and offices of one line. In capitals they may stand anywhere, else they fill the line."""
    if len(passage) > _LONGEST_LINE:
        return
    found = _without_overlap(
        (match.start(), match.end(), rule)
        for rule in _rules("authority", "office")
        for match in rule.pattern.finditer(passage.match)
    )
    if capitals and not _fill(passage, found):
        found = [one for one in found if passage.text[one[0] : one[1]].isupper()]
    if not found or not _is_signature(passage, found, capitals=capitals):
        return
    for (start, end, rule), following in zip(found, [*found[1:], None], strict=True):
        begin = _with_prefix(passage, start) if rule.gives == "office" else start
        stop = following[0] if following else end + _complement(passage.text[end:])
        yield _Token(rule.gives, passage.cut(begin, stop).strip(), rule.id, order)


def _without_overlap(found: Iterator[tuple[int, int, Rule]]) -> list[tuple[int, int, Rule]]:
    out: list[tuple[int, int, Rule]] = []
    for one in sorted(found, key=lambda one: (one[0], -one[1])):
        if not out or one[0] >= out[-1][1]:
            out.append(one)
    return out


def _fill(passage: Passage, found: Sequence[tuple[int, int, Rule]]) -> bool:
    """Whether authorities and offices are all that stands in the line."""
    rest = passage.text
    for start, end, _ in reversed(found):
        rest = rest[:start] + rest[end:]
    return bool(found) and not rest.strip(" .")


def _is_signature(passage: Passage, found: Sequence[tuple[int, int, Rule]], *, capitals: bool) -> bool:
    """Whether the words found are a signature's, and not those of a recipient that is addressed by his office."""
    text = passage.text
    if any(rule.gives != "office" for _, _, rule in found):
        return capitals or found[0][0] == 0
    if capitals:
        return not (text[0] in _BULLETS and text.isupper())
    return found[0][0] == 0 and len(text) <= _LONGEST_MIXED and not re.search(r"[;,:]", text)


def _with_prefix(passage: Passage, start: int) -> int:
    """Where the office begins with the word for an acting head before it."""
    for rule in _rules("sign"):
        if rule.gives == "prefix" and (found := rule.pattern.search(passage.match, max(0, start - 8), start)):
            return found.start()
    return start


def _complement(behind: str) -> int:
    """How many characters behind an office or authority still belong to it: the capitals that name a body."""
    end = 0
    for word in re.finditer(r"\s*(\S+)", behind):
        if not (word.group(1).isupper() or word.group(1) in "-–,&") or (word.group(1) in _BULLETS and end == 0):
            break
        end = word.end()
    return 0 if _person(behind[:end].strip()) is not None else end


def _take_name(rest: _Rest, *, after: int) -> tuple[Printed | None, list[CleanLine]]:
    """The name of the signer, and the lines without it: first below the office, then anywhere, then glued."""
    lines = [line for _, line in rest]
    below = [i for i, (order, _) in enumerate(rest) if order >= after]
    for indexes, known in ((below, True), (below, False), (range(len(rest)), True)):
        for i in indexes:
            found = _whole_name(lines[i].passage, known_surname=known)
            if found:
                return found, lines[:i] + lines[i + 1 :]
    for i, line in enumerate(lines):
        glued = _glued_name(line.passage)
        if glued:
            found, left = glued
            return found, [*lines[:i], replace(line, passage=left), *lines[i + 1 :]]
    return None, lines


def _whole_name(passage: Passage, *, known_surname: bool) -> Printed | None:
    """The line as a personal name, without titles and what stands for a signature."""
    bare = _without_marks(passage).strip(" .,:")
    name = bare.cut(_title_end(bare)).strip()
    person = _person(name.text) if known_surname else _capitalised_words(name)
    if person is None:
        return None
    return Printed(person, name, "name.surname" if known_surname else "name.capitals", 0.96 if known_surname else 0.7)


def _title_end(passage: Passage) -> int:
    titles = (rule.pattern.match(passage.match) for rule in _rules("name") if rule.gives == "title")
    return next((found.end() for found in titles if found), 0)


def _without_marks(passage: Passage) -> Passage:
    """The line without the words that stand for signature and seal."""
    for rule in _rules("sign"):
        found = rule.pattern.search(passage.match) if rule.gives == "mark" else None
        if found:
            before, behind = passage.cut(0, found.start()).strip(), passage.cut(found.end()).strip()
            passage = Passage.join(part for part in (before, behind) if part)
    return passage


def _person(text: str) -> str | None:
    """A personal name that begins with a known family name, in the usual letters; else None.

    A family name that lost a mark gets it back when only one is spelt with these letters.
    """
    words = text.split()
    if len(words) not in _NAME_WORDS or not all(_is_name_word(word) for word in words) or is_field(text):
        return None
    surname = _surname(words[0])
    return " ".join([surname, *title_case(" ".join(words[1:])).split()]) if surname else None


def _surname(word: str) -> str | None:
    if re.match(r"[HK]['’]", word):
        return title_case(word)
    known = _surnames().get(fold(word), ())
    if title_case(word) in known:
        return title_case(word)
    return known[0] if len(known) == 1 else None


@cache
def _surnames() -> dict[str, tuple[str, ...]]:
    """The family names by their letters without marks."""
    names: dict[str, tuple[str, ...]] = {}
    for name in load_table("offices")["surnames"]:
        names[fold(name)] = (*names.get(fold(name), ()), name)
    return names


def _is_name_word(word: str) -> bool:
    return word[0].isupper() and re.fullmatch(r"[^\W\d_]+(?:['’][^\W\d_]+|['’.])?", word) is not None


def _capitalised_words(name: Passage) -> str | None:
    """A line of two to five capitalised words that names no body: a name with a rare family name."""
    words = name.text.split()
    if not 2 <= len(words) <= 5 or not all(_is_name_word(word) for word in words):
        return None
    if any(rule.pattern.match(name.match) for rule in body_rules()):
        return None
    return title_case(name.text)


def _glued_name(passage: Passage) -> tuple[Printed, Passage] | None:
    """A name behind the end of a recipient's line, where two columns ran together."""
    start = max(0, len(passage) - _LONGEST_PERSON)
    for found in re.finditer(r"(?<=[;.)])\s+(?=[^\W\d_])", passage.text[start:]):
        name = passage.cut(start + found.end()).strip(" .")
        person = _person(name.text)
        if person:
            return Printed(person, name, "name.glued", 0.8), passage.cut(0, start + found.start())
    return None


def _unmarked(lines: Sequence[CleanLine]) -> Iterator[CleanLine]:
    """The lines without those that only stand for a signature."""
    for line in lines:
        if _without_marks(line.passage).strip(" .()[]"):
            yield line
