"""Framing: finds head, preamble, body, tail and annexes of an official document, and of a decision around a plan."""

import re
from collections.abc import Sequence
from functools import cache

from loa.reading.clean import Clean
from loa.reading.labels import LabelKind, find_label
from loa.reading.lexicon import Rule, load_book
from loa.reading.lines import CleanLine, CleanTable, Frame
from loa.reading.passage import fold, match_form
from loa.reading.stamps import receipt_lines, stamp_lines

__all__ = ["frame", "matches"]

_SECTION_KINDS = (LabelKind.PART, LabelKind.ROMAN, LabelKind.CAPITAL)
_TITLE_LIMIT = 420
_RECIPIENTS = re.compile(r"noi nhan\s*(?::|$)")
"""The heading of the recipients when recognition has lost its marks."""
_RECIPIENTS_LENGTH = 12
"""So many characters tell: marks are dropped from no more, for every line of a document is asked."""


@cache
def _rule(name: str) -> Rule:
    return next(rule for rule in load_book("frame") if rule.id == f"frame.{name}")


def matches(name: str, line: CleanLine) -> bool:
    """Whether the line is of the named kind in the book `frame`."""
    return _rule(name).pattern.search(line.match) is not None


def frame(items: Sequence[Clean]) -> Frame | None:
    """The parts of a plan, or None when no line names the document a plan."""
    lines = [item for item in items if isinstance(item, CleanLine)]
    texts = [line.text for line in lines]
    stamped, received = stamp_lines(texts), receipt_lines(texts)
    set_aside = {id(lines[i]) for i in stamped | received}
    stamps = tuple(lines[i] for i in sorted(stamped))
    kept = [item for item in items if id(item) not in set_aside]
    heading = _plan_heading(kept)
    if heading is None:
        return None
    decision_end = _decision_end(kept, heading)
    decision, decision_tail = _split_decision(kept[:decision_end])
    head_start = decision_end
    title_end = _title_end(kept, heading)
    body_start = _body_start(kept, title_end)
    tail_start, tail_end = _tail(kept, body_start)
    tail = _lines(kept[tail_start:tail_end])
    return Frame(
        head=_lines(kept[head_start:title_end]),
        preamble=_lines(kept[title_end:body_start]),
        body=tuple(kept[body_start:tail_start]),
        tail=decision_tail or tail,
        annexes=tuple(_annexes(kept[tail_end:])),
        decision=decision,
        stamps=stamps,
    )


def _lines(items: Sequence[Clean]) -> tuple[CleanLine, ...]:
    return tuple(item for item in items if isinstance(item, CleanLine))


