"""Stamps printed in the text: electronic signatures, which are document data, and stamps of receipt, which are not."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from loa.reading.lexicon import Rule, load_book
from loa.reading.lines import CleanLine, Locator
from loa.reading.model import ESignature
from loa.reading.passage import Passage, match_form

__all__ = ["is_receipt_stamp_line", "is_stamp_line", "read_stamps", "receipt_lines", "stamp_lines"]

_VIETNAM = "+07:00"
_LONGEST_NAME = 120
_LONGEST_LINE = 600
_NEAR = 400
"""How far from a stamp's line, in characters of the source, its other lines may stand."""


@cache
def _rules(prefix: str) -> tuple[Rule, ...]:
    return tuple(rule for rule in load_book("stamps") if rule.id.startswith(f"{prefix}."))


def _kinds(prefix: str, matched: str) -> Iterator[str]:
    return (rule.gives for rule in _rules(prefix) if rule.pattern.search(matched))


def is_stamp_line(text: str) -> bool:
    """Whether the line is part of an electronic-signature stamp, whatever stands around it."""
    if len(text) > _LONGEST_LINE:
        return False
    matched = match_form(text)
    return _rules("hint")[0].pattern.search(matched) is not None and "strong" in _kinds("line", matched)


def is_receipt_stamp_line(text: str) -> bool:
    """Whether the line is part of the stamp a receiving office puts on a paper (*CÔNG VĂN ĐẾN*)."""
    if not text[:1].isupper() or len(text) > _LONGEST_NAME:
        return False
    kinds = set(_kinds("receipt", match_form(text)))
    return "receipt" in kinds or ("receipt-capitals" in kinds and text.isupper())


def stamp_lines(texts: Sequence[str]) -> frozenset[int]:
    """The indexes of all lines of electronic-signature stamps.

    Beside the lines that are stamps by themselves these are their mail, place and clock lines, and the name of the
    organisation, which stands alone between two lines of one stamp.
    """
    strong = {i for i, text in enumerate(texts) if is_stamp_line(text)}
    if not strong:
        return frozenset()
    found = set(strong)
    for step in (1, -1):
        for start in strong:
            at = start + step
            while 0 <= at < len(texts) and at not in found and "weak" in _kinds("line", match_form(texts[at])):
                found.add(at)
                at += step
    found |= {i + 1 for i in strong if i + 1 < len(texts) and _awaits_name(texts[i])}
    between = {i for i in range(len(texts)) if i not in found and i - 1 in found and i + 1 in found}
    return frozenset(found | {i for i in between if 0 < len(texts[i]) <= _LONGEST_NAME})


def _awaits_name(text: str) -> bool:
    values = list(_fields(Passage.of(text)))
    return bool(values) and values[-1][0] == "signer" and not values[-1][1].text


def receipt_lines(texts: Sequence[str]) -> frozenset[int]:
    """The indexes of all lines of stamps of receipt: also the day, number and routing lines below a sure one."""
    found = {i for i, text in enumerate(texts) if is_receipt_stamp_line(text)}
    for start in sorted(found):
        at = start + 1
        while at < len(texts) and "receipt-beside" in _kinds("receipt", match_form(texts[at])):
            found.add(at)
            at += 1
    return frozenset(found)


@dataclass(slots=True)
class _Record:
    """One stamp while it is being read."""

    values: dict[str, str] = field(default_factory=dict)
    spans: list[tuple[int, int]] = field(default_factory=list)
    loose: str | None = None
    """The last line that no rule knows: the organisation, when it stands above the signer."""

    def is_signature(self) -> bool:
        return "signer" in self.values or ("time" in self.values and "organization" in self.values)


def read_stamps(lines: Sequence[CleanLine], locate: Locator) -> tuple[ESignature, ...]:
    """The electronic signatures whose stamps are printed in these lines, in order.

    The organisation is the value of *Cơ quan: …*, else the line that stands alone above the signer. Lines of a stamp
    that were not handed over, because they are none by themselves, are looked up in the source.
    """
    records: list[_Record] = []
    for passage in _with_neighbours([line.passage for line in lines], locate.text):
        _read_line(passage, records, locate)
    return tuple(_signature(record, locate) for record in records if record.is_signature())


def _with_neighbours(passages: Sequence[Passage], text: str) -> list[Passage]:
    """The lines of the stamps and the weak ones that stand beside them in the source, in its order."""
    found = {passage.span(): passage for passage in passages}
    for passage in passages:
        for forward in (True, False):
            at = passage.span()
            while near := _line_beside(text, at, forward=forward):
                at = near.span()
                if at in found or "weak" not in _kinds("line", near.match):
                    break
                found[at] = near
    return [found[span] for span in sorted(found)]


