"""The tail of a document: who signed, and the list of recipients (*Nơi nhận*)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from loa.reading.lexicon import Rule, load_book
from loa.reading.lines import CleanLine, Locator
from loa.reading.model import Mark, Recipient, Signer
from loa.reading.passage import Passage, match_form
from loa.reading.signature import read_signature

__all__ = ["Tail", "read_tail"]

_LONGEST_NOTED = 2_000
"""Longer lines are no recipients with a note but text that lost its line ends."""
_EDGES = " ;,.:_"
_ENDS = (";", ".", ",;", ";.")
_NOTE = re.compile(r"^(?P<name>.*?)[\s;,.]*\((?P<note>[^()]*(?:\([^()]*\)[^()]*)*)\)?[\s;,.]*$")


@dataclass(frozen=True, slots=True)
class Tail:
    """Signer and recipients with the marks that say why."""

    signer: Signer
    recipients: tuple[Recipient, ...]
    marks: tuple[Mark, ...]


@cache
def _rule(name: str) -> Rule:
    return next(rule for rule in load_book("recipients") if rule.id == f"recipients.{name}")


def read_tail(lines: Sequence[CleanLine], locate: Locator) -> Tail:
    """Signer and recipients among the lines from *Nơi nhận* or the signature to the end.

    Every line under *Nơi nhận* is a recipient, the archive line too; what a line end cut is healed, and lines that
    extraction ran together are parted.
    """
    signature = read_signature(lines)
    recipients = tuple(_recipients(signature.others, locate))
    found = {"authority": signature.authority, "capacity": signature.capacity, "name": signature.name}
    marks = [value.mark(f"signer.{part}", locate) for part, value in found.items() if value]
    for i, one in enumerate(recipients):
        words = locate.text[one.place.start : one.place.end]
        marks.append(Mark(f"recipients[{i}]", one.name, "recipients.line", words, one.place, 0.95))
    signer = Signer(*(value.value if value else None for value in found.values()))
    return Tail(signer, recipients, tuple(marks))


@dataclass(frozen=True, slots=True)
class _Entry:
    """One recipient while its lines are joined."""

    passage: Passage
    bulleted: bool
    whole: bool
    delivery: str | None


def _recipients(lines: Sequence[CleanLine], locate: Locator) -> Iterator[Recipient]:
    for entry in _entries(lines):
        text = entry.passage.without(_rule("brace").pattern).squeezed().strip(_EDGES)
        noted = _NOTE.match(text.text) if len(text) <= _LONGEST_NOTED else None
        name = _archive_mended(noted["name"] if noted else text.text).strip(_EDGES)
        note = noted["note"].strip(_EDGES) if noted else None
        if name:
            yield Recipient(name, note or None, entry.delivery, locate.of(entry.passage.strip(_EDGES)))


def _archive_mended(name: str) -> str:
    rule = _rule("archive-code")
    found = rule.pattern.match(match_form(name))
    return name[: found.start("code")] + rule.gives + name[found.end("code") :] if found else name


def _entries(lines: Sequence[CleanLine]) -> list[_Entry]:
    """The lines of the list, healed; it ends behind the archive line."""
    entries: list[_Entry] = []
    delivery: str | None = None
    parts = list(_list_lines(lines))
    any_bullet = any(_rule("bullet").pattern.match(passage.match) for _, passage in parts)
    for line, passage in parts:
        form, rest = _delivery(passage)
        delivery = form or delivery
        if not rest:
            continue
        bullet = _rule("bullet").pattern.match(rest.match)
        bare = rest.cut(bullet.end()).strip() if bullet else rest
        if entries and _goes_on(entries[-1], bare, line, bullet=bool(bullet), any_bullet=any_bullet):
            entries[-1] = _joined(entries[-1], rest if bullet else bare)
            continue
        if entries and not bullet and _is_closed_archive(entries[-1]):
            break
        entries.append(_Entry(bare, bool(bullet), line.whole, delivery))
    return entries


def _list_lines(lines: Sequence[CleanLine]) -> Iterator[tuple[CleanLine, Passage]]:
    """The lines from the heading on, those that ran together parted; without a heading from the first bullet."""
    begun = False
    for line in lines:
        passage = line.passage
        heading = _rule("heading").pattern.match(passage.match)
        if heading:
            begun = True
            passage = passage.cut(heading.end()).strip()
        elif not begun and _rule("bullet").pattern.match(passage.match):
            begun = True
        if begun and passage:
            yield from ((line, part) for part in _parted(passage))


def _parted(passage: Passage) -> Iterator[Passage]:
    start = 0
    for found in _rule("several").pattern.finditer(passage.match):
        yield passage.cut(start, found.start()).strip()
        start = found.end()
    yield passage.cut(start).strip()


def _delivery(passage: Passage) -> tuple[str | None, Passage]:
    """The form of sending that a line announces, and what stands behind it."""
    for name in ("electronic", "paper"):
        found = _rule(name).pattern.match(passage.match)
        if found:
            return name, passage.cut(found.end()).strip()
    return None, passage


def _goes_on(before: _Entry, bare: Passage, line: CleanLine, *, bullet: bool, any_bullet: bool) -> bool:
    """Whether a line belongs to the recipient above it."""
    if len(before.passage) > _LONGEST_NOTED:
        return False
    closed = before.passage.text.rstrip().endswith(_ENDS)
    if bullet:
        pair = f"{before.passage.match[-24:]} - {bare.match[:16]}"
        return not closed and _rule("split-name").pattern.search(pair) is not None
    if bare.text.startswith("("):
        return "(" not in before.passage.text
    if closed or _rule("archive").pattern.match(bare.match):
        return False
    if bare.text[0].islower() or before.passage.text.count("(") > before.passage.text.count(")"):
        return True
    return any_bullet and before.bulleted and not (line.whole and before.whole)


def _joined(before: _Entry, after: Passage) -> _Entry:
    glued = re.search(r"\S-$", before.passage.text) is not None
    passage = Passage.join((before.passage, after), "" if glued else " ")
    return _Entry(passage, before.bulleted, before.whole, before.delivery)


def _is_closed_archive(entry: _Entry) -> bool:
    return _rule("archive").pattern.match(entry.passage.match) is not None
