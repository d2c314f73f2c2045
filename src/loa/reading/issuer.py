"""Who issues a document, and on which tier: from the head of the page, or from the words of the text without one."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import cache, cached_property

from loa.reading.admin_units import KINDS, central_city, known_name, restored_name, title_case
from loa.reading.casing import body_case, body_rules
from loa.reading.lexicon import Rule, load_book
from loa.reading.passage import Passage, fold, match_form

__all__ = ["Body", "Issuer", "Names", "Place", "bodies_in", "issuer_of", "place_name", "subject_body"]

_PROVINCE_KINDS = ("tỉnh", "thành phố")
_DISTRICT_KINDS = ("huyện", "quận", "thị xã")
_PARTY_KINDS = {"party-province": "tỉnh", "party-city": "thành phố", "party-district": "huyện"}
"""The kind of place that a Party committee's name implies."""
_LONGEST_NAME = 300
_LIKE = 0.8
"""How alike two spellings must be, as a ratio of letters, to be taken for the same name misprinted."""
_NAME = r"(?:[^\W\d_a-zà-ỹđ][^\W_]*(?:['’][^\W\d_]+)?|\d{1,2}|-)"
_PROPER = re.compile(rf"{_NAME}(?:[ \t]{_NAME}){{0,5}}")
_CUT = re.compile(r"\s*[,;(:.]\s|\s*[,;(:.]$|\s+-\s+(?=\S)")


@dataclass(frozen=True, slots=True)
class Place:
    """A unit by kind (`tỉnh`) and proper name; the name is empty where only the kind is printed."""

    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Body:
    """A body named in the head: its class (see the book `issuers`), its own name, its place, the words."""

    kind: str
    name: str
    place: Place | None
    words: Passage
    rule: str


@dataclass(frozen=True, slots=True)
class Issuer:
    """The issuer's full name, its tier and the place in it."""

    name: str
    tier: str | None
    place: Place | None


@cache
def _rules(prefix: str) -> tuple[Rule, ...]:
    return tuple(rule for rule in load_book("issuers") if rule.id.startswith(f"{prefix}."))


# -- bodies


def bodies_in(lines: Sequence[Passage]) -> list[Body]:
    """The bodies named by the lines of a head, the superior ones first; the last one issues the document."""
    groups: list[list[Passage]] = []
    for line in (part for whole in lines if len(whole) <= _LONGEST_NAME for part in _parted(whole)):
        if groups and (_head_rule(line) is None or _awaits_more(groups[-1])):
            groups[-1].append(line)
        else:
            groups.append([line])
    bodies = (_body(Passage.join(group)) for group in groups)
    return [body for body in bodies if body is not None]


def _head_rule(line: Passage) -> tuple[Rule, int] | None:
    for rule in body_rules():
        found = rule.pattern.match(line.match)
        if found:
            return rule, found.end()
    return None


def _awaits_more(group: list[Passage]) -> bool:
    """Whether what stands so far cannot be whole: *VĂN PHÒNG*, or a line that ends in a joint."""
    text = fold(Passage.join(group).text).rstrip()
    return text in ("van phong", "hdnd", "hoi dong nhan dan", "thanh tra", "ban") or text.endswith(
        (" va", "-", "&", ",")
    )


def _parted(line: Passage) -> list[Passage]:
    """A line that names a committee with its place and then another body, parted between the two."""
    first = _head_rule(line)
    if first is None or first[0].gives != "committee":
        return [line]
    for found in _rules("second")[0].pattern.finditer(line.match, first[1]):
        before = line.cut(0, found.start()).strip(" -–")
        if _has_place(before):
            return [before, line.cut(found.start())]
    return [line]


def _has_place(passage: Passage) -> bool:
    body = _body(passage)
    return body is not None and body.place is not None and bool(body.place.name)