def _line_beside(text: str, span: tuple[int, int], *, forward: bool) -> Passage | None:
    """The printed line next to a span of the source, within a short distance."""
    break_at = text.find("\n", span[1]) if forward else text.rfind("\n", 0, span[0])
    if break_at < 0:
        return None
    first, last = (break_at, break_at + _NEAR) if forward else (max(0, break_at - _NEAR), break_at)
    printed = [found.span() for found in re.finditer(r"[^\n]*\S[^\n]*", text[first:last])]
    if not printed:
        return None
    start, end = printed[0] if forward else printed[-1]
    return Passage.of(text, first + start, first + end).squeezed()


def _signature(record: _Record, locate: Locator) -> ESignature:
    start = min(first for first, _ in record.spans)
    end = max(last for _, last in record.spans)
    time = record.values.get("time")
    return ESignature(record.values.get("signer"), record.values.get("organization"), time, locate.place(start, end))


def _read_line(passage: Passage, records: list[_Record], locate: Locator) -> None:
    known = False
    if "strong" in _kinds("line", passage.match) and _opens(passage.match):
        records.append(_Record())
        known = True
    for kind, value in _fields(passage):
        known = True
        if kind == "signer" and not value.text and (not records or records[-1].is_signature()):
            records.append(_Record())
        if kind == "other" or not value.text:
            continue
        found = read_moment(value.text) if kind == "time" else _name(value.text)
        _note(kind, found, records, passage)
        if kind == "signer" and "organization" not in records[-1].values:
            _take_organization(records[-1], passage, locate)
    if records and not known:
        _loose_line(passage, records[-1])
    if records:
        records[-1].spans.append(passage.span())


def _opens(matched: str) -> bool:
    """Whether a stamp begins with this line: the owner of the certificate, or a viewer's notice."""
    return any(rule.pattern.search(matched) for rule in _rules("line") if rule.id in ("line.owner", "line.notice"))


def _note(kind: str, value: str | None, records: list[_Record], passage: Passage) -> None:
    """Writes a value into the current record; a value it already has begins the next one."""
    if not records or (kind in records[-1].values and records[-1].values[kind] != value):
        records.append(_Record(spans=[passage.span()]))
    if value:
        records[-1].values[kind] = value


def _loose_line(passage: Passage, record: _Record) -> None:
    if "signer" not in record.values and record.loose is None and _announced_signer(record):
        record.values["signer"] = _name(passage.text)
    record.loose = passage.text


def _announced_signer(record: _Record) -> bool:
    return "time" not in record.values and "organization" not in record.values and len(record.spans) == 1


def _take_organization(record: _Record, passage: Passage, locate: Locator) -> None:
    """The line alone above the signer, if the stamp is of the kind that prints it there."""
    if not any(rule.pattern.search(passage.match) for rule in _rules("line") if rule.id == "line.signed"):
        return
    above = _line_beside(locate.text, passage.span(), forward=False)
    loose = record.loose or (above.text if above else None)
    if loose and not is_stamp_line(loose):
        record.values["organization"] = loose


def _fields(passage: Passage) -> Iterator[tuple[str, Passage]]:
    """The values of a line with their kinds: each runs from its label to the next label."""
    for rule in _rules("line"):
        found = rule.pattern.search(passage.match)
        if found and rule.id == "line.signed":
            yield "signer", passage.cut(*found.span("signer"))
            return
        if found and rule.id in ("line.iso-time", "line.clock"):
            yield "time", passage
            return
    labels = sorted(
        (found.start(), found.end(), rule.gives)
        for rule in _rules("field")
        for found in rule.pattern.finditer(passage.match)
    )
    ends = [start for start, _, _ in labels[1:]] + [len(passage)]
    for (_, end, kind), after in zip(labels, ends, strict=False):
        yield kind, passage.cut(end, after).strip(" ,;-|")


def _name(text: str) -> str:
    return re.sub(r"\s*<[^<>]*>?$", "", text).strip(" ,;.")


def read_moment(text: str) -> str | None:
    """ISO 8601 of a time of signing: with offset (that of Vietnam when none is printed), or the day alone."""
    for rule in _rules("when"):
        found = rule.pattern.search(match_form(text))
        if found:
            return _moment(found)
    return None


def _moment(found: re.Match[str]) -> str | None:
    day = f"{int(found['year']):04}-{int(found['month']):02}-{int(found['day']):02}"
    if not (1 <= int(found["month"]) <= 12 and 1 <= int(found["day"]) <= 31):
        return None
    if not found["hour"]:
        return day
    if int(found["hour"]) > 23 or int(found["minute"]) > 59:
        return day
    hour = int(found["hour"]) % 12 + 12 * (found["half"] in ("pm", "ch")) if found["half"] else int(found["hour"])
    return f"{day}T{hour:02}:{found['minute']}:{found['second'] or '00'}{_offset(found['zone'])}"


def _offset(zone: str | None) -> str:
    if not zone:
        return _VIETNAM
    if zone == "z":
        return "+00:00"
    digits = re.sub(r"\D", "", zone).ljust(4, "0")
    return f"{zone[0]}{digits[:2]}:{digits[2:4]}"
