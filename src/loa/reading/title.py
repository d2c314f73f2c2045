"""The title of a plan and the year it is for."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from loa.reading.front import head_rule, is_date_line, split_at_type
from loa.reading.lines import CleanLine
from loa.reading.misprints import mend
from loa.reading.passage import Passage
from loa.reading.printed import Printed

__all__ = ["Year", "read_title", "year_of"]

_EDGES = ' .;:-–_*“”"'


@dataclass(frozen=True, slots=True)
class Year:
    """The year a plan is for, with the words that say it."""

    number: int
    printed: Printed


def read_title(head: Sequence[CleanLine], decision: Sequence[CleanLine]) -> Printed | None:
    """The lines under the word *KẾ HOẠCH*, healed; else the plan that the decision's subject names.

    Known phrases of official language are spelt right, as the annotation guide asks for the fields of the document.
    """
    _, below = split_at_type(head, "head.type-plan")
    title = _joined(below)
    if title:
        return Printed(mend(title.text), title, "head.type-plan", 0.96)
    subject = _subject(decision)
    return Printed(mend(subject.text), subject, "title.issuing", 0.8) if subject else None


def _joined(lines: Sequence[Passage]) -> Passage:
    """The lines as one text, without drawn rules and without the note that ties the plan to its decision."""
    title = Passage.of("")
    for line in lines:
        if head_rule("head.rule-line").pattern.search(line.match) or is_date_line(line):
            continue
        glue = "" if not title or re.search(r"\S-$", title.text) else " "
        title = Passage.join((title, line), glue) if title else line
    attached = head_rule("title.attached").pattern.search(title.match)
    if attached:
        close = title.text.find(")", attached.end())
        behind = title.cut(close + 1) if close >= 0 and title.text[attached.start()] == "(" else title.cut(len(title))
        parts = (title.cut(0, attached.start()).strip(), behind.strip())
        title = Passage.join(part for part in parts if part)
    return title.strip(_EDGES)


def _subject(decision: Sequence[CleanLine]) -> Passage | None:
    _, below = split_at_type(decision, "head.type-decision")
    for count in (1, 2, 3):
        subject = _joined(below[:count])
        issuing = head_rule("title.issuing").pattern.match(subject.match)
        if issuing and len(below) > count and below[count].text.isupper():
            return subject.cut(issuing.end()).strip(_EDGES)
    return None


def year_of(title: Printed | None, preamble: Passage, date: Printed | None) -> Year | None:
    """The year the plan is for: from the title, else from the words that issue it, else the year of its date."""
    dated = int(date.value[:4]) if date else None
    if title:
        for name in ("year.of-plan", "year.of-span", "year.bare"):
            year = _year_in(title.words, name, dated)
            if year:
                return Year(int(year.value), year)
    said = _year_in(preamble, "year.of-plan", dated)
    if said and (dated is None or int(said.value) in (dated, dated + 1)):
        return Year(int(said.value), said)
    if date and dated:
        return Year(dated, Printed(str(dated), date.words, "year.of-date", 0.6))
    return None


def _year_in(text: Passage, rule_name: str, dated: int | None) -> Printed | None:
    """The year that fits the date best among those the rule finds: that of the date or the next, else the last."""
    found = list(head_rule(rule_name).pattern.finditer(text.match))
    if not found:
        return None
    fitting = [match for match in found if dated is not None and int(match["year"]) in (dated, dated + 1)]
    best = (fitting or found)[-1]
    return Printed(best["year"], text.cut(*best.span()), rule_name, 0.95 if len(found) == 1 else 0.8)