def _is_capitals(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return bool(letters) and sum(c.isupper() for c in letters) >= 0.9 * len(letters)


def _plan_heading(items: Sequence[Clean]) -> int | None:
    """The index of the line that names the type *KẾ HOẠCH*; the last one before the sections begin."""
    other = found = None
    for i, item in enumerate(items):
        if isinstance(item, CleanTable):
            continue
        if _is_heading(item, "plan") and found is None:
            found = i
        if found is not None and other is None:
            break
        if other is None and found is None and (_is_heading(item, "other") or matches("letter", item)):
            other = i
    if found is None:
        return None
    return None if other is not None and other < found and not _has_decision(items[:found]) else found


def _is_heading(line: CleanLine, name: str) -> bool:
    if not matches(name, line):
        folded = fold(line.text)
        return name == "plan" and folded == "ke hoach" and _is_capitals(line.text)
    words = line.text.split()
    return _is_capitals(" ".join(words[:2])) or line.match in ("kế hoạch", "kế hoạch:")


def _has_decision(items: Sequence[Clean]) -> bool:
    return any(isinstance(item, CleanLine) and matches("decision", item) and _is_capitals(item.text) for item in items)


def _decision_end(items: Sequence[Clean], heading: int) -> int:
    """Where the decision that issues the plan ends and the plan's own head begins; 0 without a decision."""
    if not _has_decision(items[:heading]):
        return 0
    for i in range(heading - 1, -1, -1):
        item = items[i]
        if isinstance(item, CleanLine) and (matches("signature", item) or matches("recipients", item)):
            break
    else:
        return heading
    for j in range(i + 1, heading):
        item = items[j]
        if isinstance(item, CleanLine) and _opens_head(item):
            return j
    return heading


def _opens_head(line: CleanLine) -> bool:
    folded = fold(line.text)
    return folded.startswith(("uy ban nhan dan", "cong hoa xa hoi", "bo ", "so ")) and _is_capitals(line.text)


def _split_decision(items: Sequence[Clean]) -> tuple[tuple[CleanLine, ...], tuple[CleanLine, ...]]:
    lines = _lines(items)
    starts = [i for i, line in enumerate(lines) if _opens_tail(line) and i > _first_article(lines)]
    if not starts:
        return lines, ()
    return lines[: starts[0]], lines[starts[0] :]


def _first_article(lines: Sequence[CleanLine]) -> int:
    return next((i for i, line in enumerate(lines) if matches("first-article", line)), len(lines) // 2)


def _opens_tail(line: CleanLine) -> bool:
    return (
        matches("recipients", line)
        or _RECIPIENTS.match(fold(line.text[:_RECIPIENTS_LENGTH])) is not None
        or (matches("signature", line) and _is_capitals(line.text))
    )


def _title_end(items: Sequence[Clean], heading: int) -> int:
    """The index after the last line of the title."""
    length = 0
    first = True
    for i in range(heading + 1, len(items)):
        item = items[i]
        if isinstance(item, CleanTable):
            return i
        if matches("attached", item):
            return i + 1 + _bracket_rest(items, i)
        label = find_label(item.passage)
        if (label and label.kind in (*_SECTION_KINDS, LabelKind.NUMBER)) or length + len(item.text) > _TITLE_LIMIT:
            return i
        if matches("title-not", item) if first else matches("preamble", item) or matches("title-not", item):
            return i
        length += len(item.text)
        first = False
    return len(items)


def _bracket_rest(items: Sequence[Clean], at: int) -> int:
    """How many lines after `at` still belong to the bracket that opens there."""
    item = items[at]
    if not isinstance(item, CleanLine) or not item.text.startswith("(") or ")" in item.text:
        return 0
    for count, after in enumerate(items[at + 1 : at + 4], start=1):
        if isinstance(after, CleanLine) and ")" in after.text:
            return count
    return 0


def _body_start(items: Sequence[Clean], start: int) -> int:
    """The index of the first labelled section at or after `start`."""
    numbered = None
    for i in range(start, len(items)):
        item = items[i]
        if isinstance(item, CleanTable):
            return i if numbered is None else numbered
        label = find_label(item.passage)
        if label and label.kind in _SECTION_KINDS and _rule("first-section").pattern.match(match_form(label.printed)):
            return i
        if label and label.kind is LabelKind.NUMBER and label.printed == "1" and numbered is None:
            numbered = i
        if numbered is not None and i > numbered + 60:
            return numbered
        if _opens_tail(item) and i > start + 1:
            break
    return numbered if numbered is not None else _after_preamble(items, start)


def _after_preamble(items: Sequence[Clean], start: int) -> int:
    """Without any labelled section the body begins after *như sau:*."""
    for i in range(start, min(len(items), start + 30)):
        item = items[i]
        if isinstance(item, CleanLine) and matches("as-follows", item):
            return i + 1
    return start


def _tail(items: Sequence[Clean], start: int) -> tuple[int, int]:
    """From the list of recipients or the signature, whichever comes first, to the annex or the end."""
    begin = next(
        (i for i in range(start, len(items)) if isinstance(item := items[i], CleanLine) and _opens_tail(item)), None
    )
    if begin is None:
        end = next((i for i in range(start, len(items)) if _opens_annex(items, i, after_tail=False)), len(items))
        return end, end
    end = next((i for i in range(begin, len(items)) if _opens_annex(items, i, after_tail=True)), len(items))
    return begin, end


def _opens_annex(items: Sequence[Clean], i: int, *, after_tail: bool) -> bool:
    item = items[i]
    if isinstance(item, CleanTable):
        return after_tail
    if matches("annex", item) and (
        _is_capitals(" ".join(item.text.split()[:2])) or (after_tail and len(item.text) < 120)
    ):
        return True
    following = items[i + 1 : i + 5]
    attached = any(isinstance(line, CleanLine) and matches("attached", line) for line in following)
    return after_tail and attached and _is_capitals(item.text) and not _opens_tail(item)


def _annexes(items: Sequence[Clean]) -> list[tuple[Clean, ...]]:
    """The annexes, each from its heading; a heading that another follows at once belongs to the same annex."""
    if not items:
        return []
    starts = [0]
    for i in range(1, len(items)):
        item = items[i]
        if isinstance(item, CleanLine) and matches("annex", item) and _is_capitals(" ".join(item.text.split()[:2])):
            seen_table = any(isinstance(before, CleanTable) for before in items[starts[-1] : i])
            if seen_table or matches("annex-word", item):
                starts.append(i)
    return [tuple(items[a:b]) for a, b in zip(starts, [*starts[1:], len(items)], strict=True)]