def _body(passage: Passage) -> Body | None:
    passage = passage.strip(" .,:;-–_*")
    head = _head_rule(passage)
    if head is None:
        return None
    rule, end = head
    if rule.gives in _PARTY_KINDS:
        place = Place(_PARTY_KINDS[rule.gives], passage.text[end:].strip(" -–,."))
        return Body(rule.gives, body_case(passage.text[:end]), place, passage, rule.id)
    start, unit = _unit(passage) or (len(passage), None)
    return Body(rule.gives, body_case(_spelt_out(passage.text[:start].strip(" -–,"))), unit, passage, rule.id)


def _unit(passage: Passage) -> tuple[int, Place] | None:
    """Where the words of the tier begin in the name of a body, with kind and proper name."""
    found = sorted(
        (match.start(), match.end(), rule.gives)
        for rule in _rules("unit")
        for match in rule.pattern.finditer(passage.match)
    )
    if not found:
        return None
    start, end, kind = found[0]
    following = [other for other, _, _ in found[1:] if other > end]
    stop = following[0] if following else len(passage)
    name = passage.text[end:stop].strip(" -–,.:;")
    cut = _CUT.search(name)
    if cut and not _is_known(kind, name):
        name = name[: cut.start()].strip(" -–,.")
    return start, Place(kind, _plain_number(name))


def _is_known(kind: str, name: str) -> bool:
    return known_name(kind, re.sub(r"\s*[-–]\s*", " - ", name)) is not None


def _plain_number(name: str) -> str:
    return str(int(name)) if name.isdigit() else name


def _spelt_out(name: str) -> str:
    """The name with its head in full words: *UBND*, *HĐND*, *CCHC* are never left short."""
    for short, full in (("UBND", "ỦY BAN NHÂN DÂN"), ("HĐND", "HỘI ĐỒNG NHÂN DÂN"), ("CCHC", "CẢI CÁCH HÀNH CHÍNH")):
        spelt = full if name.isupper() else body_case(full)
        name = re.sub(rf"(?<!\w){short}(?!\w)", spelt, name)
    return " ".join(name.replace("Uỷ", "Ủy").replace("UỶ", "ỦY").split())


# -- places


class Names:
    """The names printed behind the word of a tier anywhere in a text; looked up only when first asked for."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def units(self) -> Counter[Place]:
        """Every kind and name with the number of its mentions."""
        counts: Counter[Place] = Counter()
        for found in _any_unit().finditer(match_form(self._text)):
            name = _PROPER.match(self._text, found.end())
            if name and found.lastgroup:
                counts[Place(_rules("unit")[int(found.lastgroup[1:])].gives, name.group())] += 1
        return counts

    def most_frequent(self, kind: str) -> str | None:
        """The name that stands most often behind this word of a tier."""
        names = Counter({unit.name: count for unit, count in self.units.items() if unit.kind == kind})
        return names.most_common(1)[0][0] if names else None

    def right_form(self, kinds: Sequence[str], printed: str) -> str | None:
        """The most frequent other spelling of a printed name that is or was the name of such a unit."""
        wanted = fold(printed)
        counts: Counter[str] = Counter()
        for unit, count in self.units.items():
            known = next((name for kind in kinds if (name := known_name(kind, unit.name))), None)
            if known and _alike(fold(unit.name), wanted):
                counts[known] += count
        return counts.most_common(1)[0][0] if counts else None


@cache
def _any_unit() -> re.Pattern[str]:
    return re.compile("|".join(f"(?P<u{i}>{rule.pattern.pattern})" for i, rule in enumerate(_rules("unit"))))


def place_name(kind: str | None, printed: str, names: Names) -> str:
    """The proper name of a place as the document prints it where it is right.

    A printed form that is or was the name of such a unit stays. Otherwise another form of it in the text that is one
    is taken, else the only unit whose name differs in nothing but marks; else the printed form stays.
    """
    kinds = (kind,) if kind else KINDS
    if printed.replace(".", "").upper() == "HCM":
        return "Hồ Chí Minh"
    spaced = re.sub(r"\s*[-–]\s*", " - ", printed) if " " in printed else printed
    known = next((name for one in kinds if (name := known_name(one, spaced))), None) or names.right_form(kinds, spaced)
    if known:
        return known
    restored = {name for one in kinds if (name := restored_name(one, spaced))}
    return restored.pop() if len(restored) == 1 else title_case(printed)


def _alike(one: str, other: str) -> bool:
    if one == other:
        return True
    if len(one) < 5 or len(one.split()) != len(other.split()):
        return False
    return SequenceMatcher(None, one, other).ratio() >= _LIKE


def _full_place(place: Place, names: Names) -> Place:
    """The place with its name, looked for behind the same word of the tier when the head gives the word alone."""
    printed = place.name or names.most_frequent(place.kind)
    return Place(place.kind, place_name(place.kind, printed, names) if printed else "")


# -- the issuer


def issuer_of(bodies: Sequence[Body], *, names: Names, printed_place: str | None, year: int | None) -> Issuer | None:
    """The issuer with its full name and its tier, from the bodies of the head or the one body the text names."""
    if not bodies:
        return None
    body = bodies[-1]
    place = next((one.place for one in reversed(bodies) if one.place is not None), None)
    if place is None and body.kind == "department" and not any(one.kind == "ministry" for one in bodies):
        place = _province_of(printed_place) or _place_of_department(body, names)
    if body.kind == "ministry":
        place = None
    if place is not None:
        place = _full_place(place, names)
    return Issuer(_full_name(body, place), _tier(body, place, year), place)


def _full_name(body: Body, place: Place | None) -> str:
    if place is None:
        return body.name
    if body.kind.startswith("party-"):
        return f"{body.name} {place.name}".strip()
    return f"{body.name} {place.kind} {place.name}".strip()


def _province_of(printed_place: str | None) -> Place | None:
    """The province whose name the place-and-date line gives, for a department's head without its superior."""
    for kind in _PROVINCE_KINDS:
        name = known_name(kind, printed_place or "")
        if name and (kind == "tỉnh" or central_city(name, None)):
            return Place(kind, name)
    return None


