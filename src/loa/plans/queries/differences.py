"""How two versions of an obligation differ, field by field and word by word, for people."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from loa.plans.enums import Change
from loa.plans.models import Obligation, Plan
from loa.plans.queries.wording import FIELDS, field_label, field_text

__all__ = ["Comparison", "FieldDifference", "Piece", "changes_of", "compared", "words_compared"]

_WORDS = re.compile(r"\S+\s*")


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words that both versions have, or only the old or the new one."""

    kind: Literal["same", "gone", "new"]
    words: str


@dataclass(frozen=True, slots=True)
class FieldDifference:
    """One field: its name, its value before and after, and the two woven into one line of pieces."""

    name: str
    before: str
    after: str
    pieces: tuple[Piece, ...]

    @property
    def differs(self) -> bool:
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class Comparison:
    """One obligation of an amending plan beside the one it changes; `fields` holds those that differ."""

    change: Change
    before: Obligation | None
    after: Obligation | None
    fields: tuple[FieldDifference, ...]

    @property
    def label(self) -> str:
        return str(self.change.label)


def words_compared(before: str, after: str) -> tuple[Piece, ...]:
    """The two texts as one, word by word: what went away stands before what came."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    bare = [[word.strip() for word in words] for words in (old, new)]
    pieces: list[Piece] = []
    for tag, a, b, c, d in SequenceMatcher(None, bare[0], bare[1], autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece("same", "".join(new[c:d])))
            continue
        pieces.extend(_told("gone", old[a:b]))
        pieces.extend(_told("new", new[c:d]))
    return tuple(pieces)


def _told(kind: Literal["gone", "new"], words: Sequence[str]) -> Iterator[Piece]:
    if words:
        yield Piece(kind, "".join(words))


def compared(before: Obligation | None, after: Obligation | None) -> tuple[FieldDifference, ...]:
    """The fields in which two versions differ. Their parties have to be fetched along."""
    pairs = [(name, _text(before, name), _text(after, name)) for name in FIELDS]
    return tuple(
        FieldDifference(field_label(name), old, new, words_compared(old, new)) for name, old, new in pairs if old != new
    )


def _text(obligation: Obligation | None, field: str) -> str:
    return field_text(obligation, field) if obligation else ""


def changes_of(amendment: Plan) -> list[Comparison]:
    """What an amending plan changes, obligation by obligation. Five queries."""
    rows = amendment.obligations.standing().select_related("replaces__plan")
    rows = rows.prefetch_related("parties__agency", "replaces__parties__agency")
    return [_comparison(row) for row in rows]


def _comparison(row: Obligation) -> Comparison:
    change = Change(row.change or (Change.REPLACE if row.replaces else Change.ADD))
    after = None if change == Change.END else row
    return Comparison(change, row.replaces, after, compared(row.replaces, after))
