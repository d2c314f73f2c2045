"""The front of a document: issuer, number, place and date, also where its two columns ran together."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from loa.reading.dates import PrintedDate, date_rules, find_date
from loa.reading.issuer import Body, bodies_in
from loa.reading.lexicon import Rule, load_book
from loa.reading.lines import CleanLine
from loa.reading.passage import Passage
from loa.reading.printed import Printed
from loa.reading.stamps import is_receipt_stamp_line

__all__ = ["Front", "head_rule", "is_date_line", "read_front", "split_at_type"]

_Span = tuple[int, int]
_HEAD_LINES = 60
"""No head is longer; what stands further above the type is another text."""
_DATE_RULES = ("words", "half-words", "figures")


@dataclass(frozen=True, slots=True)
class Front:
    """What stands above the word that names the type."""

    bodies: tuple[Body, ...]
    number: Printed | None
    place: Printed | None
    date: Printed | None


@cache
def head_rule(name: str) -> Rule:
    """The rule of the book `head` with this id."""
    return next(rule for rule in load_book("head") if rule.id == name)


def split_at_type(lines: Sequence[CleanLine], rule_name: str) -> tuple[list[Passage], list[Passage]]:
    """The lines above the word that names the type, and what stands behind and below it."""
    rule = head_rule(rule_name)
    passages = [line.passage for line in lines]
    candidates = [(i, found) for i, line in enumerate(passages) if (found := rule.pattern.match(line.match))]
    for i, found in candidates:
        if passages[i].text[: found.end()].isupper() or found.end() == len(passages[i]):
            return passages[:i], _behind(passages, i, found)
    if candidates:
        i, found = candidates[0]
        return passages[:i], _behind(passages, i, found)
    return passages, []


def _behind(passages: list[Passage], i: int, found: re.Match[str]) -> list[Passage]:
    rest = passages[i].cut(found.end()).strip()
    return [rest, *passages[i + 1 :]] if rest else passages[i + 1 :]


def is_date_line(line: Passage) -> bool:
    """Whether a line is nothing but place and date, each of its words in the letters of a name."""
    found = head_rule("head.date-line").pattern.search(line.match)
    words = re.sub(r"^[/-]\S+", "", line.text.partition(",")[0]).split()
    return found is not None and len(words) <= 6 and all(word[0].isupper() or word in ("phố", "-") for word in words)


def read_front(lines: Sequence[CleanLine], *, is_decision: bool, below: Sequence[CleanLine] = ()) -> Front:
    """Bodies, number, place and date above the type; each is None when it is blank or missing.

    The lines are read as one text, so that a number or a date that goes over a line end is still found. `below` are
    the lines after the title, among which extraction may have put a line of the head's right column.
    """
    above, under = split_at_type(lines, "head.type-decision" if is_decision else "head.type-plan")
    above = above[-_HEAD_LINES:]
    if above:
        strayed = (line for line in (*under, *(line.passage for line in below)) if is_date_line(line))
        above.extend(strayed)
    if not above:
        return Front((), None, None, None)
    whole = Passage.join(above)
    starts = _starts(above)
    taken = [found.span() for rule in _motto() for found in rule.pattern.finditer(whole.match)]
    number, spans = _number(whole, starts)
    taken.extend(spans)
    place, date, span = _place_and_date(whole, starts, taken)
    taken.extend([span] if span else [])
    limit = min((first for first, _ in spans), default=len(whole))
    return Front(_bodies(whole, starts, taken, limit), number, place, date)


def _bodies(whole: Passage, starts: Sequence[int], taken: Sequence[_Span], limit: int) -> tuple[Body, ...]:
    """The bodies of the head: those above the number, which stands below the issuer, if there are any."""
    parts = [part for part in _left(whole, starts, taken) if part and not _is_noise(part)]
    upper = [part for part in parts if whole.origin[limit] > part.origin[0]]
    return tuple(bodies_in(upper) or bodies_in(parts))


@cache
def _motto() -> tuple[Rule, ...]:
    return tuple(rule for rule in load_book("head") if rule.gives == "motto")


def _starts(lines: Sequence[Passage]) -> list[int]:
    starts, at = [], 0
    for line in lines:
        starts.append(at)
        at += len(line) + 1
    return starts


def _number(whole: Passage, starts: Sequence[int]) -> tuple[Printed | None, list[_Span]]:
    """The number, None when its digits are blank, and where its words stand."""
    found = head_rule("head.number").pattern.search(whole.match)
    if found:
        behind = whole.text[found.start("digits") + len(found["digits"]) : found.end()]
        return _composed(found["digits"], behind, whole.cut(*found.span())), [found.span()]
    left, right = _number_halves(whole, starts)
    if left and right:
        return _composed(left[1], right[1], whole.cut(*left[0])), [left[0], right[0]]
    if left:
        return None, [left[0]]
    blank = head_rule("head.blank-number").pattern.search(whole.match)
    return None, [blank.span()] if blank else []


def _composed(digits: str, behind: str, words: Passage) -> Printed | None:
    digits = re.sub(r"[^\da-z]", "", digits)
    if not re.match(r"\d", digits):
        return None
    symbol = re.sub(r"[‐‑‒–—−―]", "-", re.sub(r"\s", "", behind))
    return Printed(digits + symbol, words, "head.number", 0.97)


def _number_halves(whole: Passage, starts: Sequence[int]) -> tuple[tuple[_Span, str] | None, tuple[_Span, str] | None]:
    """The halves of a number that were parted: the word and the digits that end a line, the symbol that begins one."""
    left = right = None
    for start, end in zip(starts, _ends(whole, starts), strict=True):
        matched = whole.match[start:end]
        if left is None and (one := head_rule("head.number-left").pattern.search(matched)):
            left = (start + one.start(), end), one["digits"]
        elif right is None and (one := head_rule("head.number-right").pattern.match(matched)):
            right = (start, start + one.end()), whole.text[start : start + one.end()]
    return left, right


def _ends(whole: Passage, starts: Sequence[int]) -> list[int]:
    return [*(start - 1 for start in starts[1:]), len(whole)]


def _place_and_date(
    whole: Passage, starts: Sequence[int], taken: Sequence[_Span]
) -> tuple[Printed | None, Printed | None, _Span | None]:
    dated = find_date(whole.match, date_rules(*_DATE_RULES))
    span = (dated.start, dated.end) if dated else _blank_date(whole)
    if span is None:
        return None, None, None
    begin, place = _place(whole, span[0], starts, taken)
    return place, _printed_date(whole, dated), (begin, span[1])


def _printed_date(whole: Passage, dated: PrintedDate | None) -> Printed | None:
    return Printed(dated.iso, whole.cut(dated.start, dated.end), dated.rule, 0.97) if dated else None


def _blank_date(whole: Passage) -> _Span | None:
    found = head_rule("head.blank-date").pattern.search(whole.match)
    return found.span() if found else None


def _place(
    whole: Passage, date_start: int, starts: Sequence[int], taken: Sequence[_Span]
) -> tuple[int, Printed | None]:
    """The place before a date, and where its words begin: on the same line, else on the line above up to its comma."""
    before = [start for start in starts if start <= date_start]
    for i, line_start in enumerate(reversed(before[-2:])):
        begin = max([line_start, *(end for _, end in taken if end <= date_start)])
        lead = whole.cut(begin, date_start)
        if not lead.strip() or (i == 1 and not lead.text.rstrip().endswith(",")):
            continue
        begin += _capitals_before_place(lead.text)
        found = head_rule("head.date-lead").pattern.match(whole.match[begin:date_start])
        if found:
            words = whole.cut(begin, date_start).strip(" ,.;-–")
            return begin, Printed(words.text, words, "head.date-lead", 0.95) if words else None
        break
    return date_start, None


def _capitals_before_place(lead: str) -> int:
    """How many characters of a glued left column stand before the place, which is not in capitals as that is."""
    words = list(re.finditer(r"\S+", lead))
    if not any(word.group().rstrip(",").istitle() for word in words):
        return 0
    first = next((word for word in words if not word.group().isupper() or len(word.group()) == 1), None)
    return first.start() if first else 0


def _left(whole: Passage, starts: Sequence[int], taken: Sequence[_Span]) -> Iterator[Passage]:
    """The lines without the parts that are taken."""
    for start, end in zip(starts, _ends(whole, starts), strict=True):
        at = start
        for first, last in sorted(taken):
            if first < end and last > at:
                yield whole.cut(at, max(at, first)).strip(" ,;:-–_*")
                at = max(at, last)
        yield whole.cut(min(at, end), end).strip(" ,;:-–_*")


def _is_noise(part: Passage) -> bool:
    drawn = any(head_rule(name).pattern.search(part.match) for name in ("head.rule-line", "head.stamp"))
    return drawn or is_receipt_stamp_line(part.text)