def _place_of_department(body: Body, names: Names) -> Place | None:
    """The province of a *Sở*, the district of a *Phòng*, as the text names it most often; none for other bodies."""
    kinds = {"sở": _PROVINCE_KINDS, "phòng": (*_DISTRICT_KINDS, "xã", "phường")}.get(body.name.split()[0].lower(), ())
    counts = Counter({unit: count for unit, count in names.units.items() if unit.kind in kinds and _is_parent(unit)})
    return counts.most_common(1)[0][0] if counts else None


def _is_parent(unit: Place) -> bool:
    known = known_name(unit.kind, unit.name) is not None
    return known and (unit.kind != "thành phố" or central_city(unit.name, None))


def _tier(body: Body, place: Place | None, year: int | None) -> str | None:
    fixed = {
        "ministry": "ministry",
        "department": "department",
        "party-province": "province",
        "party-district": "district",
    }
    if body.kind in fixed:
        return fixed[body.kind]
    kind = place.kind if place else "thành phố" if body.kind == "party-city" else None
    if kind is None:
        return None
    if kind == "thành phố":
        return "province" if place and central_city(place.name, year) else "district"
    if kind == "tỉnh":
        return "province"
    return "district" if kind in _DISTRICT_KINDS else "commune"


_SHORT_IN_BRACKETS = re.compile(r"\s?\((?:UBND|HĐND)\)")


def subject_body(preamble: Sequence[Passage], notes: Sequence[Passage]) -> Body | None:
    """The body that issues the plan in the words of the preamble, else in an annex heading or the title."""
    for passage in preamble:
        plain = passage.without(_SHORT_IN_BRACKETS)
        subjects = _named(plain, "issuer.subject")
        if subjects:
            return subjects[-1]
    for name in ("issuer.attached", "issuer.title"):
        for passage in notes:
            named = _named(passage, name)
            if named:
                return named[0]
    return None


def _named(passage: Passage, rule_id: str) -> list[Body]:
    rule = next(rule for rule in _rules("issuer") if rule.id == rule_id)
    found = (_body(passage.cut(*match.span("body"))) for match in rule.pattern.finditer(passage.match))
    return [replace(body, rule=rule_id) for body in found if body is not None]
