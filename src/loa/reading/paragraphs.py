"""Healing: printed lines become paragraphs, hyphens at line ends are closed, labels are split off."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache
from itertools import pairwise
from statistics import median, quantiles

from loa.reading.labels import Label, LabelKind, find_label, misread_roman
from loa.reading.lexicon import rule
from loa.reading.lines import CleanLine, CleanTable
from loa.reading.misprints import mend
from loa.reading.passage import Passage, match_form

__all__ = ["Paragraph", "heal", "heal_lines"]

_WIDTHS = dict.fromkeys("iíìỉĩịjltf.,;:'!| -()/", 0.28) | dict.fromkeys("rsI", 0.35) | dict.fromkeys("wmM%", 0.72)
_SENTENCE_END = tuple(".;:!?…")
_CUT_AT_LEAST, _CUT_SHARE = 4, 0.08
"""How many paragraphs must break off in a sentence before none of them is believed."""
_CLOSERS = "\"”»)]’'*"


@dataclass(frozen=True)
class Paragraph:
    """A healed paragraph. `printed` is all of it; `passage` leaves out the label it may begin with."""

    passage: Passage
    printed: Passage
    label: Label | None = None
    bold: bool = False
    centred: bool = False
    page: int = 1

    @property
    def text(self) -> str:
        return self.passage.text

    @cached_property
    def is_capitals(self) -> bool:
        """Printed in capitals throughout."""
        letters = [c for c in self.passage.text if c.isalpha()]
        return len(letters) > 1 and all(not c.islower() for c in letters)


def heal(lines: Iterable[CleanLine | CleanTable]) -> Iterator[Paragraph | CleanTable]:
    """Paragraphs and tables in reading order."""
    run: list[CleanLine] = []
    items = _printed_lines(list(lines))
    measure = _Measure([item for item in items if isinstance(item, CleanLine)])
    for item in items:
        if isinstance(item, CleanLine):
            run.append(item)
            continue
        yield from _heal_run(run, measure)
        run = []
        yield item
    yield from _heal_run(run, measure)


def _printed_lines(items: list[CleanLine | CleanTable]) -> list[CleanLine | CleanTable]:
    """The items, with lines that a converter called paragraphs taken as the printed lines they are.

    A file converted from PDF may hold a paragraph for every printed line. It shows by the sentences that go on, in
    small letters, in the next one.
    """
    lines = [item for item in items if isinstance(item, CleanLine)]
    whole = sum(line.whole for line in lines)
    cut = sum(_goes_on(line, after) for line, after in pairwise(lines))
    if cut < max(_CUT_AT_LEAST, whole * _CUT_SHARE):
        return items
    return [replace(item, whole=False) if isinstance(item, CleanLine) else item for item in items]


def _goes_on(line: CleanLine, after: CleanLine) -> bool:
    """Whether a paragraph breaks off in a sentence that the next one finishes."""
    text = after.text
    return line.whole and text[:1].islower() and not _is_complete(line.text) and find_label(after.passage) is None


def heal_lines(lines: Sequence[CleanLine]) -> list[Paragraph]:
    """The paragraphs of lines among which there is no table (a cell, a preamble)."""
    return list(_heal_run(list(lines), _Measure(lines)))


def _heal_run(lines: list[CleanLine], measure: "_Measure") -> Iterator[Paragraph]:
    parts: list[CleanLine] = []
    label: Label | None = None
    counted: dict[LabelKind, str] = {}
    for i, line in enumerate(lines):
        after = lines[i + 1] if i + 1 < len(lines) else None
        found = find_label(line.passage)
        if found is None or found.kind is not LabelKind.ROMAN:
            found = misread_roman(line.passage, counted.get(LabelKind.ROMAN)) or found
        if found and parts and not _is_plausible(found, line, parts, counted, measure):
            found = None
        if parts and not found and not _begins(parts, label, line, after, measure):
            parts.append(line)
            continue
        if parts:
            yield _paragraph(parts, label)
        parts, label = [line], found
        if found:
            counted[found.kind] = found.printed
    if parts:
        yield _paragraph(parts, label)


def _paragraph(lines: list[CleanLine], label: Label | None) -> Paragraph:
    first = lines[0]
    joined = first.passage
    for line in lines[1:]:
        joined = Passage.join((joined, line.passage), "" if _ends_in_hyphen(joined.text) else " ")
    joined = joined.mended(mend)
    return Paragraph(
        joined.cut(label.end).strip() if label else joined.strip(),
        joined.strip(),
        label,
        all(line.bold for line in lines),
        all(line.centred for line in lines),
        first.page,
    )


def _ends_in_hyphen(text: str) -> bool:
    """A hyphen glued to the word before it; with a blank before it, it is a dash and keeps its blanks."""
    return len(text) > 1 and text[-1] in "-‐" and not text[-2].isspace()


def _text_so_far(parts: list[CleanLine], label: Label | None) -> str:
    last = parts[-1].text
    return last[label.end :] if label and len(parts) == 1 else last


def _dangles(text: str) -> bool:
    """Matched as printed: a heading in capitals may end in *BÁO CÁO*."""
    if rule("lines", "line.dangles").pattern.search(text):
        return True
    return not _is_capitals(text) and rule("lines", "line.dangles-body").pattern.search(match_form(text)) is not None


def _is_open(text: str) -> bool:
    """Whether a line ends inside a quotation or a bracket, or before the number that it awaits."""
    if any(text.rfind(opens) > text.rfind(closes) for opens, closes in ("“”", "()")):
        return True
    return not _is_capitals(text) and rule("lines", "line.counts").pattern.search(match_form(text)) is not None


def _opens(parts: list[CleanLine], label: Label | None, line: CleanLine, sofar: str) -> bool:
    """Whether a line begins a paragraph by its words: the closing after a full stop, or a duty below its body."""
    if _is_complete(sofar):
        return rule("lines", "line.opens-closing").pattern.match(line.match) is not None
    if label is None or not line.text[:1].isupper():
        return False
    if not rule("lines", "line.opens-duty").pattern.match(line.match):
        return False
    name = " ".join(part.match for part in parts)[label.end :]
    return rule("duties", "duty.verb").pattern.search(name + " ") is None


def _is_complete(text: str) -> bool:
    return text.rstrip(_CLOSERS).endswith(_SENTENCE_END) or text.endswith(("./.", "/."))


def _begins(
    parts: list[CleanLine], label: Label | None, line: CleanLine, after: CleanLine | None, measure: "_Measure"
) -> bool:
    """Whether the line begins a new unlabelled paragraph after the lines before it."""
    before = parts[-1]
    sofar = _text_so_far(parts, label)
    if not sofar:
        return False
    if before.whole:
        return not _goes_on(before, line)
    first = line.text.lstrip("\"“'(*")[:1]
    if first.islower() or _ends_in_hyphen(sofar) or _dangles(sofar) or _is_open(sofar):
        return False
    if _opens(parts, label, line, sofar):
        return True
    early = measure.ended_early(before, line, is_first=len(parts) == 1)
    if _is_capitals(before.text) != _is_capitals(line.text) and len(line.text) > 3:
        return early or measure.is_indented(line) or before.bold != line.bold
    if _is_complete(sofar):
        return early or measure.looks_first(line, after) or (measure.gaps_tell and line.gap > 0)
    if not first.isalpha():
        return False
    return early or measure.looks_first(line, after) or (before.bold and not line.bold)


def _is_capitals(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return len(letters) > 3 and all(not c.islower() for c in letters)


def _is_plausible(
    label: Label, line: CleanLine, parts: list[CleanLine], counted: dict[LabelKind, str], measure: "_Measure"
) -> bool:
    """Whether what looks like a label is one, and not the middle of a sentence that a line end cut."""
    before = parts[-1]
    if _awaits_number(before, label):
        return False
    if (
        label.kind is LabelKind.DASH
        and not _is_complete(before.text)
        and line.text[label.end : label.end + 1].islower()
    ):
        return before.whole
    if before.whole or _is_complete(before.text) or measure.ended_early(before, line, is_first=len(parts) == 1):
        return True
    rest = line.text[label.end : label.end + 1]
    if _is_capitals(before.text):
        return not rest.islower() or not label.kind.is_bullet
    if label.kind is LabelKind.DASH:
        return not rest.isdigit() and (
            rest.isupper() and (measure.is_indented(line) or not _goes_on_a_name(before.text))
        )
    if label.kind in (LabelKind.NUMBER, LabelKind.LETTER, LabelKind.DECIMAL):
        return rest.isupper() and (label.printed in ("1", "a", "1.1") or _follows(counted.get(label.kind), label))
    return not rest.islower()


def _awaits_number(before: CleanLine, label: Label) -> bool:
    """`… trong quý` / `II. …`: the number belongs to the sentence that the line end cut. A heading ends so as well."""
    if before.whole or label.kind.is_bullet or _is_capitals(before.text):
        return False
    return rule("lines", "line.counts").pattern.search(before.match) is not None


def _goes_on_a_name(before: str) -> bool:
    """`… Trung tâm Văn hóa` / `- Thông tin và Thể thao`: a name with a dash in it, cut by the line end."""
    last = before.split()[-2:]
    return bool(last) and last[0][:1].isupper() and not before.endswith((",", ";"))


def _follows(before: str | None, label: Label) -> bool:
    if before is None:
        return False
    if label.kind is LabelKind.LETTER:
        letters = "abcdđefghijklmnopqrstuvwxyz"
        return 0 < letters.find(label.printed) - letters.find(before) <= 2
    return label.printed.rpartition(".")[2].isdigit() and (
        0 < int(label.printed.rpartition(".")[2]) - int(before.rpartition(".")[2]) <= 2
    )


@lru_cache(maxsize=2048)
def _advance(text: str) -> float:
    """The width of text set in a proportional face, in ems, near enough to compare lines."""
    return sum(map(_width, text))


@cache
def _width(letter: str) -> float:
    return _WIDTHS.get(letter, 0.67 if letter.isupper() else 0.48)


class _Measure:
    """What the lines of a document tell about its page: the full width, the indent, whether blank lines mean."""

    def __init__(self, lines: Sequence[CleanLine]) -> None:
        printed = [line for line in lines if not line.whole]
        self._geometry = bool(printed) and sum(line.right > 0 for line in printed) > len(printed) / 2
        continued = [
            (line, after)
            for line, after in pairwise(lines)
            if not line.whole and after.text[:1].islower() and not find_label(after.passage)
        ]
        widths = [self._end_of(line) for line, _ in continued]
        self._full = quantiles(widths, n=20)[18] if len(widths) > 4 else max(widths, default=0.0)
        firsts = [self._end_of(line) for line, _ in continued if find_label(line.passage)]
        self._first_full = quantiles(firsts, n=20)[18] if len(firsts) > 4 else self._full
        gaps = sum(after.gap > 0 for _, after in continued)
        self.gaps_tell = bool(continued) and gaps <= len(continued) * 0.05
        self._left = median(after.left for _, after in continued) if continued and self._geometry else 0.0

    def _end_of(self, line: CleanLine) -> float:
        return line.right if self._geometry else _advance(line.text)

    def _unit(self, line: CleanLine) -> float:
        return (line.right - line.left) / max(1.0, _advance(line.text)) if self._geometry else 1.0

    def ended_early(self, line: CleanLine, after: CleanLine, *, is_first: bool) -> bool:
        """Whether the next line's first word would have fitted: the line was ended on purpose."""
        if not self._full:
            return True
        full = self._full if self._geometry or not is_first else min(self._full, self._first_full)
        word = _advance(" " + after.text.split(" ", 1)[0]) * self._unit(line)
        slack = 0.03 * self._full
        return self._end_of(line) + word < full - slack

    def looks_first(self, line: CleanLine, after: CleanLine | None) -> bool:
        """Whether the line is set like the first line of a paragraph: indented, so shorter than the others."""
        if self._geometry:
            return self.is_indented(line)
        if after is None or line.whole or find_label(after.passage) or not self._full:
            return False
        if self._full - self._first_full < 1.0:
            return False
        word = _advance(" " + after.text.split(" ", 1)[0])
        return self._end_of(line) + word < self._full - 0.02 * self._full and after.text[:1].islower()

    def is_indented(self, line: CleanLine) -> bool:
        return self._geometry and 10 < line.left - self._left < 80
