"""The grammar of labels: `I.` `1.` `1.1.` `a)` `đ)` `-` `+` `▪` and their order of depth."""

import re
from dataclasses import dataclass
from enum import StrEnum

from loa.reading.lexicon import load_book
from loa.reading.passage import Passage

__all__ = ["Label", "LabelKind", "find_label", "misread_roman"]


class LabelKind(StrEnum):
    """Kinds of labels, from the outermost to the innermost. Bullets have no fixed depth among themselves."""

    PART = "part"
    CAPITAL = "capital"
    ROMAN = "roman"
    NUMBER = "number"
    DECIMAL = "decimal"
    LETTER = "letter"
    BRACKETED = "bracketed"
    DASH = "dash"
    PLUS = "plus"
    BULLET = "bullet"

    @property
    def rank(self) -> int:
        """The depth of the kind: smaller is further out."""
        return _ORDER[self]

    @property
    def is_bullet(self) -> bool:
        return self in (LabelKind.DASH, LabelKind.PLUS, LabelKind.BULLET)


_ORDER = {kind: rank for rank, kind in enumerate(LabelKind)}
_CAPITALS = (LabelKind.ROMAN, LabelKind.CAPITAL)


@dataclass(frozen=True, slots=True)
class Label:
    """A label as printed, without its full stop or bracket; `end` is where the item's own text begins."""

    kind: LabelKind
    printed: str
    end: int

    @property
    def depth(self) -> tuple[int, int]:
        """Sorts labels from the outermost to the innermost; 1.1.1 is deeper than 1.1."""
        return self.kind.rank, self.printed.count(".")


_ROMANS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
_LOOKALIKE = re.compile(r"^(?P<label>[IlLHNTV1|!]{1,5})\s*[.,:]\s+(?=\S)")
_SHAPES = str.maketrans({"H": "II", "N": "II", "l": "I", "L": "I", "1": "I", "|": "I", "!": "I", "T": "I"})


def misread_roman(passage: Passage, before: str | None) -> Label | None:
    """The roman number that recognition has damaged (`H.` for `II.`, `HI.` for `III.`), when it comes next.

    `before` is the last roman label above. Only before a heading in capitals, so that no initial is taken for one.
    """
    found = _LOOKALIKE.match(passage.text)
    if found is None or before not in _ROMANS[:-1]:
        return None
    rest = [c for c in passage.text[found.end() :] if c.isalpha()]
    expected = _ROMANS[_ROMANS.index(before) + 1]
    if len(rest) < 4 or any(c.islower() for c in rest) or found.group("label").translate(_SHAPES) != expected:
        return None
    return Label(LabelKind.ROMAN, expected, found.end())


def find_label(passage: Passage) -> Label | None:
    """The label a line begins with, or None. Whether it is plausible there is for the outline to judge."""
    for rule in load_book("labels"):
        found = rule.pattern.match(passage.match)
        if found is None:
            continue
        kind = LabelKind(rule.gives)
        printed = passage.text[found.start("label") : found.end("label")]
        if kind in _CAPITALS and not printed.isupper():
            continue
        if kind is LabelKind.LETTER and printed.isupper():
            continue
        if printed == "o" and not passage.text[found.end() : found.end() + 1].isupper():
            continue
        if rule.id.endswith("-with-dash") and passage.text[found.end() : found.end() + 1].islower():
            continue
        if kind is LabelKind.DECIMAL:
            printed = printed.replace(" ", "")
        return Label(kind, printed, found.end())
    return None
